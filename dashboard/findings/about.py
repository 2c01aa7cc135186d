"""Whose records of which days a finding is about, in words."""

from datetime import datetime

from dashboard.asking.view import WINDOW_DAYS, View
from dashboard.findings.words import days_of, leads
from dashboard.metrics.reconcile import reconciled
from dashboard.metrics.windows import DAYS_A_WEEK
from dashboard.scope.moments import INSTANT, Window
from dashboard.texts import day

WINDOW = f"{WINDOW_DAYS // DAYS_A_WEEK} weeks"


def of_window(view: View, what: str = "enquiries") -> str:
    """Records of the window."""
    return f"{what} of {days_of(view, view.window)}"


def of_mature(view: View, what: str = "enquiries") -> str:
    """Records of the conversion window, which have had their horizon, or have it still to come in a window chosen."""
    return f"{of_conversion_window(view, what)}, each given {view.horizon_days:.0f} days"


def of_conversion_window(view: View, what: str = "enquiries") -> str:
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
    for reconciliation in reconciled(view, "leads"):
        return f"from {leads(reconciliation.first['distinct_leads'])}, {days}"
    return days


def just_before_words(view: View) -> str:
    """The window just before, as long, whatever the reader compares with."""
    return f"the {WINDOW} before" if is_usual_window(view) else "the window before, as long"


def is_usual_window(view: View) -> bool:
    """Whether the window is the 13 weeks it is when nobody chooses."""
    return view.window.start == view.days_before(view.window.end, WINDOW_DAYS)
