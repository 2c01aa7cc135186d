"""The windows of a question: the cohort's, the conversions', and those before them."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from tests.oracle.clock import DAY, WINDOW_DAYS, days_before, window_before


@dataclass(frozen=True)
class Window:
    """Half open windows, in instants; ``horizon`` is a duration."""

    start: int
    end: int
    conversion_start: int
    conversion_end: int
    horizon: int
    zone: ZoneInfo

    @property
    def before(self) -> tuple[int, int]:
        """The window before."""
        return window_before(self.start, self.end, self.zone)

    @property
    def conversion_before(self) -> tuple[int, int]:
        """The conversion window before."""
        return window_before(self.conversion_start, self.conversion_end, self.zone)


def window_of(as_of: int, start: int | None, end: int | None, horizon_days: float, zone: ZoneInfo) -> Window:
    """The windows at T, of --from and --to where given."""
    horizon = round(horizon_days * DAY)
    if start is None and end is None:
        matured = as_of - horizon
        begin = days_before(as_of, WINDOW_DAYS, zone)
        return Window(begin, as_of, days_before(matured, WINDOW_DAYS, zone), matured, horizon, zone)
    end = as_of if end is None else end
    start = days_before(end, WINDOW_DAYS, zone) if start is None else start
    return Window(start, end, start, end, horizon, zone)
