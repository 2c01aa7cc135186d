"""Drafts a mapping for unknown files: what it is unsure of is marked ``# unsure``."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import tomlkit

from dashboard.importing.canonical import Column, Kind
from dashboard.importing.mapping.files import bundled, load_mapping
from dashboard.importing.mapping.guessing import Guess, guess_table, meanings, words_of
from dashboard.importing.mapping.matching import Header, source_for
from dashboard.importing.mapping.profiling import ColumnProfile, FileProfile, profile_files
from dashboard.importing.reading import ReadOptions

NULL_WORDS = ("select", "n/a", "na", "null", "none", "-", "nan", "(blank)", "unknown value")
FEW = 40
"""A column with more different values than this holds no words of a list."""


def draft_mapping(paths: Sequence[Path], options: ReadOptions) -> str:
    """The text of a mapping for the files of ``paths``; raises BadInput when one cannot be read, or MustAsk."""
    lines = [
        "# A first mapping, drafted by `funnel-review map` from headers and values.",
        "# Look at every line marked `# unsure`; then: funnel-review import PATH --mapping THIS-FILE",
        'name = "draft"',
    ]
    for file in profile_files(paths, options):
        lines += ["", *_shipped(file), *_source(file)]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return tomlkit.string(text).as_string()


def _list(texts: Sequence[str]) -> str:
    return ", ".join(_quoted(text) for text in texts)


def _pairs(table: dict[str, str]) -> str:
    return "{ " + ", ".join(f"{_quoted(key)} = {_quoted(value)}" for key, value in table.items()) + " }"


def _shipped(file: FileProfile) -> Iterator[str]:
    header = Header(file.label, tuple(profile.header for profile in file.columns))
    for name in bundled():
        if source_for(load_mapping(name), file.label, header):
            yield f"# The mapping {name} that ships reads {file.label}: try --mapping {name} first."


def _source(file: FileProfile) -> Iterator[str]:
    table, guesses, is_close = guess_table(file)
    required = [guess for guess in guesses if guess.column.required]
    if not required:
        yield f"# unsure: nothing in {file.label} looks like a table of the product; it is left out."
        return
    used = [guess.profile.header for guess in guesses]
    events = _event_columns(file, used) if table.name in {"leads", "deals"} else {}
    telling = dict.fromkeys([*(guess.profile.header for guess in required), *events, *used])
    yield "[[sources]]"
    yield f"name = {_quoted(file.label)}"
    yield f"headers = [{_list(list(telling)[:6])}]"
    if words := _null_words(file, used):
        yield f"null_words = [{_list(words)}]  # unsure: do these words mean nothing?"
    key = next((guess.profile.header for guess in guesses if guess.column.name == table.key), None)
    closing = list(_closing(file, guesses, key)) if key and table.name == "deals" else []
    spoken = "\n".join(closing)
    unused = [
        profile.header
        for profile in file.columns
        if profile.header not in {*used, *events} and _quoted(profile.header) not in spoken
    ]
    if unused:
        yield f"# Not used: {_list(unused)}"
    yield ""
    yield "[[sources.feeds]]"
    yield f'table = "{table.name}"' + ("  # unsure: another table fits about as well" if is_close else "")
    yield "[sources.feeds.columns]"
    for guess in guesses:
        yield _column(guess)
    found = {guess.column.name for guess in guesses}
    for column in table.columns:
        if column.required and column.name not in found:
            yield _missing(file, column)
    if key and events:
        yield from _events(table.name, events, key)
    yield from closing


def _column(guess: Guess) -> str:
    """A line that reads one column, with what is doubtful about it."""
    profile, column = guess.profile, guess.column
    extras: list[str] = []
    doubts = [guess.doubt] if guess.doubt else []
    if column.kind in (Kind.INSTANT, Kind.DAY):
        extras, doubt = _dates(profile)
        doubts += doubt
    elif column.words:
        translated, strangers = _words(column, profile)
        extras = [f"values = {_pairs(translated)}"] if translated else []
        if strangers and column.kind is Kind.WORD:
            doubts.append(f"what do {_list(strangers)} mean? add them to values")
    elif column.kind is Kind.YES_NO and profile.booleans < profile.filled:
        doubts.append("which of its words are yes, which no? name them: true, false")
    elif column.kind is Kind.KEY and column.required and not column.refers_to and not profile.is_key:
        doubts.append("it does not tell the rows apart")
    origin = _quoted(profile.header)
    value = f"{{ {', '.join([f'column = {origin}', *extras])} }}" if extras else origin
    return f"{column.name} = {value}" + (f"  # unsure: {'; '.join(doubts)}" if doubts else "")


def _dates(profile: ColumnProfile) -> tuple[list[str], list[str]]:
    """How the dates of a column are written: extra keys, and doubts."""
    if profile.pictures:
        return [f"dates = [{_quoted(profile.pictures[0])}]"], []
    if profile.serials == profile.filled > 0:
        return ['dates = ["excel"]'], ["these look like a spreadsheet's day numbers"]
    if profile.epochs == profile.filled > 0:
        return ['dates = ["epoch"]'], ["these look like seconds since 1970"]
    if profile.epochs_ms == profile.filled > 0:
        return ['dates = ["epoch_ms"]'], ["these look like milliseconds since 1970"]
    if profile.day_or_month_first:
        return [], [f'{_list(profile.samples[:3])}: if the values leave it open, say date_order = "dmy" or "mdy"']
    return [], []


def _words(column: Column, profile: ColumnProfile) -> tuple[dict[str, str], list[str]]:
    """Which of a column's words stand for fixed ones, and which are strange."""
    if profile.distinct > FEW:
        return {}, []
    known = meanings(column.name)
    translated, strangers = {}, []
    for word in profile.samples:
        meant = known.get(words_of(word), word.lower())
        if meant not in column.words:
            strangers.append(word)
        elif meant != word.lower():
            translated[word] = meant
    return translated, strangers


def _missing(file: FileProfile, column: Column) -> str:
    """A line for what the table needs and nothing was found for."""
    name, doubt = column.name, f"  # unsure: {column.name} is needed"
    dates = [profile.header for profile in file.columns if profile.is_date]
    if column.kind is Kind.KEY and not column.refers_to:
        return f"{name} = {{ row_key = true }}  # unsure: no column tells the rows apart, so each row is its own key"
    if column.kind in (Kind.INSTANT, Kind.DAY) and dates:
        return f"{name} = {_quoted(dates[0])}{doubt}; is it this date?"
    if column.kind is Kind.WORD:
        return f'{name} = {{ constant = "{column.words[0]}" }}{doubt}; one of {", ".join(column.words)}'
    return f"{name} = {_quoted(file.columns[0].header)}{doubt} and no column looks like it"


def _event_columns(file: FileProfile, used: Sequence[str]) -> dict[str, str]:
    """Date columns whose header names an event: "Became a Customer Date" is a win."""
    found = {}
    for profile in file.columns:
        header = f" {words_of(profile.header)} "
        meant = [event for word, event in meanings("event").items() if f" {word} " in header]
        if meant and profile.is_date and profile.header not in used:
            found[profile.header] = meant[0]
    return found


def _events(table: str, events: dict[str, str], key: str) -> Iterator[str]:
    target, name = ("lead_events", "lead_id") if table == "leads" else ("deal_events", "deal_id")
    yield ""
    yield "[[sources.feeds]]"
    yield f'table = "{target}"'
    yield f"events = {_pairs(events)}  # unsure: do these dates mean these events?"
    yield "[sources.feeds.columns]"
    yield f"{name} = {_quoted(key)}"


def _closing(file: FileProfile, guesses: Sequence[Guess], key: str) -> Iterator[str]:
    """A feed of wins and losses, where a column of stages and a close date tell them."""
    closes = next((guess.profile.header for guess in guesses if guess.column.name == "expected_close_on"), None)
    for profile in file.columns:
        known = {word: meanings("event").get(words_of(word)) for word in profile.samples}
        outcomes = {word: meant for word, meant in known.items() if meant in {"won", "lost"}}
        if closes and outcomes and profile.distinct <= FEW:
            stage = _quoted(profile.header)
            yield ""
            yield "[[sources.feeds]]"
            yield 'table = "deal_events"'
            yield f"where = [{{ column = {stage}, one_of = [{_list(list(outcomes))}] }}]"
            yield "[sources.feeds.columns]"
            yield f"deal_id = {_quoted(key)}"
            yield f"at = {_quoted(closes)}  # unsure: is this when the deal closed?"
            yield f"event = {{ column = {stage}, values = {_pairs(outcomes)} }}"
            return


def _null_words(file: FileProfile, used: Sequence[str]) -> list[str]:
    """Words for nothing, in the columns that are used."""
    words = {
        sample
        for profile in file.columns
        if profile.header in used
        for sample in profile.samples
        if sample.lower() in NULL_WORDS
    }
    return sorted(words)
