"""How the dates and numbers of a file are written, where its values leave it open: asked, never guessed."""

from dashboard.importing.drafting.profiling import ColumnProfile, FileProfile
from dashboard.importing.drafting.questions import NO, YES, Answer, Choice, Kind, Question
from dashboard.importing.drafting.writing import listed
from dashboard.importing.mapping.formats import in_order
from dashboard.importing.sql import run

ORDERS = {"dmy": "Day first", "mdy": "Month first"}
MARKS = {".": "Decimal point", ",": "Decimal comma"}
MOST_SAMPLES = 3


def date_order(file: FileProfile, column: ColumnProfile, doubt: str = "") -> Choice:
    """The order of day and month in a file, where a column's values leave it open; one answer is good for the file.

    ``doubt`` says what is open where no value can be read without knowing.
    """
    counted = file.proven("date_order", column, day_first=list(in_order("dmy")), month_first=list(in_order("mdy")))
    _, _, both_ways, only_day, only_month, samples, _, _ = counted
    if not doubt and (not both_ways or only_day or only_month):
        return Choice(None, "", is_given=False)
    shown = list(samples or column.samples)[:MOST_SAMPLES]
    return file.asked.ask(
        Question(
            file.label,
            "date-order",
            Kind.DATE_ORDER,
            f"Are the dates of {file.label}, such as “{shown[0]}” in “{column.header}”, day first or month first?",
            tuple(
                Answer(order, words, "", "; ".join(_as_read(file, sample, order) for sample in shown))
                for order, words in ORDERS.items()
            ),
            default=None,
            doubt=doubt or f'{listed(shown)}: say date_order = "dmy" or "mdy"',
            records=column.filled,
        )
    )


def decimal_mark(file: FileProfile, column: ColumnProfile, *, whole: bool) -> Choice:
    """The decimal mark of a column's numbers, where its values leave it open or have both."""
    both_ways, only_point, only_comma, samples, a_point, a_comma = file.proven("decimal_mark", column, whole=whole)
    is_mixed = bool(only_point and only_comma)
    if not is_mixed and (not both_ways or only_point or only_comma):
        return Choice(None, "", is_given=False)
    shown = [a_point, a_comma] if is_mixed else list(samples)
    words = ", ".join(f"“{sample}”" for sample in shown)
    return file.asked.ask(
        Question(
            file.label,
            f"decimal:{column.header}",
            Kind.DECIMAL,
            f"Which mark stands before the decimals in “{column.header}” of {file.label}: {words}?",
            tuple(
                Answer(mark, label, "", "; ".join(_as_number(file, sample, mark) for sample in shown))
                for mark, label in MARKS.items()
            ),
            default=None,
            doubt=f"the mark in {words} can stand for decimals or for thousands",
            records=column.filled,
        )
    )


def filled_down(file: FileProfile, headers: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """The headers whose blanks repeat what stands above, and what is doubtful about it."""
    if not headers:
        return (), ""
    columns = [column for column in file.columns if column.header in headers]
    blanks = sum(column.rows - column.filled for column in columns)
    named = ", ".join(f"“{header}”" for header in headers)
    choice = file.asked.ask(
        Question(
            file.label,
            "fill-down",
            Kind.FILL_DOWN,
            f"Do the blanks below each value of {named} in {file.label} repeat what stands above?",
            (
                Answer(YES, "They repeat it", f"{blanks:,} blank cells", "as in a grouped report"),
                Answer(NO, "They are empty", "", f"{blanks:,} cells stay empty"),
            ),
            default=YES,
            doubt="do the blanks repeat what stands above?",
            records=blanks,
        )
    )
    return (headers, choice.doubt) if choice.value == YES else ((), "")


def _as_read(file: FileProfile, sample: str, order: str) -> str:
    row = run(file.con, "read_sample", sample=sample, formats=list(in_order(order))).fetchone()
    return f"“{sample}” is {row[0].day} {row[0]:%B %Y}" if row and row[0] else f"“{sample}”"


def _as_number(file: FileProfile, sample: str, mark: str) -> str:
    (number,) = run(file.con, "read_number", sample=sample, mark=mark).fetchone() or (None,)
    return f"“{sample}” is {number:,}" if number is not None else f"“{sample}” is no number"
