"""What a canonical column is as SQL, and what its SQL depends on.

A pass reads in four layers: ``t_x`` is the column's text, ``r_x`` what it says, ``u_x`` that in the
right zone, ``v_x`` the canonical value.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from dashboard.importing.canonical import Column

Bind = Callable[[object], str]


@dataclass(frozen=True)
class ImportLimits:
    """What holds for a whole import: the zone of local times, how late a time may be, the company's currency if set."""

    time_zone: str
    latest_past: datetime
    latest: datetime
    deal_stages: tuple[str, ...]
    currency: str | None = None


@dataclass(frozen=True)
class ColumnAnswers:
    """What was decided for a column before anything was written; ``zones`` are abbreviations and what they mean."""

    formats: tuple[str, ...] = ()
    date_order: str | None = None
    decimal: str = "."
    zones: tuple[tuple[str, str], ...] = ()


Reasons = tuple[tuple[str, str], ...]
"""Conditions with the reason code each stands for; the first that holds counts."""

BROKEN = "spreadsheet_error"


@dataclass(frozen=True)
class ColumnSql:
    """One canonical column as SQL: its text, then what layers two, three and four add to it.

    ``unread`` says why a text gave no value, ``beyond`` what is wrong with a value all the same, ``doubts`` what
    somebody should know of a value that is kept, required or not.
    """

    column: Column
    text: str
    value: str
    unread: Reasons
    readings: tuple[str, ...] = ()
    shifted: str = ""
    beyond: Reasons = ()
    doubts: Reasons = ()
