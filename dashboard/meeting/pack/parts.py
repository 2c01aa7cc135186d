"""The parts of the review as the pack holds them: the early signals, the cards, the agenda, what the sides owe."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.asking.ask import ask
from dashboard.asking.view import View
from dashboard.charts.conversions import conversions_drawn
from dashboard.charts.stalled import causes_drawn
from dashboard.charts.velocity import VELOCITY_DRAWN
from dashboard.findings.about import just_before_words, of_window
from dashboard.findings.agenda import ConversionItem, StalledItem, VelocityItem
from dashboard.findings.conversion_words import driver_row
from dashboard.findings.disagreement_words import agreement_means, debts
from dashboard.findings.early import EARLY_QUESTION, HOW_TO_READ, EarlyStage, early_item
from dashboard.findings.kpi_cards import KpiCard, kpi_cards, why_no_card
from dashboard.findings.kpi_words import kpis_of
from dashboard.findings.velocity_words import factors
from dashboard.findings.weeks import records_words
from dashboard.meeting.pack.document import (
    CausesDrawn,
    ConversionsDrawn,
    Debts,
    EarlyFigure,
    Grid,
    KpiFigure,
    PartFound,
    VelocityDrawn,
)
from dashboard.metrics.changes import Changes
from dashboard.metrics.report import section
from dashboard.texts import as_text, limit_words, plain


def kpi_figures(view: View, changes: Changes, unsupported: Mapping[str, str]) -> tuple[KpiFigure, ...]:
    """The four shared KPIs, as their cards say them."""
    cards = kpi_cards(view, changes)
    return tuple(
        _kpi(cards[name])
        if name in cards
        else KpiFigure(name=name, label=kpi.label, meaning=kpi.meaning, missing=why_no_card(name, unsupported))
        for name, kpi in kpis_of(view.settings.currency).items()
    )


def _kpi(card: KpiCard) -> KpiFigure:
    return KpiFigure(
        name=card.name,
        label=card.kpi.label,
        meaning=card.kpi.meaning,
        value=card.value,
        written=card.written,
        since=card.since or "",
        standing=as_text(card.standing),
        target=as_text(card.against_target),
        rests_on=records_words(card.weeks, card.records),
        is_signal=bool(card.weeks.signal),
        line=card.line(),
        spoken=card.spoken,
    )


def early_part(view: View, changes: Changes) -> PartFound | None:
    """The line the review opens with and its charts; None where there are no leads."""
    item = early_item(view, changes)
    if item is None:
        return None
    claim, details = _claim(item.claim)
    return PartFound(
        question=EARLY_QUESTION,
        about=item.about,
        claim=claim,
        details=details,
        early=tuple(_early(each) for each in item.stages),
        caption=HOW_TO_READ if item.stages else "",
    )


def _early(each: EarlyStage) -> EarlyFigure:
    return EarlyFigure(
        stage=each.stage, label=each.label, ages=tuple(each.ages), lines=tuple(each.lines), spoken=each.spoken
    )


def conversion_part(view: View, item: ConversionItem) -> PartFound:
    """Agenda 1."""
    if item.missing:
        return PartFound(question=item.question, about=item.about, missing=item.missing)
    claim, details = _claim(item.claim)
    return PartFound(
        question=item.question,
        about=item.about,
        claim=claim,
        details=(*details, *([as_text(item.also)] if item.also else [])),
        conversions=ConversionsDrawn(now=tuple(item.now), before=tuple(item.before)),
        spoken=conversions_drawn(item.now),
        caption=(
            "Dot: share of the stage that advanced, of those that have had their days, with its 95 % interval; "
            f"ring: {just_before_words(view)}."
        ),
        drivers=_drivers(item),
    )


def _drivers(item: ConversionItem) -> Grid | None:
    if not item.beyond:
        return None
    change = item.beyond[0][1]
    title = (
        f"What moved {plain(change.from_stage)} to {plain(change.to_stage)}: before → now, points by share and by rate"
    )
    return grid(title, [driver_row(line) for line in item.main_drivers])


def velocity_part(view: View, item: VelocityItem) -> PartFound:
    """Agenda 2."""
    if item.missing:
        return PartFound(question=item.question, about=item.about, missing=item.missing)
    currency = view.settings.currency
    claim, details = _claim(item.claim)
    return PartFound(
        question=item.question,
        about=item.about,
        claim=claim,
        details=details,
        velocity=VelocityDrawn(change=item.change, currency=currency) if item.change else None,
        spoken=VELOCITY_DRAWN if item.change else "",
        caption=as_text(factors(*item.standings, currency)) if item.change else "",
    )


def stalled_part(view: View, item: StalledItem) -> PartFound:
    """Agenda 3."""
    if item.missing:
        return PartFound(question=item.question, about=item.about, missing=item.missing)
    claim, details = _claim(item.claim)
    shown = CausesDrawn(causes=tuple(dict(cause) for cause in item.shown), currency=view.settings.currency)
    more = f" {item.of - len(item.shown)} more in the appendix." if item.of > len(item.shown) else ""
    return PartFound(
        question=item.question,
        about=item.about,
        claim=claim,
        details=(*details, *(as_text(line) for line in item.meaning.splitlines() if line)),
        causes=shown if item.shown else None,
        spoken=causes_drawn(item.shown),
        caption=(
            "Thick: share of the stalled deals; thin: of the healthy ones; ×: how many times as common. Largest value "
            f"first.{more}"
        )
        if item.shown
        else "",
    )


def agreement(view: View) -> str:
    """Whether marketing and sales agree, in a sentence; empty where that is not known."""
    judged = section(view, "disagreement").section
    if judged.agreement is None or judged.matrix is None:
        return ""
    return as_text(agreement_means(judged.agreement, judged.matrix)).replace("\n", " ")


def debts_of(view: View) -> Debts:
    """What either side owes the other."""
    disagreement = section(view, "disagreement")
    about = of_window(view, "MQLs handed over, and sales' verdicts,")
    if disagreement.section.handoff is None:
        return Debts(about=about, missing=disagreement.unsupported.get("disagreement.handoff", "Not known."))
    due = ask(view, "disagreement/handoff").one()["due"]
    limit = limit_words(view.settings.acceptance_sla_hours, view.settings.sla_clock)
    sales, marketing = debts(disagreement.section, limit, due)
    return Debts(about=about, sales=tuple(map(as_text, sales)), marketing=tuple(map(as_text, marketing)))


def grid(title: str, rows: Sequence[Mapping[str, Any]], numbers: Sequence[int] | None = None, more: str = "") -> Grid:
    """A table of rows of texts; all columns but the first hold numbers where nothing else is said."""
    columns = tuple(rows[0]) if rows else ()
    return Grid(
        title=title,
        columns=columns,
        rows=tuple(tuple(str(cell) for cell in row.values()) for row in rows),
        numbers=tuple(range(1, len(columns)) if numbers is None else numbers),
        more=more,
    )


def _claim(words: str) -> tuple[str, tuple[str, ...]]:
    """The heading of a finding and the lines below it, as a reader sees them."""
    claim, *details = words.splitlines()
    return as_text(claim).removesuffix("."), tuple(as_text(line) for line in details if line)
