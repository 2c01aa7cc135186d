"""What an answer lacks in this data: the needs of its question's header, held against what there is."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from dashboard.scope.waterfalls import PRESETS
from dashboard.warehouse.catalogue import question
from dashboard.warehouse.needs import (
    CLOCK,
    DEFINITION,
    OF_LEADS,
    RECORDED,
    STAGE,
    STAGES,
    TEAMS,
    V1,
    Need,
    needs_of,
)
from dashboard.warehouse.relations import relations
from icp.versions import TEAMS as OWN_DEFINITIONS

if TYPE_CHECKING:
    from dashboard.asking.view import View

STAGE_OF_CLOCK = "MQL"
OF_THE_LOOK: Mapping[str, Callable[["View"], bool]] = {
    DEFINITION: lambda view: view.definition[0] is not None,
    TEAMS: lambda view: view.teams.keys() >= {*OWN_DEFINITIONS},
    CLOCK: lambda view: view.clock == "inquiry" or view.records_stage(STAGE_OF_CLOCK),
    STAGES: lambda view: len(view.recorded_waterfall.stages) > 1,
    V1: lambda view: view.waterfall == PRESETS["v1"],
    OF_LEADS: lambda view: view.waterfall.unit == "lead",
}
"""By a term that is neither table nor column nor stage: whether it is met."""


def lacking(view: "View", name: str, part: str | None = None, *, of_part_alone: bool = False) -> Need | None:
    """The first need of a question, or of that column of it, that the data does not meet."""
    needs = needs_of(question(name).needs, part, of_part_alone=of_part_alone)
    return next((need for need in needs if not is_met(view, need)), None)


def is_met(view: "View", need: Need) -> bool:
    """Whether the data has all of what is needed, in one way or another."""
    return missing_term(view, need) is None


def missing_term(view: "View", need: Need) -> str | None:
    """The first of what is needed that is not there in any way, by its first way; None when all is there."""
    missing = (any_of[0] for any_of in need.all_of if not any(is_there(view, term) for term in any_of))
    return next(missing, None)


def is_there(view: "View", term: str) -> bool:
    """Whether a table has rows and follows the slice, a column a value, a stage is recorded, the look is of a kind."""
    if term in OF_THE_LOOK:
        return OF_THE_LOOK[term](view)
    if term in RECORDED:
        return view.records(term)
    if term.startswith(STAGE):
        return view.records_stage(term.removeprefix(STAGE))
    table, _, column = term.partition(".")
    return view.has_column(table, column) if column else view.has(table) and not unfollowed(view, table)


def unfollowed(view: "View", table: str) -> str | None:
    """The sentence of a table that lacks a column the slice names, so that its relation holds nothing; else None."""
    relation = relations().get(table)
    follows = relation is None or not relation.is_sliced or relation.slicing.suits(view.slice)
    return None if follows or relation is None else relation.slicing.reason
