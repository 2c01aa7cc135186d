"""What an answer lacks in this data: the needs of its question's header, held against what there is."""

from typing import TYPE_CHECKING

from dashboard.warehouse.catalogue import question
from dashboard.warehouse.needs import DEFINITION, RECORDED, Need, needs_of

if TYPE_CHECKING:
    from dashboard.asking.view import View


def lacking(view: "View", name: str, part: str | None = None) -> Need | None:
    """The first need of a question, or of that column of it, that the data does not meet."""
    return next((need for need in needs_of(question(name).needs, part) if not is_met(view, need)), None)


def is_met(view: "View", need: Need) -> bool:
    """Whether the data has all of what is needed, in one way or another."""
    return all(any(is_there(view, term) for term in any_of) for any_of in need.all_of)


def is_there(view: "View", term: str) -> bool:
    """Whether a table has rows, a column a value, an outcome was recorded by the moment, a definition is in force."""
    if term in RECORDED:
        return view.records(term)
    if term == DEFINITION:
        return view.definition[0] is not None
    table, _, column = term.partition(".")
    return view.has_column(table, column) if column else view.has(table)
