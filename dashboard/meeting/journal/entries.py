"""An entry: what was written, by whom, when, and the link that makes a chain of them."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field

from dashboard.meeting.journal.canonical import canonical, new_id, sha256
from dashboard.meeting.person import Person, Role
from dashboard.version import product_version

INSTANT = "%Y-%m-%dT%H:%M:%S.%fZ"
FIRST = ""
"""What stands for the digest before the first entry."""


class EntryDraft(BaseModel):
    """What somebody sends: made once, with its id, so that sending it again adds nothing.

    ``read`` is the version of the subject they had before them, 0 when there was none. ``generation`` and ``as_of``
    (naive UTC) are what they looked at.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    subject: str
    action: str
    body: dict[str, Any]
    read: int = Field(default=0, ge=0)
    entry_id: str = Field(default_factory=new_id)
    generation: str | None = None
    as_of: datetime | None = None


class Entry(BaseModel):
    """An entry as it is kept; ``at`` and ``as_of`` are naive UTC, ``text`` is the body's canonical JSON.

    ``text`` is None when it was erased; its digest is then still there.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    seq: int
    entry_id: str
    subject: str
    version: int
    action: str
    text: str | None
    body_digest: str
    author: str
    author_name: str
    role: str
    is_verified: bool
    at: datetime
    generation: str | None
    as_of: datetime | None
    product_version: str
    previous: str
    digest: str

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> Self:
        """The entry of a row of the table."""
        values = dict(row)
        values["text"] = values.pop("body")
        values["is_verified"] = bool(values["is_verified"])
        for name in ("at", "as_of"):
            values[name] = datetime.strptime(values[name], INSTANT) if values[name] else None  # noqa: DTZ007 -- UTC
        return cls(**values)

    def row(self) -> dict[str, Any]:
        """The columns of the table."""
        values = self.model_dump()
        values["body"] = values.pop("text")
        for name in ("at", "as_of"):
            values[name] = f"{values[name]:{INSTANT}}" if values[name] else None
        return values

    @property
    def is_erased(self) -> bool:
        """Whether its text is gone."""
        return self.text is None

    @property
    def body(self) -> dict[str, Any]:
        """What was written; empty when it was erased."""
        body: dict[str, Any] = json.loads(self.text) if self.text is not None else {}
        return body

    def link(self) -> str:
        """The digest it must have: over the digest before it, and its row with the body's digest for the body."""
        row = self.row()
        del row["body"], row["previous"], row["digest"]
        return sha256(f"{self.previous}\n{canonical(row)}")


def following(
    head: Mapping[str, Any] | None, version: int, draft: EntryDraft, text: str, author: Person, role: Role, at: datetime
) -> Entry:
    """The entry of ``draft``, whose body is ``text``, after the last one there is (``seq`` and ``digest``), if any."""
    entry = Entry(
        seq=head["seq"] + 1 if head else 1,
        entry_id=draft.entry_id,
        subject=draft.subject,
        version=version,
        action=draft.action,
        text=text,
        body_digest=sha256(text),
        author=author.id,
        author_name=author.name,
        role=role,
        is_verified=author.is_verified,
        at=at,
        generation=draft.generation,
        as_of=draft.as_of,
        product_version=product_version(),
        previous=head["digest"] if head else FIRST,
        digest="",
    )
    return entry.model_copy(update={"digest": entry.link()})
