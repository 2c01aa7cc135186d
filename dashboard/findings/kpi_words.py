"""The shared KPIs as the cards of the Review say them."""

from dataclasses import dataclass

from dashboard.findings.weeks import Wording
from dashboard.metrics.windows import CLOSE_DAYS
from dashboard.texts import money, percent, points, waiting_time


@dataclass(frozen=True)
class Kpi:
    """What a card says: its label, how its figure is written, what a distance from the target is called."""

    label: str
    meaning: str
    write: Wording
    away: Wording
    better: str
    worse: str
    is_ceiling: bool = False


def kpis_of(currency: str | None) -> dict[str, Kpi]:
    """The shared KPIs, by their name in ``changes.weekly``."""

    def amount(value: float) -> str:
        return money(value, currency)

    return {
        "sqp_created": Kpi(
            "Sales-qualified pipeline a week",
            "Value of the deals created in the week: expansions counted, renewals not.",
            amount, amount, "above", "short of",
        ),
        "lead_to_close": Kpi(
            f"Lead to close, {CLOSE_DAYS} days",
            f"Of the enquiries of one week, {CLOSE_DAYS} days and more ago, the share won within {CLOSE_DAYS} days.",
            percent, _in_points, "above", "short of",
        ),
        "velocity_realised": Kpi(
            "Won per day",
            "Amount won in the week ÷ its days. Velocity is another figure: what the open deals would yield a day.",
            amount, amount, "above", "short of",
        ),
        "median_minutes": Kpi(
            "Median first response",
            "Minutes until half of the week's enquiries had a first human answer; those still waiting count too.",
            waiting_time, waiting_time, "faster than", "slower than", is_ceiling=True,
        ),
    }  # fmt: skip


def _in_points(distance: float) -> str:
    return points(distance).lstrip("+")
