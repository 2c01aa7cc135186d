"""How the text of each kind of column becomes a value, and what may be wrong with it.

A pass reads in four layers: ``t_x`` is the column's text, ``r_x`` what it says, ``u_x`` that in the
right zone, ``v_x`` the canonical value. A check is a condition over these and the reason code it stands for; the first that holds counts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import available_timezones

from dashboard.importing.canonical import Column, Kind
from dashboard.importing.formats import TIMES, in_order, picture
from dashboard.importing.mapping import Reading

Bind = Callable[[object], str]


@dataclass(frozen=True)
class Limits:
    """What holds for a whole import: the zone of local times, and how late a time may be."""

    time_zone: str
    latest_past: datetime
    latest: datetime
    deal_stages: tuple[str, ...]


@dataclass(frozen=True)
class Answers:
    """What was decided for a column before anything was written."""

    formats: tuple[str, ...] = ()
    date_order: str | None = None
    decimal: str = "."


@dataclass(frozen=True)
class ColumnSql:
    """One canonical column as SQL: ``readings`` of layer two, ``shifted`` of layer three, the value of layer four, checks."""

    column: Column
    text: str
    value: str
    readings: tuple[str, ...] = ()
    shifted: str = ""
    checks: tuple[tuple[str, str], ...] = ()


def column_sql(column: Column, reading: Reading, text: str, answers: Answers, limits: Limits, bind: Bind) -> ColumnSql:  # noqa: PLR0911 — one for each kind
    """The SQL of one column; ``text`` is the expression of its text over the staged row."""
    name = column.name
    t, r, v = f"t_{name}", f"r_{name}", f"v_{name}"
    unread = f"{t} is not null and {v} is null"
    broken = (f"is_spreadsheet_error({t})", "spreadsheet_error")
    if column.kind in (Kind.INSTANT, Kind.DAY):
        return _dated(column, text, answers, limits, bind)
    if column.kind in (Kind.NUMBER, Kind.WHOLE):
        value = f"as_whole({r})" if column.kind is Kind.WHOLE else f"as_sane({r})"
        readings = (f"as_number({t}, {bind(answers.decimal)}) as {r}",)
        return ColumnSql(column, text, value, readings, "", (broken, (unread, "bad_number")))
    if column.kind is Kind.YES_NO:
        value = f"as_boolean({t})"
        for words, truth in ((reading.true, "true"), (reading.false, "false")):
            if words:
                listed = ", ".join(bind(word.strip().lower()) for word in words)
                value = f"case when lower({t}) in ({listed}) then {truth} else {value} end"
        return ColumnSql(column, text, value, (), "", (broken, (unread, "bad_boolean")))
    if column.kind is Kind.WORD:
        value = f"case when list_contains({bind(list(column.words))}, lower({t})) then lower({t}) end"
        return ColumnSql(column, text, value, (), "", (broken, (unread, column.unknown)))
    if column.kind is Kind.ZONE:
        value = f"case when list_contains({bind(sorted(available_timezones()))}, {t}) then {t} end"
        return ColumnSql(column, text, value, (), "", (broken, (unread, column.unknown)))
    intact = f"case when is_spreadsheet_error({t}) then null else {t} end"
    if column.kind is Kind.STAGE:
        spellings = {word: word for word in limits.deal_stages} | {word: word for word in column.words}
        cases = " ".join(f"when lower({t}) = {bind(word.lower())} then {bind(word)}::varchar" for word in spellings)
        return ColumnSql(column, text, f"case {cases} else {intact} end", (), "", (broken,))
    if reading.salesforce_id:
        defects = tuple(
            (f"salesforce_id_defect({t}) = '{reason}'", reason) for reason in ("bad_id", "id_mangled_by_spreadsheet")
        )
        value = f"case when is_spreadsheet_error({t}) then null else salesforce_id({t}) end"
        return ColumnSql(column, text, value, (), "", (broken, *defects))
    return ColumnSql(column, text, intact, (), "", (broken,))


def wall_sql(text: str, formats: tuple[str, ...], order: str | None, bind: Bind) -> str:
    """The wall clock a text says, UTC where it names a zone; null where no format reads it."""
    readers = []
    for form in formats or ("iso",):
        if form == "iso":
            readers.append(f"from_year_first({text})")
        elif form in ("excel", "epoch", "epoch_ms"):
            readers.append(f"from_{form}({text})")
        else:
            drawn = picture(form)
            plain = f"with_plain_time({text})" if len(drawn.formats) == len(TIMES) else text
            readers.append(f"from_picture({plain}, {bind(drawn.shape)}, {bind(list(drawn.formats))})")
    if order and not formats:
        readers.append(f"from_day_or_month_first({text}, {bind(list(in_order(order)))})")
    return readers[0] if len(readers) == 1 else f"coalesce({', '.join(readers)})"


def _dated(column: Column, text: str, answers: Answers, limits: Limits, bind: Bind) -> ColumnSql:
    """Instants in UTC and days of the company, from wall clocks with and without a zone."""
    name = column.name
    t, r, v = f"t_{name}", f"r_{name}", f"v_{name}"
    is_day = column.kind is Kind.DAY
    readings = [f"{wall_sql(t, answers.formats, answers.date_order, bind)} as {r}"]
    value, shifted = r, ""
    if limits.time_zone != "UTC":
        epochs = " or ".join(f"from_{form}({t}) is not null" for form in answers.formats if form.startswith("epoch"))
        readings.append(f"(has_zone({t}){' or ' + epochs if epochs else ''}) as has_zone_{name}")
        local = f"case when has_zone_{name} then {r} + shift_at({r}) else {r} end"
        utc = f"case when has_zone_{name} then {r} else {r} - shift_on_wall({r}) end"
        shifted = f"{local if is_day else utc} as u_{name}"
        value = f"u_{name}"
    latest = bind(limits.latest)
    bound = f"{value} >= timestamp '1990-01-01'" + ("" if column.past else f" and {value} < {latest}")
    value = f"case when {bound} then {value}{'::date' if is_day else ''} end"
    unread = f"{t} is not null and {v} is null"
    both = (bind(list(in_order("dmy"))), bind(list(in_order("mdy"))))
    checks = [
        (f"is_spreadsheet_error({t})", "spreadsheet_error"),
        (f"{unread} and coalesce(reads_both_ways({t}, {both[0]}, {both[1]}), false)", "ambiguous_date"),
        (unread, "bad_timestamp"),
    ]
    if column.past:
        checks.append((f"{v} > {bind(limits.latest_past)}", "future_timestamp"))
    return ColumnSql(column, text, value, tuple(readings), shifted, tuple(checks))
