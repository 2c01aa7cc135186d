"""The relations: each described once, in the header of its file in ``queries/slice``, and read into one model."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict
from sqlglot import exp

from dashboard.warehouse.headers import (
    PLACE,
    QUERIES,
    StatementHeader,
    check_parameters,
    names_handed,
    read_header,
    refusal,
    statement,
    tables_of,
)
from dashboard.warehouse.made import MADE
from dashboard.warehouse.needs import Need, read_needs
from dashboard.warehouse.slicing import OtherTable, Slicing, read_other_table, read_slicing

RELATIONS = QUERIES / "slice"
OF_ACCOUNTS = "account"
"""The folder of what takes a relation's place in a waterfall of accounts."""
BASE = "warehouse"
NEEDED = ("holds", "sliced by", "counts", "personal")
KEYS = (*NEEDED, "stands on", "kept", "borrows", "judged as", "values of", "made by", "needs")
KEYS_OF_LIKE = ("holds", "sliced by", "like")
KEYS_OF_ACCOUNTS = ("holds", "replaces")
LIKE = re.compile(r"^-- like: ", re.MULTILINE)
EVERY_ROW = "every row"
WHERE = "rows where "


class OfAccounts(BaseModel):
    """What a waterfall of accounts reads in place of a relation's rows: of all, or of those where ``column``."""

    model_config = ConfigDict(frozen=True)

    holds: str
    text: str
    column: str | None
    parameters: Mapping[str, str]


class Relation(BaseModel):
    """All that is known of a relation: its words, its text on one line, and what follows from them.

    ``needs`` are of what it names in a column, such as causes. ``personal`` are the columns that
    ``--no-personal-data`` leaves empty, ``value_table`` the table whose values a
    slice may name, ``is_of_lead`` whether it has the columns of a lead, and so those that are computed of them.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    path: Path
    holds: str
    counts: str
    slicing: Slicing
    stands_on: tuple[str, ...] = ()
    kept: str | None = None
    personal: frozenset[str] = frozenset()
    parameters: Mapping[str, str] = {}
    needs: tuple[Need, ...] = ()
    borrows: OtherTable | None = None
    judged_as: OtherTable | None = None
    value_table: str | None = None
    made_by: str | None = None
    like: str | None = None
    is_of_lead: bool = False
    text: str = ""
    of_accounts: OfAccounts | None = None

    @property
    def is_sliced(self) -> bool:
        """Whether what it holds depends on the slice."""
        return self.slicing.way != "nothing"

    def of_unit(self, unit: Literal["lead", "account"]) -> "Relation":
        """The relation as a waterfall of leads, or of accounts, reads it."""
        if unit == "lead" or self.of_accounts is None:
            return self
        text = self.of_accounts.text
        if column := self.of_accounts.column:
            text = f"select * from ({self.text}) where not {column} union all by name ({text})"
        return self.model_copy(update={"text": text, "holds": self.of_accounts.holds})


@cache
def relations(folder: Path = RELATIONS) -> Mapping[str, Relation]:
    """Every relation of ``folder`` by its name; raises BadQueryFile for the first whose header or text is bad."""
    files = sorted(folder.glob("*.sql"))
    names = frozenset(path.stem for path in files)
    read = {path.stem: _read(path, names) for path in files}
    for name, relation in read.items():
        if relation.like:
            read[name] = _liked(relation, read)
    for relation in read.values():
        _check_slicing(relation, read)
    return read


def _read(path: Path, names: frozenset[str]) -> Relation:
    sql = path.read_text(encoding="utf-8")
    if LIKE.search(sql):
        header = read_header(path, sql, KEYS_OF_LIKE, KEYS_OF_LIKE)
        return _described(path, header, {"like": header.words["like"], "counts": ""})
    header = read_header(path, sql, KEYS, NEEDED)
    words = header.words
    known: dict[str, object] = {
        "counts": words["counts"],
        "stands_on": tuple(words["stands on"].split(", ")) if "stands on" in words else (),
        "kept": words.get("kept"),
        "personal": frozenset() if words["personal"] == "nothing" else frozenset(words["personal"].split(", ")),
        "borrows": read_other_table(path, "borrows", words["borrows"]) if "borrows" in words else None,
        "judged_as": read_other_table(path, "judged as", words["judged as"]) if "judged as" in words else None,
        "value_table": words.get("values of"),
        "needs": read_needs(path, header),
        "made_by": words.get("made by"),
        "text": on_one_line(sql),
    }
    relation = _described(path, header, known)
    if relation.made_by is None:
        parsed = statement(path, sql)
        check_parameters(path, header.parameters, parsed)
        _check_grounds(relation, parsed, names)
    elif relation.made_by not in MADE:
        raise refusal(path, f"`-- made by: {relation.made_by}` makes nothing; write `-- made by: {'|'.join(MADE)}`")
    return relation


def _described(path: Path, header: StatementHeader, known: Mapping[str, object]) -> Relation:
    slicing = read_slicing(path, header.words["sliced by"])
    about = {
        "name": path.stem,
        "path": path,
        "holds": header.words["holds"],
        "slicing": slicing,
        "is_of_lead": slicing.way == "lead",
        "parameters": header.parameters,
        "of_accounts": _read_of_accounts(path.parent / OF_ACCOUNTS / path.name),
    }
    return Relation.model_validate(about | dict(known))


def _read_of_accounts(path: Path) -> OfAccounts | None:
    if not path.is_file():
        return None
    sql = path.read_text(encoding="utf-8")
    header = read_header(path, sql, KEYS_OF_ACCOUNTS, KEYS_OF_ACCOUNTS)
    check_parameters(path, header.parameters, statement(path, sql))
    replaces = header.words["replaces"]
    column = replaces.removeprefix(WHERE)
    if replaces != EVERY_ROW and (column == replaces or not column.isidentifier()):
        raise refusal(path, f"`-- replaces: {replaces}` says no rows; write `-- replaces: {EVERY_ROW}|{WHERE}COLUMN`")
    return OfAccounts(
        holds=header.words["holds"],
        text=on_one_line(sql),
        column=None if replaces == EVERY_ROW else column,
        parameters=header.parameters,
    )


def _liked(relation: Relation, read: Mapping[str, Relation]) -> Relation:
    """A relation that says only how it differs from another, with all the other says."""
    other = read.get(relation.like or "")
    if other is None or other.like or other.made_by:
        raise refusal(relation.path, f"is like {relation.like}, which has no text of its own; name one that has")
    own = {name: getattr(relation, name) for name in ("name", "path", "holds", "slicing", "like", "of_accounts")}
    return other.model_copy(update=own | {"value_table": None})


def _check_grounds(relation: Relation, parsed: exp.Query, names: frozenset[str]) -> None:
    """What it says it stands on is what its text reads, and a text that has no filter of its own reads nothing else."""
    tables = tables_of(parsed)
    grounds = {table.name for table in tables if not table.args.get("db")} | names_handed(parsed, names)
    stands_on, places = set(relation.stands_on), set(PLACE.findall(relation.text))
    if unknown := sorted((stands_on | grounds) - names - places):
        known = ", ".join(sorted(names))
        raise refusal(relation.path, f"stands on {unknown[0]}, which has no file; use one of {known}")
    if unnamed := sorted(grounds - stands_on - places):
        raise refusal(relation.path, f"reads {unnamed[0]} and does not say so; add it to `-- stands on: …`")
    if unread := sorted(stands_on - grounds):
        raise refusal(relation.path, f"stands on {unread[0]}, which it does not read; take it out of `-- stands on: …`")
    for table in tables:
        is_beside = isinstance(table.parent, exp.Join) and table.parent.side == "LEFT"
        if relation.slicing.way == "grounds" and table.args.get("db") and not is_beside:
            move = "read a relation, or join it to the left of one"
            raise refusal(relation.path, f"reads {table.sql()} past what it stands on; {move}")


def _check_slicing(relation: Relation, read: Mapping[str, Relation]) -> None:
    """Whoever follows the slice by others has such others, and what follows none is made of none that does."""
    of_grounds = [read[ground] for ground in relation.stands_on]
    if relation.slicing.way == "grounds" and not any(ground.is_sliced for ground in of_grounds):
        raise refusal(relation.path, "is sliced by what it stands on, none of which is sliced; say what slices it")
    if not relation.is_sliced and (sliced := [ground.name for ground in of_grounds if ground.is_sliced]):
        raise refusal(relation.path, f"is sliced by nothing and stands on {sliced[0]}, which is; slice it as well")
    for key, other in relation.slicing.keys:
        if other not in read or not read[other].is_of_lead:
            what = f"is sliced by {key} of {other}, which is not sliced by columns of the lead"
            raise refusal(relation.path, f"{what}; name one that is")


def on_one_line(sql: str) -> str:
    """A text without its comments, so that whoever puts it in front keeps the numbers of the lines behind."""
    lines = sql.splitlines()
    return " ".join(line.strip() for line in lines if not line.lstrip().startswith("--"))
