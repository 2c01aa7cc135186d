"""The week's chip: whether its review is frozen and signed, by whom, what the reader can do about it, past reviews."""

from dataclasses import replace

import streamlit as st

from dashboard.asking.ask import open_warehouse
from dashboard.asking.view import View
from dashboard.errors import FunnelReviewError
from dashboard.meeting.people.matrix import Action, may
from dashboard.meeting.person import Person
from dashboard.meeting.review import freezing
from dashboard.meeting.review.review import SIDES, Freeze, Review, SideName, review_of
from dashboard.meeting.review.words import missing_words, signature_words, state_words
from dashboard.meeting.weeks import end_of
from dashboard.meeting.words import by_whom
from dashboard.screens.meeting.minutes import JournalMinutes, open_minutes
from dashboard.screens.meeting.past import PastWeek, leave_review, open_review
from dashboard.screens.meeting.saving import outcome, save
from dashboard.screens.reader import reader
from dashboard.screens.refusals import warehouse_folder
from dashboard.screens.slicebar import unfiltered
from dashboard.texts import day, in_markdown

WENT = "went-to-a-review"


def week_chip(view: View, past: PastWeek | None) -> None:
    """Draw the chip of the week looked at."""
    if st.session_state.pop(WENT, False):
        st.rerun()
    minutes = open_minutes()
    week = view.week
    review = minutes.reviews.get(week) or Review(week=week, version=0)
    revision = f", revision {past.freeze.revision} as frozen" if past else ""
    missing = missing_words(review)
    label = f"{week[5:]}{revision} · {state_words(review)}{f', {missing}' if missing else ''}"
    part = st.popover(label, icon=":material/how_to_reg:", key="week-chip", on_change="rerun")
    if not part.open:
        outcome(week)
        return
    with part:
        outcome(week)
        _standing(review, past)
        _controls(minutes, view, review, past)
        _past_reviews(minutes, past)


def _standing(review: Review, past: PastWeek | None) -> None:
    """What was frozen, who signed and with which words, and who has not after a week."""
    freeze = past.freeze if past else review.latest
    if freeze is None:
        st.markdown("This week's review is not frozen: its figures follow the data.")
        return
    frozen = by_whom(freeze.author_name, is_verified=freeze.is_verified, at=freeze.frozen_at)
    st.markdown(f"Revision {freeze.revision} was frozen by {frozen}; it is `{freeze.manifest[:12]}`.")
    for each in freeze.signatures:
        st.markdown(f"- {signature_words(each)}")
    if freeze.reopened_at is not None:
        why = in_markdown(freeze.reopened_because or "its reason was erased", freezing.LONGEST_WORDS)
        st.markdown(f"It was opened again on {day(freeze.reopened_at)}: “{why}”")
    if missing := missing_words(review):
        st.warning(f"{missing[0].upper()}{missing[1:]}. Nothing signs itself.")


def _controls(minutes: JournalMinutes, view: View, review: Review, past: PastWeek | None) -> None:
    """Freeze, sign, decline, open again: what the reader's roles allow of it now."""
    try:
        person = reader()
    except FunnelReviewError as error:
        st.caption(in_markdown(error))
        return
    if not review.is_frozen:
        if view.warehouse is not open_warehouse(warehouse_folder()):
            st.caption("A week is frozen on the import served now; this is another one.")
        elif may(person, Action.FREEZE) and past is None:
            st.button("Freeze this week", type="primary", key="freeze", on_click=_freeze, args=(minutes, view))
            st.caption("Figures, settings, definitions and data are kept as they are now, whatever is imported later.")
        return
    if may(person, Action.SIGN) and review.latest is not None:
        for side, role in SIDES.items():
            if role in person.roles:
                _sign(minutes, review, review.latest, side, person)
    if may(person, Action.FREEZE):
        st.text_input("Why open it again?", key="reopen-why", max_chars=freezing.LONGEST_WORDS, persist_state="page")
        st.button("Open the review again", key="reopen", on_click=_reopen, args=(minutes, review))


def _sign(minutes: JournalMinutes, review: Review, freeze: Freeze, side: SideName, person: Person) -> None:
    """The two ways for a side that has not signed; one person does not speak for both."""
    before = freeze.signature(side)
    if before is not None and not before.is_declined:
        return
    if any(each.author == person.id and each.side != side for each in freeze.signatures):
        st.caption(f"You spoke for the other side; somebody else signs for {side}.")
        return
    st.text_area(
        f"Reservation of {side}, or why it does not sign", key=f"words-{side}", height=72, persist_state="page",
        max_chars=freezing.LONGEST_WORDS,
    )  # fmt: skip
    with st.container(horizontal=True):
        for is_declined, label in ((False, f"Sign for {side}"), (True, f"Decline for {side}")):
            key = f"{'decline' if is_declined else 'sign'}-{side}"
            st.button(label, key=key, on_click=_say, args=(minutes, review, side, is_declined))


def _past_reviews(minutes: JournalMinutes, past: PastWeek | None) -> None:
    """The ways to a past review, and back."""
    if past is not None:
        st.button("Back to today's data", icon=":material/undo:", key="leave-review", on_click=_leave)
    known = {
        f"{week} {freeze.revision}": (review, freeze)
        for week, review in reversed(minutes.reviews.items())
        for freeze in reversed(review.freezes)
    }
    if not known:
        return

    def words(name: str) -> str:
        review, freeze = known[name]
        state = state_words(review) if freeze is review.latest else "opened again"
        missing = missing_words(review) if freeze is review.latest else ""
        return f"{review.week}, revision {freeze.revision}: {state}{f', {missing}' if missing else ''}"

    st.selectbox(
        "Open a review as it was frozen", list(known), index=None, format_func=words, key="past-review",
        placeholder="Choose a week", on_change=_go,
    )  # fmt: skip


def _go() -> None:
    if chosen := st.session_state["past-review"]:
        week, _, revision = chosen.partition(" ")
        open_review(week, int(revision))
        st.session_state[WENT] = True


def _leave() -> None:
    leave_review()
    st.session_state[WENT] = True


def _freeze(minutes: JournalMinutes, view: View) -> None:
    def write(_: int) -> str:
        current = unfiltered(open_warehouse(warehouse_folder()))
        review = freezing.freeze(minutes.journal, replace(current, as_of=end_of(current, view.week)), reader())
        return f"{review.week} is frozen."

    save(view.week, write)


def _say(minutes: JournalMinutes, review: Review, side: SideName, is_declined: bool) -> None:
    words = st.session_state.get(f"words-{side}") or ""

    def write(read: int) -> str:
        now = _as_read(minutes, review, read)
        if is_declined:
            freezing.decline(minutes.journal, now, side, reader(), words)
            return f"Declined for {side}."
        freezing.sign(minutes.journal, now, side, reader(), words)
        return f"Signed for {side}."

    save(review.week, write, review.version)


def _reopen(minutes: JournalMinutes, review: Review) -> None:
    reason = st.session_state.get("reopen-why") or ""

    def write(read: int) -> str:
        freezing.reopen(minutes.journal, _as_read(minutes, review, read), reader(), reason)
        return f"{review.week} is open again; what was frozen and signed stays on record."

    save(review.week, write, review.version)


def _as_read(minutes: JournalMinutes, review: Review, version: int) -> Review:
    """The review as it stands, with the version that was read: what came between is refused, and shown."""
    now = review_of(minutes.journal, review.week)
    return now.model_copy(update={"version": version})
