"""The Explore screen: whatever is chosen, the parts sum to the whole and small numbers stay counts."""

import csv
import io
import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import parse_qs

import openpyxl
import pyarrow.parquet as pq
import pytest

from dashboard.asking.ask import ask, open_warehouse
from dashboard.asking.exporting import as_csv_file, as_parquet, as_xlsx
from dashboard.asking.opening import open_view
from dashboard.asking.view import View
from dashboard.charts.explore import Line, over_time_chart
from dashboard.charts.look import DARK, LIGHT, Look
from dashboard.charts.matrix import MatrixCell, matrix_chart
from dashboard.metrics.report import section
from dashboard.scope.moments import Window
from dashboard.screens.explore.choice import NOTHING, Choice
from dashboard.screens.explore.exports import about_export, exported
from dashboard.screens.explore.measures import MEASURES
from dashboard.screens.explore.words import DIMENSIONS, cell_of, point_of, row_words, shown
from tests.enduring import some
from tests.screens.clicking import charts
from tests.screens.conftest import FILES, Draw, drawn_on
from tests.screens.contrast import contrast, weak_marks

WINDOW = ["2024-01-01", "2025-06-01"]
LATER = {"revenue", "deals_won", "deals_lost", "win_rate", "mean_won", "cycle_won_days"}
"""What a small company may have none of in a window."""


@pytest.fixture
def sample_view(sample_folder: Path) -> View:
    """The usual look at the sample company."""
    return open_view(open_warehouse(sample_folder))


@pytest.mark.parametrize("kind", FILES)
def test_it_draws_on_every_kind_of_warehouse(drawn: Draw, kind: str) -> None:
    """Nothing raises, nothing is refused."""
    app = drawn("explore", kind)
    assert not app.exception
    assert not app.error


def test_a_link_opens_as_it_was_chosen(drawn: Draw) -> None:
    """Measure, both columns and the grain stand in the address."""
    app = drawn(
        "explore", "normal", measure="sql", by="region", then="owner", grain="month", window=WINDOW,
    )  # fmt: skip
    assert not app.exception
    chosen = [app.selectbox(key=key).value for key in ("measure", "by", "then", "grain")]
    assert chosen == ["sql", "region", "owner", "month"]
    assert any("1 Jan 2024 – 1 Jun 2025" in caption.value for caption in app.caption)


def test_a_link_in_the_words_of_the_boxes_opens_too(drawn: Draw) -> None:
    """Links once named the choices as the boxes call them."""
    app = drawn("explore", "normal", measure=MEASURES["sql"].label, by="Region", grain="Month")
    assert [app.selectbox(key=key).value for key in ("measure", "by", "grain")] == ["sql", "region", "month"]
    assert not app.warning


@pytest.mark.parametrize("measure", some(list(MEASURES), 6))
@pytest.mark.parametrize("split", [{"grain": "Month"}, {"then": "region"}, {"then": "region", "grain": "month"}])
def test_every_choice_draws(drawn: Draw, measure: str, split: dict[str, str]) -> None:
    """Every measure over time, by two columns, and both: one chart or a few, never a list of joined names."""
    app = drawn("explore", "normal", measure=MEASURES[measure].label, window=WINDOW, **split)
    assert app.selectbox(key="measure").value == measure
    assert not app.exception
    assert not app.error
    specs = [chart.proto.spec for chart in charts(app).values()]
    assert specs
    assert [weak for spec in specs for weak in weak_marks(spec, LIGHT.page)] == []
    assert not any(" · " in tick for spec in specs for tick in json.loads(spec)["layout"]["yaxis"].get("ticktext", []))


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_the_parts_sum_to_the_cohort_of_the_metrics(kinds: dict[str, Path], dimension: str) -> None:
    """However it is split, no lead is lost or counted twice."""
    view = open_view(open_warehouse(kinds["normal"]), date_from="2024-01-01")
    window = view.window
    for second, grain in (("none", None), ("region", "week"), ("owner", "quarter")):
        rows = ask(
            view, "explore/leads", dimension=dimension, second=second, grain=grain, measure="sql", since=window.start,
            until=window.end,
        ).rows  # fmt: skip
        assert sum(row["records"] for row in rows) == section(view, "waterfall").section.cohort
        assert len({(row["part"], row["second"], row["period"]) for row in rows}) == len(rows)


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("grain", [NOTHING, "month"])
def test_every_choice_answers_and_a_row_opens_into_its_n(kinds: dict[str, Path], measure: str, grain: str) -> None:
    """Every measure, column and grain has rows, and the records behind a row are as many as its n says."""
    view = open_view(open_warehouse(kinds["normal"]), date_from="2024-09-01")
    columns = [*DIMENSIONS, NOTHING]
    for number, first in enumerate(some(columns, 3)):
        choice = Choice.of(view, measure, first, columns[(number + 1 + len(measure)) % len(columns)], grain)
        name, bound = choice.question
        rows = ask(view, name, **bound).rows
        assert rows or measure in LATER
        figure = choice.measure
        for place in {0, len(rows) // 2, len(rows) - 1} if rows else ():
            row = rows[place]
            records, behind = choice.records(row)
            found = ask(view, records, **behind).rows
            assert len(found) == row[figure.opened]
            for flag in ("is_reached_in_time", "is_in_time"):
                if figure.kind == "share" and flag in (found[0] if found else {}):
                    assert sum(record[flag] for record in found) == row[figure.hits or ""]
            if figure.kind == "money" and figure.enough is None:
                assert sum(record["value"] or 0 for record in found) == pytest.approx(row[figure.figure] or 0)


def test_the_link_to_be_copied_holds_every_choice_with_week_and_import(drawn: Draw, kinds: dict[str, Path]) -> None:
    """What the address says, and what it leaves out as the usual."""
    app = drawn("explore", "normal", measure="sql", grain="month", by="region")
    chosen = parse_qs(app.code[0].value.partition("?")[2])
    generation = open_warehouse(kinds["normal"]).generation.id
    assert chosen == {
        "measure": ["sql"], "grain": ["month"], "by": ["region"], "week": ["2025-W22"], "generation": [generation]
    }  # fmt: skip


def test_what_nothing_is_split_by_is_the_figure_of_the_contract(sample_view: View) -> None:
    """At least 25 measures; each figure that the metrics publish too is the same."""
    assert len(MEASURES) >= 25
    found = {name: section(sample_view, name).section for name in ("waterfall", "response", "disagreement", "pipeline")}
    stages = {stage.stage: stage for stage in found["waterfall"].stages}
    steps = {step.from_stage: step.rate for step in found["waterfall"].conversions}
    handed, pipeline, totals = found["disagreement"].handoff, found["pipeline"], sample_view.ask("stalled/totals").one()
    expected = {
        "leads": found["waterfall"].cohort,
        "mql": steps["Inquiry"], "mql_sal": steps["MQL"], "sal_sql": steps["SAL"], "sql_won": steps["SQL"],
        "reached_mql": sum(stages["MQL"].weeks[1:]) + stages["MQL"].week,
        "reached_won": sum(stages["Won"].weeks[1:]) + stages["Won"].week,
        **{f"within_{name}": found["response"].within[name].rate for name in ("5m", "1h", "24h", "48h")},
        "median_minutes": found["response"].median_minutes, "p90_minutes": found["response"].p90_minutes,
        "handed": handed.mql, "acceptance": handed.acceptance_rate,
        "deals": pipeline.sqp_created_count, "value": pipeline.sqp_created, "deals_won": pipeline.won,
        "deals_lost": pipeline.lost, "win_rate": pipeline.win_rate, "mean_won": pipeline.mean_won,
        "cycle_won_days": pipeline.cycle_won_days, "open_deals": pipeline.open_count, "open_value": pipeline.open_value,
        "stalled_deals": totals["stalled_deals"], "stalled_value": totals["stalled_value"],
        "stalled_share": totals["share"],
    }  # fmt: skip
    for measure, figure in expected.items():
        choice = Choice.of(sample_view, measure, NOTHING, NOTHING, NOTHING)
        name, bound = choice.question
        assert choice.measure.value(ask(sample_view, name, **bound).one()) == pytest.approx(figure), measure


def test_a_cohort_at_an_age_is_the_early_signal(sample_view: View) -> None:
    """The enquiries of the last week that had their days are those of the contract."""
    early = section(sample_view, "changes").section.early
    for days in (7, 14, 28):
        end = sample_view.monday(sample_view.as_of - timedelta(days=days))
        window = Window(sample_view.days_before(end, 7), end)
        choice = Choice.of(replace(sample_view, chosen=window), f"sal_{days}", NOTHING, NOTHING, NOTHING)
        name, bound = choice.question
        assert ask(sample_view, name, **bound).one()["rate"] == early["SAL"][str(days)].weeks[-1]


def test_weeks_stand_between_the_usual_range_of_the_contract(
    sample_folder: Path, sample_view: View, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The 26 weeks before make it, however few are shown; the weeks of a part alone are other weeks."""
    app = drawn_on(sample_folder, monkeypatch, "explore", measure="reached_mql", by=NOTHING, grain="week")
    limits = section(sample_view, "changes").section.weekly["mql"]
    shapes = json.loads(charts(app)["explored"].proto.spec)["layout"]["shapes"]
    assert [shape["y0"] for shape in shapes] == pytest.approx([limits.lower, limits.upper])
    assert any("usual range" in part.value for part in app.markdown)


def test_a_week_without_records_is_nothing_and_no_slope(drawn: Draw) -> None:
    """Each line has a point in every period that any has: of a count 0, of a share a gap."""
    for measure in ("leads", "sql"):
        app = drawn("explore", "normal", measure=measure, by="owner", then="source", grain="week", window=WINDOW)
        assert len(charts(app)) > 1
        for chart in charts(app).values():
            lines = [trace for trace in json.loads(chart.proto.spec)["data"] if "customdata" in trace]
            assert len({tuple(trace["x"]) for trace in lines}) == 1
            assert all(trace["x"] == sorted(trace["x"]) for trace in lines)
            assert measure == "sql" or {0} <= {y for trace in lines for y in trace["y"]}
            assert measure == "leads" or 0 not in {y for trace in lines for y in trace["y"]}


def test_fewer_than_ten_have_no_share() -> None:
    """Nine leads are counts; ten are a share with its interval, without a colour until there are thirty."""
    share = MEASURES["sql"]
    row = {"part": "web", "second": "north", "period": None, "records": 9, "mature": 9, "reached": 3, "rate": 1 / 3}
    row |= {"low": 0.1, "high": 0.6}
    assert share.value(row) is None
    assert row_words(share, row, None) == "3 of 9"
    assert shown(share, [row], "source", "none", None)[0]["Share"] == "–"
    assert (cell_of(share, 0, row, None).text, cell_of(share, 0, row, None).shade) == ("3 of 9", None)
    row |= {"mature": 10}
    assert row_words(share, row, None) == "33 % · 3 of 10"
    assert (cell_of(share, 0, row, None).text, cell_of(share, 0, row, None).shade) == ("33 %", None)
    assert cell_of(share, 0, row | {"mature": 30}, None).shade == 1 / 3
    mean = {"part": "web", "second": None, "won": 12, "won_valued": 9, "mean_won": 100.0}
    assert MEASURES["mean_won"].value(mean) is None
    assert row_words(MEASURES["mean_won"], mean, "EUR") == "from 9 of 12 deals"


@pytest.mark.parametrize("look", [LIGHT, DARK])
def test_a_matrix_has_a_square_for_each_pair(look: Look) -> None:
    """Hostile text stays text; the words stand out from every shade, and a square without one is a frame."""
    cells = [
        MatrixCell(0, "<b>", "$x$", 0.5, "50 %", "half", 40),
        MatrixCell(1, "<b>", "y" * 99, None, "3 of 9", "few", 9),
    ]
    figure = matrix_chart(cells, ["<b>"], ["$x$", "y" * 99], look)
    assert list(weak_marks(figure.to_json(), look.page)) == []
    layout = figure.to_dict()["layout"]
    assert layout["yaxis"]["ticktext"] == ["&#60;b&#62;"]
    assert layout["xaxis"]["ticktext"][0] == "&#36;x&#36;"
    assert [note["font"]["color"] for note in layout["annotations"]] == [look.text, look.caption]
    assert min(contrast(look.text, shade) for shade in (look.faint, look.second)) >= 4.5


def test_a_file_says_whose_figures_it_holds(sample_view: View) -> None:
    """Columns under their own names; slice and window in CSV columns, on a sheet of their own, in the metadata."""
    choice = Choice.of(sample_view, "sql", "region", NOTHING, "month")
    name, bound = choice.question
    rows, about = exported(choice, ask(sample_view, name, **bound).rows), about_export(sample_view, choice)
    assert list(rows[0]) == ["region", "month_from", "records", "mature", "reached", "rate", "low", "high"]
    table = list(csv.DictReader(io.StringIO(as_csv_file(rows, about).decode("utf-8-sig"))))
    assert len(table) == len(rows)
    assert list(table[0]) == [*rows[0], *about]
    assert {(row["slice"], row["window_to"], row["week"]) for row in table} == {
        (sample_view.slice.words(), about["window_to"], sample_view.week)
    }
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(rows, about)))
    assert book.sheetnames[1:] == ["About"]
    assert {key.value: value.value for key, value in book["About"].iter_rows()} == about
    metadata = pq.read_schema(io.BytesIO(as_parquet(rows, about))).metadata
    assert {key: metadata[key.encode()].decode() for key in about} == about
    assert list(csv.DictReader(io.StringIO(as_csv_file([{"week": 1}], {"week": "W1"}).decode("utf-8-sig")))) == [
        {"week": "1", "about_week": "W1"}
    ]


def test_no_file_runs_a_formula() -> None:
    """Text that looks like a formula is text in Excel and in Parquet; numbers and days keep their kind."""
    rows = [{"part": "=1+1", "period": date(2025, 6, 1), "n": 3, "rate": None}]
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(rows))).active
    assert sheet is not None
    assert [(cell.value, cell.data_type) for cell in sheet[2]][:3:2] == [("=1+1", "s"), (3, "n")]
    assert sheet["B2"].value.date() == date(2025, 6, 1)
    assert pq.read_table(io.BytesIO(as_parquet(rows))).to_pylist() == rows
    assert as_xlsx([])


def test_a_point_of_a_line_that_rests_on_few_is_grey_and_hollow() -> None:
    """From thirty on it is filled in the colour of its line; a sum is always sure."""
    row = {"period": date(2026, 8, 3), "part": None, "second": None, "rate": 0.5, "low": 0.3, "high": 0.7}
    shares = [
        point_of(MEASURES["mql_sal"], place, row | {"mature": n, "reached": n // 2}, None)
        for place, n in enumerate((29, 30))
    ]
    marker = over_time_chart([Line("All", shares)], LIGHT, None).to_dict()["data"][-1]["marker"]
    assert [*marker["symbol"]] == ["circle-open", "circle"]
    assert [*marker["color"]] == [LIGHT.quiet, LIGHT.main]
    assert point_of(MEASURES["leads"], 0, row | {"records": 3}, None).is_sure
