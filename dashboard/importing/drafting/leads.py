"""What a file of leads says beside the leads: the days of their stages, and the state each is in now."""

from collections.abc import Iterator

from dashboard.importing.canonical import ENTRIES, EXITS
from dashboard.importing.drafting.dates import date_keys, date_line
from dashboard.importing.drafting.linking import Item, LinkFinder
from dashboard.importing.drafting.profiling import ColumnProfile
from dashboard.importing.drafting.records import key_line
from dashboard.importing.drafting.vocabulary import meanings, meant, words_for
from dashboard.importing.drafting.writing import DraftColumn, DraftFeed, inline, listed, one_of, pairs, quoted, read

PLAIN_EXITS = {"disqualified", "recycled", "rejected", "duplicate", "lost"}
"""States that are good for what became of a lead, whenever it was."""
MOST_WORDS = 4


def lead_feeds(item: Item, ways: LinkFinder) -> Iterator[DraftFeed]:
    """The feeds beside that of the leads."""
    key = key_line(item, ways, "lead_id").value
    dated = _dated(item)
    plain = {header: event for header, event in dated.items() if not date_keys(item.file, _column(item, header))[0]}
    if plain:
        yield DraftFeed("lead_records", [DraftColumn("lead_id", key)], events=plain)
    for header, event in dated.items():
        if header not in plain:
            column = _column(item, header)
            where = [inline(column=quoted(header), empty="false")]
            lines = [
                DraftColumn("lead_id", key),
                DraftColumn("event", inline(constant=quoted(event))),
                date_line(item.file, "at", column),
            ]
            yield DraftFeed("lead_records", lines, where, doubt="do these dates mean these events?")
    yield from _converted(item, key, dated)
    yield from _states(item, ways, key, set(dated.values()))


def _dated(item: Item) -> dict[str, str]:
    """Date columns whose header names an event: "Became a Customer Date" is a win."""
    taken = {
        column.header
        for name in ("created_at", "modified_at", "converted_at")
        if (column := item.role.column(name)) is not None
    }
    found = {}
    for column in item.file.named:
        if column.header in taken or not column.is_date or words_for("no_stage_day") & set(column.words.split()):
            continue
        event = _event_in(column)
        if event:
            found[column.header] = event
    return found


def _event_in(column: ColumnProfile) -> str | None:
    words = f" {column.words} "
    became = column.words.startswith(tuple(words_for("became")))
    found = [
        (len(word), event)
        for word, event in meanings("event").items()
        if f" {word} " in words
        and (became or word not in words_for("late_event"))
        and event not in {"inquiry", "duplicate", "test"}
    ]
    if not found and became and " lead " in words:
        return "inquiry"
    return max(found)[1] if found else None


def _converted(item: Item, key: str, dated: dict[str, str]) -> Iterator[DraftFeed]:
    """The day a lead was converted, where no deal says it more exactly."""
    column, deal = item.role.column("converted_at"), item.role.column("deal_id")
    if column is None or not column.filled or "sql" in dated.values():
        return
    where = [inline(column=quoted(column.header), empty="false")]
    if deal is not None:
        where.append(inline(column=quoted(deal.header), empty="true"))
    lines = [
        DraftColumn("lead_id", key),
        DraftColumn("event", inline(constant=quoted("sql"))),
        date_line(item.file, "at", column),
    ]
    yield DraftFeed("lead_records", lines, where)


def _states(item: Item, ways: LinkFinder, key: str, dated: set[str]) -> Iterator[DraftFeed]:
    """How a lead ended, by the status it has now; one without a day is good for that and no more."""
    told: set[str] = set()
    for column in _state_columns(item):
        states = {word: event for word in column.samples if (event := meant("event", word)) in PLAIN_EXITS - dated}
        if not ways.of("deals"):
            states |= {word: "won" for word in column.samples if meant("event", word) == "won" and "won" not in dated}
        if not states or told & set(states.values()):
            continue
        told |= set(states.values())
        lines = [DraftColumn("lead_id", key), DraftColumn("event", read(column, values=pairs(states)))]
        if modified := item.role.column("modified_at"):
            lines.append(date_line(item.file, "modified_at", modified))
        if (reason := item.role.column("reason")) and reason is not column and reason.filled:
            lines.append(DraftColumn("reason", read(reason)))
        yield DraftFeed("lead_records", lines, [one_of(column, list(states))])


def undated_entries(item: Item) -> Iterator[str]:
    """What is said of states that a lead entered on a day nobody knows."""
    dated = set(_dated(item).values())
    for column in _state_columns(item):
        entries = [word for word in column.samples if meant("event", word) in set(ENTRIES) - {"inquiry"} - dated]
        if entries:
            words = listed(entries[:MOST_WORDS])
            yield f'unsure: {words} of "{column.header}" have no day, and count for nothing; a history would date them.'


def _state_columns(item: Item) -> list[ColumnProfile]:
    """The columns of states: those called so, else any whose words are states."""
    named = [column for name in ("status", "stage") if (column := item.role.column(name)) is not None]
    if named:
        return named
    return [
        column
        for column in item.file.named
        if column.is_list
        and column.distinct > 1
        and sum(meant("event", word) in {*ENTRIES, *EXITS} for word in column.samples) > column.distinct / 2
    ]


def _column(item: Item, header: str) -> ColumnProfile:
    return next(column for column in item.file.named if column.header == header)
