"""What the generator knows of each lead, cycle and deal: more than it writes, so that truths can be computed."""

from dataclasses import dataclass, field
from datetime import date

from dashboard.sample.parameters import LeadSource, Rep

FITS, PARTLY, UNFIT = 0, 1, 2


@dataclass(slots=True)
class Account:
    """A company: what the CRM knows of it, and how well it fits (``FITS``, ``PARTLY``, ``UNFIT``)."""

    account_id: str
    name: str
    domain: str
    industry: str
    employees: int
    revenue: int | None
    country: str
    region: str
    quality: int


@dataclass(slots=True)
class SampleLead:
    """A person who came in; ``*_known`` say whether the lead's own row carries the account's value."""

    lead_id: str
    created: int
    source: LeadSource
    campaign: str
    region: str
    quality: int
    account: Account | None
    owner: Rep
    is_mql: bool
    name: str
    email: str | None
    title: str | None
    industry_known: bool
    employees_known: bool
    revenue_known: bool
    engagement: int | None = None
    readiness: int | None = None
    bant: list[bool | None] = field(default_factory=lambda: [None, None, None, None])
    cycles: list["Cycle"] = field(default_factory=list)


@dataclass(slots=True)
class Cycle:
    """One qualification cycle as drawn: instants are None when they never happen (or not before the as-of)."""

    lead: SampleLead
    number: int
    opened: int
    chance: float = 1.0  # that sales takes it, once it is qualified
    mql: int | None = None
    sal: int | None = None
    sql: int | None = None
    won: int | None = None
    exit: str | None = None
    exit_at: int | None = None
    answered: int | None = None
    is_reached_at_once: bool = False
    attempts: list[int] = field(default_factory=list)
    heard: list[int] = field(default_factory=list)

    def forget_the_future(self, as_of: int) -> None:
        """Keep what happened before the as-of."""
        for name in ("mql", "sal", "sql", "won", "answered", "exit_at"):
            at = getattr(self, name)
            if at is not None and at >= as_of:
                setattr(self, name, None)
        if self.exit_at is None:
            self.exit = None
        self.attempts = [at for at in self.attempts if at < as_of]
        self.heard = [at for at in self.heard if at < as_of]

    def reached_sal(self) -> int | None:
        """When sales took it."""
        return min((at for at in (self.sal, self.sql, self.won) if at is not None), default=None)


@dataclass(slots=True)
class Deal:
    """A deal as drawn: its events up to the as-of, and why it stopped, if it did."""

    deal_id: str
    created: int
    owner: Rep
    source: str
    region: str
    quality: int
    account: Account | None
    cycle: Cycle | None
    name: str
    amount: int | None
    contacts: int
    renewal: bool = False
    events: list[tuple[int, str, str, str]] = field(default_factory=list)
    outcome: str | None = None
    closed: int | None = None
    reopened: int | None = None
    stuck_from: int | None = None
    causes: frozenset[str] = frozenset()
    touches: list[tuple[int, bool]] = field(default_factory=list)
    expected_close: date | None = None
    next_step: str | None = None
    next_step_on: date | None = None

    def forget_the_future(self, as_of: int) -> None:
        """Keep what happened before the as-of."""
        self.events = [event for event in self.events if event[0] < as_of]
        if self.closed is not None and self.closed >= as_of:
            self.closed = self.outcome = None
