"""Which column of a file each field is read from, as a mapping's text says it, and the text with another choice.

Only what is read from one column is chosen here; events, constants and lookups stay as the text says.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import tomlkit

from dashboard.errors import BadInput
from dashboard.importing.canonical import TABLES
from dashboard.scope.documents import parsed

SOURCE = re.compile(r"^\[\[sources\]\]", re.MULTILINE)
UNUSED = re.compile(r"^# Not used: (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class FirstFeed:
    """The first feed of a source: its place among the sources, its table, and the column each field is read from.

    ``columns`` are those of the file that the text names; ``otherwise`` are the fields not read from one column.
    """

    place: int
    source: str
    table: str
    columns: tuple[str, ...]
    read: dict[str, str]
    otherwise: frozenset[str]


def feeds(text: str) -> list[FirstFeed]:
    """The first feed of each source of a mapping's text; raises BadInput where the text is no TOML."""
    sources = parsed(text, "The mapping").get("sources", [])
    try:
        parts = SOURCE.split(text)[1:]
        return [*_feeds(sources, [*parts, *[""] * (len(sources) - len(parts))])]
    except (KeyError, IndexError, TypeError, AttributeError):
        raise BadInput("A source of the mapping has no name, no table or no columns.") from None


def _feeds(sources: list[dict[str, Any]], parts: list[str]) -> Iterator[FirstFeed]:
    for place, (source, part) in enumerate(zip(sources, parts, strict=False)):
        if "feeds" not in source and "headers" in source:  # it is there to be looked up
            continue
        feed = source["feeds"][0]
        fields: Mapping[str, Any] = feed["columns"]
        if feed["table"] not in TABLES:
            continue
        read = {field: column for field, entry in fields.items() if (column := _column(entry)) is not None}
        columns = dict.fromkeys([*source.get("headers", []), *read.values(), *_unused(part)])
        yield FirstFeed(place, source["name"], feed["table"], tuple(columns), read, frozenset(fields) - read.keys())


def read_from(text: str, place: int, field: str, column: str | None) -> str:
    """The text with ``field`` of the source at ``place`` read from ``column``, or not at all; its doubt is gone.

    How the column before was read (dates, words) goes with it: it was found out from that column's values.
    """
    document: Any = tomlkit.parse(text)
    fields = document["sources"][place]["feeds"][0]["columns"]
    if field in fields:
        del fields[field]
    if column is not None:
        fields[field] = column
    return tomlkit.dumps(document)


def _column(entry: object) -> str | None:
    """The one column a field is read from; None where it is read in another way."""
    if isinstance(entry, dict):
        entry = entry.get("column")
    return entry if isinstance(entry, str) else None


def _unused(part: str) -> list[str]:
    """The columns of a source's file that a drafted text names as not used."""
    match = UNUSED.search(part)
    try:
        return [] if match is None else [*parsed(f"columns = [{match[1]}]", "The mapping")["columns"]]
    except BadInput:  # the reader has rewritten the line
        return []
