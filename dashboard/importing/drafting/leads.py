"""What a file of leads says beside the leads: the days of their stages, and the state each is in now."""

from collections.abc import Iterator, Mapping

from dashboard.importing.canonical import ENTRIES, EXITS
from dashboard.importing.drafting.dates import date_keys, date_line
from dashboard.importing.drafting.items import Item
from dashboard.importing.drafting.linking import LinkFinder
from dashboard.importing.drafting.profiling import ColumnProfile, FileProfile
from dashboard.importing.drafting.questions import NO, NONE, YES, Question, QuestionKind, Reply
from dashboard.importing.drafting.records import key_line
from dashboard.importing.drafting.vocabulary import UNPARTED, meanings, meant, spoken, stands_in, words_for
from dashboard.importing.drafting.writing import DraftColumn, DraftFeed, inline, listed, one_of, pairs, quoted, read

PLAIN_EXITS = {"disqualified", "recycled", "rejected", "duplicate", "lost"}
"""States that are good for what became of a lead, whenever it was."""
MOST_WORDS = 4
OUTCOMES_OF_LEADS = ("won", "lost")


def lead_feeds(item: Item, ways: LinkFinder) -> Iterator[DraftFeed]:
    """The feeds beside that of the leads."""
    key = key_line(item, ways, "lead_id").value
    dated = _dated(item)
    plain = {header: event for header, event in dated.items() if not date_keys(item.file, _column(item, header))[0]}
    if plain:
        _, doubt = means_events(item.file, dated)
        yield DraftFeed("lead_records", [DraftColumn("lead_id", key)], events=plain, events_doubt=doubt)
    for header, event in dated.items():
        if header not in plain:
            column = _column(item, header)
            where = [inline(column=quoted(header), empty="false")]
            lines = [
                DraftColumn("lead_id", key),
                DraftColumn("event", inline(constant=quoted(event))),
                date_line(item.file, "at", column),
            ]
            yield DraftFeed("lead_records", lines, where, doubt=means_events(item.file, dated)[1])
    yield from _converted(item, key, dated)
    yield from _states(item, ways, key, set(dated.values()))


def _dated(item: Item) -> dict[str, str]:
    """Date columns whose header names an event: "Became a Customer Date" is a win."""
    taken = {
        column.header
        for name in ("created_at", "modified_at", "converted_at")
        if (column := item.role.column(name)) is not None
    }
    events = {}
    for column in item.file.named:
        if column.header in taken or not column.is_date or words_for("no_stage_day") & set(column.words.split()):
            continue
        event = chosen_event(item.file, column, _event_in(column))
        if event:
            events[column.header] = event
    return events if means_events(item.file, events)[0] else {}


def chosen_event(file: FileProfile, column: ColumnProfile, likely: str | None) -> str | None:
    """The event that a column's dates are the days of, after the user has been asked; None where they are of none."""
    choice = file.interview.ask(
        Question(
            file.label,
            f"event:{column.header}",
            QuestionKind.EVENT,
            f"Are the dates in “{column.header}” of {file.label} the days of {likely or 'an event'}?",
            (
                *([Reply(likely, f"Yes: {likely}", column.fullness, f"each is a day of {likely}")] if likely else []),
                Reply(NONE, "Of no event", "" if likely else column.fullness, "they are not read"),
            ),
            default=likely or NONE,
            records=column.filled,
            also=(*ENTRIES, *EXITS, *OUTCOMES_OF_LEADS),
        )
    )
    return choice.value if choice.value != NONE else None


def means_events(file: FileProfile, events: Mapping[str, str]) -> tuple[bool, str]:
    """Whether columns of dates are the days of these events, after the user has been asked, and what is doubtful."""
    if not events or all(file.interview.given(file.label, f"event:{header}") for header in events):
        return True, ""
    shown = ", ".join(f"“{header}” is {event}" for header, event in list(events.items())[:MOST_WORDS])
    more = f" and {len(events) - MOST_WORDS} more" if len(events) > MOST_WORDS else ""
    choice = file.interview.ask(
        Question(
            file.label,
            "events",
            QuestionKind.EVENT,
            f"Do these dates of {file.label} mean these events: {shown}{more}?",
            (
                Reply(YES, "They do", "", "each date is an event on that day"),
                Reply(NO, "They do not", "", "they are not read"),
            ),
            default=YES,
            doubt="do these dates mean these events?",
            records=file.rows,
        )
    )
    return choice.value == YES, choice.doubt


def _event_in(column: ColumnProfile) -> str | None:
    words = f" {column.words} "
    is_unparted = bool(UNPARTED.search(column.words))
    became = column.words.startswith(tuple(words_for("became")))
    ranked = [
        (len(word), event)
        for word, event in meanings("event").items()
        if stands_in(word, words, anywhere=is_unparted)
        and (became or word not in words_for("late_event"))
        and event not in {"inquiry", "duplicate", "test"}
    ]
    if not ranked and became and " lead " in words:
        return "inquiry"
    return max(ranked)[1] if ranked else None


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
    known: set[str] = set()
    for column in _state_columns(item):
        states = _exits(item.file, column, PLAIN_EXITS - dated)
        if not ways.of("deals"):
            states |= {word: "won" for word in column.samples if meant("event", word) == "won" and "won" not in dated}
        if not states or known & set(states.values()):
            continue
        known |= set(states.values())
        lines = [DraftColumn("lead_id", key), DraftColumn("event", read(column, values=pairs(states)))]
        if modified := item.role.column("modified_at"):
            lines.append(date_line(item.file, "modified_at", modified))
        if (reason := item.role.column("reason")) and reason is not column and reason.filled:
            lines.append(DraftColumn("reason", read(reason)))
        yield DraftFeed("lead_records", lines, [one_of(column, list(states))])


def _exits(file: FileProfile, column: ColumnProfile, exits: set[str]) -> dict[str, str]:
    """The words of a state that end a lead, after the user has been asked of them."""
    if not column.is_list:
        return {word: event for word in column.samples if (event := meant("event", word)) in exits}
    endings = {}
    for word in column.samples:
        known = meant("event", word)
        if known is not None and known not in exits:
            continue
        sounds_ended = known is None and "ended" in set(spoken("outcome", word))
        choice = file.interview.ask(
            Question(
                file.label,
                f"{column.header}:{word}",
                QuestionKind.OUTCOME,
                f"What does “{word}” in “{column.header}” of {file.label} say of a lead?",
                (
                    *([Reply(known, f"It is {known}", "", f"such leads count as {known}")] if known else []),
                    *([] if known else [Reply("disqualified", "It is disqualified", "", "such leads are out")]),
                    Reply(NONE, "It is still open", "", "it says nothing of how the lead ended"),
                ),
                default=known or NONE,
                doubt=f"{quoted(word)} counts as open: does it end a lead?" if sounds_ended else "",
                also=tuple(sorted(exits)),
            )
        )
        if choice.value in exits:
            endings[word] = str(choice.value)
    return endings


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
        and sum(meant("event", word) in {*ENTRIES, *EXITS} for word in column.samples) > min(column.distinct / 2, 2)
    ]


def _column(item: Item, header: str) -> ColumnProfile:
    return next(column for column in item.file.named if column.header == header)
