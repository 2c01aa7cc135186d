"""From bytes in any encoding to a file of UTF-8, never by a guess.

A byte order mark decides; without one, a file is UTF-8 when 99 % of its lines decode (the other lines
are quarantined later); otherwise the user must say, and is shown what Windows-1252 would make of it.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dashboard.errors import BadInput, MustAsk
from dashboard.importing.reading.lines import count_lines, line_chunks

CHUNK = 1 << 20
BLOCK = 256 << 10
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CELL = re.compile(rb'[^,;\t|"\r\n]*[\x80-\xff][^,;\t|"\r\n]*')
UNDECODABLE = "\udcff"
"""Stands for what an encoding of several bytes cannot read; written as the byte FF, which UTF-8 never holds."""
NO_CHARACTER_SETS = {"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "mbcs", "oem"}
"""Codecs of Python's that turn text into other text, or are another on each machine."""
HIGH = 0x80


def _undecodable(error: UnicodeError) -> tuple[str, int]:
    """One sign for what does not decode."""
    return UNDECODABLE, getattr(error, "end", 0)


def _byte_by_byte(error: UnicodeError) -> tuple[str, int]:
    """Each byte that does not decode as itself; one of ASCII, which UTF-8 would read, as the one sign."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    return "".join(chr(0xDC00 + byte) if byte >= HIGH else UNDECODABLE for byte in bad), error.end


codecs.register_error("undecodable", _undecodable)
codecs.register_error("byte-by-byte", _byte_by_byte)


@dataclass(frozen=True)
class Utf8File:
    """A file of UTF-8 whose text begins at byte ``start``; ``words`` name the encoding it came in."""

    path: Path
    start: int
    words: str


def as_utf8(path: Path, label: str, encoding: str | None, folder: Path) -> Utf8File:
    """The file itself when it is UTF-8, a converted copy in ``folder`` when it is not.

    Raises MustAsk (``--encoding``) when the encoding cannot be told.
    """
    name = _codec(encoding, label) if encoding else None
    with path.open("rb") as file:
        head = file.read(1 << 16)
    for mark, codec in MARKS:
        if head.startswith(mark):
            if codec == "utf-8":
                return Utf8File(path, len(mark), "UTF-8")
            return _convert(path, codec, label, folder)
    if name is None:
        _ask_when_not_utf8(path, label, head)
    elif name != "utf-8":
        eight_bits = name.startswith(("cp", "iso8859", "mac", "koi8"))
        if not eight_bits or not is_utf8(path):
            return _convert(path, name, label, folder)
    return Utf8File(path, 0, "UTF-8")


def _codec(name: str, label: str) -> str:
    try:
        codec = codecs.lookup(name)
        "".encode(name)
        if codec.name in NO_CHARACTER_SETS:
            raise LookupError  # noqa: TRY301 — as good as not there
    except (LookupError, ValueError):
        raise BadInput(
            f"{label}: no encoding is called {name[:40]!r}; --encoding takes utf-8, windows-1252, utf-16-le and so on."
        ) from None
    return "utf-8" if codec.name == "utf-8-sig" else codec.name


def _ask_when_not_utf8(path: Path, label: str, head: bytes) -> None:
    nuls = head.count(0)
    if nuls * 5 > len(head):
        likely = "utf-16-le" if head[1::2].count(0) >= nuls / 2 else "utf-16-be"
        raise MustAsk(
            f"{label}: every second byte is NUL, which looks like UTF-16 without its mark; "
            f"say --encoding {likely} (ENCODING_UNKNOWN)."
        )
    if is_utf8(path):
        return
    bad = 0
    examples: list[bytes] = []
    for line in bad_lines(path):
        bad += 1
        if len(examples) < 3 and (cell := CELL.search(line)) and cell[0] not in examples:
            examples.append(cell[0])
    if bad * 100 <= (lines := count_lines(path)):
        return
    shown = ", ".join(f"“{cell.decode('cp1252', 'replace').strip()[:40]}”" for cell in examples)
    raise MustAsk(
        f"{label}: {bad:,} of {lines:,} lines are not UTF-8; as Windows-1252 they would read {shown}: "
        "if that is right say --encoding windows-1252, else name the right one (ENCODING_UNKNOWN)."
    )


def is_utf8(path: Path) -> bool:
    """Whether all bytes of a file decode."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    pending = False
    with path.open("rb", buffering=0) as file:
        try:
            while block := file.read(BLOCK):
                if pending or not block.isascii():
                    decoder.decode(block)
                    pending = bool(decoder.getstate()[0])
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def bad_lines(path: Path) -> Iterator[bytes]:
    """The physical lines of a file that are not UTF-8, in order."""
    for chunk in line_chunks(path, 0):
        for line in () if chunk.isascii() else re.split(rb"\r\n|\n|\r", chunk):
            try:
                line.decode()
            except UnicodeDecodeError:
                yield line


def _convert(path: Path, codec: str, label: str, folder: Path) -> Utf8File:
    """A copy in UTF-8; what does not decode becomes a byte that is not UTF-8, so that its row is quarantined.

    Raises BadInput for a file that cannot be in that encoding at all.
    """
    many_bytes = codec.startswith("utf")
    decoder = codecs.getincrementaldecoder(codec)("undecodable" if many_bytes else "byte-by-byte")
    target = folder / "converted.csv"
    try:
        with path.open("rb", buffering=0) as source, target.open("wb") as copy:
            while block := source.read(CHUNK):
                copy.write(decoder.decode(block).encode("utf-8", "surrogateescape"))
            copy.write(decoder.decode(b"", final=True).encode("utf-8", "surrogateescape"))
    except UnicodeError as error:
        why = "it does not begin with the mark that tells its byte order" if "BOM" in str(error) else str(error)
        raise BadInput(
            f"{label}: cannot be {codec} ({why}); name another by --encoding (utf-16-le, windows-1252 …)."
        ) from None
    words = {"cp1252": "Windows-1252"}.get(codec, codec.upper().replace("_", "-"))
    return Utf8File(target, 0, words)
