"""Inputs that failed in use, each with what is right: ``../shared/field`` says where it comes from and why."""

import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from dashboard.cli import app
from dashboard.errors import BadInput
from dashboard.importing.run import ImportOptions
from dashboard.importing.uploading.uploads import Chosen, Upload, draft_uploads, recognise_uploads, tried_uploads
from dashboard.scope.settings import Settings
from tests.shared import SHARED

FIELD = SHARED / "field"
pytestmark = pytest.mark.skipif(not FIELD.is_dir(), reason="no ../shared folder beside the project")

JUNE = ("--as-of", "2025-06-30")
WHOLE_YEAR = (*JUNE, "--from", "2025-01-01", "--to", "2025-06-30")
TRIAL = ("--as-of", "2026-11-01", "--from", "2026-01-01", "--to", "2026-11-01")
REOPENED = {"open_count": 1, "open_value": 4000.0, "win_rate": 0.5, "mean_won": 1000.0}
EACH_ONE = {"open_count": 1, "open_value": 4000.0, "win_rate": 0.5, "mean_won": 1000.0}
OF_STAGES = {"open_count": 1, "open_value": 8000.0, "win_rate": 2 / 3, "mean_won": 1500.0}


Imports = Callable[..., Path]


def run(*arguments: str) -> str:
    """What a command prints, which must succeed."""
    done = CliRunner().invoke(app, list(arguments))
    assert done.exit_code == 0, f"{done.output}{done.exception or ''}"
    return done.stdout


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Imports:
    """``imported(case, *options, as_of=…)``: a warehouse of the case's files, imported once; nobody writes into it."""

    @cache
    def warehouse_of(case: str, *options: str, as_of: str | None = None) -> Path:
        (source,) = FIELD.glob(f"{case.partition('/')[0]}*")
        warehouse = tmp_path_factory.mktemp("field") / "w"
        fixed = ["--warehouse", str(warehouse), *(["--as-of", as_of] if as_of else [])]
        chosen = (option.replace("CASE", str(source)) for option in options)
        run("import", str(source / case.partition("/")[2]), *fixed, *chosen)
        return warehouse

    return warehouse_of


def sections_of(expected: Iterable[str]) -> list[str]:
    """The options that ask for the sections of these paths alone."""
    return [f"--section={section}" for section in dict.fromkeys(path.partition(".")[0] for path in expected)]


def figures(warehouse: Path, *options: str) -> dict[str, Any]:
    """The whole answer of metrics."""
    answer: dict[str, Any] = json.loads(run("metrics", "--warehouse", str(warehouse), *options))
    return answer


def assert_holds(found: Any, expected: Mapping[str, Any]) -> None:
    """Every path of ``expected`` ("response.within.1h.met") has its value."""
    for path, value in expected.items():
        at = found
        for key in path.split("."):
            at = at[int(key)] if isinstance(at, list) else at[key]
        assert at == (pytest.approx(value) if isinstance(value, float) else value), path


@pytest.mark.parametrize(
    ("case", "mapping", "expected"),
    [
        *((f"01/{kind}", "hubspot", OF_STAGES) for kind in ("both", "new", "old")),
        *(
            (f"02/{kind}", "hubspot" if kind.startswith("hs") else "salesforce", REOPENED)
            for kind in ("sf_history", "sf_field_history", "sf_alone", "sf_versions", "hs_screen", "hs_connector")
        ),
        ("03/data", "salesforce", {"win_rate": 0.5, "mean_won": 2000.0, "open_count": 0}),
        ("09/data", "hubspot", {"open_count": 1, "open_value": 1000.0}),
        ("10/hubspot", "hubspot", REOPENED),
        ("10/salesforce", "salesforce", REOPENED),
        ("10/flags", "salesforce", REOPENED),
        ("16/pipedrive", "pipedrive", {**EACH_ONE, "open_count": 2}),
        ("16/dynamics", "dynamics365", EACH_ONE),
        ("16/zoho", "zoho", EACH_ONE),
    ],
)
def test_outcomes_of_deals(imported: Imports, case: str, mapping: str, expected: Mapping[str, Any]) -> None:
    """Whichever file carries the history, and by whatever names the CRM closes a deal."""
    warehouse = imported(case, "--mapping", mapping, as_of="2025-06-30")
    assert_holds(figures(warehouse, *JUNE, "--section", "pipeline")["pipeline"], expected)


@pytest.mark.parametrize(
    ("case", "options", "asked", "expected"),
    [
        (
            "05/data", ("--mapping", "salesforce"), JUNE,
            {"response.n": 3, "response.median_minutes": 10.0, "response.p90_minutes": 10.0,
             "response.within.1h.met": 3, "response.arrivals.1.15": 3},
        ),
        ("05/canonical", (), (*WHOLE_YEAR, "--slice", "source=exit"), {"waterfall.fates.disqualified": 1}),
        ("05/canonical", (), (*WHOLE_YEAR, "--slice", "source=touch"), {"response.responded": 1}),
        ("05/canonical", (), (*WHOLE_YEAR, "--slice", "source=entry"), {"response.median_minutes": 10.0}),
        *(
            ("06/data", ("--settings", f"CASE/{zone}.toml"), WHOLE_YEAR,
             {"response.n": 6, "response.responded": 6, "response.median_minutes": 10.0})
            for zone in ("utc", "london", "newyork")
        ),
        ("07/data", ("--mapping", "salesforce"), JUNE,
         {"response.median_minutes": 4320.0, "response.within.1h.met": 0, "response.within.1h.n": 3}),
        ("07/hubspot", ("--mapping", "hubspot"), JUNE, {"response.responded": 0}),
        ("09/data", ("--mapping", "hubspot"), JUNE,
         {"response.n": 2, "response.responded": 2, "waterfall.fates.untouched": 0}),
        ("14/data", ("--mapping", "hubspot"), WHOLE_YEAR, {"waterfall.fates.won": 1, "waterfall.fates.open": 1}),
        *(
            ("14/data", ("--mapping", "hubspot"), (*WHOLE_YEAR, "--slice", chosen), {"waterfall.cohort": 2})
            for chosen in ("industry=Software", "segment=Mid-market")
        ),
        ("15/data", ("--mapping", "hubspot"), WHOLE_YEAR,
         {"disagreement.handoff.mql": 2, "disagreement.handoff.accepted": 1, "waterfall.fates.recycled": 1}),
        *(
            ("17/data", ("--settings", f"CASE/{kind}.toml"), JUNE, {"response.working_median_minutes": minutes})
            for kind, minutes in (("country", 1080.0), ("lower", 1080.0), ("region", 540.0), ("own", 540.0))
        ),
        ("20/data", (), (*JUNE, "--slice", 'source="Trade show, Berlin"'), {"waterfall.cohort": 1}),
    ],
)  # fmt: skip
def test_leads(
    imported: Imports, case: str, options: tuple[str, ...], asked: tuple[str, ...], expected: Mapping[str, Any]
) -> None:
    """Times, answers, records that were merged or set back, holidays of a region."""
    warehouse = imported(case, *options, as_of="2025-06-30")
    assert_holds(figures(warehouse, *asked, *sections_of(expected)), expected)


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ("b01/in", {"disagreement.matrix": None, "disagreement.agreement": None, "disagreement.reasons": None,
                    "waterfall.stages.1.reached": None, "waterfall.stages.3.reached": 12,
                    "waterfall.conversions.0.to": "SQL"}),
        ("b15/in", {"waterfall.stages.3.reached": None, "waterfall.conversions": None, "waterfall.fates.won": None,
                    "money.lead_to_close": None, "pipeline.won": 8}),
        ("b16/in", {"pipeline.win_rate_cohort": None, "pipeline.velocity_realised": None, "pipeline.won": None}),
    ],
)  # fmt: skip
def test_what_the_data_cannot_say(imported: Imports, case: str, expected: Mapping[str, Any]) -> None:
    """Null with its sentence, where 0 stood."""
    warehouse = imported(case, as_of="2026-11-01")
    assert_holds(figures(warehouse, *TRIAL, *sections_of(expected)), expected)


def test_one_named_zone_in_a_chunk(imported: Imports) -> None:
    """Of 5,000 leads one is of Tokyo; nobody else moves."""
    warehouse = imported("e-zone-name/one-cell", as_of="2026-11-28")
    arrivals = figures(warehouse, "--as-of", "2026-01-12", "--section", "response")["response"]["arrivals"]
    assert (arrivals[0][10], arrivals[0][1]) == (4_999, 1)


@pytest.mark.parametrize("as_of", ["2025-06-01", "2025-06-02"])
def test_removed_under_a_slice(tmp_path: Path, as_of: str) -> None:
    """The parts of the bridge add up to the whole, on a Monday too."""
    (case,) = FIELD.glob("removed-under-slice")
    settings = ("--settings", str(case / "settings.toml"))
    for folder, moment in (("before", "2025-05-26"), ("data", as_of)):
        run("import", str(case / folder), "--warehouse", str(tmp_path / "w"), *settings, "--as-of", moment)
    expected = {None: (157, 100, 10, 67), "source=webinar": (100, 100, 0, 0), "source=print": (57, 0, 10, 67)}
    for chosen, values in expected.items():
        sliced = ("--slice", chosen) if chosen else ()
        bridge = figures(tmp_path / "w", "--as-of", "2025-06-02", "--section", "pipeline", *settings, *sliced)[
            "pipeline"
        ]["bridge"]
        assert tuple(bridge[part] for part in ("start", "removed", "revalued", "end")) == values


def test_the_teams_definitions_need_no_shared_one(imported: Imports) -> None:
    """Named in the settings, they give the quadrants and the criteria."""
    warehouse = imported("teams-definitions/data", "--settings", "CASE/settings.toml")
    (case,) = FIELD.glob("teams-definitions*")
    teams = ("--settings", str(case / "settings.toml"), "--section=disagreement", "--section=icp")
    found = figures(warehouse, "--as-of", "2025-06-02", *teams)
    assert [(row["name"], row["gap"]) for row in found["disagreement"]["criteria"]] == [("engaged", 1.0), ("big", -1.0)]
    assert found["icp"]["jaccard"] == pytest.approx(1 / 3)


@pytest.mark.parametrize("folder", ["data", "data-other-order"])
def test_two_reasons_at_one_instant(imported: Imports, folder: str) -> None:
    """The first by name, in whatever order the rows stand."""
    warehouse = imported(f"two-reasons/{folder}")
    reasons = figures(warehouse, "--as-of", "2025-06-02", "--section", "disagreement")["disagreement"]["reasons"]
    assert [row["reason"] for row in reasons] == ["no budget"]


def test_a_renewal_keeps_nothing_going(imported: Imports) -> None:
    """Its events are no news of the cycle."""
    found = figures(imported("renewal-events/data"), "--as-of", "2025-06-02", "--section", "waterfall")
    assert (found["waterfall"]["fates"]["stalled"], found["waterfall"]["fates"]["active"]) == (1, 0)


@pytest.mark.parametrize(
    ("case", "options", "says"),
    [
        ("19/data", ("--slice", "source="), "empty value"),
        ("19/data", ("--slice", "source= "), "empty value"),
        ("19/data", ("--slice", "source=,"), "empty value"),
        ("20/data", ("--slice", "owner=Doe, Ann"), 'There is no owner "Doe"; nearest: "Doe, Ann"'),
        ("b23/in", ("--slice", "source=Trade Shows"), 'nearest: "Trade Shows and Events"'),
    ],
)
def test_slices_of_nobody(imported: Imports, case: str, options: tuple[str, ...], says: str) -> None:
    """Refused with a sentence."""
    warehouse = imported(case, as_of="2025-06-30" if case[0] != "b" else "2026-11-01")
    done = CliRunner().invoke(app, ["metrics", "--warehouse", str(warehouse), *options])
    assert done.exit_code != 0
    assert says in str(done.exception)


@pytest.mark.parametrize(
    ("case", "options"),
    [
        ("11/csv", ("--mapping", "hubspot")),
        ("11/csv_no_names", ()),
        ("b10/in", ("--mapping", "CASE/m.toml")),
        ("e-import-that-loads-nothing/bad", ()),
    ],
)
def test_what_loads_nothing_is_not_published(imported: Imports, case: str, options: tuple[str, ...]) -> None:
    """The figures before stay."""
    before = imported("e-import-that-loads-nothing/good")
    (source,) = FIELD.glob(f"{case.partition('/')[0]}*")
    data = source / case.partition("/")[2]
    chosen = [option.replace("CASE", str(source)) for option in options]
    done = CliRunner().invoke(app, ["import", str(data), "--warehouse", str(before), *chosen])
    assert done.exit_code != 0
    assert "Not one lead and not one deal would load" in str(done.exception)
    assert figures(before, "--section", "waterfall")["waterfall"]["cohort"] is not None


def test_an_old_export_opens_on_its_last_week(imported: Imports) -> None:
    """Without --as-of there are figures, and the moment is named."""
    found = figures(imported("b03/in"))
    assert found["as_of"].startswith("2022-07-04")
    assert found["waterfall"]["cohort"] > 0
    assert found["pipeline"]["won"] > 0


@pytest.mark.parametrize(
    ("case", "as_of", "asked", "expected"),
    [
        ("b04/in", "2026-11-01", TRIAL, {"pipeline.won": 8, "pipeline.lost": 8, "pipeline.open_count": 8}),
        ("b07/in", "2026-11-01", TRIAL,
         {"waterfall.cohort": 30, "waterfall.stages.3.reached": 10, "waterfall.stages.4.reached": 5}),
        ("b08/in", "2026-11-01", TRIAL, {"pipeline.won": 10, "pipeline.lost": 10}),
        ("b11/in", "2026-02-20", ("--from", "2026-01-01"), {"waterfall.cohort": 10}),
        ("b14/in", "2026-11-01", TRIAL, {"waterfall.cohort": 24, "pipeline.won": 6, "waterfall.stages.4.reached": 6}),
        ("b14/fr", "2026-11-01", TRIAL, {"pipeline.won": 12}),
        ("b17/in", "2026-11-01", TRIAL, {"waterfall.cohort": 20, "pipeline.won": 4, "waterfall.stages.4.reached": 4}),
        ("b18/in", "2026-11-01", TRIAL, {"waterfall.cohort": 20, "pipeline.won": 4, "waterfall.stages.4.reached": 4}),
        ("b21/in", "2026-11-01", TRIAL, {"waterfall.fates.disqualified": 20, "waterfall.fates.open": 10}),
        *(
            (f"16/{crm}", "2025-06-30", JUNE,
             {"pipeline.open_count": 1 + (crm == "pipedrive"), "pipeline.open_value": 4000.0,
              "pipeline.win_rate": 0.5, "pipeline.mean_won": 1000.0})
            for crm in ("pipedrive", "dynamics", "zoho")
        ),
    ],
)  # fmt: skip
def test_drafts_give_the_figures(
    imported: Imports, tmp_path: Path, case: str, as_of: str, asked: tuple[str, ...], expected: Mapping[str, Any]
) -> None:
    """Imported as they are drafted, without an edit."""
    (source,) = FIELD.glob(f"{case.partition('/')[0]}-*")
    drafted = str(tmp_path / "m.toml")
    run("map", str(source / case.partition("/")[2]), "--out", drafted)
    warehouse = imported(case, "--mapping", drafted, as_of=as_of)
    assert_holds(figures(warehouse, *asked, *sections_of(expected)), expected)


def test_a_draft_takes_ids_of_records_for_keys(imported: Imports, tmp_path: Path) -> None:
    """In capitals, beside an owner's that repeats: all of 24 contacts load."""
    (case,) = FIELD.glob("b06-*")
    drafted = run("map", str(case / "in"))
    assert ('lead_id = "CONTACTID"' in drafted, 'lead_id = "LEADID"' in drafted) == (True, True)
    (tmp_path / "m.toml").write_text(drafted, encoding="utf-8")
    warehouse = imported("b06/in", "--mapping", str(tmp_path / "m.toml"), as_of="2026-11-01")
    assert_holds(figures(warehouse, *TRIAL, "--section", "waterfall"), {"waterfall.cohort": 48})


def test_a_draft_leaves_open_what_no_column_can_be() -> None:
    """Leads without a day: the question, status 2, and no line that reads an id as a date."""
    (case,) = FIELD.glob("b10-*")
    done = CliRunner().invoke(app, ["map", str(case / "in")])
    assert isinstance(done.exception, BadInput)
    assert "people.csv: leads need the day the lead came in, and no column of it holds dates" in done.stderr
    assert "\ncreated_at" not in done.stdout


def test_a_file_is_not_ours_by_its_name_alone(tmp_path: Path) -> None:
    """Leads.csv with headers of another system is proposed for in the browser, and drafted, as people.csv is."""
    (case,) = FIELD.glob("b25-*")
    for name in ("Leads.csv", "people.csv"):
        file = case / "in" / name
        uploads = [Upload(name, file.read_bytes())]
        assert not recognise_uploads(uploads)
        drafted = Chosen(text=draft_uploads(uploads, ImportOptions(), {}).text)
        with tried_uploads(uploads, drafted, Settings(), ImportOptions(), lambda _: None) as (done, _):
            pass
        assert [row["lead_id"] for row in done.tables["leads"]][:2] == ["P1", "P2"]
        assert [(each.read, each.quarantined) for each in done.summary.files] == [
            (each.loaded, 0) for each in done.summary.files
        ]
        refused = CliRunner().invoke(app, ["import", str(file), "--warehouse", str(tmp_path / "w")])
        assert "`funnel-review map` drafts one" in str(refused.exception)


def test_a_file_nobody_reads_is_named(tmp_path: Path) -> None:
    """In the table and in the answer for machines, with its headers."""
    (case,) = FIELD.glob("b12-*")
    command = ["import", str(case / "in"), "--mapping", str(case / "m.toml"), "--warehouse", str(tmp_path / "w")]
    files = json.loads(run(*command, "--json", "--as-of", "2026-11-01"))["files"]
    (unread,) = [file for file in files if file.get("not_read")]
    assert "is not read: it begins with “" in unread["not_read"]
