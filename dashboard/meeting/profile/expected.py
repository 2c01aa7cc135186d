"""What a proposed profile is expected to do: the leads that change tier, and how well it picks, before and after."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from dashboard.asking.view import HORIZON_DAYS, View
from dashboard.meeting.model import MeetingModel
from dashboard.metrics.recorded import unmet
from dashboard.scope.slices import Slice
from icp.document import Definition


class Picking(MeetingModel):
    """How well a profile picks: leads in tier A or B, and of them and of the leads won the share that is both."""

    inside: int
    won: int
    inside_won: int
    precision: float | None
    precision_low: float | None
    precision_high: float | None
    recall: float | None
    recall_low: float | None
    recall_high: float | None


class TierMove(MeetingModel):
    """A tier before and after: its leads, those that come in or leave, its SQL rate and lift; None where unknown."""

    tier: str
    before: int
    after: int
    moved_in: int
    moved_out: int
    sql_mature_before: int | None
    sql_mature_after: int | None
    sql_rate_before: float | None
    sql_rate_after: float | None
    lift_before: float | None
    lift_after: float | None


class Separation(MeetingModel):
    """How often a worked lead that reached SQL fits better than one that did not: the c-statistic, with its interval.

    Of ``n`` worked leads with a known fit, ``events`` reached SQL in their time.
    """

    n: int
    events: int
    auc: float | None
    auc_low: float | None
    auc_high: float | None


class ExpectedEffect(MeetingModel):
    """The leads that came in from ``first`` to ``last``, both local days, by the version in force and by another.

    How fit separates is None where nothing says which leads were worked, and in what earlier versions kept.
    """

    first: date
    last: date
    generation: str
    leads: int
    moved: int
    before: Picking
    after: Picking
    tiers: tuple[TierMove, ...]
    separates_before: Separation | None = None
    separates_after: Separation | None = None


def compared(view: View, before: Definition, after: Definition) -> tuple[View, View]:
    """The same look under either definition; the second knows of each lead its tier under the first."""
    held = replace(view, trial=None, kept_profiles=replace(view.profiles, shared=before, note=None))
    return held, replace(held, trial=after)


def expected_effect(view: View, before: Definition, after: Definition) -> ExpectedEffect | None:
    """What the change does to the whole company's leads of the usual window; None where nothing says who was won."""
    if not view.has("leads") or not (view.has("deals") or view.has("lead_events")):
        return None
    whole = replace(view, slice=Slice(), chosen=None, horizon_days=HORIZON_DAYS)
    held, tried = compared(whole, before, after)
    was, will = held.ask("icp/picking").one(), tried.ask("icp/picking").one()
    moves = tried.ask("icp/tier_moves").rows
    fares = [{row["tier"]: row for row in each.ask("icp/tiers").rows} for each in (held, tried)]
    first, last = days_of(whole)
    return ExpectedEffect(
        first=first,
        last=last,
        generation=view.warehouse.generation.id,
        leads=was["leads"],
        moved=moves[0]["moved"],
        before=_picking(was),
        after=_picking(will),
        tiers=tuple(_move(row, *(each.get(row["tier"], {}) for each in fares)) for row in moves),
        separates_before=_separation(held),
        separates_after=_separation(tried),
    )


def days_of(view: View) -> tuple[date, date]:
    """The first and the last local day of the window that conversions are asked of."""
    window = view.conversion_window
    return view.local(window.start).date(), view.local(window.end - timedelta(microseconds=1)).date()


def _separation(view: View) -> Separation | None:
    if unmet(view, "icp/separation"):
        return None
    row = view.ask("icp/separation", reached="SQL").one()
    return Separation(**{name: row[name] for name in Separation.model_fields})


def _picking(row: dict[str, Any]) -> Picking:
    return Picking(**{name: row[name] for name in Picking.model_fields})


def _move(row: Mapping[str, Any], was: Mapping[str, Any], will: Mapping[str, Any]) -> TierMove:
    counts = {name: row[name] for name in ("tier", "before", "after", "moved_in", "moved_out")}
    fares = {
        f"{name}_{when}": of.get(name)
        for when, of in (("before", was), ("after", will))
        for name in ("sql_mature", "sql_rate", "lift")
    }
    return TierMove(**counts, **fares)
