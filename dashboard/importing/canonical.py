"""The canonical tables of queries/tables.sql as the import needs to know them: how each column is read.

Which columns there are, and which of them no row goes without, stands there alone; here is what their types do not say.
``TABLES`` lists them in the order they are built: what is referred to comes before what refers to it.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from dashboard.scope import waterfalls
from dashboard.tables import SqlColumn, columns_of

ENTRIES = tuple(event for event in waterfalls.ENTRIES if event != "won")  # an exit, though it enters a stage
EXITS = ("won", "lost", "rejected", "recycled", "disqualified", "merged", "duplicate", "test", "owner_left")
OUTCOMES = ("won", "lost", "pushed", "reopened")
KINDS = ("email", "call", "meeting", "linkedin", "sms", "chat", "other")
DIRECTIONS = ("outbound", "inbound")
TEAMS = ("marketing", "sdr", "sales")


class ColumnKind(StrEnum):
    """How the text of a source column becomes a value."""

    KEY = "key"  # an id or somebody's key: compared exactly
    TEXT = "text"
    WORD = "word"  # one of a fixed list, whatever its case
    STAGE = "stage"  # a deal stage's name, or one of a fixed list
    ZONE = "zone"  # a time zone of the tz database
    INSTANT = "instant"
    DAY = "day"
    NUMBER = "number"
    WHOLE = "whole"
    YES_NO = "yes_no"
    EMAIL = "email"  # one address


@dataclass(frozen=True)
class Column:
    """One canonical column: its name, how it is read, and what holds for it."""

    name: str
    kind: ColumnKind = ColumnKind.TEXT
    required: bool = False
    words: tuple[str, ...] = ()
    refers_to: str | None = None
    unchecked: bool = False  # names rows of a table that need not be there
    unknown: str = "unknown_value"  # the reason code of a word that is not on the list
    personal: bool = False
    past: bool = False  # a day after the import's as_of is in the future
    never_negative: bool = False  # a negative value counts as not known
    flags_zero: bool = False  # 0 counts, and is said
    least: float | None = None  # below and above what it cannot be: such a value is kept, and said
    most: float | None = None
    is_money: bool = False  # in the company's currency
    of_import: bool = False  # the import fills it, no file


@dataclass(frozen=True)
class CanonicalTable:
    """One table that files feed: ``key`` is its identifying column, ``repeats`` says equal rows are all meant.

    ``settled_into`` names the canonical table it helps to make, when it is none itself.
    """

    name: str
    columns: tuple[Column, ...]
    key: str | None = None
    repeats: bool = False
    settled_into: str | None = None

    @property
    def dated_by_day(self) -> bool:
        """Whether its rows happen at an instant of which an export may give the day alone, kept as ``day_only``."""
        return any(column.name == "at" for column in self.columns)

    @property
    def required(self) -> tuple[str, ...]:
        """The columns that are never null."""
        return tuple(column.name for column in self.columns if column.required)

    def column(self, name: str) -> Column | None:
        """The column of that name, if the table has it."""
        return next((column for column in self.columns if column.name == name), None)


KINDS_OF_TYPES = {
    "text": ColumnKind.TEXT,
    "timestamp": ColumnKind.INSTANT,
    "date": ColumnKind.DAY,
    "double": ColumnKind.NUMBER,
    "bigint": ColumnKind.WHOLE,
    "boolean": ColumnKind.YES_NO,
}


def key(name: str, *, required: bool = False, refers_to: str | None = None) -> Column:
    """The column of an id."""
    return Column(name, ColumnKind.KEY, required=required, refers_to=refers_to)


def instant(name: str) -> Column:
    """The column of the moment something happened."""
    return Column(name, ColumnKind.INSTANT, required=True, past=True)


def _usual(column: SqlColumn) -> Column:
    """A column of which its type says all."""
    return instant(column.name) if column.type == "timestamp" else Column(column.name, KINDS_OF_TYPES[column.type])


def _table(
    name: str, *special: Column, identified_by: str | None = None, repeats: bool = False, filled: str | None = None
) -> CanonicalTable:
    """The table with all its columns; ``special`` says of some how they are read, and ``filled`` is never missing.

    Raises LookupError where it says so of a column that is not there.
    """
    by_name = {column.name: column for column in special}
    columns = columns_of(name)
    for strange in by_name.keys() - {column.name for column in columns}:
        raise LookupError(
            f"dashboard/importing/canonical.py says how {name}.{strange} is read, but queries/tables.sql has no such "
            "column: add it there, or take it out here."
        )
    return CanonicalTable(
        name,
        tuple(
            replace(
                by_name.get(column.name) or _usual(column),
                required=not column.may_be_null and column.name != filled,
            )
            for column in columns
        ),
        identified_by,
        repeats,
    )


_COMPANY = (
    Column("employees", ColumnKind.WHOLE, least=0),
    Column("annual_revenue", ColumnKind.NUMBER, least=0, is_money=True),
)

_LEADS = _table(
    "leads",
    key("lead_id"),
    Column("email", ColumnKind.EMAIL, personal=True),
    Column("name", personal=True),
    *_COMPANY,
    key("account_id", refers_to="accounts"),
    key("owner"),
    Column("engagement_score", ColumnKind.NUMBER, least=0, most=100),
    Column("readiness_score", ColumnKind.NUMBER, least=0, most=100),
    identified_by="lead_id",
)
_LEAD_EVENTS = _table(
    "lead_events",
    key("lead_id", refers_to="leads"),
    Column("event", ColumnKind.WORD, words=ENTRIES + EXITS, unknown="unknown_event"),
    key("actor"),
)
_TOUCHES = _table(
    "touches",
    key("touch_id"),
    Column("kind", ColumnKind.WORD, words=KINDS),
    Column("direction", ColumnKind.WORD, words=DIRECTIONS),
    key("lead_id", refers_to="leads"),
    key("deal_id", refers_to="deals"),
    key("rep"),
    identified_by="touch_id",
    filled="automated",
)
_DEALS = _table(
    "deals",
    key("deal_id"),
    key("lead_id", refers_to="leads"),
    Column("account_id", ColumnKind.KEY, refers_to="accounts", unchecked=True),
    Column("name", personal=True),  # "Ann Smith - new deal": lists then show ids
    key("owner"),
    Column("amount", ColumnKind.NUMBER, never_negative=True, flags_zero=True),
    Column("contacts", ColumnKind.WHOLE, least=0),
    identified_by="deal_id",
)
_DEAL_EVENTS = _table(
    "deal_events",
    key("deal_id", refers_to="deals"),
    Column("event", ColumnKind.STAGE, words=OUTCOMES),
    key("actor"),
)
_ACCOUNTS = _table("accounts", key("account_id"), *_COMPANY, identified_by="account_id")
_SPEND = _table("spend", Column("amount", ColumnKind.NUMBER, is_money=True), repeats=True)
_CUSTOMERS = _table(
    "customers",
    key("deal_id", refers_to="deals"),
    Column("monthly_value", ColumnKind.NUMBER, least=0, is_money=True),
    identified_by="deal_id",
)
_REPS = _table(
    "reps",
    key("rep"),
    Column("name", personal=True),
    Column("team", ColumnKind.WORD, words=TEAMS, unknown="unknown_team"),
    Column("time_zone", ColumnKind.ZONE),
    identified_by="rep",
)

TABLES: dict[str, CanonicalTable] = {
    table.name: table
    for table in (_ACCOUNTS, _REPS, _LEADS, _DEALS, _LEAD_EVENTS, _DEAL_EVENTS, _TOUCHES, _SPEND, _CUSTOMERS)
}
