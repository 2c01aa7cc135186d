"""Section ``icp`` of the metric contract (§6): fit tiers, purity, the teams' quadrants, calibration."""

from collections.abc import Mapping
from typing import Any

from dashboard.asking.view import View
from dashboard.metrics.recorded import Origin, known_rows, unmet, unmet_figures, unmet_parts, without
from dashboard.metrics.section import Section, Supported
from icp.scoring import TIERS

STAGES = ("mql", "sal", "sql", "won")
STAGE_NAMES: dict[str, float | None] = {"Inquiry": None, "MQL": None, "SAL": None, "SQL": None, "Won": None}
QUADRANTS = ("both", "marketing_only", "sales_only", "neither")
LEADS, BY_TIER, PURITY, CALIBRATION = "icp/cycles", "icp/tiers", "icp/purity", "icp/calibration"
BY_TEAMS = "icp/quadrants"
OUTCOMES = {"sql", "won"}
ORIGINS: dict[str, Origin] = {
    "tiers.response_median_minutes": (BY_TIER, "response_median_minutes"),
    "tiers.churned_share": ("icp/churned", "churned_share"),
    "tiers.mean_won": (BY_TIER, "mean_won"),
    "quadrants.won_value": (BY_TEAMS, "won_value"),
    "quadrants.mean_won": (BY_TEAMS, "mean_won"),
    "tiers.rejected_share": (BY_TIER, "rejected_share"),
    "tiers.mql": (BY_TIER, "mql_rate"),
    "purity.MQL": (PURITY, "stage=MQL"),
    "tiers.sal": (BY_TIER, "sal_rate"),
    "purity.SAL": (PURITY, "stage=SAL"),
    "tiers.sql": (BY_TIER, "sql_rate"),
    "tiers.lift": (BY_TIER, "lift"),
    "purity.SQL": (PURITY, "stage=SQL"),
    "calibration.sql": (CALIBRATION, "sql"),
    "tiers.won": (BY_TIER, "won_rate"),
    "purity.Won": (PURITY, "stage=Won"),
    "quadrants.won": (BY_TEAMS, "won"),
    "calibration.won": (CALIBRATION, "won"),
    "name": (BY_TIER, "tier"),
    "version": (BY_TIER, "tier"),
    "tiers": (BY_TIER, "tier"),
    "purity": (PURITY, "stage"),
    "calibration": (CALIBRATION, "decile"),
    "quadrants": (BY_TEAMS, "quadrant"),
    "jaccard": ("icp/overlap", "jaccard"),
}
"""Where each figure comes from: so what it needs."""
OF_TEAMS = frozenset({BY_TEAMS, "icp/overlap"})
"""What rests on the teams' own definitions; all else on the shared one."""

NOBODY: dict[str, Any] = {f"{stage}_{part}": 0 for stage in STAGES for part in ("mature", "converted")} | {"leads": 0}
"""The row of a tier that holds nobody."""
NO_LEADS: dict[str, Any] = {"leads": 0, "won": 0, "won_value": 0.0}
"""That of a quadrant."""


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
    if why := unmet(view, LEADS):
        return Supported(section=Icp(), unsupported={"icp": why})
    reasons, absent = unmet_figures(view, ORIGINS)
    definition, _ = view.definition
    section = Icp(
        name=definition.name if definition else None,
        version=definition.version if definition else None,
        tiers=None if "tiers" in absent else _tiers(view),
        purity=None if "purity" in absent else _purity(view),
        quadrants=None if "quadrants" in absent else _quadrants(view),
        jaccard=None if "jaccard" in absent else view.ask("icp/overlap").one()["jaccard"],
        calibration=None if "calibration" in absent else _calibration(view),
    )
    if definition is None:  # then there is nothing of which a part could lack something
        reasons = {each: why for each, why in reasons.items() if "." not in each or ORIGINS[each][0] in OF_TEAMS}
    return Supported(section=section, unsupported={f"icp.{name}": why for name, why in reasons.items()})


def _calibration(view: View) -> list[Decile] | None:
    """What became of each tenth of the fit scale; null when neither SQL nor Won is recorded."""
    if unmet_parts(view, CALIBRATION).keys() >= OUTCOMES:
        return None
    return [Decile.model_validate(row) for row in known_rows(view, CALIBRATION)]


def _tiers(view: View) -> list[Tier]:
    by_tier = {row["tier"]: row for row in view.ask(BY_TIER).rows}
    begun = view.first_day_from(view.as_of)
    churned = {row["tier"]: row["churned_share"] for row in known_rows(view, "icp/churned", begun_before=begun)}
    share = 0.0 if any(row["leads"] for row in by_tier.values()) else None
    rows = [by_tier.get(name) or NOBODY | {"tier": name, "share": share} for name in TIERS]
    return [_tier(row, churned.get(row["tier"])) for row in without(rows, unmet_parts(view, BY_TIER))]


def _tier(row: Mapping[str, Any], churned: float | None) -> Tier:
    reached = {stage: _reached(row, stage) for stage in STAGES}
    figures = {name: row[name] for name in Tier.model_fields if name in row}
    return Tier(**figures, **reached, churned_share=churned)


def _reached(row: Mapping[str, Any], stage: str) -> Reached:
    return Reached.model_validate({part: row.get(f"{stage}_{part}") for part in Reached.model_fields})


def _purity(view: View) -> dict[str, float | None]:
    return STAGE_NAMES | {row["stage"]: row["purity"] for row in known_rows(view, PURITY)}


def _quadrants(view: View) -> dict[str, Quadrant]:
    by_quadrant = {row["quadrant"]: row for row in view.ask(BY_TEAMS).rows}
    share = 0.0 if by_quadrant else None
    rows = [by_quadrant.get(name) or NO_LEADS | {"quadrant": name, "share": share} for name in QUADRANTS]
    return {row["quadrant"]: Quadrant.model_validate(row) for row in without(rows, unmet_parts(view, BY_TEAMS))}
