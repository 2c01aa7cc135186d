"""Decide on a finding: from any figure with its slice, its evidence and its records, and in the meeting itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

import streamlit as st

from dashboard.asking.view import View
from dashboard.charts.look import look_of
from dashboard.meeting.decisions.writing import make
from dashboard.meeting.journal.canonical import new_id
from dashboard.meeting.people.matrix import Action
from dashboard.meeting.words import watched_by
from dashboard.screens.meeting.form import checked, clear, decision_form, typed_fields, usual_start
from dashboard.screens.meeting.minutes import open_minutes, reader_may, whole_company
from dashboard.screens.meeting.saving import is_kept, outcome, save
from dashboard.screens.reader import reader, shown_to_reader
from dashboard.screens.refusals import LONGEST
from dashboard.texts import count, in_markdown
from dashboard.warehouse.catalogue import question

DECIDE, ADD = "Decide on this", "Add a decision"
MOST_RECORDS = 500
LONGEST_VALUE = 400
"""Letters of a bound value that a decision's evidence holds: what is longer is asked anew with the question."""
NO_FINDINGS = ("data/", "checks/")
"""How questions begin that are about the import; nothing of the funnel is decided on them."""
ICON = ":material/gavel:"
STYLE = """<style>
[data-testid="stDialog"] [class*="st-key-decide-"][class*="-keep"] {{
    position: sticky; bottom: 0; z-index: 1; padding: 0.5rem 0; background: {page};
}}
</style>"""
"""What Streamlit has no option for: the button below a long form stays in view."""


@dataclass(frozen=True)
class Evidence:
    """What a decision rests on: a question, what it answered and was bound to, the weekly figure that it is about."""

    question: str
    rows: Sequence[Mapping[str, Any]]
    watched: str | None = None
    bound: Mapping[str, object] = field(default_factory=dict)


def decide_button(
    view: View, name: str, rows: Sequence[Mapping[str, Any]], bound: Mapping[str, object], watched: str | None
) -> None:
    """A quiet button beside those of ``behind``, which opens the form filled with what stands above it."""
    if not _is_offered(name):
        return
    if st.button(DECIDE, type="tertiary", icon=ICON, key=f"decide-on-{name}"):
        _open(view, name, finding(view, name, rows, watched, bound))


def docked_decision(view: View, evidence: Evidence | None) -> bool:
    """The same in the dock of meeting mode and at the top of the Review; whether the form is open.

    Without ``evidence`` the form begins empty.
    """
    if not reader_may(Action.DECIDE) or (evidence is not None and not _is_offered(evidence.question)):
        return False
    label, name = (DECIDE, evidence.question) if evidence else (ADD, "in-the-meeting")
    is_open = st.button(label, type="primary", icon=ICON, key=f"dock-{name}")
    if is_open:
        start = usual_start(view)
        if evidence:
            start = finding(view, name, evidence.rows, evidence.watched, evidence.bound)
        _open(view, name, start, on_dismiss="rerun")
    return is_open


def decide_here(view: View, name: str, rows: Sequence[Mapping[str, Any]], bound: Mapping[str, object]) -> None:
    """The same inside a drawer, which cannot open another one: the form folds out beneath the records."""
    if not _is_offered(name):
        return
    part = st.expander(DECIDE, icon=ICON, key=f"decide-here-on-{name}", on_change="rerun")
    if part.open:
        with part:
            new_decision(view, f"decide-here-{name}", finding(view, name, rows, None, bound))


def finding(
    view: View, name: str, rows: Sequence[Mapping[str, Any]], watched: str | None, bound: Mapping[str, object]
) -> dict[str, Any]:
    """What the form begins with for the answer of a question: figure, slice, evidence and records."""
    figure = watched or watched_by(name)
    records = [record for row in rows for record in records_of(row)]
    about = {
        "question": name,
        "asks": question(name).question,
        "week": view.week,
        "as_of": view.as_of.isoformat(),
        "generation": view.warehouse.generation.id,
        "slice": view.slice.chosen(),
        "bound": {key: text for key, value in bound.items() if len(text := _text(value)) <= LONGEST_VALUE},
        "records": len(records),
    }
    return usual_start(view) | {
        "figure": figure,
        "slice": view.slice.chosen(),
        "receipt": about,
        "records": tuple(dict.fromkeys(records))[:MOST_RECORDS],
    }


def records_of(row: Mapping[str, Any]) -> list[str]:
    """The lead or deal a row is of, as a decision names it; a deal before the lead it came from."""
    for kind in ("deal", "lead"):
        if (key := row.get(f"{kind}_id")) is not None:
            return [f"{kind} {key}"]
    return []


def new_decision(view: View, name: str, start: Mapping[str, Any]) -> None:
    """The form of a new decision with the button that keeps it."""
    if start["receipt"]:
        st.caption(evidence_words(start["receipt"]))
    st.html(STYLE.format(page=look_of(st.context.theme.type).page))
    decision_form(view, name, start)
    outcome(name)
    st.button("Keep the decision", type="primary", key=f"{name}-keep", on_click=_keep, args=(view, name, start))


def evidence_words(receipt: Mapping[str, Any]) -> str:
    """The evidence of a decision: what was asked, of which week and part, on which data, of how many records."""
    chosen = ", ".join(f"{field} {' or '.join(values)}" for field, values in (receipt.get("slice") or {}).items())
    records = receipt.get("records")
    parts = [
        f"Evidence: {receipt.get('asks') or receipt.get('question')}",
        f"week {receipt.get('week')}",
        chosen or "all leads and deals",
        f"{count(records)} record{'' if records == 1 else 's'}" if records else "",
    ]
    return " · ".join(in_markdown(part, LONGEST) for part in parts if part)


def _open(view: View, name: str, start: Mapping[str, Any], on_dismiss: Literal["ignore", "rerun"] = "ignore") -> None:
    @st.dialog(DECIDE if start["receipt"] else ADD, width="large", position="right", on_dismiss=on_dismiss)
    def _dialog() -> None:
        with shown_to_reader(view):
            form = f"decide-{name}"
            if is_kept(form):
                outcome(form)
                st.rerun()
            new_decision(view, form, start)

    _dialog()


def _keep(view: View, name: str, start: Mapping[str, Any]) -> None:
    """Keep what stands in the form; kept, the form begins anew."""
    fields = typed_fields(name, start)
    entry_id = st.session_state.setdefault(f"{name}-entry", new_id())

    def write(_: int) -> str:
        typed = checked(fields)
        kept = make(open_minutes().journal, whole_company(view), typed, reader(), entry_id)
        moved = "" if kept.week == view.week else f" {view.week} is frozen, so it is one of {kept.week}."
        return f"The decision is kept.{moved}"

    save(name, write)
    if is_kept(name):
        clear(name, start)
        del st.session_state[f"{name}-entry"]


def _is_offered(name: str) -> bool:
    return not name.startswith(NO_FINDINGS) and reader_may(Action.DECIDE)


def _text(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)
