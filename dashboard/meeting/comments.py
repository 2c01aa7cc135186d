"""Comments on a place: a screen, a figure, a slice, a week or a record."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints, ValidationError

from dashboard.asking.view import View
from dashboard.errors import BadInput
from dashboard.meeting.journal.canonical import new_id
from dashboard.meeting.journal.entries import Entry, EntryDraft
from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.model import MeetingModel
from dashboard.meeting.people.matrix import Action, role_for
from dashboard.meeting.person import Person
from dashboard.meeting.weeks import monday_of

KIND = "comment"
LONGEST_TEXT = 2_000


class CommentPlace(MeetingModel):
    """What a comment is about; what is left out is not meant. ``record`` is ``lead L1`` or ``deal D1``."""

    screen: str | None = None
    figure: str | None = None
    slice: dict[str, list[str]] = Field(default_factory=dict)
    week: str | None = None
    record: str | None = None


class Written(MeetingModel):
    """What is typed, and where."""

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TEXT)]
    place: CommentPlace = CommentPlace()


class Comment(MeetingModel):
    """A comment as it stands; ``written`` is None when it was withdrawn or erased. Instants are naive UTC."""

    id: str
    version: int
    written: Written | None
    is_withdrawn: bool = False
    author: str
    author_name: str
    is_verified: bool
    written_at: datetime
    edited_at: datetime | None = None


def comments(journal: Journal) -> list[Comment]:
    """Every comment, in the order they were written."""
    return list(_fold(journal.kind(KIND)).values())


def write(
    journal: Journal,
    text: str,
    place: CommentPlace,
    author: Person,
    view: View | None = None,
    entry_id: str | None = None,
) -> Comment:
    """Keep a comment; sent twice under one ``entry_id``, which whoever shows the form makes once, it is one."""
    role = role_for(author, Action.COMMENT)
    if place.week is not None:
        monday_of(place.week)
    entry_id = entry_id or new_id()
    look = {"generation": view.warehouse.generation.id, "as_of": view.as_of} if view else {}
    body = _checked(text, place).model_dump(mode="json")
    draft = EntryDraft(subject=f"{KIND}:{entry_id}", action="written", body=body, entry_id=entry_id, **look)
    return _fold([journal.append(draft, author, role)])[entry_id]


def edit(journal: Journal, was: Comment, text: str, author: Person) -> Comment:
    """Say it anew, in the same place; only its author does."""
    if was.written is None:
        raise BadInput("This comment is gone; write another one.")
    return _change(journal, was, "edited", _checked(text, was.written.place).model_dump(mode="json"), author)


def withdraw(journal: Journal, was: Comment, author: Person) -> Comment:
    """Take it back; only its author does. That there was one stays."""
    return _change(journal, was, "withdrawn", {}, author)


def comment(journal: Journal, named: str) -> Comment:
    """The comment of an id, or of the one id that ends with ``named``; raises BadInput where there is none."""
    ending = [each for each in comments(journal) if named and each.id.endswith(named)]
    if len(ending) != 1:
        fault = "Several comments end with" if ending else "There is no comment"
        raise BadInput(f'{fault} "{named}"; `funnel-review comments` lists them.')
    return ending[0]


def _change(journal: Journal, was: Comment, action: str, body: dict[str, object], author: Person) -> Comment:
    role = role_for(author, Action.COMMENT)
    if author.id != was.author:
        raise BadInput(f"This comment is {was.author_name}'s; only who wrote it changes it.")
    draft = EntryDraft(subject=f"{KIND}:{was.id}", action=action, body=body, read=was.version)
    version = journal.append(draft, author, role).version
    return _fold(each for each in journal.subject(draft.subject) if each.version <= version)[was.id]


def _checked(text: str, place: CommentPlace) -> Written:
    try:
        return Written(text=text, place=place)
    except ValidationError as error:
        raise BadInput(f"The comment: {error.errors()[0]['msg']}.") from None


def _fold(entries: Iterable[Entry]) -> dict[str, Comment]:
    known: dict[str, Comment] = {}
    for entry in entries:
        name = entry.subject.partition(":")[2]
        gone = entry.is_erased or entry.action == "withdrawn"
        change = {
            "version": entry.version,
            "written": None if gone else Written.model_validate(entry.body),
            "is_withdrawn": entry.action == "withdrawn",
        }
        if name in known:
            known[name] = known[name].model_copy(update={**change, "edited_at": entry.at})
        else:
            person = {"author": entry.author, "author_name": entry.author_name, "is_verified": entry.is_verified}
            known[name] = Comment(id=name, written_at=entry.at, **person, **change)
    return known
