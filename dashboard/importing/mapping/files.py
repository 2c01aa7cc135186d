"""Reads mappings: those that ship with the product by name, others by file."""

from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from dashboard.errors import BadInput
from dashboard.importing.mapping.language import Mapping
from dashboard.importing.mapping.matching import CANONICAL
from dashboard.scope.documents import Location, model_of, parsed, read_document

FOLDER = Path(__file__).parent / "bundled"
DESCRIPTION = Path(__file__).with_name("language.md")
"""The description of the mapping language; it travels with the package."""
KEPT = 16
"""So many mappings stay read: a draft looks at every shipped one for each of its files, and checking one takes long."""
WORDS = {
    "extra_forbidden": "is no key of the mapping language",
    "model_type": "must be a table with keys, or where a column is read its header in quotes",
}
"""Faults that the language has words of its own for."""
SECTIONS = {
    "sources": "a-source",
    "feeds": "a-feed",
    "columns": "how-a-column-is-read",
    "keep": "a-filter",
    "where": "a-filter",
}
"""Where the description says what belongs to a key, and to all below it."""


def bundled() -> tuple[str, ...]:
    """The names of the mappings that ship with the product."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def bundled_text(name: str) -> str:
    """The text of a mapping that ships, to be kept and changed."""
    return (FOLDER / f"{name}.toml").read_text(encoding="utf-8")


def load_mapping(name_or_file: str) -> Mapping:
    """The mapping of that name or file; raises BadInput naming file, key and what is wrong with it."""
    if name_or_file == CANONICAL.name:
        return CANONICAL
    path = FOLDER / f"{name_or_file}.toml" if name_or_file in bundled() else Path(name_or_file)
    with suppress(OSError):  # then reading it says what is wrong
        if not path.exists() or path.is_dir():
            raise BadInput(
                f"{name_or_file}: no mapping of that name or file; the mappings that ship are "
                f"{', '.join((*bundled(), CANONICAL.name))}, and `funnel-review map` drafts one for other exports."
            )
    return read_mapping(read_document(path, "the mapping"), str(path))


@lru_cache(maxsize=KEPT)
def read_mapping(text: str, where: str) -> Mapping:
    """The mapping of a TOML text; raises BadInput naming ``where``, the key and what is wrong."""
    section = "the-mapping-language"

    def place(table: object, location: Location) -> str:
        nonlocal section
        section = next((SECTIONS[key] for key in reversed(location) if key in SECTIONS), section)
        return _key(table, location)

    table = parsed(text, where)
    try:
        return model_of(Mapping, table, where, "the mapping", WORDS, place)
    except BadInput as fault:
        raise BadInput(f"{str(fault).removesuffix('.')}; {DESCRIPTION}#{section} shows how.") from None


def _key(table: object, location: Location) -> str:
    """Where in the file: sources and feeds by their names rather than their numbers."""
    words: list[str] = []
    for part in location:
        table = _inside(table, part)
        name = table.get("name", table.get("table")) if isinstance(table, dict) else None
        if isinstance(part, int) and words:
            words[-1] += f'["{name}"]' if isinstance(name, str) else f"[{part + 1}]"
        else:
            words.append(str(part))
    return ".".join(words)


def _inside(table: object, part: str | int) -> object:
    if isinstance(table, dict):
        return table.get(part)
    if isinstance(table, list) and isinstance(part, int) and part < len(table):
        return table[part]
    return None
