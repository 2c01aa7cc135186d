"""Sentences of the Shared ICP screen: what the figures allow to say, and no more."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.asking.view import View
from dashboard.metrics.icp import Quadrant, Reached, Tier
from dashboard.texts import FEWEST_FOR_RANK, FEWEST_FOR_RATE, count, in_markdown, percent
from icp.document import Definition
from icp.words import number_in_words

QUADRANT_WORDS = {
    "both": "In both profiles",
    "marketing_only": "Only in marketing's",
    "sales_only": "Only in sales'",
    "neither": "In neither",
}
SIDES = ("In marketing's", "Not in it", "Not in sales'", "In sales'")
DECILES = 10
SAME_DEALS = "Fitted on the same deals: the profile was in part written knowing them, so this flatters it."


def thresholds(definition: Definition) -> str:
    """How fit becomes a tier."""
    tiers = ", ".join(f"{tier} from {number_in_words(fit)}" for tier, fit in definition.tiers.model_dump().items())
    return (
        f"Fit is the weight of what is met, of 100 for what is known: {tiers}, D below. Out: a required criterion is "
        f"not met. Unknown: less than {percent(definition.min_coverage)} of the weight is known."
    )


def fit_by_version(earlier: str, before: Mapping[str, Any], version: str, now: Mapping[str, Any]) -> str:
    """What share of the same leads fits by the version before and by this one."""
    return (
        f"By version {in_markdown(earlier)}, {percent(before['purity'])} of the {count(before['leads'])} "
        f"enquiries of the window whose fit is known would be in tier A or B; by version {in_markdown(version)}, "
        f"{percent(now['purity'])} of {count(now['leads'])}: fit before and after the change is measured by "
        "different rules."
    )


def is_same_deals(view: View, definition: Definition) -> bool:
    """Whether leads of the window came before the definition took effect, so that their deals may have shaped it."""
    return view.local(view.conversion_window.start).date() < definition.effective_from


def tiers_mean(tiers: Sequence[Tier], stage: str) -> str:
    """Whether tier A gets further than the others, as far as the intervals allow it."""
    reached_by_tier: dict[str, Reached] = {tier.tier: getattr(tier, stage.lower()) for tier in tiers}
    best = reached_by_tier.get("A")
    rest = next((reached_by_tier[name] for name in ("D", "Out", "C") if _is_sure(reached_by_tier.get(name))), None)
    if not _is_sure(best) or rest is None or best is None:
        return "Too few leads in the tiers to say whether fit pays."
    name = next(key for key, value in reached_by_tier.items() if value is rest)
    rates = f"{percent(best.rate)} of its enquiries against {percent(rest.rate)}"
    if (best.low or 0) > (rest.high or 1):
        return f"Tier A reaches {stage} more often than {name}: {rates}."
    if (best.high or 1) < (rest.low or 0):
        return f"Tier A reaches {stage} less often than {name}: {rates}."
    return f"Tier A and {name} do not differ beyond noise in reaching {stage}."


def _is_sure(reached: Reached | None) -> bool:
    return reached is not None and (reached.mature or 0) >= FEWEST_FOR_RANK


def purity_means(rows: Sequence[Mapping[str, Any]]) -> str:
    """How the share of fitting leads changes from the first stage to the last that has enough leads."""
    sure = [row for row in rows if row["leads"] >= FEWEST_FOR_RANK]
    if len(sure) < 2:
        return "Too few leads to compare stages."
    first, last = sure[0], sure[-1]
    at_last = f"{percent(last['purity'])} of those at {last['stage']}"
    sentence = f"{percent(first['purity'])} of the enquiries that came in fit, {at_last}"
    if last["low"] > first["high"]:
        return f"{sentence}: the funnel keeps those that fit."
    if last["high"] < first["low"]:
        return f"{sentence}: the funnel loses those that fit."
    return f"{sentence}: no more than noise apart."


def jaccard_means(quadrants: Mapping[str, Quadrant], overlap: Mapping[str, Any]) -> str:
    """How far the teams' own profiles mean the same leads."""
    either = overlap["in_either"]
    if not either:
        return "No enquiry is in either team's own profile."
    if either < FEWEST_FOR_RATE:
        return f"Of {count(either)} enquiries in either team's own profile, {count(overlap['in_both'])} are in both."
    return (
        f"Of the {count(either)} enquiries in either team's own profile, {percent(overlap['jaccard'])} are in both "
        f"(Jaccard index): marketing alone would go after {count(quadrants['marketing_only'].leads)}, "
        f"sales alone after {count(quadrants['sales_only'].leads)}."
    )


def calibration_means(rows: Sequence[Mapping[str, Any]]) -> str:
    """Whether the best-fitting leads reach SQL more often than the worst-fitting."""
    sure = [row for row in rows if row["sql_mature"] >= FEWEST_FOR_RANK]
    if len(sure) < 2:
        return "Too few leads with a known fit to compare."
    worst, best = sure[0], sure[-1]
    sentence = (
        f"Enquiries of fit {band(best['decile'])} reach SQL in {percent(best['sql'])} of cases, those of fit "
        f"{band(worst['decile'])} in {percent(worst['sql'])}"
    )
    if best["sql_low"] > worst["sql_high"]:
        return f"{sentence}: higher fit, higher chance."
    if best["sql_high"] < worst["sql_low"]:
        return f"{sentence}: the profile points the wrong way."
    return f"{sentence}: no more than noise apart."


def band(decile: int) -> str:
    """A tenth of the fit scale: 80 to under 90; the last one holds its end."""
    return f"{10 * (decile - 1)} to {'100' if decile == DECILES else f'under {10 * decile}'}"
