"""The small company's full answer, from an independent implementation of the contract, equalled whole."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from dashboard.cli import app
from dashboard.errors import BadInput, NoWarehouse
from dashboard.warehouse.warehouse import Warehouse
from tests.oracle.compare import differences
from tests.shared import SHARED

GOLDEN = SHARED / "golden" / "small"
ASKED: dict[str, list[str]] = {
    "expected": [],
    "expected_sliced": ["--slice", "source=webinar,(none)"],
    "expected_window": ["--from", "2024-11-04", "--to", "2025-03-03", "--waterfall", "v2"],
}


def metrics(warehouse: Path, *options: str) -> dict[str, Any]:
    """What ``funnel-review metrics`` prints for the golden company."""
    fixed = ["--as-of", "2025-06-02", "--settings", str(GOLDEN / "settings.toml"), "--icp", str(GOLDEN / "icp.toml")]
    done = CliRunner().invoke(app, ["metrics", "--warehouse", str(warehouse), *fixed, *options])
    assert done.exit_code == 0, done.output
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@pytest.mark.parametrize("name", ASKED)
def test_every_figure_equals_the_worked_answer(golden_warehouse: Warehouse, name: str) -> None:
    """All sections of all three worked answers: integers exactly, others to 1e-9, instants as instants."""
    expected = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    expected.pop("generation")
    answer = metrics(golden_warehouse.folder, *ASKED[name])
    assert differences(expected, answer) == []
    assert answer["unsupported"] == {}


def test_the_same_question_gives_the_same_bytes(golden_warehouse: Warehouse) -> None:
    """No clock and no chance in any figure."""
    assert metrics(golden_warehouse.folder) == metrics(golden_warehouse.folder)


def test_one_section_is_the_same_alone(golden_warehouse: Warehouse) -> None:
    """Asking for one section changes nothing about it and leaves the others out."""
    alone = metrics(golden_warehouse.folder, "--section", "waterfall")
    assert alone["waterfall"] == metrics(golden_warehouse.folder)["waterfall"]
    assert "response" not in alone


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--slice", "colour=red"], 'no field "colour"'),
        (["--slice", "source"], 'no "="'),
        (["--section", "weather"], 'no section "weather"'),
        (["--to", "2026-07-01"], "after the moment"),
        (["--from", "2025-06-01", "--to", "2025-05-01"], "not before"),
        (["--waterfall", "v9"], "neither v1 nor v2"),
        (["--generation", "yesterday"], "no generation yesterday"),
        (["--as-of", "soon"], "no day of these times"),
        (["--as-of", "0001-01-02"], "no day of these times"),
        (["--to", "9999-12-31"], "no day of these times"),
        (["--horizon", "inf"], "--horizon inf is no time"),
        (["--horizon", "nan"], "--horizon nan is no time"),
        (["--horizon", "-5"], "--horizon -5 is no time"),
    ],
)
def test_a_wrong_option_is_one_sentence(golden_warehouse: Warehouse, options: list[str], words: str) -> None:
    """Whatever cannot be answered is refused with what is wrong; nothing is guessed."""
    done = CliRunner().invoke(app, ["metrics", "--warehouse", str(golden_warehouse.folder), *options])
    assert done.exit_code != 0
    assert isinstance(done.exception, BadInput | NoWarehouse)
    assert words in str(done.exception)
