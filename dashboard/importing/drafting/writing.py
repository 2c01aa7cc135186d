"""A drafted mapping as text: each line with what is doubtful about it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import tomlkit

from dashboard.importing.drafting.profiling import ColumnProfile, FileProfile
from dashboard.importing.drafting.questions import NO, YES, Question, QuestionKind, Reply

NULL_WORDS = (
    "select",
    "n/a",
    "na",
    "null",
    "none",
    "-",
    "--",
    "nan",
    "(blank)",
    "unknown value",
    "#n/a",
    "(none)",
    "not set",
)
SOURCE = "[[sources]]"
TELLING = 6
"""So many headers are enough to tell a file by."""


@dataclass(frozen=True)
class DraftColumn:
    """One column of a feed: its name, the TOML of how it is read, what is doubtful.

    ``is_open``: only the user can say how it is read; the line is a comment until then.
    """

    name: str
    value: str
    doubt: str = ""
    is_open: bool = False


@dataclass
class DraftFeed:
    """One table a source feeds."""

    table: str
    lines: list[DraftColumn]
    where: list[str] = field(default_factory=list)
    events: dict[str, str] = field(default_factory=dict)
    events_doubt: str = ""
    doubt: str = ""


@dataclass
class DraftSource:
    """One source of the draft, with what is said about its file."""

    file: FileProfile
    feeds: list[DraftFeed] = field(default_factory=list)
    files: tuple[str, ...] = ()
    sheet: str | None = None
    keep: list[str] = field(default_factory=list)
    telling: tuple[str, ...] = ()
    lookups: list[tuple[FileProfile, ColumnProfile]] = field(default_factory=list)
    looked_up: set[str] = field(default_factory=set)
    remarks: list[str] = field(default_factory=list)
    null_words: tuple[str, ...] = ()
    null_doubt: str = ""

    @property
    def name(self) -> str:
        """What lookups call it."""
        return self.file.label

    @property
    def open(self) -> list[tuple[str, DraftColumn]]:
        """The lines only the user can write, each with its table."""
        return [(feed.table, line) for feed in self.feeds for line in feed.lines if line.is_open]


def quoted(text: str) -> str:
    """A text as TOML has it."""
    return tomlkit.string(text).as_string()


def listed(texts: Sequence[str]) -> str:
    """Texts as TOML has them in a list, without its brackets."""
    return ", ".join(quoted(text) for text in texts)


def pairs(table: dict[str, str]) -> str:
    """A table of pairs in one line."""
    return "{ " + ", ".join(f"{quoted(key)} = {quoted(value)}" for key, value in table.items()) + " }"


def inline(**keys: str) -> str:
    """A table in one line, of values that are TOML already."""
    return "{ " + ", ".join(f"{name.rstrip('_')} = {value}" for name, value in keys.items() if value) + " }"


def one_of(column: ColumnProfile, words: Sequence[str]) -> str:
    """A filter that keeps rows with one of the words."""
    return inline(column=quoted(column.header), one_of=f"[{listed(words)}]")


def read(column: ColumnProfile, **keys: str) -> str:
    """How a column is read: its header alone, or with more keys, whose values are TOML."""
    more = {name: value for name, value in keys.items() if value}
    return inline(column=quoted(column.header), **more) if more else quoted(column.header)


def as_text(source: DraftSource, unused: Sequence[str]) -> Iterator[str]:
    """The lines of a source."""
    file = source.file
    yield from (f"# {remark}" for remark in source.remarks)
    yield SOURCE
    yield f"name = {quoted(source.name)}"
    if source.files:
        yield f"files = [{listed(source.files)}]"
    yield f"headers = [{listed(source.telling)}]"
    if source.sheet is not None:
        yield f"sheet = {quoted(source.sheet)}"
    if file.header_row is not None:
        row = file.header_row
        yield f"header_row = {list(row) if isinstance(row, tuple) else row}"
    if file.fill_down:
        yield f"fill_down = [{listed(file.fill_down)}]" + _unsure(file.fill_doubt)
    if source.keep:
        yield f"keep = [{', '.join(source.keep)}]"
    if source.null_words:
        yield f"null_words = [{listed(source.null_words)}]" + _unsure(source.null_doubt)
    if unused:
        yield f"# Not used: {listed(unused)}"
    for feed in source.feeds:
        yield ""
        yield from _feed(feed)


def _feed(feed: DraftFeed) -> Iterator[str]:
    yield "[[sources.feeds]]"
    yield f'table = "{feed.table}"' + _unsure(feed.doubt)
    if feed.where:
        yield f"where = [{', '.join(feed.where)}]"
    if feed.events:
        yield f"events = {pairs(feed.events)}" + _unsure(feed.events_doubt)
    yield "[sources.feeds.columns]"
    for line in feed.lines:
        if line.is_open:
            yield f"# {line.name} =" + _unsure(line.doubt)
        else:
            yield f"{line.name} = {line.value}" + _unsure(line.doubt)


def _unsure(doubt: str) -> str:
    return f"  # unsure: {doubt}" if doubt else ""


def remarks_in(text: str, questions: Sequence[Question]) -> Iterator[str]:
    """What a text is unsure of that none of the questions asks, each behind the name of the source it is about."""
    above: list[str] = []
    source = ""
    for line in text.splitlines():
        words, mark, doubt = line.partition("# unsure: ")
        for question in questions:
            doubt = doubt.replace(question.doubt, "") if question.doubt else doubt
        if line == SOURCE:
            source = SOURCE
        elif source == SOURCE:
            source = tomlkit.parse(line)["name"]
            yield from (f"{source}: {remark}" for remark in above)
            above = []
        elif mark and doubt.strip("; ") and words.strip():
            yield f"{source}: {words.strip()}: {doubt.strip('; ')}"
        elif mark and doubt.strip("; "):
            above.append(doubt.strip("; "))
        elif not line:  # what stands alone is said of a file that is left out, by its name
            yield from above
            above = []
    yield from above


def headers_in(source: DraftSource) -> set[str]:
    """The headers that a source's lines name."""
    spoken = "\n".join(as_text(source, []))
    named = {column.header for column in source.file.columns if quoted(column.header) in spoken}
    return named | source.looked_up


def telling_headers(source: DraftSource, first: Sequence[str]) -> tuple[str, ...]:
    """Headers that tell its file: what it must have, then others it reads, then what else it has."""
    used = headers_in(source)
    rest = [column.header for column in source.file.named if column.header in used]
    named = {column.header for column in source.file.named}
    return tuple(dict.fromkeys(name for name in [*first, *rest] if name in named))[:TELLING]


def settle_null_words(source: DraftSource) -> None:
    """Asks whether words for nothing, in the columns that are used, mean nothing."""
    words = _null_words(source)
    if not words:
        return
    file = source.file
    shown = ", ".join(f"“{word}”" for word in words)
    choice = file.interview.ask(
        Question(
            file.label,
            "null-words",
            QuestionKind.NULL_WORDS,
            f"Do the words {shown} in {file.label} mean nothing?",
            (
                Reply(YES, "They mean nothing", "", "such cells are empty"),
                Reply(NO, "They are values", "", "they count as what they say"),
            ),
            default=YES,
            doubt="do these words mean nothing?",
        )
    )
    if choice.value == YES:
        source.null_words, source.null_doubt = tuple(words), choice.doubt


def _null_words(source: DraftSource) -> list[str]:
    """Words for nothing, in the columns that are used."""
    used = {line.value for feed in source.feeds for line in feed.lines}
    spoken = "\n".join(used)
    words = {
        sample
        for column in source.file.named
        if quoted(column.header) in spoken
        for sample in column.samples
        if sample.lower() in NULL_WORDS
    }
    return sorted(words)
