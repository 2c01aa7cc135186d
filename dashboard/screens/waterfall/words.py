"""What the Waterfall screen says in words, made from figures by rules; never more than the intervals allow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from dashboard.asking.view import View
from dashboard.charts.stages import StageBar
from dashboard.findings.standing import count_range, standing
from dashboard.findings.weeks import Weeks
from dashboard.findings.words import noun_at
from dashboard.metrics.waterfall import Conversion, StageCount
from dashboard.scope.waterfalls import PRESETS
from dashboard.texts import FEWEST_FOR_RANK, FEWEST_FOR_RATE, count, day, in_markdown, percent

STAGE_WORDS = {
    "MQL": "qualified by marketing",
    "AQL": "qualified by its score",
    "TAL": "accepted on the telephone",
    "TQL": "qualified on the telephone",
    "SAL": "accepted by sales",
    "SQL": "qualified by sales",
}
MULTIPLIED = 2
"""From so many times as many on, a source's growth is said in numbers of its own; else as its share of all."""
NO_VALUE = "(none)"


@dataclass(frozen=True)
class MovedStep:
    """A step whose share moved by more than chance, now and before, and what made it move.

    ``kind`` is ``mix``, ``rate``, ``both`` or empty, ``driver`` the source that did most of it, None where none moved
    by more than chance itself; ``simpson``: every source's own rate went the other way.
    """

    now: Conversion
    before: Conversion
    kind: str = ""
    driver: Mapping[str, Any] | None = None
    simpson: bool = False

    @property
    def rose(self) -> bool:
        """Whether more advance than before."""
        return (self.now.rate or 0) > (self.before.rate or 0)

    @property
    def name(self) -> str:
        """From which stage to which, in Markdown."""
        return f"{in_markdown(self.now.from_stage)} to {in_markdown(self.now.to_stage)}"


def reached_finding(stages: Sequence[StageBar], young: str, when: str) -> str:
    """How many came in and how many of them got to the last stage before the end, beside the period ``when``."""
    first, deepest = stages[0], stages[max(len(stages) - 2, min(len(stages) - 1, 1))]
    words = f"{count(first.reached)} enquir{'y' if first.reached == 1 else 'ies'} came in"
    before = count(first.before)
    if deepest is not first:
        words += f" and {count(deepest.reached)} reached {in_markdown(deepest.name)}{' so far' if young else ''}"
        before += f" and {count(deepest.before)}"
    return f"{words}, against {before} at the same age in {when}" if first.before else words


def still_young(view: View) -> str:
    """Until when the cohort is young, so that its shares will rise; empty when all of it has had its time."""
    due = view.window.end + timedelta(days=view.horizon_days)
    return "" if due <= view.as_of else f"still young until {day(view.local(due))}"


def conversion_finding(moved: Sequence[MovedStep], *, compared: bool, when: str) -> str:
    """The step that moved first and what moved it; that none did, or that there is nothing to compare with."""
    if not compared:
        return f"Too few enquiries have had their time to compare with {when}"
    if not moved:
        return f"No step converts better or worse than in {when} by more than chance"
    step = moved[0]
    moved_words = f"from {percent(step.before.rate)} to {percent(step.now.rate)}"
    if step.driver is None:
        why = {
            "mix": ", mostly by the mix of sources",
            "rate": ", mostly by the sources’ own rates",
            "both": ", by the mix of sources and by their own rates",
        }.get(step.kind, "")
        words = f"{step.name} {'rose' if step.rose else 'fell'} {moved_words}{why}"
    else:
        words = f"{_source_moved(step)} and {'lifted' if step.rose else 'dragged'} {step.name} {moved_words}"
    if step.simpson:
        words += f", though every source’s own rate {'fell' if step.rose else 'rose'}"
    return words


def also_moved(moved: Sequence[MovedStep]) -> str:
    """The other steps that moved by more than chance; empty when there are none."""
    changes = [f"{step.name} {percent(step.before.rate)} → {percent(step.now.rate)}" for step in moved[1:]]
    return f"also beyond chance: {', '.join(changes)}" if changes else ""


def _source_moved(step: MovedStep) -> str:
    """What became of the source that did most of it: its own rate, its number, or its share of the stage."""
    row = step.driver or {}
    source, noun = in_markdown(row["part"]), noun_at(step.now.from_stage)
    of_source = f"{source} {noun}"
    if row["part"] == NO_VALUE:
        source, of_source = "What has no source", f"{noun} without a source"
    if step.kind == "rate":
        return f"{source} converts {percent(row['own_now'])} of its {noun}, from {percent(row['own_before'])},"
    if row["leads_before"] >= FEWEST_FOR_RATE and row["leads_now"] >= MULTIPLIED * row["leads_before"]:
        return (
            f"{of_source[0].upper()}{of_source[1:]} grew from {count(row['leads_before'])} to {count(row['leads_now'])}"
        )
    return f"{source} went from {percent(row['share_before'])} to {percent(row['share_now'])} of the {noun}"


def fates_finding(fates: Mapping[str, int], cohort: int, still_open: int) -> str:
    """How many are still open, and how many of these nobody works."""
    if not still_open:
        return f"None of the {count(cohort)} enquiries is open any more"
    words = f"{count(still_open)} of the {count(cohort)} enquiries are still open"
    waits = [
        f"{count(fates[fate])} of them {clause}"
        for fate, clause in (("stalled", "have stalled"), ("untouched", "nobody touched in time"))
        if fates.get(fate)
    ]
    if waits:
        return f"{words}; {' and '.join(waits)}"
    return words if "open" in fates else f"{words}, none of them stalled or left untouched"


def flow_finding(stages: Mapping[int, StageCount], counted: Mapping[int, Weeks]) -> str:
    """The stages whose week is not usual, each against its range; where every one is, that it is.

    ``counted``: the weeks of the stages of which a usual range may be known, by the stage's number.
    """
    ranged = {number: weeks for number, weeks in counted.items() if weeks.lower is not None}
    unusual = [number for number, weeks in ranged.items() if weeks.signal]
    if not ranged:
        week = stages[1].week or 0
        return f"{count(week)} enquir{'y' if week == 1 else 'ies'} came in this week"
    if not unusual:
        first = next(iter(ranged))
        others = [in_markdown(stages[number].stage) for number in ranged if number != first]
        as_usual = f"; {', '.join(others)} within the usual too" if others else ""
        return f"{_of_week(stages[first], first)}, {_stands(ranged[first])}{as_usual}"
    return "; ".join(f"{_of_week(stages[number], number)}, {_stands(ranged[number])}" for number in unusual)


def _of_week(stage: StageCount, number: int) -> str:
    """How many reached a stage in the review week."""
    return (
        f"{count(stage.week)} {'enquiries came in' if number == 1 else f'reached {in_markdown(stage.stage)}'} this week"
    )


def _stands(weeks: Weeks) -> str:
    return standing(weeks, count_range, lambda mean: f"{mean:,.0f}")


def segments_finding(rows: Sequence[Mapping[str, Any]]) -> str:
    """The segments that reach a stage more and less often than the others by more than chance, of thirty or more.

    ``rows`` are those of one stage; of the first, which all reach, the largest segment is named instead.
    """
    if not rows:
        return "No enquiry came in"
    if rows[0]["stage_number"] == 1:
        largest = max(rows, key=lambda row: (row["cycles"], row["part"]))
        return f"{_named(largest)} brought {count(largest['cycles'])} enquiries, the most"
    stage = in_markdown(rows[0]["stage"])
    every = sum(row["cycles"] for row in rows)
    ranked = [row for row in rows if min(row["cycles"], every - row["cycles"]) >= FEWEST_FOR_RANK]
    above = max((row for row in ranked if row["gap_low"] > 0), key=_gap, default=None)
    below = min((row for row in ranked if row["gap_high"] < 0), key=_gap, default=None)
    if above is None and below is None:
        return f"None reaches {stage} more or less often than the others by more than chance"
    clauses = [
        f"{_named(row)} {f'reaches {stage} ' if not number or above is None else ''}{often} often than the others "
        f"({percent(row['of_first'])} against {percent(row['others_share'])})"
        for number, (row, often) in enumerate(((above, "more"), (below, "less")))
        if row is not None
    ]
    return ", ".join(clauses)


def _gap(row: Mapping[str, Any]) -> float:
    return float(row["of_first"] - row["others_share"])


def _named(row: Mapping[str, Any]) -> str:
    return "What has none" if row["part"] == NO_VALUE else in_markdown(row["part"])


def stages_mean(view: View) -> str:
    """What the stages of the shipped waterfalls are called for; of a company's own it knows best."""
    names = [stage.name for stage in view.waterfall.stages if view.waterfall.name in PRESETS]
    meanings = "; ".join(f"{name}: {STAGE_WORDS[name]}" for name in names if name in STAGE_WORDS)
    return f"{meanings}." if meanings else ""
