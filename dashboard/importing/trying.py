"""Imports into a folder that is thrown away afterwards: what would come of an import, and nothing changed."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from dashboard import stopping
from dashboard.importing.mapping.language import Mapping
from dashboard.importing.progress import Report
from dashboard.importing.run import ImportOptions, Summary, run_import
from dashboard.importing.uploading.folder import upload_folder
from dashboard.scope.settings import Settings


@contextmanager
def tried(
    paths: Sequence[Path],
    mappings: Sequence[Mapping],
    settings: Settings,
    as_of: datetime | None,
    options: ImportOptions,
    progress: Report,
) -> Iterator[tuple[Summary, Path]]:
    """What ``run_import`` says of these files, and the warehouse it made of them, which is gone afterwards.

    Raises what an import raises. A folder that is left behind by a kill goes when a server starts again.
    """
    with upload_folder() as folder:
        warehouse = folder / "trial"
        summary = run_import(paths, mappings, warehouse, settings, as_of, options, progress)
        stopping.enable()  # it was published in the scratch folder alone
        yield summary, warehouse
