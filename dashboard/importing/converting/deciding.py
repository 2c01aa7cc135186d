"""How a column's dates and numbers are written, decided over all its values before anything is written.

What the mapping or the command line says holds. Otherwise the values must prove it; where they do not,
the user is asked and nothing is guessed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import duckdb

from dashboard.errors import MustAsk
from dashboard.importing.canonical import Column, ColumnKind
from dashboard.importing.converting.column_sql import ColumnAnswers
from dashboard.importing.converting.expressions import Expressions
from dashboard.importing.converting.planning import PlannedFeed
from dashboard.importing.mapping.formats import in_order
from dashboard.importing.mapping.language import Reading
from dashboard.importing.mapping.matching import FilePlan, headers_of
from dashboard.importing.sql import has_rows, run, text

ENDS_IN_LETTERS = "contains(text, ':') and right(text, 1) > '9' and not ends_with(text, 'Z')"
"""What a time is that may end in an abbreviation, as ``zone_abbreviations`` takes them."""
Fresh = Callable[[], Expressions]


@dataclass(frozen=True)
class ColumnDefaults:
    """What the command line says for every column that says nothing itself."""

    date_order: str | None = None
    decimal: str | None = None


def decide(
    con: duckdb.DuckDBPyConnection, plan: FilePlan, feed: PlannedFeed, fresh: Fresh, defaults: ColumnDefaults
) -> dict[str, ColumnAnswers]:
    """The answers for each column of a pass; raises MustAsk where only the user can know."""
    answers = {}
    for column in feed.table.columns:
        reading = feed.columns.get(column.name)
        if reading is None:
            continue
        if column.kind in (ColumnKind.INSTANT, ColumnKind.DAY):
            formats = reading.dates or plan.source.dates
            order = reading.date_order or plan.source.date_order or defaults.date_order
            if not formats and not order:
                order = _date_order(_Values(con, plan, feed, fresh, column, reading))
            zones = plan.zones | plan.source.zones | reading.zones
            if not zones:
                _refuse_abbreviations(_Values(con, plan, feed, fresh, column, reading))
            answers[column.name] = ColumnAnswers(formats=formats, date_order=order, zones=tuple(zones.items()))
        elif column.kind in (ColumnKind.NUMBER, ColumnKind.WHOLE):
            mark = reading.decimal or plan.source.decimal or ("." if plan.typed else defaults.decimal)
            mark = mark or _decimal(_Values(con, plan, feed, fresh, column, reading))
            answers[column.name] = ColumnAnswers(decimal=mark)
    return answers


@dataclass(frozen=True)
class _Values:
    """The values of one canonical column in one pass over a file, to be asked about."""

    con: duckdb.DuckDBPyConnection
    plan: FilePlan
    feed: PlannedFeed
    fresh: Fresh
    column: Column
    reading: Reading

    def ask(self, question: str, **parameters: object) -> tuple[Any, ...]:
        """The one row a question of queries/import gives."""
        rows, bound = self._rows()
        sql = f"with asked as (\n{rows}\n)\n{text(question)}"
        return self.con.execute(sql, {**bound, **parameters}).fetchone() or ()

    def have(self, condition: str) -> bool:
        """Whether there is a value, ``text``, of which that holds: asked before a question about such values."""
        rows, bound = self._rows()
        return has_rows(self.con, f"from ({rows}) as asked where {condition}", **bound)

    def _rows(self) -> tuple[str, dict[str, object]]:
        expressions = self.fresh()
        value = expressions.canonical_text(self.column, self.reading)
        applies = expressions.condition(self.feed.where)
        rows = f"select {value} as text from {expressions.rows()} where {applies}"  # noqa: S608 — bound
        return rows, expressions.parameters

    @property
    def where(self) -> str:
        """The file and the header they stand under."""
        headers = [header for header in headers_of(self.reading) if self.plan.column(header)]
        return f'{self.plan.staged.label}: the column "{headers[0] if headers else ""}"'


def _date_order(values: _Values) -> str | None:
    """The order the column's values prove; None where its dates are written year first."""
    if not values.have("not is_year_first(text)"):
        return None
    counted = values.ask("date_order", day_first=list(in_order("dmy")), month_first=list(in_order("mdy")))
    year_first, either_way, both_ways, only_day, only_month, samples, a_day, a_month = counted
    written = either_way + both_ways + only_day + only_month
    if not written or year_first >= written:
        return None
    if only_day and only_month:
        raise MustAsk(
            f'{values.where} holds dates of both orders: "{a_day}" is day first, "{a_month}" month first; '
            "say which holds with --date-order dmy or mdy (rows of the other are set aside), or correct the file."
        )
    if not only_day and not only_month and both_ways:
        shown = "; ".join(
            f'"{sample}" is {_read(values.con, sample, "dmy")} or {_read(values.con, sample, "mdy")}'
            for sample in samples
        )
        raise MustAsk(
            f"{values.where} can be read day first or month first: {shown}; say which with --date-order dmy or "
            f"--date-order mdy, or with date_order in the mapping."
        )
    return "mdy" if only_month else "dmy"


def _refuse_abbreviations(values: _Values) -> None:
    """Asks what an abbreviation of a zone means where most times of a column end in one; single rows are set aside."""
    if not values.have(ENDS_IN_LETTERS):
        return
    times, abbreviated, sample = values.ask("zone_abbreviations")
    if abbreviated * 2 > times:
        raise MustAsk(
            f'{values.where} gives times in "{sample}", which stands for several zones; say in the mapping which: '
            f'zones = {{ {sample} = "-05:00" }}, or a full name such as "America/New_York".'
        )


def _read(con: duckdb.DuckDBPyConnection, sample: str, order: str) -> str:
    row = run(con, "read_sample", sample=sample, formats=list(in_order(order))).fetchone()
    return f"{row[0].day} {row[0]:%B %Y}" if row else sample


def _decimal(values: _Values) -> str:
    """The decimal mark the column's values prove; a point where none of them has a mark."""
    counted = values.ask("decimal_mark", whole=values.column.kind is ColumnKind.WHOLE)
    both_ways, only_point, only_comma, samples, a_point, a_comma = counted
    if only_point and only_comma:
        raise MustAsk(
            f'{values.where} holds numbers with either decimal mark: "{a_point}" and "{a_comma}"; say which holds with '
            "--decimal . or --decimal , (values of the other become empty), or with decimal in the mapping."
        )
    if both_ways and not only_point and not only_comma:
        shown = ", ".join(f'"{sample}"' for sample in samples)
        raise MustAsk(
            f"{values.where} holds numbers whose mark can stand for decimals or for thousands: {shown}; say which with "
            "--decimal . or --decimal , or with decimal in the mapping."
        )
    return "," if only_comma else "."
