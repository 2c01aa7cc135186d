"""``funnel-review ask``: any question by its name, the same answer as the sections, and what stands behind it."""

import csv
import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from typer.testing import CliRunner

from dashboard.asking.following import refuse_whole
from dashboard.asking.opening import open_view
from dashboard.asking.view import View
from dashboard.cli import app
from dashboard.errors import BadInput
from dashboard.metrics.asking import answer_of
from dashboard.scope.slices import Slice
from dashboard.warehouse.catalogue import QUERIES, catalogue
from dashboard.warehouse.warehouse import Warehouse
from tests.metrics.test_golden import metrics

AS_OF = ["--as-of", "2025-06-02"]


def asked(warehouse: Warehouse, *words: str) -> str:
    """What the command prints of the golden company."""
    done = CliRunner().invoke(app, ["ask", *words, "--warehouse", str(warehouse.folder), *AS_OF])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == 0
    return done.stdout


def asked_json(warehouse: Warehouse, *words: str) -> dict[str, Any]:
    """The object it prints."""
    answer: dict[str, Any] = json.loads(asked(warehouse, *words, "--json"))
    return answer


@pytest.mark.parametrize("chosen", [[], ["--slice", "source=webinar,(none)"]])
def test_its_rows_are_the_sections_figures(golden_warehouse: Warehouse, chosen: list[str]) -> None:
    """The slice and the moment are those of `metrics`."""
    bands = {
        band: figures["n"] for band, figures in metrics(golden_warehouse.folder, *chosen)["response"]["bands"].items()
    }
    rows = asked_json(golden_warehouse, "response/bands", *chosen)["rows"]
    assert {row["band"]: row["n"] for row in rows} == bands
    lines = list(csv.DictReader(asked(golden_warehouse, "response/bands", *chosen).splitlines()))
    assert {line["band"]: int(line["n"]) for line in lines} == bands


def test_it_brings_its_receipt(golden_warehouse: Warehouse) -> None:
    """The words, who is in and left out, all that was bound with its meaning, the SQL."""
    answer = asked_json(golden_warehouse, "waterfall/conversions", "--slice", "source=webinar")
    assert answer["slice"] == {"source": ["webinar"]}
    assert answer["population"][0]["records"].endswith(" cycles")
    assert {"horizon_seconds", "as_of", "slice_source"} <= {each["name"] for each in answer["bound"]}
    assert all(each["meaning"] for each in answer["bound"])
    assert answer["sql"].startswith("-- title: Conversions\n")


def test_values_are_set_by_name(golden_warehouse: Warehouse) -> None:
    """As JSON where they are any, so that numbers, lists and null can be given."""
    options = ["--set", "reason=null", "--set", "file=null", "--set", "column_name=null"]
    assert len(asked_json(golden_warehouse, "data/warnings", *options, "--set", "most=2")["rows"]) == 2
    named = ["--set", "reason=orphan", *options[2:], "--set", "most=100"]
    rows = asked_json(golden_warehouse, "data/warnings", *named)["rows"]
    assert {row["reason"] for row in rows} == {"orphan"}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["waterfall/stags"], "use waterfall/stages"),
        (["stages"], "There is no question"),
        (["facts/cycles"], "There is no question"),
        (["../tests/x"], "There is no question"),
        (["data/warnings"], "needs reason .*give it a value"),
        (["waterfall/stages", "--set", "from=1", "--set", "form=2"], 'no parameter "form"; use from'),
        (["response/bands", "--set", "x"], "gives no value; write NAME=VALUE"),
        (["data/merge_candidates", "--set", "most=many"], "merge_candidates.sql: "),
        (["data/quarantine_reasons", "--slice", "source=webinar"], "cannot follow source: quarantine, .*leave --slice"),
    ],
)
def test_what_it_cannot_answer_is_a_sentence(golden_warehouse: Warehouse, words: list[str], sentence: str) -> None:
    """With the name that is near, or what is missing."""
    with pytest.raises(Exception, match=sentence) as refused:
        asked(golden_warehouse, *words)
    assert refused.type.__module__ == BadInput.__module__


@pytest.mark.parametrize("name", [name for name, query in catalogue().items() if query.relations])
def test_no_slice_is_answered_for_everybody(golden_warehouse: Warehouse, name: str) -> None:
    """A question of the company's whole refuses one, with the relation, the filter and the way on."""
    view = open_view(golden_warehouse, chosen=Slice.of({"region": ["EMEA"], "cycle": ["first"]}))
    if catalogue()[name].is_sliced:
        refuse_whole(view, name)
        return
    refuse_whole(replace(view, slice=Slice()), name)
    with pytest.raises(BadInput, match=rf"{name} cannot follow region and cycle: \w+, .*\(.+\); leave --slice out\."):
        refuse_whole(view, name)


def test_what_cannot_follow_a_slice_is_said(golden_warehouse: Warehouse) -> None:
    """Costs are null under a filter spend has no column for, and the sentence stands beside them, or on stderr."""
    options = ["--slice", "region=(none)"]
    answer = asked_json(golden_warehouse, "money/costs", *options)
    assert any(row["leads"] for row in answer["rows"])
    assert not [row for row in answer["rows"] if row["spend"] is not None or row["cpl"] is not None]
    (note,) = answer["slice_notes"]
    assert note.startswith("spend does not follow region: ")
    assert note.endswith("clear it or filter by source.")
    command = ["ask", "money/costs", *options, "--warehouse", str(golden_warehouse.folder), *AS_OF]
    assert CliRunner().invoke(app, command).stderr == f"{note}\n"
    assert "slice_notes" not in asked_json(golden_warehouse, "money/costs", "--slice", "source=webinar")


def test_without_a_name_it_lists_them(golden_warehouse: Warehouse) -> None:
    """Every question with what it asks."""
    listed = asked(golden_warehouse)
    assert [line.split()[0] for line in listed.splitlines()] == list(catalogue())


def test_every_figure_of_a_screen_can_be_asked_for(golden_warehouse: Warehouse) -> None:
    """What the code names to ask is on the published list, and nothing is published that no code asks."""
    published = {line.split()[0] for line in asked(golden_warehouse).splitlines()}
    topics = "|".join({name.partition("/")[0] for name in published})
    code = [path.read_text(encoding="utf-8") for path in (QUERIES.parent / "dashboard").rglob("*.py")]
    named = {name for text in code for name in re.findall(rf'"((?:{topics})/[a-z_]+)"', text)}
    assert named == published


def test_what_the_data_does_not_support_is_no_number(company: Callable[..., View]) -> None:
    """Null with the sentence of the need by its column; no row, where the whole answer has no ground."""
    view = company(
        {
            "leads": [{"lead_id": "1", "created_at": "2025-05-01"}],
            "lead_events": [{"lead_id": "1", "at": "2025-05-02", "event": "mql"}],
        }
    )
    (row,) = answer_of(view, "disagreement/handoff", {})["rows"]
    assert (row["mql"], row["accepted_unworked"]) == (1, None)
    lacks = answer_of(view, "disagreement/handoff", {})["unsupported"]
    assert lacks == {"accepted_unworked": "There are no touches, so nothing says whether an accepted lead was worked."}
    nothing = answer_of(view, "pipeline/standing", {})
    assert nothing["rows"] == []
    assert list(nothing["unsupported"]) == ["pipeline/standing"]


def test_nothing_is_unsupported_of_a_company_that_has_it_all(golden_warehouse: Warehouse) -> None:
    """The golden company has every table."""
    assert asked_json(golden_warehouse, "disagreement/handoff")["unsupported"] == {}
