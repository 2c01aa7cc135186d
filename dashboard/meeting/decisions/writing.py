"""Decisions as they are written: made, edited, closed. Each raises Stale when somebody wrote in between."""

import secrets
from typing import Any

from dashboard.asking.view import View
from dashboard.errors import BadInput
from dashboard.meeting.decisions.decision import KIND, Decision, Proposal, Work, fold
from dashboard.meeting.decisions.judging import baseline_for, refuse_unanswerable
from dashboard.meeting.decisions.series import rests_on
from dashboard.meeting.journal.entries import EntryDraft
from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.people.matrix import Action, may, role_for
from dashboard.meeting.person import Person, Role
from dashboard.meeting.review.review import reviews
from dashboard.meeting.weeks import week_after
from dashboard.scope.slices import Slice


def decisions(journal: Journal) -> dict[str, Decision]:
    """Every decision of the journal by id, in the order they were made."""
    return fold(journal.kind(KIND))


def decision(journal: Journal, named: str) -> Decision:
    """The decision of an id, or of the one id that ends with ``named``; raises BadInput where there is none."""
    known = decisions(journal)
    ending = [each for each in known if each == named] or [each for each in known if named and each.endswith(named)]
    if len(ending) != 1:
        fault = "Several decisions end with" if ending else "There is no decision"
        raise BadInput(f'{fault} "{named}"; `funnel-review decisions` lists them.')
    return known[ending[0]]


def make(journal: Journal, view: View, typed: Proposal, author: Person, entry_id: str | None = None) -> Decision:
    """Keep a decision, with its figure's baseline as known at the moment of ``view``; sent twice it is one.

    One typed for a frozen week goes to the next that is not. ``entry_id`` is made once, by whoever shows the form.
    """
    role = role_for(author, Action.DECIDE)
    frozen = {week for week, review in reviews(journal).items() if review.is_frozen}
    week = typed.week
    while week in frozen:
        week = week_after(week)
    typed = typed.model_copy(update={"week": week})
    name = entry_id.replace("-", "")[-12:] if entry_id else secrets.token_hex(3)
    known = {"entry_id": entry_id} if entry_id else {}
    draft = EntryDraft(subject=f"{KIND}:{week}-{name}", action="made", body=_body(view, typed), **_look(view), **known)
    return fold([journal.append(draft, author, role)])[f"{week}-{name}"]


def edit(journal: Journal, view: View, was: Decision, typed: Proposal, author: Person) -> Decision:
    """Say it anew; the baseline stays as it was where figure, slice and first week do."""
    role = _closing_role(was, author)
    same = was.typed is not None and all(
        getattr(was.typed, name) == getattr(typed, name) for name in ("figure", "slice", "from_week")
    )
    body = _body(view, typed)
    if same:
        body |= {"baseline": was.baseline.model_dump(mode="json") if was.baseline else None, "rests_on": was.rests_on}
    return _write(journal, was, "edited", body, author, role, view)


def close(journal: Journal, was: Decision, work: Work, author: Person, note: str | None = None) -> Decision:
    """Say that it is done, dropped (``note`` is why) or superseded (``note`` is by which)."""
    role = _closing_role(was, author)
    if was.work != "open":
        raise BadInput(f"Decision {was.id} is {was.work} already; reopen it first.")
    if work == "dropped" and not note:
        raise BadInput("A decision is dropped for a reason; say which.")
    if work == "superseded":
        note = decision(journal, note or "").id
    return _write(journal, was, work, {"note": note} if note else {}, author, role)


def reopen(journal: Journal, was: Decision, author: Person) -> Decision:
    """Open a closed decision again."""
    role = _closing_role(was, author)
    if was.work == "open":
        raise BadInput(f"Decision {was.id} is open.")
    return _write(journal, was, "reopened", {}, author, role)


def may_change(was: Decision, author: Person) -> bool:
    """Whether they may edit, close or reopen it: as its owner, its author, or the chair."""
    try:
        _closing_role(was, author)
    except BadInput:
        return False
    return True


def _write(
    journal: Journal,
    was: Decision,
    action: str,
    body: dict[str, Any],
    author: Person,
    role: Role,
    view: View | None = None,
) -> Decision:
    draft = EntryDraft(subject=f"{KIND}:{was.id}", action=action, body=body, read=was.version, **_look(view))
    entry = journal.append(draft, author, role)
    return fold(each for each in journal.subject(entry.subject) if each.version <= entry.version)[was.id]


def _closing_role(was: Decision, author: Person) -> Role:
    """The role in which they may change it: as its owner, its author, or the chair."""
    owner = was.typed.owner.casefold() if was.typed else ""
    if was.author == author.id or owner in {author.id.casefold(), author.name.casefold()}:
        return role_for(author, Action.DECIDE)
    if may(author, Action.CLOSE_ANY_DECISION):
        return role_for(author, Action.CLOSE_ANY_DECISION)
    raise BadInput(f"Decision {was.id} is {was.author_name}'s; its owner, its author or the chair changes it.")


def _body(view: View, typed: Proposal) -> dict[str, Any]:
    baseline, made_of = None, {}
    if typed.figure is not None and typed.from_week is not None:
        refuse_unanswerable(view, typed)
        chosen = Slice.of(typed.slice)
        baseline = baseline_for(view, typed.figure, chosen, typed.from_week).model_dump(mode="json")
        made_of = rests_on(view, typed.figure, chosen)
    return {"typed": typed.model_dump(mode="json"), "baseline": baseline, "rests_on": made_of}


def _look(view: View | None) -> dict[str, Any]:
    return {"generation": view.warehouse.generation.id, "as_of": view.as_of} if view else {}
