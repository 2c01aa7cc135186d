"""Section ``icp`` of the metric contract (§6): fit tiers, purity, the teams' quadrants, calibration."""

from collections.abc import Mapping
from typing import Any

from dashboard.asking.view import View
from dashboard.metrics.recorded import Origin, unmet, unmet_figures, unrecorded
from dashboard.metrics.section import Section, Supported
from icp.scoring import TIERS

STAGES = {"mql": "MQL", "sal": "SAL", "sql": "SQL", "won": "Won"}
STAGE_NAMES: dict[str, float | None] = {"Inquiry": None, "MQL": None, "SAL": None, "SQL": None, "Won": None}
QUADRANTS = ("both", "marketing_only", "sales_only", "neither")
NO_DEFINITION = "There is no ideal-customer definition; name one with --icp or under [definitions] in the settings."
NO_TEAMS = (
    "There are no definitions of marketing's and sales' own: neither beside the shared one nor under [definitions] in "
    "the settings."
)
ORIGINS: dict[str, Origin] = {
    "tiers.response_median_minutes": ("icp/tiers", "response_median_minutes"),
    "tiers.churned_share": ("icp/churned", "churned_share"),
    "tiers.mean_won": ("icp/tiers", "mean_won"),
    "quadrants.won_value": ("icp/quadrants", "won_value"),
    "quadrants.mean_won": ("icp/quadrants", "mean_won"),
    "tiers.rejected_share": ("icp/tiers", "rejected_share"),
}
"""Where the figures come from that need more than leads."""
OF_DEFINITION = ("name", "version", "tiers", "purity", "calibration")
OF_STAGES = {
    "MQL": ("tiers.mql", "purity.MQL"),
    "SAL": ("tiers.sal", "purity.SAL"),
    "SQL": ("tiers.sql", "tiers.lift", "purity.SQL", "calibration.sql"),
    "Won": ("tiers.won", "purity.Won", "quadrants.won", "calibration.won"),
}


class Reached(Section):
    """How many reached a stage within the horizon, from the opening."""

    mature: int | None = None
    converted: int | None = None
    rate: float | None = None
    low: float | None = None
    high: float | None = None


class Tier(Section):
    """One fit tier; ``leads`` are cycles."""

    tier: str
    leads: int
    share: float | None
    mql: Reached
    sal: Reached
    sql: Reached
    won: Reached
    lift: float | None = None
    mean_won: float | None = None
    response_median_minutes: float | None = None
    rejected_share: float | None = None
    churned_share: float | None = None


class Quadrant(Section):
    """Cycles by whose profile they are in; won by now."""

    leads: int = 0
    share: float | None = None
    won: int | None = 0
    won_value: float | None = 0.0
    mean_won: float | None = None


class Decile(Section):
    """A tenth of the fit scale against what became of it, shares within the horizon."""

    decile: int
    n: int
    sql: float | None
    won: float | None


class Icp(Section):
    """The definition in force, and how the leads of the conversion window fit it."""

    name: str | None = None
    version: str | None = None
    tiers: list[Tier] | None = None
    purity: dict[str, float | None] | None = None
    quadrants: dict[str, Quadrant] | None = None
    jaccard: float | None = None
    calibration: list[Decile] | None = None


def icp(view: View) -> Supported[Icp]:
    """The section, over the conversion window of ``view``."""
    definition, _ = view.definition
    if definition is None and not _has_teams(view):
        return Supported(section=Icp(), unsupported={"icp": NO_DEFINITION})
    if why := unmet(view, "icp/tiers"):
        return Supported(section=Icp(), unsupported={"icp": why})
    quadrants = _quadrants(view) if _has_teams(view) else None
    section = Icp(quadrants=quadrants, jaccard=_jaccard(quadrants) if quadrants else None)
    if definition is not None:
        section = section.model_copy(
            update={
                "name": definition.name,
                "version": definition.version,
                "tiers": _tiers(view),
                "purity": _purity(view),
                "calibration": _calibration(view),
            }
        )
    return Supported(section=section, unsupported={f"icp.{name}": why for name, why in _unsupported(view).items()})


def _has_teams(view: View) -> bool:
    return {"marketing", "sales"} <= view.teams.keys()


def _unsupported(view: View) -> dict[str, str]:
    missing, _ = unmet_figures(view, ORIGINS)
    for stage, figures in OF_STAGES.items():
        if why := unrecorded(view, stage):
            missing |= dict.fromkeys(figures, why)
    if view.definition[0] is None:
        missing = {figure: why for figure, why in missing.items() if figure.startswith("quadrants")}
        missing |= dict.fromkeys(OF_DEFINITION, NO_DEFINITION)
    if not _has_teams(view):
        missing |= dict.fromkeys(("quadrants", "jaccard"), NO_TEAMS)
    return missing


def _calibration(view: View) -> list[Decile] | None:
    """What became of each tenth of the fit scale; null when neither SQL nor Won is recorded."""
    unknown = [outcome for outcome, stage in (("sql", "SQL"), ("won", "Won")) if not view.records_stage(stage)]
    if len(unknown) == 2:
        return None
    return [Decile.model_validate(row | dict.fromkeys(unknown)) for row in view.ask("icp/calibration").rows]


def _tiers(view: View) -> list[Tier]:
    found = {row["tier"]: row for row in view.ask("icp/tiers").rows}
    churned = {}
    if view.has("customers"):
        asked = view.ask("icp/churned", begun_before=view.first_day_from(view.as_of))
        churned = {row["tier"]: row["churned_share"] for row in asked.rows}
    anybody = any(row["leads"] for row in found.values())
    return [_tier(view, name, found.get(name), churned.get(name), anybody=anybody) for name in TIERS]


def _tier(view: View, name: str, row: Mapping[str, Any] | None, churned: float | None, *, anybody: bool) -> Tier:
    known = {stage for stage in STAGES if view.records_stage(STAGES[stage])}
    if row is None:
        share = 0.0 if anybody else None
        nobody = {stage: Reached(mature=0, converted=0) if stage in known else Reached() for stage in STAGES}
        return Tier(tier=name, leads=0, share=share, **nobody)
    reached = {stage: _reached(row, stage) if stage in known else Reached() for stage in STAGES}
    figures = {key: row[key] for key in ("tier", "leads", "share", "mean_won")}
    return Tier(
        **figures,
        **reached,
        lift=row["lift"] if "sql" in known else None,
        rejected_share=row["rejected_share"] if view.has("lead_events") else None,
        response_median_minutes=row["response_median_minutes"] if view.has("touches") else None,
        churned_share=churned,
    )


def _reached(row: Mapping[str, Any], stage: str) -> Reached:
    return Reached.model_validate(
        {part: row[f"{stage}_{part}"] for part in ("mature", "converted", "rate", "low", "high")},
    )


def _purity(view: View) -> dict[str, float | None]:
    found = STAGE_NAMES | {row["stage"]: row["purity"] for row in view.ask("icp/purity").rows}
    return found | {stage: None for stage in STAGES.values() if not view.records_stage(stage)}


def _quadrants(view: View) -> dict[str, Quadrant]:
    found = {row.pop("quadrant"): row for row in view.ask("icp/quadrants").rows}
    nobody = {"share": 0.0 if found else None}
    quadrants = {name: Quadrant.model_validate(found.get(name, nobody)) for name in QUADRANTS}
    unknown = ([] if view.records_stage("Won") else ["won"]) + ([] if view.has("deals") else ["won_value", "mean_won"])
    return {name: quadrant.model_copy(update=dict.fromkeys(unknown)) for name, quadrant in quadrants.items()}


def _jaccard(quadrants: Mapping[str, Quadrant]) -> float | None:
    """Leads in both profiles of those in either."""
    either = sum(quadrants[name].leads for name in ("both", "marketing_only", "sales_only"))
    return quadrants["both"].leads / either if either else None
