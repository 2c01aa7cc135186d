"""How the shared profile stands, in lines for a terminal and as JSON for scripts."""

from collections.abc import Iterator
from typing import Any

from dashboard.meeting.profile.expected import ExpectedEffect, Picking, Separation
from dashboard.meeting.profile.proposal import ProfileProposal, ProfileSignature
from dashboard.meeting.profile.standing import ProfileStanding, VersionStanding
from dashboard.meeting.review.review import SIDES
from dashboard.texts import FEWEST_FOR_RATE, count, day, interval, percent

IN_FILE_ONLY = "signed in the file only"


def lines_of(profile: ProfileStanding) -> Iterator[str]:
    """A line for each version, each proposal that made none, and each fault."""
    yield f"{profile.name} on {profile.today}"
    for version in profile.versions:
        yield f"{_begun(version.version, version.state)}{_days(version)}, {signed_words(version)}, {version.file}"
    for state, proposal in profile.proposals:
        if proposal.is_signed:
            reserved = [_signature(each) for each in proposal.signatures if each.words]
            if reserved:
                yield f"{_begun(proposal.version or '?', state)}{', '.join(reserved)}"
        else:
            yield f"{_begun(proposal.version or '?', state)}{proposal_words(proposal)}"
            if state not in {"declined", "withdrawn", "lapsed"}:
                yield f"{_begun('', '')}{waiting_words(proposal)}"
                if proposal.expected is not None:
                    yield f"{_begun('', '')}{effect_words(proposal.expected)}"
    yield from profile.faults


def as_json(profile: ProfileStanding) -> dict[str, Any]:
    """The same for scripts: ``versions`` and ``proposals``, each with its ``state``."""
    return {
        "name": profile.name,
        "read": profile.read,
        "today": profile.today.isoformat(),
        "versions": [each.model_dump(mode="json") for each in profile.versions],
        "proposals": [{"state": state} | each.model_dump(mode="json") for state, each in profile.proposals],
        "faults": list(profile.faults),
    }


def signed_words(version: VersionStanding) -> str:
    """Who signed a version, and whether the journal knows it."""
    sides = [
        f"{name} for {side}" for side, name in (("marketing", version.marketing), ("sales", version.sales)) if name
    ]
    if version.signed is None:
        return f"signed by {sides[0]} only" if sides else "not signed"
    begins = "signed" if version.signed == "journal" else f"{IN_FILE_ONLY},"
    return f"{begins} by {' and '.join(sides)}"


def proposal_words(proposal: ProfileProposal) -> str:
    """Who proposed it, when, from which day and why, and how it ended."""
    by = f"proposed by {_name(proposal.author_name, is_verified=proposal.is_verified)} on {proposal.at:%Y-%m-%d}"
    why = f": {proposal.reason}" if proposal.reason else ""
    ended = f"; {proposal.ended} by {proposal.ended_by}" if proposal.ended else ""
    because = f": {proposal.ended_because}" if proposal.ended_because else ""
    return f"from {proposal.effective_from or '?'}, {by}{why}{ended}{because}"


def waiting_words(proposal: ProfileProposal) -> str:
    """Who signed it so far, and for whom it waits until when."""
    missing = [side for side in SIDES if proposal.signature(side) is None]
    until = f"waits for {' and '.join(missing)} until {proposal.lapses_at:%Y-%m-%d}"
    return ", ".join([*map(_signature, proposal.signatures), until])


def _signature(each: ProfileSignature) -> str:
    reservation = f": {each.words}" if each.words else ""
    return f"signed for {each.side} by {_name(each.author_name, is_verified=each.is_verified)}{reservation}"


def effect_words(expected: ExpectedEffect) -> str:
    """What it was expected to do when it was proposed, in a sentence."""
    picks = f"{count(expected.before.inside)} → {count(expected.after.inside)} in the profile"
    return (
        f"Of {count(expected.leads)} leads from {day(expected.first)} to {day(expected.last)}, "
        f"{count(expected.moved)} change tier: {picks}, precision {share_words(expected.before, 'precision')} → "
        f"{share_words(expected.after, 'precision')}, recall {share_words(expected.before, 'recall')} → "
        f"{share_words(expected.after, 'recall')}.{_separates(expected)}"
    )


def _separates(expected: ExpectedEffect) -> str:
    """How well fit tells worked leads apart before and after; nothing where too few of them say so."""
    ends = expected.separates_before, expected.separates_after
    if any(each is None or each.auc is None or _fewest(each) < FEWEST_FOR_RATE for each in ends):
        return ""
    before, after = (
        f"{percent(each.auc)} ({interval(each.auc_low, each.auc_high)})" for each in ends if each is not None
    )
    return f" Of pairs of worked leads, the one that reached SQL fits better in {before} → {after}."


def _fewest(separation: Separation) -> int:
    """Leads of the kind there are fewer of: those that reached SQL, or those that did not."""
    return min(separation.events, separation.n - separation.events)


def share_words(picking: Picking, figure: str) -> str:
    """Precision or recall, of fewer than ten leads the counts alone."""
    of = picking.inside if figure == "precision" else picking.won
    share: float | None = getattr(picking, figure)
    if share is None or of < FEWEST_FOR_RATE:
        return f"{count(picking.inside_won)} of {count(of)}"
    return percent(share)


def _begun(version: str, state: str) -> str:
    """What a line begins with, so that what follows stands in a column."""
    return f"{version:<5} {state:<20}"


def _days(version: VersionStanding) -> str:
    return f"from {version.effective_from}" + (f" until {version.until}" if version.until else "")


def _name(name: str, *, is_verified: bool) -> str:
    return f"{name}{'' if is_verified else ' (not verified)'}"
