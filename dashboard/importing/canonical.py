"""The canonical tables of queries/tables.sql as the import needs to know them: how each column is read.

``TABLES`` lists them in the order they are built: what is referred to comes before what refers to it.
"""

from dataclasses import dataclass
from enum import StrEnum

ENTRIES = ("inquiry", "aql", "mql", "tal", "tql", "tgl", "sal", "sgl", "sql")
EXITS = ("won", "lost", "rejected", "recycled", "disqualified", "merged", "duplicate", "test", "owner_left")
OUTCOMES = ("won", "lost", "pushed", "reopened")
KINDS = ("email", "call", "meeting", "linkedin", "sms", "chat", "other")
DIRECTIONS = ("outbound", "inbound")
TEAMS = ("marketing", "sdr", "sales")


class Kind(StrEnum):
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
    kind: Kind = Kind.TEXT
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
class Table:
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


def key(name: str, *, required: bool = False, refers_to: str | None = None) -> Column:
    """The column of an id."""
    return Column(name, Kind.KEY, required=required, refers_to=refers_to)


def instant(name: str) -> Column:
    """The column of the moment something happened."""
    return Column(name, Kind.INSTANT, required=True, past=True)


def _texts(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name) for name in names)


_COMPANY = (
    *_texts("domain", "industry"),
    Column("employees", Kind.WHOLE, least=0),
    Column("annual_revenue", Kind.NUMBER, least=0, is_money=True),
    *_texts("country", "region"),
)

_LEADS = Table(
    "leads",
    (
        key("lead_id", required=True),
        instant("created_at"),
        *_texts("source", "campaign"),
        Column("email", Kind.EMAIL, personal=True),
        Column("name", personal=True),
        *_texts("title", "company"),
        *_COMPANY,
        key("account_id", refers_to="accounts"),
        key("owner"),
        Column("engagement_score", Kind.NUMBER, least=0, most=100),
        Column("readiness_score", Kind.NUMBER, least=0, most=100),
        *(Column(name, Kind.YES_NO) for name in ("budget", "authority", "need", "timing")),
    ),
    key="lead_id",
)
_LEAD_EVENTS = Table(
    "lead_events",
    (
        key("lead_id", required=True, refers_to="leads"),
        instant("at"),
        Column("event", Kind.WORD, required=True, words=ENTRIES + EXITS, unknown="unknown_event"),
        key("actor"),
        Column("reason"),
    ),
)
_TOUCHES = Table(
    "touches",
    (
        key("touch_id", required=True),
        instant("at"),
        Column("kind", Kind.WORD, required=True, words=KINDS),
        Column("direction", Kind.WORD, required=True, words=DIRECTIONS),
        key("lead_id", refers_to="leads"),
        key("deal_id", refers_to="deals"),
        key("rep"),
        Column("automated", Kind.YES_NO),
        Column("connected", Kind.YES_NO),
        Column("template"),
    ),
    key="touch_id",
)
_DEALS = Table(
    "deals",
    (
        key("deal_id", required=True),
        instant("created_at"),
        key("lead_id", refers_to="leads"),
        Column("account_id", Kind.KEY, refers_to="accounts", unchecked=True),
        Column("name", personal=True),  # "Ann Smith - new deal": lists then show ids
        Column("company"),
        key("owner"),
        Column("source"),
        Column("amount", Kind.NUMBER, never_negative=True, flags_zero=True),
        Column("currency"),
        Column("expected_close_on", Kind.DAY),
        Column("next_step"),
        Column("next_step_on", Kind.DAY),
        Column("contacts", Kind.WHOLE, least=0),
        Column("renewal", Kind.YES_NO),
    ),
    key="deal_id",
)
_DEAL_EVENTS = Table(
    "deal_events",
    (
        key("deal_id", required=True, refers_to="deals"),
        instant("at"),
        Column("event", Kind.STAGE, required=True, words=OUTCOMES),
        key("actor"),
        Column("reason"),
    ),
)
_ACCOUNTS = Table("accounts", (key("account_id", required=True), Column("name"), *_COMPANY), key="account_id")
_SPEND = Table(
    "spend",
    (
        Column("on", Kind.DAY, required=True),
        Column("source", required=True),
        Column("campaign"),
        Column("amount", Kind.NUMBER, required=True, is_money=True),
    ),
    repeats=True,
)
_CUSTOMERS = Table(
    "customers",
    (
        key("deal_id", required=True, refers_to="deals"),
        Column("started_on", Kind.DAY, required=True),
        Column("churned_on", Kind.DAY),
        Column("monthly_value", Kind.NUMBER, least=0, is_money=True),
    ),
    key="deal_id",
)
_REPS = Table(
    "reps",
    (
        key("rep", required=True),
        Column("name", personal=True),
        Column("team", Kind.WORD, words=TEAMS, unknown="unknown_team"),
        Column("region"),
        Column("time_zone", Kind.ZONE),
    ),
    key="rep",
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (_ACCOUNTS, _REPS, _LEADS, _DEALS, _LEAD_EVENTS, _DEAL_EVENTS, _TOUCHES, _SPEND, _CUSTOMERS)
}
