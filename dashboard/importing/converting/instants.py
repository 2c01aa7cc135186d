"""How the text of a date or a time becomes an instant in UTC, or a day of the company.

The layers give ``n_x``, the zone the text names ('' for none), ``b_x``, the text before it, ``w0_x``, ``w1_x`` …, the
wall clocks of those that can read it, ``r_x``, the first of these, with ``z_x``, its zone, and ``d_x``, whether it says
a day and no time; then ``i_x``, the instant of one that names its zone, and ``u_x``, the instant (of a day: the local
wall clock). Every text is read by itself: none is cast before it has the shape of a time.
"""

from dataclasses import dataclass

from dashboard.importing.canonical import Column, ColumnKind
from dashboard.importing.converting.column_sql import BROKEN, Bind, ColumnAnswers, ColumnSql, ImportLimits, Reasons
from dashboard.importing.mapping.formats import TIMES, in_order, picture
from dashboard.scope.settings import zone_names


@dataclass(frozen=True)
class _Reader:
    """One way to read a text: its wall clock, the zone it means, and whether it says a day alone."""

    wall: str
    zone: str
    is_day: str


def dated(column: Column, text: str, answers: ColumnAnswers, limits: ImportLimits, bind: Bind) -> ColumnSql:
    """The SQL of an instant or a day; ``text`` is the expression of its text over the staged row."""
    name = column.name
    t, z, b, r, i = f"t_{name}", f"z_{name}", f"b_{name}", f"r_{name}", f"i_{name}"
    readers = _readers(name, answers, bind)
    walls = [f"w{number}_{name}" for number in range(len(readers))]
    is_day = column.kind is ColumnKind.DAY
    if is_day:
        value = f"case when {z} = '' then {r} else {i} + shift_at({i}) end"
    else:
        local = r if limits.time_zone == "UTC" else f"{r} - shift_on_wall({r})"
        value = f"case when {z} = '' then {local} else {i} end"
    readings = (
        (f"{_zone_named(t, answers, bind)} as n_{name}",),
        (f"before_zone(with_plain_blanks({t}), n_{name}) as {b}",),
        tuple(f"{reader.wall} as {wall}" for reader, wall in zip(readers, walls, strict=True)),
        (
            f"coalesce({', '.join(walls)}, null::timestamp) as {r}",
            f"{_of_first_read(walls, [reader.zone for reader in readers])} as {z}",
            f"{_of_first_read(walls, [reader.is_day for reader in readers])} as d_{name}",
        ),
        (f"case when {z} <> '' then {_with_zone(z, r, answers, bind)} end as {i}",),
        (f"{value} as u_{name}",),
    )
    value = f"u_{name}"
    bound = f"{value} >= timestamp '1990-01-01'" + ("" if column.past else f" and {value} < {bind(limits.latest)}")
    value = f"case when {bound} then {value}{'::date' if is_day else ''} end"
    both = (bind(list(in_order("dmy"))), bind(list(in_order("mdy"))))
    unread: Reasons = (
        (f"is_spreadsheet_error({t})", BROKEN),
        (f"coalesce(reads_both_ways({b}, {both[0]}, {both[1]}), false)", "ambiguous_date"),
        ("true", "bad_timestamp"),
    )
    beyond = ((f"v_{name} > {bind(limits.latest_past)}", "future_timestamp"),) if column.past else ()
    doubts: Reasons = ()
    if not is_day and limits.time_zone != "UTC":
        doubts = (
            (f"case when {z} = '' then is_repeated({r}) else false end", "repeated_hour"),
            (f"case when {z} = '' then is_skipped({r}) else false end", "skipped_hour"),
        )
    return ColumnSql(column, text, value, unread, readings, beyond, doubts)


def _readers(name: str, answers: ColumnAnswers, bind: Bind) -> list[_Reader]:
    """What reads the text of a column, the first that can."""
    b, zone = f"b_{name}", f"n_{name}"
    without_time = f"not contains({b}, ':')"
    readers = []
    for number, form in enumerate(answers.formats or ("iso",)):
        if form == "iso":
            readers.append(_Reader(f"from_year_first({b})", zone, without_time))
        elif form == "excel":
            readers.append(_Reader(f"from_excel({b})", "''", f"w{number}_{name} = date_trunc('day', w{number}_{name})"))
        elif form in ("epoch", "epoch_ms"):
            readers.append(_Reader(f"from_{form}({b})", "'Z'", "false"))
        else:
            drawn = picture(form)
            has_time = len(drawn.formats) != len(TIMES)
            plain = b if has_time else f"with_plain_time({b})"
            wall = f"from_picture({plain}, {bind(drawn.shape)}, {bind(list(drawn.formats))})"
            readers.append(_Reader(wall, zone, "false" if has_time else without_time))
    if answers.date_order and not answers.formats:
        formats = bind(list(in_order(answers.date_order)))
        readers.append(_Reader(f"from_day_or_month_first({b}, {formats})", zone, without_time))
    return readers


def _of_first_read(walls: list[str], values: list[str]) -> str:
    """The value of the reader that could read the text."""
    if len(set(values)) == 1:
        return values[0]
    cases = " ".join(f"when {wall} is not null then {value}" for wall, value in zip(walls, values, strict=True))
    return f"case {cases} end"


def _zone_named(t: str, answers: ColumnAnswers, bind: Bind) -> str:
    """The zone a text ends in as it is written: one of its own, or an abbreviation the mapping explains."""
    named = f"zone_in(with_plain_blanks({t}))"
    if not answers.zones:
        return named
    short = f"zone_abbreviation(with_plain_blanks({t}))"
    known = bind([word.upper() for word, _ in answers.zones])
    return f"case when list_contains({known}, upper({short})) then {short} else {named} end"


def _with_zone(z: str, r: str, answers: ColumnAnswers, bind: Bind) -> str:
    """The instant of a wall clock whose text names its zone."""
    if answers.zones:
        known = bind([word.upper() for word, _ in answers.zones])
        meant = bind([zone for _, zone in answers.zones])
        z = f"coalesce(list_extract({meant}, list_position({known}, upper({z}))), {z})"
    names = bind(sorted(zone for zone in zone_names() if "/" in zone))
    return f"with_zone({r}, {z}, {names})"
