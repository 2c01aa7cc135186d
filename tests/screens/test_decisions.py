"""Decisions on Review and from any finding: written, judged, closed and disputed, by whoever may."""

from html import unescape

from dashboard.meeting.decisions import writing
from dashboard.meeting.review import freezing
from dashboard.meeting.weeks import week_after
from tests.meeting.company import WEEK
from tests.meeting.people import ANN, CHAIR
from tests.screens.meeting import HOSTILE, SHOWN, Table, all_words, choose, unfold


def test_a_decision_is_written_on_review_and_says_what_it_could_show(table: Table) -> None:
    """Before it is kept; its text stays text; what is wrong is said and nothing typed is lost."""
    app = unfold(table.home(), "new-decision-part")
    assert "Without a figure nobody can say later whether it worked." in all_words(app)
    app.text_area("new-decision-text").set_value(HOSTILE)
    figure = app.selectbox("new-decision-figure")
    assert figure.options[0] == "No figure"  # an option of its own: Escape clears a box that has none for nothing
    assert figure.proto.HasField("default")
    figure.set_value("mql").run()
    app = choose(app, "new-decision-direction", "up")
    assert "cannot be told from chance by 2026-W52; by 2027-W05 it would be ±" in all_words(app)
    app.button("new-decision-keep").click().run()
    assert "owner" in app.error[0].value
    assert app.text_area("new-decision-text").value == HOSTILE
    app.text_input("new-decision-owner").set_value("Ann *")
    app.button("new-decision-keep").click().run()
    assert not app.error
    (kept,) = writing.decisions(table.journal).values()
    assert kept.typed is not None
    assert (kept.typed.text, kept.week, kept.author, kept.is_verified) == (HOSTILE, WEEK, "bo@example.com", False)
    assert kept.baseline is not None
    assert kept.baseline.n == 26
    assert f"**{SHOWN}" in all_words(app)
    assert "Ann &#42;" in all_words(app)
    assert app.text_area("new-decision-text").value == ""


def test_a_review_begins_with_the_effect_now_known(table: Table) -> None:
    """The decision whose last week this is; then part 4 with what came of the last ones, the overdue before others."""
    watched = {"figure": "inquiries", "direction": "up", "from_week": "2026-W41", "by_week": WEEK}
    table.decided("2026-W40", text="Now", **watched)
    table.decided("2026-W39", text="Later", **watched | {"by_week": "2026-W50"})
    table.decided("2026-W38", text="Late", due_on="2026-10-01")
    app = table.home()
    told = [element.value.replace("\xa0", " ") for element in app.markdown]
    assert told[0].startswith("**Now known**: “Now”, decided in 2026-W40, Bo.")
    assert told[1].startswith("**Inquiries** moved by 0 (95 % interval 0 to 0, 6 weeks)")
    assert "within its usual range" in told[1]
    assert told[1].endswith("Final.")
    cards = [line for line in told if line in {"**Now**", "**Later**", "**Late**"}]
    assert cards == ["**Now**", "**Late**", "**Later**"]
    assert ":orange[**overdue**] · carried 8 ×" in all_words(app)
    assert "So far; final with 2026-W50." in all_words(app)


def test_only_three_stand_large(table: Table) -> None:
    """More fold, and unfold."""
    for number in range(5):
        table.decided(text=f"Thing {number}")
    app = table.home()
    assert [each.value for each in app.markdown if each.value.startswith("**Thing")] == [
        f"**Thing {number}**" for number in range(3)
    ]
    assert any(each.label == "2 more" for each in app.expander)
    assert "**Thing 4**" in all_words(unfold(app, "more-now"))


def test_a_decision_is_closed_by_whom_it_concerns(table: Table) -> None:
    """Its owner drops it with a reason; a reader is shown no way to; an earlier week knows nothing of it."""
    table.restrict()
    kept = table.decided(owner="bo@example.com")
    app = unfold(table.home("di@example.com"), f"card-{kept.id}")
    assert "Its owner, its author or the chair changes it." in all_words(app)
    assert not [box for box in app.button if (box.key or "").startswith(("decide-on", "close-", "new-decision"))]
    app = choose(unfold(table.home("bo@example.com"), f"card-{kept.id}"), f"move-{kept.id}", "dropped")
    app.button(f"close-{kept.id}").click().run()
    assert "dropped for a reason" in app.error[0].value
    app.text_input(f"note-dropped-{kept.id}").set_value("No $budget$")
    app.button(f"close-{kept.id}").click().run()
    assert writing.decision(table.journal, kept.id).note == "No $budget$"
    assert "**dropped** (No &#36;budget&#36;)" in all_words(app)
    app.button(f"reopen-{kept.id}").click().run()
    assert writing.decision(table.journal, kept.id).work == "open"


def test_who_has_no_role_any_more_writes_nothing(table: Table) -> None:
    """The form was open when the role was taken away: the button answers in a sentence."""
    table.restrict()
    app = unfold(table.home("bo@example.com"), "new-decision-part")
    app.text_area("new-decision-text").set_value("Mine")
    app.text_input("new-decision-owner").set_value("Bo").run()
    (table.folder / "access.toml").write_text('[roles]\n"ann@example.com" = ["chair"]\n', encoding="utf-8")
    app.button("new-decision-keep").click().run()
    assert "has no role here" in all_words(app)
    assert table.journal.head() == 0


def test_two_people_change_one_decision(table: Table) -> None:
    """Theirs stands beside yours with what differs; saved as the next version both are in the journal."""
    kept = table.decided(text="First")
    assert kept.typed
    for way in ("theirs", "mine"):
        app = choose(unfold(table.home(ANN.id), f"card-{kept.id}"), f"move-{kept.id}", "edited")
        now = writing.decision(table.journal, kept.id)
        assert now.typed
        theirs = now.typed.model_copy(update={"text": f"Theirs before {way}"})
        writing.edit(table.journal, table.view(), now, theirs, CHAIR)
        app.text_area(f"edit-{kept.id}-text").set_value("Yours")
        app.button(f"keep-edit-{kept.id}").click().run()
        assert "Cy changed this at" in all_words(app)
        assert f"**Text**: theirs “Theirs before {way}” · yours “Yours”" in all_words(app)
        assert "**Baseline**" not in all_words(app)
        app.button(f"{way}-{kept.id}").click().run()
        text = {"theirs": "Theirs before theirs", "mine": "Yours"}[way]
        found = writing.decision(table.journal, kept.id)
        assert found.typed
        assert found.typed.text == text
    assert found.version == 4


def test_a_form_that_is_open_says_that_somebody_wrote(table: Table) -> None:
    """What is being typed stays, and there is a way to begin from theirs."""
    kept = table.decided(text="First")
    assert kept.typed
    app = choose(unfold(table.home(ANN.id), f"card-{kept.id}"), f"move-{kept.id}", "edited")
    writing.edit(table.journal, table.view(), kept, kept.typed.model_copy(update={"text": "Second"}), CHAIR)
    app.run()
    assert "Somebody changed it after this form was opened" in all_words(app)
    assert app.text_area(f"edit-{kept.id}-text").value == "First"
    app.button(f"again-edit-{kept.id}").click().run()
    assert app.text_area(f"edit-{kept.id}-text").value == "Second"


def test_a_finding_is_decided_on(table: Table) -> None:
    """The form holds its figure, slice, evidence and records; what is kept holds them too."""
    app = table.screen("response", source="webinar")
    app.button("decide-on-response/times").click().run()
    name = "decide-response/times"
    assert app.selectbox(f"{name}-figure").value == "median_minutes"
    assert "Evidence: How long" in all_words(app)
    app.text_area(f"{name}-text").set_value("Call first")
    app.text_input(f"{name}-owner").set_value("Bo")
    app.session_state[f"{name}-direction"] = "down"
    app.button(f"{name}-keep").click().run()
    (kept,) = writing.decisions(table.journal).values()
    assert kept.typed
    assert kept.typed.slice == {"source": ["webinar"]}
    assert kept.typed.receipt
    assert kept.typed.receipt["question"] == "response/times"
    assert kept.typed.receipt["generation"] == table.view().warehouse.generation.id


def test_deals_come_with_their_ids(table: Table) -> None:
    """A list's records are those of the decision."""
    app = table.screen("stalled")
    app.button("decide-on-stalled/deals").click().run()
    name = "decide-stalled/deals"
    app.text_area(f"{name}-text").set_value("Close them")
    app.text_input(f"{name}-owner").set_value("Bo")
    app.button(f"{name}-keep").click().run()
    (kept,) = writing.decisions(table.journal).values()
    deals = {f"deal {row['deal_id']}" for row in table.view().ask("stalled/deals").rows}
    assert kept.typed
    assert set(kept.typed.records) == deals
    assert len(deals) > 1


def test_the_ledger_counts_them(table: Table) -> None:
    """By quarter; how sure people were is said from twenty on."""
    kept = table.decided("2026-W40")
    writing.close(table.journal, kept, "done", ANN)
    app = unfold(table.home(), "ledger")
    shown = next(frame.value for frame in app.dataframe if "quarter" in frame.value.columns)
    assert shown.to_dict("records") == [
        {"quarter": "2026-Q3", "made": 1, "done_in_time": 1, "judged": 0, "moved_as_promised": 0}
    ]
    assert "from 20 judged on" in all_words(app)


def test_one_typed_for_a_frozen_week_goes_to_the_next(table: Table) -> None:
    """And says so."""
    freezing.freeze(table.journal, table.view(), CHAIR)
    app = unfold(table.home(), "new-decision-part")
    app.text_area("new-decision-text").set_value("Mine")
    app.text_input("new-decision-owner").set_value("Bo")
    app.button("new-decision-keep").click().run()
    assert f"{WEEK} is frozen, so it is one of {week_after(WEEK)}." in unescape(app.toast[0].value)
