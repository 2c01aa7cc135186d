"""How a relation follows the slice, and where it finds columns it does not hold: lines of its header as models."""

import re
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from dashboard.scope.slices import FIELDS, FIRST_CYCLES, Slice
from dashboard.warehouse.headers import refusal

OF_LEAD = "columns of the lead"
GROUNDS = "what it stands on"
NOTHING = "nothing"
KEY = re.compile(r"(\w+) of (\w+)")
KEYS = re.compile(rf"{KEY.pattern}(, {KEY.pattern})*")
FROM_TABLE = re.compile(r"(?P<columns>\w+(, \w+)*) from (?P<table>\w+) by (?P<key>\w+)( = (?P<its_key>\w+))?")
HELD_AS = re.compile(r"(?P<columns>\w+(, \w+)*) held as (?P<prefix>\w+_)\*")


class Slicing(BaseModel):
    """What a relation is sliced by.

    ``lead``: the columns of the lead, computed ones among them. ``columns``: those it names; where the slice names
    another it holds nothing, and ``reason`` is the sentence for that. ``keys``: keeps what belongs to rows of other
    relations. ``grounds``: made of sliced relations alone. ``nothing``: the same under every slice, for a reason.
    """

    model_config = ConfigDict(frozen=True)

    way: Literal["lead", "columns", "keys", "grounds", "nothing"]
    columns: tuple[str, ...] = ()
    keys: tuple[tuple[str, str], ...] = ()
    has_cycle: bool = False
    reason: str = ""

    def suits(self, chosen: Slice) -> bool:
        """Whether it can follow every filter of a slice."""
        return not self.unfollowed(chosen)

    def unfollowed(self, chosen: Slice) -> list[str]:
        """The fields of a slice that it has not, where it has columns of its own; all of them where it has none."""
        if self.way == "nothing":
            return list(chosen.chosen())
        return [field for field in chosen.chosen() if self.way == "columns" and field not in self.columns]


class OtherTable(BaseModel):
    """Columns to be found in another table of the generation, row by row by a key; or in its own under a prefix."""

    model_config = ConfigDict(frozen=True)

    columns: tuple[str, ...]
    table: str = ""
    key: str = ""
    its_key: str = ""
    prefix: str = ""


def read_slicing(path: Path, words: str) -> Slicing:
    """What the line ``sliced by`` says; raises BadQueryFile when it says none of the ways."""
    by, _, reason = (part.strip() for part in words.partition(";"))
    if by == NOTHING:
        if not reason:
            raise refusal(path, "is sliced by nothing and does not say why; write `-- sliced by: nothing; why`")
        return Slicing(way="nothing", reason=reason)
    if by == GROUNDS:
        return Slicing(way="grounds", reason=reason)
    if by in {OF_LEAD, f"{OF_LEAD}, {FIRST_CYCLES}"}:
        return Slicing(way="lead", columns=FIELDS, has_cycle=by != OF_LEAD, reason=reason)
    if KEYS.fullmatch(by):
        return Slicing(way="keys", keys=tuple(KEY.findall(by)), reason=reason)
    if set(by.split(", ")) <= set(FIELDS):
        if not reason:
            what = f"is sliced by {by} alone and does not say why it holds nothing under another filter"
            raise refusal(path, f"{what}; write `-- sliced by: {by}; sentence`")
        return Slicing(way="columns", columns=tuple(by.split(", ")), reason=reason)
    ways = f"{OF_LEAD}|{OF_LEAD}, {FIRST_CYCLES}|KEY of RELATION, …|FIELD, …; sentence|{GROUNDS}|{NOTHING}; why"
    raise refusal(path, f"`-- sliced by: {words}` is no way to slice; write `-- sliced by: {ways}`")


def read_other_table(path: Path, key: str, words: str) -> OtherTable:
    """What the lines ``borrows`` and ``judged as`` say; raises BadQueryFile when they name no table."""
    if match := FROM_TABLE.fullmatch(words):
        its_key = match["its_key"] or match["key"]
        columns = tuple(match["columns"].split(", "))
        return OtherTable(columns=columns, table=match["table"], key=match["key"], its_key=its_key)
    if match := HELD_AS.fullmatch(words):
        return OtherTable(columns=tuple(match["columns"].split(", ")), prefix=match["prefix"])
    raise refusal(path, f"`-- {key}: {words}` names no table; write `-- {key}: COLUMN, … from TABLE by KEY`")
