"""Freezing a week's figures, signing them, and opening them again. Each raises Stale when somebody wrote in between."""

from pathlib import Path

from dashboard.asking.view import HORIZON_DAYS, View
from dashboard.errors import BadInput
from dashboard.importing.publishing.rollback import pin, release
from dashboard.meeting.journal.entries import EntryDraft
from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.pack.content import blob_of, content_of
from dashboard.meeting.people.matrix import Action, role_for
from dashboard.meeting.person import Person, Role
from dashboard.meeting.review.manifest import manifest_of, read_manifest
from dashboard.meeting.review.review import KIND, SIDES, Freeze, Review, SideName, fold, review_of, reviews
from dashboard.meeting.weeks import last_complete, week_after
from dashboard.warehouse.generations import Generations

LONGEST_WORDS = 500


def freeze(journal: Journal, view: View, author: Person) -> Review:
    """Freeze the figures of the last whole week of ``view`` with all they stand on, and keep their generation.

    Frozen twice it is frozen once. Raises BadInput when the look is a slice or has a window of its own, when the week
    is not over, or the generation is not whole.
    """
    role = role_for(author, Action.FREEZE)
    week = _whole_week(view)
    review = review_of(journal, week)
    if review.is_frozen:
        return review
    generation = view.warehouse.generation.id
    if not Generations(view.warehouse.folder).is_whole(generation):
        raise BadInput(f"Generation {generation} is not as it was published; import again before you freeze.")
    previous = _previous(journal, review)
    pack = blob_of(content_of(journal, view))
    manifest, blobs = manifest_of(journal, view, week, len(review.freezes) + 1, previous, pack)
    pin(view.warehouse.folder, generation, _reason(week))
    draft = EntryDraft(
        subject=f"{KIND}:{week}",
        action="frozen",
        body={"manifest": manifest.digest},
        read=review.version,
        generation=generation,
        as_of=view.as_of,
    )
    journal.append(draft, author, role, [manifest, *blobs])
    let_go(journal, view.warehouse.folder, view.settings.keep_signed_weeks)
    return review_of(journal, week)


def sign(journal: Journal, review: Review, side: SideName, author: Person, reservation: str = "") -> Review:
    """Sign the frozen figures for a side, with a reservation if there is one."""
    return _say(journal, review, side, author, "signed", reservation)


def decline(journal: Journal, review: Review, side: SideName, author: Person, reason: str) -> Review:
    """Say for a side that it does not sign, and why."""
    if not reason.strip():
        raise BadInput("Who does not sign says why; give a reason.")
    return _say(journal, review, side, author, "declined", reason)


def reopen(journal: Journal, review: Review, author: Person, reason: str) -> Review:
    """Open a frozen review again; what was frozen and signed stays on record as its revision."""
    role = role_for(author, Action.FREEZE)
    _frozen(review)
    if not reason.strip():
        raise BadInput("A review is opened again for a reason; give it.")
    draft = EntryDraft(
        subject=f"{KIND}:{review.week}", action="reopened", body={"reason": _words(reason)}, read=review.version
    )
    return _kept(journal, draft, author, role)


def let_go(journal: Journal, folder: Path, weeks: int) -> None:
    """Release the generations of reviews more than so many weeks older than the newest one."""
    known = reviews(journal)
    if not known:
        return
    oldest = week_after(max(known), -weeks)
    there = set(Generations(folder).all())
    for week, review in known.items():
        for each in review.freezes if week < oldest else ():
            generation = read_manifest(journal, each.manifest).generation
            if generation in there:
                release(folder, generation, _reason(week))


def _say(journal: Journal, review: Review, side: SideName, author: Person, action: str, words: str) -> Review:
    role_for(author, Action.SIGN)
    role = SIDES[side]
    if role not in author.roles:
        raise BadInput(f"{author.name} does not sign for {side}; that is the {role.replace('_', ' ')}'s.")
    frozen = _frozen(review)
    if any(each.author == author.id and each.side != side for each in frozen.signatures):
        raise BadInput(f"{author.name} has signed for the other side; one person does not sign for both.")
    before = frozen.signature(side)
    if before is not None and not before.is_declined:
        raise BadInput(f"{before.author_name} has signed {review.week} for {side} already.")
    body = {"manifest": frozen.manifest} | ({"words": _words(words)} if words.strip() else {})
    draft = EntryDraft(subject=f"{KIND}:{review.week}", action=action, body=body, read=review.version)
    return _kept(journal, draft, author, role)


def _kept(journal: Journal, draft: EntryDraft, author: Person, role: Role) -> Review:
    entry = journal.append(draft, author, role)
    known = fold(each for each in journal.subject(entry.subject) if each.version <= entry.version)
    return known[entry.subject.partition(":")[2]]


def _whole_week(view: View) -> str:
    is_usual = view.slice.is_everything and view.chosen is None and view.trial is None
    if not is_usual or view.horizon_days != HORIZON_DAYS:
        raise BadInput("A review is frozen over the whole company and the usual windows; leave out what was chosen.")
    week = last_complete(view)
    if week != view.week:
        raise BadInput(f"{view.week} is not over at the moment looked at; freeze it on its Monday after, or {week}.")
    return week


def _frozen(review: Review) -> Freeze:
    if not review.is_frozen or review.latest is None:
        raise BadInput(f"The review of {review.week} is not frozen; the chair freezes it first.")
    return review.latest


def _previous(journal: Journal, review: Review) -> str | None:
    """The manifest before: of the week's revision before, else of the newest earlier week."""
    if review.latest is not None:
        return review.latest.manifest
    earlier = [each for week, each in reviews(journal).items() if week < review.week]
    return earlier[-1].latest.manifest if earlier and earlier[-1].latest else None


def _words(text: str) -> str:
    if len(text.strip()) > LONGEST_WORDS:
        raise BadInput(f"A reservation or reason holds {LONGEST_WORDS} letters, this has {len(text.strip())}.")
    return text.strip()


def _reason(week: str) -> str:
    return f"review-{week.lower()}"
