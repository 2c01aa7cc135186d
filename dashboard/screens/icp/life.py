"""What becomes of the profile: the proposal under way with its buttons, what is scheduled, how the last one ended."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import streamlit as st

from dashboard.asking.view import View
from dashboard.errors import FunnelReviewError
from dashboard.findings.calibration_words import look_words
from dashboard.meeting.people.matrix import Action, may
from dashboard.meeting.person import Person
from dashboard.meeting.profile import writing
from dashboard.meeting.profile.expected import ExpectedEffect
from dashboard.meeting.profile.files import heal
from dashboard.meeting.profile.place import ProfilePlace, place_of
from dashboard.meeting.profile.proposal import PATIENCE, ProfileLife, ProfileProposal
from dashboard.meeting.profile.standing import ProfileStanding, standing
from dashboard.meeting.profile.words import effect_words
from dashboard.meeting.review.review import SIDES, SideName
from dashboard.meeting.words import by_whom
from dashboard.screens.icp.document import LONGEST_RULE
from dashboard.screens.icp.proposing import FORM
from dashboard.screens.meeting.minutes import JournalMinutes, open_minutes
from dashboard.screens.meeting.saving import is_kept, outcome, save, without_the_journal
from dashboard.screens.reader import reader, shown_to_reader
from dashboard.screens.refusals import LOOK_EVERY
from dashboard.texts import FEWEST_FOR_RATE, count, day, in_markdown, no_formula, percent
from icp.errors import ProfileError
from icp.reading import parse
from icp.versions import content_differences

SAVED = "icp-life"


@st.fragment(run_every=LOOK_EVERY)
def life_part(view: View) -> None:
    """Draw it; it looks every few seconds whether somebody wrote."""
    with shown_to_reader(view), without_the_journal():
        outcome(SAVED)
        if is_kept(FORM):  # the form is gone by then
            outcome(FORM)
        minutes = open_minutes()
        try:
            place = place_of(view)
        except ProfileError:  # said above already
            return
        if place.faults and minutes.is_there and heal(minutes.journal, place):
            place = place_of(view)
            if not place.faults:
                st.rerun()
        life = minutes.profiles.get(place.name) or ProfileLife(name=place.name)
        _draw(view, minutes, place, standing(place, life, minutes.journal.moment()))


def _draw(view: View, minutes: JournalMinutes, place: ProfilePlace, profile: ProfileStanding) -> None:
    for version in profile.scheduled:
        when = f"{version.effective_from:%A}, {day(version.effective_from)}"
        st.info(f"Version {in_markdown(version.version)} takes effect at midnight of {when}.", icon=":material/event:")
    looked_at, now = view.definition[0], profile.in_force
    if looked_at and now and now.version != looked_at.version and now.effective_from > looked_at.effective_from:
        st.info(
            f"Version {in_markdown(now.version)} is in force since {day(now.effective_from)}; what is looked at here "
            f"is of {day(view.local(view.as_of))} or before, when version {in_markdown(looked_at.version)} was.",
            icon=":material/history:",
        )
    if not profile.proposals:
        return
    state, last = profile.proposals[-1]
    moment = minutes.journal.moment()
    if last.is_open(moment):
        with st.container(border=True):
            _proposal(minutes, place, last)
            _controls(minutes, place, last, profile.read)
    elif state in {"declined", "withdrawn", "lapsed"}:
        ended = last.ended_at or last.lapses_at
        if moment - ended < PATIENCE:
            st.caption(in_markdown(_ended(state, last), LONGEST_RULE))


def _ended(state: str, last: ProfileProposal) -> str:
    version = f"Version {last.version or '?'}, proposed by {last.author_name} on {day(last.at)},"
    if state == "lapsed":
        return f"{version} lapsed on {day(last.lapses_at)}: it was not signed by both in {PATIENCE.days} days."
    why = f": “{last.ended_because}”" if last.ended_because else "."
    return f"{version} was {state} by {last.ended_by}{why}"


def _proposal(minutes: JournalMinutes, place: ProfilePlace, last: ProfileProposal) -> None:
    """What is proposed, by whom and why, what it changes and is expected to do, who has signed."""
    version = in_markdown(last.version or "?")
    author = by_whom(last.author_name, is_verified=last.is_verified, at=last.at)
    why = f": “{in_markdown(last.reason, writing.LONGEST_WORDS)}”" if last.reason else "."
    st.subheader(f"Version {version} is proposed", anchor=False)
    st.markdown(f"By {author}{why}")
    effective = (
        f"To take effect at midnight of {last.effective_from:%A}, {day(last.effective_from)}."
        if (last.effective_from)
        else "What was proposed has been erased."
    )
    st.markdown(f"{effective} {' '.join(_signatures(last))}")
    if last.text and last.effective_from:
        proposed = parse(minutes.journal.blob(last.text).content.decode(), "the proposal")
        changes = content_differences(place.newest, proposed)
        st.markdown("\n".join(f"- {in_markdown(each, LONGEST_RULE)}" for each in changes))
    if last.expected is not None:
        effect = f"Expected when it was proposed: {effect_words(last.expected)} {look_words(last.look)}"
        st.caption(no_formula(effect.rstrip()))
        with st.expander("Expected by tier"):
            st.dataframe(_tiers(last.expected), hide_index=True, height="content", alt="What was expected of each tier")


def _signatures(last: ProfileProposal) -> Iterator[str]:
    for each in last.signatures:
        author = by_whom(each.author_name, is_verified=each.is_verified, at=each.at)
        yield f"**{each.side.capitalize()}** signed: {author}."
    missing = " and ".join(side for side in SIDES if last.signature(side) is None)
    yield f"It waits for {missing} until {day(last.lapses_at - timedelta(microseconds=1))}."


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


def _controls(minutes: JournalMinutes, place: ProfilePlace, last: ProfileProposal, read: int) -> None:
    """Sign, decline, withdraw: what the reader's roles allow of it now."""
    try:
        person = reader()
    except FunnelReviewError as error:
        st.caption(in_markdown(error))
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        for side, role in SIDES.items():
            if may(person, Action.SIGN) and role in person.roles and last.signature(side) is None:
                _sign(minutes, place, last, side, person, read)
        if may(person, Action.PROPOSE) and writing.may_withdraw(last, person):
            st.button("Withdraw", key="icp-withdraw", on_click=_withdraw, args=(minutes, place, read))


def _sign(
    minutes: JournalMinutes, place: ProfilePlace, last: ProfileProposal, side: SideName, person: Person, read: int
) -> None:
    if any(each.author == person.id and each.side != side for each in last.signatures):
        st.caption(f"You signed for the other side; somebody else signs for {side}.")
        return
    given = minutes, place, side, read
    st.button(f"Sign for {side}", icon=":material/draw:", key=f"icp-sign-{side}", on_click=_say_signed, args=given)
    with st.popover(f"Decline for {side}"):
        st.text_input("Why", key=f"icp-why-{side}", max_chars=writing.LONGEST_WORDS, persist_state="page")
        st.button("Decline", key=f"icp-decline-{side}", on_click=_say_declined, args=given)


def _say_signed(minutes: JournalMinutes, place: ProfilePlace, side: SideName, read: int) -> None:
    def write(version: int) -> str:
        life = writing.sign(minutes.journal, place, side, reader(), version)
        done = life.proposals[-1]
        if done.is_signed and done.effective_from:
            return f"Signed for {side}. Version {done.version} takes effect on {day(done.effective_from)}."
        return f"Signed for {side}."

    save(SAVED, write, read)


def _say_declined(minutes: JournalMinutes, place: ProfilePlace, side: SideName, read: int) -> None:
    why = str(st.session_state.get(f"icp-why-{side}") or "")

    def write(version: int) -> str:
        writing.decline(minutes.journal, place, side, reader(), why, version)
        return f"Declined for {side}."

    save(SAVED, write, read)


def _withdraw(minutes: JournalMinutes, place: ProfilePlace, read: int) -> None:
    def write(version: int) -> str:
        writing.withdraw(minutes.journal, place, reader(), read=version)
        return "The proposal is withdrawn."

    save(SAVED, write, read)
