"""The meeting's verdict on a stalled deal: each cause right or wrong, what comes next; how often causes were right."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import streamlit as st

from dashboard.asking.view import View
from dashboard.charts.stalled import CAUSE_WORDS
from dashboard.errors import BadInput
from dashboard.meeting.decisions import writing
from dashboard.meeting.decisions.decision import Proposal, proposal
from dashboard.meeting.journal.canonical import new_id
from dashboard.meeting.people.matrix import Action
from dashboard.meeting.verdicts import DealVerdict, Judgement, judge, judgement, precision
from dashboard.meeting.words import by_whom
from dashboard.screens.meeting.minutes import open_minutes, reader_may, whole_company
from dashboard.screens.meeting.saving import is_kept, outcome, save, without_the_journal
from dashboard.screens.reader import reader, shown_to_reader
from dashboard.screens.refusals import LOOK_EVERY
from dashboard.texts import day, in_markdown

ANSWERS = {True: "Right", False: "Wrong"}
LONGEST = 400
USUAL_DAYS = 14
TYPED = ("other_cause", "next_move", "owner", "due_on")


@st.fragment(run_every=LOOK_EVERY)
def causes_precision(view: View) -> None:
    """How often each cause was right of those the meeting judged; nothing before the first verdict."""
    with shown_to_reader(view), without_the_journal():
        judged = sorted(precision(open_minutes().verdicts.values()), key=lambda each: -each.judged)
        if judged:
            lines = [f"{CAUSE_WORDS.get(each.cause, in_markdown(each.cause))}: {each.sentence}" for each in judged]
            st.caption(f"Judged in the meeting: {' · '.join(lines)}.")


def verdict(view: View, deal: Mapping[str, Any]) -> None:
    """What was said of a deal, and the form to say it; ``view`` is the look at whose moment it is stalled."""
    deal_id = deal["deal_id"]
    name = f"verdict-{deal_id}"
    with without_the_journal():
        known = open_minutes().verdicts.get(deal_id)
        if known is not None:
            st.markdown(verdict_words(known))
        outcome(name)
        if not reader_may(Action.JUDGE):
            return
        part = st.expander("What does the meeting say?", icon=":material/gavel:", key=f"part-{name}", on_change="rerun")
        if part.open:
            with part:
                _form(view, deal, name, known)


def _form(view: View, deal: Mapping[str, Any], name: str, known: DealVerdict | None) -> None:
    before = known.judgement if known and known.judgement else Judgement()
    today = view.local(view.as_of).date()
    usual = {
        "other_cause": before.other_cause, "next_move": before.next_move, "owner": before.owner or deal["owner"] or "",
        "due_on": before.due_on or today + timedelta(days=USUAL_DAYS),
        **{f"cause-{cause}": before.causes.get(cause) for cause in deal["causes"]},
    }  # fmt: skip
    for field, value in usual.items():
        st.session_state.setdefault(f"{name}-{field}", value)
    cells = st.grid(2, min_column_width=200)
    for cause in deal["causes"]:
        with cells.cell():
            st.segmented_control(
                CAUSE_WORDS[cause], list(ANSWERS), format_func=ANSWERS.__getitem__, key=f"{name}-cause-{cause}",
                persist_state="page",
            )  # fmt: skip
    st.text_input("Or another cause", key=f"{name}-other_cause", max_chars=LONGEST, persist_state="page")
    st.text_input("Next move", key=f"{name}-next_move", max_chars=LONGEST, persist_state="page")
    cells = st.grid(2, min_column_width=200)
    with cells.cell():
        st.text_input("Owner", key=f"{name}-owner", max_chars=200, persist_state="page")
    with cells.cell():
        st.date_input("Due", key=f"{name}-due_on", format="YYYY-MM-DD", persist_state="page")
    st.checkbox("Make the next move a decision of this review", key=f"{name}-decide", persist_state="page")
    read = known.version if known else 0
    st.button(
        "Keep the verdict", type="primary", key=f"keep-{name}", on_click=_keep, args=(view, dict(deal), name, read)
    )


def _keep(view: View, deal: Mapping[str, Any], name: str, read: int) -> None:
    """Keep the verdict, and where it is ticked the decision that it makes: both, or where one is refused neither."""
    typed = {field: st.session_state.get(f"{name}-{field}") for field in TYPED}
    answers = {cause: st.session_state.get(f"{name}-cause-{cause}") for cause in deal["causes"]}
    causes = {cause: answer for cause, answer in answers.items() if answer is not None}
    is_decided = bool(st.session_state.get(f"{name}-decide"))
    entry_id = st.session_state.setdefault(f"{name}-entry", new_id())

    def write(version: int) -> str:
        person, journal = reader(), open_minutes().journal
        judged = judgement(causes=causes, **typed)
        next_move = _decision(view, deal, judged) if is_decided else None
        judge(journal, view, deal["deal_id"], judged, person, version)
        if next_move is not None:
            writing.make(journal, whole_company(view), next_move, person, entry_id)
        return f"The verdict is kept{', and its next move as a decision' if is_decided else ''}."

    save(name, write, read)
    if is_kept(name):
        st.session_state.pop(f"{name}-entry", None)
        st.session_state[f"{name}-decide"] = False


def _decision(view: View, deal: Mapping[str, Any], judged: Judgement) -> Proposal:
    if not (judged.next_move.strip() and judged.owner.strip() and judged.due_on):
        raise BadInput("A decision takes a next move, its owner and the day it is due; nothing was kept.")
    return proposal(
        {
            "week": view.week, "text": judged.next_move, "owner": judged.owner, "due_on": judged.due_on,
            "side": "sales", "records": (f"deal {deal['deal_id']}",),
            "receipt": {
                "question": "stalled/deals", "asks": "Which deals are stalled, and why?", "week": view.week,
                "generation": view.warehouse.generation.id, "slice": view.slice.chosen(), "records": 1,
            },
        }
    )  # fmt: skip


def verdict_words(known: DealVerdict) -> str:
    """The last verdict in a paragraph; that it was erased where it was."""
    author = by_whom(known.author_name, is_verified=known.is_verified, at=known.at)
    judged = known.judgement
    if judged is None:
        return f"A verdict by {author} was erased."
    causes = [
        f"{CAUSE_WORDS.get(cause, cause)} {ANSWERS[is_right].lower()}" for cause, is_right in judged.causes.items()
    ]
    other = [f"another cause: {in_markdown(judged.other_cause, LONGEST)}"] if judged.other_cause else []
    text = f"**Verdict** by {author}: {in_markdown('; '.join(causes), LONGEST) or 'no cause judged'}"
    text = "; ".join([text, *other])
    if judged.next_move:
        due = f", due {day(judged.due_on)}" if judged.due_on else ""
        text += f". Next: {in_markdown(judged.next_move, LONGEST)} ({in_markdown(judged.owner or 'nobody')}{due})"
    return f"{text}."
