"""The sliced relations: which there are, what each stands on, and their texts from ``queries/slice``."""

from collections.abc import Iterable, Sequence
from functools import cache

from dashboard.scope.waterfalls import PRESETS, Waterfall
from dashboard.warehouse.catalogue import QUERIES

WITH_LEAD_COLUMNS = frozenset({"cycles", "leads", "deals", "deal_spells", "customers", "previous_deals"})
WITH_CYCLE_NUMBER = frozenset({"cycles", "deals", "deal_spells", "customers", "previous_deals"})
BY_LEAD = frozenset({"stray_exits"})
OF_UNITS = {"unit_touches": "touches", "unit_activity": "lead_activity"}
"""What happened to the leads, or the whole accounts, a waterfall counts: sliced with the cycle they are joined to."""
OF_DEALS = frozenset({"deals", "deal_spells", "customers", "previous_deals"})
OWN_OR_LEADS = ("source", "company", "name", "owner", "account_id")
"""Columns of a deal that are its lead's where it has none of its own; a definition judges the lead's."""
OF_LEADS = ("lead_id", "created_at", "email", "name", "company", "domain", "account_id")
OF_TOUCHES = ("kind", "direction", "rep")
TEAMS = ("marketing", "sales")
NEVER_SLICED = frozenset(
    {
        "reps",
        "business_days",
        "company_deal_touches",
        "import_files",
        "quarantine",
        "warnings",
        "import_remarks",
        "import_remark_records",
    }
)
UNSLICED = {
    "company_cycles": "cycles",
    "company_customers": "customers",
    "company_deals": "deals",
    "company_spells": "deal_spells",
    "company_moves": "deal_moves",
    "company_previous_deals": "previous_deals",
    "company_touches": "touches",
}
STANDS_ON = {
    "waits": ("cycles",),
    "handoffs": ("cycles",),
    "tries": ("waits", "company_touches"),
    "timed_waits": ("waits", "reps", "business_days"),
    "fates": ("waterfall_cycles", "unit_touches", "unit_activity", "reps", "business_days"),
    "judged_cycles": ("cycles",),
}
KEPT = {
    "company_stages": (),
    "company_visits": ("company_stages",),
    "company_limits": ("company_visits",),
    "company_attention": ("company_visits", "company_deal_touches", "company_moves"),
    "company_loads": (),
    "open_deals": (
        "deals",
        "company_visits",
        "company_limits",
        "company_attention",
        "company_loads",
        "reps",
        "business_days",
    ),
}
"""What many questions of one moment and slice read: tables made once, and what each stands on."""
STAGE_COLUMNS = "cycle_id, lead_key, unit_key, opened_at, last_entry_at, closed_at, exit, is_admin"
ATTRIBUTES = ("source", "segment", "region", "owner", "campaign", "industry", "country", "icp_tier")
COMPUTED_ATTRIBUTES = frozenset({"segment", "icp_tier"})  # cost something: only where a question names them


@cache
def relation_text(name: str) -> str:
    """The text of a sliced relation on one line, without its comments."""
    lines = (QUERIES / "slice" / f"{name}.sql").read_text(encoding="utf-8").splitlines()
    return " ".join(line.strip() for line in lines if not line.lstrip().startswith("--"))


def with_lead_values(kind: str, text: str, columns: Sequence[str]) -> str:
    """Deals with these columns as their lead has them, the deal's own kept as ``own_…``.

    What an earlier generation held of a deal brings its lead's along; the others find it among the leads.
    """
    if not columns:
        return text
    own = ", ".join(f"d.{column} as own_{column}" for column in columns)
    if kind == "previous_deals":
        held = ", ".join(f"lead_{column} as {column}" for column in columns)
        return f"select d.* replace ({held}), {own} from ({text}) as d"
    of_lead = ", ".join(f"l.{column} as {column}" for column in columns)
    leads = "left join warehouse.lead_facts as l on d.lead_key = l.lead_key"
    return f"select d.* replace ({of_lead}), {own} from ({text}) as d {leads}"


def with_own_values(text: str, columns: Sequence[str], replaced: Sequence[str]) -> str:
    """The deals of ``with_lead_values`` with their own columns again, and with what is ``replaced``."""
    hidden = f" exclude ({', '.join(f'own_{column}' for column in columns)})" if columns else ""
    own = [f"own_{column} as {column}" for column in columns]
    return f"select *{hidden} replace ({', '.join([*own, *replaced])}) from ({text})"


def stage_entries(waterfall: Waterfall, attributes: Sequence[str]) -> str:
    """A row per cycle and stage: when it was reached, seen in it, and the next reached; binds ``$stage_1`` and on.

    The cycles are read once and set beside the stages: a branch for each stage planned and read them five times.
    """
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
    return (
        f"select {STAGE_COLUMNS}, {', '.join([*attributes, *by_stage])}, stage_number, stage, is_last_stage "
        f"from waterfall_cycles cross join (values {stages}) as stages (stage_number, stage, is_last_stage)"
    )


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


def reads_slice(relations: Iterable[str]) -> bool:
    """Whether what these relations hold depends on the slice: not when all of them are the company's."""
    return any(relation not in NEVER_SLICED and not relation.startswith("company_") for relation in relations)
