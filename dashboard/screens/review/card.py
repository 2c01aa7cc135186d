"""A decision as a card: what, who, by when, what came of it, and what its owner can do with it."""

from collections.abc import Callable
from typing import Any, cast

import streamlit as st

from dashboard.asking.view import View
from dashboard.errors import FunnelReviewError
from dashboard.meeting.decisions import writing
from dashboard.meeting.decisions.decision import LONGEST_TEXT, Decision, Work
from dashboard.meeting.decisions.judging import JudgedDecision
from dashboard.meeting.person import Person
from dashboard.meeting.words import SIDES, by_whom, doubts_of, effect_words, promise_words, state_words
from dashboard.screens.meeting.deciding import evidence_words
from dashboard.screens.meeting.form import checked, clear, decision_form, start_of, typed_fields
from dashboard.screens.meeting.minutes import JournalMinutes, whole_company
from dashboard.screens.meeting.saving import is_kept, outcome, save
from dashboard.screens.reader import reader
from dashboard.texts import day, in_markdown, plain

MOVES = {"done": "Done", "dropped": "Dropped", "superseded": "Superseded", "edited": "Reword"}
SHOWN_RECORDS = 12


def card(view: View, minutes: JournalMinutes, each: JudgedDecision, *, is_brief: bool = False) -> None:
    """Draw a decision; a brief card leaves out what its reader must know beside it, and who made it."""
    decision, typed, currency = each.decision, each.decision.typed, view.settings.currency
    with st.container(border=True):
        if typed is None:
            st.caption(f"A decision of {decision.week}; its text was erased.")
            return
        st.markdown(f"**{in_markdown(typed.text, LONGEST_TEXT)}**")
        st.markdown(
            f"{in_markdown(typed.owner, LONGEST_TEXT)} · {SIDES[typed.side].lower()} · due {day(typed.due_on)} · "
            f"{state_words(each)}"
        )
        if words := effect_words(each, currency):
            st.markdown(words)
        if not is_brief:
            for doubt in doubts_of(each, minutes.decisions, currency):
                st.caption(doubt)
            author = by_whom(decision.author_name, is_verified=decision.is_verified)
            promise = promise_words(typed, currency)
            st.caption(" · ".join(part for part in (promise, f"decided in {decision.week} by {author}") if part))
        outcome(decision.id)
        part = st.expander("Change, close or look behind it", key=f"card-{decision.id}", on_change="rerun")
        if part.open:
            with part:
                _behind(decision)
                _controls(view, minutes, decision)


def _behind(decision: Decision) -> None:
    """Why it was decided: the reason, the evidence, the records."""
    typed = decision.typed
    if typed is None:
        return
    if typed.why:
        st.markdown(f"Why: {in_markdown(typed.why, 2_000)}")
    if typed.receipt:
        st.caption(evidence_words(typed.receipt))
    if typed.records:
        named = ", ".join(in_markdown(record, 40) for record in typed.records[:SHOWN_RECORDS])
        more = f" and {len(typed.records) - SHOWN_RECORDS} more" if len(typed.records) > SHOWN_RECORDS else ""
        st.caption(f"About {named}{more}.")


def _controls(view: View, minutes: JournalMinutes, decision: Decision) -> None:
    """What the reader may do with it; whoever may not is told who may."""
    person = _reader()
    if person is None or not writing.may_change(decision, person):
        st.caption("Its owner, its author or the chair changes it.")
        return
    if decision.work != "open":
        st.button("Open it again", key=f"reopen-{decision.id}", on_click=_reopen, args=(minutes, decision))
        return
    move = st.segmented_control(
        "What became of it?", list(MOVES), format_func=MOVES.__getitem__, key=f"move-{decision.id}"
    )
    if move == "edited":
        _edit(view, minutes, decision)
    elif move is not None:
        _close(minutes, decision, cast("Work", move))


def _close(minutes: JournalMinutes, decision: Decision, work: Work) -> None:
    """What closing takes: a reason where it is dropped, the other decision where it is superseded."""
    note = f"note-{work}-{decision.id}"
    if work == "dropped":
        st.text_input("Why is it dropped?", key=note, max_chars=LONGEST_TEXT, persist_state="page")
    elif work == "superseded":
        others = {name: each for name, each in minutes.decisions.items() if name != decision.id and each.typed}
        st.selectbox(
            "By which decision?", list(reversed(others)), key=note, index=None, persist_state="page",
            format_func=lambda name: _in_a_box(others[name]),
        )  # fmt: skip
    st.button(
        "Keep it", type="primary", key=f"close-{decision.id}", on_click=_keep_closed, args=(minutes, decision, work)
    )


def _edit(view: View, minutes: JournalMinutes, decision: Decision) -> None:
    """The form with what was read; it never follows by itself, as the server does not know what is being typed."""
    form = f"edit-{decision.id}"
    was: Decision = st.session_state.setdefault(f"read-{form}", decision)
    if was.typed is None or decision.typed is None:
        return
    start = start_of(view, was.typed)
    if was.version != decision.version:
        st.caption(":orange[Somebody changed it after this form was opened; what stands above is theirs.]")
        st.button("Begin from theirs", key=f"again-{form}", on_click=_begin_anew, args=(form, start))
    decision_form(view, form, start)
    st.button("Keep it", type="primary", key=f"keep-{form}", on_click=_keep_edited, args=(view, minutes, was, start))


def _begin_anew(form: str, start: dict[str, Any]) -> None:
    clear(form, start)
    st.session_state.pop(f"read-{form}", None)


def _keep_edited(view: View, minutes: JournalMinutes, was: Decision, start: dict[str, Any]) -> None:
    form = f"edit-{was.id}"
    fields = typed_fields(form, start)

    def write(read: int) -> str:
        writing.edit(minutes.journal, whole_company(view), _as_read(was, read), checked(fields), reader())
        return "The decision is kept as its next version."

    _save(was, write)
    if is_kept(was.id):
        _begin_anew(form, start)


def _keep_closed(minutes: JournalMinutes, was: Decision, work: Work) -> None:
    note = st.session_state.get(f"note-{work}-{was.id}")

    def write(read: int) -> str:
        writing.close(minutes.journal, _as_read(was, read), work, reader(), note or None)
        return f"The decision is {work}."

    _save(was, write)


def _reopen(minutes: JournalMinutes, was: Decision) -> None:
    def write(read: int) -> str:
        writing.reopen(minutes.journal, _as_read(was, read), reader())
        return "The decision is open again."

    _save(was, write)


def _save(was: Decision, write: Callable[[int], str]) -> None:
    save(was.id, write, was.version)


def _as_read(was: Decision, version: int) -> Decision:
    return was.model_copy(update={"version": version})


def _in_a_box(decision: Decision) -> str:
    return f"{decision.week}: {plain(decision.typed.text, 80) if decision.typed else ''}"


def _reader() -> Person | None:
    try:
        return reader()
    except FunnelReviewError:
        return None
