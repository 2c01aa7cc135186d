"""What a figure rests on and the company may never have recorded, as the sentences that stand in its place (§2)."""

from collections.abc import Mapping

from dashboard.asking.lacking import lacking
from dashboard.asking.view import View
from dashboard.scope.waterfalls import PRESETS
from dashboard.warehouse.catalogue import question

NO_MQL = "No lead was ever recorded as MQL, so nothing says what marketing qualified."
NO_SAL = "No lead was ever recorded as SAL, so nothing says when sales accepted one."
NO_SQL = "No lead was ever recorded as SQL and no deal names its lead, so nothing says which leads were worth a deal."
NO_WON = "No lead was ever recorded as won or lost, so nothing says what leads became."
NO_LINK = "No deal says which lead it came from (lead_id of deals), so nothing says what leads became."
NO_VERDICT = (
    "Sales has judged no lead (none reached SQL, none was rejected or disqualified), so there is no second opinion."
)
NO_AMOUNTS = "No deal has an amount, so nothing says what deals are worth."
NO_DEALS = "There are no deals, so there is no pipeline."
NO_OUTCOME = "No deal was ever won or lost, so nothing says how deals end."

WHY = {"deals.amount": NO_AMOUNTS, "outcome": NO_OUTCOME}
"""By a need that several questions have: why the answer is missing without it."""
Origin = tuple[str, str | None]
"""The question a figure comes from and its column there, None for its whole answer."""


def unmet(view: View, name: str, column: str | None = None) -> str | None:
    """Why the data cannot answer a question, or give that column of it, by what its header needs; None when it can."""
    need = lacking(view, name, column)
    return None if need is None else need.words or WHY[need.all_of[0][0]]


def unmet_figures(view: View, origins: Mapping[str, Origin]) -> tuple[dict[str, str], list[str]]:
    """Why the data does not support figures, by figure, and which of them it cannot give at all.

    A figure that is a question's whole answer is given as far as it goes where only a part of it is not supported.
    """
    reasons = {figure: why for figure, (name, column) in origins.items() if (why := unmet(view, name, column))}
    absent = list(reasons)
    for figure, (name, column) in origins.items():
        if column is None and figure not in reasons:
            parts = (unmet(view, name, part) for part in question(name).columns)
            if why := next((each for each in parts if each), None):
                reasons[figure] = why
    return reasons, absent


def unrecorded(view: View, *stages: str) -> str | None:
    """Why nothing can be said of the first of these stages of the waterfall v1 that is unrecorded, else None."""
    for stage in stages:
        if not view.records_stage(stage):
            return _sentence(view, stage)
    return None


def no_opinions(view: View) -> str | None:
    """Why marketing's and sales' opinions of a lead cannot be compared; None when both are recorded."""
    return unrecorded(view, "MQL") or (None if view.records("verdict") else NO_VERDICT)


def no_outcomes(view: View) -> str | None:
    """Why nothing can be said of how deals end; None when some deal, renewals aside, was won or lost."""
    return None if view.records("outcome") else NO_OUTCOME


def unrecorded_stage(view: View, events: tuple[str, ...]) -> str | None:
    """The same of a stage of any waterfall, by its events."""
    if view.records(*events):
        return None
    stages = {stage.name for stage in PRESETS["v1"].stages if set(stage.events) & set(events)}
    return _sentence(view, next((name for name in ("MQL", "SAL", "SQL", "Won") if name in stages), "MQL"))


def _sentence(view: View, stage: str) -> str:
    has_unlinked_deals = view.has("deals") and not view.has_column("deals", "lead_id")
    if stage in {"SQL", "Won"} and has_unlinked_deals:
        return NO_LINK
    return {"MQL": NO_MQL, "SAL": NO_SAL, "SQL": NO_SQL, "Won": NO_WON}[stage]


def knows_amounts(view: View) -> bool:
    """Whether any deal has an amount at all: a sum over none of them would be a made-up 0."""
    return view.has_column("deals", "amount")
