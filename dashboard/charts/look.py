"""The visual language of every chart: colours that colour-blind readers tell apart, quiet lines, no decoration."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor, log10
from typing import Any

from dashboard.texts import money, percent, waiting_time

MOST_TICKS = 5


@dataclass(frozen=True)
class Look:
    """The colours of a light or a dark page. Blue is the figure; orange is for warnings alone; grey is context.

    All but ``faint`` stand out from the page by 3 to 1 or more; a mark filled with that has an outline.
    """

    main: str
    second: str
    quiet: str
    faint: str
    warning: str
    text: str
    caption: str
    page: str
    on_main: str


LIGHT = Look("#0072B2", "#3792CF", "#7F8B97", "#D5DCE3", "#B85C00", "#0A1017", "#4A5560", "#FFFFFF", "#FFFFFF")
DARK = Look("#56B4E9", "#0072B2", "#8B9AA8", "#33414E", "#F5B863", "#F1F5F9", "#AEBAC5", "#0D141B", "#0A1017")


def look_of(kind: str | None) -> Look:
    """The look of a page whose theme is ``dark`` or anything else."""
    return DARK if kind == "dark" else LIGHT


def pale_marker(look: Look) -> dict[str, Any]:
    """The marker of what stands beside the figure: the period before, the healthy, the weeks gone by."""
    return {"color": look.faint, "line": {"color": look.quiet, "width": 1}}


def share_ticks(most: float) -> dict[str, Any]:
    """The ticks of an axis of shares up to ``most``, written as everywhere: 20 %."""
    step = next((step for step in (0.01, 0.02, 0.05, 0.1, 0.2) if most / step <= MOST_TICKS), 0.2)
    values = [step * number for number in range(int(most / step + 0.001) + 1)]
    return {"tickvals": values, "ticktext": [percent(value, 0) for value in values]}


def waiting_ticks(most: float) -> dict[str, Any]:
    """The ticks of an axis of waits up to ``most`` minutes, written as everywhere: 30 min, 2 h, 1 d."""
    steps = (1, 5, 15, 30, 60, 120, 240, 360, 720, 1_440, 2_880, 7_200, 14_400, 43_200, 129_600, 525_600)
    step = next((step for step in steps if most / step <= MOST_TICKS), steps[-1])
    values = [step * number for number in range(int(most / step + 0.001) + 1)]
    return {"tickvals": values, "ticktext": [waiting_time(value) for value in values]}


def money_ticks(most: float, currency: str | None) -> dict[str, Any]:
    """The ticks of an axis of money up to ``most``, written as everywhere: € 200 k."""
    values = _round_values(most)
    return {"tickvals": values, "ticktext": [money(value, currency) for value in values]}


def number_ticks(most: float, unit: str = "") -> dict[str, Any]:
    """The ticks of an axis of numbers up to ``most``, each with its unit: 1,000."""
    values = _round_values(most)
    digits = 1 if any(value % 1 for value in values) else 0
    return {"tickvals": values, "ticktext": [f"{value:,.{digits}f}{unit}" for value in values]}


def day_ticks(days: Sequence[date], words: str, most: int = MOST_TICKS) -> dict[str, Any]:
    """The ticks of an axis of days, at so many of them at most, each written as ``words`` has it for strftime."""
    shown = days[:: ceil(len(days) / most) or 1]
    return {"type": "date", "tickvals": shown, "ticktext": [day.strftime(words) for day in shown]}


def _round_values(most: float) -> list[float]:
    """From nothing up to ``most`` in round steps."""
    size = 10.0 ** floor(log10(max(most, 1) / MOST_TICKS))
    step = next(size * times for times in (1, 2, 5, 10) if most / (size * times) <= MOST_TICKS)
    return [step * number for number in range(int(most / step + 0.001) + 1)]


CONFIG = {"displayModeBar": False, "responsive": True, "doubleClick": False, "showTips": False}
