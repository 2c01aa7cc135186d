"""A past week says how many of its figures are others today, and by what, record by record."""

from pathlib import Path

import pytest

from dashboard.meeting.commands.looking import week_view
from dashboard.meeting.restatement.ledger import restated
from dashboard.meeting.restatement.paths import moved
from dashboard.meeting.restatement.words import apart, path_words, signed, significant
from dashboard.meeting.review import freezing
from tests.meeting.company import WEEK, Company
from tests.meeting.people import BO, CHAIR
from tests.screens.meeting import Table, all_words


def without_a_lead(made: Company) -> None:
    """One lead fewer, and the amount of a deal another."""
    made.tables["deals"][10]["amount"] = "77700"
    made.remove(made.tables["deals"][-3]["lead_id"])


def test_what_was_restated_is_counted_shared_out_and_listed(table: Table, tmp_path: Path) -> None:
    """On the past week and on the present look at it; a figure's records have their parts."""
    review = freezing.freeze(table.journal, table.view(), CHAIR)
    freezing.sign(table.journal, review, "sales", BO)
    assert f"Nothing of {WEEK} was restated since it was signed." in all_words(table.screen("velocity"))
    table.import_again(tmp_path / "files", without_a_lead)
    ledger = restated(table.folder, table.journal, week_view(table.folder), WEEK)
    number = sum(moved(each.frozen, each.now) for each in ledger.figures)
    for url in ({"week": WEEK, "revision": "1"}, {}):
        app = table.screen("velocity", **url)
        assert f"**{number} figures restated since it was signed.**" in all_words(app)
    app.button("restated").click().run()
    assert not app.exception
    assert f"{len(ledger.figures)} figures are no longer as frozen." in all_words(app)
    figures = next(frame.value for frame in app.dataframe if "definitions" in frame.value.columns)
    by_words = {row["figure"]: row for row in figures.to_dict("records")}
    assert len(by_words) == number
    for each in ledger.figures:
        assert by_words[path_words(each.figure)]["data"] == (signed(each.data) if each.data else None)
    records = next(frame.value for frame in app.dataframe if "record" in frame.value.columns)
    assert set(records["record"]) == {f"{each.kind} {each.id}" for each in ledger.records}
    assert {each.partition(" ")[0] for each in records["record"]} == {"lead", "deal"}


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("waterfall.cohort", "Waterfall · cohort"),
        ("waterfall.stages[MQL].of_first", "Waterfall · MQL · of first"),
        ("waterfall.conversions[MQL].rate", "Waterfall · MQL · rate"),
        ("response.by_source.Paid search.median_minutes", "Response · by source · Paid search · median minutes"),
        ("stalled.causes[owner_overloaded].deals", "Stalled · causes · owner overloaded · deals"),
    ],
)
def test_a_path_is_read_as_words(path: str, words: str) -> None:
    """What a list is called goes where the name of the item says it."""
    assert path_words(path) == words


def test_numbers_are_read_with_as_many_digits_as_tell_them_apart() -> None:
    """A small change is no −0, a sum has no fraction."""
    assert [significant(each) for each in (6948.0, 0.44812, 298.4333, 12_345.6, None)] == [
        "6,948", "0.4481", "298.4", "12,346", "–",
    ]  # fmt: skip
    assert [signed(each) for each in (4.0, -0.000307758, -6.5091e-06, 1.2345, None)] == [
        "+4", "−0.00031", "−0.0000065", "+1.234", "–",
    ]  # fmt: skip
    assert apart(0.25131, 0.25128) == ("0.25131", "0.25128")
    assert apart(12_345.6, 12_345.7) == ("12,345.6", "12,345.7")
    assert apart(6948.0, 6952.0) == ("6,948", "6,952")
    assert apart(None, 0.5) == ("–", "0.5")
    assert apart(0.1 + 0.2, 0.3) == ("0.3", "0.3"), "beyond what a number holds"
