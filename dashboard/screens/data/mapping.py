"""The proposed mapping as it is written: which column each field is read from, and its text to correct."""

import re
from collections.abc import Iterable

import streamlit as st

from dashboard.errors import BadInput
from dashboard.importing.canonical import TABLES
from dashboard.importing.mapping.edit import FirstFeed, feeds, read_from
from dashboard.importing.mapping.files import DESCRIPTION
from dashboard.screens.data.words import field_words
from dashboard.screens.frame import CARD
from dashboard.texts import count, in_markdown, plain

SHIPPED = re.compile(r"^# The mapping (\w+) that ships reads (.+), too, with the stages", re.MULTILINE)
UNUSED = re.compile(r"^# Not used: (.+)$", re.MULTILINE)
DOUBT = re.compile(r"^(?P<line>.*?)\s*# unsure: (?P<doubt>.*)$")
MOST_PAIRS = 4
TALLEST, LINE_HEIGHT = 520, 22
NOT_READ, OTHERWISE = "", "\n"
"""What stands for no column, and for a field that the text reads in another way; no header is either."""
CHOICES = {NOT_READ: "Not read", OTHERWISE: "As the text says"}


def is_edited(draft: str, key: str) -> bool:
    """Whether the reader has changed the text of a draft, in its boxes or by hand."""
    return str(st.session_state.get(f"edited-{key}", draft)) != draft


def start_again(key: str) -> None:
    """Forget what the reader has changed in the text of a draft."""
    st.session_state.pop(f"edited-{key}", None)


def edited_draft(draft: str, key: str) -> str:
    """Show the drafted mapping, its fields in boxes and its text; the text as the reader leaves it.

    Where they have changed it, what it doubts now is listed.
    """
    for name, file in SHIPPED.findall(draft):
        st.info(
            f"The mapping {name} that ships reads {in_markdown(file)}, too, with the stages and states that CRM begins "
            "with: it is in the box Mapping."
        )
    text = str(st.session_state.setdefault(f"edited-{key}", draft))
    if text != draft:
        doubts = [(number, match) for number, line in enumerate(text.splitlines(), 1) if (match := DOUBT.match(line))]
        st.markdown("\n".join(f"- Line {number}: {in_markdown(_doubt(match))}" for number, match in doubts))
    for columns in UNUSED.findall(draft):
        st.caption(f"Columns that are not used: {in_markdown(columns, 2_000)}.")
    try:
        drafted = {feed.place: feed.columns for feed in feeds(draft)}
        for feed in feeds(text):
            _boxes(feed, dict.fromkeys([*drafted.get(feed.place, ()), *feed.columns]), key)
    except BadInput as error:
        st.warning(in_markdown(error))
    with st.expander("The mapping as text"):
        text = st.text_area(
            "The proposed mapping",
            height=min(TALLEST, 60 + LINE_HEIGHT * len(text.splitlines())),
            key=f"edited-{key}",
            label_visibility="collapsed",
        )
        with st.container(horizontal=True):
            st.download_button(
                "Download the mapping", text, "mapping.toml", "application/toml", on_click="ignore",
                icon=":material/download:", help="The same file works as --mapping of `funnel-review import`.",
            )  # fmt: skip
            with st.popover("How a mapping is written", icon=":material/help:", type="tertiary"):
                st.markdown(DESCRIPTION.read_text(encoding="utf-8").partition("\n")[2])
    return text


def _boxes(feed: FirstFeed, columns: Iterable[str], key: str) -> None:
    """A box for each field of the table a file feeds, to choose its column; first the fields that are read."""
    table = TABLES[feed.table]
    known = feed.read.keys() | feed.otherwise | set(table.required)
    others = [column.name for column in table.columns if column.name not in known]
    with st.expander(f"{in_markdown(feed.source)} is read as {feed.table.replace('_', ' ')}: {_pairs(feed)}"):
        grid = st.grid(3, min_column_width=CARD)
        for column in table.columns:
            if column.name in known:
                with grid.cell():
                    _box(feed, column.name, columns, key, is_needed=column.required)
        if others:
            st.caption("Not read:")
            grid = st.grid(3, min_column_width=CARD)
            for name in others:
                with grid.cell():
                    _box(feed, name, columns, key, is_needed=False)


def _pairs(feed: FirstFeed) -> str:
    """Which field is read from which column, the first of them."""
    pairs = [f"{field_words(field).lower()} from “{in_markdown(plain(column))}”" for field, column in feed.read.items()]
    more = f" and {count(len(pairs) - MOST_PAIRS)} more" if len(pairs) > MOST_PAIRS else ""
    return f"{', '.join(pairs[:MOST_PAIRS])}{more}"


def _box(feed: FirstFeed, field: str, columns: Iterable[str], key: str, *, is_needed: bool) -> None:
    """The column of one field; the text is what holds, the box follows it."""
    box = f"{key}-{feed.place}-{field}"
    now = feed.read.get(field, OTHERWISE if field in feed.otherwise else NOT_READ)
    if st.session_state.get(box) != now:
        st.session_state[box] = now
    rest = [NOT_READ, OTHERWISE] if field in feed.otherwise else [NOT_READ]
    st.selectbox(
        field_words(field) + (" (needed)" if is_needed else ""),
        [*columns, *rest],
        key=box,
        format_func=lambda column: CHOICES.get(column) or plain(column),
        on_change=_choose,
        args=(feed.place, field, key, box),
    )


def _choose(place: int, field: str, key: str, box: str) -> None:
    """Write what was chosen in a box into the text; what the text says in another way is changed there only."""
    chosen = str(st.session_state[box])
    if chosen != OTHERWISE:
        edited = f"edited-{key}"
        st.session_state[edited] = read_from(st.session_state[edited], place, field, chosen or None)


def _doubt(match: re.Match[str]) -> str:
    """A doubt with the field it is about, where its line has one."""
    field = match["line"].partition(" =")[0].strip("# ")
    return f"{field_words(field)}: {match['doubt']}" if " =" in match["line"] else match["doubt"]
