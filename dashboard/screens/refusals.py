"""What a screen says when something is refused or gone: a sentence and a way on, never a traceback."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import streamlit as st

from dashboard.asking.ask import open_warehouse
from dashboard.errors import FunnelReviewError, NothingImported, NoWarehouse
from dashboard.texts import in_markdown
from dashboard.warehouse.generations import served_folder
from icp.errors import ProfileError

LOOK_EVERY = 4.0
LONGEST = 600


def warehouse_folder() -> Path:
    """The warehouse this server serves."""
    return served_folder()


def is_empty_warehouse() -> bool:
    """Whether nothing was ever imported where this server looks."""
    try:
        open_warehouse(warehouse_folder())
    except NothingImported:
        return True
    except FunnelReviewError:
        return False
    return False


@contextmanager
def shown_refusals() -> Iterator[None]:
    """Shows whatever the block refuses; where the data cannot be read, the page looks for it again by itself."""
    try:
        yield
    except (FunnelReviewError, ProfileError) as error:
        refuse(error)


def refuse(error: FunnelReviewError | ProfileError) -> None:
    """The sentence, and the way on that there is from it."""
    st.error(in_markdown(error, LONGEST))
    if isinstance(error, NoWarehouse):
        st.caption("This page looks again every few seconds.")
        _look_again(time.monotonic())
    else:
        st.caption("Change the filters under the title, or open the Data screen to see what was imported.")


@st.fragment(run_every=LOOK_EVERY)
def _look_again(since: float) -> None:
    """Draw the page anew once there is something to draw; not in the same moment, which would find the same."""
    if time.monotonic() - since < LOOK_EVERY / 2:
        return
    try:
        open_warehouse(warehouse_folder())
    except FunnelReviewError:
        return
    st.rerun()
