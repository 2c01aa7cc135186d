"""The app's entry: page set-up and navigation. Screens are listed in ``dashboard.screens``."""

import gc
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import streamlit as st

from dashboard.screens.listing import SCREENS

FAVICON = Path(__file__).with_name("favicon.png")


@st.cache_resource(show_spinner=False)
def settle(screen: str) -> None:  # noqa: ARG001 -- once for each screen
    """Freeze what the first drawing of a screen imported: Streamlit looks through it after every run."""
    gc.collect()
    gc.freeze()


st.set_page_config(page_title="Funnel Review", page_icon=str(FAVICON), layout="wide")
home = SCREENS[0]
pages = [st.Page(screen.draw, title=screen.title, url_path=screen.path) for screen in SCREENS[1:]]
chosen = st.navigation(
    [
        st.Page(home.draw, title=home.title, url_path="home", default=True),  # Streamlit serves it at `/` alone …
        *pages,
        st.Page(home.draw, title=home.title, url_path=home.path, visibility="hidden"),  # … so here at its own address
    ],
    position="top",
)
chosen.run()
settle(chosen.url_path)
