"""A proposal of the shared profile as it was made: what it changes, why, what was expected of it, and who signed."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import streamlit as st

from dashboard.findings.calibration_words import look_words, weakened
from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.profile import writing
from dashboard.meeting.profile.expected import ExpectedEffect
from dashboard.meeting.profile.proposal import PATIENCE, ProfileProposal
from dashboard.meeting.profile.words import effect_words
from dashboard.meeting.review.review import SIDES
from dashboard.meeting.words import by_whom
from dashboard.screens.icp.document import LONGEST_RULE
from dashboard.texts import FEWEST_FOR_RATE, count, day, in_markdown, no_formula, percent
from icp.document import Definition
from icp.reading import parse
from icp.versions import content_differences


def proposal_part(journal: Journal, base: Definition | None, proposal: ProfileProposal, state: str) -> None:
    """Draw it; ``base`` is the version it was to follow, None where that is not known any more."""
    version = in_markdown(proposal.version or "?")
    author = by_whom(proposal.author_name, is_verified=proposal.is_verified, at=proposal.at)
    why = f": “{in_markdown(proposal.reason, writing.LONGEST_WORDS)}”" if proposal.reason else "."
    is_waiting = state not in {"declined", "withdrawn", "lapsed"} and not proposal.is_signed
    st.subheader(f"Version {version} is proposed" if is_waiting else f"Version {version}: {state}", anchor=False)
    st.markdown(f"{'By' if is_waiting else 'Proposed by'} {author}{why}")
    effective = (
        f"To take effect at midnight of {proposal.effective_from:%A}, {day(proposal.effective_from)}."
        if proposal.effective_from
        else "What was proposed has been erased."
    )
    st.markdown("  \n".join([effective, *_signatures(proposal), *_end(proposal, state, is_waiting=is_waiting)]))
    if base is not None and proposal.text and proposal.effective_from:
        proposed = parse(journal.blob(proposal.text).content.decode(), "the proposal")
        changes = content_differences(base, proposed)
        st.markdown("\n".join(f"- {in_markdown(each, LONGEST_RULE)}" for each in changes))
    if proposal.expected is not None:
        effect = f"Expected when it was proposed: {effect_words(proposal.expected)} {look_words(proposal.look)}"
        st.markdown(weakened(no_formula(effect.rstrip()), proposal.look))
        with st.expander("Expected by tier"):
            st.dataframe(
                _tiers(proposal.expected), hide_index=True, height="content", alt="What was expected of each tier"
            )


def end_words(proposal: ProfileProposal, state: str) -> str:
    """How a proposal ended that was not signed, by whom and why; text of people stays text."""
    if state == "lapsed":
        return f"lapsed on {day(proposal.lapses_at)}: it was not signed by both in {PATIENCE.days} days."
    on = f" on {day(proposal.ended_at)}" if proposal.ended_at else ""
    why = f": “{in_markdown(proposal.ended_because, writing.LONGEST_WORDS)}”" if proposal.ended_because else "."
    return f"was {state} by {in_markdown(proposal.ended_by or '?')}{on}{why}"


def _signatures(proposal: ProfileProposal) -> Iterator[str]:
    for each in proposal.signatures:
        author = by_whom(each.author_name, is_verified=each.is_verified, at=each.at)
        reservation = f", with a reservation: “{in_markdown(each.words, writing.LONGEST_WORDS)}”" if each.words else ""
        yield f"**{each.side.capitalize()}** signed: {author}{reservation or '.'}"


def _end(proposal: ProfileProposal, state: str, *, is_waiting: bool) -> Iterator[str]:
    if is_waiting:
        missing = " and ".join(side for side in SIDES if proposal.signature(side) is None)
        yield f"It waits for {missing} until {day(proposal.lapses_at - timedelta(microseconds=1))}."
    elif not proposal.is_signed:
        yield f"It {end_words(proposal, state)}"


def _tiers(expected: ExpectedEffect) -> list[dict[str, Any]]:
    def rate(value: float | None, of: int | None) -> str:
        return "–" if value is None or (of or 0) < FEWEST_FOR_RATE else percent(value)

    def lift(value: float | None, of: int | None) -> str:
        return "–" if value is None or (of or 0) < FEWEST_FOR_RATE else f"{value:.1f}×"

    return [
        {
            "Tier": each.tier,
            "Leads": f"{count(each.before)} → {count(each.after)}",
            "Come in": each.moved_in,
            "Leave": each.moved_out,
            "SQL rate": (
                f"{rate(each.sql_rate_before, each.sql_mature_before)} → "
                f"{rate(each.sql_rate_after, each.sql_mature_after)}"
            ),
            "Lift": (
                f"{lift(each.lift_before, each.sql_mature_before)} → {lift(each.lift_after, each.sql_mature_after)}"
            ),
        }
        for each in expected.tiers
    ]
