"""Files handed in through the browser: kept under safe names in a folder of their own, read in a confined process."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from dashboard.errors import BadInput, MustAsk
from dashboard.importing.canonical import TABLES
from dashboard.importing.converting.recording import FileOutcome
from dashboard.importing.drafting.drafted import MappingDraft, draft_from_json
from dashboard.importing.progress import Report, silent
from dashboard.importing.publishing.scratch import sweep_stopped
from dashboard.importing.run import ImportOptions, Summary
from dashboard.importing.unfit import draft_command
from dashboard.importing.uploading.bounds import MOST_BYTES, MOST_FILES
from dashboard.importing.uploading.confined import ProcessLimits, run_confined
from dashboard.importing.uploading.folder import upload_folder
from dashboard.scope.settings import Settings, settings_to_json
from dashboard.warehouse.served import look_anew

UNSAFE = re.compile(r"[^A-Za-z0-9_.-]+")
LONGEST_NAME = 100
LIMITS = ProcessLimits()


@dataclass(frozen=True)
class Upload:
    """A file as the browser handed it in; nobody may trust its name."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Chosen:
    """How files are read: a mapping that ships, by its name, or the text of one; with neither they are canonical."""

    name: str | None = None
    text: str | None = None


UploadedRows = list[dict[str, str | None]]


@dataclass(frozen=True)
class Outcome:
    """What an import did, and of a trial the first rows of each table and the rows set aside."""

    summary: Summary
    tables: dict[str, UploadedRows]
    quarantine: UploadedRows


def safe_name(name: str) -> str:
    """A file name of plain letters, digits, ``_``, ``-`` and dots, without a folder, that still tells the file."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    letters = unicodedata.normalize("NFKD", last).encode("ascii", "ignore").decode()
    plain = UNSAFE.sub("_", letters).lstrip(".-")
    stem, dot, ending = plain.rpartition(".")
    return f"{(stem or 'file')[:LONGEST_NAME]}{dot or '.'}{ending[:12] or 'csv'}"


def draft_uploads(
    uploads: Sequence[Upload],
    options: ImportOptions,
    answers: Mapping[str, str],
    progress: Report = silent,
    *,
    limits: ProcessLimits = LIMITS,
) -> MappingDraft:
    """The draft for ``uploads`` with the reader's ``answers`` by the ids of its questions; raises BadInput or MustAsk.

    An answer to what is not asked any more, as another answer made it pointless, is left out.
    """
    reading = {"encoding": options.encoding, "header_row": options.header_row, "sheet": options.sheet}
    with _folder(uploads) as (_, files):
        request = {"action": "draft", "folder": str(files), "reading": reading, "answers": dict(answers)}
        return draft_from_json(_answer(request, progress, limits))


def recognise_uploads(uploads: Sequence[Upload], limits: ProcessLimits = LIMITS) -> bool:
    """Whether ``uploads`` are canonical tables, by their names and their headers; raises BadInput or MustAsk."""
    if not all(safe_name(upload.name).rsplit(".", 1)[0].lower() in TABLES for upload in uploads):
        return False
    with _folder(uploads) as (_, files):
        answer = _answer({"action": "recognise", "folder": str(files)}, lambda _: None, limits)
    are_canonical: bool = answer["are_canonical"]
    return are_canonical


def import_uploads(
    uploads: Sequence[Upload],
    chosen: Chosen,
    warehouse: Path,
    settings: Settings,
    options: ImportOptions,
    progress: Report,
    *,
    as_of: datetime | None = None,
    limits: ProcessLimits = LIMITS,
) -> Outcome:
    """Imports ``uploads`` into ``warehouse``; however it ends unfinished, nothing of it is left there.

    ``as_of`` is naive UTC, default now.
    Raises BadInput or MustAsk, whose sentences name the files as they were handed in.
    """
    with _folder(uploads) as (_, files):
        request = _request("import", files, warehouse.resolve(), chosen, settings, options, as_of)
        try:
            outcome = _outcome(_answer(request, progress, limits))
        except BaseException:  # also when the page is left in the middle: its process was killed, as it stood
            sweep_stopped(warehouse)
            raise
        look_anew(warehouse)
        return outcome


@contextmanager
def tried_uploads(
    uploads: Sequence[Upload],
    chosen: Chosen,
    settings: Settings,
    options: ImportOptions,
    progress: Report,
    *,
    as_of: datetime | None = None,
    limits: ProcessLimits = LIMITS,
) -> Iterator[tuple[Outcome, Path]]:
    """What an import of ``uploads`` would do, and the warehouse it made of them, which is gone afterwards.

    Raises as ``import_uploads`` does.
    """
    with _folder(uploads) as (folder, files):
        request = _request("try", files, folder / "trial", chosen, settings, options, as_of)
        yield _outcome(_answer(request, progress, limits)), folder / "trial"


def _request(
    action: str,
    files: Path,
    warehouse: Path,
    chosen: Chosen,
    settings: Settings,
    options: ImportOptions,
    as_of: datetime | None,
) -> dict[str, Any]:
    return {
        "action": action,
        "folder": str(files),
        "warehouse": str(warehouse),
        "mapping_name": chosen.name,
        "mapping_text": chosen.text,
        "settings": settings_to_json(settings),
        "as_of": as_of and as_of.isoformat(),
        "options": asdict(options),
    }


def _outcome(answer: dict[str, Any]) -> Outcome:
    preview = answer.get("preview", {"tables": {}, "quarantine": []})
    return Outcome(_summary(answer["summary"]), preview["tables"], preview["quarantine"])


def _answer(request: dict[str, Any], progress: Report, limits: ProcessLimits) -> dict[str, Any]:
    """The child's answer; what it refuses is said with the names of the files, not of our folder."""
    files = request["folder"]
    try:
        return run_confined(request, progress, limits)
    except MustAsk as error:
        raise MustAsk(str(error).replace(f"{files}/", ""), sheets=error.sheets) from None
    except BadInput as error:
        sentence = str(error).replace(f"run: {draft_command([Path(files)])}", "take the mapping that is proposed")
        sentence = sentence.replace(f"{files}/", "").replace(str(Path(files).parent), "the trial")
        raise BadInput(sentence) from None


def _summary(summary: dict[str, Any]) -> Summary:
    return Summary(
        summary["generation"],
        tuple(FileOutcome(**file) for file in summary["files"]),
        tuple(tuple(warning) for warning in summary["warnings"]),
        tuple(summary["guards"]),
        tuple(tuple(remark) for remark in summary["remarks"]),
    )


@contextmanager
def _folder(uploads: Sequence[Upload]) -> Iterator[tuple[Path, Path]]:
    """A folder of our own and the one below it with the files; gone afterwards."""
    if len(uploads) > MOST_FILES:
        raise BadInput(
            f"{len(uploads)} files were handed in and a browser's import takes {MOST_FILES}; "
            "hand in fewer, or import them with `funnel-review import` on the command line."
        )
    size = sum(len(upload.content) for upload in uploads)
    if size > MOST_BYTES:
        raise BadInput(
            f"The files are {size >> 20:,} MB together and a browser's import takes {MOST_BYTES >> 20} MB; "
            "import them with `funnel-review import` on the command line."
        )
    with upload_folder() as folder:
        files = folder / "files"
        files.mkdir()
        for upload in uploads:
            path = files / safe_name(upload.name)
            if path.exists():
                raise BadInput(f"Two of the files are called {path.name}; rename one and hand both in again.")
            path.write_bytes(upload.content)
        yield folder, files
