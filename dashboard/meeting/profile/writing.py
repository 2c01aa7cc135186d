"""Proposing a version of the shared profile, signing it, and its other ends. Each raises Stale as the journal does."""

from datetime import date, datetime

from dashboard.asking.view import View
from dashboard.errors import BadInput
from dashboard.meeting.calibration.record import opening_of
from dashboard.meeting.journal.entries import EntryDraft
from dashboard.meeting.journal.journal import Blob, Journal
from dashboard.meeting.people.matrix import Action, role_for
from dashboard.meeting.person import Person
from dashboard.meeting.profile.expected import expected_effect
from dashboard.meeting.profile.files import put_signed
from dashboard.meeting.profile.place import VERSION, ProfilePlace, place_of
from dashboard.meeting.profile.proposal import KIND, PATIENCE, ProfileLife, ProfileProposal, life_of
from dashboard.meeting.review.review import SIDES, SideName
from dashboard.scope.signed import forget_signed
from icp.document import Approval, Definition
from icp.reading import LARGEST_BYTES
from icp.versions import content_differences
from icp.writing import document_text, signed_text

LONGEST_WORDS = 500
TOML = "application/toml"
ROOM_TO_SIGN = 2_000
"""Bytes that who signed may take in the file."""


def propose(
    journal: Journal,
    view: View,
    drafted: Definition,
    reason: str,
    author: Person,
    *,
    text: str = "",
    read: int | None = None,
) -> ProfileLife:
    """Propose ``drafted`` as the next version, with what it is expected to do to the leads of the sealed weeks.

    ``text`` is what it was drafted in, whose comments stay. ``read`` is the version of the life that was seen, as it is
    by default. Raises BadInput for what cannot be proposed now, or from its day on.
    """
    role = role_for(author, Action.PROPOSE)
    place, now = place_of(view), journal.moment()
    life = life_of(journal, place.name)
    if (other := life.under_way(now)) is not None:
        who = f"Version {other.version}, proposed by {other.author_name}"
        raise BadInput(f"{who}, waits for its signatures; propose one at a time.")
    before = _base(place, drafted)
    _refuse_day(place, drafted.effective_from, now)
    _refuse_version(place, drafted.version)
    if not reason.strip():
        raise BadInput("A profile is proposed for a reason; give it.")
    drafted = drafted.model_copy(update={"approved_by": Approval()})
    blob = Blob(TOML, document_text(drafted, text or place.text_of(before)).encode())
    if len(blob.content) > LARGEST_BYTES - ROOM_TO_SIGN:
        raise BadInput("The profile is larger than its file may be, which none needs; shorten its lists.")
    effect = expected_effect(view, before, drafted)
    openings, look = [], None
    if effect is not None:
        opening, look = opening_of(journal, view, (effect.first, effect.last), drafted.version)
        openings.append(opening)
    body = {
        "version": drafted.version,
        "effective_from": drafted.effective_from.isoformat(),
        "text": blob.digest,
        "reason": _words(reason),
        "expected": effect.model_dump(mode="json") if effect else None,
        "look": look,
    }
    draft = EntryDraft(
        subject=f"{KIND}:{place.name}",
        action="proposed",
        body=body,
        read=life.version if read is None else read,
        generation=view.warehouse.generation.id,
        as_of=view.as_of,
    )
    journal.append_together([draft, *openings], author, role, [blob])
    return life_of(journal, place.name)


def sign(
    journal: Journal,
    place: ProfilePlace,
    side: SideName,
    author: Person,
    read: int | None = None,
    *,
    reservation: str = "",
) -> ProfileLife:
    """Sign the proposal under way for a side, with a reservation if there is one; the second makes the file in force.

    One person does not sign for both. Raises BadInput also from its day on: nothing takes effect in hindsight.
    """
    life, proposal = _under_way(journal, place)
    role_for(author, Action.SIGN)
    role = SIDES[side]
    if role not in author.roles:
        raise BadInput(f"{author.name} does not sign for {side}; that is the {role.replace('_', ' ')}'s.")
    if any(each.author.casefold() == author.id.casefold() and each.side != side for each in proposal.signatures):
        raise BadInput(f"{author.name} has signed for the other side; one person does not sign for both.")
    if (before := proposal.signature(side)) is not None:
        raise BadInput(f"{before.author_name} has signed version {proposal.version} for {side} already.")
    today = place.day_at(journal.moment())
    if proposal.effective_from is None or proposal.text is None:
        raise BadInput("What was proposed has been erased; withdraw it, and propose it anew.")
    if today >= proposal.effective_from:
        raise BadInput(
            f"Version {proposal.version} was to take effect on {proposal.effective_from}, and nothing does in "
            "hindsight; withdraw it, and propose a later day."
        )
    body = {"proposal": proposal.text, "on": today.isoformat()}
    if reservation.strip():
        body["words"] = _words(reservation)
    read = life.version if read is None else read
    subject = f"{KIND}:{place.name}"
    if not proposal.signatures:
        journal.append(EntryDraft(subject=subject, action="signed", body=body, read=read), author, role)
        return life_of(journal, place.name)
    file = place.file_for(str(proposal.version))
    other = next((name for name, each in place.versions.items() if each.version == proposal.version), file.name)
    if other != file.name:
        raise BadInput(f"{other} says that it is version {proposal.version}; move it away, then sign.")
    (first,) = proposal.signatures
    names = {first.side: first.author_name, f"{first.side}_on": first.on, side: author.name, f"{side}_on": today}
    text = signed_text(journal.blob(proposal.text).content.decode(), Approval.model_validate(names))
    blob = Blob(TOML, text.encode())
    draft = EntryDraft(
        subject=subject, action="signed", body=body | {"file": file.name, "sha256": blob.digest}, read=read
    )
    put_signed(file, blob, lambda: journal.append(draft, author, role, [blob]))
    forget_signed()
    return life_of(journal, place.name)


def decline(
    journal: Journal, place: ProfilePlace, side: SideName, author: Person, reason: str, read: int | None = None
) -> ProfileLife:
    """Say for a side that it does not sign the proposal under way, and why; that ends it."""
    life, proposal = _under_way(journal, place)
    role_for(author, Action.SIGN)
    role = SIDES[side]
    if role not in author.roles:
        raise BadInput(f"{author.name} does not decline for {side}; that is the {role.replace('_', ' ')}'s.")
    if not reason.strip():
        raise BadInput("Who does not sign says why; give a reason.")
    body = {"proposal": proposal.text, "reason": _words(reason)}
    read = life.version if read is None else read
    journal.append(EntryDraft(subject=f"{KIND}:{place.name}", action="declined", body=body, read=read), author, role)
    return life_of(journal, place.name)


def withdraw(
    journal: Journal, place: ProfilePlace, author: Person, reason: str = "", read: int | None = None
) -> ProfileLife:
    """Take back the proposal under way, as whoever proposed it."""
    life, proposal = _under_way(journal, place)
    role = role_for(author, Action.PROPOSE)
    if not may_withdraw(proposal, author):
        raise BadInput(f"{proposal.author_name} proposed version {proposal.version}, and nobody else withdraws it.")
    body = {"proposal": proposal.text} | ({"reason": _words(reason)} if reason.strip() else {})
    read = life.version if read is None else read
    journal.append(EntryDraft(subject=f"{KIND}:{place.name}", action="withdrawn", body=body, read=read), author, role)
    return life_of(journal, place.name)


def may_withdraw(proposal: ProfileProposal, person: Person) -> bool:
    """Whether it is the person's own."""
    return proposal.author.casefold() == person.id.casefold()


def _under_way(journal: Journal, place: ProfilePlace) -> tuple[ProfileLife, ProfileProposal]:
    life = life_of(journal, place.name)
    proposal = life.under_way(journal.moment())
    if proposal is not None:
        return life, proposal
    last = life.proposals[-1] if life.proposals else None
    if last is None or last.is_signed or last.ended:
        raise BadInput(f"Nothing of {place.name} waits for a signature; `funnel-review icp status` says what stands.")
    raise BadInput(
        f"Version {last.version} has lapsed, as it was not signed by both in {PATIENCE.days} days; propose it anew."
    )


def _base(place: ProfilePlace, drafted: Definition) -> Definition:
    """The version that ``drafted`` would follow; raises BadInput where it is of another profile or changes nothing."""
    if drafted.name != place.name:
        raise BadInput(f'The draft is of "{drafted.name}", the shared profile is "{place.name}"; give it that name.')
    base = place.newest
    if not content_differences(base, drafted):
        raise BadInput(f"The draft says what version {base.version} says; change something before you propose it.")
    return base


def _refuse_day(place: ProfilePlace, day: date, now: datetime) -> None:
    earliest = place.earliest(now)
    if day < earliest:
        why = "after what is signed" if earliest > place.next_monday(now) else "the next Monday"
        raise BadInput(
            f"A proposal takes effect on {earliest} at the earliest ({why}), not on {day}; name a later one."
        )


def _refuse_version(place: ProfilePlace, version: str) -> None:
    free = place.next_version()
    if not VERSION.fullmatch(version):
        raise BadInput(f'Version "{version}" would name a file; use letters, digits, ".", "-" and "_", as in {free}.')
    if any(each.version == version for each in place.versions.values()) or place.file_for(version).exists():
        raise BadInput(f"Version {version} of {place.name} is there already; give the draft another, as {free}.")


def _words(text: str) -> str:
    if len(text.strip()) > LONGEST_WORDS:
        raise BadInput(f"A reason or reservation holds {LONGEST_WORDS} letters, this has {len(text.strip())}.")
    return text.strip()
