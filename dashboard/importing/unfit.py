"""What is said of files that no source of a mapping reads: how they begin, and what to do."""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dashboard.errors import BadInput
from dashboard.importing.mapping.language import Mapping

SHOWN_FILES = 3
SHOWN_HEADERS = 4


@dataclass(frozen=True)
class UnfitFile:
    """A file that was left out: its label, the mapping that does not read it, and what its first line holds."""

    label: str
    mapping: Mapping
    headers: tuple[str, ...]

    @property
    def beginning(self) -> str:
        """The file with its first headers."""
        filled = [header.strip() for header in self.headers if header.strip()]
        shown = ", ".join(f"“{header[:30]}”" for header in filled[:SHOWN_HEADERS])
        return f"{self.label} begins with {shown}" if shown else self.label


def unfit(file: UnfitFile, paths: Sequence[Path]) -> BadInput:
    """The refusal of a file that was named and that its mapping does not read."""
    return BadInput(
        f"{file.mapping.name} does not read this file: {file.beginning}; if that is its header, "
        f"{_moves(file.mapping, paths)} (NO_KNOWN_COLUMN)."
    )


def nothing_to_review(files: Sequence[UnfitFile], paths: Sequence[Path], *, reads_some: bool) -> BadInput:
    """The refusal of an import that has neither leads nor deals; ``files`` were left out."""
    if not files:
        return BadInput("No file feeds leads or deals, so there is nothing to review; add the export of either.")
    mapping = files[0].mapping
    shown = "; ".join(file.beginning for file in files[:SHOWN_FILES])
    more = f"; and {len(files) - SHOWN_FILES:,} more" if len(files) > SHOWN_FILES else ""
    what = (
        "finds neither leads nor deals in your files and does not read" if reads_some else "reads none of your files:"
    )
    return BadInput(f"{mapping.name} {what} {shown}{more}; {_moves(mapping, paths)}.")


def draft_command(paths: Sequence[Path]) -> str:
    """The command that drafts a mapping for the files of ``paths``."""
    return f"funnel-review map {shlex.join(str(path) for path in paths)} --out my.toml"


def _moves(mapping: Mapping, paths: Sequence[Path]) -> str:
    advice = mapping.advice or "add a source for it to the mapping"
    return f"{advice}, or run: {draft_command(paths)}"
