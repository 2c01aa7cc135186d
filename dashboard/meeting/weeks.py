"""ISO weeks by their name, ``2026-W46``: what reviews and decisions are dated by."""

import re
from datetime import date, datetime, time, timedelta

from dashboard.errors import BadInput
from dashboard.scope.moments import Moments

NAME = re.compile(r"(?P<year>\d{4})-W(?P<week>\d{2})")


def monday_of(week: str) -> date:
    """The first day of a week; raises BadInput for what is no week."""
    named = NAME.fullmatch(week)
    try:
        return date.fromisocalendar(int(named["year"]), int(named["week"]), 1) if named else _refuse(week)
    except ValueError:
        return _refuse(week)


def week_of(day: date) -> str:
    """The week of a day."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def week_after(week: str, weeks: int = 1) -> str:
    """The week so many later; earlier where ``weeks`` is negative."""
    return week_of(monday_of(week) + timedelta(weeks=weeks))


def weeks_from(first: str, last: str) -> int:
    """How many weeks ``last`` is later than ``first``."""
    return (monday_of(last) - monday_of(first)).days // 7


def end_of(moments: Moments, week: str) -> datetime:
    """The instant a week ends in the company's zone, naive UTC."""
    return moments.instant(datetime.combine(monday_of(week) + timedelta(weeks=1), time()))


def last_complete(moments: Moments) -> str:
    """The last week that had ended at the moment looked at."""
    return moments.week if end_of(moments, moments.week) <= moments.as_of else week_after(moments.week, -1)


def _refuse(week: str) -> date:
    raise BadInput(f'"{week}" is no week; write it as 2026-W46.')
