"""What the reader chose, in the page's address and kept from screen to screen: boxes whose choice a link carries.

The browser has one entry of history for each screen and choice. So the choices are put back into the address before
the navigation tells the browser of another screen, and the address wins where the reader comes by a link, by Back or
by Forward.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.texts import in_markdown

CHOSEN, SCREEN = "chosen", "screen-followed"
SLIDE, BEGAN = "slide", "began"
"""Which slide of meeting mode the screen shows, and when the clock of the meeting began."""
JUDGED_DECK = "judge"
"""The week of the deck that is judged blind, in the place of the screen."""
OF_SCREENS = frozenset(
    {
        "split",
        "clock",
        "waits_by",
        "disputed",
        "cause",
        "since",
        "changed",
        "waiting_since",
        "measure",
        "by",
        "then",
        "grain",
        SLIDE,
        BEGAN,
        JUDGED_DECK,
    }
)
"""The boxes that only one screen has; another one's link may carry them along."""
OPEN, RECORD = "open", "record"
"""What is open beside the screen, and which record of its list; another choice, or another screen, closes it."""
NOTHING_OPEN: Mapping[str, tuple[str, ...]] = {OPEN: (), RECORD: ()}
LEFT_BEHIND: Mapping[str, tuple[str, ...]] = {**NOTHING_OPEN, SLIDE: (), BEGAN: (), JUDGED_DECK: ()}
"""What stays with the screen that its reader leaves for another."""


def follow_address() -> None:
    """Take over what the address says, or put back what is chosen; before the navigation is drawn, once a run."""
    parameters = {name: tuple(st.query_params.get_all(name)) for name in st.query_params}
    context, is_another = get_script_run_ctx(), _is_another_screen()
    if CHOSEN not in st.session_state or (context is not None and context.is_history_navigation):
        st.session_state[CHOSEN] = parameters
    elif parameters != st.session_state[CHOSEN]:
        _write(st.session_state[CHOSEN] | (LEFT_BEHIND if is_another else {}))


def _is_another_screen() -> bool:
    """Whether the reader came from another screen, since this was asked last."""
    context = get_script_run_ctx()
    page = context.page_script_hash if context else ""
    before, st.session_state[SCREEN] = st.session_state.get(SCREEN, page), page
    return bool(before != page)


def names() -> list[str]:
    """Everything the address names, in its order."""
    return list(st.session_state[CHOSEN])


def values_of(name: str) -> tuple[str, ...]:
    """What the address says of ``name``; empty when it does not name it."""
    values: tuple[str, ...] = st.session_state[CHOSEN].get(name, ())
    return values


def choose(name: str, values: Iterable[str]) -> None:
    """Put a choice into the address; no values take it out."""
    choose_all({name: values})


def choose_all(choices: Mapping[str, Iterable[str]]) -> None:
    """Put choices into the address that belong together: each call is an entry of the browser's history.

    What stands open beside the screen is closed by them, unless it is what they choose.
    """
    chosen = {name: tuple(values) for name, values in choices.items()}
    _write(st.session_state[CHOSEN] | NOTHING_OPEN | chosen)


def one_of(
    draw: Callable[..., Any], label: str, name: str, options: Sequence[str], words: Callable[[str], str],
    *, usual: str | None, drops: Sequence[str] = (), **layout: Any,
) -> str | None:  # fmt: skip
    """A box of one choice; the usual one does not stand in the address, and is shown for what is no choice.

    ``drops`` names what leaves the address with the old choice, as it belongs to that alone.
    """
    meant = _meant(name, options, words)
    key = _show(name, usual if meant is None else meant)
    chosen: str | None = draw(
        label, list(options), key=key, format_func=words, on_change=_keep_one, args=(name, key, usual, drops), **layout
    )
    return chosen


def box(
    draw: Callable[..., Any], label: str, name: str, options: Sequence[str], words: Callable[[str], str],
    *, usual: str | None, **layout: Any,
) -> str | None:  # fmt: skip
    """A box of one choice that belongs to a screen; what the link asks for in vain is said above it."""
    if value := in_vain(name, options, words):
        st.warning(f"The link asks for “{in_markdown(value)}” in {label}, which is none of its choices.")
    return one_of(draw, label, name, options, words, usual=usual, **layout)


def in_vain(name: str, options: Sequence[str], words: Callable[[str], str]) -> str | None:
    """What the address says of ``name`` that is none of the options; None when it is one, or says nothing."""
    values = values_of(name)
    return values[-1] if values and _meant(name, options, words) is None else None


def _meant(name: str, options: Sequence[str], words: Callable[[str], str]) -> str | None:
    """The option that the address names, as it is or in the words of its box; None when it names none of them."""
    values = values_of(name)
    return next((option for option in options if values[-1] in {option, words(option)}), None) if values else None


def any_of(
    draw: Callable[..., Any], label: str, name: str, options: Sequence[str], words: Callable[[str], str], **layout: Any
) -> list[str]:
    """A box of any number of choices, those of the link among them whether they are offered or not."""
    key = _show(name, list(values_of(name)))
    return list(draw(label, options, key=key, format_func=words, on_change=_keep_any, args=(name, key), **layout))


def _show(name: str, value: object) -> str:
    """Let a box that is about to be drawn hold a value, and give its key; another screen's holds nothing yet.

    One whose value was changed by Back or by a button is another box: a closed chip's would not learn of it, and the
    browser would send the old value again with whatever is clicked next.
    """
    context = get_script_run_ctx()
    page = context.page_script_hash if context else ""
    is_same_screen = st.session_state.get(f"screen-of-{name}") == page
    number = st.session_state.get(f"box-of-{name}", 0)
    if is_same_screen and st.session_state.get(_key(name, number), value) != value:
        number += 1
    key = _key(name, number)
    if st.session_state.get(key) != value or not is_same_screen:
        st.session_state[key] = value
    st.session_state[f"screen-of-{name}"] = page
    st.session_state[f"box-of-{name}"] = number
    return key


def _key(name: str, number: int) -> str:
    """The key of the box that stands for a name now."""
    return f"{name}-{number}" if number else name


def _keep_one(name: str, key: str, usual: str | None, drops: Sequence[str]) -> None:
    if not _stands(name, key):
        return
    value = st.session_state[key]
    choose_all({**dict.fromkeys(drops, ()), name: [] if value in {usual, None} else [value]})


def _keep_any(name: str, key: str) -> None:
    if _stands(name, key):
        choose(name, st.session_state[key])


def _stands(name: str, key: str) -> bool:
    """Whether this is still the box of a name.

    A click that overtakes the end of a drawing comes with the values of the boxes that were there before it. To
    Streamlit such a value is new, as it has just let go of it.
    """
    return key == _key(name, st.session_state.get(f"box-of-{name}", 0))


def _write(chosen: dict[str, tuple[str, ...]]) -> None:
    st.session_state[CHOSEN] = {name: values for name, values in chosen.items() if values}
    st.query_params.from_dict({name: list(values) for name, values in st.session_state[CHOSEN].items()})
