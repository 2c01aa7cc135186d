"""Judging blind on screen: what leaves the server for one head's browser, and what a second visit shows."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest, local_script_runner

from dashboard.meeting.audit.deck import BlindJudgement, decks
from dashboard.meeting.audit.drawing import draw
from dashboard.meeting.audit.faces import faces
from dashboard.meeting.audit.judging import judge_blind, order_of
from dashboard.meeting.commands.looking import opening_view
from tests.meeting.company import WEEK, Company
from tests.meeting.people import ANN, BO, CHAIR
from tests.screens.meeting import Table, all_words

SECRETS = (
    "Secret source", "Secret campaign", "Secret owner", "73.25", "anns-own-note", "mql_", "no_score", "rejected",
)  # fmt: skip
"""What a judge is not to see: what a lead's row says, the strata, what the other head said."""


def disguised(made: Company) -> None:
    """Every lead has a face, and what is not to be seen of it."""
    for row in made.tables["leads"]:
        row |= {
            "source": "Secret source", "campaign": "Secret campaign", "owner": "Secret owner", "company": "Acme",
            "engagement_score": "73.25",
        }  # fmt: skip


@pytest.fixture
def audited(table: Table, tmp_path: Path) -> Iterator[Table]:
    """A deck of three cards that Ann has judged, with a note; each head has their own role alone."""
    table.import_again(tmp_path / "again", disguised)
    table.restrict()
    view = opening_view(table.folder)
    deck = draw(table.journal, view, CHAIR)
    for place in faces(view, deck):
        judgement = BlindJudgement(verdict="good", budget="yes", note="anns-own-note")
        judge_blind(table.journal, view, WEEK, place, judgement, ANN)
    yield table
    view.warehouse.close()


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Every message that the server sends from now on, as it goes over the wire."""
    messages: list[bytes] = []
    parse = vars(local_script_runner)["parse_tree_from_messages"]

    def note(forwarded: list) -> object:
        messages.extend(message.SerializeToString() for message in forwarded)
        return parse(forwarded)

    monkeypatch.setattr(local_script_runner, "parse_tree_from_messages", note)
    return messages


def at_the_deck(table: Table, name: str) -> AppTest:
    """The page on which somebody judges the deck."""
    return table.screen("disagreement", name, judge=WEEK)


def test_a_judge_is_sent_nothing_that_could_sway_them(audited: Table, sent: list[bytes]) -> None:
    """From the first page to the last card: not the other's answers, not a score, a source, a stage or an owner."""
    app = at_the_deck(audited, BO.id)
    assert "Acme" in all_words(app)
    for judged, verdict in enumerate(("not", "cannot_tell")):
        assert f"{judged} judged" in str(app.get("progress")[0].proto)
        app = next(button for button in app.button if str(button.key).startswith(verdict)).click().run()
    app = app.button("step-U").click().run()
    wire = b"".join(sent)
    assert b"Acme" in wire
    assert [secret for secret in SECRETS if secret.encode() in wire] == []
    app = app.button("step-Right").click().run()
    next(button for button in app.button if str(button.key).startswith("good")).click().run()
    assert "both have judged it" in all_words(at_the_deck(audited, BO.id))
    words = all_words(audited.screen("disagreement", BO.id))
    assert "Not yet: " in words, "the figures of a revealed deck, which three cards do not carry"


def test_a_second_visit_goes_on_where_the_first_was(audited: Table) -> None:
    """With what was judged and noted; a card is judged anew with the criteria as they were."""
    app = at_the_deck(audited, BO.id)
    order = order_of(decks(audited.journal)[WEEK], BO)
    app.session_state[f"blind-{WEEK}-{order[0]}-0-need"] = "yes"
    app.button(f"good-{order[0]}-0").click().run()
    again = at_the_deck(audited, BO.id)
    assert "1 judged" in str(again.get("progress")[0].proto)
    assert again.button(f"good-{order[1]}-0")
    back = again.button("step-U").click().run()
    assert back.session_state[f"blind-{WEEK}-{order[0]}-1-need"] == "yes"
    back.button(f"not-{order[0]}-1").click().run()
    given = decks(audited.journal)[WEEK].verdict("sales", order[0])
    assert given is not None
    assert given.judgement == BlindJudgement(verdict="not", need="yes")


def test_a_second_key_before_the_next_card_shows_is_of_neither(audited: Table) -> None:
    """The first is kept without a fault, the card then shown waits; the first can still be judged anew."""
    app = at_the_deck(audited, BO.id)
    first, second, _ = order_of(decks(audited.journal)[WEEK], BO)
    for verdict in ("good", "not"):
        app.button(f"{verdict}-{first}-0").click()
    app.run()
    assert not app.error
    assert app.button(f"good-{second}-0")
    kept = decks(audited.journal)[WEEK].verdicts["sales"]
    said = {place: (given.judgement and given.judgement.verdict, given.version) for place, given in kept.items()}
    assert said == {first: ("good", 1)}
    app.button("step-U").click().run()
    app.button(f"not-{first}-1").click().run()
    anew = decks(audited.journal)[WEEK].verdict("sales", first)
    assert anew is not None
    assert anew.judgement is not None
    assert anew.judgement.verdict == "not"


def test_who_heads_both_sides_is_told_why_not(audited: Table) -> None:
    """Without a file that says who may what everybody is everything, so nobody is blind."""
    (audited.folder / "access.toml").unlink()
    app = at_the_deck(audited, BO.id)
    assert any("has the roles of both heads" in str(error.value) for error in app.error)
    assert "Acme" not in all_words(app)
