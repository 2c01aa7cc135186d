"""What a canonical column is as SQL, and what its SQL depends on.

A pass reads in layers, each of which sees the one below: ``t_x`` is the column's text, then come its readings, of
which the last is what the text says (``r_x``, or ``u_x`` of a time), then ``v_x``, the canonical value. What a layer
names, those above refer to; within one layer the engine would write it out wherever it is used, and a step over five
steps a thousand times.
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
    """One canonical column as SQL: its text, the layers of its readings, its value.

    ``unread`` says why a text gave no value, ``beyond`` what is wrong with a value all the same, ``doubts`` what
    somebody should know of a value that is kept, required or not.
    """

    column: Column
    text: str
    value: str
    unread: Reasons
    readings: tuple[tuple[str, ...], ...] = ()
    beyond: Reasons = ()
    doubts: Reasons = ()
