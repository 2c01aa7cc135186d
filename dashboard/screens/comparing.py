"""What a screen compares with: the look, and words for it that are true of any window."""

from dataclasses import replace

import streamlit as st

from dashboard.asking.view import WINDOW_DAYS, View
from dashboard.findings.about import WINDOW, is_usual_window, just_before_words
from dashboard.findings.words import days_of
from dashboard.metrics.windows import YEAR_DAYS, previous_window
from dashboard.scope.moments import Window
from dashboard.screens.address import one_of, values_of

COMPARISONS = {"previous": f"{WINDOW} before", "year": "A year before"}


def comparison_chip() -> None:
    """Draw the box in which the reader chooses it, on screens that compare with what is chosen."""
    with st.popover(f"vs {COMPARISONS['year' if compares_years() else 'previous'].lower()}", key="chip-compare"):
        one_of(
            st.selectbox, "Compare with", "compare", list(COMPARISONS), COMPARISONS.__getitem__, usual="previous",
            help="The same look so much earlier, so that both are equally mature.",
        )  # fmt: skip


def compares_years() -> bool:
    """Whether the reader compares with a year before."""
    return values_of("compare") == ("year",)


def comparison(view: View) -> View:
    """The view to compare with: the same look at an earlier moment, so that both are equally mature."""
    back = YEAR_DAYS if compares_years() else WINDOW_DAYS
    earlier = replace(view, as_of=view.days_before(view.as_of, back))
    if view.chosen is None:
        return earlier
    start, end = view.chosen.start, view.chosen.end
    return replace(earlier, chosen=Window(view.days_before(start, back), view.days_before(end, back)))


def comparison_words(view: View) -> str:
    """What ``comparison`` looks at, as said on the screens."""
    if compares_years():
        return "a year before" if view.chosen is None else "the same window a year earlier"
    return f"the {WINDOW} before" if is_usual_window(view) else f"the same window {WINDOW} earlier"


def window_before(view: View) -> View:
    """The look at the window just before, or with a year between where the reader compares years."""
    return comparison(view) if compares_years() else previous_window(view)


def window_before_words(view: View) -> str:
    """What ``window_before`` looks at, as said on the screens."""
    return comparison_words(view) if compares_years() else just_before_words(view)


def compared_with(words: str, window: Window, view: View) -> str:
    """The comparison as the head of a screen says it, with its days."""
    return f"compared with {words}: {days_of(view, window)}"


def as_chosen(view: View) -> str:
    """The head of a screen that compares with the same look earlier."""
    return compared_with(comparison_words(view), comparison(view).window, view)


def with_window_before(view: View) -> str:
    """The head of a screen that compares with the window before."""
    return compared_with(window_before_words(view), window_before(view).window, view)
