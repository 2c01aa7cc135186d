"""Judging a deck blind: one card at a time, and nothing else on the page that could say more of it."""

from collections.abc import Iterable

import streamlit as st

from dashboard.asking.view import View
from dashboard.errors import BadInput
from dashboard.meeting.audit.deck import CRITERIA, LONGEST_NOTE, VERDICTS, Deck, Verdict
from dashboard.meeting.audit.faces import CardFace, faces
from dashboard.meeting.audit.judging import judge_blind, judgement_of, order_of, side_of
from dashboard.meeting.audit.words import VERDICT_WORDS
from dashboard.meeting.journal.canonical import new_id
from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.review.review import SideName
from dashboard.screens.address import JUDGED_DECK, choose, values_of
from dashboard.screens.frame import page_alone
from dashboard.screens.meeting.minutes import open_minutes
from dashboard.screens.meeting.saving import is_kept, outcome, save
from dashboard.screens.reader import reader
from dashboard.texts import count, day, in_markdown
from dashboard.thresholds import CARD_DAYS

SHOWN = "shown-card"
SAVED = "blind"
WIDTH = 640
ICONS = {"good": ":material/thumb_up:", "not": ":material/thumb_down:", "cannot_tell": ":material/question_mark:"}


def is_judging() -> bool:
    """Whether the address names a deck to judge."""
    return bool(values_of(JUDGED_DECK))


def start_judging(week: str) -> None:
    """Turn to the deck of a week."""
    choose(JUDGED_DECK, [week])


def judging_page() -> None:
    """Draw the deck that the address names, a card at a time, in the place of the screen."""
    page_alone("Blind audit", _draw)


def _draw(view: View) -> None:
    st.button("Back to the screen", icon=":material/arrow_back:", type="tertiary", on_click=_leave)
    person, minutes = reader(), open_minutes()
    side = side_of(person)
    week = values_of(JUDGED_DECK)[-1]
    deck = minutes.decks.get(week)
    if deck is None:
        raise BadInput(f"No deck was drawn for {week}; go back to the screen for those there are.")
    known, now = faces(view, deck), minutes.journal.moment()
    if deck.is_revealed(now, known):
        st.info("This deck is closed, or both have judged it: what it shows stands on the screen.")
        return
    order = [place for place in order_of(deck, person) if place in known]
    outcome(SAVED)
    place = _shown(deck, side, order)
    with st.container(width=WIDTH):
        if place is None:
            closes = view.local(deck.closes_at)
            st.success(
                f"You have judged all {count(len(order))} cards. What they show stands on the screen when the other "
                f"side has finished too, or from {day(closes)} {closes:%H:%M} on."
            )
        else:
            _card(view, minutes.journal, deck, side, place, known[place], order)
            st.caption("Judge by the card alone: the other screens say what became of these leads.")
        _steps(deck, side, order, place)


def _shown(deck: Deck, side: SideName, order: list[int]) -> int | None:
    """The card to show: where its reader is, else the first they have not judged; None when there is none."""
    place = st.session_state.get(f"{SHOWN}-{deck.week}")
    return place if place in order else next(iter(deck.waiting(side, order)), None)


def _card(
    view: View, journal: Journal, deck: Deck, side: SideName, place: int, face: CardFace, order: list[int]
) -> None:
    """The face of a card, and the way to say what one thinks of it."""
    judged = len(order) - len(deck.waiting(side, order))
    st.progress(judged / len(order), f"Card {order.index(place) + 1} of {len(order)} · {count(judged)} judged")
    with st.container(border=True):
        lines = face.lines(view.settings.currency)
        st.markdown("  \n".join(f":gray[{label}] &ensp; **{in_markdown(value)}**" for label, value in lines.items()))
        st.markdown(f":gray[In the first {CARD_DAYS} days] &ensp; **{in_markdown(face.happened, 600)}**")
    before = deck.verdicts.get(side, {}).get(place)
    given = before.judgement if before else None
    read = before.version if before else 0
    names = {name: f"{SAVED}-{deck.week}-{place}-{read}-{name}" for name in (*CRITERIA, "note")}
    with st.container(horizontal=True, gap="small"):
        for verdict, key in zip(VERDICTS, "123", strict=True):
            st.button(
                VERDICT_WORDS[verdict], icon=ICONS[verdict], shortcut=key, key=f"{verdict}-{place}-{read}",
                type="primary" if given and given.verdict == verdict else "secondary",
                on_click=_judge, args=(view, journal, deck, side, place, read, verdict, names, order),
            )  # fmt: skip
    with st.container(horizontal=True, gap="medium"):
        for name in CRITERIA:
            st.session_state.setdefault(names[name], getattr(given, name) if given else "unknown")
            st.segmented_control(
                name.capitalize(), ("yes", "no", "unknown"), key=names[name], format_func=str.capitalize,
                persist_state="page", width="content",
            )  # fmt: skip
    st.session_state.setdefault(names["note"], given.note if given else "")
    st.text_input(
        "Note", key=names["note"], max_chars=LONGEST_NOTE, placeholder="Nothing, or a few words", persist_state="page"
    )


def _steps(deck: Deck, side: SideName, order: list[int], place: int | None) -> None:
    """The ways to the cards beside the one shown, and back to the one judged last."""
    at = order.index(place) if place is not None else len(order)
    ways = (
        ("Previous", "arrow_left_alt", "Left", order[at - 1] if at > 0 else None),
        ("Next", "arrow_right_alt", "Right", order[at + 1] if at + 1 < len(order) else None),
        ("The last one judged", "undo", "U", _last(deck, side, order, place)),
    )
    with st.container(horizontal=True, gap="small"):
        for words, icon, key, to in ways:
            st.button(
                words, icon=f":material/{icon}:", type="tertiary", shortcut=key, key=f"step-{key}",
                disabled=to is None, on_click=_show, args=(deck.week, to),
            )  # fmt: skip


def _last(deck: Deck, side: SideName, order: Iterable[int], place: int | None) -> int | None:
    """The card judged last; of one that was, the one judged before it."""
    times = {each: given.at for each in order if (given := deck.verdict(side, each)) is not None}
    earlier = (
        [each for each in times if place not in times or times[each] < times[place]] if place is not None else times
    )
    return max(earlier, key=lambda each: times[each], default=None)


def _judge(
    view: View, journal: Journal, deck: Deck, side: SideName, place: int, read: int, verdict: Verdict,
    names: dict[str, str], order: list[int],
) -> None:  # fmt: skip
    """Keep what was said of a card, and go on to the next that waits.

    A second key before the page shows the next card is of neither: it is not taken, and the next is judged afresh.
    """
    entry = f"{SAVED}-{deck.week}-{place}-{read}-entry"
    if st.session_state.get(f"{entry}-kept"):
        return
    entry_id = st.session_state.setdefault(entry, new_id())

    def keep(version: int) -> str:
        typed = {name: st.session_state.get(key) or "unknown" for name, key in names.items() if name != "note"}
        note = st.session_state.get(names["note"]) or ""
        judgement = judgement_of(verdict=verdict, note=note, **typed)
        again = entry_id if version == read else new_id()
        judge_blind(journal, view, deck.week, place, judgement, reader(), read=version, entry_id=again)
        return f"{VERDICT_WORDS[verdict]}: kept."

    save(SAVED, keep, read)
    if is_kept(SAVED):
        st.session_state[f"{entry}-kept"] = True
        at = order.index(place)
        waiting = deck.waiting(side, [*order[at + 1 :], *order[:at]])
        _show(deck.week, waiting[0] if waiting else None)


def _show(week: str, place: int | None) -> None:
    st.session_state[f"{SHOWN}-{week}"] = place


def _leave() -> None:
    choose(JUDGED_DECK, [])
