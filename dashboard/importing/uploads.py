"""Files handed in through the browser: kept under safe names in a folder of their own, then imported like any other."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from dashboard.errors import BadInput, FunnelReviewError
from dashboard.importing.mapping import Mapping
from dashboard.importing.progress import Report
from dashboard.importing.run import ImportOptions, Summary, run_import
from dashboard.settings import Settings

UNSAFE = re.compile(r"[^A-Za-z0-9_.-]+")
LONGEST_NAME = 100
MOST_FILES = 50


@dataclass(frozen=True)
class Upload:
    """A file as the browser handed it in; nobody may trust its name."""

    name: str
    content: bytes


def safe_name(name: str) -> str:
    """A file name of plain letters, digits, ``_``, ``-`` and dots, without a folder, that still tells the file."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    letters = unicodedata.normalize("NFKD", last).encode("ascii", "ignore").decode()
    plain = UNSAFE.sub("_", letters).lstrip(".-")
    stem, dot, ending = plain.rpartition(".")
    return f"{(stem or 'file')[:LONGEST_NAME]}{dot or '.'}{ending[:12] or 'csv'}"


def import_uploads(
    uploads: Sequence[Upload],
    mapping: Mapping | None,
    warehouse: Path,
    settings: Settings,
    options: ImportOptions,
    progress: Report,
    *,
    only_try: bool,
) -> Summary:
    """Imports ``uploads`` into ``warehouse``; with ``only_try`` into a throw-away one, so that nothing changes.

    ``mapping`` None means files named like the canonical tables. Raises BadInput or MustAsk, whose sentences name
    the files as they were handed in.
    """
    with TemporaryDirectory(prefix="funnel-review-upload-") as name:
        folder = Path(name) / "files"
        try:
            paths = _written(uploads, folder)
            target = Path(name) / "trial" if only_try else warehouse
            return run_import(paths, [mapping] if mapping else [], target, settings, None, options, progress)
        except FunnelReviewError as error:
            sentence = str(error).replace(f"{folder}/", "").replace(name, "the trial")
            raise type(error)(sentence) from None


def _written(uploads: Sequence[Upload], folder: Path) -> list[Path]:
    """The uploads as files below ``folder``."""
    if len(uploads) > MOST_FILES:
        raise BadInput(f"{len(uploads)} files were handed in; an import in the browser takes {MOST_FILES} at the most.")
    folder.mkdir()
    paths = []
    for upload in uploads:
        path = folder / safe_name(upload.name)
        if path in paths:
            raise BadInput(f"Two of the files are called {path.name}; rename one and hand both in again.")
        path.write_bytes(upload.content)
        paths.append(path)
    return paths
