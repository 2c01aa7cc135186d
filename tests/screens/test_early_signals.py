"""The Review opens with the early signals: what the week brought and what became of the weeks before, by rule."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from dashboard.asking.ask import open_warehouse
from dashboard.asking.opening import open_view
from dashboard.asking.view import View
from dashboard.findings.early import early_line
from dashboard.findings.early_words import opening_line
from dashboard.findings.signals import EarlySignals, YoungWeeks, early_signals, stage_label
from dashboard.findings.weeks import Weeks
from dashboard.meeting.weeks import end_of, week_after, week_of
from dashboard.metrics.changes import EARLY, early_weeks
from dashboard.metrics.report import section
from dashboard.scope.waterfalls import PRESETS, Stage, Waterfall
from dashboard.texts import count
from tests.claims.company import open_company
from tests.screens.clicking import charts, marks, panels
from tests.screens.conftest import Draw, drawn_on

BURSTS = tomllib.loads(files("dashboard.sample").joinpath("company.toml").read_text(encoding="utf-8"))["stories"][
    "bursts"
]
MONDAY = datetime.fromisoformat("2025-05-19")


@pytest.fixture
def view(sample_folder: Path) -> View:
    """The usual look at the sample company."""
    return open_view(open_warehouse(sample_folder))


def line_of(view: View, week: str) -> str:
    """The line the Review of a week opens with."""
    look = replace(view, as_of=end_of(view, week))
    sources = look.ask("changes/week_sources", week_starts=look.week_starts(26)).rows
    return early_line(look, early_signals(look, section(look, "changes").section), sources)


@pytest.mark.parametrize(
    "burst",
    [*BURSTS[:-1], pytest.param(BURSTS[-1], marks=pytest.mark.endure)],  # of fewer leads the last is as usual
    ids=lambda burst: burst["campaign"],
)
def test_a_webinar_burst_is_seen_in_its_own_week(view: View, burst: dict[str, Any]) -> None:
    """The review of that very week says how many came, that it is unusual, and from where; the week before not."""
    week = week_of(burst["on"])
    look = replace(view, as_of=end_of(view, week))
    now = look.ask("changes/weekly_counts", week_starts=look.week_starts(26)).rows[-1]["inquiries"]
    webinar = next(row for row in look.ask("changes/week_sources", week_starts=look.week_starts(26)).rows
                   if row["source"] == "Webinar")  # fmt: skip
    said = line_of(view, week)
    assert re.search(rf"enquiries \*\*{now}\*\*, (far above|above the usual|against \d+ in the median week)", said), (
        said
    )
    assert f"{100 * webinar['inquiries'] / now:.0f} % of them Webinar" in said
    assert "Webinar" not in line_of(view, week_after(week, -1))


def test_the_review_of_a_burst_opens_with_it(sample_folder: Path, monkeypatch: pytest.MonkeyPatch, view: View) -> None:
    """On the screen, before any card: the line, a chart per stage, and the records behind both."""
    week = week_of(BURSTS[0]["on"])
    look = replace(view, as_of=end_of(view, week))
    now = count(look.ask("changes/weekly_counts", week_starts=look.week_starts(26)).rows[-1]["inquiries"])
    app = drawn_on(sample_folder, monkeypatch, "review", week=week)
    assert not app.exception
    assert f"enquiries {now}" in app.subheader[0].value.replace("\u00a0", " ")
    assert any(part.value.startswith("Early signals") for part in app.caption)
    assert [name for name in charts(app) if name.startswith("early-")] == [f"early-{stage}" for stage in EARLY]
    assert {mark.customdata[2] for mark in marks(app) if mark.chart == "early-MQL"} == {7, 14, 28}
    app = app.button(key="records-inquiries").click().run()
    assert panels(app)[0].markdown[0].value.startswith(f"**{now} enquiries")


def test_the_signals_are_those_of_the_contract(view: View) -> None:
    """Counts, shares, ranges and signals of the whole company."""
    changes = section(view, "changes").section
    found = early_signals(view, changes)
    assert list(found.counts) == ["inquiries", "mql", "sal", "sql"]
    for contract, weeks in [
        *((changes.weekly[name], weeks) for name, weeks in found.counts.items()),
        *((changes.early[each.stage][str(each.days)], each.weeks) for each in found.young),
    ]:
        assert list(weeks.values) == contract.weeks
        limits = (contract.mean, contract.lower, contract.upper, contract.signal)
        assert (weeks.mean, weeks.lower, weeks.upper, weeks.signal) == limits
    assert len(found.young) == 9


def weeks(now: float | None, lower: float | None, upper: float | None, *, n: int = 400, runs: bool = False) -> Weeks:
    """A series that ends with a value, with its usual range."""
    mean = None if lower is None or upper is None else (lower + upper) / 2
    is_outside = now is not None and lower is not None and upper is not None and not lower <= now <= upper
    signal = None if mean is None or now is None else is_outside or runs
    return Weeks("enquiries", [None] * 26 + [now], [n] * 27, mean, lower, upper, signal)


def young(stage: str, days: int, series: Weeks, reached: int = 0) -> YoungWeeks:
    """A stage at an age, of the week that had just turned so old on MONDAY."""
    start = MONDAY - timedelta(days=days)
    return YoungWeeks(stage, days, [start] * 27, [reached] * 27, series)


def source(name: str, now: int, before: int, of_now: int = 864, of_before: int = 12_350) -> dict[str, Any]:
    """A source of the week."""
    return {
        "source": name, "inquiries": now, "share": now / of_now, "inquiries_before": before,
        "mean_a_week": before / 26, "share_before": before / of_before,
    }  # fmt: skip


def say(
    counts: dict[str, Weeks], others: Sequence[YoungWeeks] = (), sources: Sequence[dict[str, Any]] = (),
    label: dict[str, str] | None = None, **typical: Any,
) -> str:  # fmt: skip
    """The line, of the week that began on MONDAY."""
    signals = EarlySignals(counts, others, typical.get("medians", {}), frozenset(typical.get("standing_out", ())))
    return opening_line(
        signals, sources, lambda stage: (label or {}).get(stage, stage), lambda start: (MONDAY - start).days // 7
    ).replace("\n", " ")


def test_the_line_of_the_specification() -> None:
    """Far above, the source that made it, and a share below its range, each with its range."""
    said = say(
        {"inquiries": weeks(864, 389.5, 560.4)},
        [young("MQL", 14, weeks(0.31, 0.36, 0.48)), young("SAL", 14, weeks(0.2, 0.1, 0.3))],
        [source("Webinar", 527, 2_080), source("Event", 337, 10_270)],
    )
    assert said == (
        "This week: enquiries **864**, far above the usual 390–560; 61 % of them Webinar (17 % in the weeks before). "
        "Those of two weeks ago became MQL within 14 days in **31 %** of 400 cases, below the usual 36–48 %. "
        "All else that can be judged is within its usual range."
    )


def test_nothing_unusual_is_one_quiet_sentence() -> None:
    """With what was known and at which ages."""
    said = say(
        {"inquiries": weeks(480, 390, 560), "mql": weeks(200, 150, 250)},
        [young("MQL", 7, weeks(0.4, 0.3, 0.5)), young("MQL", 14, weeks(0.4, 0.3, 0.5))],
        medians={"inquiries": 476.0},
    )
    assert said == (
        "This week is as usual: **480** enquiries (476 in the median week, usual 390–560). MQL is within its usual "
        "range too, and so is what became of earlier weeks' enquiries after 7 and 14 days."
    )


@pytest.mark.parametrize(
    ("series", "said"),
    [
        (weeks(561, 389.5, 560.4), "**561**, above the usual 390–560"),
        (weeks(389, 389.5, 560.4), "**389**, below the usual 390–560"),
        (weeks(5_000, 390, 560), "**5,000**, far above the usual 390–560"),
        (weeks(500, 390, 560, runs=True), "usual 390–560, but for eight weeks or more above the mean of 475"),
        (weeks(3, 3.2, 3.8), "**3**, below the usual 3.2–3.8"),
        (weeks(4, 3, 3), "**4**, above the usual 3"),
        (weeks(12, None, None), "**12**. Nothing has a usual range yet: it takes 8 of the 26 weeks before"),
        (weeks(0, 390, 560), "**0**, far below the usual 390–560"),
    ],
)  # fmt: skip
def test_a_count_says_where_it_stands_and_no_more(series: Weeks, said: str) -> None:
    """Whole numbers of the range hold exactly those that are usual."""
    assert said in say({"inquiries": series})


def test_a_share_is_told_from_the_end_of_its_range() -> None:
    """As many digits as it takes, so that what is below is not written as the end it is below of."""
    said = say({"inquiries": weeks(480, 390, 560)}, [young("SAL", 7, weeks(0.318, 0.321, 0.48))])
    assert "in **31.8 %** of 400 cases, below the usual 32.1–48.0 %" in said
    said = say({"inquiries": weeks(480, 390, 560)}, [young("SAL", 7, weeks(0.98, 0.9, 1.4, runs=True))])
    assert "within the usual 90–100 %" in said


def test_of_each_stage_the_furthest_is_told_and_the_others_counted() -> None:
    """One sentence a stage; the rest are the orange marks."""
    said = say(
        {"inquiries": weeks(480, 390, 560)},
        [young("MQL", 7, weeks(0.2, 0.36, 0.48)), young("MQL", 14, weeks(0.3, 0.36, 0.48)),
         young("SQL", 28, weeks(0.2, 0.1, 0.15))],
    )  # fmt: skip
    assert "Those of last week became MQL within 7 days in **20 %**" in said
    assert "Those of four weeks ago became SQL within 28 days in **20 %** of 400 cases, far above" in said
    assert "1 more share is not usual either: the orange marks." in said
    assert "within 14 days" not in said


def test_fewer_than_ten_are_counts_alone() -> None:
    """Of a week's enquiries by source and by what became of them."""
    few = weeks(None, None, None, n=7)
    said = say(
        {"inquiries": weeks(7, 0, 4)}, [young("MQL", 7, few, 2), young("SAL", 7, few, 1)],
        [source("Webinar", 5, 20, of_now=7, of_before=50), source("(none)", 2, 30, of_now=7, of_before=50)],
    )  # fmt: skip
    assert "5 of the 7 Webinar" in said
    assert "Too few for a rate: of the 7 of last week 2 became MQL within 7 days." in said
    assert " %" not in said


def test_a_burst_that_earlier_ones_hide_stands_out_all_the_same() -> None:
    """The range it lies in is said, and why it is wide; nothing is called above it."""
    said = say(
        {"inquiries": weeks(864, 17, 1_015)}, [], [source("Webinar", 413, 2_700), source("Event", 451, 9_650)],
        medians={"inquiries": 475.5}, standing_out=["inquiries"],
    )  # fmt: skip
    assert said.startswith("This week: enquiries **864**, against 476 in the median week; 48 % of them Webinar")
    assert "A few unusual weeks before have widened the usual ranges: enquiries 17–1,015." in said
    assert "above" not in said


def test_names_of_others_are_text() -> None:
    """A hostile source and a stage called otherwise."""
    said = say(
        {"inquiries": weeks(864, 390, 560), "mql": weeks(900, 100, 200)},
        [young("MQL", 14, weeks(0.31, 0.36, 0.48))],
        [source("[x](http://evil) $y$ **b**", 800, 100)],
        label={"MQL": "Good <b>fit</b>"},
    )
    assert "](http" not in said
    assert "**b**" not in said
    assert "reached “Good &#60;b&#62;fit&#60;/b&#62;” within 14 days" in said


def test_a_fall_names_the_source_that_fell() -> None:
    """What it brought before, a week."""
    said = say(
        {"inquiries": weeks(200, 390, 560)}, [],
        [source("Event", 190, 5_200, of_now=200), source("Webinar", 10, 7_150, of_now=200)],
    )  # fmt: skip
    assert "far below the usual 390–560; Webinar fell to 10, from 275 a week before" in said


def test_the_waterfall_looked_at_names_its_stages(view: View) -> None:
    """A company's own name where the same leads reach the stage, ours where none does."""
    v1 = PRESETS["v1"].stages
    own = Waterfall(stages=(v1[0], Stage(name="Fits", events=v1[1].events), *v1[2:]), name="own")
    assert stage_label(replace(view, waterfall=own), "MQL") == "Fits"
    assert stage_label(replace(view, waterfall=own), "SAL") == "SAL"
    assert stage_label(replace(view, waterfall=PRESETS["v2"]), "MQL") == "AQL"
    longer = Waterfall(stages=(*v1[:3], Stage(name="Meant", events=("sql", "sgl", "won"))), name="own")
    assert stage_label(replace(view, waterfall=longer), "SQL") == "Meant"
    split = Waterfall(stages=(v1[0], Stage(name="Fits", events=("mql",)), *v1[2:]), name="own")
    assert stage_label(replace(view, waterfall=split), "MQL") == "MQL"


def test_weeks_before_anything_was_recorded_are_not_usual() -> None:
    """Twelve weeks of leads make a range of theirs, not of zeros; MQLs recorded since last week make none either."""
    leads = [
        {"lead_id": f"{week}-{number}", "created_at": f"{MONDAY - timedelta(weeks=week) + timedelta(hours=number)}"}
        for week in range(12)
        for number in range(20)
    ]
    moves = [{"lead_id": f"0-{number}", "at": f"{MONDAY + timedelta(days=2)}", "event": "mql"} for number in range(20)]
    with open_company({"leads": leads, "lead_events": moves}, {}, {}) as view:
        look = replace(view, as_of=MONDAY + timedelta(weeks=1))
        found = early_signals(look, section(look, "changes").section)
    assert found.counts["inquiries"].values[-12:] == [20] * 12
    assert set(found.counts["inquiries"].values[:-12]) == {None}
    assert found.counts["mql"].values[-1] == 20
    assert found.counts["mql"].lower is None
    assert all(each.weeks.lower is None for each in found.young)


def test_leads_alone_say_what_came_in(drawn: Draw) -> None:
    """No chart, no share; the reason instead. Deals alone have no early signals at all."""
    app = drawn("review", "leads-only")
    assert not app.exception
    assert app.subheader[0].value.startswith("This week")
    assert not [name for name in charts(app) if name.startswith("early-")]
    assert any("No lead was ever recorded as MQL" in caption.value for caption in app.caption)
    without = drawn("review", "deals-only")
    assert not any(part.value.startswith("Early signals") for part in without.caption)


def test_ages_are_asked_of_the_same_weeks_where_clocks_change(view: View) -> None:
    """In the week after, the newest week of an age is the one whose days are all over."""
    for week in ("2026-W13", "2026-W14", "2026-W43", "2026-W44"):
        look = replace(view, as_of=end_of(view, week))
        for days in (7, 14, 28):
            newest = early_weeks(look, days)[-1]
            assert look.days_before(newest, -7) + timedelta(days=days) <= look.as_of
