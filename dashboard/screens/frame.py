"""The frame of every screen: title, the slice in words, and the line at the foot that says how fresh it is."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import streamlit as st

from dashboard.asking.ask import open_warehouse
from dashboard.asking.view import View
from dashboard.charts.look import Look, look_of
from dashboard.errors import FunnelReviewError
from dashboard.findings.words import days_of
from dashboard.meeting.person import Person
from dashboard.scope.moments import Window
from dashboard.screens.address import follow_address
from dashboard.screens.chips import chip_row
from dashboard.screens.door import change_reader, who_reads
from dashboard.screens.linking import linked_import_words, linked_warehouse
from dashboard.screens.links import LinkFault
from dashboard.screens.meeting.bar import meeting_bar
from dashboard.screens.meeting.past import PastWeek, past_review
from dashboard.screens.meeting.restating import restatement_banner
from dashboard.screens.meeting.standing import frozen_figures_of
from dashboard.screens.opening import warn_of_nothing_opened
from dashboard.screens.panel import panel_place
from dashboard.screens.reader import reader, sees_names
from dashboard.screens.refusals import LONGEST, LOOK_EVERY, shown_refusals, warehouse_folder
from dashboard.screens.slicebar import refuse_link, slice_bar, unfiltered
from dashboard.screens.slides.mode import Slide, draw_slide, enter_button, slide_looked_at
from dashboard.texts import count, day, in_markdown
from dashboard.warehouse.served import Trouble, trouble
from dashboard.warehouse.warehouse import Warehouse

CARD = 215
SMALL_CARD = 160
"""A figure and a line below it: on a phone two stand beside each other."""
HALF = 420
LONGEST_SLICE = 1_000


def screen(
    title: str,
    question: str,
    draw: Callable[[View], None],
    about: str = "Enquiries that came in",
    compared: Callable[[View], str] | None = None,
    slides: Sequence[Slide] = (),
) -> None:
    """Draw a screen around ``draw``; ``about`` says what its window is a window of.

    ``compared``: with what it compares, in words, where its reader chooses that. ``slides``: what it shows in meeting
    mode, one at a time in the place of the screen. Whatever it refuses is one sentence with a way on, and no traceback.
    """
    with shown_refusals():
        person, shows_names = reader(), sees_names()
        warehouse = open_warehouse(warehouse_folder())
        why = trouble(warehouse_folder())
        st.title(title, anchor=False)
        follow_address()
        past = past_review(warehouse)
        if isinstance(past, LinkFault):
            refuse_link([past])
            return
        linked = linked_warehouse(warehouse, past.manifest.generation if past else None)
        if isinstance(linked, LinkFault):
            refuse_link([linked])
            return
        if past is not None and past.stands:
            past = replace(past, view=replace(past.view, shows_names=shows_names))
            meeting_bar(past.view, past, title)
            _as_frozen(warehouse, why, past, home_of(draw), person)
            return
        row = chip_row()
        view = slice_bar(
            row, past.view if past else unfiltered(linked), is_past=past is not None, compares=bool(compared)
        )
        if view is None:
            return
        view = replace(view, shows_names=shows_names)
        slide = slide_looked_at(slides)
        with row:
            meeting_bar(view, past, title)
            if slides and slide is None:
                enter_button(slides)
        if slide is None:
            st.caption(f"{question} {slice_words(view, about)}{f' · {compared(view)}' if compared else ''}.")
        else:
            st.caption(f"{title} · {slice_words(view, about)}")
        _said_of_data(view, why, past)
        if past is None and linked is not warehouse:
            linked_import_words(view)
        if slide is not None:
            draw_slide(view, slide, slides)
            warn_of_nothing_opened()
            _watch(warehouse, why, person)
            return
        _page(view, draw, replace(unfiltered(warehouse), as_of=view.as_of) if linked is warehouse else None, past)
        _foot(view, person)
        _watch(warehouse, why, person)


def in_its_place(draw: Callable[..., None], *what: Any) -> None:
    """Draw a part of a screen in a place of its own.

    A browser knows elements by how many stand before them: one sentence more or less in a part, and all that follow it
    on the screen would be made anew.
    """
    with st.container():
        draw(*what)


def page_alone(title: str, draw: Callable[[View], None]) -> None:
    """A page that holds nothing but what ``draw`` does: no filters, whose lists name what its reader is not to see."""
    with shown_refusals():
        person = reader()
        warehouse = open_warehouse(warehouse_folder())
        st.title(title, anchor=False)
        draw(replace(unfiltered(warehouse), shows_names=False))
        _watch(warehouse, trouble(warehouse_folder()), person)


def _said_of_data(view: View, why: Trouble | None, past: PastWeek | None) -> None:
    """What is wrong with the data or the company's files, and which past review is looked at."""
    if why is not None:
        since = view.local(why.since)
        st.warning(in_markdown(f"{why.sentence} It is so since {since:%H:%M} of {day(since)}.", LONGEST))
    for fault in view.faults:
        st.warning(in_markdown(fault, LONGEST))
    if past is not None:
        st.info(past_words(past), icon=":material/history:")


def _page(view: View, draw: Callable[[View], None], whole: View | None, past: PastWeek | None) -> None:
    """The screen itself, above it what has changed of the ``whole`` since the week was frozen, where that is asked."""
    banner = st.container()  # filled last: it asks for every figure anew
    with panel_place():
        draw(view)
    with banner:
        warn_of_nothing_opened()
        if whole is not None:
            restatement_banner(replace(whole, shows_names=view.shows_names), past)


def _as_frozen(warehouse: Warehouse, why: Trouble | None, past: PastWeek, home: str, person: Person) -> None:
    """A past review that cannot be looked at again: its figures as they were frozen, and nothing of today."""
    st.info(past_words(past), icon=":material/history:")
    banner = st.container()
    frozen_figures_of(past, home)
    with banner:
        restatement_banner(past.view, past)
    _watch(warehouse, why, person)


def home_of(draw: Callable[[View], None]) -> str:
    """Where the screen lives that ``draw`` draws: its folder."""
    return draw.__module__.split(".")[-2]


def past_words(past: PastWeek) -> str:
    """Which past review is looked at, on which data."""
    week, manifest = past.manifest.week, past.manifest
    on = past.stands or f"on its own data ({manifest.generation}), settings and definitions"
    return f"This is the review of **{week}**, revision {past.freeze.revision}, {on}."


def slice_words(view: View, about: str) -> str:
    """What is looked at: the review week, a window where one is chosen, and the filters."""
    week = f"Week {view.week}, {days_of(view, Window(view.week_start, view.as_of))}"
    chosen = "" if view.chosen is None else f" · {about} {days_of(view, view.chosen)}"
    return f"**{week}{chosen}** · {in_markdown(view.slice.words(), LONGEST_SLICE)}"


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


def _foot(view: View, person: Person) -> None:
    about = view.warehouse.generation
    st.divider()
    st.caption(
        f"Data as of {day(view.local(about.as_of))} {view.local(about.as_of):%H:%M} ({view.settings.time_zone}) · "
        f"week {view.week} · generation {about.id} · "
        f"{count(len(about.tables))} kind{'' if len(about.tables) == 1 else 's'} of records imported"
        f"{f'. {old}' if (old := old_export(view)) else ''}\n\n{who_reads(person)}",
    )
    change_reader(person)


def old_export(view: View) -> str | None:
    """That the data ends before the import's own week, and how to see it as it stood then; None when it does not."""
    newest = view.newest_when_old
    if newest is None:
        return None
    last = view.local(newest)
    return (
        f"The newest record is of {day(last)}, so the screens open on the last week with records; to see everything "
        f"as it stood then, import as of {day(last + timedelta(days=1))}"
    )


@st.fragment(run_every=LOOK_EVERY)
def _watch(shown: Warehouse, why: Trouble | None, person: Person) -> None:
    """Look every few seconds whether other data is to be shown, or something said of it, or the reader may do less."""
    try:
        is_same = reader() == person
        is_same &= open_warehouse(warehouse_folder()) is shown and trouble(warehouse_folder()) == why
    except FunnelReviewError:
        is_same = False
    if not is_same:
        st.rerun()
