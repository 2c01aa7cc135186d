"""The questions whose answers on Spark were compared with DuckDB's, row for row; the others are refused, never guessed.

``compared.json`` is what ``make compare-spark`` found: of each question that was alike, whole, sliced and by account, a
digest of what was compared. A question that has been changed since is not alike until it is compared again.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from dashboard.warehouse.catalogue import Query, about_records, question
from dashboard.warehouse.engine import EngineFault
from dashboard.warehouse.headers import PLACE
from dashboard.warehouse.relations import relations
from dashboard.warehouse.spark.translation import translated_part

FILE = Path(__file__).with_name("compared.json")
RECORDS = "records/"


def refuse_uncompared(name: str | None) -> None:
    """Raise EngineFault for a question that has no green comparison; what the product asks by itself has no name."""
    if name is not None and not is_compared(name):
        raise EngineFault("its answer on Spark has not been compared with DuckDB's; ask it without --engine")


@cache
def is_compared(name: str) -> bool:
    """Whether the question was alike as it is now."""
    query = about_records(name.removeprefix(RECORDS)) if name.startswith(RECORDS) else question(name)
    return compared().get(name) == digest_of(query)


@cache
def compared() -> Mapping[str, str]:
    """The digest of each question that was alike."""
    read: dict[str, str] = json.loads(FILE.read_text(encoding="utf-8"))
    return read


def digest_of(query: Query) -> str:
    """What the answer of a question is made of: its SQL and that of every relation below it, as they are translated.

    So a change of either, of a macro or of a rule of the translation asks for another comparison of what it changes.
    """
    names = set(query.relations)
    while more := {ground for name in names for ground in _grounds(name)} - names:
        names |= more
    texts = [query.sql]
    for name in sorted(names):
        relation = relations()[name]
        texts += [relation.text, relation.of_accounts.text if relation.of_accounts else ""]
    return hashlib.sha256("\0".join(_translated(text) for text in texts if text).encode()).hexdigest()[:16]


@cache
def _translated(text: str) -> str:
    return translated_part(PLACE.sub(r"\1", text))


def _grounds(name: str) -> set[str]:
    """What a relation stands on, and whose keys it is sliced by."""
    relation = relations()[name]
    return {*relation.stands_on, *(other for _, other in relation.slicing.keys)}
