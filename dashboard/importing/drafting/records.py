"""The feed of a file's records: a line for each canonical column that is there, and the ways to other records."""

from collections.abc import Iterator, Sequence

from dashboard.importing.canonical import Column, ColumnKind
from dashboard.importing.drafting.dates import creation, date_line
from dashboard.importing.drafting.guessing import Guess
from dashboard.importing.drafting.linking import Item, LinkFinder, Way
from dashboard.importing.drafting.profiling import ColumnProfile
from dashboard.importing.drafting.vocabulary import DRAFTED, meant, records, words_of
from dashboard.importing.drafting.writing import (
    DraftColumn,
    DraftFeed,
    DraftSource,
    inline,
    listed,
    pairs,
    quoted,
    read,
)

MOST_STRANGE = 6


def records_feed(item: Item, ways: LinkFinder, source: DraftSource) -> DraftFeed:
    """The feed of the table the file's records are."""
    table = DRAFTED[item.table or ""]
    lines: list[DraftColumn] = []
    for column in table.columns:
        if not column.of_import:
            lines += _line(item, ways, source, column)
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
        yield _plain(item, ways, column, guess)
    elif column.required:
        yield _missing(item, column)


def key_line(item: Item, ways: LinkFinder, name: str) -> DraftColumn:
    """The line of the record's own key; where no column is one, a key for each row."""
    if item.key is not None:
        return DraftColumn(name, read(item.key, **ways.key_keys(item.key)), item.key_doubt)
    equal = item.file.equal_rows()
    same = f"; {equal:,} rows equal others: if those are the same one, say row_key = true" if equal else ""
    return DraftColumn(name, '{ row_key = "each row" }', f"no column tells the rows apart, so each row is one{same}")


def _reference(
    item: Item, ways: LinkFinder, source: DraftSource, column: Column, guess: Guess | None
) -> Iterator[DraftColumn]:
    """The line that finds the record of another table; what names nothing that is there is left out."""
    if column.refers_to == item.table:
        return
    found = ways.to(item, str(column.refers_to))
    if found:
        yield reference_line(column.name, found, source)
    elif guess is not None and column.unchecked and guess.column.filled:
        yield DraftColumn(column.name, read(guess.column), guess.doubt)
    elif column.required:
        yield DraftColumn(
            column.name, "", f"which column names the {str(column.refers_to)[:-1]}? none holds its key", is_open=True
        )
    elif column.refers_to == "leads" and ways.of("leads"):
        source.remarks.append("unsure: no lead is found: nothing here is the key, the address or the name of one.")


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


def _plain(item: Item, ways: LinkFinder, column: Column, guess: Guess) -> DraftColumn:
    """A line that reads one column, with what is doubtful about it."""
    profile = guess.column
    if column.kind in (ColumnKind.INSTANT, ColumnKind.DAY):
        return date_line(item.file, column.name, profile, guess.doubt)
    keys: dict[str, str] = {}
    doubts = [guess.doubt]
    if column.words and column.kind is ColumnKind.WORD:
        keys, doubt = word_keys(column.name, column.words, profile)
        doubts.append(doubt)
    elif column.kind is ColumnKind.YES_NO and not profile.is_yes_no:
        keys, doubt = _yes_no(column.name, profile)
        doubts.append(doubt)
    elif column.kind is ColumnKind.KEY:
        keys = ways.key_keys(profile)
    return DraftColumn(column.name, read(profile, **keys), "; ".join(filter(None, doubts)))


def word_keys(topic: str, words: Sequence[str], profile: ColumnProfile) -> tuple[dict[str, str], str]:
    """How the words of a column become fixed ones, and which of them are strange."""
    if not profile.is_list:
        return {}, "its words are many"
    told, strange = {}, []
    for word in profile.samples:
        fixed = meant(topic, word) or word.lower()
        if fixed not in words:
            strange.append(word)
        elif fixed != word.lower():
            told[word] = fixed
    doubt = f"what do {listed(strange[:MOST_STRANGE])} mean? add them to values" if strange else ""
    return {"values": pairs(told)} if told else {}, doubt


def _yes_no(topic: str, profile: ColumnProfile) -> tuple[dict[str, str], str]:
    told = {word: fixed for word in profile.samples if (fixed := meant(topic, word)) in {"true", "false"}}
    if told and len(told) == len(profile.samples):
        return {"values": pairs(told)}, ""
    if told:
        return {"values": pairs(told), "otherwise": '""'}, ""
    return {}, "which of its words are yes, which no? name them: true, false"


def _missing(item: Item, column: Column) -> DraftColumn:
    """A line for what the table needs and nothing was found for."""
    if column.name == "direction":
        return DraftColumn(column.name, '{ constant = "outbound" }', "nothing says who spoke, so it counts as yours")
    if column.name == "kind":
        kind, is_said = _kind_of(item)
        return DraftColumn(
            column.name, inline(constant=quoted(kind)), "" if is_said else "which kind of touch are they?"
        )
    if column.name in {"source", "rep"}:
        return DraftColumn(column.name, "", f"which column is the {column.name}?", is_open=True)
    return DraftColumn(column.name, "", f"{item.table} need it, and no column looks like it", is_open=True)


def _kind_of(item: Item) -> tuple[str, bool]:
    """The kind of touches that a file is called like."""
    for name in (item.file.place.sheet or "", item.file.place.stem):
        for word in words_of(name).split():
            singular = next((part for part in (word, word.removesuffix("s")) if meant("kind", part)), None)
            if singular and records().get(word) == "touches":
                return str(meant("kind", singular)), True
    return "other", False
