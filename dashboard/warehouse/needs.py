"""What the data must have for an answer, or a part of it, to mean something: the lines ``needs`` of a header."""

import re
from collections.abc import Collection
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from dashboard.warehouse.headers import StatementHeader, refusal

WHOLE = "needs"
OF_PARTS = "needs for "
STAGE = "stage "
"""How a term begins that is a stage of the waterfall v1, recorded by the moment."""
RECORDED = frozenset({"outcome", "verdict"})
"""What no table says by itself: that some deal was won or lost, that sales judged some lead."""
DEFINITION = "definition"
"""The shared ICP, which is no table either."""
TEAMS = "teams"
"""An ICP of each team's own."""
CLOCK = "clock"
"""The stage at which the clock of waits starts, recorded by the moment; the opening always is."""
STAGES = "stages"
"""That some stage of the waterfall looked at is recorded besides its first."""
V1, OF_LEADS = "waterfall v1", "waterfall leads"
"""That the waterfall looked at is the first preset, or one that counts leads."""
TERM = re.compile(rf"[a-z_]+(\.[a-z_]+)?|{STAGE}[A-Z]\w+|{V1}|{OF_LEADS}")
PART = re.compile(r"(?P<column>\w+)(=(?P<value>\w+))?")
"""A part of an answer: a column, or the rows in which it has a value."""


class Need(BaseModel):
    """A need of the whole answer, or of ``parts`` of it: columns, rows (``fate=won``), or what a column names.

    Every one of ``all_of`` must be there, and of each at least one term: a table with rows, ``table.column`` with a
    value, ``stage MQL``, ``clock``, ``outcome``, ``definition`` … ``words`` say what is missing where it is not.
    """

    model_config = ConfigDict(frozen=True)

    parts: tuple[str, ...] = ()
    all_of: tuple[tuple[str, ...], ...]
    words: str = ""


def read_needs(path: Path, header: StatementHeader) -> tuple[Need, ...]:
    """The needs of a header, in its order; raises BadQueryFile for one that names nothing."""
    return tuple(_need(path, key, words) for key, words in header.needs)


def check_parts(path: Path, needs: Collection[Need], known: Collection[str]) -> None:
    """Raise BadQueryFile for a need of a part the answer does not have."""
    columns = {part.partition("=")[0] for need in needs for part in need.parts}
    if unknown := sorted(columns - set(known)):
        raise refusal(path, f"`-- {OF_PARTS}{unknown[0]}: …` speaks of no column of it; use one of {', '.join(known)}")


def needs_of(needs: Collection[Need], part: str | None, *, of_part_alone: bool = False) -> list[Need]:
    """Those of the whole answer, then those of one part of it; or only these."""
    of_whole = [] if of_part_alone else [need for need in needs if not need.parts]
    return of_whole + [need for need in needs if part in need.parts]


def _need(path: Path, key: str, words: str) -> Need:
    what, _, missing = (part.strip() for part in words.partition(";"))
    all_of = tuple(tuple(each.split(" or ")) for each in what.split(" and "))
    for term in (term for any_of in all_of for term in any_of):
        if not TERM.fullmatch(term):
            move = f"write `-- {key}: TABLE and TABLE.COLUMN or {STAGE}NAME or …; what is missing`"
            raise refusal(path, f"`-- {key}: {words}` names no table or column; {move}")
    parts = tuple(key.removeprefix(OF_PARTS).split(", ")) if key != WHOLE else ()
    for part in parts:
        if not PART.fullmatch(part):
            raise refusal(path, f"`-- {key}: …` names no column in `{part}`; write COLUMN, or COLUMN=VALUE for rows")
    return Need(parts=parts, all_of=all_of, words=missing)
