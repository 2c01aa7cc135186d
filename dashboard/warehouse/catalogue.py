"""Reads ``queries/**/*.sql`` into questions; a file that leaves out a word of its documentation is refused."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from sqlglot import exp

from dashboard.errors import BadInput
from dashboard.warehouse.headers import (
    QUERIES,
    check_parameters,
    names_handed,
    read_header,
    refusal,
    statement,
    tables_of,
)
from dashboard.warehouse.needs import Need, check_parts, read_needs
from dashboard.warehouse.relations import relations

__all__ = ["QUERIES", "RECORDS", "ROWS", "Query", "about_records", "catalogue", "near", "question", "read_query"]

NOT_QUESTIONS = frozenset({"facts", "slice", "statistics", "checks", "import", "journal", "ledger", "records"})
RECORDS = "records"
"""The rows of the question that a question in ``queries/records`` is asked about; the prelude puts them in front."""
MOST_NEAR = 6
NEEDED = ("title", "question", "grain")
KEYS = (*NEEDED, "caveat", "adds up", "needs")
ROWS = "rows"
NO = "no"
COLUMN = re.compile(r"^ {4,}(?P<code>\S.*?),?\s+-- (?P<words>\S.*)$")


class Query(BaseModel):
    """One question: its words, its parameters and columns with their meaning, and the SQL as it runs.

    ``adds_up`` are the columns whose sums over the values of a field make that of the whole, or ``rows``, where the
    rows themselves do; ``why_not`` says why none does.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    path: Path
    title: str
    question: str
    grain: str
    caveat: str | None
    adds_up: tuple[str, ...] = ()
    why_not: str | None = None
    needs: tuple[Need, ...] = ()
    parameters: dict[str, str]
    columns: dict[str, str]
    relations: frozenset[str]
    mentions: frozenset[str]
    sql: str
    with_at: int

    @property
    def is_sliced(self) -> bool:
        """Whether its answer depends on the slice: not when all it reads is the same under every one."""
        return any(relations()[name].is_sliced for name in self.relations)

    @property
    def personal(self) -> frozenset[str]:
        """The columns it may read that ``--no-personal-data`` leaves empty."""
        return frozenset().union(*(relations()[name].personal for name in self.relations))


@cache
def catalogue(folder: Path = QUERIES) -> dict[str, Query]:
    """Every question below ``folder`` by its name ("waterfall/stages"); raises BadQueryFile for the first bad one."""
    questions = {}
    for path in sorted(folder.rglob("*.sql")):
        parts = path.relative_to(folder).with_suffix("").parts
        if len(parts) > 1 and parts[0] not in NOT_QUESTIONS:
            name = "/".join(parts)
            questions[name] = read_query(path, name)
    return questions


@cache
def about_records(name: str) -> Query:
    """The question in ``queries/records`` called ``name``, which is asked about the rows of another one."""
    return read_query(QUERIES / RECORDS / f"{name}.sql", f"{RECORDS}/{name}")


@cache
def question(name: str) -> Query:
    """The question called ``name`` ("waterfall/stages").

    Raises BadInput, with the names near it, when there is none; BadQueryFile when its file breaks the convention.
    """
    path = QUERIES / f"{name}.sql"
    if name.split("/", maxsplit=1)[0] in NOT_QUESTIONS or "/" not in name or ".." in name or not path.is_file():
        raise BadInput(f'There is no question "{name}"; {near(name, catalogue())}.')
    return read_query(path, name)


def near(name: str, names: Iterable[str]) -> str:
    """Which of ``names`` may have been meant, in words; all of them where none is near and they are few."""
    known = sorted(names)
    close = get_close_matches(name, known, cutoff=0.5) or known
    return f"use {' or '.join(close)}" if len(close) <= MOST_NEAR else "`funnel-review ask` lists them"


def read_query(path: Path, name: str) -> Query:
    """The question in ``path``; raises BadQueryFile with file, what is wrong and the next move."""
    sql = path.read_text(encoding="utf-8")
    header = read_header(path, sql, KEYS, NEEDED)
    parsed = statement(path, sql)
    check_parameters(path, header.parameters, parsed)
    opening = re.search(r"^with\b", sql, flags=re.MULTILINE)
    if opening is None:
        raise refusal(path, "its statement must start with `with`, at the start of a line; name its steps")
    query = Query(
        name=name,
        path=path,
        title=header.words["title"],
        question=header.words["question"],
        grain=header.words["grain"],
        caveat=header.words.get("caveat"),
        needs=read_needs(path, header),
        parameters=dict(header.parameters),
        columns=_columns(path, sql, parsed),
        relations=_relations(path, parsed),
        mentions=frozenset(column.name for column in parsed.find_all(exp.Column)),
        sql=sql,
        with_at=opening.end(),
    )
    check_parts(path, query.needs, query.columns)
    return query.model_copy(update=_adding(query, header.words.get("adds up")))


def _adding(query: Query, words: str | None) -> dict[str, object]:
    """What the line ``adds up`` says; raises BadQueryFile when a sliced question has none, or it names no column."""
    path = query.path
    if not query.is_sliced:
        if words:
            raise refusal(path, "reads nothing that is sliced, so its answer has no parts; remove `-- adds up: …`")
        return {}
    move = f"write `-- adds up: {ROWS}|COLUMN, …|{NO}; why`"
    if words is None:
        raise refusal(path, f"does not say what of it adds up over the values of a field; {move}")
    what, _, why = (part.strip() for part in words.partition(";"))
    if what == NO:
        if not why:
            raise refusal(path, f"does not say why it does not add up; {move}")
        return {"why_not": why}
    columns = tuple(what.split(", "))
    if unknown := sorted(set(columns) - {ROWS, *query.columns}):
        raise refusal(path, f"`{unknown[0]}` is no column of it that could add up; {move}")
    return {"adds_up": columns}


def _columns(path: Path, sql: str, parsed: exp.Query) -> dict[str, str]:
    """Name and meaning of each column, from the comments of the last select."""
    columns = {}
    commented = {}
    last_select = sql[sql.rindex("\nselect") :]
    for line in last_select.splitlines():
        if match := COLUMN.match(line):
            code = match["code"].rstrip(",")
            commented[code.split(" as ")[-1].split(".")[-1].strip('" ')] = match["words"]
    for column in parsed.named_selects:
        if column not in commented:
            raise refusal(path, f"column {column} has no comment; write `{column}, -- its meaning` on its own line")
        columns[column] = commented[column]
    return columns


def _relations(path: Path, parsed: exp.Query) -> frozenset[str]:
    """The relations it reads, named in the text or handed by name to a statistic."""
    known = relations()
    names = set()
    for table in tables_of(parsed):
        if table.args.get("db"):
            raise refusal(path, f"reads {table.sql()} past the slice; name a sliced relation instead")
        names.add(table.name)
    if path.parent.name == RECORDS:
        names.discard(RECORDS)
    if unknown := sorted(names - known.keys()):
        raise refusal(path, f"{unknown[0]} is no sliced relation; use one of {', '.join(known)}")
    return frozenset(names | names_handed(parsed, known))
