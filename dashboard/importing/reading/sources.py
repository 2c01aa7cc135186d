"""Which files an import reads, and what each one really is."""

import re
import stat
from pathlib import Path

from dashboard.errors import BadInput
from dashboard.importing.reading.lakes import refuse_lake_table

TEXT = {".csv", ".tsv", ".tab"}
EXCEL = {".xlsx", ".xlsm"}
PARQUET = {".parquet", ".pq"}
PACKED = {".gz", ".zip", ".bz2", ".xz", ".zst"}
UNREAD = {".xls", ".xlsb", ".ods"}
"""Listed from a folder all the same, so that their refusal is said and they are not silently left out."""

ZIP = b"PK\x03\x04"
MAGIC = (
    (ZIP, "a zip archive: unpack it first, or name it .xlsx if it is an Excel workbook"),
    (b"PK\x05\x06", "an empty zip archive: export the records again"),
    (b"PAR1", "a Parquet file: name it .parquet"),
    (b"PARE", "an encrypted Parquet file: export it without encryption"),
    (b"\xd0\xcf\x11\xe0", "an old .xls or a password-protected Excel file: save it as .xlsx without password"),
    (b"%PDF", "a PDF document: export the records as CSV"),
    (b"\x1f\x8b", "gzip-compressed data: unpack it first"),
    (b"BZh", "bzip2-compressed data: unpack it first"),
    (b"\xfd7zXZ\x00", "xz-compressed data: unpack it first"),
    (b"(\xb5/\xfd", "zstd-compressed data: unpack it first"),
    (b"7z\xbc\xaf", "a 7-Zip archive: unpack it first"),
    (b"Rar!", "a RAR archive: unpack it first"),
    (b"SQLite format 3", "an SQLite database: export its tables as CSV"),
    (b"ARROW1", "an Arrow file: save it as Parquet or CSV"),
    (b"Obj\x01", "an Avro file: save it as Parquet or CSV"),
    (b"\x89PNG", "a picture: export the records as CSV"),
    (b"\xff\xd8\xff", "a picture: export the records as CSV"),
    (b"GIF8", "a picture: export the records as CSV"),
    (b"\x7fELF", "a program: name the export itself"),
    (b"{\\rtf", "a rich-text document: export the records as CSV"),
)
HTML = re.compile(rb"\s*<(?:!doctype|html|head|body|table|script|meta|\?xml|!--)", re.IGNORECASE)
JSON = re.compile(rb'\s*(?:\{\s*(?:"|\})|\[\s*[\[{\]]|\[\s*"[^"]*"\s*[,:\]]\s*["\[{\]\d])')


def source_files(path: Path) -> list[Path]:
    """The files an import of ``path`` reads: itself, or what a folder holds, sorted by name.

    A folder gives its CSV, TSV, Parquet and Excel files (not those of folders inside it, no hidden
    ones), and packed or old-format ones too, so that their refusal is said. Raises BadInput when there is
    nothing there, or something that is no file.
    """
    if "\x00" in str(path):
        raise BadInput(f"{str(path)!r} is no path: it holds a NUL character; name a file or a folder.")
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        raise BadInput(f"{path}: there is no such file or folder; check the path.") from None
    except OSError as error:
        raise BadInput(f"{path}: cannot be opened ({error.strerror}); check the path and its rights.") from None
    if not stat.S_ISDIR(mode):
        _regular(path, mode)
        if path.suffix.lower() in PARQUET:
            refuse_lake_table(path)
        return [path]
    try:
        inside = sorted((item for item in path.iterdir() if not item.name.startswith(".")), key=lambda item: item.name)
    except OSError as error:
        raise BadInput(f"{path}: cannot be listed ({error.strerror}); check its rights.") from None
    files = [item for item in inside if is_export(item) and not item.is_dir()]
    for item in files:
        source_files(item)
    if not files:
        for item in (path, *inside):
            refuse_lake_table(item)
        raise BadInput(f"{path}: no CSV, TSV, Parquet or Excel file in this folder; name the folder of your exports.")
    return files


def is_export(path: Path) -> bool:
    """Whether a file's name says that an import reads it, or refuses it in a sentence of its own."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    readable = TEXT | EXCEL | PARQUET | UNREAD
    return bool(suffixes) and (
        suffixes[-1] in readable or (suffixes[-1] in PACKED and len(suffixes) > 1 and suffixes[-2] in readable)
    )


def _regular(path: Path, mode: int) -> None:
    kinds = (
        (stat.S_ISSOCK, "a socket"),
        (stat.S_ISFIFO, "a pipe"),
        (stat.S_ISCHR, "a device"),
        (stat.S_ISBLK, "a device"),
    )
    for is_kind, words in kinds:
        if is_kind(mode):
            raise BadInput(f"{path}: this is {words}, no file; save the export as a file and name that.")


def kind_of(path: Path, label: str) -> str:
    """``text``, ``excel`` or ``parquet``, told by the first bytes; BadInput says what anything else is."""
    try:
        with path.open("rb") as file:
            head = file.read(4096)
            is_all = not file.read(1)
    except OSError as error:
        raise BadInput(f"{label}: cannot be read ({error.strerror}); check the file and its rights.") from None
    suffix = path.suffix.lower()
    if head.startswith(ZIP) and suffix in EXCEL:
        return "excel"
    if head.startswith(b"PAR1") and suffix in PARQUET:
        return "parquet"
    for magic, words in MAGIC:
        if head.startswith(magic):
            is_sheet = magic == ZIP and suffix in UNREAD
            raise _not_csv(label, f"a workbook of the kind {suffix}: save it as .xlsx or CSV" if is_sheet else words)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if is_all and not text.strip(b"\x1a \t\r\n"):
        raise BadInput(f"{label}: the file is empty; export it again (EMPTY_FILE).")
    if suffix in EXCEL | PARQUET | UNREAD:
        raise BadInput(
            f"{label}: this is no {suffix[1:]} file, whatever its name says, or it is damaged; "
            "export it again as CSV, Parquet or .xlsx (NOT_CSV)."
        )
    if HTML.match(text):
        raise _not_csv(
            label, "a web page (HTML or XML), often a log-in page saved in place of the export: log in and export again"
        )
    if JSON.match(text):
        raise _not_csv(label, "JSON: export it as CSV")
    return "text"


def _not_csv(label: str, words: str) -> BadInput:
    return BadInput(f"{label}: this is no CSV but {words} (NOT_CSV).")
