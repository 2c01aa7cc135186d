"""A slice that names nobody is refused or told, never the whole company and never a silent 0."""

import json
from collections.abc import Callable

import pytest
from typer.testing import CliRunner

from dashboard.cli import app
from dashboard.errors import BadInput
from dashboard.scope.slices import Slice

LEADS = (
    'lead_id,created_at,source,owner,employees\nL1,2025-05-01,Trade Shows and Events,"Doe, Ann",50\n'
    "L2,2025-05-02,webinar,bob,\nL3,2025-05-03,,,7\n"
)
Ask = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """``ask("source=webinar")``: exit status, stdout and stderr of metrics under slices."""
    folder = tmp_path_factory.mktemp("sliced")
    (folder / "in").mkdir()
    (folder / "in" / "leads.csv").write_text(LEADS, encoding="utf-8")
    (folder / "in" / "spend.csv").write_text("on,source,amount\n2025-05-01,print,5\n", encoding="utf-8")
    command = ["import", str(folder / "in"), "--warehouse", str(folder / "w"), "--as-of", "2025-06-02"]
    assert CliRunner().invoke(app, command).exit_code == 0

    def metrics(*slices: str) -> tuple[int, str, str]:
        chosen = [option for each in slices for option in ("--slice", each)]
        fixed = ["metrics", "--warehouse", str(folder / "w"), "--as-of", "2025-06-02", "--section", "waterfall"]
        done = CliRunner().invoke(app, fixed + chosen)
        return done.exit_code, done.stdout, str(done.exception or "")

    return metrics


@pytest.mark.parametrize(
    ("chosen", "cohort"),
    [
        ("source=webinar", 1), ("source=(none)", 1), ("source=webinar,(none)", 2), ('owner="Doe, Ann"', 1),
        ("employees=50", 1), ("employees=50.0", 1), ("source=print", 0), ("segment=Enterprise", 0),
        ("region=(none)", 3), ("cycle=first", 3),
    ],
)  # fmt: skip
def test_what_is_in_the_data_is_answered(ask: Ask, chosen: str, cohort: int) -> None:
    """Values of leads and of spend, segments of the settings, and records without a value."""
    status, out, _ = ask(chosen)
    assert status == 0
    answer = json.loads(out)
    assert answer["waterfall"]["cohort"] == cohort
    assert "slice_notes" not in answer


@pytest.mark.parametrize(
    ("chosen", "says"),
    [
        ("source=Trade Shows", 'There is no source "Trade Shows"; nearest: "Trade Shows and Events".'),
        ("source=Webinar", 'There is no source "Webinar"; nearest: "webinar".'),
        ("owner=Doe, Ann", 'There is no owner "Doe"; nearest: "Doe, Ann".'),
        ("segment=Smb", 'There is no segment "Smb"; nearest: "SMB".'),
        ("region=north", 'There is no region "north" in the data.'),
        ("icp_tier=E", 'There is no icp tier "E" in the data.'),
    ],
)
def test_a_slice_of_nobody_is_refused_with_the_near_ones(ask: Ask, chosen: str, says: str) -> None:
    """As an unknown field is."""
    status, _, error = ask(chosen)
    assert status != 0
    assert says in error


def test_one_value_that_is_not_there_is_told_beside_those_that_are(ask: Ask) -> None:
    """The answer is of the others, and says so."""
    status, out, _ = ask("source=webinar,Trade Shows")
    answer = json.loads(out)
    assert (status, answer["waterfall"]["cohort"]) == (0, 1)
    assert answer["slice_notes"] == ['There is no source "Trade Shows"; nearest: "Trade Shows and Events".']


@pytest.mark.parametrize("chosen", ["source=", "source= ", "source=,", "source=webinar,", 'source=""', "cycle="])
def test_an_empty_value_is_never_everybody(ask: Ask, chosen: str) -> None:
    """A script's empty variable ends in a sentence."""
    status, _, error = ask(chosen)
    assert status != 0
    assert "empty value" in error or 'cycle is "first" or "all"' in error


def test_no_value_at_all_is_refused_where_it_is_given() -> None:
    """From whatever place the slice comes."""
    with pytest.raises(BadInput, match=r"write source=\(none\)"):
        Slice.of({"source": ["a", " "]})


def test_help_tells_how_to_write_a_comma() -> None:
    """In the words of the option."""
    assert "double quotes" in CliRunner().invoke(app, ["metrics", "--help"], terminal_width=200).stdout
