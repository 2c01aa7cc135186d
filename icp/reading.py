"""A definition from its file, or one sentence per fault, each naming the line and the key."""

import json
import stat
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from icp.document import Approval, Between, Criterion, Definition, Tiers
from icp.errors import BadDocument
from icp.outline import Outline, outline
from icp.outline import Path as KeyPath

LARGEST_BYTES: Final = 64 * 1024
DEEPEST: Final = 20
KEPT_TEXTS: Final = 64  # a server reads the same few documents for every question

_TABLES: Final[dict[str, type[BaseModel]]] = {
    "criteria": Criterion,
    "between": Between,
    "tiers": Tiers,
    "approved_by": Approval,
}
_WORDS: Final = {
    "missing": "is missing",
    "string_type": "must be text in quotes",
    "float_type": "must be a number, without quotes",
    "finite_number": "must be a finite number",
    "bool_type": "must be true or false, without quotes",
    "date_type": "must be a day without quotes or time, such as 2025-01-31",
    "tuple_type": "must be a list, in square brackets",
    "greater_than": "must be above {gt:g}",
    "greater_than_equal": "must be at least {ge:g}",
    "less_than_equal": "must be at most {le:g}",
    "too_long": "must have at most {max_length} entries",
    "model_type": "must be a table with keys",
}


def read(path: Path) -> Definition:
    """The definition in the TOML file ``path``. Raises BadDocument naming file, line, key and what is allowed."""
    return parse(text_of(path), path.name)


@lru_cache(maxsize=KEPT_TEXTS)
def parse(text: str, file: str) -> Definition:
    """The definition in ``text``; ``file`` is the name used in the sentences. Raises BadDocument."""
    lines = outline(text)
    table = _table(text, file, lines)
    try:
        return Definition.model_validate(table)
    except ValidationError as error:
        faults = sorted((lines.line_of(path), _key(path), what) for path, what in _faults(error))
        raise BadDocument([f"{file}, line {line}, {key}: {what}." for line, key, what in faults]) from None


def checked(table: dict[str, Any], what: str) -> Definition:
    """The definition in a table that stands in no file; ``what`` names it in the sentences. Raises BadDocument."""
    try:
        return Definition.model_validate(table)
    except ValidationError as error:
        raise BadDocument([f"{what}, {_key(path)}: {fault}." for path, fault in _faults(error)]) from None


@lru_cache(maxsize=KEPT_TEXTS)
def name_in(text: str, file: str) -> str | None:
    """The ``name`` a TOML text gives itself, None when it has none. Raises BadDocument when it is no TOML."""
    name = _table(text, file, outline(text)).get("name")
    return name if isinstance(name, str) else None


def text_of(path: Path) -> str:
    """The text of a definition's file. Raises BadDocument when it cannot be read, is no text or too large."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe would be waited for
            raise BadDocument([f"{path.name}: is no file; give the path of a .toml file."])
        with path.open("rb") as file:
            raw = file.read(LARGEST_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or "it cannot be opened").lower()
        raise BadDocument([f"{path.name}: cannot be read ({reason}); give the path of a .toml file."]) from None
    if len(raw) > LARGEST_BYTES:
        raise BadDocument([f"{path.name}: is larger than 64 kB, which no definition needs; shorten its lists."])
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise BadDocument([f"{path.name}, line {line}: is not UTF-8 text; save the file as UTF-8."]) from None


def _table(text: str, file: str, lines: Outline) -> dict[str, Any]:
    if not text.strip():
        raise BadDocument([f"{file}: is empty; a definition needs name, version, effective_from and criteria."])
    if lines.depth > DEEPEST:
        raise BadDocument(
            [f"{file}, line {lines.depth_line}: is nested deeper than {DEEPEST} levels; a definition needs four."]
        )
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadDocument([_not_toml(str(error), text, file)]) from None
    except (ValueError, RecursionError) as error:  # a number of more digits than Python reads
        raise BadDocument([f"{file}: is not TOML ({error}); correct it."]) from None


def _not_toml(message: str, text: str, file: str) -> str:
    """The parser's complaint, with the key that stands on its line where there is one."""
    what, _, place = message.partition(" (at ")
    rows = text.rstrip().split("\n")
    line = int(place.split()[1].rstrip(",")) if place.startswith("line") else len(rows)
    row = rows[min(line, len(rows)) - 1]
    key = row.partition("=")[0].strip() if "=" in row else ""
    place = f"{file}, line {line}{f', {shown_key(key)}' if key else ''}"
    what = what[:1].lower() + what[1:]
    return f"{place}: is not TOML ({what}); text stands in quotes, and a key stands once in its table."


def shown_key(key: str) -> str:
    """A key as it stands in a sentence: short, and without control characters."""
    return json.dumps(key[:60], ensure_ascii=False)[1:-1]


def _faults(error: ValidationError) -> Iterator[tuple[KeyPath, str]]:
    for fault in error.errors(include_url=False):
        path = _path(fault)
        yield path, _what(fault, path)


def _key(path: KeyPath) -> str:
    return ".".join(shown_key(str(part)) for part in path if isinstance(part, str)) or "document"


def _path(fault: ErrorDetails) -> KeyPath:
    """Where the fault is; our own checks of a whole table name the key inside it."""
    key = fault.get("ctx", {}).get("key")
    inside = tuple(int(part) if part.isdigit() else part for part in str(key).split(".")) if key else ()
    return (*fault["loc"], *inside)


def _what(fault: ErrorDetails, path: KeyPath) -> str:
    kind, context = fault["type"], fault.get("ctx", {})
    if kind == "refused":
        return str(context["sentence"]) + _but_is(fault["input"])
    if kind == "extra_forbidden":
        return f"is no key of this table, whose keys are {', '.join(_keys(path[:-1]))}"
    words = _WORDS.get(kind, fault["msg"].lower()).format(**context)
    return words if kind == "missing" else words + _but_is(fault["input"])


def _keys(path: KeyPath) -> list[str]:
    named = [part for part in path if isinstance(part, str)]
    return list(_TABLES[named[-1]].model_fields) if named and named[-1] in _TABLES else list(Definition.model_fields)


def _but_is(value: object) -> str:
    """What stands there instead, when it is short enough to help."""
    if isinstance(value, bool | int | float | str):
        shown = json.dumps(value, ensure_ascii=False)
        return f", but is {shown if len(shown) <= 60 else shown[:57] + '…'}"
    return ""
