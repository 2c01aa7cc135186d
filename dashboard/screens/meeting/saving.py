"""Saving what somebody wrote: kept, refused in a sentence, or shown beside what somebody else wrote meanwhile.

A save happens in a button's callback, before the page is drawn anew, so that the page shows what was kept.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import streamlit as st

from dashboard.errors import FunnelReviewError
from dashboard.meeting.journal.stale import FieldDifference, Stale
from dashboard.meeting.words import difference_words
from dashboard.screens.refusals import LONGEST
from dashboard.texts import in_markdown
from icp.errors import ProfileError

CONFLICT, FAULT, KEPT = "conflict-of", "fault-of", "kept-of"
NOT_TYPED = frozenset(
    {"baseline", "rests_on", "manifest", "proposal", "on", "file", "sha256", "look", "figures", "audit"}
)
"""What an entry holds beside what its author typed."""
Write = Callable[[int], str]
"""Writes on top of the version it is given, and gives the sentence about what was kept."""


@dataclass(frozen=True)
class Conflict:
    """What somebody wrote in between, and how to write again on top of it."""

    stale: Stale
    write: Write


def save(name: str, write: Write, read: int = 0) -> None:
    """Write on top of the version that was read; what became of it is drawn by ``outcome``."""
    for kind in (CONFLICT, FAULT):
        st.session_state.pop(f"{kind}-{name}", None)
    try:
        st.session_state[f"{KEPT}-{name}"] = write(read)
    except Stale as stale:
        st.session_state[f"{CONFLICT}-{name}"] = Conflict(stale, write)
    except (FunnelReviewError, ProfileError) as error:
        st.session_state[f"{FAULT}-{name}"] = str(error)


def is_kept(name: str) -> bool:
    """Whether the last save under a name was kept, until ``outcome`` has shown it."""
    return f"{KEPT}-{name}" in st.session_state


def outcome(name: str) -> None:
    """Draw what became of the last save: a sentence, or theirs beside yours with the two ways on."""
    if fault := st.session_state.get(f"{FAULT}-{name}"):
        st.error(in_markdown(fault, LONGEST))
    conflict: Conflict | None = st.session_state.get(f"{CONFLICT}-{name}")
    if conflict is not None:
        _both_versions(name, conflict)
    if kept := st.session_state.pop(f"{KEPT}-{name}", None):
        st.toast(in_markdown(kept, LONGEST), icon=":material/check:")


def _both_versions(name: str, conflict: Conflict) -> None:
    stale = conflict.stale
    with st.container(border=True):
        st.warning(in_markdown(stale, LONGEST))
        st.markdown("\n".join(map(difference_words, typed_differences(stale))))
        with st.container(horizontal=True):
            st.button("Keep theirs", key=f"theirs-{name}", on_click=_keep_theirs, args=(name,))
            last = stale.theirs[-1].version if stale.theirs else 0
            st.button(
                "Save mine as the next version", key=f"mine-{name}", on_click=save, args=(name, conflict.write, last)
            )


def _keep_theirs(name: str) -> None:
    st.session_state.pop(f"{CONFLICT}-{name}", None)
    st.session_state[f"{KEPT}-{name}"] = "Theirs stays as it is; nothing of yours was kept."


def typed_differences(stale: Stale) -> Iterator[FieldDifference]:
    """The fields that were typed and differ, each on its own."""
    for each in stale.differences:
        if each.field in NOT_TYPED:
            continue
        theirs, yours = each.theirs, each.yours
        if isinstance(theirs, dict) or isinstance(yours, dict):
            theirs, yours = theirs or {}, yours or {}
            for field in dict.fromkeys((*yours, *theirs)):
                if theirs.get(field) != yours.get(field):
                    yield FieldDifference(field, theirs.get(field), yours.get(field))
        else:
            yield each


@contextmanager
def without_the_journal() -> Iterator[None]:
    """Where the journal cannot be read, or the reader not be known, a sentence stands in the block's place."""
    try:
        yield
    except FunnelReviewError as error:
        st.warning(in_markdown(error, LONGEST))
