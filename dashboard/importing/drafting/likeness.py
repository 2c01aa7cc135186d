"""Which columns hold the people and the companies of a file: told by the addresses that stand beside them."""

from dataclasses import dataclass

from dashboard.importing.drafting.joins import is_of_owner
from dashboard.importing.drafting.profiling import ColumnProfile, FileProfile

OFTEN = 0.5
"""So many addresses are made of the names beside them: the others are of an office, or of a free mail service."""


@dataclass(frozen=True)
class Likeness:
    """How a column is like the addresses beside it: the share that is of the person, and of the company.

    ``is_whole``: most of its texts are several words; ``place`` is where its first word stands in the address.
    """

    column: ColumnProfile
    person: float
    company: float
    is_whole: bool
    place: float


def address_in(file: FileProfile) -> ColumnProfile | None:
    """The column of the records' own addresses: the one that tells most of them apart."""
    addresses = [column for column in file.named if column.is_email and not is_of_owner(column)]
    return max(addresses, key=lambda column: (column.distinct, -column.at), default=None)


def likenesses(file: FileProfile) -> dict[str, Likeness]:
    """What each column of text is like, by header; nothing where no column holds addresses."""
    address = address_in(file)
    return {column.header: _likeness(file, address, column) for column in _texts(file)} if address else {}


def _texts(file: FileProfile) -> list[ColumnProfile]:
    return [
        column
        for column in file.named
        if column.filled and column.distinct > 1 and column.longest <= 120
        and not (column.is_email or column.is_date or column.is_number or column.codes == column.filled)
    ]  # fmt: skip


def _likeness(file: FileProfile, address: ColumnProfile, column: ColumnProfile) -> Likeness:
    ((rows, persons, companies, several, place),) = file.ask("draft_likeness", [address, column])
    if not rows:
        return Likeness(column, 0.0, 0.0, is_whole=False, place=0.0)
    return Likeness(column, persons / rows, companies / rows, is_whole=2 * several > rows, place=place or 0.0)
