"""How the text of each kind of column becomes a value, and what may be wrong with it."""

from dataclasses import replace

from dashboard.importing.canonical import Column, ColumnKind
from dashboard.importing.converting.column_sql import BROKEN, Bind, ColumnAnswers, ColumnSql, ImportLimits, Reasons
from dashboard.importing.converting.instants import dated
from dashboard.importing.mapping.language import Reading
from dashboard.scope.settings import zone_names

MANGLED = "id_mangled_by_spreadsheet"
FOREIGN = "mixed_currency"
OUT_OF_RANGE = "out_of_range"
ONLY_BROKEN: Reasons = (("true", BROKEN),)
"""Of a text that can be anything."""


def column_sql(
    column: Column, reading: Reading, text: str, answers: ColumnAnswers, limits: ImportLimits, bind: Bind
) -> ColumnSql:
    """The SQL of one column; ``text`` is the expression of its text over the staged row."""
    done = _read(column, reading, text, answers, limits, bind)
    assumed: Reasons = ((f"assumed_{column.name}", "assumed_value"),) if reading.assumed else ()
    return replace(done, doubts=(*done.doubts, *assumed))


def _read(  # noqa: PLR0911 — one for each kind
    column: Column, reading: Reading, text: str, answers: ColumnAnswers, limits: ImportLimits, bind: Bind
) -> ColumnSql:
    t = f"t_{column.name}"
    match column.kind:
        case ColumnKind.INSTANT | ColumnKind.DAY:
            return dated(column, text, answers, limits, bind)
        case ColumnKind.NUMBER | ColumnKind.WHOLE:
            return _number(column, text, answers, limits, bind)
        case ColumnKind.YES_NO:
            return ColumnSql(column, text, _yes_no(t, reading, bind), _unread(t, "bad_boolean"))
        case ColumnKind.WORD:
            value = f"case when list_contains({bind(list(column.words))}, lower({t})) then lower({t}) end"
            return ColumnSql(column, text, value, _unread(t, column.unknown))
        case ColumnKind.EMAIL:
            v = f"v_{column.name}"
            unusable = f"holds_several_addresses({t}) or is_spreadsheet_error({t})"
            value = f"case when {unusable} then null else one_address({t}) end"
            doubts = (
                (f"not is_address({v})", "invalid_email"),
                (f"has_lookalike_domain({v})", "lookalike_domain"),
            )
            return ColumnSql(column, text, value, _unread(t, "multi_email"), doubts=doubts)
        case ColumnKind.ZONE:
            value = f"case when list_contains({bind(sorted(zone_names()))}, {t}) then {t} end"
            return ColumnSql(column, text, value, _unread(t, column.unknown))
    intact = f"case when is_spreadsheet_error({t}) then null else composed({t}) end"
    decomposed: Reasons = ((f"is_decomposed({t})", "decomposed_letters"),)
    if column.kind is ColumnKind.STAGE:
        spellings = {word.lower(): word for word in (*limits.deal_stages, *column.words)}
        cases = " ".join(f"when lower({t}) = {bind(word)} then {bind(as_set)}" for word, as_set in spellings.items())
        return ColumnSql(column, text, f"case {cases} else {intact} end", ONLY_BROKEN, doubts=decomposed)
    if reading.salesforce_id:
        return _salesforce_id(column, reading, text, bind)
    if column.kind is ColumnKind.KEY:
        return _key(column, reading, text)
    return ColumnSql(column, text, intact, ONLY_BROKEN, doubts=decomposed)


def _number(column: Column, text: str, answers: ColumnAnswers, limits: ImportLimits, bind: Bind) -> ColumnSql:
    """Numbers and amounts; one in another currency than the company's is not known."""
    t, r, v = f"t_{column.name}", f"r_{column.name}", f"v_{column.name}"
    value = f"as_whole({r})" if column.kind is ColumnKind.WHOLE else f"as_sane({r})"
    unread = _unread(t, "bad_number")
    doubts: Reasons = tuple(
        (f"{v} {sign} {bound}", OUT_OF_RANGE)
        for sign, bound in (("<", column.least), (">", column.most))
        if bound is not None
    )
    if column.flags_zero:
        doubts += ((f"{v} = 0", "zero_amount"),)
    if column.is_money and limits.currency:
        foreign = f"currency_in({t}) <> {bind(limits.currency.upper())}"
        value = f"case when {foreign} then null else {value} end"
        unread = ((foreign, FOREIGN), *unread)
    elif column.is_money:
        doubts += ((f"currency_in({t}) is not null", "currency_unset"),)
    readings = ((f"as_number({t}, {bind(answers.decimal)}) as {r}",),)
    beyond = ((f"{v} < 0", "negative_amount"),) if column.never_negative else ()
    return ColumnSql(column, text, value, unread, readings, beyond=beyond, doubts=doubts)


def in_one_currency(columns: list[ColumnSql]) -> list[ColumnSql]:
    """A deal's columns; an amount that names another currency than the deal's own column is not known."""
    if not {"amount", "currency"} <= {item.column.name for item in columns}:
        return columns
    torn = "currency_in(t_amount) <> upper(t_currency)"
    return [
        replace(item, value=f"case when {torn} then null else {item.value} end", unread=((torn, FOREIGN), *item.unread))
        if item.column.name == "amount"
        else item
        for item in columns
    ]


def _unread(text: str, reason: str) -> Reasons:
    return (f"is_spreadsheet_error({text})", BROKEN), ("true", reason)


def _key(column: Column, reading: Reading, text: str) -> ColumnSql:
    """Ids as they were written; one that a spreadsheet made a number could be several."""
    t = f"t_{column.name}"
    value = f"case when is_spreadsheet_error({t}) or is_mangled_id({t}) then null else {t} end"
    if _may_be_several(column, reading):
        value = f"case when are_several_ids({t}) then intact_ids({t}) else {value} end"
    return ColumnSql(column, text, value, _unread(t, MANGLED), doubts=_several(column, reading))


def _may_be_several(column: Column, reading: Reading) -> bool:
    """Whether the text may be several ids, one of which is told once the rows it refers to are loaded."""
    return column.refers_to is not None and any(part.ids or part.lookup for part in reading.parts())


def _several(column: Column, reading: Reading) -> Reasons:
    """Several ids in one cell are said; those a lookup finds are by the lookup."""
    if any(part.ids for part in reading.parts()):
        return ((f"are_several_ids(t_{column.name})", "several_ids"),)
    return ()


def _salesforce_id(column: Column, reading: Reading, text: str, bind: Bind) -> ColumnSql:
    """Ids in their long form; of the objects meant alone, where the mapping says how their ids begin."""
    t = f"t_{column.name}"
    unusable = f"is_spreadsheet_error({t})"
    unread: Reasons = (
        (unusable, BROKEN),
        (f"salesforce_id_defect({t}) = '{MANGLED}'", MANGLED),
        (f"salesforce_id_defect({t}) = 'bad_id'", "bad_id"),
    )
    if isinstance(reading.salesforce_id, tuple):
        unusable += f" or is_of_another_object({t}, {bind(list(reading.salesforce_id))})"
        unread += (("true", "wrong_object"),)
    value = f"case when {unusable} then null else salesforce_id({t}) end"
    if _may_be_several(column, reading):
        beginnings = bind(list(reading.salesforce_id) if isinstance(reading.salesforce_id, tuple) else None)
        value = f"case when are_several_ids({t}) then salesforce_ids({t}, {beginnings}) else {value} end"
    return ColumnSql(column, text, value, unread, doubts=_several(column, reading))


def _yes_no(text: str, reading: Reading, bind: Bind) -> str:
    """The standing words for yes and no, after the mapping's own."""
    value = f"as_boolean({text})"
    for words, truth in ((reading.true, "true"), (reading.false, "false")):
        if words:
            listed = bind([word.strip().lower() for word in words])
            value = f"case when list_contains({listed}, lower({text})) then {truth} else {value} end"
    return value
