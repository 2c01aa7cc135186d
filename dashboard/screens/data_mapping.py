"""The proposed mapping: what it doubts, which shipped mapping would do, and its text to correct."""

import re

import streamlit as st

from dashboard.importing.mapping_files import DESCRIPTION
from dashboard.texts import count, in_markdown

SHIPPED = re.compile(r"^# The mapping (\w+) that ships reads (.+): try", re.MULTILINE)
UNUSED = re.compile(r"^# Not used: (.+)$", re.MULTILINE)
DOUBT = re.compile(r"^(?P<line>.*?)\s*# unsure: (?P<doubt>.*)$")
SOURCE = "[[sources]]"
TALLEST, LINE_HEIGHT = 520, 22


def edited_draft(draft: str, key: str) -> str:
    """Show the drafted mapping with its doubts; the text as the reader leaves it."""
    for name, file in SHIPPED.findall(draft):
        st.info(f"The mapping {name} that ships reads {in_markdown(file)}: choose it in the box Mapping instead.")
    doubts = [(number, found) for number, line in enumerate(draft.splitlines(), 1) if (found := DOUBT.match(line))]
    st.markdown(_verdict(draft, len(doubts)))
    st.markdown("\n".join(f"- Line {number}: {in_markdown(found['doubt'])}" for number, found in doubts))
    for columns in UNUSED.findall(draft):
        st.caption(f"Columns that are not used: {in_markdown(columns, 2_000)}.")
    text = st.text_area(
        "The proposed mapping",
        draft,
        height=min(TALLEST, 60 + LINE_HEIGHT * len(draft.splitlines())),
        key=f"edited-{key}",
    )
    with st.container(horizontal=True):
        st.download_button(
            "Download the mapping", text, "mapping.toml", "application/toml", on_click="ignore",
            icon=":material/download:", help="The same file works as --mapping of `funnel-review import`.",
        )  # fmt: skip
        with st.popover("How a mapping is written", icon=":material/help:", type="tertiary"):
            st.markdown(DESCRIPTION.read_text(encoding="utf-8").partition("\n")[2])
    return text


def _verdict(draft: str, doubts: int) -> str:
    """How far the proposal can be trusted."""
    if SOURCE not in draft:
        return "**Nothing in these files looks like leads or deals.** Choose another mapping, or write one here."
    if not doubts:
        return "**A mapping is proposed, without a doubt.** Correct it where it is wrong."
    unsure = "1 line is" if doubts == 1 else f"{count(doubts)} lines are"
    return f"**A mapping is proposed; {unsure} unsure.** Look there, and correct the text."
