"""The shared KPIs as the Review's cards hold them: the figure, its weeks, whence it came, how far from its target."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from dashboard.asking.ask import ask
from dashboard.asking.view import View
from dashboard.metrics.changes import WEEKS_BEFORE, Changes
from dashboard.scope.settings import Target
from dashboard.screens.review.kpi_words import Kpi, kpis_of
from dashboard.screens.weeks import TOGETHER, Span, Weeks, together, weeks_of
from dashboard.texts import no_formula, spelled

Blocks = tuple[Span, Span] | None
"""The last four weeks as one and the four before; None where a single week says enough."""


@dataclass(frozen=True)
class KpiCard:
    """A card: what it says, its weeks, four of them as one where a single one is mostly noise, its target.

    ``distance`` is how far the figure is from the target. ``missing`` is the sentence where nothing is known.
    """

    name: str
    kpi: Kpi
    weeks: Weeks | None = None
    blocks: Blocks = None
    target: Target | None = None
    distance: Mapping[str, Any] | None = None
    missing: str = ""

    @property
    def now(self) -> float | None:
        """The figure that stands large."""
        return self.blocks[0].value if self.blocks else self.weeks.values[-1] if self.weeks else None

    @property
    def before(self) -> float | None:
        """What it came from: the same of the week or the weeks before."""
        return self.blocks[1].value if self.blocks else self.weeks.values[-2] if self.weeks else None

    @property
    def shown(self) -> str:
        """The figure in words."""
        return "–" if self.now is None else self.kpi.write(self.now)

    @property
    def is_signal(self) -> bool:
        """Whether the week is unusual, where it is the week that stands large."""
        return bool(self.weeks and self.weeks.signal and not self.blocks)

    @property
    def since(self) -> str | None:
        """What it came from, in words; None where that is not known."""
        if self.before is None:
            return None
        when = f"{spelled(TOGETHER)} weeks" if self.blocks else "week"
        return f"{'' if self.now is None or self._is_same else 'from '}{self.kpi.write(self.before)} the {when} before"

    @property
    def arrow(self) -> Literal["up", "down", "off"]:
        """Up or down, where the two figures differ as they are written."""
        if self.now is None or self.before is None or self._is_same:
            return "off"
        return "up" if self.now > self.before else "down"

    @property
    def target_words(self) -> str:
        """How far from the target; empty where there is none, or the figure is not known."""
        if self.target is None or self.distance is None or self.distance["distance"] is None:
            return ""
        away = self.kpi.away(self.distance["distance"])
        side = self.kpi.better if self.distance["is_met"] else self.kpi.worse
        relation = f"{away} {side}" if away != self.kpi.away(0) else "At"
        return no_formula(f"**{relation}** the target of {self.kpi.write(self.target.value)}")

    @property
    def _is_same(self) -> bool:
        return self.now is not None and self.before is not None and self.shown == self.kpi.write(self.before)


def kpi_cards(view: View, changes: Changes, unsupported: Mapping[str, str]) -> list[KpiCard]:
    """The cards in their order, each with what is known of it."""
    known = weeks_of(view, changes)
    blocks = {
        name: found for name, weeks in known.items() if weeks.is_noisy and (found := together(view, changes, name))
    }
    cards = []
    for name, kpi in kpis_of(view.settings.currency).items():
        missing = unsupported.get(f"changes.weekly.{name}", f"Nothing is known of these {WEEKS_BEFORE + 1} weeks.")
        cards.append(
            KpiCard(name, kpi, known[name], blocks.get(name), _target_of(view, name))
            if name in known
            else KpiCard(name, kpi, missing=missing)
        )
    distances = _distances(view, [card for card in cards if card.target is not None])
    return [replace(card, distance=distances.get(card.name)) for card in cards]


def _target_of(view: View, name: str) -> Target | None:
    """The company's own target of a figure; none beside the figure of a part of it."""
    if not view.slice.is_everything:
        return None
    return next((target for target in view.settings.targets if target.figure == name), None)


def _distances(view: View, cards: Sequence[KpiCard]) -> dict[str, Mapping[str, Any]]:
    """How far each figure that has a target is from it."""
    if not cards:
        return {}
    rows = ask(
        view, "changes/targets", series=[card.name for card in cards], values=[card.now for card in cards],
        targets=[card.target.value for card in cards if card.target], ceilings=[card.kpi.is_ceiling for card in cards],
    ).rows  # fmt: skip
    return {row["series"]: row for row in rows}
