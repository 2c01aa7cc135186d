"""The early signals as the Review says and draws them: the line it opens with, and the young weeks of each stage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from dashboard.asking.ask import ask
from dashboard.asking.view import View
from dashboard.charts.early import Age, YoungLine, YoungPoint
from dashboard.findings.early_words import opening_line
from dashboard.findings.signals import EarlySignals, YoungWeeks, early_signals, stage_label
from dashboard.findings.words import days_of
from dashboard.metrics.changes import WEEKS_BEFORE, Changes
from dashboard.metrics.windows import DAYS_A_WEEK
from dashboard.scope.moments import Window
from dashboard.texts import count, percent

EARLY_QUESTION = "Early signals: what did the week bring?"
HOW_TO_READ = (
    "Share of a week's enquiries that got so far within so many days; a line per week. Band: usual range of the "
    f"{WEEKS_BEFORE} weeks before at the same age. Filled: the newest week of an age; orange: not usual."
)
SHOWN_LINES = 4
"""Young weeks drawn: the newest that can be judged, and the three before."""


@dataclass(frozen=True)
class EarlyStage:
    """A stage of v1 with what the company calls it, its young weeks at each age, and the weeks drawn."""

    stage: str
    label: str
    young: Sequence[YoungWeeks]
    lines: Sequence[YoungLine]

    @property
    def ages(self) -> list[Age]:
        """The usual range of each age."""
        return [Age(each.days, each.weeks.lower, each.weeks.upper) for each in self.young]

    @property
    def spoken(self) -> str:
        """The newest of each age in words, for who hears the chart."""
        return spoken(self.label, self.young)


@dataclass(frozen=True)
class EarlyItem:
    """What the week brought: the claim and whose records it is about, the signals, and the stages drawn.

    ``sources`` are those of the week's enquiries, as asked for the weeks of ``starts``.
    """

    about: str
    claim: str
    signals: EarlySignals
    stages: Sequence[EarlyStage]
    starts: Sequence[datetime]
    sources: Sequence[Mapping[str, Any]]


def early_item(view: View, changes: Changes) -> EarlyItem | None:
    """The early signals of a look; None where there are no leads."""
    if not view.has("leads"):
        return None
    signals = early_signals(view, changes)
    starts = known_starts(view, signals)
    sources = ask(view, "changes/week_sources", week_starts=starts).rows
    about = f"enquiries of {days_of(view, Window(view.week_start, view.as_of))} and of the weeks before"
    stages = early_stages(view, signals.young)
    return EarlyItem(about, early_line(view, signals, sources), signals, stages, starts, sources)


def early_line(view: View, signals: EarlySignals, sources: Sequence[Mapping[str, Any]]) -> str:
    """The line the Review opens with; a slice of one source alone is not told which source it is."""
    is_one_source = len(view.slice.chosen().get("source", ())) == 1
    return opening_line(
        signals, [] if is_one_source else sources, partial(stage_label, view), partial(_weeks_back, view)
    )


def known_starts(view: View, signals: EarlySignals) -> list[datetime]:
    """The starts of the weeks in which enquiries were recorded, the review week last."""
    known = signals.counts["inquiries"].values
    starts = view.week_starts(WEEKS_BEFORE)
    return [start for start, value in zip(starts, known, strict=True) if value is not None]


def young_lines(view: View, ages: Sequence[YoungWeeks]) -> list[YoungLine]:
    """The newest weeks with what is known of them at each age, the newest first."""
    newest = max(each.starts[-1] for each in ages)
    starts = [
        start
        for each in ages
        for start in each.starts
        if _weeks_back(view, start) < SHOWN_LINES + _weeks_back(view, newest)
    ]
    lines = []
    for start in sorted(set(starts), reverse=True):
        points = [point for each in ages if (point := _point(each, start))]
        if points:
            ends = Window(start, view.days_before(start, -DAYS_A_WEEK))
            name = view.week_of(start)
            lines.append(YoungLine(start.isoformat(), name[5:], f"{name}, {days_of(view, ends)}", points))
    return lines


def _point(each: YoungWeeks, start: datetime) -> YoungPoint | None:
    """A week at an age; None where it is not so old yet, or too few were judged."""
    if start not in each.starts:
        return None
    place = each.starts.index(start)
    share = each.weeks.values[place]
    if share is None:
        return None
    is_newest = place == len(each.starts) - 1
    signal = is_newest and bool(each.weeks.signal)
    return YoungPoint(each.days, share, each.reached[place], each.weeks.records[place], is_newest, signal)


def spoken(label: str, ages: Sequence[YoungWeeks]) -> str:
    """The newest of each age in words, for who hears the chart."""
    phrases = []
    for each in ages:
        usual = (
            "" if each.weeks.lower is None else f", usual {percent(each.weeks.lower)} to {percent(each.weeks.upper)}"
        )
        phrases.append(
            f"within {each.days} days {percent(each.weeks.values[-1])} of {count(each.weeks.records[-1])}{usual}"
        )
    return f"{label} by age of the week: {'; '.join(phrases)}"


def _weeks_back(view: View, start: datetime) -> int:
    """How many weeks before the review week a week began."""
    return round((view.week_start - start) / timedelta(days=DAYS_A_WEEK))


def early_stages(view: View, young: Sequence[YoungWeeks]) -> list[EarlyStage]:
    """The recorded stages of which a young week can be drawn, each with its ages and its lines."""
    stages = {each.stage: [one for one in young if one.stage == each.stage] for each in young}
    return [
        EarlyStage(stage, stage_label(view, stage), ages, lines)
        for stage, ages in stages.items()
        if (lines := young_lines(view, ages))
    ]
