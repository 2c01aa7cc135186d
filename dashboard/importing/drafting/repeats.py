"""Files that hold the records of another file once more: the people of leads, the parts of deals."""

from collections.abc import Iterator, Sequence

from dashboard.importing.drafting.choosing import TABLE, left_out
from dashboard.importing.drafting.dates import creation
from dashboard.importing.drafting.items import Item
from dashboard.importing.drafting.joins import Joins
from dashboard.importing.drafting.linking import LinkFinder
from dashboard.importing.drafting.ways import SURE

UNSURE = "unsure: "


def tell_repeats(items: Sequence[Item], ways: LinkFinder, joins: Joins) -> None:
    """Says of each such file whose records it repeats; it feeds no table then, and may be looked up."""
    for item in items:
        if item.table in {"leads", "deals", "accounts"} and item.file.interview.given(item.file.label, TABLE) is None:
            item.repeats = next(_repeats(item, ways, joins), "")
            if item.repeats.startswith(UNSURE):
                doubt = left_out(item.file, item.repeats.removeprefix(UNSURE))
                item.repeats = item.repeats if doubt else item.repeats.removeprefix(UNSURE)


def _repeats(item: Item, ways: LinkFinder, joins: Joins) -> Iterator[str]:
    """Why its records are those of another file."""
    label = item.file.label
    others = [other for other in ways.of(item.table or "") if other is not item]
    for other in others:
        if item.key is None and any(link.share >= SURE for link in ways.pointing(item, other)):
            yield f"{label} feeds no {item.table}: it has no key, and its rows belong to those of {other.file.label}."
    if item.table not in {"leads", "deals"}:
        return
    is_dated = not creation(item.file, item.role, item.table).is_open
    for other in others:
        if creation(other.file, other.role, item.table).is_open or (is_dated and other.role.is_of_contacts):
            continue
        if not is_dated:
            day = "people came in" if item.table == "leads" else "deals were created"
            yield f"{label} feeds no {item.table}: it has no day {day}, and {other.file.label} has; it is looked up."
        if item.role.is_of_contacts and _holds_same_people(item, other, ways, joins):
            yield f"unsure: {label} feeds no leads, as its people stand in {other.file.label}; it is looked up."


def _holds_same_people(item: Item, other: Item, ways: LinkFinder, joins: Joins) -> bool:
    """Whether another file names most of a file's people, or has their addresses."""
    if any(link.covered >= SURE for link in ways.pointing(other, item)):
        return True
    return any(
        link.share >= SURE for link in joins.links(item.file, other.file) if link.column.is_email and link.key.is_email
    )
