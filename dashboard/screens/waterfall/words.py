"""What the Waterfall screen says in words, made from figures by rules; never more than the intervals allow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from dashboard.asking.view import View
from dashboard.charts.stages import StageBar
from dashboard.metrics.waterfall import Conversion
from dashboard.scope.waterfalls import PRESETS
from dashboard.screens.words import those_at
from dashboard.texts import FEWEST_FOR_RATE, count, day, in_markdown, percent

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
NO_SOURCE = "(none)"


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
    said = [f"{step.name} {percent(step.before.rate)} → {percent(step.now.rate)}" for step in moved[1:]]
    return f"also beyond chance: {', '.join(said)}" if said else ""


def _source_moved(step: MovedStep) -> str:
    """What became of the source that did most of it: its own rate, its number, or its share of the stage."""
    row = step.driver or {}
    source, those = in_markdown(row["part"]), those_at(step.now.from_stage)
    of_source = f"{source} {those}"
    if row["part"] == NO_SOURCE:
        source, of_source = "What has no source", f"{those} without a source"
    if step.kind == "rate":
        return f"{source} converts {percent(row['own_now'])} of its {those}, from {percent(row['own_before'])},"
    if row["leads_before"] >= FEWEST_FOR_RATE and row["leads_now"] >= MULTIPLIED * row["leads_before"]:
        return (
            f"{of_source[0].upper()}{of_source[1:]} grew from {count(row['leads_before'])} to {count(row['leads_now'])}"
        )
    return f"{source} went from {percent(row['share_before'])} to {percent(row['share_now'])} of the {those}"


def fates_finding(fates: Mapping[str, int], cohort: int, still_open: int) -> str:
    """How many are still open, and how many of these nobody works."""
    if not still_open:
        return f"None of the {count(cohort)} enquiries is open any more"
    words = f"{count(still_open)} of the {count(cohort)} enquiries are still open"
    waits = [
        f"{count(fates[fate])} of them {said}"
        for fate, said in (("stalled", "have stalled"), ("untouched", "nobody touched in time"))
        if fates.get(fate)
    ]
    if waits:
        return f"{words}; {' and '.join(waits)}"
    return words if "open" in fates else f"{words}, none of them stalled or left untouched"


def stages_mean(view: View) -> str:
    """What the stages of the shipped waterfalls are called for; of a company's own it knows best."""
    names = [stage.name for stage in view.waterfall.stages if view.waterfall.name in PRESETS]
    said = "; ".join(f"{name}: {STAGE_WORDS[name]}" for name in names if name in STAGE_WORDS)
    return f"{said}." if said else ""
