"""What every question is given without asking for it: the moment, the windows, the settings that decide."""

from typing import TYPE_CHECKING

from dashboard.asking.causes import judged_causes

if TYPE_CHECKING:
    from dashboard.asking.view import View

SECONDS_A_DAY = 86_400
SECONDS_AN_HOUR = 3_600
WEEKS_BEFORE = 13


def given_parameters(view: "View") -> dict[str, object]:
    """The parameters by name, all instants naive UTC."""
    window, mature = view.window, view.conversion_window
    previous, previous_mature = view.before(window), view.before(mature)
    return {
        "as_of": view.as_of,
        "from": window.start,
        "to": window.end,
        "conversion_from": mature.start,
        "conversion_to": mature.end,
        "previous_from": previous.start,
        "previous_to": previous.end,
        "previous_conversion_from": previous_mature.start,
        "previous_conversion_to": previous_mature.end,
        "horizon_seconds": view.horizon_days * SECONDS_A_DAY,
        "week_from": view.week_start,
        "week_to": view.as_of,
        "week_starts": view.week_starts(WEEKS_BEFORE),
        "as_of_day": view.local(view.as_of).date(),
        "from_day": view.first_day_from(window.start),
        "to_day": view.first_day_from(window.end),
        "time_zone": view.settings.time_zone,
        "response_sla_seconds": view.settings.response_sla_hours * SECONDS_AN_HOUR,
        "acceptance_sla_seconds": view.settings.acceptance_sla_hours * SECONDS_AN_HOUR,
        "sla_clock": view.settings.sla_clock,
        "score_threshold": view.settings.score_threshold,
        "outbound_sources": list(view.settings.outbound_sources),
        "deal_stages": list(view.settings.deal_stages),
        "clock": view.clock,
        "shows_names": view.shows_names,
        "judged_causes": judged_causes(view),
    }
