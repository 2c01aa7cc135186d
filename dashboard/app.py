"""The app's entry: page set-up and navigation. Screens are listed in ``dashboard.screens``."""

import gc
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import streamlit as st

from dashboard.screens.address import follow_address
from dashboard.screens.listing import SCREENS

FAVICON = Path(__file__).with_name("favicon.png")
AT_ITS_OWN = "home-at-its-own-address"


@st.cache_resource(show_spinner=False)
def settle(screen: str) -> None:  # noqa: ARG001 -- once for each screen
    """Freeze what the first drawing of a screen imported: Streamlit looks through it after every run."""
    gc.collect()
    gc.freeze()


st.set_page_config(page_title="Funnel Review", page_icon=str(FAVICON), layout="wide")
follow_address()
home, *others = SCREENS
# Streamlit serves its first page at `/` alone. So home is two pages, of which the one the reader stands on is shown.
own = st.session_state.setdefault(AT_ITS_OWN, (st.context.url or "").endswith(f"/{home.path}"))
chosen = st.navigation(
    [
        st.Page(home.draw, title=home.title, url_path="home", default=True, visibility="hidden" if own else "visible"),
        st.Page(home.draw, title=home.title, url_path=home.path, visibility="visible" if own else "hidden"),
        *(st.Page(screen.draw, title=screen.title, url_path=screen.path) for screen in others),
    ],
    position="top",
)
if chosen.visibility == "hidden":
    st.session_state[AT_ITS_OWN] = not own
    st.rerun()
chosen.run()
settle(chosen.url_path)
