"""What would stand on the screens: the figures of a rehearsal as cards, and what would be missing from them."""

from collections.abc import Iterator

import streamlit as st

from dashboard.metrics.rehearsing import Lack, Rehearsal
from dashboard.screens.data.words import field_words, in_boxes, kind_words
from dashboard.screens.frame import CARD, card
from dashboard.screens.titles import TITLE_OF_SECTION
from dashboard.texts import count, day, in_markdown, plain

MOST_REASONS = 5
LONGEST = 500


def show_rehearsal(rehearsal: Rehearsal) -> None:
    """The cards, then in words what is left out, and the figures that stay empty with the columns that fill them."""
    st.subheader("What would stand on the screens", anchor=False)
    st.caption("A rehearsal: the files were imported and thrown away again. Nothing has changed.")
    _cards(rehearsal)
    if lines := list(_left_out(rehearsal)):
        st.markdown("\n".join(f"- {line}" for line in lines))
    _empty_figures(rehearsal)


def _cards(rehearsal: Rehearsal) -> None:
    cards = st.grid(5, min_column_width=CARD * 3 // 4)
    card(cards, "Leads", count(rehearsal.leads), f"{count(rehearsal.answered)} answered by a person")
    card(cards, "Deals", count(rehearsal.deals), f"{count(rehearsal.linked)} name a lead that is there")
    card(cards, "Won", count(rehearsal.won), f"of {count(rehearsal.deals)} deals")
    card(cards, "Lost", count(rehearsal.lost), f"{count(rehearsal.still_open)} still open")
    card(cards, "Rows set aside", count(rehearsal.quarantined), f"of {count(rehearsal.read)} read")
    if rehearsal.first_on and rehearsal.last_on:
        st.caption(f"First lead or deal {day(rehearsal.first_on)}, last {day(rehearsal.last_on)}.")


def _left_out(rehearsal: Rehearsal) -> Iterator[str]:
    """What would be set aside, swallowed, or not read at all, each with why."""
    for reason in rehearsal.aside[:MOST_REASONS]:
        where = " · ".join(plain(part) for part in (reason.file, reason.column_name) if part)
        yield (
            f"**Set aside: {count(reason.records)} × {kind_words(reason.reason).lower()}** ({in_markdown(where)}). "
            f"{in_markdown(in_boxes(reason.sentence), LONGEST)}"
        )
    if len(rehearsal.aside) > MOST_REASONS:
        yield f"Set aside for {count(len(rehearsal.aside) - MOST_REASONS)} other reasons; the rows stand below."
    for kind in rehearsal.swallowed:
        yield (
            f"**Loaded, then counted for nothing: {count(kind.records)} × {kind_words(kind.kind).lower()}**. "
            f"{in_markdown(kind.sentence, LONGEST)}"
        )
    for sentence in rehearsal.unread:
        yield f"**Not read**: {in_markdown(in_boxes(sentence), LONGEST)}"


def _empty_figures(rehearsal: Rehearsal) -> None:
    """The figures that stay empty, by what is missing."""
    if not rehearsal.lacks:
        st.markdown("Every screen can show all its figures.")
        return
    number = sum(len(lack.figures) for lack in rehearsal.lacks)
    st.markdown(f"**Figures that stay empty: {count(number)}**")
    st.dataframe(
        [_lack(lack) for lack in rehearsal.lacks],
        hide_index=True,
        placeholder="–",
        column_config={"Figures": st.column_config.NumberColumn(width=70)},
        alt="Figures that stay empty, and the columns that would fill them",
    )


def _lack(lack: Lack) -> dict[str, object]:
    sections = dict.fromkeys(figure.partition(".")[0] for figure in lack.figures)
    return {
        "Figures": len(lack.figures),
        "On": ", ".join(dict.fromkeys(TITLE_OF_SECTION.get(section, section) for section in sections)),
        "Why": plain(lack.sentence, LONGEST),
        "Would be filled by": " or ".join(map(_column, lack.columns)) or None,
    }


def _column(name: str) -> str:
    """``deals.amount`` as people say it."""
    table, _, column = name.partition(".")
    return f"{field_words(column)} of {table.replace('_', ' ')}" if column else table.replace("_", " ")
