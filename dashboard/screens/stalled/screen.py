"""The Stalled deals screen: which deals have stopped, why, and what shows it."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard.asking.ask import ahead, ask
from dashboard.asking.causes import unjudged_causes
from dashboard.asking.view import View
from dashboard.charts.stalled import CAUSE_WORDS, causes_chart, in_a_sentence
from dashboard.errors import FunnelReviewError
from dashboard.findings.about import of_the_moment
from dashboard.findings.stalled_words import causes_mean, headline
from dashboard.findings.words import a_week_before
from dashboard.metrics.recorded import unmet
from dashboard.screens.address import choose, values_of
from dashboard.screens.drawers import drawer, open_mark, opening_chart
from dashboard.screens.evidence import behind, nothing
from dashboard.screens.frame import SMALL_CARD, card, current_look, screen
from dashboard.screens.headings import finding
from dashboard.screens.stalled.list import stalled_list
from dashboard.screens.stalled.since import Since, since_a_week_before, since_chips
from dashboard.screens.stories.verdict import causes_precision
from dashboard.texts import FEWEST_FOR_RANK, FEWEST_FOR_RATE, count, in_markdown, money, no_formula, percent
from dashboard.thresholds import ADVANCED_SHARE

ORDER = ("cause", "not told apart", "not a cause", "too few", "unexplained")
LIST_AND_CAUSES = (8, 5)
"""How the list and the causes that filter it share the width."""


def draw() -> None:
    """Draw the screen."""
    screen("Stalled deals", "Which deals have stopped, and why?", _draw, "Deals open at the end of the window")


def _draw(view: View) -> None:
    view = view.pipeline_view()
    ahead(ask, a_week_before(view), "stalled/deals")
    if why := unmet(view, "stalled/deals"):
        st.info(in_markdown(why))
        return
    totals = ask(view, "stalled/totals").one()
    if not totals["open_deals"]:
        nothing(view, "No deal is open here.")
        return
    claim, _, meaning = headline(totals, view.settings.currency).partition("\n")
    _totals(view, totals, claim)
    if totals["stalled_deals"]:
        _list_and_causes(view)
    if meaning:
        st.markdown(no_formula(meaning))
    behind(view, "stalled/totals", [totals])


def _list_and_causes(view: View) -> None:
    """The list of stalled deals, and the causes beside it that narrow it."""
    causes = sorted(
        ask(view, "stalled/causes").rows, key=lambda cause: (ORDER.index(cause["verdict"]), -cause["value"])
    )
    since = _since(view)
    columns = st.columns(LIST_AND_CAUSES, gap="medium")
    with columns[0]:
        stalled_list(view, [cause["cause"] for cause in causes if cause["deals"]], since)
    with columns[1]:
        _causes(view, causes)


def _since(view: View) -> Since:
    """What changed since a week before, with its chips; an import by an earlier version does not hold all of it."""
    try:
        since = since_a_week_before(view)
    except FunnelReviewError:
        st.info("An earlier version made this import, so what changed in a week cannot be told; import again.")
        return Since({}, {})
    since_chips(view, since)
    return since


def _totals(view: View, totals: Mapping[str, Any], claim: str) -> None:
    currency = view.settings.currency
    finding("How much has stopped?", claim, of_the_moment(view))
    before = ask(a_week_before(view), "stalled/totals").one()
    cards = st.grid(4, min_column_width=SMALL_CARD, border=True)
    card(
        cards,
        "Stalled deals",
        count(totals["stalled_deals"]),
        help=f"Open deals longer in their stage than its limit: the time in which {percent(ADVANCED_SHARE)} of the "
        "visits to it moved on, over the last year. Renewals are left out.",
        delta=f"{count(before['stalled_deals'])} a week before",
    )
    card(
        cards,
        "Of the open deals",
        _share(totals, "share"),
        help=f"Stalled of the {count(totals['open_deals'])} open deals.",
        delta=f"{_share(before, 'share')} a week before",
    )
    card(
        cards,
        "Value stalled",
        money(totals["stalled_value"], currency),
        help=f"{count(totals['no_amount'])} of the stalled deals have no amount; they add nothing here. Amounts of the "
        "week before are today's: an export does not say when they changed.",
        delta=f"{money(before['stalled_value'], currency)} a week before",
    )
    card(
        cards,
        "Of the open value",
        _share(totals, "value_share"),
        help=f"Stalled of the {money(totals['open_value'], currency)} of the open deals that have an amount.",
        delta=f"{_share(before, 'value_share')} a week before",
    )


def _share(totals: Mapping[str, Any], figure: str) -> str:
    """A share of the open deals or their value; of fewer than ten the counts, and no share of their value."""
    if totals["open_deals"] >= FEWEST_FOR_RATE:
        return percent(totals[figure])
    return f"{count(totals['stalled_deals'])} of {count(totals['open_deals'])}" if figure == "share" else "–"


def _causes(view: View, causes: Sequence[Mapping[str, Any]]) -> None:
    """The causes as bars; a click narrows the list to one of them."""
    currency = view.settings.currency
    finding("What holds them back?", causes_mean(causes, currency), of_the_moment(view))
    mark = opening_chart(
        causes_chart(causes, next(iter(values_of("cause")), None), current_look(), currency),
        "causes",
        "; ".join(f"{CAUSE_WORDS[cause['cause']]}: {cause['deals']} deals, {cause['verdict']}" for cause in causes),
        _click,
    )
    st.caption(
        "Thick bar: share of the stalled deals; thin: of the healthy open deals; ×: how many times as common. Grey: no "
        f"cause, or the difference may be chance (its 95 % interval holds zero), or below {FEWEST_FOR_RANK} deals. "
        "Several may hold for one deal. A click on a thick bar narrows the list to its deals, one on a thin bar opens "
        "the healthy ones."
        f"{_not_judged(view)}"
    )
    causes_precision(view)
    behind(view, "stalled/causes", causes)
    if mark:
        open_cause(view, *mark["customdata"])


def _click(mark: Sequence[Any]) -> None:
    """A click on a cause chooses it, on the chosen one it lets go; one on the healthy deals opens them."""
    cause, whose, _ = mark
    if whose == "stalled":
        choose("cause", () if values_of("cause") == (cause,) else (cause,))
    else:
        open_mark("causes", mark)


def open_cause(view: View, cause: str, whose: str, deals: int) -> None:
    """The deals behind a bar: the stalled ones, or the healthy ones, that a cause holds for."""
    title = f"{whose.capitalize()} deals: {CAUSE_WORDS[cause]}"
    drawer(title, view, "stalled/cause_deals", deals, cause=cause, is_stalled=whose == "stalled")


def _not_judged(view: View) -> str:
    """Which causes the data cannot judge, and what is missing for each."""
    missing = unjudged_causes(view)
    if not missing:
        return ""
    named = ", ".join(f"{in_a_sentence(cause)} (needs {what})" for cause, what in missing.items())
    return f" Not judged: {named}."
