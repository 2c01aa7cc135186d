"""Section ``response`` of the metric contract (§4): how long a buyer waits for a first human answer."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.asking.view import View
from dashboard.metrics.recorded import Origin, known_rows, unmet, unmet_figures
from dashboard.metrics.section import Section, Supported

DAYS_A_WEEK, HOURS_A_DAY = 7, 24
ATTEMPTS = {
    "0": "never_tried",
    "1": "tried_once",
    "2": "tried_twice",
    "3-5": "tried_3_to_5",
    "6+": "tried_6_or_more",
}
TIMES, TRIES, GROUPS = "response/times", "response/attempts", "response/by_source_and_owner"
BANDS, WITHIN, ARRIVALS = "response/bands", "response/within", "response/arrivals"
ORIGINS: dict[str, Origin] = {
    "attempts": (TRIES, "never_tried"),
    "bands": (BANDS, None),
    "by_owner": (GROUPS, "n"),
    "by_source": (GROUPS, "n"),
    "day_only": (TIMES, "day_only"),
    "gave_up_after_one": (TRIES, "gave_up_after_one"),
    "median_minutes": (TIMES, "median_minutes"),
    "naive_median_minutes": (TIMES, "naive_median_minutes"),
    "p90_minutes": (TIMES, "p90_minutes"),
    "personal": (TRIES, "personal"),
    "responded": (TIMES, "responded"),
    "within": (WITHIN, "rate"),
    "working_median_minutes": (TIMES, "working_median_minutes"),
}
"""Where the figures come from that need more than leads."""


class Within(Section):
    """Of the clocks whose limit has passed, those answered within it."""

    n: int
    met: int
    rate: float | None
    low: float | None
    high: float | None


class Band(Section):
    """A waiting time: clocks of the window (n), and the outcome of those of the conversion window."""

    n: int
    mature: int | None = None
    sql: int | None = None
    rate: float | None = None
    low: float | None = None
    high: float | None = None


class Group(Section):
    """The wait of one source's or owner's leads, in minutes; null = not reached."""

    n: int
    responded: int
    median_minutes: float | None
    p90_minutes: float | None


class Response(Section):
    """Time to a first human answer; minutes, shares 0-1, null where the data says nothing or it is not reached.

    ``arrivals`` are counts of clock starts by local weekday (Monday first) and hour, ``day_only`` how many of
    ``responded`` have a day and no time.
    """

    n: int | None = None
    responded: int | None = None
    day_only: int | None = None
    median_minutes: float | None = None
    p90_minutes: float | None = None
    working_median_minutes: float | None = None
    naive_median_minutes: float | None = None
    within: dict[str, Within] | None = None
    bands: dict[str, Band] | None = None
    attempts: dict[str, int] | None = None
    gave_up_after_one: float | None = None
    personal: float | None = None
    by_source: dict[str, Group] | None = None
    by_owner: dict[str, Group] | None = None
    arrivals: list[list[int]] | None = None


def response(view: View) -> Supported[Response]:
    """The section, over the clocks that started in the window of ``view``."""
    if why := unmet(view, ARRIVALS):
        return Supported(section=Response(), unsupported={"response": why})
    reasons, _ = unmet_figures(view, ORIGINS)
    (times,) = known_rows(view, TIMES)
    section = Response(**times, arrivals=_arrivals(view), **({} if unmet(view, BANDS) else _of_touches(view)))
    return Supported(section=section, unsupported={f"response.{name}": why for name, why in reasons.items()})


def _of_touches(view: View) -> dict[str, Any]:
    """The figures that rest on touches alone."""
    groups = view.ask(GROUPS).rows
    tried = view.ask(TRIES).one()
    return {
        "within": {row["answered_within"]: Within(**row) for row in view.ask(WITHIN).rows},
        "bands": {row["band"]: Band(**row) for row in known_rows(view, BANDS)},
        "attempts": {name: tried[column] for name, column in ATTEMPTS.items()},
        "gave_up_after_one": tried["gave_up_after_one"],
        "personal": tried["personal"],
        "by_source": _grouped(groups, "source"),
        "by_owner": _grouped(groups, "owner"),
    }


def _arrivals(view: View) -> list[list[int]]:
    counts = [[0] * HOURS_A_DAY for _ in range(DAYS_A_WEEK)]
    for row in view.ask(ARRIVALS).rows:
        counts[row["weekday"] - 1][row["hour"]] = row["cycles"]
    return counts


def _grouped(rows: Sequence[Mapping[str, Any]], grouping: str) -> dict[str, Group]:
    return {row["value"]: Group(**row) for row in rows if row["grouping"] == grouping}
