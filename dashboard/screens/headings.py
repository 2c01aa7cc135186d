"""Headings of findings: what it is, and in small type whose records of which days it is about."""

from datetime import datetime

import streamlit as st

from dashboard.asking.view import View
from dashboard.metrics.reconcile import reconciled
from dashboard.scope.moments import INSTANT, Window
from dashboard.screens.words import days_of, leads
from dashboard.texts import day, no_formula


def heading(title: str, about: str) -> None:
    """Draw the heading of a finding, with what it is about."""
    st.subheader(f"{title} :small[:gray[{about}]]", anchor=False)


def finding(question: str, words: str, *about: str, help: str | None = None) -> None:  # noqa: A002 Streamlit's word
    """Draw a finding as the heading: the question in small type above it, below it what it is about and the legend.

    Of ``words`` the first line is the heading; what follows it stands below. Where there are none, as too little is
    known, the question itself is the heading.
    """
    if not words:
        heading(question, " · ".join(part for part in about if part))
        return
    claim, _, detail = words.partition("\n")
    with st.container(gap=None):
        st.caption(question)
        st.subheader(no_formula(claim.replace("**", "").removesuffix(".")), anchor=False, help=help or None)
        st.markdown(f":small[:gray[{' · '.join(part for part in about if part)}]]")
    if detail:
        st.markdown(no_formula(detail))


def of_window(view: View, what: str = "leads") -> str:
    """Records of the window."""
    return f"{what} of {days_of(view, view.window)}"


def of_mature(view: View, what: str = "leads") -> str:
    """Records of the conversion window, which have had their horizon, or have it still to come in a window chosen."""
    return f"{of_conversion_window(view, what)}, each given {view.horizon_days:.0f} days"


def of_conversion_window(view: View, what: str = "leads") -> str:
    """Records of the conversion window."""
    return f"{what} of {days_of(view, view.conversion_window)}"


def of_days(view: View, start: datetime, what: str) -> str:
    """Records of the days from ``start`` to the moment."""
    return f"{what} {days_of(view, Window(start, view.as_of))}"


def of_the_moment(view: View, what: str = "deals open") -> str:
    """Records as they stood at the moment, the end of a day."""
    return f"{what} at the end of {day(view.local(view.as_of - INSTANT))}"


def enquirers(view: View) -> str:
    """How many leads the enquiries came from, where they are leads', and when."""
    days = days_of(view, view.window)
    for found in reconciled(view, "leads"):
        again = sum(row["records"] for row in found.rows if row["reason"] == "again")
        return f"from {leads(found.first['leads'] - again)}, {days}"
    return days
