"""The line the Review opens with, made from the early signals by rule; never more than their usual ranges allow."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from dashboard.findings.signals import EarlySignals, YoungWeeks
from dashboard.findings.standing import count_range, distance, is_outside, share_digits, share_range, standing
from dashboard.findings.weeks import Weeks
from dashboard.metrics.changes import WEEKS_BEFORE
from dashboard.scope.waterfalls import PRESETS
from dashboard.texts import FEWEST_FOR_RATE, count, in_markdown, percent, spelled
from dashboard.thresholds import FEWEST_WEEKS

MAIN_SOURCE = 0.5
"""A source is named when it makes so much of what is above or below the mean."""
NO_SOURCE = "(none)"
STAGE_NAMES = frozenset(stage.name for waterfall in PRESETS.values() for stage in waterfall.stages)
Label = Callable[[str], str]
"""What the company calls a stage."""
Back = Callable[[datetime], int]
"""How many weeks before the review week a week began."""


def opening_line(signals: EarlySignals, sources: Sequence[Mapping[str, Any]], label: Label, back: Back) -> str:
    """What the week brought and what became of the weeks before, each against its usual range, in Markdown."""
    if _is_quiet(signals):
        return _as_usual(signals, label)
    counts, named = signals.counts, _counts_named(signals)
    parts = [f"{_counted('enquiries', signals, 'inquiries')}{source_words(signals, sources)}"]
    parts += [_counted(_name(label(name.upper())), signals, name) for name in named]
    furthest = _furthest(signals.young)
    sentences = [f"This week: {'; '.join(parts)}."]
    if signals.standing_out:
        nouns = {name: "enquiries" if name == "inquiries" else _name(label(name.upper())) for name in counts}
        ranges = [f"{noun} {count_range(counts[name])}" for name, noun in nouns.items() if name in signals.standing_out]
        sentences.append(f"A few unusual weeks before have widened the usual ranges: {', '.join(ranges)}.")
    sentences += [
        _became(each, label, back, "The enquiries" if len(sentences) > 1 or named else "Those") for each in furthest
    ]
    first, *others = [*sentences, *_the_rest(signals, len(furthest)), *_too_few(signals, label, back)]
    return "\n".join(filter(None, [first, " ".join(others)]))


def source_words(signals: EarlySignals, sources: Sequence[Mapping[str, Any]]) -> str:
    """Which source made most of what is unusual about the enquiries, after a semicolon; empty where none did."""
    enquiries = signals.counts["inquiries"]
    now = enquiries.values[-1]
    is_unusual = is_outside(enquiries) or "inquiries" in signals.standing_out
    if now is None or enquiries.mean is None or not is_unusual or not sources:
        return ""
    excess = now - enquiries.mean
    first = max(sources, key=lambda row: (row["inquiries"] - (row["mean_a_week"] or 0)) / excess)
    if (first["inquiries"] - (first["mean_a_week"] or 0)) / excess < MAIN_SOURCE:
        return ""
    name = "without a source" if first["source"] == NO_SOURCE else in_markdown(first["source"])
    if excess < 0:
        before = f"{first['mean_a_week']:,.0f} a week before"
        return f"; {name} fell to {count(first['inquiries'])}, from {before}"
    before = ""
    if sum(row["inquiries_before"] for row in sources) >= FEWEST_FOR_RATE:
        before = f" ({percent(first['share_before'])} in the weeks before)"
    if now < FEWEST_FOR_RATE:
        return f"; {count(first['inquiries'])} of the {count(int(now))} {name}"
    return f"; {percent(first['share'])} of them {name}{before}"


def _median_words(signals: EarlySignals) -> str:
    median = signals.medians.get("inquiries")
    return "" if median is None else f"{median:,.0f} in the median week"


def _is_quiet(signals: EarlySignals) -> bool:
    """Whether everything is known, has a usual range and is within it."""
    every = [*signals.counts.values(), *(each.weeks for each in signals.young)]
    return not signals.standing_out and all(weeks.signal is False for weeks in every)


def _as_usual(signals: EarlySignals, label: Label) -> str:
    """The words of a week in which nothing is out of the usual."""
    enquiries = signals.counts["inquiries"]
    text = f"This week is as usual: **{_count_now(enquiries)}** enquiries"
    ranges = [_median_words(signals), "" if _is_wide(enquiries) else f"usual {count_range(enquiries)}"]
    if any(ranges):
        text += f" ({', '.join(filter(None, ranges))})"
    wide = (
        f"They differ so much from week to week that only more than {enquiries.upper:,.0f} would be unusual"
        if _is_wide(enquiries)
        else ""
    )
    names = [_name(label(name.upper())) for name in signals.counts if name != "inquiries"]
    also = []
    if names:
        also.append(f"{_listed(names)} {'is within its usual range' if len(names) == 1 else 'are within theirs'} too")
    if signals.young:
        ages = _listed([str(days) for days in sorted({each.days for each in signals.young})])
        also.append(f"{'so' if also else 'So'} is what became of earlier weeks' enquiries after {ages} days")
    return "\n".join(f"{sentence}." for sentence in filter(None, [text, wide, ", and ".join(also)]))


def _is_wide(weeks: Weeks) -> bool:
    """Whether weeks are so unlike one another that not even none would stand out."""
    return not weeks.lower and weeks.upper is not None


def _counts_named(signals: EarlySignals) -> list[str]:
    """The counts of stages that are not usual."""
    return [
        name
        for name, weeks in signals.counts.items()
        if name != "inquiries" and (weeks.signal or name in signals.standing_out)
    ]


def _count_now(weeks: Weeks) -> str:
    return count(int(weeks.values[-1] or 0))


def _counted(noun: str, signals: EarlySignals, name: str) -> str:
    """A count and where it stands; without a usual range the count alone."""
    weeks = signals.counts[name]
    where = standing(weeks, count_range, lambda mean: f"{mean:,.0f}")
    if name in signals.standing_out:
        where = f"against {signals.medians[name]:,.0f} in the median week"
    return f"{noun} **{_count_now(weeks)}**{f', {where}' if where else ''}"


def _furthest(young: Sequence[YoungWeeks]) -> list[YoungWeeks]:
    """Of each stage the age at which it is furthest from the usual, where it is a signal."""
    signals = [each for each in young if each.weeks.signal]
    stages = dict.fromkeys(each.stage for each in signals)
    return [
        max((each for each in signals if each.stage == stage), key=lambda each: distance(each.weeks))
        for stage in stages
    ]


def _became(each: YoungWeeks, label: Label, back: Back, who: str) -> str:
    """How many of a week's enquiries reached a stage within the days, and where that stands."""
    weeks = each.weeks
    share = percent(weeks.values[-1], share_digits(weeks))
    where = standing(weeks, share_range, lambda mean: percent(mean, share_digits(weeks)))
    return (
        f"{who} of {_when(each, back)} {_reached(label(each.stage))} within {each.days} days in **{share}** of "
        f"{count(weeks.records[-1])} cases, {where}."
    )


def _the_rest(signals: EarlySignals, named: int) -> Iterable[str]:
    """What is said of the series that the line has not named: more signals, the usual, those without a range."""
    more = sum(bool(each.weeks.signal) for each in signals.young) - named
    every = [*signals.counts.values(), *(each.weeks for each in signals.young)]
    unnamed = [
        weeks for name, weeks in signals.counts.items() if name != "inquiries" and name not in signals.standing_out
    ]
    if more:
        yield f"{count(more)} more share{' is' if more == 1 else 's are'} not usual either: the orange marks."
    elif any(weeks.signal is False for weeks in [*unnamed, *(each.weeks for each in signals.young)]):
        yield "All else that can be judged is within its usual range."
    rangeless = [weeks for weeks in every if weeks.lower is None]
    if rangeless:
        which = "Nothing has a usual range yet" if len(rangeless) == len(every) else "Not all of it has a usual range"
        yield (
            f"{which}: it takes {FEWEST_WEEKS} of the {WEEKS_BEFORE} weeks before, and for a share "
            f"{spelled(FEWEST_FOR_RATE)} enquiries in each."
        )


def _too_few(signals: EarlySignals, label: Label, back: Back) -> Iterable[str]:
    """Of weeks of fewer than ten enquiries the counts alone, of the first stage that is recorded."""
    few = [each for each in signals.young if 0 < each.weeks.records[-1] < FEWEST_FOR_RATE]
    of_first = [each for each in few if each.stage == few[0].stage]
    if of_first:
        parts = [
            f"of the {count(each.weeks.records[-1])} of {_when(each, back)} {count(each.reached[-1])} "
            f"{_reached(label(each.stage))} within {each.days} days"
            for each in of_first
        ]
        yield f"Too few for a rate: {', '.join(parts)}."


def _when(each: YoungWeeks, back: Back) -> str:
    """Which week, seen from the review week."""
    weeks = back(each.starts[-1])
    return "last week" if weeks == 1 else f"{spelled(weeks)} weeks ago"


def _reached(label: str) -> str:
    """Became MQL, as everybody says; reached a stage of any other name."""
    return f"became {label}" if label in STAGE_NAMES else f"reached {_name(label)}"


def _name(label: str) -> str:
    return label if label in STAGE_NAMES else f"“{in_markdown(label)}”"


def _listed(names: Sequence[str]) -> str:
    """One, two and three."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
