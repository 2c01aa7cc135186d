"""The records behind a mark, a row or a button, in the panel at the side: their sum first, each opening its story."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from dashboard.asking.ask import ahead, ask
from dashboard.asking.listed import is_worth_something, listed_parts, part_of
from dashboard.asking.view import View
from dashboard.scope.slices import Slice
from dashboard.screens.address import RECORD, values_of
from dashboard.screens.evidence import SHOWN_RECORDS, download, receipt_within, rest_of, shown_rows, table_layout
from dashboard.screens.meeting.deciding import decide_here
from dashboard.screens.opening import (
    choosing_table,
    open_mark,
    open_record,
    opening_chart,
    opening_table,
    opens_records,
)
from dashboard.screens.panel import panel, walk_buttons
from dashboard.screens.stories.record import key_of, name_of, record_story
from dashboard.texts import count, in_markdown, money, no_formula

__all__ = [
    "MOST_RECORDS",
    "drawer",
    "narrowed",
    "open_mark",
    "opening_chart",
    "opening_table",
    "opens_records",
]

MOST_RECORDS = 20_000
"""Records a drawer asks for at most: what a spreadsheet and a person can still take in."""
WIDTHS = {
    "deal": 150, "lead": 130, "record": 140, "kind": 75, "days": 65, "amount": 75, "value": 75, "stage": 90,
    "verdict": 80, "reason": 110, "next_step": 120, "owner": 100, "source": 95,
}  # fmt: skip
"""The columns of a list that stand first, whatever its question puts there, in pixels."""


def drawer(title: str, view: View, name: str, total: int | None = None, /, **extra: object) -> None:
    """Open the panel with the records a question gives; a question that binds ``$rows`` gives at most so many.

    ``total``: how many there are in all, where that is known. A record opens its story in place of the list.
    """

    def draw() -> None:
        chosen = next(iter(values_of(RECORD)[-1:]), None)
        if chosen is None:
            ahead(listed_parts, view, name, **extra)
        rows = ask(view, name, **extra).rows
        record = next((row for row in rows if key_of(row) == chosen), None) if chosen else None
        if chosen is None or record is None:
            _list(view, name, total, extra)
            return
        number = in_markdown(_records(len(rows), _record(view, name, extra)))
        keys = [key for key in map(key_of, rows) if key]
        with st.container(horizontal=True, gap="small"):
            st.button(
                f"Back to the {number}", icon=":material/arrow_back:", type="tertiary", key="back-to-the-list",
                on_click=open_record, args=(None,),
            )  # fmt: skip
            walk_buttons(keys, chosen, open_record)
        st.markdown(f"**{in_markdown(name_of(record))}**")
        record_story(view, record)

    panel(title, view, draw)


def _list(view: View, name: str, total: int | None, extra: Mapping[str, object]) -> None:
    """The sum of the records, what they fall into, and the records."""
    answer = ask(view, name, **extra)
    rows = answer.rows
    in_local_time = partial(_local_times, view)
    whole, *parts = listed_parts(view, name, **extra).rows
    most = answer.parameters.get("rows", answer.parameters.get("most"))
    is_cut = len(rows) == most and whole["records"] != len(rows)
    record = _record(view, name, extra)
    number = _records(len(rows), record)
    if is_cut:
        number = f"The first {count(len(rows))} of {_records(total or whole['records'], record)}"
    worth = _worth(view, whole) if is_worth_something(name) else ""
    st.markdown(f"**{no_formula(number + worth)}**")
    about = [_in_parts(parts, part_of(view, name))]
    about += [] if view.slice.is_everything else [f"Only {in_markdown(view.slice.words())}."]
    about += ["Narrow the filters for the others."] if is_cut and "rows" in extra else []
    if any(about):
        st.caption(no_formula(" ".join(filter(None, about))))
    if rows:
        shown = shown_rows(listed_rows([in_local_time(row) for row in rows[:SHOWN_RECORDS]]))
        choosing_table(
            shown, "records", "The records, each opening its story",
            lambda place: open_record(key_of(rows[place])), **table_layout(shown, WIDTHS),
        )  # fmt: skip
        st.caption(f"Click a row for its story.{rest_of(rows)}")
    with st.container(horizontal=True, gap="small"):
        download(rows, "records", as_written=in_local_time)
    receipt_within(view, name, **extra)
    decide_here(view, name, rows, extra)


def _record(view: View, name: str, extra: Mapping[str, object]) -> str:
    """What one row of a list is; a qualification cycle is an enquiry on every screen."""
    row = ask(view, name, **extra).query.grain.removeprefix("one row per ").partition(",")[0]
    return row.replace("qualification cycle", "enquiry").replace("cycle", "enquiry")


def _records(number: int, record: str) -> str:
    """1 lead, 12 leads, 3 enquiries or deals."""
    if number == 1:
        return f"1 {record}"
    return f"{count(number)} {' or '.join(map(_plural, record.split(' or ')))}"


def _plural(noun: str) -> str:
    return f"{noun.removesuffix('y')}ies" if noun.endswith("ry") else f"{noun}s"


def _worth(view: View, whole: Mapping[str, Any]) -> str:
    """What deals are worth together; those without an amount are counted."""
    without = f", {count(whole['without_value'])} without an amount" if whole["without_value"] else ""
    return without if whole["value"] is None else f", {money(whole['value'], view.settings.currency)}{without}"


def _in_parts(parts: Sequence[Mapping[str, Any]], column: str | None) -> str:
    """How many records each part has; nothing where they all fall into one."""
    if len(parts) <= 1 or column is None:
        return ""
    words = [f"{_part(part, column)} {count(part['records'])}" for part in parts]
    return f"By {column}: {' · '.join(words)}."


def _part(part: Mapping[str, Any], column: str) -> str:
    if part["is_rest"]:
        return f"{count(part['parts'])} other{'' if part['parts'] == 1 else 's'}"
    if part["part"] is None:
        return f"no {column}"
    return in_markdown(part["part"], 40)


def listed_rows(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Records as the panel lists them: what each is called and what matters of it first."""
    kinds = {key.partition(":")[0] for key in map(key_of, rows) if key}
    heading = next(iter(kinds)) if len(kinds) == 1 else "record"
    return [_row(row, heading if kinds else None) for row in rows]


def _row(row: Mapping[str, Any], heading: str | None) -> dict[str, Any]:
    """One of them, called under a heading of its own where it is a lead or a deal."""
    named = {heading: name_of(row)} if heading else {}
    kept = {key: value for key, value in (named | dict(row)).items() if not named or key not in {"name", "deal_name"}}
    return {key: kept[key] for key in (*(name for name in WIDTHS if name in kept), *kept)}


def narrowed(view: View, field: str, value: str) -> View:
    """The view of one value of a field alone: what a bar or a row of it stands for."""
    return replace(view, slice=Slice.of(view.slice.chosen() | {field: [value]}))


def _local_times(view: View, row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: f"{view.local(value):%Y-%m-%d %H:%M}" if hasattr(value, "hour") else value for key, value in row.items()
    }
