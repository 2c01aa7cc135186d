"""Headings of findings: what it is, and in small type whose records of which days it is about."""

import streamlit as st

from dashboard.texts import no_formula


def heading(title: str, about: str) -> None:
    """Draw the heading of a finding, with what it is about."""
    st.subheader(f"{title} :small[:gray[{about}]]", anchor=False)


def finding(
    question: str,
    words: str,
    *about: str,
    help: str | None = None,  # noqa: A002 Streamlit's word
    anchor: str | None = None,
) -> None:
    """Draw a finding as the heading: the question in small type above it, below it what it is about and the legend.

    Of ``words`` the first line is the heading; what follows it stands below. Where there are none, as too little is
    known, the question itself is the heading. ``anchor``: what a link within the screen calls it.
    """
    if not words:
        heading(question, " · ".join(part for part in about if part))
        return
    claim, _, detail = words.partition("\n")
    with st.container(gap=None):
        st.caption(question)
        st.subheader(no_formula(claim.replace("**", "").removesuffix(".")), anchor=anchor or False, help=help or None)
        if whose := " · ".join(part for part in about if part):
            st.markdown(f":small[:gray[{whose}]]")
    if detail:
        st.markdown(no_formula(detail))
