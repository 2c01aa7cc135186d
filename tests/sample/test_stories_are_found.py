import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from dashboard.asking.opening import open_view
from dashboard.metrics.report import report
from dashboard.sample.demo import build_demo
from dashboard.scope.slices import Slice
from dashboard.warehouse.warehouse import Warehouse
from tests.sample.stories import STORIES, planted
from tests.sample.truths.figures import holds, read


@pytest.fixture(scope="module")
def true_sizes(sample_exports: Path) -> dict[str, Any]:
    """What is planted in the company that is imported, by the name of its story."""
    return {story["id"]: story["figures"] for story in planted(sample_exports)}


@pytest.fixture(scope="module")
def warehouse(sample_folder: Path) -> Warehouse:
    """The demo's warehouse, open."""
    return Warehouse(sample_folder)


@cache
def asked(warehouse: Warehouse, as_of: str, window: tuple[str | None, str | None], chosen: str, section: str) -> Any:
    """One section of the metrics as `funnel-review metrics` prints it, asked once for all figures that need it."""
    sliced = Slice.parse([f"{field}={','.join(values)}" for field, values in json.loads(chosen).items()])
    view = open_view(warehouse, as_of=as_of, date_from=window[0], date_to=window[1], chosen=sliced)
    return report(view, [section])


@pytest.mark.parametrize("story", STORIES)
def test_the_story_is_found_at_its_true_size(story: str, true_sizes: dict[str, Any], warehouse: Warehouse) -> None:
    """What was drawn stands in the metrics exactly; what was a parameter lies inside the interval shown."""
    for figure in true_sizes[story]:
        start, end = figure.get("window", (None, None))
        as_of = figure.get("as_of", "2026-11-16")
        chosen = json.dumps(figure.get("slice", {}))
        answer = asked(warehouse, as_of, (start, end), chosen, figure["path"].split(".")[0])
        assert holds(answer, figure), (figure, read(answer, figure["path"]))


def test_a_second_start_builds_nothing(warehouse: Warehouse, tmp_path: Path) -> None:
    """The demo is generated and imported on first use only."""
    (tmp_path / "current.json").write_text(json.dumps({"generation": "there already"}), encoding="utf-8")
    build_demo(tmp_path, lambda _: pytest.fail("nothing is to be done"))
    assert [path.name for path in tmp_path.iterdir()] == ["current.json"]
    assert warehouse.generation.tables


def test_a_size_that_is_off_is_not_found() -> None:
    """The comparison can fail: a number beside the truth, and a parameter outside the interval."""
    answer = {"a": {"rows": [{"from": "x", "rate": 0.5, "low": 0.4, "high": 0.6}]}}
    exact = {"path": "a.rows[from=x].rate", "value": 0.5, "from": "drawn"}
    assert holds(answer, exact)
    assert not holds(answer, {**exact, "value": 0.5001})
    assert holds(answer, {**exact, "value": 0.41, "from": "parameter"})
    assert not holds(answer, {**exact, "value": 0.39, "from": "parameter"})
    assert holds(answer, {"path": "a.rows#", "value": 1, "from": "drawn"})
