"""What the records that a question lists come to: how many they are, what they are worth, what parts they fall into."""

from dashboard.asking.answer import Answer
from dashboard.asking.view import View
from dashboard.warehouse.catalogue import ROWS, about_records, question
from dashboard.warehouse.prelude import prelude_about

PARTS = ("state", "verdict", "reason", "kind", "source", "stage", "owner")
"""The columns a list is broken down by: the first of them that it has, and that the slice does not choose."""
WORTH = "value"
LIMITS = (ROWS, "most")
MOST_PARTS = 4


def part_of(view: View, name: str) -> str | None:
    """The column that a list is broken down by; None when it has none of them."""
    columns, chosen = question(name).columns, view.slice.chosen()
    return next((part for part in PARTS if part in columns and part not in chosen), None)


def is_worth_something(name: str) -> bool:
    """Whether a list's records are deals with a value."""
    columns = question(name).columns
    return WORTH in columns and "deal_id" in columns


def listed_parts(view: View, name: str, **extra: object) -> Answer:
    """The answer to ``queries/records/parts.sql`` about the records of a question, all of them whatever it shows."""
    listed, about = question(name), about_records("parts")
    part, value = part_of(view, name), WORTH if is_worth_something(name) else None
    bound = view.parameters | extra | {limit: None for limit in LIMITS if limit in extra} | {"most_parts": MOST_PARTS}

    def find() -> Answer:
        prelude = prelude_about(listed, view.scope, part, value)
        table = view.warehouse.run(about, prelude, bound, view.settings)
        return Answer(about, table, about.sql, {"most_parts": MOST_PARTS})

    options = tuple(sorted((option, tuple(each) if isinstance(each, list) else each) for option, each in extra.items()))
    answer: Answer = view.warehouse.memory.get((view, view.documents, about.name, name, options), find, _weight)
    return answer


def _weight(answer: Answer) -> int:
    return answer.weight
