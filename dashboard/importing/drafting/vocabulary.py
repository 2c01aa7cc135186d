"""What companies and CRMs call tables, columns and words, in the languages of ``vocabulary/``."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from dashboard.importing.canonical import TABLES, ColumnKind
from dashboard.importing.working import DEAL_HISTORY, LEAD_HISTORY

FOLDER = Path(__file__).parent / "vocabulary"
FIRST = "en"
UNPARTED = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
"""Scripts that write words without blanks between them."""
LEFT_OUT = re.compile(
    r"^\((?:do not modify|ne pas modifier|nicht ändern|no modificar|não modificar|niet wijzigen|non modificare)\)|"
    r"^propert(?:y|ies)[ _.]|^(?:custom|cf)[_.]",
    re.IGNORECASE,
)
"""What exports put in front of every header."""
OWN_FIELD = re.compile(r"__?c$", re.IGNORECASE)
"""How Salesforce ends the names of a company's own fields."""

_MORE: dict[str, dict[str, ColumnKind]] = {
    "leads": {
        **dict.fromkeys(("first_name", "last_name", "status", "stage", "reason"), ColumnKind.TEXT),
        **dict.fromkeys(("modified_at", "converted_at"), ColumnKind.INSTANT),
        **dict.fromkeys(("deal_id", "contact_id"), ColumnKind.KEY),
    },
    "deals": {
        **dict.fromkeys(("contact_name", "contact_email", "stage", "status", "reason", "forecast"), ColumnKind.TEXT),
        **dict.fromkeys(("actual_amount", "probability"), ColumnKind.NUMBER),
        **dict.fromkeys(("closed_at", "won_at", "lost_at", "modified_at"), ColumnKind.INSTANT),
        **dict.fromkeys(("is_closed", "is_won"), ColumnKind.YES_NO),
    },
    "touches": dict.fromkeys(("contact_email", "contact_name", "status", "subject", "sequence"), ColumnKind.TEXT),
    "lead_history": dict.fromkeys(("before", "field"), ColumnKind.TEXT),
    "deal_history": dict.fromkeys(("before", "field"), ColumnKind.TEXT),
    "reps": dict.fromkeys(("first_name", "last_name"), ColumnKind.TEXT),
}
"""What files say that no table has as such, but the draft makes something of."""
DRAFTED = {
    name: table
    for name, table in {**TABLES, "lead_history": LEAD_HISTORY, "deal_history": DEAL_HISTORY}.items()
    if name not in {"lead_events", "deal_events"}
}
"""The tables a file may be drafted for; events are told by histories and records."""


@cache
def _languages() -> tuple[dict[str, Any], ...]:
    paths = sorted(FOLDER.glob("*.toml"), key=lambda path: (path.stem != FIRST, path.stem))
    return tuple(tomllib.loads(path.read_text(encoding="utf-8")) for path in paths)


def fold(text: str) -> str:
    """Letters as they are compared: small, of plain width, without accents."""
    parted = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parted if not unicodedata.combining(sign))


def words_of(header: str) -> str:
    """A header as plain words: ``First_Contact Date`` → ``first contact date``."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", OWN_FIELD.sub("", LEFT_OUT.sub("", header.strip())))
    return " ".join(re.findall(r"[^\W_]+", fold(spaced)))


def squeezed(words: str) -> str:
    """Words without blanks: ``LEADID``, ``Lead Id`` and ``lead_id`` are one."""
    return words.replace(" ", "")


def concepts(table: str) -> dict[str, ColumnKind]:
    """What a file of a table may say, each with how its values are read: the table's columns, and more."""
    own = {column.name: column.kind for column in DRAFTED[table].columns if not column.of_import}
    return own | _MORE.get(table, {})


@cache
def names(table: str, concept: str) -> dict[str, int]:
    """How companies call it, squeezed, each with its rank: the surest is 0."""
    ranks: dict[str, int] = {}
    for language in _languages():
        for rank, name in enumerate(language.get(table, {}).get(concept, [])):
            ranks.setdefault(squeezed(words_of(name)), rank)
    return ranks


@cache
def worded_names(table: str, concept: str) -> tuple[tuple[str, ...], ...]:
    """The same names, each as its words, the surest first."""
    return tuple(
        dict.fromkeys(
            tuple(words_of(name).split())
            for language in _languages()
            for name in language.get(table, {}).get(concept, [])
        )
    )


@cache
def header_words(header: str) -> str:
    """A header as plain words, those written out that databases cut short: ``CRTD_DT`` ends in ``date``."""
    short = meanings("short")
    return " ".join(short.get(word, word) for word in words_of(header).split())


@cache
def every_name() -> frozenset[str]:
    """All names of all columns, squeezed: what a header line is told by."""
    return frozenset(name for table in DRAFTED for concept in concepts(table) for name in names(table, concept))


@cache
def records(section: str = "records") -> dict[str, str]:
    """What a table's records are called, in words: each with its table. ``others``: records no figure needs."""
    return {
        words_of(word): table
        for language in _languages()
        for table, words in language.get(section, {}).items()
        for word in words
    }


@cache
def record_words(table: str) -> frozenset[str]:
    """What one record of a table is called, squeezed."""
    alike = {"leads": {"leads", "contacts"}}.get(table, {table})
    return frozenset(squeezed(word) for word, meant in records().items() if meant in alike)


@cache
def meanings(topic: str) -> dict[str, str]:
    """A company's words, in words, and the fixed words they stand for."""
    return {
        words_of(word): meant
        for language in _languages()
        for meant, listed in language["words"].get(topic, {}).items()
        for word in [meant, *listed]
    }


@cache
def words_for(topic: str) -> frozenset[str]:
    """The words of a topic that has no fixed words to tell apart, in all languages."""
    return frozenset(word for word, fixed in meanings(topic).items() if word != fixed)


def meant(topic: str, text: str) -> str | None:
    """The fixed word that a text as a whole stands for."""
    return meanings(topic).get(words_of(text))


def spoken(topic: str, text: str) -> Iterator[str]:
    """The fixed words whose own words stand in a text, as words or, where a script parts none, anywhere in it."""
    words = words_of(text)
    for word, fixed in meanings(topic).items():
        if stands_in(word, words):
            yield fixed


def stands_in(word: str, words: str, *, anywhere: bool = False) -> bool:
    """Whether a word stands among words; one of a script that parts none, or among such, stands ``anywhere``."""
    return word in words if anywhere or UNPARTED.search(word) else f" {word} " in f" {words} "
