"""The app's entry: page set-up and navigation. Screens are listed in ``dashboard.screens``."""

import gc
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import streamlit as st

from dashboard.screens.listing import SCREENS

FAVICON = Path(__file__).with_name("favicon.png")


@st.cache_resource(show_spinner=False)
def settle() -> None:
    """Freeze what the imports left behind: Streamlit collects garbage after every run, and this is most of it."""
    gc.collect()
    gc.freeze()


st.set_page_config(page_title="Funnel Review", page_icon=str(FAVICON), layout="wide")
settle()
home = SCREENS[0]
pages = [st.Page(screen.draw, title=screen.title, url_path=screen.path) for screen in SCREENS[1:]]
st.navigation(
    [
        st.Page(home.draw, title=home.title, url_path="home", default=True),  # Streamlit serves it at `/` alone …
        *pages,
        st.Page(home.draw, title=home.title, url_path=home.path, visibility="hidden"),  # … so here at its own address
    ],
    position="top",
).run()
