"""What one deal did: which of its events count, its spells open, its visits to stages."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from statistics import median
from typing import Any

Row = dict[str, Any]
OUTCOMES = ("won", "lost")


@dataclass
class Spell:
    """One stretch in which the deal was open; ``closed_at`` is None while it still is."""

    opened_at: int
    closed_at: int | None = None
    outcome: str | None = None
    reason: str | None = None


@dataclass
class Visit:
    """A stay in a stage; ``ended`` is ``advance``, ``back``, ``lost`` or ``open``."""

    stage: str | None
    entered_at: int
    left_at: int | None = None
    ended: str = "open"


@dataclass
class Deal:
    """A deal as visible at one instant."""

    row: Row
    created_at: int
    spells: list[Spell] = field(default_factory=list)
    counted: list[tuple[int, str]] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    cycle: Any = None

    @property
    def is_open(self) -> bool:
        return self.spells[-1].closed_at is None

    @property
    def outcome(self) -> str | None:
        return self.spells[-1].outcome

    @property
    def closed_at(self) -> int | None:
        return self.spells[-1].closed_at

    @property
    def pushes(self) -> int:
        return sum(event == "pushed" for _, event in self.counted)

    def reason_of_close(self, at: int) -> str | None:
        """Why the spell that closed at an instant did."""
        return next(spell.reason for spell in self.spells if spell.closed_at == at)

    def open_after(self, at: int) -> bool:
        """Open once everything of that instant has happened."""
        return any(s.opened_at <= at and (s.closed_at is None or s.closed_at > at) for s in self.spells)


class StageOrder:
    """Which stage comes before which; the stage before any event is None and comes first."""

    def __init__(self, ranks: dict[str, float]) -> None:
        """``ranks`` by stage; a stage without one comes last, level with the others without."""
        self.ranks = ranks

    def rank(self, stage: str | None) -> float:
        """Where the stage stands."""
        return -1.0 if stage is None else self.ranks.get(stage, float("inf"))


def place(row: Row, order: StageOrder) -> tuple[Any, ...]:
    """The order of a deal's events at one instant."""
    event = row["event"]
    slot = {"reopened": 0, "pushed": 2, "won": 3, "lost": 4}.get(event, 1)
    texts = ((row[name] is None, row[name] or "") for name in ("reason", "actor"))
    return slot, order.rank(event) if slot == 1 else 0.0, event, *texts


def deal_as_of(row: Row, events: Iterable[Row], as_of: int, order: StageOrder) -> Deal:
    """The deal with what happened to it before ``as_of``."""
    created = row["created_at"]
    deal = Deal(row, created, [Spell(created)])
    happened = [(max(e["at"], created), e) for e in events]
    happened = [pair for pair in happened if pair[0] < as_of]
    for at, row_of_event in sorted(happened, key=lambda pair: (pair[0], place(pair[1], order))):
        event = row_of_event["event"]
        spell = deal.spells[-1]
        is_open = spell.closed_at is None
        if event == "reopened":
            if is_open:
                continue
            deal.spells.append(Spell(at))
        elif event != "pushed" and not is_open:
            continue
        elif event in OUTCOMES:
            spell.closed_at, spell.outcome, spell.reason = at, event, row_of_event["reason"]
        deal.counted.append((at, event))
    deal.visits = visits(deal, order)
    return deal


def visits(deal: Deal, order: StageOrder) -> list[Visit]:
    """The deal's stays in stages, in order; stays of no length are none."""
    found: list[Visit] = []
    current: Visit | None = Visit(None, deal.created_at)
    stage: str | None = None
    for at, event in deal.counted:
        if event == "pushed":
            continue
        if event == "reopened":
            current = Visit(stage, at)
            continue
        if current is None or event == current.stage:
            continue
        current.left_at = at
        if event in OUTCOMES:
            current.ended = "advance" if event == "won" else "lost"
        else:
            current.ended = "advance" if order.rank(event) > order.rank(current.stage) else "back"
            stage = event
        found.append(current)
        current = None if event in OUTCOMES else Visit(event, at)
    if current is not None:
        found.append(current)
    return [visit for visit in found if visit.left_at != visit.entered_at]


def stage_order(
    settings_stages: list[str] | None, rows: list[Row], events: dict[str, list[Row]], as_of: int
) -> StageOrder:
    """The settings' order, or that of the stages' median place of first occurrence in the deals."""
    if settings_stages:
        return StageOrder({stage: float(index) for index, stage in enumerate(settings_stages)})
    places: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        if row["created_at"] >= as_of or row["renewal"]:
            continue
        deal = deal_as_of(row, events[row["deal_id"]], as_of, StageOrder({}))
        distinct = dict.fromkeys(event for _, event in deal.counted if is_stage(event))
        for index, stage in enumerate(distinct):
            places[stage].append(index)
    ranked = sorted(places, key=lambda stage: (median(places[stage]), stage))
    return StageOrder({stage: float(index) for index, stage in enumerate(ranked)})


def is_stage(event: str) -> bool:
    """Whether a deal's event is a move to a stage."""
    return event not in ("won", "lost", "pushed", "reopened")


def amount_of(deal: Deal) -> Fraction:
    """The amount, 0 when there is none."""
    return deal.row["amount"] or Fraction(0)
