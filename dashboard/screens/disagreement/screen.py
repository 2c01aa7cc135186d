"""The Disagreement screen: whether marketing and sales agree on what a good lead is."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard.asking.ask import ahead, ask
from dashboard.asking.view import View
from dashboard.charts.disagreement import reasons_chart
from dashboard.findings.about import of_window
from dashboard.findings.disagreement_words import debts
from dashboard.findings.words import mqls, share_moved
from dashboard.metrics.disagreement import Disagreement, HandOff
from dashboard.metrics.reconcile import reconciled
from dashboard.metrics.report import section
from dashboard.screens.address import follow_address
from dashboard.screens.comparing import as_chosen, comparison, comparison_words
from dashboard.screens.disagreement.audit import blind_audit
from dashboard.screens.disagreement.judging import is_judging, judging_page
from dashboard.screens.disagreement.parts import criteria, disputed, matrix, scores
from dashboard.screens.disagreement.sources import by_source
from dashboard.screens.disagreement.words import handed_over, most_frequent
from dashboard.screens.drawers import MOST_RECORDS, drawer, opening_chart, opens_records
from dashboard.screens.evidence import behind, nothing
from dashboard.screens.frame import CARD, HALF, card, current_look, screen
from dashboard.screens.headings import finding, heading
from dashboard.screens.reconcile import reconcile_line
from dashboard.texts import FEWEST_FOR_RATE, count, in_markdown, interval, limit_words, no_formula, percent, plain
from dashboard.thresholds import UNWORKED_HOURS

MOST_REASONS = 12


def draw() -> None:
    """Draw the screen; while its reader judges a deck blind, nothing else of it."""
    follow_address()
    if is_judging():
        judging_page()
        return
    screen("Disagreement", "Do we agree on what a good lead is?", _draw, "Leads marketing handed over", as_chosen)


def _draw(view: View) -> None:
    for pair in ("verdicts", "handed"):
        ahead(reconciled, view, pair)
    ahead(ask, comparison(view), "disagreement/handoff")
    for below in ("disagreement/score_grid", "disagreement/by_source"):
        ahead(ask, view, below)
    is_judged = _verdicts(view)
    blind_audit(view)  # of the whole company, whatever is missing of the slice
    if is_judged:
        by_source(view)


def _verdicts(view: View) -> bool:
    """What the verdicts given in the open say; whether there are any, else the sentence of what is missing."""
    disagreement = section(view, "disagreement")
    now: Disagreement = disagreement.section
    if now.scores is None:
        st.info(in_markdown(disagreement.unsupported["disagreement"]))
        return False
    if now.handoff is None or now.matrix is None or now.agreement is None:
        st.info(in_markdown(disagreement.unsupported["disagreement.handoff"]))
        scores(view, now.scores)
        return False
    judged = now.agreement.n
    if not (now.handoff.mql or judged or now.scores.n):
        nothing(view, "Marketing handed nothing over here, and sales judged nothing.")
        return False
    disputed(view, now.matrix)
    _handoff(view, now.handoff, disagreement.unsupported)
    if now.handoff.mql:
        _debts(view, now)
    halves = st.grid(2, min_column_width=HALF, gap="large")
    with halves.cell():
        _reasons(view, now)
    with halves.cell():
        matrix(view, now.matrix, now.agreement)
    with halves.cell():
        scores(view, now.scores)
    with halves.cell():
        criteria(view, now, disagreement.unsupported)
    return True


def _handoff(view: View, handoff: HandOff, unsupported: Mapping[str, str]) -> None:
    """What sales made of the leads handed over."""
    if not handoff.mql:
        heading("Hand-off", of_window(view, "MQLs"))
        nothing(view, "Marketing handed nothing over in this window.")
        return
    finding("What did sales make of marketing's leads?", handed_over(handoff), of_window(view, "MQLs"))
    _cards(view, handoff, unsupported)
    with st.container(horizontal=True, gap="small"):
        behind(view, "disagreement/handoff", [handoff.model_dump()])
        for words, verdict, leads, is_unworked in (
            ("Accepted", "accepted", handoff.accepted, False),
            ("Handed back", "rejected", handoff.rejected, False),
            ("Undecided", "undecided", handoff.undecided, False),
            ("Accepted, not worked", "accepted", handoff.accepted_unworked, True),
        ):
            if opens_records(words, f"records-{words}"):
                drawer(
                    words, view, "disagreement/handoff_leads", leads,
                    verdicts=[verdict], is_unworked=is_unworked, rows=MOST_RECORDS,
                )  # fmt: skip
    for name in ("handed", "verdicts"):
        reconcile_line(view, name)


def _debts(view: View, now: Disagreement) -> None:
    """What either side owes the other."""
    due = ask(view, "disagreement/handoff").one()["due"]
    sales, marketing = debts(now, _limit(view), due)
    halves = st.grid(2, min_column_width=HALF, gap="large")
    for name, owed in (("Sales owes marketing", sales), ("Marketing owes sales", marketing)):
        with halves.cell():
            st.markdown(f"**{name}**\n" + "\n".join(f"- {no_formula(debt)}" for debt in owed))


def _limit(view: View) -> str:
    return limit_words(view.settings.acceptance_sla_hours, view.settings.sla_clock)


def _cards(view: View, handoff: HandOff, unsupported: Mapping[str, str]) -> None:
    current, before = (ask(each, "disagreement/handoff").one() for each in (view, comparison(view)))
    decided = handoff.decided
    enough = decided >= FEWEST_FOR_RATE
    cards = st.grid(4, min_column_width=CARD, border=True)
    card(
        cards,
        "Accepted, of the decided",
        percent(handoff.acceptance_rate) if enough else f"{count(handoff.accepted)} of {count(decided)}",
        help="Accepted of accepted and rejected. The undecided are in no rate: look at the verdicts in time first.",
        delta=f"{interval(handoff.low, handoff.high)}, n {count(decided)}" if enough else "too few for a rate",
    )
    card(
        cards,
        f"Verdict within {_limit(view)}",
        _in_time(current),
        help="Accepted or handed back within the agreed time, of the MQLs whose time has passed.",
        delta=f"{_in_time(before)} {comparison_words(view)}",
    )
    card(
        cards,
        "Accepted, not worked",
        count(handoff.accepted_unworked),
        help=in_markdown(
            unsupported.get(
                "disagreement.handoff.accepted_unworked",
                f"Accepted, {UNWORKED_HOURS} hours passed, and no person reached out or was reached in them.",
            )
        ),
        delta=f"of {count(handoff.accepted)} accepted",
    )
    card(
        cards,
        "Undecided",
        count(handoff.undecided),
        help="Neither accepted nor handed back yet.",
        delta=f"of {count(handoff.mql)} handed over",
    )
    now, then = _accepted(dict(handoff)), _accepted(before)
    moved = ask(
        view, "changes/share_moved",
        won_now=now["met"], of_now=now["n"], won_before=then["met"], of_before=then["n"],
    ).one()  # fmt: skip
    st.markdown(no_formula(share_moved("Accepted, of the MQLs decided on", now, then, moved, comparison_words(view))))


def _in_time(handoff: Mapping[str, Any]) -> str:
    """Verdicts within the agreed time, as a share; of fewer than ten the counts."""
    if handoff["due"] < FEWEST_FOR_RATE:
        return f"{count(handoff['in_time'])} of {count(handoff['due'])}"
    return percent(handoff["coverage"])


def _accepted(handoff: Mapping[str, Any]) -> dict[str, Any]:
    """Acceptance as a share: how many of how many."""
    return {
        "met": handoff["accepted"],
        "n": handoff["decided"],
        "rate": handoff["acceptance_rate"],
    }


def _reasons(view: View, now: Disagreement) -> None:
    """Why sales handed leads back, most frequent first; a bar opens into its leads."""
    question = "Why does sales hand leads back?"
    reasons = now.reasons or []
    if not reasons:
        heading(question, of_window(view, "MQLs"))
        st.info("Sales handed none of these leads back.")
        return
    shown = reasons[:MOST_REASONS]
    total = now.handoff.rejected if now.handoff else 0
    finding(question, most_frequent(reasons[0].reason, reasons[0].count, total), of_window(view, "MQLs"))
    mark = opening_chart(
        reasons_chart(shown, total, current_look()),
        "reasons",
        "; ".join(f"{plain(reason.reason)}: {reason.count}" for reason in shown),
    )
    more = f" The first {MOST_REASONS} of {len(reasons)}; the table has all." if len(reasons) > len(shown) else ""
    st.caption(
        f"Of {mqls(total)} handed back. So far: share of this reason and all "
        f"above it. Reasons are as the CRM spells them.{more} Click a bar for its leads."
    )
    behind(view, "disagreement/reasons", [reason.model_dump() for reason in reasons])
    if mark:
        place, leads = (int(part) for part in mark["customdata"])
        reason = shown[place].reason
        drawer(plain(reason), view, "disagreement/reason_leads", leads, reason=reason, rows=MOST_RECORDS)
