"""Names and e-mails in answers: which columns hold them, and an answer without them for whoever may not see them.

Only records are named; no figure depends on a name, so that nothing else of an answer changes.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dashboard.warehouse.catalogue import Query
from dashboard.warehouse.engine import Table

OF_A_RECORD = frozenset({"lead_id", "deal_id"})
NAMES = frozenset({"name", "email", "deal_name"})
OF_AN_IMPORT = frozenset({"quarantine", "warnings"})
AS_READ = frozenset({"raw", "value"})
"""What quotes a file's cells, whatever they hold."""
SHOWS_NAMES = "shows_names"
"""The parameter of a question whose sentences hold a name; it leaves it out itself."""


def naming_columns(query: Query) -> frozenset[str]:
    """The columns of a question's answer that may hold somebody's name or e-mail."""
    columns = query.columns.keys()
    of_records = NAMES & columns if OF_A_RECORD & columns else frozenset()
    return of_records | (AS_READ & columns if OF_AN_IMPORT & query.relations else frozenset())


def names_somebody(query: Query) -> bool:
    """Whether the answer is another for whoever may not see names."""
    return SHOWS_NAMES in query.parameters or bool(naming_columns(query))


def without_names(table: Table, query: Query) -> Table:
    """The answer with those columns empty: lists then show ids."""
    hidden = naming_columns(query)
    if not hidden:
        return table
    places = [name in hidden for name in table.columns]
    return replace(table, values=tuple(_without(row, places) for row in table.values))


def _without(row: Sequence[Any], places: Sequence[bool]) -> tuple[Any, ...]:
    return tuple(None if is_hidden else value for is_hidden, value in zip(places, row, strict=True))
