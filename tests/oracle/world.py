"""The company as visible at one instant: leads, deals, cycles, touches, and what a slice keeps of them."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from tests.oracle.clock import HOUR, local_time, midnight
from tests.oracle.deals import Deal, deal_as_of, stage_order
from tests.oracle.profile import Profile
from tests.oracle.read import COLUMNS, Tables
from tests.oracle.slicing import is_wanted, segment
from tests.oracle.timeline import Cycle, Item, cut, group, items_of

Row = dict[str, Any]
V1 = {"MQL": ("mql", "aql", "tal", "tql", "tgl"), "SAL": ("sal",), "SQL": ("sql", "sgl"), "Won": ("won",)}


@dataclass
class Base:
    """What does not depend on the instant looked from."""

    tables: Tables
    settings: Row
    zone: ZoneInfo
    filters: dict[str, list[str]]
    profiles: Callable[[str, int], Profile | None]


@dataclass
class World:
    """Everything visible before ``as_of``."""

    base: Base
    as_of: int
    leads: list[Row] = field(default_factory=list)
    stray: list[Item] = field(default_factory=list)

    def at(self, as_of: int) -> "World":
        """The same company seen from another instant."""
        return self if as_of == self.as_of else World(self.base, as_of)

    @property
    def tables(self) -> Tables:
        return self.base.tables

    @property
    def zone(self) -> ZoneInfo:
        return self.base.zone

    def hours(self, setting: str) -> int:
        """A setting in hours, as a duration; default 24."""
        return round(self.base.settings.get(setting, 24) * HOUR)

    @property
    def today(self) -> date:
        return local_time(self.as_of, self.zone).date()

    @cached_property
    def lead_by_id(self) -> dict[str, Row]:
        return {lead["lead_id"]: lead for lead in self.tables.leads}

    @cached_property
    def order(self) -> Any:
        stages = self.base.settings.get("deal_stages")
        return stage_order(stages, self.tables.deals, group(self.tables.deal_events, "deal_id"), self.as_of)

    @cached_property
    def all_deals(self) -> list[Deal]:
        """Every visible deal, renewals too, by id."""
        events = group(self.tables.deal_events, "deal_id")
        rows = sorted(self.tables.deals, key=lambda row: row["deal_id"])
        seen = [row for row in rows if row["created_at"] < self.as_of]
        return [deal_as_of(row, events[row["deal_id"]], self.as_of, self.order) for row in seen]

    @cached_property
    def company_deals(self) -> list[Deal]:
        """Every visible deal that is no renewal, with its cycle."""
        _ = self.company_cycles  # cutting the timelines tells each deal its cycle
        return [deal for deal in self.all_deals if not deal.row["renewal"]]

    @cached_property
    def company_cycles(self) -> list[Cycle]:
        """Every cycle of every lead, with its touches and the times of its lead's events."""
        return self.cycles_by(lambda lead: lead["lead_id"])

    @cached_property
    def recorded(self) -> set[str]:
        """The entry events that stand on some timeline of the company; ``won`` also where outcomes are recorded."""
        found = {item.event for items in self.timelines(lambda lead: lead["lead_id"]).values() for item in items}
        linked = any(deal.row["lead_id"] in self.lead_by_id and not deal.row["renewal"] for deal in self.all_deals)
        lost = any(row["event"] == "lost" and row["at"] < self.as_of for row in self.tables.lead_events)
        return found | ({"won"} if linked or lost else set())

    def records(self, stage: str) -> bool:
        """Whether a stage of the default waterfall is recorded."""
        return stage == "Inquiry" or not self.recorded.isdisjoint(V1[stage])

    @cached_property
    def has_verdicts(self) -> bool:
        """Whether sales judged any cycle of the company."""
        return any(
            cycle.verdict in ("rejected", "disqualified") or reached_v1(cycle, "SQL") is not None
            for cycle in self.company_cycles
        )

    @cached_property
    def has_outcomes(self) -> bool:
        """Whether any deal of the company, renewals aside, was ever won or lost."""
        return any(spell.outcome for deal in self.company_deals for spell in deal.spells)

    def timelines(self, unit: Callable[[Row], str]) -> dict[str, list[Item]]:
        """The timeline of each unit: a lead, or the leads of an account."""
        events = group(self.tables.lead_events, "lead_id")
        deals: dict[str | None, list[Deal]] = defaultdict(list)
        for deal in self.all_deals:
            if not deal.row["renewal"]:
                deals[deal.row["lead_id"]].append(deal)
        lines: dict[str, list[Item]] = defaultdict(list)
        for lead in self.tables.leads:
            found = items_of(lead, events[lead["lead_id"]], deals[lead["lead_id"]], self.as_of)
            lines[unit(lead)].extend(found)
        return lines

    def cycles_by(self, unit: Callable[[Row], str]) -> list[Cycle]:
        """The cycles of each unit; leaves the exits that closed nothing in ``stray``."""
        for deal in self.all_deals:
            deal.cycle = None
        self.stray = []
        cycles: list[Cycle] = []
        for name, items in self.timelines(unit).items():
            found, stray = cut(items, name)
            self.stray.extend(stray)
            cycles.extend(found)
        by_unit: dict[str, list[Cycle]] = defaultdict(list)
        for cycle in cycles:
            by_unit[cycle.unit].append(cycle)
        for touch in self.touches:
            lead = self.lead_of_touch(touch)
            before = [] if lead is None else [c for c in by_unit[unit(lead)] if c.opened_at <= touch["at"]]
            if before:
                before[-1].touches.append(touch)
        for deal in self.all_deals:
            if deal.row["renewal"]:
                deal.cycle = next(
                    (c for c in cycles if c.lead["lead_id"] == deal.row["lead_id"] and is_open(c, deal)), None
                )
        for name, times in self.activity(unit).items():
            for cycle in by_unit[name]:
                cycle.events = [at for at in times if at >= cycle.opened_at]
        return cycles

    def activity(self, unit: Callable[[Row], str]) -> dict[str, list[int]]:
        """When something happened to a unit: its lead events and its deals' counted events."""
        times: dict[str, list[int]] = defaultdict(list)
        for event in self.tables.lead_events:
            if event["at"] < self.as_of:
                times[unit(self.lead_by_id[event["lead_id"]])].append(event["at"])
        for deal in self.all_deals:
            lead = self.lead_by_id.get(deal.row["lead_id"])
            if lead is not None and not deal.row["renewal"]:
                times[unit(lead)].extend([deal.created_at, *(at for at, _ in deal.counted)])
        return times

    @cached_property
    def touches(self) -> list[Row]:
        """Visible touches by time."""
        seen = [touch for touch in self.tables.touches if touch["at"] < self.as_of]
        return sorted(seen, key=lambda touch: (touch["at"], not touch["connected"], touch["touch_id"]))

    @cached_property
    def deal_leads(self) -> dict[str, str | None]:
        return {row["deal_id"]: row["lead_id"] for row in self.tables.deals}

    def lead_of_touch(self, touch: Row) -> Row | None:
        """A touch's lead, else its deal's."""
        name = touch["lead_id"] or self.deal_leads.get(touch["deal_id"])
        return None if name is None else self.lead_by_id.get(name)

    @cached_property
    def cycles(self) -> list[Cycle]:
        """The cycles the slice keeps."""
        return [cycle for cycle in self.company_cycles if self.keeps_cycle(cycle)]

    @cached_property
    def deals(self) -> list[Deal]:
        """The deals, renewals aside, the slice keeps."""
        return [deal for deal in self.company_deals if self.keeps_deal(deal)]

    def profile(self, team: str) -> Profile | None:
        """The definition of ``shared``, ``marketing`` or ``sales`` in force."""
        return self.base.profiles(team, self.as_of)

    def tier(self, lead: Row | None, team: str = "shared") -> str | None:
        """The lead's tier by a team's definition, None without one."""
        profile = self.profile(team)
        return None if profile is None or lead is None else profile.tier(lead)

    def lead_value(self, lead: Row | None, name: str) -> Any:
        """What a lead has for a field of a slice."""
        if lead is None:
            return None
        if name == "segment":
            return segment(lead, self.base.settings)
        return self.tier(lead) if name == "icp_tier" else lead[name]

    def keeps_lead(self, lead: Row) -> bool:
        """Whether the slice keeps a lead."""
        return all(
            is_wanted(self.lead_value(lead, name), wanted)
            for name, wanted in self.base.filters.items()
            if name != "cycle"
        )

    def keeps_cycle(self, cycle: Cycle) -> bool:
        """Whether the slice keeps a cycle."""
        return self.keeps_lead(cycle.lead) and ("cycle" not in self.base.filters or cycle.number == 1)

    def deal_value(self, deal: Deal, name: str) -> Any:
        """A deal's own column, else its lead's."""
        own = deal.row.get(name) if name in COLUMNS["deals"] and name not in ("lead_id", "created_at") else None
        return own if own is not None else self.lead_value(self.lead_by_id.get(deal.row["lead_id"]), name)

    def keeps_deal(self, deal: Deal) -> bool:
        """Whether the slice keeps a deal."""
        if "cycle" in self.base.filters and deal.row["lead_id"] in self.lead_by_id:
            _ = self.company_cycles
            if deal.cycle is None or deal.cycle.number != 1:
                return False
        return all(
            is_wanted(self.deal_value(deal, name), wanted)
            for name, wanted in self.base.filters.items()
            if name != "cycle"
        )

    def day_in(self, day: date, start: int, end: int) -> bool:
        """Whether a day's local midnight lies in a window."""
        return start <= midnight(day, self.zone) < end


def is_open(cycle: Cycle, deal: Deal) -> bool:
    """Whether the cycle is open right after the deal's creation."""
    at = deal.created_at
    return cycle.opened_at <= at and (cycle.verdict_at is None or cycle.verdict_at > at)


def reached(cycle: Cycle, stages: list[tuple[str, tuple[str, ...]]]) -> list[int | None]:
    """When the cycle reached each stage: the earliest entry into it or a later one; the first at the opening."""
    firsts = [cycle.first(events) for _, events in stages]
    times: list[int | None] = []
    for index in range(len(stages)):
        later = [at for at in firsts[index:] if at is not None]
        times.append(min(later) if later else None)
    times[0] = cycle.opened_at
    return times


def reached_v1(cycle: Cycle, stage: str) -> int | None:
    """When the cycle reached a stage of the default waterfall."""
    stages = [("Inquiry", ("inquiry",)), *V1.items()]
    return dict(zip([name for name, _ in stages], reached(cycle, stages), strict=True))[stage]
