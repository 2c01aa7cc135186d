"""Comments on places, and verdicts on stalled deals."""

from collections.abc import Mapping
from typing import Any

import pytest

from dashboard.asking.view import View
from dashboard.errors import BadInput
from dashboard.meeting.comments import CommentPlace, comment, comments, edit, withdraw, write
from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.journal.stale import Stale
from dashboard.meeting.person import Role
from dashboard.meeting.verdicts import judge, judgement, precision, verdicts
from tests.meeting.people import ADMIN, ANN, BO, READER

PLACE = CommentPlace(screen="velocity", figure="pipeline.win_rate", week="2026-W46", slice={"source": ["webinar"]})


def test_a_comment_is_kept_at_its_place(minutes: Journal, view: View) -> None:
    """A reader may; who, when and on which data stand beside it."""
    kept = write(minutes, " Why so low? ", PLACE, READER, view)
    assert comments(minutes) == [kept]
    assert kept.written is not None
    assert (kept.written.text, kept.written.place, kept.author) == ("Why so low?", PLACE, READER.id)
    assert minutes.since()[0].generation == view.warehouse.generation.id


def test_only_its_author_changes_a_comment(minutes: Journal) -> None:
    """Edited it is the next version, withdrawn its words are gone from sight."""
    kept = write(minutes, "First", PLACE, ANN)
    with pytest.raises(BadInput, match="Ann's"):
        edit(minutes, kept, "Second", BO)
    with pytest.raises(BadInput, match="Ann's"):
        withdraw(minutes, kept, BO)
    second = edit(minutes, kept, "Second", ANN)
    assert second.written is not None
    assert (second.written.text, second.written.place, second.version) == ("Second", PLACE, 2)
    with pytest.raises(Stale):
        edit(minutes, kept, "Third", ANN)
    gone = withdraw(minutes, comment(minutes, kept.id[-6:]), ANN)
    assert (gone.is_withdrawn, gone.written) == (True, None)
    with pytest.raises(BadInput, match="is gone"):
        edit(minutes, gone, "Fourth", ANN)


@pytest.mark.parametrize(("text", "place"), [("", PLACE), ("x" * 2_001, PLACE), ("x", CommentPlace(week="soon"))])
def test_a_comment_that_is_none_is_refused(minutes: Journal, text: str, place: CommentPlace) -> None:
    """Without text, too long, or of a week that is none; and nothing is kept."""
    with pytest.raises(BadInput):
        write(minutes, text, place, ANN)
    assert minutes.since() == []


def test_a_comment_that_is_erased_shows_as_nothing(minutes: Journal) -> None:
    """It was there; what it said is gone."""
    write(minutes, "secret", PLACE, ANN)
    minutes.erase(minutes.since(), ADMIN, Role.ADMIN)
    (kept,) = comments(minutes)
    assert (kept.written, kept.is_withdrawn) == (None, False)


def stalled(view: View) -> Mapping[str, Any]:
    """The first stalled deal."""
    return view.ask("stalled/deals").rows[0]


def test_a_verdict_is_about_a_cause_that_is_shown(minutes: Journal, view: View) -> None:
    """Of a deal that is stalled; the last one counts, and a stale one is refused."""
    deal = stalled(view)
    cause = deal["causes"][0]
    with pytest.raises(BadInput, match="not stalled"):
        judge(minutes, view, "D999", judgement(causes={}), ANN, 0)
    with pytest.raises(BadInput, match="not shown"):
        judge(minutes, view, deal["deal_id"], judgement(causes={"bad_weather": True}), ANN, 0)
    judge(minutes, view, deal["deal_id"], judgement(causes={cause: True}, next_move="call"), ANN, 0)
    with pytest.raises(Stale):
        judge(minutes, view, deal["deal_id"], judgement(causes={cause: False}), BO, 0)
    judge(minutes, view, deal["deal_id"], judgement(causes={cause: False}, other_cause="budget"), BO, 1)
    said = verdicts(minutes)[deal["deal_id"]]
    assert said.judgement is not None
    assert (said.judgement.causes, said.judgement.other_cause, said.author) == ({cause: False}, "budget", BO.id)


def test_precision_of_a_cause_has_an_interval(minutes: Journal, view: View) -> None:
    """Right in 18 of 23: 58 to 90 %, by Wilson."""
    deal = stalled(view)
    cause = deal["causes"][0]
    kept = judge(minutes, view, deal["deal_id"], judgement(causes={cause: True}), ANN, 0)
    known = [kept.model_copy(update={"judgement": judgement(causes={"ghosted": number < 18})}) for number in range(23)]
    (ghosted,) = precision(known)
    assert ghosted.sentence == "right in 18 of 23 judged (58–90 %)"
    assert (precision([kept])[0].right, precision([kept])[0].high) == (1, 1.0)


def test_what_is_typed_wrong_is_named() -> None:
    """One sentence with the field."""
    with pytest.raises(BadInput, match="due_on"):
        judgement(due_on="soon")
