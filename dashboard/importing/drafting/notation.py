"""How the dates and numbers of a file are written, where its values leave it open: asked, never guessed."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo

from dashboard.errors import BadInput
from dashboard.importing.drafting.profiling import ColumnProfile, FileProfile
from dashboard.importing.drafting.questions import (
    NO,
    YES,
    Question,
    QuestionKind,
    Reply,
    SettledAnswer,
    question_id,
)
from dashboard.importing.drafting.writing import listed
from dashboard.importing.mapping.formats import in_order, zone_named
from dashboard.importing.sql import run
from dashboard.scope.settings import zone_names
from dashboard.terminal import printable

ORDERS = {"dmy": "Day first", "mdy": "Month first"}
MARKS = {".": "Decimal point", ",": "Decimal comma"}
MOST_SAMPLES = 3
SEASONS = (datetime(2025, 1, 15, tzinfo=UTC), datetime(2025, 7, 15, tzinfo=UTC))
"""Winter and summer: a zone has an abbreviation for each."""
KNOWN_ZONES = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "Europe/London", "Europe/Berlin",
    "Europe/Athens", "Asia/Kolkata", "Asia/Shanghai", "Asia/Jerusalem", "Asia/Tokyo", "Australia/Sydney",
)  # fmt: skip


def date_order(file: FileProfile, column: ColumnProfile, doubt: str = "") -> SettledAnswer:
    """The order of day and month in a file, where a column's values leave it open; one answer is good for the file.

    ``doubt`` says what is open where no value can be read without knowing.
    """
    counted = file.proven("date_order", column, day_first=list(in_order("dmy")), month_first=list(in_order("mdy")))
    _, _, both_ways, only_day, only_month, samples, _, _ = counted
    if not doubt and (not both_ways or only_day or only_month):
        return SettledAnswer(None, "", is_given=False)
    shown = list(samples or column.samples)[:MOST_SAMPLES]
    return file.interview.ask(
        Question(
            file.label,
            "date-order",
            QuestionKind.DATE_ORDER,
            f"Are the dates of {file.label}, such as “{shown[0]}” in “{column.header}”, day first or month first?",
            tuple(
                Reply(order, words, "", "; ".join(_as_read(file, sample, order) for sample in shown))
                for order, words in ORDERS.items()
            ),
            default=None,
            doubt=doubt or f'{listed(shown)}: say date_order = "dmy" or "mdy"',
            records=column.filled,
        )
    )


def decimal_mark(file: FileProfile, column: ColumnProfile, *, whole: bool) -> SettledAnswer:
    """The decimal mark of a column's numbers, where its values leave it open or have both.

    The cells of a workbook are numbers, whose mark is known, unless they are texts with a comma.
    """
    both_ways, only_point, only_comma, samples, a_point, a_comma = file.proven("decimal_mark", column, whole=whole)
    is_mixed = bool(only_point and only_comma)
    if not file.is_text and not is_mixed:
        return SettledAnswer("," if only_comma else None, "", is_given=False)
    if not is_mixed and (not both_ways or only_point or only_comma):
        return SettledAnswer(None, "", is_given=False)
    shown = [a_point, a_comma] if is_mixed else list(samples)
    words = ", ".join(f"“{sample}”" for sample in shown)
    return file.interview.ask(
        Question(
            file.label,
            f"decimal:{column.header}",
            QuestionKind.DECIMAL,
            f"Which mark stands before the decimals in “{column.header}” of {file.label}: {words}?",
            tuple(
                Reply(mark, label, "", "; ".join(_as_number(file, sample, mark) for sample in shown))
                for mark, label in MARKS.items()
            ),
            default=None,
            doubt=f"the mark in {words} can stand for decimals or for thousands",
            records=column.filled,
        )
    )


def zones_of(file: FileProfile, column: ColumnProfile) -> tuple[dict[str, str], str]:
    """The zones of the abbreviations that most times of a column end in, and which of them are open."""
    if not any(":" in sample and sample[-1].isalpha() for sample in column.samples):
        return {}, ""
    counted = file.ask("draft_zones", [column])
    words = {word: times for word, times in counted if word}
    if 2 * sum(words.values()) <= sum(times for _, times in counted):
        return {}, ""
    zones, doubts = {}, []
    for word, times in words.items():
        choice = file.interview.ask(_zone_question(file, word, times))
        if choice.value is None:
            doubts.append(choice.doubt)
        else:
            zones[word] = _checked(file, word, choice.value)
    return zones, "; ".join(doubts)


def _zone_question(file: FileProfile, word: str, times: int) -> Question:
    likely = _offsets(word) or {"-05:00": "New York", "+01:00": "Berlin"}
    return Question(
        file.label,
        f"zone:{word}",
        QuestionKind.ZONE,
        f"Which zone is “{word}” behind {times:,} times of {file.label}? It stands for several.",
        tuple(Reply(offset, offset, "", f"as in {place}") for offset, place in list(likely.items())[:MOST_SAMPLES]),
        default=None,
        doubt=f"“{word}” behind a time stands for several zones",
        records=times,
        is_free=True,
    )


def _checked(file: FileProfile, word: str, zone: str) -> str:
    try:
        return zone_named(zone)
    except ValueError:
        message = f"{question_id(file.label, f'zone:{word}')} cannot be “{printable(zone)}”"
        raise BadInput(
            f"{message}; say an offset such as “-05:00”, or a full name such as “America/New_York”."
        ) from None


@cache
def _offsets(word: str) -> dict[str, str]:
    """The offsets from UTC that go by an abbreviation somewhere, those of most zones first, each with one of them."""
    zones_by_offset: dict[str, list[str]] = {}
    for name in sorted(zone_names()):
        if "/" not in name or name.startswith(("Etc/", "posix/", "right/", "SystemV/")):
            continue
        zone = ZoneInfo(name)
        for moment in SEASONS:
            local = moment.astimezone(zone)
            if local.tzname() == word.upper():
                zones_by_offset.setdefault(f"{local:%z}"[:3] + ":" + f"{local:%z}"[3:5], []).append(name)
    ranked = sorted(zones_by_offset.items(), key=lambda item: (-len(item[1]), item[0]))
    return {offset: _best_known(names) for offset, names in ranked}


def _best_known(names: Sequence[str]) -> str:
    """A zone a reader may know: the first of the capitals, else of all."""
    known = next((name for name in KNOWN_ZONES if name in names), names[0])
    return known.rpartition("/")[2].replace("_", " ")


def filled_down(file: FileProfile, headers: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """The headers whose blanks repeat what stands above, and what is doubtful about it."""
    if not headers:
        return (), ""
    columns = [column for column in file.columns if column.header in headers]
    blanks = sum(column.rows - column.filled for column in columns)
    named = ", ".join(f"“{header}”" for header in headers)
    choice = file.interview.ask(
        Question(
            file.label,
            "fill-down",
            QuestionKind.FILL_DOWN,
            f"Do the blanks below each value of {named} in {file.label} repeat what stands above?",
            (
                Reply(YES, "They repeat it", f"{blanks:,} blank cells", "as in a grouped report"),
                Reply(NO, "They are empty", "", f"{blanks:,} cells stay empty"),
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
