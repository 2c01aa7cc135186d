"""The feed of a file's records: a line for each canonical column that is there, and the ways to other records."""

from collections.abc import Iterator, Sequence

from dashboard.importing.canonical import Column, ColumnKind
from dashboard.importing.drafting.dates import creation, date_line
from dashboard.importing.drafting.guessing import Guess, may_hold
from dashboard.importing.drafting.items import EACH_ROW, EQUAL_ROWS, Item
from dashboard.importing.drafting.linking import FINDS_NONE, LinkFinder
from dashboard.importing.drafting.notation import decimal_mark
from dashboard.importing.drafting.profiling import ColumnProfile
from dashboard.importing.drafting.questions import NONE, Question, QuestionKind, Reply
from dashboard.importing.drafting.vocabulary import DRAFTED, meant, records, words_of
from dashboard.importing.drafting.ways import Way
from dashboard.importing.drafting.wording import MOST_STRANGE, word_keys, yes_no_keys
from dashboard.importing.drafting.writing import (
    DraftColumn,
    DraftFeed,
    DraftSource,
    inline,
    listed,
    quoted,
    read,
)

FEW_BLANK = 0.1
"""Where more rows than this say nothing of what each must have, an import waits for what they are."""


def records_feed(item: Item, ways: LinkFinder, source: DraftSource) -> DraftFeed:
    """The feed of the table the file's records are."""
    table = DRAFTED[item.table or ""]
    lines: list[DraftColumn] = []
    for column in table.columns:
        if not column.of_import:
            lines += _line(item, ways, source, column)
    if (money := item.role.column("currency")) is not None and item.table == "deals" and money.distinct > 1:
        source.remarks.append(
            f"unsure: amounts are in {listed(money.samples[:MOST_STRANGE])}: those in the setting currency count, "
            "else those in the commonest."
        )
    rivals = ", ".join(name.replace("_", " ") for name in item.role.rivals)
    return DraftFeed(table.name, lines, doubt=f"another table fits about as well: {rivals}" if rivals else "")


def _line(item: Item, ways: LinkFinder, source: DraftSource, column: Column) -> Iterator[DraftColumn]:
    guess = item.role.guesses.get(column.name)
    if column.name == DRAFTED[item.table or ""].key:
        yield key_line(item, ways, column.name)
    elif column.name == "created_at":
        yield creation(item.file, item.role, item.table or "", column.name)
    elif column.refers_to in {"leads", "deals", "accounts"} and not (
        item.table == "deals" and column.refers_to == "deals"
    ):
        yield from _reference(item, ways, source, column, guess)
    elif column.name == "name":
        yield from _name(item, guess)
    elif guess is not None and guess.column.filled:
        yield _plain(item, column, guess, ways.key_keys(guess.column))
    elif column.required:
        yield _missing(item, column)


def key_line(item: Item, ways: LinkFinder, name: str) -> DraftColumn:
    """The line of the record's own key; where no column is one, a key for each row."""
    if item.key is not None:
        return DraftColumn(name, read(item.key, **ways.key_keys(item.key)), item.key_doubt)
    return DraftColumn(name, inline(row_key="true" if item.row_key == EQUAL_ROWS else quoted(EACH_ROW)), item.key_doubt)


def _reference(
    item: Item, ways: LinkFinder, source: DraftSource, column: Column, guess: Guess | None
) -> Iterator[DraftColumn]:
    """The line that finds the record of another table; what names nothing that is there is left out."""
    if column.refers_to == item.table:
        return
    way = ways.to(item, str(column.refers_to))
    if way:
        yield reference_line(column.name, way, source)
    elif guess is not None and column.unchecked and guess.column.filled:
        yield DraftColumn(column.name, read(guess.column), guess.doubt)
    elif column.required:
        yield open_line(item, column, f"which column names the {str(column.refers_to)[:-1]}? none holds its key")
    elif column.refers_to == "leads" and ways.of("leads"):
        source.remarks.append(f"unsure: no lead is found: {FINDS_NONE}.")


def reference_line(name: str, ways: Sequence[Way], source: DraftSource) -> DraftColumn:
    """A line of one way or of several, the first that leads somewhere."""
    source.lookups += [used for way in ways for used in way.looked_up]
    shares = max(way.share for way in ways)
    source.remarks.append(f"{name} finds a record for {shares:.0%} of what names one.")
    doubt = "; ".join(way.doubt for way in ways if way.doubt)
    if len(ways) == 1:
        return DraftColumn(name, ways[0].value, doubt)
    return DraftColumn(name, inline(first_of=f"[{', '.join(way.value for way in ways)}]"), doubt)


def _name(item: Item, guess: Guess | None) -> Iterator[DraftColumn]:
    """A name, made of a first and a last one where it stands in two columns."""
    parts = [item.role.column(name) for name in ("first_name", "last_name")]
    there = [part for part in parts if part is not None and part.filled]
    if len(there) == 2 or (there and guess is None):
        headers = [part.header for part in there]
        yield DraftColumn("name", inline(join=f"[{listed(headers)}]") if len(headers) > 1 else quoted(headers[0]))
    elif guess is not None and guess.column.filled:
        yield DraftColumn("name", read(guess.column), guess.doubt)


def _plain(item: Item, column: Column, guess: Guess, key_keys: dict[str, str]) -> DraftColumn:
    """A line that reads one column, with what is doubtful about it; ``key_keys`` is how ids are read."""
    profile = guess.column
    if column.kind in (ColumnKind.INSTANT, ColumnKind.DAY):
        return date_line(item.file, column.name, profile, guess.doubt)
    keys: dict[str, str] = {}
    doubts = [guess.doubt]
    if column.words and column.kind is ColumnKind.WORD:
        keys, doubt = word_keys(item.file, column.name, column.words, profile, is_needed=column.required)
        doubts.append(doubt)
        if column.required and profile.filled < profile.rows:
            assumed, doubt = _assumed(item, column, profile)
            keys |= {"assumed": quoted(assumed)} if assumed else {}
            doubts.append(doubt)
    elif column.kind is ColumnKind.YES_NO and not profile.is_yes_no:
        keys, doubt = yes_no_keys(item.file, column.name, profile)
        doubts.append(doubt)
    elif column.kind in (ColumnKind.NUMBER, ColumnKind.WHOLE):
        choice = decimal_mark(item.file, profile, whole=column.kind is ColumnKind.WHOLE)
        keys = {"decimal": quoted(choice.value)} if choice.value else {}
        doubts.append(choice.doubt)
    elif column.kind is ColumnKind.KEY:
        keys = key_keys
    return DraftColumn(column.name, read(profile, **keys), "; ".join(filter(None, doubts)))


def _missing(item: Item, column: Column) -> DraftColumn:
    """A line for what the table needs and nothing was found for."""
    if column.name == "direction":
        return _constant(item, column, "outbound", "nothing says who spoke, so it counts as yours")
    if column.name == "kind":
        kind, is_said = _kind_of(item)
        return _constant(item, column, kind, "" if is_said else "which kind of touch are they?")
    doubt = f"{item.table} need it, and no column looks like it"
    return open_line(item, column, f"which column is the {column.name}?" if column.name in {"source", "rep"} else doubt)


def _assumed(item: Item, column: Column, profile: ColumnProfile) -> tuple[str, str]:
    """What the rows are that a column of fixed words is empty in, and the doubt about that; nothing: they wait."""
    file = item.file
    likely = "outbound" if column.name == "direction" else _kind_of(item)[0] if column.name == "kind" else ""
    if not likely:
        return "", ""
    blank = profile.rows - profile.filled
    choice = file.interview.ask(
        Question(
            file.label,
            f"{column.name}:blank",
            QuestionKind.EVENT if blank > FEW_BLANK * profile.rows else QuestionKind.WORD,
            f"Which {column.name} are the rows of {file.label} with nothing in “{profile.header}”?",
            (
                Reply(likely, likely, f"{blank:,} rows", f"{blank:,} rows are {likely}"),
                Reply(NONE, "None", "", f"{blank:,} rows are set aside"),
            ),
            default=likely,
            doubt=f"{blank:,} rows say nothing in {quoted(profile.header)}, and count as {likely}",
            records=blank,
            also=tuple(column.words),
        )
    )
    return ("" if choice.value == NONE else str(choice.value)), choice.doubt


def _constant(item: Item, column: Column, likely: str, doubt: str) -> DraftColumn:
    """A line that says the same of all rows, of the fixed words that there are."""
    file = item.file
    rivals = [word for word in column.words if word != likely]
    choice = file.interview.ask(
        Question(
            file.label,
            f"{column.name}:all",
            QuestionKind.WORD,
            f"Which {column.name} are the {item.table} of {file.label}? No column says it.",
            tuple(Reply(word, word, "", f"all {file.rows:,} rows are {word}") for word in [likely, *rivals][:3]),
            default=likely,
            doubt=doubt,
            records=file.rows,
            also=tuple(column.words),
        )
    )
    return DraftColumn(column.name, inline(constant=quoted(str(choice.value))), choice.doubt)


def open_line(item: Item, column: Column, doubt: str) -> DraftColumn:
    """A line that only the user can write: which column it is; of none, the file is left out."""
    file = item.file
    can_be = [
        candidate for candidate in file.named if candidate.filled and may_hold(column.kind, candidate, column.name)
    ]
    choice = file.interview.ask(
        Question(
            file.label,
            column.name,
            QuestionKind.CREATION,
            f"Which column of {file.label} is the {column.name.replace('_', ' ')} of its {item.table}?",
            (
                *(Reply(candidate.header, candidate.header, candidate.fullness) for candidate in can_be[:2]),
                Reply(NONE, f"Leave {file.label} out", "", f"no {item.table} of this file are imported"),
            ),
            default=None,
            doubt=doubt,
            records=file.rows,
            also=tuple(candidate.header for candidate in file.named),
        )
    )
    if choice.value in {None, NONE}:
        return DraftColumn(column.name, "", choice.doubt, is_open=True)
    return _plain(item, column, Guess(column.name, file.column(str(choice.value))), {})


def _kind_of(item: Item) -> tuple[str, bool]:
    """The kind of touches that a file is called like."""
    for name in (item.file.place.sheet or "", item.file.place.stem):
        for word in words_of(name).split():
            singular = next((part for part in (word, word.removesuffix("s")) if meant("kind", part)), None)
            if singular and records().get(word) == "touches":
                return str(meant("kind", singular)), True
    return "other", False
