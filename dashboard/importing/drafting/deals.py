"""What a file of deals says beside the deals: where each stands, when and why it closed, its stages."""

from collections.abc import Iterator

from dashboard.importing.drafting.case import BY_VALUES
from dashboard.importing.drafting.dates import date_keys, date_line
from dashboard.importing.drafting.endings import (
    CLOSE,
    chosen_closing,
    chosen_ends,
    doubt_of_no_ends,
    doubts_about,
    ends_of_stage,
    with_other_end,
)
from dashboard.importing.drafting.items import Item
from dashboard.importing.drafting.leads import chosen_event, means_events
from dashboard.importing.drafting.linking import LinkFinder
from dashboard.importing.drafting.outcomes import (
    Ends,
    ends_in,
    fills,
    is_closing,
    is_of_one_end,
    telling_column,
)
from dashboard.importing.drafting.profiling import ColumnProfile
from dashboard.importing.drafting.records import key_line
from dashboard.importing.drafting.roles import TableRole
from dashboard.importing.drafting.row_ends import ends_by_rows, lost_by_reason
from dashboard.importing.drafting.vocabulary import words_for
from dashboard.importing.drafting.writing import DraftColumn, DraftFeed, inline, pairs, quoted, read

EXPECTED_FILL = 0.1
"""From this share of open deals on that have a close date it is the one that is expected."""


def deal_feeds(item: Item, ways: LinkFinder, first: DraftFeed) -> Iterator[DraftFeed]:
    """The feeds beside that of the deals; corrects what the deals' own feed says of closing."""
    role = item.role
    stage, status = role.column("stage"), role.column("status")
    ends = telling_column(item.file, stage, status)
    is_flagged = any(role.column(name) is not None for name in ("is_closed", "is_won"))
    is_beside = ends is not None and stage is not None and stage is not ends.column and bool(stage.filled)
    stage_doubt = ""
    unclear_is_lost = ends is not None and is_beside and ends.is_whole
    if ends is not None and not (is_flagged and is_beside):
        by_rows = ends_by_rows(item, ends.column) if role.column("is_closed") is None else {}
        ends = chosen_ends(item.file, ends, by_rows=by_rows, unclear_is_lost=unclear_is_lost)
    elif ends is None and role.column("is_closed") is None and not _has_days_of_ends(role):
        standing = stage if stage is not None else status
        by_rows = ends_by_rows(item, standing)
        if by_rows or (standing is stage and not is_flagged):
            ends, stage_doubt = ends_of_stage(item.file, standing, by_rows)
    if ends is not None and not is_flagged and not (role.column("reason") and "won" in ends.known.values()):
        ends = with_other_end(item.file, ends)
    close, close_doubt = chosen_closing(item, ends, *_closing(item, ends))
    _expect(item, first, ends, close)
    _amounts(item, first, ends)
    key = key_line(item, ways, "deal_id")
    lines = [
        DraftColumn("deal_id", key.value),
        *_standing(item, ends, stage, stage_doubt),
        *_close_lines(item, close, close_doubt),
    ]
    if modified := role.column("modified_at"):
        lines.append(date_line(item.file, "modified_at", modified))
    reason = role.column("reason")
    if reason is not None and reason.filled and (ends is None or reason is not ends.column):
        lines.append(DraftColumn("reason", read(reason)))
    says_something = {"event", "is_won", "is_closed"} & {line.name for line in lines}
    if says_something:
        yield DraftFeed("deal_records", lines, doubt=_doubt(ends, lines))
    else:
        item.file.interview.take_back(item.file.label, CLOSE)  # no deal closes, so no day is asked for
    if not says_something and first.table == "deals":
        first.doubt = "; ".join(filter(None, (first.doubt, doubt_of_no_ends(item.file))))
    yield from _entered(item, key)


def _has_days_of_ends(role: TableRole) -> bool:
    """Whether wins or losses have a day of their own."""
    return any(role.column(name) is not None for name in ("won_at", "lost_at"))


def _standing(item: Item, ends: Ends | None, stage: ColumnProfile | None, doubt: str) -> Iterator[DraftColumn]:
    """The stage a deal is in, with what is doubtful where no word ends one, and the flags that say how it ended."""
    closed, won = item.role.column("is_closed"), item.role.column("is_won")
    if ends is None:
        if stage is not None and stage.filled:
            yield DraftColumn("event", read(stage), doubt)
    elif stage is not None and stage is not ends.column and stage.filled:
        known = ends_in(stage).known
        yield DraftColumn("event", read(stage, values=pairs(known) if known else ""))
        if closed is None and won is None:
            yield from _flags(ends)
    else:
        yield DraftColumn("event", read(ends.column, values=pairs(ends.known)), doubts_about(ends))
        if closed is None and won is None and (reason := lost_by_reason(item, ends)) is not None:
            wins = pairs(dict.fromkeys(ends.known, "true"))
            parts = (
                read(ends.column, values=wins, otherwise='""'),
                read(reason, if_any='"true"'),
                inline(constant='"false"'),
            )
            yield DraftColumn("is_closed", inline(first_of=f"[{', '.join(parts)}]"))
            yield DraftColumn("is_won", read(ends.column, values=wins, otherwise='"false"'))
    for name, flag in (("is_closed", closed), ("is_won", won)):
        if flag is not None and flag.is_yes_no:
            yield DraftColumn(name, read(flag))
    if ends is None and won is None:
        yield from _flags_of_dates(item)


def _flags(ends: Ends) -> Iterator[DraftColumn]:
    """Whether a deal is closed, and won, by the words of its status; what ends it in another way is no win."""
    words = ends.known | (dict.fromkeys(ends.unclear, "lost") if ends.is_whole else {})
    yield DraftColumn(
        "is_closed",
        read(ends.column, values=pairs(dict.fromkeys(words, "true")), otherwise='"false"'),
        doubts_about(ends, unclear_is_lost=ends.is_whole),
    )
    won = {word: "true" for word, end in words.items() if end == "won"}
    if won:
        yield DraftColumn("is_won", read(ends.column, values=pairs(won), otherwise='"false"'))


def _flags_of_dates(item: Item) -> Iterator[DraftColumn]:
    """The days of wins and losses, where nothing else tells of them; what has a day of a loss is no win."""
    won, lost = item.role.column("won_at"), item.role.column("lost_at")
    dated = [column for column in (won, lost) if column is not None and column.filled]
    if not dated:
        return
    parts = [read(column, if_any='"true"') for column in dated]
    yield DraftColumn("is_closed", inline(first_of=f"[{', '.join(parts)}]") if len(parts) > 1 else parts[0])
    readings = [read(won, if_any='"true"')] if won in dated and won is not None else []
    readings += [read(lost, if_any='"false"')] if lost in dated and lost is not None else []
    yield DraftColumn("is_won", inline(first_of=f"[{', '.join(readings)}]") if len(readings) > 1 else readings[0])


def _closing(item: Item, ends: Ends | None) -> tuple[list[ColumnProfile], str]:
    """The columns with the day a deal closed, and what is doubtful about the choice."""
    close = _likely_closing(item, ends)
    if len(close) != 1:
        return close, ""
    called = {item.role.column(name) for name in ("closed_at", "won_at", "lost_at")}
    doubt = item.role.guesses["closed_at"].doubt if item.role.column("closed_at") is close[0] else ""
    return close, doubt if close[0] in called else "is this when the deal closed?"


def _likely_closing(item: Item, ends: Ends | None) -> list[ColumnProfile]:
    """The day a deal closed: the date closed deals have and open ones have not, else what is called so.

    Two columns where wins and losses have a day each; none where there is no such day. Never the day that is expected.
    """
    role, file = item.role, item.file
    named = role.column("closed_at")
    both = [column for name in ("won_at", "lost_at") if (column := role.column(name)) is not None and column.filled]
    if ends is None:
        return both or ([named] if named is not None else [])
    shares = {}
    for column in file.named:
        if column.is_date and column.filled:
            shares[column.header] = fills(file, ends, column)
    if named is not None and named.header in shares and is_closing(shares[named.header]):
        return [named]
    pair = [
        column
        for end in ("won", "lost")
        if (column := role.column(f"{end}_at")) is not None
        and column.header in shares
        and is_of_one_end(shares[column.header], end)
    ]
    if len(pair) == 2:
        return pair
    taken = {role.column(name) for name in ("created_at", "expected_close_on", "modified_at", "next_step_on")}
    by_values = [
        column
        for column in file.named
        if column.header in shares and column not in taken and is_closing(shares[column.header])
    ]
    if by_values:
        return by_values[:1]
    return pair or ([named] if named is not None else both)


def _close_lines(item: Item, close: list[ColumnProfile], doubt: str) -> Iterator[DraftColumn]:
    if len(close) == 1:
        yield date_line(item.file, "at", close[0], doubt)
    elif close:
        keys, about = date_keys(item.file, close[0])
        columns = ", ".join(quoted(column.header) for column in close)
        yield DraftColumn("at", inline(first_of=f"[{columns}]", **keys), "; ".join(filter(None, (doubt, about))))


def _expect(item: Item, first: DraftFeed, ends: Ends | None, close: list[ColumnProfile]) -> None:
    """The close date is the one expected, too, where open deals have it and no other says that."""
    closed = item.role.guesses.get("is_closed")
    if closed is not None and closed.doubt == BY_VALUES:  # then only closed deals have that date
        return
    if item.role.column("expected_close_on") is not None or len(close) != 1:
        return
    shares = fills(item.file, ends, close[0]) if ends is not None else {"open": close[0].fill}
    if shares["open"] > EXPECTED_FILL:
        line = date_line(item.file, "expected_close_on", close[0])
        places = [at for at, other in enumerate(first.lines) if other.name in {"amount", "currency", "created_at"}]
        first.lines.insert(max(places, default=0) + 1, line)


def _amounts(item: Item, first: DraftFeed, ends: Ends | None) -> None:
    """What a won deal brought, before what it was thought to bring, where only won deals have it."""
    actual = item.role.column("actual_amount")
    amount = next((line for line in first.lines if line.name == "amount"), None)
    if actual is None or not actual.filled:
        return
    if amount is None:
        first.lines.append(DraftColumn("amount", read(actual)))
    elif ends is not None and is_of_one_end(fills(item.file, ends, actual), "won"):
        place = first.lines.index(amount)
        first.lines[place] = DraftColumn(
            "amount", inline(first_of=f"[{quoted(actual.header)}, {amount.value}]"), amount.doubt
        )


def _doubt(ends: Ends | None, lines: list[DraftColumn]) -> str:
    """What no column says of how deals end."""
    names = {line.name for line in lines}
    if ends is None and not {"is_won", "is_closed"} & names:
        return "no word in these stages says won or lost; add values to event"
    if ends is not None and not {"is_won", "is_closed"} & names and len(set(ends.known.values())) == 1:
        (only,) = set(ends.known.values())
        return f"no stage says {'lost' if only == 'won' else 'won'}: is that so?"
    if "at" not in names:
        return "no column is the day a deal closed"
    return ""


def _entered(item: Item, key: DraftColumn) -> Iterator[DraftFeed]:
    """A move for each column with the day a deal entered a stage."""
    taken = {
        column.header for name in ("created_at", "closed_at", "won_at", "lost_at") if (column := item.role.column(name))
    }
    events = {}
    for column in item.file.named:
        words = f"{column.words} "
        start = next((beginning for beginning in words_for("entered") if words.startswith(f"{beginning} ")), None)
        if (
            start
            and (column.is_date or not column.filled)
            and column.header not in taken
            and "current stage" not in words
        ):
            stage = _stage_in(column.header, start)
            stage = (stage and chosen_event(item.file, column, stage)) or ""
            if stage:
                events[column.header] = stage
    dated = [column for column in item.file.named if column.header in events and column.filled]
    if dated and not any(date_keys(item.file, column)[0] for column in dated):
        is_so, doubt = means_events(item.file, events)
        if is_so:
            yield DraftFeed("deal_history", [DraftColumn("deal_id", key.value)], events=events, events_doubt=doubt)


def _stage_in(header: str, beginning: str) -> str:
    """The stage's name in a header, in its own spelling."""
    rest = header[len(beginning) :].strip(" _-:\"'()")
    return rest.split("(")[0].strip(" _\"'") or rest
