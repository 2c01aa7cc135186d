"""Section ``stalled`` of the metric contract (§8): deals past the limit of their stage, and why."""

from collections.abc import Mapping

from dashboard.asking.view import View
from dashboard.metrics.recorded import unmet
from dashboard.metrics.section import Section, Supported


class StalledDeal(Section):
    """One deal longer in its stage than its limit; both in days; value null when not known."""

    deal_id: str
    stage: str | None
    age_days: float
    limit_days: float
    value: float | None
    causes: list[str]


class Cause(Section):
    """How many stalled deals a cause holds for, and how much more often than for healthy ones."""

    cause: str
    deals: int
    value: float
    lift: float | None


class Stalled(Section):
    """Stalled deals by id, and the causes that can be judged."""

    deals: list[StalledDeal] | None = None
    causes: list[Cause] | None = None


def stalled(view: View) -> Supported[Stalled]:
    """The section, as of the end of the window of ``view``."""
    if why := unmet(view, "stalled/deals"):
        return Supported(section=Stalled(), unsupported={"stalled": why})
    deals_view = view.pipeline_view()
    deals = [StalledDeal.model_validate(_only(row, StalledDeal)) for row in deals_view.ask("stalled/deals").rows]
    causes = [Cause.model_validate(_only(row, Cause)) for row in deals_view.ask("stalled/causes").rows]
    return Supported(section=Stalled(deals=deals, causes=causes))


def _only(row: Mapping[str, object], part: type[Section]) -> dict[str, object]:
    return {name: row[name] for name in part.model_fields}
