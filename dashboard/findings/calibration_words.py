"""Sentences of the calibration review: what its figures allow to say, and no more."""

from collections.abc import Sequence

from dashboard.metrics.calibration import CalibrationReview, CriterionFigures, SuggestedWeight
from dashboard.texts import FEWEST_FOR_RATE, count, in_markdown, interval, percent

CURVE_CAPTION = "Across: fit, 0 to 100; up: the share that reached SQL, recalibrated so that more fit never means less."
STABLE, ANOTHER = 0.1, 0.25
"""The usual bounds of a stability index: below the one an inflow is stable, above the other it is another."""


def population_words(review: CalibrationReview) -> str:
    """Whom the figures are of, and who is left out because nobody worked them."""
    left = sum(each.left_out for each in review.left_out)
    everybody = sum(each.n for each in review.left_out)
    by_tier = ", ".join(f"{each.tier} {percent(each.share)}" for each in review.left_out if each.n >= FEWEST_FOR_RATE)
    shares = f" ({by_tier})" if by_tier else ""
    return (
        f"Of {count(review.population)} worked leads {count(review.events)} reached SQL. Left out: "
        f"{count(left)} of {count(everybody)} that nobody worked{shares}. Association: outside the profile leads are "
        "worked less."
    )


def used_words(review: CalibrationReview) -> str:
    """The least known criterion, and what of the inflow has drifted."""
    least = min(
        (each for each in review.coverage if each.share is not None), key=lambda each: each.share or 0, default=None
    )
    if least is None:
        return "No lead came in, so nothing says whether the profile is used."
    known = (
        f"“{in_markdown(least.criterion)}”, the least known criterion, is known for {percent(least.share)} of the leads"
    )
    return f"{known}; {_drift_words(review)}"


def _drift_words(review: CalibrationReview) -> str:
    moved = [each for each in review.drift if each.psi is not None and each.psi >= STABLE]
    if not any(each.psi is not None for each in review.drift):
        return "there is no quarter before to hold the inflow against"
    if not moved:
        return "the inflow is stable"
    first = moved[0]
    how = "is another inflow" if (first.psi or 0) > ANOTHER else "has moved"
    return f"by {in_markdown(first.field.replace('_', ' '))} it {how} (stability index {first.psi:.2f})"


def separates_words(review: CalibrationReview) -> str:
    """Whether fit tells leads that reach SQL from others, as far as the interval allows it."""
    others = review.population - review.events
    if review.auc is None or min(review.events, others) < FEWEST_FOR_RATE:
        return (
            f"Too few to say whether fit separates: {count(review.events)} of {count(review.population)} reached SQL."
        )
    within = interval(review.auc_low, review.auc_high)
    rate = f"in {percent(review.auc)} of pairs ({within}) the lead that reached SQL fits better"
    if (review.auc_low or 0) > 0.5:
        claim = f"Fit separates: {rate}"
    elif (review.auc_high or 1) < 0.5:
        claim = f"Fit points the wrong way: {rate}"
    else:
        claim = f"Fit cannot be told from chance: {rate}"
    skill = (
        f"Recalibrated, fit takes {percent(review.corp.skill)} off the uncertainty."
        if review.corp.skill is not None
        else ""
    )
    won = f" Of wins: {percent(review.won.auc)} of pairs." if review.won and review.won.auc is not None else ""
    return f"{claim}.\n{skill}{won}".rstrip()


def curve_words(review: CalibrationReview) -> str:
    """What the recalibrated curve draws, for whoever hears it: its lowest and its highest step of enough leads."""
    known = [(fit, rate, n) for fit, rate, n in review.corp.curve if n >= FEWEST_FOR_RATE]
    if not known:
        return "Recalibrated share that reached SQL by fit; no fit has enough leads"
    (low, least, _), (high, most, _) = known[0], known[-1]
    ends = f"{percent(least)} at fit {low:.0f}, {percent(most)} at fit {high:.0f}"
    return f"Recalibrated share that reached SQL by fit: {ends}"


def criteria_words(review: CalibrationReview) -> str:
    """Which criteria cannot be shown to add anything given the others."""
    judged = [each for each in review.criteria if each.adds is not None]
    if not judged:
        return "What each criterion adds cannot be said yet."
    idle = [each for each in judged if not adds_something(each)]
    if not idle:
        return "Each criterion adds something given the others."
    names = ", ".join(f"“{in_markdown(each.criterion)}”" for each in idle)
    return f"Cannot be shown to add anything given the others: {names}."


def adds_something(criterion: CriterionFigures) -> bool:
    """Whether the whole interval of what it adds is above nothing."""
    return criterion.adds_low is not None and criterion.adds_low > 0


def adds_words(criterion: CriterionFigures, trained_on: int) -> str:
    """What a criterion adds, in a cell."""
    if criterion.adds is None:
        return "–"
    return "adds" if adds_something(criterion) else f"cannot be shown to add anything (n {count(trained_on)})"


def proposal_words(suggested: Sequence[SuggestedWeight] | None, refusal: str | None) -> str:
    """How many weights the outcomes speak for changing, or why that cannot be said."""
    if suggested is None:
        return f"No weights are suggested.\n{in_markdown(refusal or '', 400)}"
    moved = [each for each in suggested if each.now != each.suggested]
    if not moved:
        return "The outcomes speak for the weights there are."
    first = max(moved, key=lambda each: abs(each.suggested - each.now))
    move = f"“{in_markdown(first.criterion)}” from {first.now:g} to {first.suggested:g}"
    return f"The outcomes speak for {'another weight' if len(moved) == 1 else 'other weights'}: {move}" + (
        f", and {count(len(moved) - 1)} more." if len(moved) > 1 else "."
    )


def weakened(words: str, look: int | None) -> str:
    """Figures of sealed weeks as markdown: grey from the second look at them on."""
    return words if (look or 1) == 1 else f":gray[{words}]"


def look_words(number: int | None) -> str:
    """The how-many-th look at sealed weeks it is: a repeated look is no test any more."""
    if number is None:
        return ""
    ending = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    weaker = "" if number == 1 else ", so what it says is weaker"
    return f"{number}{ending} look at these sealed weeks{weaker}."
