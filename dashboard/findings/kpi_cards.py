"""The cards of the shared KPIs: the figure, whence it came, how far from its target, and whether that is usual.

Where a single week is mostly noise, a card shows four weeks as one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dashboard.asking.ask import ask
from dashboard.asking.view import View
from dashboard.charts.weeks import WeekLine
from dashboard.findings.kpi_words import Kpi, kpis_of
from dashboard.findings.weeks import Span, Weeks, together, usual_range, weeks_of
from dashboard.metrics.changes import TOGETHER, WEEKS_BEFORE, Changes
from dashboard.scope.settings import Target
from dashboard.texts import no_formula, spelled

SHOWN_WEEKS = 14


@dataclass(frozen=True)
class KpiCard:
    """A shared KPI of which something is known.

    ``blocks``: the last four weeks as one and the four before; None where a single week says enough. ``distance``: how
    far what is shown is from the ``target``, without a sign; both None where there is none.
    """

    name: str
    kpi: Kpi
    weeks: Weeks
    blocks: tuple[Span, Span] | None = None
    target: Target | None = None
    distance: float | None = None
    is_met: bool = False

    @property
    def value(self) -> float | None:
        """What is shown: of the week, or of the four as one."""
        return self.blocks[0].value if self.blocks else self.weeks.values[-1]

    @property
    def before(self) -> float | None:
        """The same of the span before."""
        return self.blocks[1].value if self.blocks else self.weeks.values[-2]

    @property
    def records(self) -> int:
        """The records that what is shown rests on."""
        return self.blocks[0].records if self.blocks else self.weeks.records[-1]

    @property
    def written(self) -> str:
        """What is shown, as people read it."""
        return "–" if self.value is None else self.kpi.write(self.value)

    @property
    def differs(self) -> bool:
        """Whether the two spans differ as they are written."""
        return None not in {self.value, self.before} and self.kpi.write(self.value) != self.kpi.write(self.before)

    @property
    def since(self) -> str | None:
        """The figure of the span before, as what this one came from."""
        if self.before is None:
            return None
        when = f"{spelled(TOGETHER)} weeks" if self.blocks else "week"
        return f"{'from ' if self.differs else ''}{self.kpi.write(self.before)} the {when} before"

    @property
    def against_target(self) -> str:
        """How far from the target, in Markdown; empty where there is none."""
        if self.target is None or self.distance is None:
            return ""
        away = self.kpi.away(self.distance)
        side = self.kpi.better if self.is_met else self.kpi.worse
        relation = f"{away} {side}" if away != self.kpi.away(0) else "At"
        return no_formula(f"**{relation}** the target of {self.kpi.write(self.target.value)}")

    @property
    def standing(self) -> str:
        """Whether the week is usual, in Markdown; of four weeks as one what the week alone is, too."""
        now = self.weeks.values[-1]
        alone = "–" if now is None else self.kpi.write(now)
        this_week = f"{spelled(TOGETHER).capitalize()} weeks together; {alone} this week. " if self.blocks else ""
        return no_formula(f"{this_week}{usual_range(self.weeks, self.kpi.write)}")

    @property
    def last_weeks(self) -> Sequence[float | None]:
        """The weeks that the line of the card draws."""
        return self.weeks.values[-SHOWN_WEEKS:]

    def line(self, remarks: Sequence[int] = ()) -> WeekLine | None:
        """The weeks as a line, with the places commented on; None where fewer than two are known."""
        values = list(self.last_weeks)
        if sum(value is not None for value in values) < 2:
            return None
        block = self.blocks[0].value if self.blocks else None
        return WeekLine(
            values, self.weeks.lower, self.weeks.upper, self.target.value if self.target else None,
            is_signal=bool(self.weeks.signal), together=None if block is None else (block, TOGETHER), remarks=remarks,
        )  # fmt: skip

    @property
    def spoken(self) -> str:
        """The line in words, for who hears it."""
        written = ", ".join("–" if value is None else self.kpi.write(value) for value in self.last_weeks)
        return f"{self.kpi.label}, week by week: {written}"


def kpi_cards(view: View, changes: Changes) -> dict[str, KpiCard]:
    """The cards of the KPIs of which something is known, by their name in ``changes.weekly``."""
    kpis = kpis_of(view.settings.currency)
    cards = {
        name: KpiCard(
            name, kpis[name], weeks, together(view, changes, name) if weeks.is_noisy else None, target_of(view, name)
        )
        for name, weeks in weeks_of(view, changes).items()
    }
    far = _distances(view, [card for card in cards.values() if card.target])
    return {name: _with_distance(card, far.get(name, {})) for name, card in cards.items()}


def why_no_card(name: str, unsupported: Mapping[str, str]) -> str:
    """Why there is no card of a KPI: what the data lacks, or that nothing is known of the weeks."""
    return unsupported.get(f"changes.weekly.{name}", f"Nothing is known of these {WEEKS_BEFORE + 1} weeks.")


def target_of(view: View, name: str) -> Target | None:
    """The company's own target of a figure; none beside the figure of a part of it."""
    if not view.slice.is_everything:
        return None
    return next((target for target in view.settings.targets if target.figure == name), None)


def _with_distance(card: KpiCard, row: Mapping[str, Any]) -> KpiCard:
    return replace(card, distance=row.get("distance"), is_met=bool(row.get("is_met")))


def _distances(view: View, cards: Sequence[KpiCard]) -> dict[str, Mapping[str, Any]]:
    """How far each figure that has a target is from it."""
    if not cards:
        return {}
    rows = ask(
        view, "changes/targets", series=[card.name for card in cards], values=[card.value for card in cards],
        targets=[card.target.value if card.target else None for card in cards],
        ceilings=[card.kpi.is_ceiling for card in cards],
    ).rows  # fmt: skip
    return {row["series"]: row for row in rows}


def since_last_week(cards: Mapping[str, KpiCard]) -> str:
    """The shared figures of the week alone beside those of the week before, and which are unusual; empty of none."""
    known = [card for card in cards.values() if None not in card.weeks.values[-2:]]
    ranged = [card for card in known if card.weeks.signal is not None]
    unusual = [card.kpi.label for card in ranged if card.weeks.signal]
    if not known:
        return ""
    written = [[card.kpi.write(value) for value in card.weeks.values[-2:]] for card in known]
    labels = [card.kpi.label[0].lower() + card.kpi.label[1:] for card in known]
    figures = "; ".join(f"{label}: {now} after {then}" for label, (then, now) in zip(labels, written, strict=True))
    verb = "is" if len(unusual) == 1 else "are"
    usual = f". {_listed(unusual)} {verb} not usual" if unusual else ": all usual" if len(ranged) == len(known) else ""
    return f"{figures[0].upper()}{figures[1:]}{usual}"


def targets_claim(cards: Mapping[str, KpiCard]) -> str:
    """Which of the shared figures meet the company's own targets, as a heading; empty where there is none to meet."""
    aimed = [card for card in cards.values() if card.distance is not None]
    missed = [card.kpi.label for card in aimed if not card.is_met]
    met = [card.kpi.label for card in aimed if card.is_met]
    if not aimed:
        return ""
    if not missed or not met:
        verb = ("meets" if met else "misses") if len(aimed) == 1 else ("meet" if met else "miss")
        return f"{_all_of(aimed, len(cards))} {verb} the target"
    return f"{_listed(missed)} miss{'es' if len(missed) == 1 else ''} the target; {_listed(met, inside=True)} met"


def _all_of(aimed: Sequence[KpiCard], known: int) -> str:
    if len(aimed) == 1:
        return aimed[0].kpi.label
    which = "shared figures" if len(aimed) == known else "figures with a target"
    return f"{'Both' if len(aimed) == 2 else f'All {spelled(len(aimed))}'} {which}"


def _listed(labels: Sequence[str], *, inside: bool = False) -> str:
    """One, two and three; ``inside`` a sentence with a small letter and its verb."""
    first, *others = labels
    words = [first[0].lower() + first[1:] if inside else first, *(each[0].lower() + each[1:] for each in others)]
    listed = " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
    return f"{listed} {'is' if len(labels) == 1 else 'are'}" if inside else listed
