"""The review in meeting mode: the findings and charts of the screen as slides, each with what lies behind it."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard.asking.ask import ask
from dashboard.asking.view import View
from dashboard.charts.bridge import bridge_chart
from dashboard.charts.enlarging import enlarged
from dashboard.charts.look import CONFIG
from dashboard.charts.stalled import causes_chart, causes_drawn
from dashboard.charts.velocity import VELOCITY_DRAWN, change_steps
from dashboard.findings.about import just_before_words, of_conversion_window, of_window
from dashboard.findings.agenda import (
    AgendaItem,
    conversion_item,
    conversions_before,
    stalled_item,
    velocity_item,
)
from dashboard.findings.conversion_words import driver_row
from dashboard.findings.disagreement_words import AGREEMENT_QUESTION, agreement_means
from dashboard.findings.early import EARLY_QUESTION, early_item
from dashboard.findings.kpi_cards import KpiCard, kpi_cards, targets_claim, why_no_card
from dashboard.findings.kpi_words import kpis_of
from dashboard.findings.velocity_words import factor_rows
from dashboard.meeting.words import watched_by
from dashboard.metrics.disagreement import agreed, why_not_agreed
from dashboard.metrics.report import section
from dashboard.screens.disagreement.parts import draw_matrix
from dashboard.screens.drawers import opening_chart
from dashboard.screens.frame import current_look
from dashboard.screens.meeting.deciding import Evidence
from dashboard.screens.review.decisions import decisions_slide
from dashboard.screens.review.early import early_charts
from dashboard.screens.review.kpis import draw_figure
from dashboard.screens.review.largest import SHOWN_DEALS
from dashboard.screens.review.owed import owed_slide
from dashboard.screens.slides.mode import Slide, chart_place, claim, strip, strip_cells
from dashboard.screens.stalled.list import stalled_deals
from dashboard.screens.stalled.screen import open_cause
from dashboard.screens.waterfall.conversions import conversions
from dashboard.texts import FEWEST_FOR_RATE, count, in_markdown, money, no_formula, percent, plain

MOST_SHOWN = 4
"""What stands side by side under a chart, and bars in one."""


def kpis_slide(view: View) -> Evidence | None:
    """The early signals and the shared KPIs."""
    changes = section(view, "changes")
    item = early_item(view, changes.section)
    if item is None:
        claim(EARLY_QUESTION, "There are no enquiries here, so the week has no early signals")
    else:
        claim(EARLY_QUESTION, item.claim, item.about, "band: usual range", "orange: not usual")
        with chart_place():
            early_charts(view, item.stages, fit=enlarged)
    cards = kpi_cards(view, changes.section)
    title = f"**{targets_claim(cards) or 'The shared figures'}**"
    for name, kpi in strip_cells(title, [*kpis_of(view.settings.currency).items()]):
        if name in cards:
            _card(cards[name])
        else:
            st.markdown(f"**{kpi.label}**\n\n{in_markdown(why_no_card(name, changes.unsupported))}")
    if item is None:
        return None
    return Evidence("changes/week_sources", item.sources, "inquiries", {"week_starts": item.starts})


def _card(card: KpiCard) -> None:
    draw_figure(card)
    if card.against_target:
        st.markdown(card.against_target)


def conversion_slide(view: View) -> Evidence | None:
    """The step that moved most beyond chance, and the sources that moved it."""
    changes = section(view, "changes").section
    item = conversion_item(view, changes)
    if not _is_found(item, f"ring: {just_before_words(view)}"):
        return None
    with chart_place():
        conversions(view, "review-conversions", item.now, item.before, conversions_before(view), fit=enlarged)
    if not item.beyond:
        rows = [change.model_dump(by_alias=True) for change in changes.conversions or ()]
        return Evidence("changes/conversions", rows)
    step, change, _ = item.beyond[0]
    drivers = [_driver(line) for line in (*item.main_drivers[: MOST_SHOWN - 1], item.main_drivers[-1])]
    strip(f"What moved {in_markdown(change.from_stage)} to {in_markdown(change.to_stage)}, in points", drivers)
    return Evidence("changes/drivers", item.drivers[step], watched_by("", change.to_stage), {"step": step})


def _driver(line: Mapping[str, Any]) -> tuple[str, str]:
    row = driver_row(line)
    return in_markdown(row["Source"]), (
        f"{row['By its share']} by its share, {row['By its rate']} by its rate  \n:gray[{row['Converted']} of "
        f"{row['Mature']}]"
    )


def agreement_slide(view: View) -> Evidence | None:
    """Whether marketing and sales agree, and why sales hands leads back."""
    about, judged = of_conversion_window(view, "enquiries"), agreed(view)
    if judged is None:
        claim(AGREEMENT_QUESTION, in_markdown(why_not_agreed(view)), about)
        return None
    agreement, cells = judged
    claim(AGREEMENT_QUESTION, agreement_means(agreement, cells), about, "hatched: disputed")
    if not agreement.n:
        return None
    with chart_place():
        draw_matrix(view, cells, fit=enlarged)
    reasons = ask(view, "disagreement/reasons").rows
    handed_back = sum(reason["count"] for reason in reasons)
    strip(
        f"Why sales hands leads back, of {count(handed_back)} {of_window(view, 'MQLs')}",
        [(in_markdown(each["reason"], 60), _times(each["count"], handed_back)) for each in reasons[:MOST_SHOWN]],
    )
    return Evidence("disagreement/matrix", [cells.model_dump()])


def _times(handed_back: int, total: int) -> str:
    """How often a reason was given, and of how many where those are enough for a share."""
    return f"{count(handed_back)}{f' · {percent(handed_back / total)}' if total >= FEWEST_FOR_RATE else ''}"


def velocity_slide(view: View) -> Evidence | None:
    """The change of velocity as a bridge, and its factors before and now."""
    item, currency = velocity_item(view), view.settings.currency
    if not _is_found(item):
        return None
    now, before = item.standings
    if item.change is not None:
        figure = bridge_chart(change_steps(item.change), current_look(), lambda value: money(value, currency))
        with chart_place():
            st.plotly_chart(
                enlarged(figure), theme=None, config=CONFIG, height="stretch", key="slide-velocity",
                alt=VELOCITY_DRAWN,
            )  # fmt: skip
        factors = [
            (f"{name[0].upper()}{name[1:]}", no_formula(f"{was} → {is_now}"))
            for name, was, is_now in factor_rows(now, before, currency)
        ]
        strip("The factors, before → now", factors)
    return Evidence("pipeline/standing", [{"window": "now", **now}, {"window": "before", **before}])


def stalled_slide(view: View) -> Evidence | None:
    """The causes that hold deals back, and the largest of these deals."""
    item, deals_view, currency = stalled_item(view), view.pipeline_view(), view.settings.currency
    if not _is_found(item, "thick: share of the stalled", "thin: of the healthy"):
        return None
    mark = None
    if shown := item.shown[:MOST_SHOWN]:
        figure = causes_chart(shown, None, current_look(), currency)
        with chart_place():
            mark = opening_chart(figure, "review-causes", causes_drawn(shown), fit=enlarged)
    strip("The largest of them", [_deal(deal, currency) for deal in stalled_deals(deals_view)[:SHOWN_DEALS]])
    if mark:
        open_cause(deals_view, *mark["customdata"])
    return Evidence("stalled/causes", item.causes)


def _deal(deal: Mapping[str, Any], currency: str | None) -> tuple[str, str]:
    name = in_markdown(deal["company"] or deal["deal_name"] or deal["deal_id"], 50)
    worth = "no amount" if deal["value"] is None else money(deal["value"], currency)
    owner = "no owner" if deal["owner"] is None else plain(deal["owner"], 30)
    stage = "no stage" if deal["stage"] is None else plain(deal["stage"], 24)
    age = f"{deal['age_days']:.0f} days, limit {deal['limit_days']:.0f}"
    return name, no_formula(f"{worth} · {in_markdown(owner)}  \n:gray[{in_markdown(stage)}: {age}]")


def _is_found(item: AgendaItem, *legend: str) -> bool:
    """Draw the claim of an item, or what is missing for it; whether there is one."""
    if item.missing:
        claim(item.question, in_markdown(item.missing), item.about)
        return False
    claim(item.question, item.claim, item.about, *legend)
    return True


SLIDES = (
    Slide("kpis", "KPIs and early signals", kpis_slide),
    Slide("conversion", "Conversion", conversion_slide),
    Slide("agreement", "Agreement", agreement_slide),
    Slide("velocity", "Velocity", velocity_slide),
    Slide("stalled", "Stalled deals", stalled_slide),
    Slide("owed", "Who owes what", owed_slide),
    Slide("decisions", "Decisions", decisions_slide),
)
