"""What the import of a part of a company is told of the whole, as rows of other parts say it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dashboard.importing.mapping.language import Lookup


@dataclass(frozen=True)
class WholeCompany:
    """What a part is told: the column that numbers the rows of the whole, and what its own rows alone do not tell.

    ``matches`` are the files of what each lookup of a mapping, by the mapping's name, finds for the part's rows;
    ``stages`` is the file of what all parts tell of each stage, None where no deal is settled.
    """

    line_column: str
    matches: Mapping[tuple[str, Lookup], Sequence[Path]] = field(default_factory=dict)
    stages: Path | None = None
