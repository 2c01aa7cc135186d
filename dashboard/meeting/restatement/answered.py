"""Which figures of the ``metrics`` JSON a question answers, by their paths."""

from collections.abc import Iterable, Mapping, Sequence

from dashboard.metrics.changes import WEEKLY, WEEKS_BEFORE
from dashboard.metrics.pipeline import ORIGINS

ELSEWHERE: Mapping[str, Sequence[str]] = {
    "changes/limits": [f"changes.weekly.{name}.weeks[{WEEKS_BEFORE}]" for name in WEEKLY],
    "disagreement/matrix": ["disagreement.agreement"],
    "money/costs": [
        f"money.{name}"
        for name in ("cpl", "cost_per_mql", "cost_per_sql", "cac", "by_source", "wasted_spend", "undecided_spend")
    ],
    "response/attempts": ["response.gave_up_after_one", "response.personal"],
    "response/by_part": ["response.by_source", "response.by_owner"],
    "response/times": [f"response.{name}_minutes" for name in ("median", "p90", "working_median", "naive_median")],
}
"""By question: where figures stand that it answers beside those under its own name."""
AFTER_A_NAME = ("", ".", "[")
"""What follows a name in a path that is it, or something within it."""


def figures_of(paths: Iterable[str], question: str, series: str | None = None) -> list[str]:
    """Those of ``paths`` that a question answers, each once; the last value of the weekly ``series`` comes first."""
    begins = [question.replace("/", "."), *ELSEWHERE.get(question, ())]
    begins += [f"pipeline.{figure}" for figure, (name, _) in ORIGINS.items() if name == question]
    if series is not None:
        begins.insert(0, path_of(series))
    there = list(paths)
    matches = (
        path for begin in begins for path in there if path.startswith(begin) and path[len(begin) :][:1] in AFTER_A_NAME
    )
    return list(dict.fromkeys(matches))


def path_of(series: str) -> str:
    """Where the last value of a weekly series stands."""
    name = series if series.startswith("early.") else f"weekly.{series}"
    return f"changes.{name}.weeks[{WEEKS_BEFORE}]"
