"""Relations whose columns the waterfall or the teams' definitions decide: their texts, with what they bind."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import sqlglot
from sqlglot import exp

from dashboard.scope.settings import Segment
from dashboard.scope.slices import COMPUTED, Slice
from dashboard.scope.waterfalls import PRESETS, Waterfall
from dashboard.warehouse.headers import QUERIES
from icp.scoring import Scored

TEAMS = ("marketing", "sales")
PROFILE = "icp"
"""The prefix of the shared profile's columns."""
STAGE_COLUMNS = "cycle_id, lead_key, unit_key, opened_at, last_entry_at, closed_at, exit, is_admin"
PART_OF = QUERIES / "statistics" / "part_of.sql"


@dataclass(frozen=True)
class Scope:
    """Everything the sliced relations depend on."""

    slice: Slice
    segments: Sequence[Segment]
    waterfall: Waterfall
    definitions: Sequence[Scored] = ()


@dataclass(frozen=True)
class Made:
    """A relation's text, the parameters it binds, and the columns it asks of what it stands on."""

    text: str
    parameters: Mapping[str, object]
    mentions: frozenset[str] = field(default_factory=frozenset)


@cache
def attributes() -> tuple[str, ...]:
    """The columns of a lead that a question can be split by: those ``part_of`` is given behind the one to split by."""
    macro = sqlglot.parse_one(PART_OF.read_text(encoding="utf-8"), dialect="duckdb").find(exp.UserDefinedFunction)
    return tuple(parameter.name for parameter in macro.expressions[1:]) if macro else ()


def stage_entries(scope: Scope, mentions: frozenset[str]) -> Made:
    """A row per cycle and stage: when it was reached, seen in it, and the next reached; binds ``$stage_1`` and on.

    The cycles are read once and set beside the stages: a branch for each stage planned and read them five times.
    Computed attributes cost something: only where a question ``mentions`` them.
    """
    waterfall = scope.waterfall
    split_by = [column for column in attributes() if column not in COMPUTED or column in mentions]
    numbers = range(1, len(waterfall.stages) + 1)
    stages = ", ".join(f"({number}, $stage_{number}, {number == len(waterfall.stages)})" for number in numbers)
    times = {
        "reached_at": [_reached(waterfall, number) for number in numbers],
        "observed_at": [_least(stage.events) for stage in waterfall.stages],
        "next_reached_at": [_reached(waterfall, number + 1) for number in numbers],
    }
    by_stage = [
        f"case stage_number {' '.join(f'when {number} then {at}' for number, at in zip(numbers, each, strict=True))} "
        f"end as {name}"
        for name, each in times.items()
    ]
    text = (
        f"select {STAGE_COLUMNS}, {', '.join([*split_by, *by_stage])}, stage_number, stage, is_last_stage "
        f"from waterfall_cycles cross join (values {stages}) as stages (stage_number, stage, is_last_stage)"
    )
    return Made(text, {f"stage_{number}": stage.name for number, stage in enumerate(waterfall.stages, start=1)})


def verdicts(scope: Scope, mentions: frozenset[str]) -> Made:  # noqa: ARG001 — whoever makes a relation is called alike
    """The judged cycles with a list per team: its definition's criteria, judged in the definition's order."""
    teams = [scored for scored in scope.definitions if scored.prefix in TEAMS]
    return _with_verdicts("judged_cycles", teams)


def profiled_cycles(scope: Scope, mentions: frozenset[str]) -> Made:  # noqa: ARG001 — whoever makes a relation is called alike
    """The cycles with a list of the shared profile's criteria, judged in its order; empty without a profile."""
    shared = [scored for scored in scope.definitions if scored.prefix == PROFILE]
    if not shared:
        return Made(f"select *, []::boolean[] as {PROFILE}_verdicts from cycles", {})
    return _with_verdicts("cycles", shared)


def _with_verdicts(source: str, definitions: Sequence[Scored]) -> Made:
    lists = "".join(f", [{', '.join(each.verdicts)}] as {each.prefix}_verdicts" for each in definitions)
    bound: dict[str, object] = {}
    for scored in definitions:
        for parameters in scored.verdict_parameters:
            bound |= parameters
    judged = frozenset(criterion.field for scored in definitions for criterion in scored.definition.criteria)
    return Made(f"select *{lists} from {source}", bound, judged)


MADE: Mapping[str, Callable[[Scope, frozenset[str]], Made]] = {
    "stages of the waterfall": stage_entries,
    "criteria of the teams": verdicts,
    "criteria of the profile": profiled_cycles,
}
"""By what the header's line ``made by`` says."""


def _reached(waterfall: Waterfall, number: int) -> str:
    """When stage ``number`` was reached: its earliest entry or any later stage's; the first at the opening."""
    if number == 1:
        return "opened_at"
    if waterfall == PRESETS["v1"] and number <= len(waterfall.stages):
        return ("reached_mql_at", "reached_sal_at", "reached_sql_at", "won_at")[number - 2]
    return _least(event for stage in waterfall.stages[number - 1 :] for event in stage.events)


def _least(events: Iterable[str]) -> str:
    columns = [f"{event}_at" for event in events]
    return f"least({', '.join(columns)})" if columns else "null::timestamp"
