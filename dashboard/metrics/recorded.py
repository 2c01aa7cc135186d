"""What a figure rests on and the company may never have recorded, as the sentences that stand in its place (§2)."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from dashboard.asking.lacking import STAGE_OF_CLOCK, is_there, lacking, missing_term, unfollowed
from dashboard.asking.view import View
from dashboard.scope.waterfalls import PRESETS
from dashboard.warehouse.catalogue import catalogue, question
from dashboard.warehouse.needs import CLOCK, DEFINITION, OF_LEADS, RECORDED, STAGE, STAGES, TEAMS, V1, Need

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
NO_DEFINITION = "There is no ideal-customer definition; name one with --icp or under [definitions] in the settings."

WHY = {"deals.amount": NO_AMOUNTS, "outcome": NO_OUTCOME, "verdict": NO_VERDICT, DEFINITION: NO_DEFINITION}
"""By a need that several questions have: why the answer is missing without it."""
NO_COLUMNS = {*RECORDED, DEFINITION, TEAMS, CLOCK, STAGES, V1, OF_LEADS}
"""The needs that no column of a file meets by itself."""
Origin = tuple[str, str | None]
"""The question a figure comes from and its column or rows there (``stage=MQL``), None for its whole answer."""


def unmet(view: View, name: str, column: str | None = None, *, of_part_alone: bool = False) -> str | None:
    """Why the data cannot answer a question, or give that part of it, by what its header needs; None when it can.

    ``of_part_alone``: what the column needs and the whole answer does not.
    """
    need = lacking(view, name, column, of_part_alone=of_part_alone)
    return None if need is None else _why(view, need)


def _why(view: View, need: Need) -> str:
    """The sentence of a need that is not met: of the stage, of the filter a table cannot follow, or its own."""
    term = missing_term(view, need) or ""
    if term == CLOCK or term.startswith(STAGE):
        return _sentence(view, STAGE_OF_CLOCK if term == CLOCK else term.removeprefix(STAGE))
    if term == STAGES:
        return unrecorded_stage(view, view.waterfall.stages[1].events) or ""
    if view.has(term) and (why := unfollowed(view, term)):
        return why
    return need.words or WHY[term]


def missing_columns(view: View) -> dict[str, tuple[str, ...]]:
    """By the sentence of what is missing: the tables or columns (``deals.amount``) that would fill it."""
    columns_of: dict[str, tuple[str, ...]] = {}
    for query in catalogue().values():
        for need in query.needs:
            any_of = next((terms for terms in need.all_of if not any(is_there(view, term) for term in terms)), ())
            columns = tuple(term for term in any_of if term not in NO_COLUMNS and not term.startswith(STAGE))
            if columns:
                columns_of.setdefault(_why(view, need), columns)
    return columns_of


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
        if column is None and figure not in reasons and (parts := unmet_parts(view, name)):
            reasons[figure] = next(iter(parts.values()))
    return reasons, absent


def unmet_parts(view: View, name: str) -> dict[str, str]:
    """Why the data cannot give parts of an answer, by column or rows (``stage=MQL``), for what they alone lack."""
    query = question(name)
    parts = dict.fromkeys((*query.columns, *(part for need in query.needs for part in need.parts)))
    reasons = ((part, unmet(view, name, part, of_part_alone=True)) for part in parts)
    return {part: why for part, why in reasons if why}


def known_rows(view: View, name: str, **extra: object) -> list[dict[str, Any]]:
    """The rows of an answer, null where the data does not support a part of it; none where it supports nothing."""
    return [] if unmet(view, name) else without(view.ask(name, **extra).rows, unmet_parts(view, name))


def without(rows: Sequence[Mapping[str, Any]], parts: Collection[str]) -> list[dict[str, Any]]:
    """The rows with null in these columns, and everywhere but in its name in these rows (``stage=MQL``)."""
    columns = dict.fromkeys(part for part in parts if "=" not in part)
    return [_hollowed(dict(row) | columns, parts) for row in rows]


def _hollowed(row: dict[str, Any], parts: Collection[str]) -> dict[str, Any]:
    naming = [column for column, value in row.items() if f"{column}={value}" in parts]
    return dict.fromkeys(row) | {column: row[column] for column in naming} if naming else row


def unrecorded_stage(view: View, events: tuple[str, ...]) -> str | None:
    """Why nothing can be said of a stage of any waterfall, by its events; None where it is recorded."""
    if view.records(*events):
        return None
    stages = {stage.name for stage in PRESETS["v1"].stages if set(stage.events) & set(events)}
    return _sentence(view, next((name for name in ("MQL", "SAL", "SQL", "Won") if name in stages), "MQL"))


def _sentence(view: View, stage: str) -> str:
    has_unlinked_deals = view.has("deals") and not view.has_column("deals", "lead_id")
    if stage in {"SQL", "Won"} and has_unlinked_deals:
        return NO_LINK
    return {"MQL": NO_MQL, "SAL": NO_SAL, "SQL": NO_SQL, "Won": NO_WON}[stage]
