"""The words in front of a file of ``queries/`` and the one statement below them, read and held to the convention."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlglot
from sqlglot import exp

from dashboard.errors import BadQueryFile

QUERIES = Path(__file__).resolve().parents[2] / "queries"
LINE = re.compile(r"^-- (?P<key>[a-z][\w, =]*|\$\w+): (?P<words>\S.*)$")
PREFIXES = ("$", "needs for ")
"""How keys begin that a file has any number of: a parameter, and what a part of the answer needs."""
NEEDS = re.compile(r"needs( for .*)?")
"""The keys that may stand twice: each line has a sentence of its own."""
CONTINUED = re.compile(r"^--   +(?P<words>\S.*)$")
PLACE = re.compile(r"\{(\w+)\}")
"""What stands in a relation's text for a table whose name is known only when it is made."""


@dataclass(frozen=True)
class StatementHeader:
    """The lines in front of a statement: words by key, the meaning of each parameter, and what is needed, in order."""

    words: Mapping[str, str]
    parameters: Mapping[str, str]
    needs: Sequence[tuple[str, str]]


def refusal(path: Path, what: str) -> BadQueryFile:
    """The refusal of a file: which, and what is wrong with the next move."""
    return BadQueryFile(f"{path}: {what}.")


def read_header(path: Path, sql: str, keys: Collection[str], needed: Collection[str]) -> StatementHeader:
    """The words in front of the statement; a line indented by three blanks continues the one before.

    Raises BadQueryFile for a line whose key is not one of ``keys``, and when one of ``needed`` is missing.
    """
    lines: list[tuple[str, str]] = []
    for line in sql.splitlines():
        if not line.startswith("--"):
            break
        if lines and (more := CONTINUED.match(line)):
            key, begun = lines.pop()
            lines.append((key, f"{begun} {more['words']}"))
        elif (match := LINE.match(line)) and (match["key"] in keys or match["key"].startswith(PREFIXES)):
            key = match["key"]
            if key in dict(lines) and not NEEDS.fullmatch(key):
                raise refusal(path, f"`-- {key}: …` stands there twice; keep one, and indent what continues it")
            lines.append((key, match["words"]))
        else:
            raise refusal(path, f"`{line}` is no header line; write `-- {'|'.join(keys)}|$parameter: words`")
    needs = [(key, words) for key, words in lines if NEEDS.fullmatch(key)]
    words = {key: words for key, words in lines if not NEEDS.fullmatch(key)}
    for each in needed:
        if each not in words:
            raise refusal(path, f"the header line `-- {each}: …` is missing; add it")
    parameters = {key[1:]: meaning for key, meaning in words.items() if key.startswith("$")}
    return StatementHeader({key: text for key, text in words.items() if not key.startswith("$")}, parameters, needs)


def statement(path: Path, sql: str) -> exp.Query:
    """The one query of a file as sqlglot reads it; raises BadQueryFile when it is none, or not one."""
    try:
        statements = [each for each in sqlglot.parse(PLACE.sub(r"\1", sql), dialect="duckdb") if each]
    except sqlglot.errors.SqlglotError as error:
        raise refusal(path, f"is not SQL: {str(error).splitlines()[0]}") from None
    if len(statements) != 1 or not isinstance(statements[0], exp.Query):
        raise refusal(path, "must hold exactly one query; split it")
    return statements[0]


def check_parameters(path: Path, described: Collection[str], parsed: exp.Query) -> None:
    """Raise BadQueryFile for a parameter that is used and not described, or described and not used."""
    used = {node.name for node in parsed.find_all(exp.Placeholder)}
    if missing := sorted(used - set(described)):
        raise refusal(path, f"${missing[0]} is used but not described; add a line `-- ${missing[0]}: meaning`")
    if unused := sorted(set(described) - used):
        raise refusal(path, f"${unused[0]} is described but not used; remove its line or use it")


def tables_of(parsed: exp.Query) -> list[exp.Table]:
    """The tables a statement reads that are none of its own steps, as they are written."""
    steps = {step.alias for step in parsed.find_all(exp.CTE)}
    tables = (table for table in parsed.find_all(exp.Table) if table.name)
    return [table for table in tables if table.args.get("db") or table.name not in steps]


def names_handed(parsed: exp.Query, names: Collection[str]) -> set[str]:
    """Those of the names that a statement hands to a statistic as text, which reads the table of that name."""
    return {text.name for text in parsed.find_all(exp.Literal) if text.is_string and text.name in names}
