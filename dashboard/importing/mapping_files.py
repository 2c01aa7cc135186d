"""Reads mappings: those that ship with the product by name, others by file."""

import tomllib
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from dashboard.errors import BadInput
from dashboard.importing.mapping import Mapping
from dashboard.importing.matching import CANONICAL

FOLDER = Path(__file__).parent / "mappings"
SIZE_LIMIT = 256_000
DESCRIPTION = Path(__file__).with_name("mapping.md")
"""The description of the mapping language; it travels with the package."""


def bundled() -> tuple[str, ...]:
    """The names of the mappings that ship with the product."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def load_mapping(name_or_file: str) -> Mapping:
    """The mapping of that name or file; raises BadInput naming file, key and what is wrong with it."""
    if name_or_file == CANONICAL.name:
        return CANONICAL
    path = FOLDER / f"{name_or_file}.toml" if name_or_file in bundled() else Path(name_or_file)
    if path.is_dir() or not path.exists():
        raise BadInput(
            f"{name_or_file}: no mapping of that name or file; the mappings that ship are "
            f"{', '.join((*bundled(), CANONICAL.name))}, and `funnel-review map` drafts one for other exports."
        )
    if path.stat().st_size > SIZE_LIMIT:
        raise BadInput(f"{path}: larger than {SIZE_LIMIT // 1000} kB, so no mapping; name the TOML file.")
    try:
        return read_mapping(path.read_text(encoding="utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: the mapping cannot be read ({error}); save it as UTF-8 text.") from None


def read_mapping(text: str, where: str) -> Mapping:
    """The mapping of a TOML text; raises BadInput naming ``where``, the key and what is wrong."""
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadInput(f"{where}: not TOML: {error}; correct that line.") from None
    try:
        return Mapping.model_validate(table)
    except ValidationError as error:
        first = error.errors()[0]
        reason = first["msg"].removeprefix("Value error, ")
        if first["type"] == "extra_forbidden":
            reason = f"is no key of the mapping language; {DESCRIPTION} lists them"
        elif first["type"] == "missing":
            reason = "is missing; add it"
        raise BadInput(f"{where}: {_key(table, first['loc'])}: {reason}.") from None


def _key(table: object, location: Sequence[str | int]) -> str:
    """Where in the file: sources and feeds by their names rather than their numbers."""
    words: list[str] = []
    for part in location:
        table = _inside(table, part)
        name = table.get("name", table.get("table")) if isinstance(table, dict) else None
        if isinstance(part, int) and words:
            words[-1] += f'["{name}"]' if isinstance(name, str) else f"[{part + 1}]"
        else:
            words.append(str(part))
    return ".".join(words) or "the mapping"


def _inside(table: object, part: str | int) -> object:
    if isinstance(table, dict):
        return table.get(part)
    if isinstance(table, list) and isinstance(part, int) and part < len(table):
        return table[part]
    return None
