"""The Shared ICP screen: the document in words, tiers that say no more than they may, and a change tried on paper."""

from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.asking.ask import ask, open_warehouse
from dashboard.asking.opening import open_view
from dashboard.asking.view import View
from dashboard.metrics.icp import Reached, Tier
from dashboard.metrics.recorded import NO_MQL, NO_SAL, NO_SQL, NO_WON
from dashboard.metrics.report import section
from dashboard.scope.moments import Window
from dashboard.scope.settings import FILE_NAME
from dashboard.screens.drawers import MOST_RECORDS
from dashboard.screens.icp.document import fit_by_the_one_before
from dashboard.screens.icp.tiers import ANY_LEAD
from dashboard.screens.icp.words import calibration_means, is_same_deals, purity_means, tiers_mean
from dashboard.texts import in_markdown, percent
from dashboard.warehouse.generations import WAREHOUSE_VARIABLE
from icp.whatif import with_criterion, without_criterion
from tests.screens.clicking import panels
from tests.screens.conftest import FILES, PATIENCE, Draw, drawn_on
from tests.screens.meeting import unfold

SETTINGS = '[definitions]\nshared = "shared.toml"\n'
SHARED = """
name = "Ours"
version = "{version}"
effective_from = {day}
approved_by = {{ marketing = "Ann"{sales} }}

[[criteria]]
name = "any size"
field = "employees"
at_least = {least}
weight = 2

[[criteria]]
name = "has a source"
field = "source"
not_one_of = ["nowhere"]
weight = 1
"""


def served(kinds: dict[str, Path], folder: Path, kind: str = "normal") -> Path:
    """A warehouse with two versions of a definition in its settings; sales has signed the second."""
    warehouse = Path(copytree(kinds[kind], folder / "served"))
    (warehouse / FILE_NAME).write_text(SETTINGS, encoding="utf-8")
    first = SHARED.format(version=1, day="2024-01-01", sales="", least=1)
    second = SHARED.format(version=2, day="2025-01-01", sales=', sales = "Bob"', least=100)
    (warehouse / "shared-1.toml").write_text(first, encoding="utf-8")
    (warehouse / "shared.toml").write_text(second, encoding="utf-8")
    return warehouse


FOLD = "icp-what-if"


def draw(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The screen on that warehouse."""
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(warehouse))

    def entry() -> None:
        from dashboard.screens.icp.screen import draw

        draw()

    return AppTest.from_function(entry, default_timeout=PATIENCE).run()


def view_of(warehouse: Path) -> View:
    """The view with everything that ever came in, and a definition of its own."""
    view = open_view(open_warehouse(warehouse), icp_file=warehouse / "shared.toml")
    start = view.days_before(view.as_of, 3_000)
    return replace(view, chosen=Window(start, view.as_of))


@pytest.mark.parametrize("kind", FILES)
def test_it_draws_on_every_kind_of_warehouse(
    kinds: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """Nothing raises, and the document is there to be read whatever the leads are."""
    app = draw(served(kinds, tmp_path, kind), monkeypatch)
    assert not app.exception
    assert not app.error
    assert any(heading.value == "Ours, version 2" for heading in app.subheader)
    text = " ".join(shown.value for shown in app.markdown)
    assert "signed by Ann for marketing and by Bob for sales" in text
    assert "employees at least 100" in text
    assert any("at least 1," in shown.value and "before" in shown.value for shown in app.caption)


def test_the_change_of_the_definition_is_measured_on_the_same_leads(kinds: dict[str, Path], tmp_path: Path) -> None:
    """The share that fits by the version before and by this one, of the leads of the window."""
    view = view_of(served(kinds, tmp_path))
    definition, _ = view.definition
    assert definition is not None
    said = fit_by_the_one_before(view, definition)
    easier = replace(view, trial=with_criterion(definition, "any size", at_least=1))
    assert said
    for each, version in ((easier, 1), (view, 2)):
        assert f"ersion {version}, {percent(section(each, 'icp').section.purity['Inquiry'])}" in said
    assert fit_by_the_one_before(replace(view, chosen=Window(view.as_of, view.as_of)), definition) is None


def test_without_a_definition_it_says_how_to_name_one(drawn: Draw) -> None:
    """One sentence with the next move, no empty charts."""
    app = drawn("icp", "normal")
    assert not app.exception
    assert any("no ideal-customer definition" in info.value for info in app.info)


def test_a_trial_changes_the_figures_and_not_the_definition(kinds: dict[str, Path], tmp_path: Path) -> None:
    """Leaving a criterion out lets more leads in; the counts are those of the tiers of the section."""
    view = view_of(served(kinds, tmp_path))
    definition, _ = view.definition
    assert definition is not None
    before = ask(view, "icp/picking").one()
    tiers = {tier.tier: tier.leads for tier in section(view, "icp").section.tiers}
    assert before["inside"] == tiers["A"] + tiers["B"]
    assert before["leads"] == sum(tiers.values())
    after = ask(replace(view, trial=without_criterion(definition, "any size")), "icp/picking").one()
    stricter = ask(replace(view, trial=with_criterion(definition, "any size", at_least=10**9)), "icp/picking").one()
    assert after["inside"] > before["inside"] > stricter["inside"]
    assert before["recall"] == before["inside_won"] / before["won"]
    assert ask(view, "icp/picking").one() == before


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("any size", {"at_least": 10_000}),
        ("any size", {"weight": 0.5}),
        ("has a source", {"one_of": ("webinar", "Webinar")}),
        ("has a source", {"matches": ("demo",)}),
    ],
)
def test_whatever_rule_is_tried_the_moves_are_those_between_the_tiers(
    kinds: dict[str, Path], tmp_path: Path, name: str, change: dict[str, object]
) -> None:
    """Numbers, weights and lists alike: before and after are the tiers of the section, and every move is a lead."""
    view = view_of(served(kinds, tmp_path))
    definition, _ = view.definition
    assert definition is not None
    tried = replace(view, trial=with_criterion(definition, name, **change))
    before, after = ({tier.tier: tier.leads for tier in section(each, "icp").section.tiers} for each in (view, tried))
    moves = ask(tried, "icp/tier_moves").rows
    assert {row["tier"]: row["before"] for row in moves} == before
    assert {row["tier"]: row["after"] for row in moves} == after
    assert sum(row["moved_in"] for row in moves) == sum(row["moved_out"] for row in moves) > 0
    for row in moves:
        assert row["before"] + row["moved_in"] - row["moved_out"] == row["after"]
        records = ask(tried, "icp/moved_leads", tier=row["tier"], rows=MOST_RECORDS).rows
        assert len(records) == row["moved_in"] + row["moved_out"]


def test_a_list_of_text_can_be_tried(kinds: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The entries of a text rule are a box of their own; an empty list is refused in a sentence."""
    app = unfold(draw(served(kinds, tmp_path), monkeypatch), FOLD)
    app.session_state[FOLD] = True
    app.selectbox(key="what-if").set_value("has a source").run()
    box = next(each for each in app.multiselect if "entries" in str(each.key))
    assert box.value == ["nowhere"]
    chosen = next(option for option in box.options if option != "nowhere")
    app.session_state[FOLD] = True
    box.set_value([chosen]).run()
    assert not app.exception
    assert any("leads change tier" in text.value for text in app.markdown)
    app.session_state[FOLD] = True
    next(each for each in app.multiselect if "entries" in str(each.key)).set_value([]).run()
    assert any("A list needs an entry" in error.value for error in app.error)


def test_a_profile_is_tried_where_that_is_opened_or_linked_to(
    kinds: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever reads the profile does not wait for a year of leads; a link to what it does opens it."""
    app = draw(served(kinds, tmp_path / "read"), monkeypatch)
    assert not [box for box in app.selectbox if box.key == "what-if"]
    linked = drawn_on(served(kinds, tmp_path / "linked"), monkeypatch, "icp", open="tier-moves:A")
    assert [box for box in linked.selectbox if box.key == "what-if"]
    assert panels(linked)


def test_the_records_of_a_tier_are_as_many_as_it_counts(kinds: dict[str, Path], tmp_path: Path) -> None:
    """A dot opens into its leads."""
    view = view_of(served(kinds, tmp_path))
    for tier in section(view, "icp").section.tiers:
        rows = ask(view, "icp/cycles", **ANY_LEAD | {"tier": tier.tier}).rows
        assert len(rows) == tier.leads


def test_deals_before_the_definition_are_called_the_same_deals(kinds: dict[str, Path], tmp_path: Path) -> None:
    """A window that begins before the definition took effect is no test of it."""
    view = view_of(served(kinds, tmp_path))
    definition, _ = view.definition
    assert definition is not None
    assert is_same_deals(view, definition)
    assert not is_same_deals(replace(view, chosen=Window(view.days_before(view.as_of, 7), view.as_of)), definition)


def reached(converted: int, mature: int, low: float, high: float) -> Reached:
    """What reached a stage."""
    return Reached(mature=mature, converted=converted, rate=converted / mature, low=low, high=high)


@pytest.mark.parametrize(
    ("best", "worst", "said"),
    [
        (reached(50, 100, 0.4, 0.6), reached(10, 100, 0.05, 0.17), "more often"),
        (reached(10, 100, 0.05, 0.17), reached(50, 100, 0.4, 0.6), "less often"),
        (reached(12, 100, 0.07, 0.2), reached(10, 100, 0.05, 0.17), "do not differ beyond noise"),
        (reached(5, 10, 0.2, 0.8), reached(0, 100, 0.0, 0.04), "Too few leads"),
    ],
)
def test_tiers_are_called_different_only_beyond_noise(best: Reached, worst: Reached, said: str) -> None:
    """The words go no further than the intervals."""
    nobody = Reached()
    tiers = [
        Tier(tier=name, leads=1, share=None, mql=nobody, sal=nobody, sql=sql, won=nobody)
        for name, sql in (("A", best), ("D", worst))
    ]
    assert said in tiers_mean(tiers, "SQL")


def test_purity_and_calibration_say_which_way_and_when_it_is_noise() -> None:
    """Both directions, and the overlap."""
    first = {"stage": "Inquiry", "leads": 100, "purity": 0.4, "low": 0.3, "high": 0.5}
    for low, high, said in ((0.6, 0.8, "keeps"), (0.1, 0.2, "loses"), (0.45, 0.7, "noise")):
        last = {"stage": "Won", "leads": 50, "purity": 0.5, "low": low, "high": high}
        assert said in purity_means([first, last])
    worst = {"decile": 1, "sql_mature": 100, "sql": 0.4, "sql_low": 0.3, "sql_high": 0.5}
    for low, high, said in ((0.6, 0.8, "higher chance"), (0.1, 0.2, "wrong way"), (0.45, 0.7, "noise")):
        best = {"decile": 9, "sql_mature": 50, "sql": 0.5, "sql_low": low, "sql_high": high}
        assert said in calibration_means([worst, best])


def test_the_churn_of_a_tier_says_of_how_many(
    kinds: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each tier with customers shows how many of how many have left, and their share is the section's."""
    warehouse = served(kinds, tmp_path)
    app = draw(warehouse, monkeypatch)
    shown = next(table.value for table in app.dataframe if "Churned" in table.value.columns)
    view = open_view(open_warehouse(warehouse), icp_file=warehouse / "shared.toml")
    rows = {row["tier"]: row for row in ask(view, "icp/churned", begun_before=view.first_day_from(view.as_of)).rows}
    assert rows
    for tier, said in zip(shown["Tier"], shown["Churned"], strict=True):
        row = rows.get(tier)
        assert said == (f"{row['gone']} of {row['customers']}" if row else "–")
    shares = {tier.tier: tier.churned_share for tier in section(view, "icp").section.tiers}
    assert {tier: row["gone"] / row["customers"] for tier, row in rows.items()} == {
        tier: share for tier, share in shares.items() if share is not None
    }


def test_where_no_sql_is_recorded_no_fit_is_said_to_miss_it(
    kinds: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Leads alone say who came in: no tenth of the scale reaches SQL in 0 %, and purity stands for the first stage."""
    app = draw(served(kinds, tmp_path, "leads-only"), monkeypatch)
    infos = {info.value for info in app.info}
    assert in_markdown(NO_SQL) in infos
    said = " ".join(caption.value for caption in app.caption)
    assert "Click a dot for its leads." in said
    assert "by tenth of the fit scale" not in said
    assert all(in_markdown(why) in said for why in (NO_MQL, NO_SAL, NO_SQL, NO_WON))
