"""The rows of a random company, table by table."""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.oracle.read import COLUMNS
from tests.oracle.setting import STAGES

Cells = dict[str, Any]

LATEST = datetime(2025, 9, 30, tzinfo=UTC)
ENTRIES = ["inquiry", "aql", "mql", "mql", "tal", "tql", "tgl", "sal", "sal", "sgl", "sql"]
EXITS = ["won", "lost", "rejected", "rejected", "recycled", "disqualified", "merged", "duplicate", "test", "owner_left"]
SOURCES = ["webinar", "Webinar", "paid search", "event, trade", "Référence", "outbound", 'say "hi"', None]
PATH = [*STAGES, "Legal, review"]
OWNERS = ["ann", "bob", "d'Arcy", "Çem", "eve", "Zoë; Jr", None]
REASONS = [None, None, "no budget", " no budget ", "wrong person", "Competitor", 'student; "just looking"', "x\ny"]
TITLES = [
    "SVP",
    "VP Sales",
    "vp, sales",
    "Head of Sales Operations",
    "Managing DIRECTOR",
    "intern",
    "Vice-President",
    None,
]
STEPS = [
    timedelta(0), timedelta(minutes=5), timedelta(hours=1), timedelta(hours=24), timedelta(hours=48),
    timedelta(days=14), timedelta(days=21), timedelta(days=30), timedelta(days=90), timedelta(microseconds=1),
]  # fmt: skip
CLOCK_CHANGES = [(2024, 10, 27), (2025, 3, 30), (2024, 11, 3), (2025, 3, 9), (2025, 4, 6), (2024, 10, 6)]


@dataclass
class Writer:
    """The random state, the instants the question will turn on, and the rows so far."""

    rng: random.Random
    zone: ZoneInfo
    turns: list[datetime] = field(default_factory=list)
    is_brisk: bool = False  # deals of this company move fast and seldom end, so that stages get limits of their own
    recent: list[datetime] = field(default_factory=list)
    lost: dict[str | None, datetime] = field(default_factory=dict)
    happened: dict[str | None, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    rows: dict[str, list[Cells]] = field(default_factory=lambda: {name: [] for name in COLUMNS})

    def maybe(self, share: float) -> bool:
        """True that often."""
        return self.rng.random() < share

    def some(self, *values: Any) -> Any:
        """One of these."""
        return self.rng.choice(values)

    def moment(self) -> datetime:
        """Any time of two years, round or not, sometimes in an hour that the clocks repeat or skip.

        Often enough it lies to the microsecond a limit before the instant the question turns on.
        """
        if self.turns and self.maybe(0.12):
            return self.rng.choice(self.turns) - self.rng.choice(STEPS)
        if self.maybe(0.06):
            day = self.rng.choice(CLOCK_CHANGES)
            local = datetime(*day, self.rng.randrange(4), self.some(0, 15, 30, 59), tzinfo=self.zone)
            return local.astimezone(UTC)
        start = datetime(2023, 12, 1, tzinfo=UTC)
        if self.maybe(0.6):
            start = datetime(2024, 9, 1, tzinfo=UTC)
        at = start + timedelta(seconds=self.rng.randrange(int((LATEST - start).total_seconds())))
        if self.maybe(0.25):
            local = at.astimezone(self.zone).replace(hour=0, minute=0, second=0, tzinfo=None)
            return local.replace(tzinfo=self.zone, fold=0).astimezone(UTC)
        return at.replace(minute=0, second=0) if self.maybe(0.2) else at

    def after(self, at: datetime) -> datetime:
        """A time near another: at a limit's distance to the second, or some hours or weeks away."""
        if self.maybe(0.4):
            step = self.rng.choice(STEPS)
        else:
            step = timedelta(seconds=self.rng.expovariate(1 / (86_400 * self.some(0.05, 1, 6, 25))))
            step = timedelta(seconds=int(step.total_seconds()), microseconds=self.some(0, 0, self.rng.randrange(10**6)))
        later = at - step if self.maybe(0.06) else at + step
        ties = [known for known in self.recent[-30:] if known >= at]
        if ties and self.maybe(0.12):
            later = self.rng.choice(ties)
        elif self.turns and self.maybe(0.04):
            later = self.rng.choice(self.turns) - self.rng.choice(STEPS)
        self.recent.append(min(later, LATEST))
        return self.recent[-1]

    def written(self, at: datetime) -> str:
        """The moment as one of the ways to write it; local only where that reads back as the same."""
        local = at.astimezone(self.zone)
        naive = local.replace(tzinfo=None)
        reads_back = naive.replace(tzinfo=self.zone, fold=0).astimezone(UTC) == at
        if reads_back and naive.time() == datetime.min.time() and self.maybe(0.5):
            return str(naive.date())
        ways = [at.replace(tzinfo=None).isoformat() + "Z", local.isoformat(), at.isoformat()]
        if reads_back:
            ways += [naive.isoformat(), naive.isoformat(sep=" ")]
        return self.rng.choice(ways)

    def skipped_hour(self) -> str:
        """A local time that may not exist or exist twice, written without zone."""
        year, month, day = self.rng.choice(CLOCK_CHANGES)
        return f"{year}-{month:02d}-{day:02d}T0{self.rng.randrange(4)}:{self.some('00', '15', '30')}:00"

    def truth(self) -> str | None:
        """A boolean as people write it, often unknown."""
        return self.some(None, None, "true", "TRUE", "Yes", "1", "false", "No", "0")

    def shouted(self, word: str) -> str:
        """A word of a vocabulary in any case."""
        return self.some(word.upper(), word.title()) if self.maybe(0.1) else word

    def add(self, table: str, **cells: Any) -> None:
        """One row."""
        self.rows[table].append(cells)


def add_account(w: Writer, account: str) -> None:
    """An account that fills some of its leads' blanks."""
    w.add(
        "accounts", account_id=account, name=w.some(None, "Foo, Inc", "Äcme"), domain=w.some(None, "a.example"),
        industry=w.some(None, "software", "bank", "retail"), employees=w.some(None, 10, 50, 99, 100, 1000, 5000),
        annual_revenue=w.some(None, 0, 999999, 1000000, "5000000.0"), country=w.some(None, "FR", "NO", "US"),
        region=w.some(None, "north", "south"),
    )  # fmt: skip


def add_lead(w: Writer, index: int, accounts: list[str]) -> tuple[str, datetime]:
    """A lead with its own events: (id, created)."""
    name, created = f"L{index:05d}", w.moment()
    w.add(
        "leads", lead_id=name, created_at=w.skipped_hour() if w.maybe(0.03) else w.written(created),
        source=w.rng.choice(SOURCES), campaign=w.some(None, None, "spring", "fall"), email=f"{name}@x.example",
        name=w.some(None, "Li, Wei", 'Zoë "Z" O\'Neil'), title=w.rng.choice(TITLES),
        company=w.some(None, "Co", "Müller & Söhne, GmbH"), industry=w.some(None, "bank", " Software ", "RETAIL"),
        employees=w.some(None, None, 1, 49, 50, 99, 100, 999, 1000, 1001),
        annual_revenue=w.some(None, 0, "1000000", "2000000.0", "999999.99"),
        country=w.some(None, None, "FR", "fr", "US", "NO"), region=w.some(None, "north", "south"),
        account_id=w.some(None, *accounts[:3], w.rng.choice(accounts), "A-none"), owner=w.rng.choice(OWNERS),
        engagement_score=w.some(None, 0, 10, 49, 50, 51, 100, "72.5"),
        readiness_score=w.some(None, None, None, 0, 50, 75, 100),
        budget=w.truth(), authority=w.truth(), need=w.truth(), timing=w.truth(),
    )  # fmt: skip
    at = created
    events = [w.rng.choice(ENTRIES if w.maybe(0.65) else EXITS) for _ in range(w.some(0, 1, 2, 3, 4, 6, 9))]
    if w.maybe(0.12):
        events = ["mql", w.some("rejected", "disqualified", "recycled"), *w.some([], ["sal"]), "won", *events]
    for event in events:
        at = at if w.maybe(0.08) else w.after(at)
        w.happened[name].append(at)
        w.add(
            "lead_events", lead_id=name, at=w.skipped_hour() if w.maybe(0.02) else w.written(at),
            event=w.shouted(event), actor=w.some(None, "ann", "bot"), reason=w.rng.choice(REASONS),
        )  # fmt: skip
    return name, created


def add_deal(w: Writer, index: int, leads: list[tuple[str, datetime]], accounts: list[str]) -> tuple[str, datetime]:
    """A deal with its events: (id, created)."""
    name = f"D{index:04d}"
    lead, created = w.rng.choice(leads) if w.maybe(0.8) else (w.some(None, "L-none"), w.moment())
    created = w.after(created)
    day = LATEST - timedelta(days=w.rng.randrange(300))
    w.add(
        "deals", deal_id=name, created_at=w.written(created), lead_id=lead, account_id=w.some(None, accounts[0]),
        name=w.some(None, "Deal\nwith two lines", "Deal; one"), company=w.some(None, "Co"),
        owner=w.rng.choice(OWNERS), source=w.some(None, None, *SOURCES[:5]),
        amount=w.some(None, 0, "2500.5", "99999.99", "400.1", 12000, "987654321.123456", -5 if w.maybe(0.2) else 7),
        currency="EUR" if w.maybe(0.04) else w.some("USD", "USD", None), expected_close_on=w.some(None, day.date()),
        next_step=w.some(None, "call"), next_step_on=w.some(None, (day + timedelta(days=9)).date()),
        contacts=w.some(None, 0, 1, 2, 5), renewal=w.some(None, None, None, "no", "0", "Yes") if w.maybe(0.6) else None,
    )  # fmt: skip
    at = created - timedelta(days=w.some(3, 60)) if w.maybe(0.1) else created
    for number in range(w.some(3, 5, 9) if w.is_brisk else w.some(0, 1, 2, 3, 5, 8, 10)):
        step = timedelta(hours=w.rng.randrange(1, 200)) if w.is_brisk and w.maybe(0.8) else None
        at = at if w.maybe(0.06) else w.after(at) if step is None else min(at + step, LATEST)
        word = w.some("pushed", "won", "lost", "lost", "reopened") if w.maybe(0.15 if w.is_brisk else 0.4) else None
        if word == "lost":
            at = w.lost[lead] if lead in w.lost and w.maybe(0.5) else at
            w.lost[lead] = at
        w.happened[lead].append(at)
        stage = PATH[number % len(PATH)] if w.is_brisk and w.maybe(0.8) else w.some(*PATH, STAGES[0])
        event = w.shouted(word) if word else stage
        w.add(
            "deal_events", deal_id=name, at=w.written(at), event=event, actor=w.some(None, "ann"),
            reason=w.some(None, "price"),
        )  # fmt: skip
    return name, created


def add_touch(w: Writer, index: int, leads: list[tuple[str, datetime]], deals: list[tuple[str, datetime]]) -> None:
    """A touch on a lead, a deal or both, near the creation or anywhere."""
    lead, deal = w.rng.choice(leads), w.rng.choice(deals) if deals else ("D-none", w.moment())
    on = w.some("lead", "lead", "lead", "deal", "both", "lost lead")
    created = deal[1] if on == "deal" else lead[1]
    at = w.after(created) if w.maybe(0.7) else w.moment()
    if w.happened[lead[0]] and w.maybe(0.2):
        at = w.rng.choice(w.happened[lead[0]]) + w.some(STEPS[0], STEPS[0], *STEPS)
    w.add(
        "touches", touch_id=f"T{index:05d}", at=w.written(min(at, LATEST)),
        kind=w.shouted(w.some("email", "call", "meeting", "linkedin", "sms", "chat", "other")),
        direction=w.shouted(w.some("outbound", "outbound", "inbound")),
        lead_id={"deal": None, "lost lead": "L-none"}.get(on, lead[0]),
        deal_id=None if on == "lead" else deal[0], rep=w.rng.choice(OWNERS),
        automated=w.some(None, None, None, "no", "0", "Yes"), connected=w.truth(),
        template=w.some(None, None, "intro", "bump"),
    )  # fmt: skip


def add_money(w: Writer, deals: list[tuple[str, datetime]]) -> None:
    """Spend with credits, and customers."""
    for _ in range(90):
        w.add(
            "spend", on=w.moment().date(), source=w.some("webinar", "Webinar", "paid search", "print", "Référence"),
            campaign=w.some(None, "spring", "fall"), amount=w.some(0, 100, "250.25", "999.99", "-50.5"),
        )  # fmt: skip
    for name, created in w.rng.sample(deals, len(deals) // 3):
        started = w.after(created)
        gone = None if w.maybe(0.6) else (started + timedelta(days=w.rng.randrange(300))).date()
        w.add(
            "customers", deal_id=name, started_on=started.date(), churned_on=gone, monthly_value=w.some(None, 0, "99.5")
        )


def add_reps(w: Writer) -> None:
    """Owners with teams, some with a clock of their own."""
    for rep in OWNERS[:5]:
        w.add(
            "reps", rep=rep, name=rep, team=w.some(None, "marketing", "SDR", "sales", "sales"), region="north",
            time_zone=w.some(None, None, "America/New_York", "Asia/Kolkata", "Europe/Lisbon"),
        )  # fmt: skip
