"""The headings of the Waterfall screen say what moved and what moved it, and stop where the figures stop."""

import itertools
import re
from typing import Any

import pytest

from dashboard.charts.look import DARK, LIGHT, Look
from dashboard.charts.segments import SegmentFunnel, SegmentStage, segments_chart
from dashboard.charts.stages import StageBar, stages_chart
from dashboard.findings.weeks import Weeks
from dashboard.metrics.waterfall import Conversion, StageCount
from dashboard.screens.waterfall.words import (
    MovedStep,
    conversion_finding,
    fates_finding,
    flow_finding,
    reached_finding,
    segments_finding,
)
from tests.screens.contrast import weak_marks

BARS = [
    StageBar(1, "Inquiry", 400, 300, 1.0, None, 380),
    StageBar(2, "MQL", 100, 60, 0.25, 0.25, 120),
    StageBar(3, "SAL", 40, 31, 0.1, 0.4, 38),
    StageBar(4, "SQL", 9, 8, 0.0225, 0.225, 0),
    StageBar(5, "Won", 1, 0, 0.0025, 1 / 9, 2),
]


def step(before: float, now: float) -> tuple[Conversion, Conversion]:
    """MQL to SAL now and before."""
    return (
        Conversion(from_stage="MQL", to_stage="SAL", mature=500, rate=now),
        Conversion(from_stage="MQL", to_stage="SAL", mature=500, rate=before),
    )


def driver(**figures: Any) -> dict[str, Any]:
    """A source that went from 100 of 1,000 to 400 of 1,200."""
    usual = {
        "part": "Webinar", "leads_before": 100, "leads_now": 400, "share_before": 0.1, "share_now": 1 / 3,
        "own_before": 0.5, "own_now": 0.3,
    }  # fmt: skip
    return usual | figures


FELL = step(0.6, 0.54)


@pytest.mark.parametrize(
    ("moved", "said"),
    [
        (MovedStep(*FELL, "mix", driver()), "Webinar MQLs grew from 100 to 400 and dragged MQL to SAL from 60 % to"),
        (MovedStep(*FELL, "mix", driver(leads_now=199)), "Webinar went from 10 % to 33 % of the MQLs and dragged"),
        (MovedStep(*FELL, "mix", driver(leads_before=9)), "Webinar went from 10 % to 33 % of the MQLs and dragged"),
        (MovedStep(*step(0.5, 0.54), "mix", driver()), "and lifted MQL to SAL from 50 % to 54 %"),
        (MovedStep(*FELL, "rate", driver()), "Webinar converts 30 % of its MQLs, from 50 %, and dragged MQL to"),
        (MovedStep(*FELL, "mix", driver(part="(none)")), "MQLs without a source grew from 100 to 400 and"),
        (MovedStep(*FELL, "rate", driver(part="$x$")), "&#36;x&#36; converts"),
        (MovedStep(*FELL, "rate"), "MQL to SAL fell from 60 % to 54 %, mostly by the sources’ own rates"),
        (MovedStep(*FELL), "MQL to SAL fell from 60 % to 54 %"),
        (MovedStep(*FELL, "mix", simpson=True), "though every source’s own rate rose"),
    ],
)
def test_the_step_that_moved_is_named_with_what_moved_it(moved: MovedStep, said: str) -> None:
    """A source only where it moved by more than chance itself; its growth in numbers from ten on."""
    assert said in conversion_finding([moved], compared=True, when="the 13 weeks before")


def test_without_a_move_or_without_enough_the_heading_says_so() -> None:
    """No step beyond chance, and none that can be compared, are two things."""
    assert "by more than chance" in conversion_finding([], compared=True, when="before")
    assert conversion_finding([], compared=False, when="before").startswith("Too few")


def test_how_far_they_got_names_both_periods() -> None:
    """The last stage before the end, beside the same of the period before; nothing beside nothing."""
    assert reached_finding(BARS, "still young", "before") == (
        "400 enquiries came in and 9 reached SQL so far, against 380 and 0 at the same age in before"
    )
    alone = StageBar(1, "Inquiry", 1, 0, 1.0, None, 0)
    assert reached_finding([alone], "", "before") == "1 enquiry came in"
    assert (
        reached_finding([alone, StageBar(2, "Won", 1, 0, 1.0, 1.0, 0)], "", "") == "1 enquiry came in and 1 reached Won"
    )


@pytest.mark.parametrize(
    ("fates", "still_open", "said"),
    [
        (
            {"won": 4, "stalled": 3, "untouched": 2},
            5,
            "5 of the 9 enquiries are still open; 3 of them have stalled and 2",
        ),
        ({"won": 9}, 0, "None of the 9 enquiries is open any more"),
        ({"active": 9}, 9, "9 of the 9 enquiries are still open, none of them stalled or left untouched"),
        ({"open": 9}, 9, "9 of the 9 enquiries are still open"),
    ],
)
def test_what_became_of_them_says_who_waits(fates: dict[str, int], still_open: int, said: str) -> None:
    """Where nothing says which of the open ones anybody works, nothing is said of it."""
    found = fates_finding(fates, 9, still_open)
    assert found.startswith(said)
    assert "open" not in fates or found == said


@pytest.mark.parametrize("look", [LIGHT, DARK])
@pytest.mark.parametrize("young", ["", "still young until 1 May 2026"])
def test_the_bars_say_what_they_hold(look: Look, young: str) -> None:
    """Counts above the bars, shares in the gaps, of fewer than ten the counts; a young cohort is muted and says so."""
    figure = stages_chart(BARS, "before", young, look)
    assert list(weak_marks(figure.to_json(), look.page)) == []
    told = {note["text"]: note for note in figure.to_dict()["layout"]["annotations"]}
    assert {"<b>400</b>", "<b>100</b>", "<b>9</b>"} <= told.keys()
    assert ("25 %<br>→" if young else "<b>25 %</b><br>→") in told
    assert ("1 of 9<br>→" if young else "<b>1 of 9</b><br>→") in told
    gap = next(note for text, note in told.items() if "25 %" in text)
    assert (gap["x"], gap["font"]["color"]) == (0.5, look.caption if young else look.text)
    assert [text for text in told if "young" in text] == ([f"<i>{young}</i>"] if young else [])
    data = {trace["name"]: trace for trace in figure.to_dict()["data"]}
    stopped = data["Did not advance"]
    assert [mark[2] for mark in stopped["customdata"]] == list(stopped["y"]) == [300, 60, 31, 8]
    assert data["Reached"]["marker"]["color"] == (look.faint if young else look.main)
    ticks = figure.to_dict()["layout"]["xaxis"]["ticktext"]
    assert [re.sub("<.*?>", " ", tick).split(maxsplit=1)[1].strip() for tick in ticks] == [
        "100 % of all", "25 %", "10 %", "2.2 %", "0.2 %"
    ]  # fmt: skip


def test_a_stage_of_hostile_text_stays_text_and_short() -> None:
    """Markup is written out, ten thousand characters are cut and broken into lines."""
    hostile = [
        StageBar(1, "<script>alert(1)</script>", 10, 5, 1.0, None, 0),
        StageBar(2, "x" * 10_000, 5, 0, 0.5, 0.5, 0),
    ]
    ticks = stages_chart(hostile, "$x$", "", LIGHT).to_dict()["layout"]["xaxis"]["ticktext"]
    assert all("<script" not in tick for tick in ticks)
    assert max(len(tick) for tick in ticks) < 300


def segment(part: str, cycles: int, share: float, gap: tuple[float, float], number: int = 4) -> dict[str, Any]:
    """A segment of 1,000 enquiries in all, at SQL."""
    return {
        "part": part, "stage_number": number, "stage": "SQL", "cycles": cycles, "of_first": share, "others_share": 0.2,
        "gap_low": gap[0], "gap_high": gap[1],
    }  # fmt: skip


HIGH, LOW, EVEN = (
    segment("Demo", 200, 0.4, (0.1, 0.3)), segment("Webinar", 300, 0.05, (-0.2, -0.1)),
    segment("Fair", 470, 0.21, (-0.05, 0.06)),
)  # fmt: skip
FEW = segment("Few", 29, 0.9, (0.5, 0.8))


def test_a_segment_is_named_where_it_differs_by_more_than_chance() -> None:
    """Of thirty or more, against the others; the others alone where they do not differ."""
    assert segments_finding([HIGH, LOW, EVEN, FEW]) == (
        "Demo reaches SQL more often than the others (40 % against 20 %), "
        "Webinar less often than the others (5.0 % against 20 %)"
    )
    assert segments_finding([LOW, EVEN]) == "Webinar reaches SQL less often than the others (5.0 % against 20 %)"
    assert segments_finding([EVEN, FEW, FEW]).startswith("None reaches SQL more or less often")
    assert segments_finding([segment("(none)", 7, 1.0, (0, 0), 1)]) == "What has none brought 7 enquiries, the most"


def weeks(now: float, *, signal: bool) -> Weeks:
    """A week beside a usual 390 to 560."""
    return Weeks("enquiries", [470.0] * 26 + [now], [470] * 27, 475.0, 389.5, 560.2, signal)


def test_a_week_out_of_the_usual_is_the_heading() -> None:
    """Else that it is usual; without a range the count alone."""
    stages = {1: StageCount(stage="Inquiry", week=864), 2: StageCount(stage="MQL", week=470)}
    both = {1: weeks(864, signal=True), 2: weeks(470, signal=False)}
    assert flow_finding(stages, both) == "864 enquiries came in this week, far above the usual 390–560"
    usual = {1: weeks(470, signal=False), 2: weeks(470, signal=False)}
    assert flow_finding(stages, usual).endswith("within the usual 390–560; MQL within the usual too")
    assert flow_finding(stages, {}) == "864 enquiries came in this week"


@pytest.mark.parametrize("look", [LIGHT, DARK])
def test_a_small_funnel_says_where_its_segment_stands(look: Look) -> None:
    """Blue above, orange below, a frame neither; grey below thirty; counts alone below ten."""
    segments = [
        SegmentFunnel(place, "<b>", cycles, [
            SegmentStage(1, "Inquiry", cycles, 1.0, 0.9, 1.0, 1.0, 0),
            SegmentStage(2, "MQL", 5, 5 / cycles, 0.1, 0.6, 0.3, standing),
        ])
        for place, (cycles, standing) in enumerate([(40, 1), (40, -1), (40, 0), (20, 1), (8, 1)])
    ]  # fmt: skip
    figure = segments_chart(segments, look)
    assert list(weak_marks(figure.to_json(), look.page)) == []
    (bars,) = [trace for trace in figure.to_dict()["data"] if trace["width"] == 0.44]
    assert list(bars["marker"]["color"][1::2]) == [look.main, look.warning, look.page, look.page]
    assert list(bars["marker"]["line"]["color"][1::2]) == [look.main, look.warning, look.main, look.quiet]
    floors = bars["base"][::2]
    assert all(before - floor > 1.5 for before, floor in itertools.pairwise(floors)), "no funnel reaches into another"
    said = [note["text"] for note in figure.to_dict()["layout"]["annotations"]]
    assert [text for text in said if not text.startswith("<b>")] == ["12 %", "12 %", "12 %", "25 %", "5"]
    assert [text for text in said if text.startswith("<b>")] == [
        f"<b>&#60;b&#62;</b>  {n}" for n in (40, 40, 40, 20, 8)
    ]
