"""What a figure rests on and the company may never have recorded, as the sentences that stand in its place (§2)."""

from collections.abc import Mapping

from dashboard.asking.lacking import STAGE_OF_CLOCK, lacking, missing_term, unfollowed
from dashboard.asking.view import View
from dashboard.scope.waterfalls import PRESETS
from dashboard.warehouse.catalogue import question
from dashboard.warehouse.needs import CLOCK, STAGE, Need

NO_MQL = "No lead was ever recorded as MQL, so nothing says what marketing qualified."
NO_SAL = "No lead was ever recorded as SAL, so nothing says when sales accepted one."
NO_SQL = "No lead was ever recorded as SQL and no deal names its lead, so nothing says which leads were worth a deal."
NO_WON = "No lead was ever recorded as won or lost, so nothing says what leads became."
NO_LINK = "No deal says which lead it came from (lead_id of deals), so nothing says what leads became."
NO_VERDICT = (
    "Sales has judged no lead (none reached SQL, none was rejected or disqualified), so there is no second opinion."
)
NO_AMOUNTS = "No deal has an amount, so nothing says what deals are worth."
NO_OUTCOME = "No deal was ever won or lost, so nothing says how deals end."

WHY = {"deals.amount": NO_AMOUNTS, "outcome": NO_OUTCOME}
"""By a need that several questions have: why the answer is missing without it."""
Origin = tuple[str, str | None]
"""The question a figure comes from and its column there, None for its whole answer."""


def unmet(view: View, name: str, column: str | None = None, *, of_part_alone: bool = False) -> str | None:
    """Why the data cannot answer a question, or give that column of it, by what its header needs; None when it can.

    ``of_part_alone``: what the column needs and the whole answer does not.
    """
    need = lacking(view, name, column, of_part_alone=of_part_alone)
    return None if need is None else _why(view, need)


def _why(view: View, need: Need) -> str:
    """The sentence of a need that is not met: of the stage, of the filter a table cannot follow, or its own."""
    term = missing_term(view, need) or ""
    if term == CLOCK or term.startswith(STAGE):
        return _sentence(view, STAGE_OF_CLOCK if term == CLOCK else term.removeprefix(STAGE))
    if view.has(term) and (why := unfollowed(view, term)):
        return why
    return need.words or WHY[term]


def unmet_figures(view: View, origins: Mapping[str, Origin]) -> tuple[dict[str, str], list[str]]:
    """Why the data does not support figures, by figure, and which of them it cannot give at all.

    A figure that is a question's whole answer is given as far as it goes where only a part of it is not supported. A
    part of another figure (``rep_load.outside_icp``) is named for what it alone lacks.
    """
    reasons = {}
    for figure, (name, column) in origins.items():
        is_part = figure.rpartition(".")[0] in origins
        if why := unmet(view, name, column, of_part_alone=is_part):
            reasons[figure] = why
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
