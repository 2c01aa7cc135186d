"""The restatement ledger: what moved since a freeze, shared out exactly among code, records and definitions."""

import json
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from fractions import Fraction
from math import log
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from dashboard.cli import app
from dashboard.importing.restating import RecordDifference, differences, mix
from dashboard.importing.run import ImportOptions, run_import
from dashboard.meeting.commands.looking import week_view
from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.journal.store import Store, place_of
from dashboard.meeting.restatement.ledger import Restated, restated
from dashboard.meeting.restatement.parts import coalitions, parts_of
from dashboard.meeting.restatement.paths import Numbers, moved, numbers
from dashboard.meeting.restatement.revisions import keep_revisions, watched
from dashboard.meeting.restatement.rows import shares_of
from dashboard.meeting.restatement.words import lines_of
from dashboard.meeting.review import freezing
from dashboard.meeting.review.replay import frozen_figures, manifest_for, replayed
from dashboard.metrics.report import report
from dashboard.scope.settings import Settings, load_settings
from dashboard.warehouse.generations import Generations
from dashboard.warehouse.warehouse import Warehouse
from tests.meeting.company import AS_OF, WEEK, Company, company
from tests.meeting.people import CHAIR
from tests.shared import SHARED, needs_shared

GOLDEN = SHARED / "golden"
RITUAL = GOLDEN / "ritual.json"
Ledger = Callable[[Company, Settings | None], Restated]


def journal_of(folder: Path) -> Journal:
    """The journal of a warehouse."""
    return Journal(Store(place_of(folder)))


@pytest.fixture
def ledger(frozen: Path, tmp_path: Path) -> Ledger:
    """``ledger(company, settings)``: what is restated once that is imported as well."""

    def after(later: Company, settings: Settings | None = None) -> Restated:
        shutil.copytree(frozen, tmp_path / "w")
        later.import_into(tmp_path / "w", tmp_path / "files", settings)
        return restated(tmp_path / "w", journal_of(tmp_path / "w"), week_view(tmp_path / "w"), WEEK)

    return after


def late_lead(number: int = 110) -> str:
    """A lead of the last weeks, in every window."""
    return f"L{number:03d}"


def by_figure(told: Restated) -> dict[str, Any]:
    """The figures that moved by their path."""
    return {each.figure: each for each in told.figures}


def has_exact_parts(told: Restated) -> bool:
    """Whether every split figure's reasons sum to its data, and its three parts to its change."""
    for each in told.figures:
        values = [each.code, each.data, each.definitions, each.frozen, each.now]
        known = [value for value in values if value is not None]
        if len(known) == len(values):
            assert sum(known[:3]) == pytest.approx(known[4] - known[3], rel=1e-9, abs=1e-9)
        if each.reasons:
            assert sum(part.part for part in each.reasons) == pytest.approx(each.data, rel=1e-9, abs=1e-9), each.figure
    return True


# -- what differs ---------------------------------------------------------------------------------------------------


def reasons(before: Company, after: Company, folder: Path) -> dict[tuple[str, str], tuple[str, str]]:
    """The reason and the words of each listed record."""
    names = [each.import_into(folder / "w", folder / str(number)) for number, each in enumerate((before, after))]
    files = [Generations(folder / "w").path(name) for name in names]
    listed = [each for each in differences(files[0], files[1], AS_OF) if each.with_lead is None]
    return {(each.kind, each.id): (each.reason, "; ".join(each.what)) for each in listed}


def test_each_record_has_the_first_of_its_reasons(tmp_path: Path) -> None:
    """One of each kind, planted; and nothing else."""
    before = company()
    for number in range(1, 9):  # so that nobody but the planted is without one
        before.add("touches", touch_id=f"X{number}", at=AS_OF - timedelta(days=9), kind="email", direction="outbound",
                   lead_id=f"L{number:03d}", automated="false", connected="false")  # fmt: skip
    after = before.copy()
    after.remove("L001")
    merged = after.row("leads", "lead_id", "L002") | {}
    after.remove("L002")
    after.row("leads", "lead_id", "L003")["email"] = merged["email"]
    after.row("touches", "touch_id", "X4")["lead_id"] = "L005"
    after.add("leads", lead_id="L900", created_at=AS_OF - timedelta(days=20), source="webinar")
    after.add("lead_events", lead_id="L006", at=AS_OF - timedelta(days=8), event="sal")
    after.row("touches", "touch_id", "X7")["at"] = str(AS_OF - timedelta(days=10))
    after.row("leads", "lead_id", "L008")["source"] = "fair"
    deal = before.tables["deals"][10]
    after.row("deals", "deal_id", deal["deal_id"])["amount"] = "1"
    gone = next(each["deal_id"] for each in before.tables["deals"][20:] if each["lead_id"] not in {"L001", "L002"})
    for table in ("deals", "deal_events"):
        after.tables[table] = [row for row in after.tables[table] if row["deal_id"] != gone]
    aside = next(row["lead_id"] for row in before.tables["lead_events"] if row["lead_id"] > "L060")
    after.row("leads", "lead_id", aside)["created_at"] = "31.31.2026"
    after.tables["lead_events"] = [row for row in after.tables["lead_events"] if row["lead_id"] != aside]
    after.add("leads", lead_id="L901", created_at=AS_OF + timedelta(days=1), source="webinar")
    for side, source in ((before, "webinar"), (after, "fair")):  # nobody had it at the moment, whatever it says since
        side.add("leads", lead_id="L902", created_at=AS_OF + timedelta(hours=9), source=source)
    found = reasons(before, after, tmp_path)
    assert {key: reason for key, (reason, _) in found.items() if key[1] not in {aside, aside.replace("L", "D")}} == {
        ("lead", "L001"): "removed",
        ("lead", "L002"): "removed",
        ("lead", "L003"): "changed",
        ("lead", "L004"): "moved",
        ("lead", "L005"): "moved",
        ("lead", "L900"): "arrived_late",
        ("lead", "L006"): "arrived_late",
        ("lead", "L007"): "re_timed",
        ("lead", "L008"): "changed",
        ("deal", deal["deal_id"]): "changed",
        ("deal", gone): "removed",
    }
    assert found["lead", aside][0] == "set_aside"
    assert "its e-mail is now L003's: a likely merge" in found["lead", "L002"][1]
    assert found["lead", "L008"][1].endswith("→ fair")


def test_events_that_went_to_another_lead_have_moved(tmp_path: Path) -> None:
    """Both leads say so; a re-stamped one and one that is gone are told apart."""
    before, at = company(), AS_OF - timedelta(days=5, minutes=7)
    before.add("lead_events", lead_id="L010", at=at, event="sal", actor="cy")
    before.add("lead_events", lead_id="L011", at=at + timedelta(hours=1), event="tql")
    before.add("lead_events", lead_id="L012", at=at + timedelta(hours=2), event="tgl")
    before.add("lead_events", lead_id="L014", at=at + timedelta(hours=3), event="aql")
    before.add("touches", touch_id="X15", at=at, kind="call", direction="outbound", lead_id="L015", automated="false")
    after = before.copy()
    after.row("lead_events", "actor", "cy")["lead_id"] = "L013"
    after.row("lead_events", "event", "tql")["at"] = str(at)
    after.tables["lead_events"] = [row for row in after.tables["lead_events"] if row["event"] != "tgl"]
    after.row("lead_events", "event", "aql")["at"] = "soon"
    after.row("touches", "touch_id", "X15")["at"] = "soon"
    found = {key[1]: reason for key, (reason, _) in reasons(before, after, tmp_path).items()}
    assert found == {
        "L010": "moved",
        "L013": "moved",
        "L011": "re_timed",
        "L012": "changed",
        "L014": "set_aside",
        "L015": "set_aside",
    }


def test_a_lead_that_comes_back_is_no_difference(tmp_path: Path) -> None:
    """What was gone in between and is there again as it was."""
    folder = tmp_path / "w"
    first, without = company(), company()
    without.remove("L100")
    names = [
        each.import_into(folder, tmp_path / str(number)) for number, each in enumerate((first, without, first.copy()))
    ]
    files = [Generations(folder).path(name) for name in names]
    assert [each.id for each in differences(files[0], files[1], AS_OF) if each.kind == "lead"] == ["L100"]
    assert differences(files[0], files[2], AS_OF) == []


# -- the ledger -----------------------------------------------------------------------------------------------------


def test_equal_files_restate_nothing(frozen: Path, ledger: Ledger) -> None:
    """Imported again, in another order too."""
    again = company()
    for rows in again.tables.values():
        rows.reverse()
    told = ledger(again, None)
    assert (told.figures, told.records) == ((), ())
    assert told.generation != told.frozen_generation
    assert "as it was frozen" in next(lines_of(told))
    assert frozen.is_dir()


def test_what_records_changed_is_exact(ledger: Ledger, tmp_path: Path) -> None:
    """A lead gone and an amount changed: the parts of counts and sums are what reverting one record alone gives."""
    later = company()
    later.remove(late_lead())
    deal = later.tables["deals"][-1]
    deal["amount"] = str(float(deal["amount"]) + 500)
    told = ledger(later, None)
    figures = by_figure(told)
    assert has_exact_parts(told)
    assert [(each.id, each.reason) for each in told.records] == [
        (deal["deal_id"], "changed"), (late_lead(), "removed"),
    ]  # fmt: skip
    cohort = figures["waterfall.cohort"]
    assert (cohort.now - cohort.frozen, cohort.data, cohort.code, cohort.definitions) == (-1, -1, 0, 0)
    assert [(each.reason, each.records, each.part) for each in cohort.reasons if each.part] == [("removed", 1, -1.0)]
    folder = tmp_path / "w"
    manifest = manifest_for(journal_of(folder), WEEK)
    before, after = (Generations(folder).path(name) for name in (told.frozen_generation, told.generation))
    whole = {each.figure: each.now for each in told.figures}
    changed = differences(before, after, manifest.as_of)
    for record in told.records:
        others = [each for each in changed if record.id not in {each.id, each.with_lead}]
        reverted = asked(folder, others, before, after)
        for figure, part in record.parts.items():
            assert (whole[figure] or 0) - (reverted[figure] or 0) == pytest.approx(part), (record.id, figure)
    assert any("waterfall" in figure for figure in told.records[1].parts)
    assert told.records[0].parts["pipeline.sqp_created"] == 500


def asked(folder: Path, taken: list[RecordDifference], before: Path, after: Path) -> Numbers:
    """The figures of the freeze with some records as they are now."""
    journal, place = journal_of(folder), folder / f"mixed-{len(taken)}-{taken[0].id if taken else ''}"
    warehouse = Warehouse(place, mix(before, after, taken, place))
    try:
        return numbers(report(replayed(journal, manifest_for(journal, WEEK), warehouse)))
    finally:
        warehouse.close()


def test_what_is_the_whole_companys_comes_last(ledger: Ledger) -> None:
    """Spend is no record's: what the records do not explain is said to be the company's."""
    later = company()
    later.remove(late_lead())
    later.row("spend", "source", "webinar")["amount"] = "900"
    told = ledger(later, None)
    assert has_exact_parts(told)
    cost = by_figure(told)["money.cpl"]
    removed, limits = cost.reasons
    assert (removed.reason, removed.part > 0) == ("removed", True)
    assert (limits.reason, limits.records) == ("limits", 0)
    assert limits.part == pytest.approx(400 * cost.now / 900)


def test_other_definitions_are_told_from_other_data(ledger: Ledger) -> None:
    """The same files, another time to accept in: all of it is the definitions' part."""
    told = ledger(company(), Settings(acceptance_sla_hours=1.0))
    assert told.figures
    assert has_exact_parts(told)
    assert {(each.code, each.data) for each in told.figures} == {(0, 0)}
    assert told.records == ()


def test_other_code_is_told_from_other_data(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A release that counts differently: what it changed is the code's part."""
    journal, view = journal_of(own), week_view(own)

    def miscounted(*looked: Any) -> dict[str, Any]:
        figures = report(*looked)
        figures["waterfall"]["cohort"] += 7
        return figures

    with monkeypatch.context() as earlier:
        earlier.setattr("dashboard.meeting.review.manifest.report", miscounted)
        earlier.setattr("dashboard.meeting.review.manifest.queries_sha256", lambda: "of another release")
        freezing.freeze(journal, view, CHAIR)
    (cohort,) = restated(own, journal, view, WEEK).figures
    assert (cohort.figure, cohort.code, cohort.data, cohort.definitions) == ("waterfall.cohort", -7, 0, 0)


def test_without_its_data_a_change_is_said_and_not_shared_out(frozen: Path, tmp_path: Path) -> None:
    """The frozen figures beside today's; nobody guesses by what."""
    folder = tmp_path / "w"
    shutil.copytree(frozen, folder)
    later = company()
    later.remove(late_lead())
    generation = Generations(folder).all()[0]
    later.import_into(folder, tmp_path / "files")
    Generations(folder).file(generation).unlink()
    told = restated(folder, journal_of(folder), week_view(folder), WEEK)
    cohort = by_figure(told)["waterfall.cohort"]
    assert (told.has_data, cohort.code, cohort.data, cohort.reasons) == (False, None, None, ())
    assert cohort.now == cohort.frozen - 1
    assert "no longer kept" in list(lines_of(told))[1]


def test_the_command_says_what_moved_and_ends_with_1(frozen: Path, tmp_path: Path) -> None:
    """0 when nothing did; the JSON has the names of the contract."""
    folder = tmp_path / "w"
    shutil.copytree(frozen, folder)
    command = ["review", "restated", "--week", WEEK, "--warehouse", str(folder)]
    done = CliRunner().invoke(app, command)
    assert (done.exit_code, "every figure is as it was frozen" in done.stdout) == (0, True)
    later = company()
    later.remove(late_lead())
    later.import_into(folder, tmp_path / "files")
    done = CliRunner().invoke(app, [*command, "--json"])
    assert done.exit_code == 1
    told = json.loads(done.stdout)
    assert {"week", "revision", "figures", "records"} <= told.keys()
    assert {"figure", "frozen", "now", "code", "data", "definitions", "reasons"} == set(told["figures"][0])
    assert {"reason", "records", "part"} == set(next(each for each in told["figures"] if each["reasons"])["reasons"][0])
    (record,) = told["records"]
    assert {"kind", "id", "reason", "what", "parts"} == set(record)
    done = CliRunner().invoke(app, command)
    assert f"lead {late_lead()}: records gone" in done.stdout


def test_shares_sum_to_the_figures_of_the_contract(frozen: Path) -> None:
    """What the ledger adds up by record is what every screen shows."""
    view = week_view(frozen)
    figures, shares = numbers(report(view)), shares_of(view)
    assert {"waterfall.cohort", "response.responded", "pipeline.open_value"} <= shares.keys()
    for figure, each in shares.items():
        assert sum(each.values()) == pytest.approx(figures[figure]), figure


# -- the arithmetic -------------------------------------------------------------------------------------------------


def test_paths_name_the_items_of_lists() -> None:
    """By their own key, the first there is in its order, else by their place; truths and texts are no numbers."""
    told = {
        "week": "x",
        "a": {"stages": [{"stage": "MQL", "n": 1}], "weeks": [1.5, None], "flag": True, "word": "x"},
        "b": {"rows": [{"tier": "A", "name": "z", "n": 2}, {"owner": "o", "n": 3}], "m": [[1], [2]]},
    }
    assert numbers(told) == {
        "a.stages[MQL].n": 1, "a.weeks[0]": 1.5, "a.weeks[1]": None, "b.rows[A].n": 2, "b.rows[1].n": 3,
        "b.m[0][0]": 1, "b.m[1][0]": 2,
    }  # fmt: skip


def of_records(by_reason: dict[str, dict[str, float]], before: dict[str, float], rate: str) -> dict[Any, Numbers]:
    """The figures of every set of reasons, where the records of each add to sums; ``rate`` is a over b."""
    values: dict[Any, Numbers] = {}
    for each in coalitions(list(by_reason)):
        sums: Numbers = {
            name: value + sum(by_reason[reason].get(name, 0) for reason in each) for name, value in before.items()
        }
        numerator, denominator = (Fraction(sums[name] or 0) for name in sums)
        values[each] = sums | {rate: float(numerator / denominator)}
    return values


@needs_shared
def test_a_ratio_is_shared_out_by_midpoints() -> None:
    """The worked answer."""
    case = json.loads(RITUAL.read_text(encoding="utf-8"))["midpoint_ratio"]
    by_reason = {
        reason: {"s.converted": each["a"], "s.mature": each["b"]} for reason, each in case["by_reason"].items()
    }
    before = {"s.converted": case["before"]["a"], "s.mature": case["before"]["b"]}
    parts = parts_of("s.rate", list(by_reason), of_records(by_reason, before, "s.rate"))
    assert parts == pytest.approx(case["parts"], rel=1e-12)


@pytest.mark.parametrize(
    ("figure", "below"),
    [
        ("waterfall.stages[MQL].of_first", ["waterfall.cohort"]),
        ("pipeline.win_rate", ["pipeline.won", "pipeline.lost"]),
        ("response.bands.never.rate", ["response.bands.never.mature"]),
        ("response.within.1h.rate", ["response.within.1h.n"]),
        ("money.cpl", ["money.incentives.lead_volume.current"]),
    ],
)
def test_each_ratio_has_its_denominator(figure: str, below: list[str]) -> None:
    """By hand: from 30 / 80 to 42 / 95, the one reason with 15 and 20, the other with -3 and -5."""
    ends: dict[Any, tuple[float, float]] = {
        frozenset(): (30, 80), frozenset("a"): (45, 100), frozenset("b"): (27, 75), frozenset("ab"): (42, 95),
    }  # fmt: skip
    by_coalition: dict[Any, Numbers] = {}
    for each, (a, b) in ends.items():
        by_coalition[each] = {figure: a / b, **dict.fromkeys(below, 0), below[0]: b}
    parts = parts_of(figure, ["a", "b"], by_coalition)
    assert parts == pytest.approx({"a": 0.07804511278195488, "b": -0.010939849624060147}, rel=1e-12)


def test_the_denominators_are_names_of_the_contract(frozen: Path) -> None:
    """And each ratio times its own is a count, as far as the company has it."""
    figures = numbers(report(week_view(frozen)))
    for ratio, below in (
        ("waterfall.stages[MQL].of_first", ["waterfall.cohort"]),
        ("pipeline.win_rate", ["pipeline.won", "pipeline.lost"]),
        ("disagreement.handoff.acceptance_rate", ["disagreement.handoff.accepted", "disagreement.handoff.rejected"]),
        ("response.within.24h.rate", ["response.within.24h.n"]),
        ("waterfall.conversions[MQL].rate", ["waterfall.conversions[MQL].mature"]),
    ):
        above = (figures[ratio] or 0) * sum(figures[path] or 0 for path in below)
        assert above > 0, ratio
        assert above == pytest.approx(round(above)), ratio


def test_a_curve_is_shared_out_over_all_orders() -> None:
    """By hand: alone 4 and 2, together 10: each gives its own and half of what only both give."""
    values = {frozenset(): 0.0, frozenset("a"): 4.0, frozenset("b"): 2.0, frozenset("ab"): 10.0}
    by_coalition: dict[Any, Numbers] = {each: {"median": value} for each, value in values.items()}
    assert parts_of("median", ["a", "b"], by_coalition) == {"a": 6.0, "b": 4.0}


def test_a_velocity_is_shared_out_over_its_factors() -> None:
    """By hand, from 20 × 0.25 × 8000 / 40 to 24 × 0.4 × 8000 / 50: one reason adds deals, the other what was won."""
    ends: dict[Any, tuple[float, float, float, float, float]] = {
        frozenset(): (20, 0.25, 3, 9, 40), frozenset("a"): (25, 0.25, 3, 9, 38),
        frozenset("b"): (19, 0.4, 6, 9, 52), frozenset("ab"): (24, 0.4, 6, 9, 50),
    }  # fmt: skip
    names = ("open_count", "win_rate", "won", "lost", "cycle_all_days")
    by_coalition: dict[Any, Numbers] = {}
    for each, values in ends.items():
        named: Numbers = {f"pipeline.{name}": value for name, value in zip(names, values, strict=True)}
        open_count, rate, _, _, days = values
        by_coalition[each] = named | {"pipeline.mean_won": 8000, "pipeline.velocity": open_count * rate * 8000 / days}
    parts = parts_of("pipeline.velocity", ["a", "b"], by_coalition)
    mean = (1536 - 1000) / log(1536 / 1000)
    count, cycle, rate = (4 / log(24 / 20), 10 / log(50 / 40), log(0.4 / 0.25))
    assert parts == pytest.approx({"a": mean * (5 / count + 2 / cycle), "b": mean * (-1 / count + rate - 12 / cycle)})
    assert parts is not None
    assert sum(parts.values()) == pytest.approx(536, abs=1e-9)
    by_coalition[frozenset("a")] |= {"pipeline.velocity": None, "pipeline.win_rate": None}
    assert parts_of("pipeline.velocity", ["a", "b"], by_coalition) is None


def test_a_velocity_without_a_positive_factor_is_shared_out_as_a_curve_is() -> None:
    """Nothing was open before: there is no logarithm of that."""
    by_coalition: dict[Any, Numbers] = {
        each: {"pipeline.open_count": len(each), "pipeline.velocity": 100.0 * len(each)} for each in coalitions(["a"])
    }
    assert parts_of("pipeline.velocity", ["a"], by_coalition) == {"a": 100.0}


def test_a_count_is_shared_out_in_whole_numbers() -> None:
    """Exactly, however many reasons."""
    reasons_ = ["a", "b", "c"]
    adds = {"a": 3, "b": -2, "c": 0}
    by_coalition: dict[Any, Numbers] = {each: {"n": 10 + sum(adds[r] for r in each)} for each in coalitions(reasons_)}
    assert parts_of("n", reasons_, by_coalition) == adds
    by_coalition[frozenset("a")] = {"n": None}
    assert parts_of("n", reasons_, by_coalition) is None


# -- the worked example ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Restated, dict[str, Any]]:
    """The ledger of the worked company's week and its answer; skips where they are not there."""
    if not (GOLDEN / "restated").is_dir():
        pytest.skip("no ../shared folder beside the project")
    expected = json.loads((GOLDEN / "restated" / "expected.json").read_text(encoding="utf-8"))
    place = tmp_path_factory.mktemp("worked")
    file = place / "settings.toml"
    own = (GOLDEN / "small" / "settings.toml").read_text(encoding="utf-8")
    file.write_text(f'{own}\n[definitions]\nshared = "{GOLDEN / "small" / "icp.toml"}"\n', encoding="utf-8")
    settings, as_of, folder = load_settings(file), datetime.fromisoformat("2025-10-01"), place / "w"
    run_import([GOLDEN / "small" / "data"], [], folder, settings, as_of, ImportOptions(), lambda _: None)
    view = week_view(folder, "2025-W22")
    assert f"{view.local(view.as_of):%Y-%m-%d}" == expected["as_of"]
    freezing.freeze(journal_of(folder), view, CHAIR)
    view.warehouse.close()
    run_import([GOLDEN / "restated" / "data"], [], folder, settings, as_of, ImportOptions(), lambda _: None)
    return restated(folder, journal_of(folder), week_view(folder), "2025-W22"), expected


def test_the_worked_figures_moved(worked: tuple[Restated, dict[str, Any]]) -> None:
    """Every one, frozen and now; what moved beside them is none of the contract's names."""
    told, expected = by_figure(worked[0]), worked[1]["moved"]
    assert expected.keys() <= told.keys()
    for figure, values in expected.items():
        assert not moved(told[figure].frozen, values["frozen"]), figure
        assert not moved(told[figure].now, values["now"]), figure
    assert told.keys() - expected.keys() <= {"pipeline.closed_per_day", "pipeline.due_per_day", "pipeline.lost"}


def test_the_worked_records_have_their_reasons(worked: tuple[Restated, dict[str, Any]]) -> None:
    """Each once, under its first reason."""
    told, expected = worked
    assert {
        reason: sorted(each.id for each in told.records if each.reason == reason)
        for reason in {each.reason for each in told.records}
    } == expected["records"]


@pytest.mark.parametrize("kind", ["parts_exact", "parts_midpoint", "parts_shapley"])
def test_the_worked_parts(worked: tuple[Restated, dict[str, Any]], kind: str) -> None:
    """Counts and sums, a ratio, curves."""
    told, expected = by_figure(worked[0]), worked[1][kind]
    for figure, parts in expected.items():
        assert {each.reason: each.part for each in told[figure].reasons} == pytest.approx(parts, rel=1e-9, abs=1e-9)


def test_the_worked_parts_sum(worked: tuple[Restated, dict[str, Any]]) -> None:
    """Of every figure; and what records add sums to the part of their reason."""
    told, _ = worked
    assert has_exact_parts(told)
    for each in told.figures:
        for part in each.reasons if any(each.figure in record.parts for record in told.records) else ():
            shared = sum(record.parts.get(each.figure, 0) for record in told.records if record.reason == part.reason)
            assert shared == pytest.approx(part.part, abs=1e-6), each.figure


# -- what an earlier import held ------------------------------------------------------------------------------------


@pytest.fixture
def bridged(tmp_path: Path) -> tuple[Path, Company]:
    """A week frozen with a bridge that counts a deal gone and one revalued, against the import of the week before."""
    folder, before = tmp_path / "w", company()
    before.import_into(folder, tmp_path / "files", as_of=AS_OF - timedelta(weeks=1))
    made = before.copy()
    first, second, third = open_deals(made)[:3]
    first["amount"] = str(float(first["amount"]) + 700)
    for table in ("deals", "deal_events"):
        made.tables[table] = [row for row in made.tables[table] if row["deal_id"] != second["deal_id"]]
    third["amount"] = str(float(third["amount"]) - 200)
    made.import_into(folder, tmp_path / "files")
    freezing.freeze(journal_of(folder), week_view(folder), CHAIR)
    return folder, made


def open_deals(made: Company) -> list[dict[str, str]]:
    """The deals that stood open a week before the end, latest first."""
    closed = {row["deal_id"] for row in made.tables["deal_events"]}
    then = f"{AS_OF - timedelta(weeks=1)}"
    return [row for row in reversed(made.tables["deals"]) if row["deal_id"] not in closed and row["created_at"] < then]


@pytest.mark.endure
def test_equal_data_of_a_later_week_restate_no_bridge(bridged: tuple[Path, Company], tmp_path: Path) -> None:
    """Removed and revalued stand against what the freeze knew: in the same week, in the next, its data gone."""
    folder, made = bridged
    frozen = numbers(json.loads(frozen_figures(journal_of(folder), manifest_for(journal_of(folder), WEEK))))
    assert (frozen["pipeline.bridge.removed"] or 0) > 0
    assert frozen["pipeline.bridge.revalued"] == 500
    for later in (timedelta(0), timedelta(weeks=1)):
        again = made.copy()
        again.add("leads", lead_id="L999", created_at=AS_OF + timedelta(hours=1), source="webinar")
        again.import_into(folder, tmp_path / "files", as_of=AS_OF + later + timedelta(hours=2) * bool(later))
        assert restated(folder, journal_of(folder), week_view(folder, WEEK), WEEK).figures == ()
    assert keep_revisions(folder, journal_of(folder), lambda _: None) == 1
    assert [each.moved for each in watched(journal_of(folder))] == [{1: {}}]
    manifest = manifest_for(journal_of(folder), WEEK)
    Generations(folder).file(manifest.generation).unlink()
    assert restated(folder, journal_of(folder), week_view(folder, WEEK), WEEK).figures == ()


def test_the_bridge_of_a_frozen_week_is_restated_by_what_changed(bridged: tuple[Path, Company], tmp_path: Path) -> None:
    """A deal that is gone since, and one worth more: by their reasons, nothing is left to the whole company's."""
    folder, made = bridged
    fourth, fifth = open_deals(made)[4:6]
    worth = float(fourth["amount"])
    for table in ("deals", "deal_events"):
        made.tables[table] = [row for row in made.tables[table] if row["deal_id"] != fourth["deal_id"]]
    fifth["amount"] = str(float(fifth["amount"]) + 300)
    made.import_into(folder, tmp_path / "files", as_of=AS_OF + timedelta(weeks=1))
    told = restated(folder, journal_of(folder), week_view(folder, WEEK), WEEK)
    assert has_exact_parts(told)
    figures = by_figure(told)
    assert [(each.reason, each.part) for each in figures["pipeline.bridge.removed"].reasons if each.part] == [
        ("removed", worth)
    ]
    assert [(each.reason, each.part) for each in figures["pipeline.bridge.revalued"].reasons if each.part] == [
        ("changed", 300)
    ]
    assert "pipeline.bridge.start" not in figures
    assert not any(part.reason == "limits" for each in told.figures for part in each.reasons)
