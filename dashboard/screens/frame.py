"""The frame of every screen: title, the slice in words, and the line at the foot that says how fresh it is."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.ask import open_warehouse, stands_in
from dashboard.charts.look import Look, look_of
from dashboard.errors import FunnelReviewError
from dashboard.screens.slicebar import slice_bar
from dashboard.serving import WAREHOUSE_VARIABLE
from dashboard.texts import count, day, in_markdown
from dashboard.view import View

FRESH_EVERY = "4s"
CARD = 190
HALF = 420
LONGEST_SLICE = 1_000


def screen(
    title: str,
    question: str,
    draw: Callable[[View], None],
    about: str = "Leads that came in",
    compared: Callable[[View], str] | None = None,
) -> None:
    """Draw a screen around ``draw``; ``about`` says what its window is a window of, ``compared`` with what it compares.

    Whatever it refuses is one sentence with a way on, never a traceback.
    """
    try:
        warehouse = open_warehouse(warehouse_folder())
        st.title(title, anchor=False)
        view = slice_bar(warehouse)
        if view is None:
            return
        st.caption(f"{question} {slice_words(view, about)}{f' · {compared(view)}' if compared else ''}.")
        if stands_in(warehouse):
            st.warning("The newest import is damaged on disk. These are the figures of the one before; import again.")
        draw(view)
        _foot(view)
        _watch(warehouse.generation.id)
    except FunnelReviewError as error:
        st.error(in_markdown(error))
        st.caption("Change the filters at the side, or open the Data screen to see what was imported.")


def warehouse_folder() -> Path:
    """The warehouse this server serves."""
    return Path(os.environ.get(WAREHOUSE_VARIABLE, "warehouse"))


def slice_words(view: View, about: str) -> str:
    """What is looked at: the window and the filters."""
    window = view.window
    last = view.local(window.end).date()
    span = f"{about} from {day(view.local(window.start))} to before {last.day} {last:%b %Y}"
    return f"**{span}** · {in_markdown(view.slice.words(), LONGEST_SLICE)}"


def card(cards: Any, label: str, value: str, about: str = "", **options: Any) -> None:
    """A card in a row of figures, ``about`` it a line at its foot.

    What stands below the figure is grey, with an arrow only where it is asked for.
    """
    with cards.cell():
        st.metric(label, value, delta_color="off", **{"delta_arrow": "off"} | options)
        if about:
            st.caption(about)


def current_look() -> Look:
    """The colours of the reader's theme."""
    return look_of(st.context.theme.type)


def _foot(view: View) -> None:
    about = view.warehouse.generation
    st.divider()
    st.caption(
        f"Data as of {day(view.local(about.as_of))} {view.local(about.as_of):%H:%M} ({view.settings.time_zone}) · "
        f"week {view.week} · generation {about.id} · "
        f"{count(len(about.tables))} kind{'' if len(about.tables) == 1 else 's'} of records imported",
    )


@st.fragment(run_every=FRESH_EVERY)
def _watch(shown: str) -> None:
    """Look every few seconds whether a newer import is served, and show it without a restart."""
    try:
        if open_warehouse(warehouse_folder()).generation.id != shown:
            st.rerun()
    except FunnelReviewError:
        return
