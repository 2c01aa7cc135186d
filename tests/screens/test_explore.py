"""The Explore screen: whatever is chosen, the parts sum to the whole and small numbers stay counts."""

import io
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs

import openpyxl
import pyarrow.parquet as pq
import pytest

from dashboard.asking.ask import ask, open_warehouse
from dashboard.asking.exporting import as_parquet, as_xlsx
from dashboard.asking.opening import open_view
from dashboard.metrics.report import section
from dashboard.screens.explore.choice import NOTHING, Choice
from dashboard.screens.explore.words import DIMENSIONS, MEASURES, said_of, shown, value_of
from tests.screens.conftest import FILES, Draw

WINDOW = ["2024-01-01", "2025-06-01"]


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
    app = drawn("explore", "normal", measure=MEASURES["sql"], by="Region", grain="Month")
    assert [app.selectbox(key=key).value for key in ("measure", "by", "grain")] == ["sql", "region", "month"]
    assert not app.warning


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("grain", ["Whole window", "Month"])
def test_every_choice_draws(drawn: Draw, measure: str, grain: str) -> None:
    """Every measure, whole and over time."""
    app = drawn("explore", "normal", measure=MEASURES[measure], grain=grain)
    assert app.selectbox(key="measure").value == measure
    assert not app.exception
    assert not app.error


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_the_parts_sum_to_the_cohort_of_the_metrics(kinds: dict[str, Path], dimension: str) -> None:
    """However it is split, no lead is lost or counted twice."""
    view = open_view(open_warehouse(kinds["normal"]), date_from="2024-01-01")
    window = view.window
    for second, grain in (("none", None), ("region", "week"), ("owner", "quarter")):
        rows = ask(
            view, "explore/leads", dimension=dimension, second=second, grain=grain, stage="sql", since=window.start,
            until=window.end,
        ).rows  # fmt: skip
        assert sum(row["records"] for row in rows) == section(view, "waterfall").section.cohort
        assert len({(row["part"], row["second"], row["period"]) for row in rows}) == len(rows)


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("grain", [NOTHING, "week", "month", "quarter"])
def test_every_choice_answers_and_a_row_opens_into_its_n(kinds: dict[str, Path], measure: str, grain: str) -> None:
    """Every measure, column and grain has rows, and the records behind a row are as many as its n says."""
    view = open_view(open_warehouse(kinds["normal"]), date_from="2024-09-01")
    columns = [*DIMENSIONS, NOTHING]
    for number, first in enumerate(columns):
        choice = Choice.of(view, measure, first, columns[(number + 1 + len(measure)) % len(columns)], grain)
        name, bound = choice.question
        rows = ask(view, name, **bound).rows
        assert rows
        ns = [
            line.get("Enquiries", line.get("Deals")) for line in shown(measure, rows, choice.first, choice.second, None)
        ]
        for place in {0, len(rows) // 2, len(rows) - 1}:
            records, behind = choice.records(rows[place])
            found = ask(view, records, **behind).rows
            assert len(found) == ns[place]
            if choice.is_share:
                assert sum(record["is_reached_in_time"] for record in found) == rows[place]["reached"]
            if measure == "value":
                assert sum(record["value"] or 0 for record in found) == pytest.approx(rows[place]["value"] or 0)


def test_the_link_to_be_copied_holds_every_choice_with_week_and_import(drawn: Draw, kinds: dict[str, Path]) -> None:
    """What the address says, and what it leaves out as the usual."""
    app = drawn("explore", "normal", measure="sql", grain="month", by="region")
    chosen = parse_qs(app.code[0].value.partition("?")[2])
    generation = open_warehouse(kinds["normal"]).generation.id
    assert chosen == {
        "measure": ["sql"], "grain": ["month"], "by": ["region"], "week": ["2025-W22"], "generation": [generation]
    }  # fmt: skip


def test_fewer_than_ten_have_no_share() -> None:
    """Nine leads are counts; ten are a share with its interval."""
    row = {"part": "web", "second": None, "period": None, "records": 9, "mature": 9, "reached": 3, "rate": 1 / 3}
    row |= {"low": 0.1, "high": 0.6}
    assert value_of("sql", row) is None
    assert said_of("sql", row, None) == "3 of 9"
    assert shown("sql", [row], "source", "none", None)[0]["Share"] == "–"
    row |= {"mature": 10}
    assert said_of("sql", row, None) == "33 % · 3 of 10"


def test_no_file_runs_a_formula() -> None:
    """Text that looks like a formula is text in Excel and in Parquet; numbers and days keep their kind."""
    rows = [{"part": "=1+1", "period": date(2025, 6, 1), "n": 3, "rate": None}]
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(rows))).active
    assert sheet is not None
    assert [(cell.value, cell.data_type) for cell in sheet[2]][:3:2] == [("=1+1", "s"), (3, "n")]
    assert sheet["B2"].value.date() == date(2025, 6, 1)
    assert pq.read_table(io.BytesIO(as_parquet(rows))).to_pylist() == rows
    assert as_xlsx([])
