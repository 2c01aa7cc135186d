"""The form of a decision: what is typed, and before it is saved what could be told from chance."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import streamlit as st

from dashboard.asking.view import View
from dashboard.errors import FunnelReviewError
from dashboard.meeting.decisions.decision import LONGEST_TEXT, LONGEST_WINDOW, Proposal, proposal
from dashboard.meeting.decisions.judging import power, refuse_unanswerable
from dashboard.meeting.decisions.series import FIGURES
from dashboard.meeting.decisions.sizes import expected_size, size_example
from dashboard.meeting.weeks import week_after
from dashboard.meeting.words import SIDES, figure_words, week_words
from dashboard.screens.meeting.minutes import whole_company
from dashboard.screens.refusals import LONGEST
from dashboard.texts import in_markdown, no_formula

UP_OR_DOWN = {"up": "Up", "down": "Down"}
WEEKS_AHEAD = 13
USUAL_WEEKS = 6
USUAL_DAYS = 14
KEPT_AS_TYPED: Any = {"persist_state": "page"}
"""What is typed is still there when a drawer was closed and is opened again."""
CELL = 200
NOT_CHOSEN, MAY_STAY_EMPTY = "", ("figure", "confidence")
"""What a box has that may stay empty: an option like the others, as Escape clears a box that knows none."""


def usual_start(view: View) -> dict[str, Any]:
    """What an empty form begins with."""
    first = week_after(view.week)
    return {
        "text": "", "owner": "", "side": "both", "due_on": view.local(view.as_of).date() + timedelta(days=USUAL_DAYS),
        "figure": None, "direction": None, "expected": "", "from_week": first,
        "by_week": week_after(first, USUAL_WEEKS - 1), "confidence": None, "why": "", "slice": {}, "records": (),
        "receipt": None, "week": view.week,
    }  # fmt: skip


def start_of(view: View, typed: Proposal) -> dict[str, Any]:
    """What the form of a decision that is there begins with."""
    known = {name: value for name in type(typed).model_fields if (value := getattr(typed, name)) is not None}
    size = typed.expected
    expected = "" if size is None else f"{size.value:g}{'%' if size.is_percent else ''}"
    return usual_start(view) | known | {"expected": expected}


def decision_form(view: View, name: str, start: Mapping[str, Any]) -> None:
    """Draw the form under a name; ``typed_fields`` gives what stands in it."""
    _begin(name, start)
    st.text_area(
        "What is decided", key=f"{name}-text", max_chars=LONGEST_TEXT, height=72, **KEPT_AS_TYPED,
        placeholder="What is done differently from now on, in one sentence",
    )  # fmt: skip
    cells = st.grid(3, min_column_width=CELL)
    with cells.cell():
        st.text_input("Owner", key=f"{name}-owner", max_chars=200, **KEPT_AS_TYPED)
    with cells.cell():
        st.selectbox("Side", list(SIDES), format_func=SIDES.__getitem__, key=f"{name}-side", **KEPT_AS_TYPED)
    with cells.cell():
        st.date_input("Due", key=f"{name}-due_on", format="YYYY-MM-DD", **KEPT_AS_TYPED)
    cells = st.grid(3, min_column_width=CELL)
    with cells.cell():
        st.selectbox(
            "Figure it should move", [NOT_CHOSEN, *FIGURES], format_func=lambda figure: figure_words(figure or None),
            key=f"{name}-figure", **KEPT_AS_TYPED,
        )  # fmt: skip
    if st.session_state[f"{name}-figure"] != NOT_CHOSEN:
        _promise(cells, name, view, start)
    st.text_input("Why", key=f"{name}-why", max_chars=2_000, placeholder="What makes you think so", **KEPT_AS_TYPED)
    words, is_chance = what_it_could_show(view, typed_fields(name, start))
    (st.warning if is_chance else st.caption)(words)


def _promise(cells: Any, name: str, view: View, start: Mapping[str, Any]) -> None:
    """Which way, by how much, between which weeks, how sure."""
    with cells.cell():
        st.segmented_control(
            "It should go", list(UP_OR_DOWN), format_func=UP_OR_DOWN.__getitem__, key=f"{name}-direction",
            width="stretch", **KEPT_AS_TYPED,
        )  # fmt: skip
    example = size_example(st.session_state[f"{name}-figure"])
    with cells.cell():
        st.text_input("By how much", key=f"{name}-expected", placeholder=f"{example}; may stay empty", **KEPT_AS_TYPED)
    weeks = [week_after(view.week, ahead) for ahead in range(1, WEEKS_AHEAD + 1)]
    weeks = sorted({*weeks, str(start["from_week"])})
    with cells.cell():
        st.selectbox("From week", weeks, format_func=week_words, key=f"{name}-from_week", **KEPT_AS_TYPED)
    first = st.session_state[f"{name}-from_week"]
    later = [week_after(first, weeks) for weeks in range(LONGEST_WINDOW)]
    if st.session_state[f"{name}-by_week"] not in later:
        st.session_state[f"{name}-by_week"] = week_after(first, USUAL_WEEKS - 1)
    with cells.cell():
        st.selectbox("Judged to week", later, format_func=week_words, key=f"{name}-by_week", **KEPT_AS_TYPED)
    with cells.cell():
        st.selectbox(
            "How sure are you?", [NOT_CHOSEN, 50, 70, 90], format_func=lambda sure: f"{sure} %" if sure else "Not said",
            key=f"{name}-confidence", **KEPT_AS_TYPED,
        )  # fmt: skip


def _begin(name: str, start: Mapping[str, Any]) -> None:
    for field, value in start.items():
        is_nothing = value is None and field in MAY_STAY_EMPTY
        st.session_state.setdefault(f"{name}-{field}", NOT_CHOSEN if is_nothing else value)


def clear(name: str, start: Mapping[str, Any]) -> None:
    """Let the form begin anew."""
    for field in start:
        st.session_state.pop(f"{name}-{field}", None)


def typed_fields(name: str, start: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in the form now, by the names of a proposal, not checked yet."""
    fields = {field: st.session_state.get(f"{name}-{field}", value) for field, value in start.items()}
    fields |= {field: fields[field] or None for field in MAY_STAY_EMPTY}
    if fields["figure"] is None:
        return fields | dict.fromkeys(("direction", "expected", "from_week", "by_week", "confidence"))
    return fields


def checked(fields: Mapping[str, Any]) -> Proposal:
    """What was typed as a proposal; raises BadInput naming the field."""
    return proposal(dict(fields) | {"expected": expected_size(fields["expected"], fields["figure"])})


def what_it_could_show(view: View, fields: Mapping[str, Any]) -> tuple[str, bool]:
    """Before it is saved: from which week the figure can answer, and which move chance alone would make.

    And whether chance alone could make the move that is promised.
    """
    if fields["figure"] is None:
        return "Without a figure nobody can say later whether it worked.", False
    if fields["direction"] is None:
        return "Say which way the figure should go, to see which move could be told from chance.", False
    looked_at = whole_company(view)
    try:
        typed = checked({**fields, "text": fields["text"] or "–", "owner": fields["owner"] or "–"})
        refuse_unanswerable(looked_at, typed)
        could = power(looked_at, typed)
    except FunnelReviewError as error:
        return in_markdown(error, LONGEST), False
    if could is None:
        return "", False
    return no_formula(could.sentence), could.hides(typed.expected)
