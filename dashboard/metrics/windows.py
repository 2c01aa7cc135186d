"""Windows of time that several sections look at."""

from dataclasses import replace
from datetime import timedelta

from dashboard.asking.view import View

CLOSE_DAYS = 90
"""How long a cycle of ``lead_to_close`` is watched (§9)."""

YEAR_DAYS = 364
"""A year of whole weeks."""
DAYS_A_WEEK = 7


def calendar_days(view: View) -> float:
    """Days of the window on the local calendar, with the fraction of a cut one."""
    start, end = (view.local(edge).replace(tzinfo=None) for edge in (view.window.start, view.window.end))
    return (end - start) / timedelta(days=1)


def previous_window(view: View) -> View:
    """The same look at the window before, as it was visible when it ended."""
    return replace(view, as_of=view.window.start, chosen=view.before(view.window))
