"""Headings of findings: what it is, and in small type whose records of which days it is about."""

import streamlit as st

from dashboard.asking.view import View
from dashboard.screens.words import days_of


def heading(title: str, about: str) -> None:
    """Draw the heading of a finding, with what it is about."""
    st.subheader(f"{title} :small[:gray[{about}]]", anchor=False)


def of_window(view: View, what: str = "leads") -> str:
    """Records of the window."""
    return f"{what} of {days_of(view, view.window)}"


def of_mature(view: View, what: str = "leads") -> str:
    """Records of the conversion window, which have had their horizon, or have it still to come in a window chosen."""
    return f"{of_conversion_window(view, what)}, each given {view.horizon_days:.0f} days"


def of_conversion_window(view: View, what: str = "leads") -> str:
    """Records of the conversion window."""
    return f"{what} of {days_of(view, view.conversion_window)}"
