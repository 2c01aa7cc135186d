"""The Response screen: what it says stands in the metrics, and it stands every kind of warehouse."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest

from dashboard.asking.ask import ask, open_warehouse
from dashboard.asking.opening import open_view
from dashboard.asking.view import View
from dashboard.findings.kpi_cards import kpi_cards
from dashboard.importing.run import ImportOptions, run_import
from dashboard.metrics.report import section
from dashboard.scope.settings import Settings
from dashboard.screens.response.words import gives_up_most, waits_longest
from dashboard.texts import count, no_formula, waiting_time
from tests.screens.clicking import click, first_number, marks, said_in_drawer
from tests.screens.conftest import FILES, IMPORTED_AS_OF, Draw, drawn_on
from tests.screens.test_deal_screens import words


@pytest.fixture
def view(kinds: dict[str, Path]) -> View:
    """The usual look at the normal warehouse."""
    return open_view(open_warehouse(kinds["normal"]))


@pytest.mark.parametrize("kind", FILES)
def test_it_draws_on_every_kind_of_warehouse(drawn: Draw, kind: str) -> None:
    """Nothing raises, nothing is refused, and the foot of the screen says what it looked at."""
    app = drawn("response", kind)
    assert not app.exception
    assert not app.error
    assert any("generation" in caption.value for caption in app.caption)


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("leads-only", "There are no touches, so nothing says when a lead was answered."),
        ("deals-only", "There are no leads, so nobody waits for an answer."),
    ],
)
def test_what_is_missing_is_said(drawn: Draw, kind: str, sentence: str) -> None:
    """Without touches or leads a sentence stands where the figures would, never a zero."""
    app = drawn("response", kind)
    assert [info.value for info in app.info] == [sentence]
    assert not app.metric


def test_the_cards_follow_the_clock(drawn: Draw, view: View) -> None:
    """The medians are the section's, from the inquiry and, with ``clock=mql`` in the link, from the MQL."""
    for url, clock in (({}, "inquiry"), ({"clock": "From the MQL"}, "mql")):
        now = section(replace(view, clock=clock), "response").section
        shown = {metric.label: metric.value for metric in drawn("response", "normal", **url).metric}
        assert shown["Half answered within"] == waiting_time(now.median_minutes)
        assert shown["Median of the answered alone"] == waiting_time(now.naive_median_minutes)


@pytest.mark.parametrize(("dated", "said"), [(1, False), (2, True)])
def test_answers_of_which_only_the_day_is_known_are_said_from_a_tenth_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dated: int, *, said: bool
) -> None:
    """Of twenty answers one in twenty passes, two are a tenth."""
    answered = {number: "2025-05-27" if number < dated else "2025-05-27T15:00" for number in range(20)}
    app = drawn_on(answered_leads(tmp_path, answered, Settings()), monkeypatch, "response")
    sentence = "2 of the 20 answered enquiries have only the day of the answer and no time"
    assert any(sentence in info.value for info in app.info) == said


@pytest.mark.parametrize(("clock", "words_for_it"), [("elapsed", "24 h"), ("working", "24 working hours")])
def test_a_limit_in_working_time_is_called_so_and_has_no_place_on_the_buyers_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: Literal["elapsed", "working"], words_for_it: str
) -> None:
    """The dot of the response SLA opens what it says; the curve has its line for elapsed time alone."""
    answered = {number: "2025-05-28T11:00" if number < 12 else "2025-05-31T10:00" for number in range(20)}
    warehouse = answered_leads(tmp_path, answered, Settings(sla_clock=clock))
    app = drawn_on(warehouse, monkeypatch, "response")
    said = words(app).replace("\u00a0", " ")
    assert f"Answered within the response SLA of {words_for_it}" in said
    assert f"Response SLA: {words_for_it}" in said
    drawings = [element.proto.spec for element in app.get("plotly_chart")]
    assert any('"response SLA"' in drawing for drawing in drawings) == (clock == "elapsed")
    own = next(mark for mark in marks(app) if mark.chart == "within" and mark.customdata[0] == "own")
    assert any(f"The SLA, {words_for_it}" in drawing.replace("\\u00a0", " ") for drawing in drawings)
    missed = ask(open_view(open_warehouse(warehouse)), "response/late_leads", rows=50).rows
    assert len(missed) == own.records == (20 if clock == "elapsed" else 8)
    app = click(app, own)
    assert not app.exception
    assert first_number(said_in_drawer(app) or "") == str(own.records)


def answered_leads(folder: Path, answered: Mapping[int, str], settings: Settings) -> Path:
    """A warehouse of leads that came in on Monday 26 May at 10, each answered when it is said."""
    leads = "".join(f"{number},2025-05-26T10:00\n" for number in answered)
    touches = "".join(f"{number},{at},call,outbound,{number}\n" for number, at in answered.items())
    (folder / "leads.csv").write_text(f"lead_id,created_at\n{leads}", encoding="utf-8")
    (folder / "touches.csv").write_text(f"touch_id,at,kind,direction,lead_id\n{touches}", encoding="utf-8")
    files = [folder / "leads.csv", folder / "touches.csv"]
    run_import(files, [], folder / "warehouse", settings, IMPORTED_AS_OF, ImportOptions(), lambda _: None)
    return folder / "warehouse"


def test_those_waiting_now_are_listed_as_of_the_import(drawn: Draw, view: View) -> None:
    """Longest wait first, as of the import's own moment, which is said; an earlier week shows those waiting then."""
    latest = replace(view, as_of=view.warehouse.generation.as_of)
    rows = ask(latest, "response/waiting", rows=5_000).rows
    assert rows == sorted(rows, key=lambda row: row["started_at"])
    said = words(drawn("response", "normal"))
    moment = latest.local(latest.as_of)
    assert f"as of {moment.day} {moment:%b %Y %H:%M}" in said
    assert f"{len(rows)} enquir" in said
    earlier = replace(view, as_of=view.days_before(view.as_of, 28))
    assert "Who waited then?" in words(drawn("response", "normal", week=earlier.week))


def test_hostile_text_stays_text(drawn: Draw) -> None:
    """No field of the data reaches Markdown as a link, an image, a formula or an icon."""
    said = words(drawn("response", "hostile"))
    for alive in ("<img", r"\]\(", r"\$\\x", ":smile:"):
        assert not re.search(r"(?<!\\)" + alive, said)


def test_who_waits_and_who_gives_up_is_named_only_beyond_chance() -> None:
    """The largest difference whose interval leaves zero out, of thirty leads at least."""
    slow = {"value": "north", "due": 100, "n": 100, "rate": 0.4, "others_rate": 0.8, "gap_high": -0.2}
    slow |= {"median_minutes": 1500.0, "others_due": 100}
    quick = slow | {"value": "south", "median_minutes": 60.0, "rate": 0.8, "gap_high": 0.5}
    told = waits_longest("Region", [slow, quick])
    assert "**north** wait longest, half within 1 d 1 h, 40 % within the response SLA against 80 % elsewhere" in told
    assert "those of south shortest, half within 1 h" in told
    for noise in ([slow | {"gap_high": 0.1}, quick], [slow | {"due": 29}, quick], [slow | {"others_due": 29}, quick]):
        assert "more than chance" in waits_longest("Region", noise)
    owner = {"part": "Cal", "known": 200, "others_known": 200, "rate": 0.7, "others_rate": 0.1, "gap_low": 0.5}
    others = owner | {"part": "Dee", "gap_low": -0.1}
    assert gives_up_most([owner, others]).startswith("**Cal** gave up on 70 % of 200 enquiries")
    for noise in ([others], [owner | {"others_known": 29}, others]):
        assert gives_up_most(noise).startswith("No owner")


def test_the_median_of_the_review_leads_to_that_of_the_screen(
    sample_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both stand in one line with their days; by another clock or of other days there is no such line."""
    view = open_view(open_warehouse(sample_folder))
    card = kpi_cards(view, section(view, "changes").section)["median_minutes"]
    assert card.blocks
    (line,) = [
        each.value for each in drawn_on(sample_folder, monkeypatch, "response").caption if "(Review) → " in each.value
    ]
    assert line.startswith(f"**{no_formula(card.written)}** for half of the {count(card.records)} enquiries")
    assert f"→ **{no_formula(waiting_time(section(view, 'response').section.median_minutes))}**" in line
    by_mql = drawn_on(sample_folder, monkeypatch, "response", clock="mql")
    assert not any("(Review)" in each.value for each in by_mql.caption)
