"""What becomes of the profile: the proposal under way with its buttons, what is scheduled, how the last one ended."""

import streamlit as st

from dashboard.asking.view import View
from dashboard.errors import BadInput, FunnelReviewError
from dashboard.meeting.people.matrix import Action, may
from dashboard.meeting.person import Person
from dashboard.meeting.profile import writing
from dashboard.meeting.profile.files import heal
from dashboard.meeting.profile.place import ProfilePlace, place_of
from dashboard.meeting.profile.proposal import PATIENCE, ProfileLife, ProfileProposal
from dashboard.meeting.profile.standing import ProfileStanding, standing
from dashboard.meeting.review.review import SIDES, SideName
from dashboard.screens.icp.proposal import end_words, proposal_part
from dashboard.screens.icp.proposing import FORM
from dashboard.screens.meeting.minutes import JournalMinutes, open_minutes
from dashboard.screens.meeting.saving import is_kept, outcome, save, without_the_journal
from dashboard.screens.reader import reader, shown_to_reader
from dashboard.screens.refusals import LOOK_EVERY
from dashboard.texts import day, in_markdown
from icp.errors import ProfileError

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
            proposal_part(minutes.journal, place.newest, last, state)
            _controls(minutes, place, last, profile.read)
    elif state in {"declined", "withdrawn", "lapsed"}:
        ended = last.ended_at or last.lapses_at
        if moment - ended < PATIENCE:
            name, author = in_markdown(last.version or "?"), in_markdown(last.author_name)
            st.caption(f"Version {name}, proposed by {author} on {day(last.at)}, {end_words(last, state)}")


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
    with st.popover(f"Sign for {side} with a reservation"):
        reservation, label = f"icp-reservation-{side}", "Reservation"
        st.text_input(label, key=reservation, max_chars=writing.LONGEST_WORDS, persist_state="page")
        st.button("Sign with it", key=f"icp-sign-with-{side}", on_click=_say_signed, args=(*given, reservation))
    with st.popover(f"Decline for {side}"):
        st.text_input("Why", key=f"icp-why-{side}", max_chars=writing.LONGEST_WORDS, persist_state="page")
        st.button("Decline", key=f"icp-decline-{side}", on_click=_say_declined, args=given)


def _say_signed(minutes: JournalMinutes, place: ProfilePlace, side: SideName, read: int, typed: str = "") -> None:
    """Sign with the reservation that the box of the key ``typed`` holds; without one where it names none."""
    words = str(st.session_state.get(typed) or "") if typed else ""

    def write(version: int) -> str:
        if typed and not words.strip():
            raise BadInput("A reservation says what it is about; give it, or sign without one.")
        life = writing.sign(minutes.journal, place, side, reader(), version, reservation=words)
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
