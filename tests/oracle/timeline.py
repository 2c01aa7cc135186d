"""Timelines of leads (or accounts) and the qualification cycles they are cut into."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from tests.oracle.deals import Deal

Row = dict[str, Any]

ENTRIES = ["inquiry", "aql", "mql", "tal", "tql", "tgl", "sal", "sgl", "sql"]
EXITS = ["won", "lost", "rejected", "recycled", "disqualified", "merged", "duplicate", "test", "owner_left"]
ADMINISTRATIVE = ("merged", "duplicate", "test", "owner_left")


@dataclass
class Item:
    """One thing on a timeline."""

    at: int
    event: str
    lead: Row
    deal: Deal | None = None
    reason: str | None = None
    actor: str | None = None

    @property
    def is_entry(self) -> bool:
        return self.event in ENTRIES

    @property
    def place(self) -> tuple[Any, ...]:
        if self.is_entry:
            return self.at, 0, ENTRIES.index(self.event), self.lead["lead_id"]
        return self.at, 1, EXITS.index(self.event), *blank_last(self.reason, self.actor), self.lead["lead_id"]


def blank_last(*texts: str | None) -> tuple[tuple[bool, str], ...]:
    """Texts to sort by, what is blank after all others."""
    return tuple((text is None, text or "") for text in texts)


@dataclass
class Cycle:
    """One qualification cycle; ``verdict_*`` is the exit that closed it first, ``exit`` a later win too."""

    lead: Row
    unit: str
    number: int
    opened_at: int
    entries: list[tuple[int, str]] = field(default_factory=list)
    exit: str | None = None
    closed_at: int | None = None
    verdict: str | None = None
    verdict_at: int | None = None
    reason: str | None = None
    touches: list[Row] = field(default_factory=list)
    events: list[int] = field(default_factory=list)

    @property
    def is_admin(self) -> bool:
        return self.exit in ADMINISTRATIVE

    def first(self, events: tuple[str, ...] | list[str]) -> int | None:
        """The earliest entry by one of these events."""
        times = [at for at, event in self.entries if event in events]
        return min(times) if times else None


def items_of(lead: Row, lead_events: list[Row], deals: list[Deal], as_of: int) -> list[Item]:
    """A lead's visible timeline; ``deals`` are the lead's, renewals aside."""
    items = [Item(lead["created_at"], "inquiry", lead)]
    for row in lead_events:
        if row["event"] == "lost" and any(deal.open_after(row["at"]) for deal in deals):
            continue
        items.append(Item(row["at"], row["event"], lead, None, row["reason"], row["actor"]))
    for deal in deals:
        items.append(Item(deal.created_at, "sql", lead, deal))
        for at, event in deal.counted:
            if event == "reopened":
                items.append(Item(at, "sql", lead, deal))
            elif event == "won":
                items.append(Item(at, "won", lead, deal, deal.reason_of_close(at)))
            elif event == "lost" and is_exit(deal, at, deals):
                items.append(Item(at, "lost", lead, deal, deal.reason_of_close(at)))
    return [item for item in items if item.at < as_of]


def is_exit(deal: Deal, at: int, deals: list[Deal]) -> bool:
    """Whether a deal's ``lost`` ends its lead's cycle: no other is open, and of those lost with it it is the last."""
    others = [other for other in deals if other is not deal]
    if any(other.open_after(at) for other in others):
        return False
    return not any((at, "lost") in other.counted and other.row["deal_id"] > deal.row["deal_id"] for other in others)


def cut(items: list[Item], unit: str) -> tuple[list[Cycle], list[Item]]:
    """The cycles of one timeline, and the exits that closed nothing."""
    cycles: list[Cycle] = []
    stray: list[Item] = []
    for item in sorted(items, key=lambda item: item.place):
        latest = cycles[-1] if cycles else None
        is_open = latest is not None and latest.exit is None
        if item.is_entry:
            if latest is None or not is_open:
                latest = Cycle(item.lead, unit, len(cycles) + 1, item.at)
                cycles.append(latest)
            latest.entries.append((item.at, item.event))
            if item.deal is not None and item.deal.cycle is None:
                item.deal.cycle = latest
        elif item.event == "won":
            if latest is None:
                stray.append(item)
            elif latest.exit != "won":
                if is_open:
                    latest.verdict, latest.verdict_at, latest.reason = "won", item.at, item.reason
                latest.exit, latest.closed_at = "won", item.at
                latest.entries.append((item.at, "won"))
        elif latest is not None and is_open:
            latest.exit = latest.verdict = item.event
            latest.closed_at = latest.verdict_at = item.at
            latest.reason = item.reason
        else:
            stray.append(item)
    return cycles, stray


def group(rows: list[Row], key: str) -> dict[Any, list[Row]]:
    """Rows by one of their columns."""
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[key]].append(row)
    return found
