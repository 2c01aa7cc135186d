"""The frame of meeting mode: one slide fills the window; the arrow keys move it, F comes and goes."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

import streamlit as st

from dashboard.asking.view import View
from dashboard.charts.look import look_of
from dashboard.screens.address import BEGAN, SLIDE, choose_all, in_vain, values_of
from dashboard.screens.headings import finding
from dashboard.screens.meeting.deciding import Evidence, docked_decision
from dashboard.screens.opening import has_opened
from dashboard.screens.slides.clock import draw_clock, starts
from dashboard.screens.slides.style import CHART, DOCK, PAGE, STRIP, STYLE
from dashboard.texts import in_markdown

StripCell = TypeVar("StripCell")
CELL = 215
"""Pixels that a cell of the strip is wide at least."""


@dataclass(frozen=True)
class Slide:
    """A slide: its name in the address, its title, and what draws it and gives the evidence of its finding, if any."""

    name: str
    title: str
    draw: Callable[[View], Evidence | None]


def enter_button(slides: Sequence[Slide]) -> None:
    """The way into meeting mode, at its first slide."""
    st.button(
        "Meeting mode", icon=":material/slideshow:", key="enter-meeting-mode", shortcut="F", on_click=_enter,
        args=(slides[0],),
    )  # fmt: skip


def slide_looked_at(slides: Sequence[Slide]) -> Slide | None:
    """The slide that the address names, the first for one there is not; None outside of meeting mode."""
    if not slides or not values_of(SLIDE):
        return None
    return next((slide for slide in slides if values_of(SLIDE)[-1:] == (slide.name,)), slides[0])


def draw_slide(view: View, slide: Slide, slides: Sequence[Slide]) -> None:
    """Fill the window with a slide, the dock below it."""
    look = look_of(st.context.theme.type)
    st.html(STYLE.format(page=look.page, line=look.faint))
    if value := in_vain(SLIDE, [each.name for each in slides], str):
        st.warning(f"The link asks for the slide “{in_markdown(value)}”, which is none; this is the first.")
    with st.container(key=PAGE):
        evidence = slide.draw(view)
    place = slides.index(slide)
    with st.container(key=DOCK, horizontal=True, vertical_alignment="center", gap="small"):
        is_busy = docked_decision(view, evidence) or has_opened()  # then the keys belong to what is open
        st.space("stretch")
        _step_button("Previous slide", "Left", slides, place - 1, is_busy=is_busy)
        st.markdown(f"{place + 1} / {len(slides)}", width="content")
        _step_button("Next slide", "Right", slides, place + 1, is_busy=is_busy)
        st.space("stretch")
        draw_clock(look.warning)
        for key in ("Esc", "F"):
            st.button(
                "Leave", icon=":material/close_fullscreen:", type="tertiary", key=f"leave-by-{key}", shortcut=key,
                disabled=is_busy, on_click=_leave,
            )  # fmt: skip


def _step_button(words: str, key: str, slides: Sequence[Slide], place: int, *, is_busy: bool) -> None:
    """The way to the slide at a place, by an arrow key too; there may be none."""
    is_there = 0 <= place < len(slides)
    st.button(
        words, icon=f":material/chevron_{key.lower()}:", type="tertiary", shortcut=key, key=f"slide-{key}",
        disabled=is_busy or not is_there, on_click=_go, args=(slides[place],) if is_there else (),
    )  # fmt: skip


def claim(question: str, words: str, *about: str) -> None:
    """The finding of a slide: the first line alone of what the screen says, with whose it is and how to read it."""
    finding(question, words.partition("\n")[0], *about)


@contextmanager
def chart_place() -> Iterator[None]:
    """Where the chart of a slide stands, as high as there is room."""
    with st.container(key=CHART, height="stretch"):
        yield


def strip_cells(title: str, cells: Sequence[StripCell], name: str = "", *, border: bool = True) -> Iterator[StripCell]:
    """What stands below the chart, side by side: each is drawn where it is given; ``name`` tells strips apart."""
    if cells:
        with st.container(key=f"{STRIP}{name}"):
            st.markdown(f":gray[{title}]")
            grid = st.grid(len(cells), min_column_width=CELL, gap="small", border=border)
            for cell in cells:
                with grid.cell():
                    yield cell


def strip(title: str, cells: Sequence[tuple[str, str]], name: str = "") -> None:
    """The same of words: a heading each, and what is said of it."""
    for heading, words in strip_cells(title, cells, name):
        st.markdown(f"**{heading}**  \n{words}")


def _enter(first: Slide) -> None:
    choose_all({SLIDE: (first.name,), BEGAN: starts()})


def _go(slide: Slide) -> None:
    choose_all({SLIDE: (slide.name,)})


def _leave() -> None:
    choose_all({SLIDE: (), BEGAN: ()})
