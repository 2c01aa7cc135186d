"""How the dates of a column are written, and which date of a record is the day it came in."""

from dashboard.importing.drafting.guessing import is_creation
from dashboard.importing.drafting.notation import date_order, zones_of
from dashboard.importing.drafting.profiling import ColumnProfile, FileProfile
from dashboard.importing.drafting.questions import NONE, Question, QuestionKind, Reply, SettledAnswer
from dashboard.importing.drafting.roles import TableRole
from dashboard.importing.drafting.writing import DraftColumn, listed, pairs, quoted, read
from dashboard.importing.mapping.formats import in_order, picture

BOTH_ORDERS = {"M/D/YY", "D/M/YY"}
OFTEN = 0.95
"""So many records have the day they came in, and it is no later than another of their days."""
MOST_OFFERED = 3
CAME_IN = {"leads": "the lead came in", "deals": "the deal was created"}


def date_keys(file: FileProfile, column: ColumnProfile) -> tuple[dict[str, str], str]:
    """What a column's dates need to be read, as keys with their TOML, and what is doubtful."""
    keys, doubt = _form_keys(file, column)
    zones, open_zones = zones_of(file, column)
    if zones:
        keys = {**keys, "zones": pairs(zones)}
    return keys, "; ".join(filter(None, (doubt, open_zones)))


def _form_keys(file: FileProfile, column: ColumnProfile) -> tuple[dict[str, str], str]:
    """What of that says how day, month and year are written.

    A format that was found holds wherever the column is read; an order that one column proves holds for its file.
    """
    if set(column.pictures) >= BOTH_ORDERS and file.order is None:
        choice = date_order(file, column, f'{_some(column)}: say dates = ["M/D/YY"] or dates = ["D/M/YY"]')
        pictures = {"mdy": "M/D/YY", "dmy": "D/M/YY"}
        return ({"dates": f"[{quoted(pictures[choice.value])}]"} if choice.value else {}), choice.doubt
    if column.pictures:
        wrong = {"mdy": "D/M/YY", "dmy": "M/D/YY"}.get(file.order or "")
        return {"dates": f"[{quoted(next(form for form in column.pictures if form != wrong))}]"}, ""
    if column.is_date:
        order = column.order or (file.order if column.is_open else None)
        choice = date_order(file, column) if column.is_open and not order else SettledAnswer(order, "", is_given=False)
        return {"date_order": quoted(choice.value)} if choice.value else {}, choice.doubt
    return _counted(column)


def _counted(column: ColumnProfile) -> tuple[dict[str, str], str]:
    """The same for numbers that count days or seconds."""
    for form, count, words in (
        ("excel", column.serials, "a spreadsheet's day numbers"),
        ("epoch", column.epochs, "seconds since 1970"),
        ("epoch_ms", column.epochs_ms, "milliseconds since 1970"),
    ):
        if count == column.filled > 0:
            return {"dates": f'["{form}"]'}, f"these look like {words}"
    return {}, ""


def date_line(file: FileProfile, name: str, column: ColumnProfile, doubt: str = "") -> DraftColumn:
    """A line that reads a date."""
    keys, about = date_keys(file, column)
    return DraftColumn(name, read(column, **keys), "; ".join(filter(None, (doubt, about))))


def creation(file: FileProfile, role: TableRole, table: str, name: str = "created_at") -> DraftColumn:
    """The line of the day a record came in: what is called so, else the earliest of its days; open where none is."""
    likely, doubt = _likely_creation(file, role, table, name)
    choice = creation_day(file, table, name, likely, doubt or (_nothing(file, table) if likely is None else ""))
    if choice.value is None:
        return DraftColumn(name, "", choice.doubt, is_open=True)
    if choice.value == NONE:
        return DraftColumn(name, "", f"nothing is the day {CAME_IN.get(table, 'of it')}", is_open=True)
    return date_line(file, name, file.column(choice.value), choice.doubt)


def creation_day(file: FileProfile, table: str, name: str, likely: ColumnProfile | None, doubt: str) -> SettledAnswer:
    """The header of the day a record came in; the file is left out where it is none of them."""
    dates = [column for column in file.named if column.dates and column is not likely]
    plain = [column for column in dates if column.is_date and is_creation(column)]
    offered = [*([likely] if likely else []), *plain, *(column for column in dates if column not in plain)]
    answers = [
        Reply(column.header, column.header, _dated(column), _without(column, table))
        for column in offered[:MOST_OFFERED]
    ]
    if likely is None:
        answers.append(Reply(NONE, f"Leave {file.label} out", "", f"no {table} of this file are imported"))
    return file.interview.ask(
        Question(
            file.label,
            name,
            QuestionKind.CREATION,
            f"Which column of {file.label} is the day {CAME_IN.get(table, 'of it')}?",
            tuple(answers),
            default=likely.header if likely else None,
            doubt=doubt,
            records=file.rows,
            also=(*(column.header for column in file.named if column.filled), NONE),
        )
    )


def _dated(column: ColumnProfile) -> str:
    strange = column.filled - column.dates
    return f"{column.fullness}, {strange:,} of them no dates" if strange else column.fullness


def _without(column: ColumnProfile, table: str) -> str:
    """What becomes of the rows that have no such day."""
    missing = column.rows - column.dates
    if not missing:
        return f"all {table} of the file load"
    rows = f"{missing:,}" if column.step == 1 else f"{missing / column.rows:.0%} of the"
    return f"{rows} rows without it are set aside"


def _likely_creation(file: FileProfile, role: TableRole, table: str, name: str) -> tuple[ColumnProfile | None, str]:
    """The column that seems to be the day a record came in, and what may be wrong with it."""
    named = role.column(name)
    if named is not None and named.filled:
        return named, role.guesses[name].doubt
    taken = {guess.column.header for concept, guess in role.guesses.items() if concept != name}
    candidates = [
        column
        for column in file.named
        if column.is_date and column.fill >= OFTEN and is_creation(column) and column.header not in taken
    ]
    if candidates:
        earliest = _earliest(file, candidates)
        if earliest is not None:
            return earliest, f"is this the day {CAME_IN[table]}? nothing is called so"
    if table == "deals":
        for concept in ("won_at", "closed_at"):
            column = role.column(concept)
            if column is not None and column.fill >= OFTEN:
                return column, "no day of creation is there, so a deal begins the day it closes"
    return None, ""


def _nothing(file: FileProfile, table: str) -> str:
    """What is said where no column can be the day."""
    dates = [column.header for column in file.named if column.may_be_date and column.is_date]
    what = (
        "no column of it holds dates"
        if not dates
        else f"it has the dates {listed(dates[:6])}, none of which is called so"
    )
    return f"{table} need the day {CAME_IN.get(table, 'of it')}, and {what}"


def _earliest(file: FileProfile, candidates: list[ColumnProfile]) -> ColumnProfile | None:
    """The one that is no later than all others, in nearly all records; None where several could be."""
    for column in candidates:
        if all(other is column or is_earlier(file, column, other) for other in candidates):
            return column
    return None


def is_earlier(file: FileProfile, column: ColumnProfile, other: ColumnProfile) -> bool:
    """Whether a date is no later than another, in nearly all records that have both."""
    (row,) = file.ask("draft_earlier", [column, other], **_formats(file, column, "a"), **_formats(file, other, "b"))
    both, earlier = row
    return bool(both) and earlier >= OFTEN * both


def _formats(file: FileProfile, column: ColumnProfile, name: str) -> dict[str, object]:
    drawn = picture(column.pictures[0]) if column.pictures else None
    return {
        f"{name}_order": list(in_order(column.order or file.order or "mdy")),
        f"{name}_shape": drawn.shape if drawn else "",
        f"{name}_formats": list(drawn.formats) if drawn else ["%Y"],
    }


def _some(column: ColumnProfile) -> str:
    return listed(column.samples[:3])
