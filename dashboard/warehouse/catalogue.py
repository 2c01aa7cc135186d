"""Reads ``queries/**/*.sql`` into questions; a file that leaves out a word of its documentation is refused."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache
from pathlib import Path

import sqlglot
from pydantic import BaseModel, ConfigDict
from sqlglot import exp

from dashboard.errors import BadInput, BadQueryFile

QUERIES = Path(__file__).resolve().parents[2] / "queries"
NOT_QUESTIONS = frozenset({"facts", "slice", "statistics", "checks", "import", "journal", "ledger"})
RELATIONS = frozenset(
    {
        "cycles", "waterfall_cycles", "stage_entries", "leads", "deals", "deal_spells", "deal_moves",
        "touches", "unit_touches", "unit_activity", "stray_exits", "spend", "customers", "reps", "previous_deals",
        "business_days", "waits", "timed_waits", "handoffs", "fates", "tries", "judged_cycles", "verdicts",
        "company_cycles", "company_customers", "company_deals", "company_spells", "company_moves", "company_touches",
        "company_stages", "company_visits", "company_limits", "company_attention", "company_loads",
        "company_deal_touches", "company_lead_events", "company_deal_events", "company_previous_deals", "open_deals",
        "import_files", "quarantine", "warnings", "import_remarks", "import_remark_records",
    },
)  # fmt: skip
MOST_NEAR = 6
HEADER = re.compile(r"^-- (?P<key>title|question|grain|caveat|\$\w+): (?P<words>\S.*)$")
CONTINUED = re.compile(r"^--   +(?P<words>\S.*)$")
COLUMN = re.compile(r"^ {4,}(?P<code>\S.*?),?\s+-- (?P<words>\S.*)$")


class Query(BaseModel):
    """One question: its words, its parameters and columns with their meaning, and the SQL as it runs."""

    model_config = ConfigDict(frozen=True)

    name: str
    path: Path
    title: str
    question: str
    grain: str
    caveat: str | None
    parameters: dict[str, str]
    columns: dict[str, str]
    relations: frozenset[str]
    mentions: frozenset[str]
    sql: str
    with_at: int


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
    header = _header(path, sql)
    parsed = _parse(path, sql)
    described = {key[1:]: words for key, words in header.items() if key.startswith("$")}
    used = {node.name for node in parsed.find_all(exp.Placeholder)}
    if missing := sorted(used - set(described)):
        raise _bad(path, f"${missing[0]} is used but not described; add a line `-- ${missing[0]}: meaning`")
    if unused := sorted(set(described) - used):
        raise _bad(path, f"${unused[0]} is described but not used; remove its line or use it")
    opening = re.search(r"^with\b", sql, flags=re.MULTILINE)
    if opening is None:
        raise _bad(path, "its statement must start with `with`, at the start of a line; name its steps")
    return Query(
        name=name,
        path=path,
        title=header["title"],
        question=header["question"],
        grain=header["grain"],
        caveat=header.get("caveat"),
        parameters=described,
        columns=_columns(path, sql, parsed),
        relations=_relations(path, parsed, sql),
        mentions=frozenset(column.name for column in parsed.find_all(exp.Column)),
        sql=sql,
        with_at=opening.end(),
    )


def _bad(path: Path, what: str) -> BadQueryFile:
    return BadQueryFile(f"{path}: {what}.")


def _header(path: Path, sql: str) -> dict[str, str]:
    """The words in front of the statement; a line indented by three blanks continues the one before."""
    header: dict[str, str] = {}
    key = ""
    for line in sql.splitlines():
        if not line.startswith("--"):
            break
        if more := CONTINUED.match(line):
            header[key] += " " + more["words"]
        elif found := HEADER.match(line):
            key = found["key"]
            header[key] = found["words"]
        else:
            raise _bad(path, f"`{line}` is no header line; write `-- title|question|grain|caveat|$parameter: words`")
    for needed in ("title", "question", "grain"):
        if needed not in header:
            raise _bad(path, f"the header line `-- {needed}: …` is missing; add it")
    return header


def _parse(path: Path, sql: str) -> exp.Query:
    try:
        statements = [statement for statement in sqlglot.parse(sql, dialect="duckdb") if statement]
    except sqlglot.errors.SqlglotError as error:
        raise _bad(path, f"is not SQL: {str(error).splitlines()[0]}") from None
    if len(statements) != 1 or not isinstance(statements[0], exp.Query):
        raise _bad(path, "must hold exactly one query; split it")
    return statements[0]


def _columns(path: Path, sql: str, parsed: exp.Query) -> dict[str, str]:
    """Name and meaning of each column, from the comments of the last select."""
    columns = {}
    commented = {}
    last_select = sql[sql.rindex("\nselect") :]
    for line in last_select.splitlines():
        if found := COLUMN.match(line):
            code = found["code"].rstrip(",")
            commented[code.split(" as ")[-1].split(".")[-1].strip('" ')] = found["words"]
    for column in parsed.named_selects:
        if column not in commented:
            raise _bad(path, f"column {column} has no comment; write `{column}, -- its meaning` on its own line")
        columns[column] = commented[column]
    return columns


def _relations(path: Path, parsed: exp.Query, sql: str) -> frozenset[str]:
    """The sliced relations it reads, named in the text or handed by name to a statistic."""
    steps = {step.alias for step in parsed.find_all(exp.CTE)}
    names = set()
    for table in parsed.find_all(exp.Table):
        if table.args.get("db"):
            raise _bad(path, f"reads {table.sql()} past the slice; name a sliced relation instead")
        if table.name and table.name not in steps:
            names.add(table.name)
    if unknown := sorted(names - RELATIONS):
        raise _bad(path, f"{unknown[0]} is no sliced relation; use one of {', '.join(sorted(RELATIONS))}")
    by_name = {relation for relation in RELATIONS if f"'{relation}'" in sql}
    return frozenset(names | by_name)
