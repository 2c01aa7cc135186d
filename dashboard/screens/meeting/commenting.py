"""Comments on a place: the panel of each screen that lists them all, and those of one record in its drawer."""

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard.asking.view import View
from dashboard.errors import FunnelReviewError
from dashboard.meeting.comments import LONGEST_TEXT, Comment, CommentPlace, edit, withdraw, write
from dashboard.meeting.decisions.series import FIGURES
from dashboard.meeting.journal.canonical import new_id
from dashboard.meeting.people.matrix import Action
from dashboard.meeting.words import by_whom, figure_words
from dashboard.scope.slices import Slice
from dashboard.screens.meeting.minutes import JournalMinutes, open_minutes, reader_may
from dashboard.screens.meeting.saving import is_kept, outcome, save, without_the_journal
from dashboard.screens.reader import reader
from dashboard.texts import count, in_markdown, plain

SHOWN = 20
PANEL = "comment"
LONGEST_MARK = 160


def comments_panel(view: View, screen: str) -> None:
    """All comments, those of this screen first; and the box for a new one, on this screen, week and part."""
    minutes = open_minutes()
    known = standing(minutes)
    number = f" ({count(len(known))})" if known else ""
    part = st.popover(f"Comments{number}", icon=":material/chat_bubble:", key="comments", on_change="rerun")
    if not part.open:
        return
    with part:
        if reader_may(Action.COMMENT):
            place = CommentPlace(screen=screen, slice=view.slice.chosen(), week=view.week)
            figure = st.selectbox(
                "About", list(FIGURES), index=None, format_func=figure_words, key=f"{PANEL}-figure",
                placeholder=f"{screen}, week {view.week}", persist_state="page",
            )  # fmt: skip
            _box(minutes, view, place.model_copy(update={"figure": figure}), PANEL)
        outcome(PANEL)
        here = [each for each in known if each.written and each.written.place.screen == screen]
        _listed(minutes, [*reversed(here), *(each for each in reversed(known) if each not in here)])


def comments_on(view: View, record: str) -> None:
    """Those of a lead or deal, with the box for one more; the drawer of the record shows them."""
    with without_the_journal():
        minutes = open_minutes()
        known = [each for each in standing(minutes) if each.written and each.written.place.record == record]
        name = f"{PANEL}-{record}"
        part = st.expander(
            f"Comments ({count(len(known))})", icon=":material/chat_bubble:", key=name, on_change="rerun"
        )
        if part.open:
            with part:
                if reader_may(Action.COMMENT):
                    _box(minutes, view, CommentPlace(record=record, week=view.week), name)
                outcome(name)
                _listed(minutes, list(reversed(known)))


def standing(minutes: JournalMinutes) -> list[Comment]:
    """The comments that were not withdrawn or erased, in the order they were written."""
    return [each for each in minutes.comments if each.written is not None]


def marks_of(minutes: JournalMinutes, figure: str) -> dict[str, str]:
    """What was said of a figure by the week it names, one line each, for the mark on its weekly line."""
    marks: dict[str, str] = {}
    for each in standing(minutes):
        written = each.written
        if written is not None and written.place.figure == figure and written.place.week is not None:
            before = f"{marks[written.place.week]} · " if written.place.week in marks else ""
            line = f"{plain(each.author_name, 40)}: {plain(written.text, LONGEST_MARK)}"
            marks[written.place.week] = f"{before}{line}"
    return marks


def week_marks(figure: str) -> dict[str, str]:
    """The same as far as the journal can be read: a chart stands without its marks rather than not at all."""
    try:
        return marks_of(open_minutes(), figure)
    except FunnelReviewError:
        return {}


def place_words(place: CommentPlace) -> str:
    """Where a comment stands: screen, figure, week, part, record."""
    parts = [
        place.screen,
        figure_words(place.figure) if place.figure else None,
        place.week,
        place.record,
        Slice.of(place.slice).words() if place.slice else None,
    ]
    return " · ".join(in_markdown(part) for part in parts if part) or "the review"


def _box(minutes: JournalMinutes, view: View, place: CommentPlace, name: str) -> None:
    st.text_area("Comment", key=f"{name}-text", max_chars=LONGEST_TEXT, height=72, persist_state="page")
    st.button("Comment", key=f"{name}-say", on_click=_say, args=(minutes, view, place, name))


def _listed(minutes: JournalMinutes, shown: Sequence[Comment]) -> None:
    for each in shown[:SHOWN]:
        _one(minutes, each)
    if more := shown[SHOWN:]:
        with st.expander(f"{count(len(more))} more"):
            for each in more:
                _one(minutes, each)


def _one(minutes: JournalMinutes, each: Comment) -> None:
    """A comment; its author can say it anew or take it back."""
    if each.written is None:
        return
    again = " · said anew" if each.edited_at else ""
    author = by_whom(each.author_name, is_verified=each.is_verified, at=each.written_at)
    st.markdown(in_markdown(each.written.text, LONGEST_TEXT))
    st.caption(f"{author}{again} · {place_words(each.written.place)}")
    if not _is_readers(each):
        return
    with st.container(horizontal=True, gap="small"):
        key = f"{PANEL}-{each.id}"
        st.button("Take it back", key=f"back-{key}", type="tertiary", on_click=_withdraw, args=(minutes, each))
        part = st.popover("Reword", type="tertiary", key=f"anew-{key}", on_change="rerun")
    if part.open:
        with part:
            st.session_state.setdefault(f"{key}-text", each.written.text)
            st.text_area("Comment", key=f"{key}-text", max_chars=LONGEST_TEXT)
            st.button("Keep it", key=f"keep-{key}", on_click=_edit, args=(minutes, each))


def _is_readers(each: Comment) -> bool:
    try:
        return reader().id == each.author and reader_may(Action.COMMENT)
    except FunnelReviewError:
        return False


def _say(minutes: JournalMinutes, view: View, place: CommentPlace, name: str) -> None:
    text = st.session_state.get(f"{name}-text") or ""
    entry_id = st.session_state.setdefault(f"{name}-entry", new_id())

    def keep(_: int) -> str:
        write(minutes.journal, text, place, reader(), view, entry_id)
        return "The comment is kept."

    save(name, keep)
    if is_kept(name):
        st.session_state[f"{name}-text"] = ""
        del st.session_state[f"{name}-entry"]


def _edit(minutes: JournalMinutes, was: Comment) -> None:
    text = st.session_state.get(f"{PANEL}-{was.id}-text") or ""
    _change(was, lambda now: edit(minutes.journal, now, text, reader()))


def _withdraw(minutes: JournalMinutes, was: Comment) -> None:
    _change(was, lambda now: withdraw(minutes.journal, now, reader()))


def _change(was: Comment, change: Callable[[Comment], Comment]) -> None:
    def written(read: int) -> str:
        change(was.model_copy(update={"version": read}))
        return "The comment is changed."

    save(PANEL, written, was.version)
