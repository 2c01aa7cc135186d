"""A file that holds leads and deals in one list, told apart by a column that names what each row is."""

# ruff: noqa: S608 — the names of tables and columns are made here, every value is bound

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dashboard.importing.drafting.choosing import role_with_answers
from dashboard.importing.drafting.items import Item
from dashboard.importing.drafting.profiling import ColumnProfile, FileProfile, profile
from dashboard.importing.drafting.questions import NO, YES, Question, QuestionKind, Reply
from dashboard.importing.drafting.vocabulary import records, words_of
from dashboard.importing.drafting.writing import DraftSource, one_of
from dashboard.importing.sql import identifier

BOTH = "both"


@dataclass(frozen=True)
class BothKinds:
    """The column that says which rows are deals, by which of its words."""

    column: ColumnProfile
    words: tuple[str, ...]


def both_kinds_in(file: FileProfile) -> BothKinds | None:
    """The column all of whose words are what leads and deals are called: "Lead" beside "Opportunity"."""
    for column in file.named:
        if column.is_list and column.distinct > 1 and column.filled == column.rows:
            meant = {word: records().get(words_of(word)) for word in column.samples}
            if set(meant.values()) == {"leads", "deals"}:
                return BothKinds(column, tuple(word for word, table in meant.items() if table == "deals"))
    return None


def parted(item: Item) -> list[tuple[Item, BothKinds | None]]:
    """An item as it is, or the leads and the deals of its file, where it holds both and the user does not deny it."""
    both = both_kinds_in(item.file) if item.table in {"leads", "deals"} else None
    if both is None or not _are_meant(item.file, both):
        return [(item, None)]
    of_deals = _rows_of(item.file, both)
    leads = Item(item.file, role_with_answers(item.file, "leads"))
    return [(leads, None), (Item(of_deals, role_with_answers(of_deals, "deals"), opens=leads), both)]


def _are_meant(file: FileProfile, both: BothKinds) -> bool:
    words = ", ".join(f"“{word}”" for word in both.words)
    choice = file.interview.ask(
        Question(
            file.label,
            BOTH,
            QuestionKind.TABLE,
            f"Is each row of {file.label} a lead, and those with {words} in “{both.column.header}” a deal, too?",
            (
                Reply(YES, "Leads, and deals among them", "", f"{file.rows:,} leads, each deal with its lead"),
                Reply(NO, "One of the two", "", "all rows are read as one table"),
            ),
            default=YES,
            doubt="one list holds leads and deals",
            records=file.rows,
        )
    )
    return choice.value == YES


def _rows_of(file: FileProfile, both: BothKinds) -> FileProfile:
    """The file as if it had its deals alone."""
    table = f"{file.staged.table}_deals"
    kept = f"select * from {identifier(file.staged.table)} where trim(c{both.column.at}) in (select unnest($words))"
    file.con.execute(f"create temp table {identifier(table)} as {kept}", {"words": list(both.words)})
    (rows,) = file.con.execute(f"select count(*) from {identifier(table)}").fetchone() or (0,)
    staged = replace(file.staged, table=table, rows_read=rows)
    looked_at = profile(file.con, staged, file.place, file.header_row, file.interview, lambda _done, _of: None)
    return replace(looked_at, fill_down=file.fill_down, fill_doubt=file.fill_doubt, summaries=file.summaries)


def joined(items: Sequence[tuple[Item, BothKinds | None]], sources: Mapping[int, DraftSource]) -> list[Item]:
    """The items that have a source of their own: the feeds of deals go to the source of the list they stand in."""
    for item, both in items:
        if both is not None and item.opens is not None:
            list_ = sources[id(item.opens)]
            for feed in sources[id(item)].feeds:
                feed.where.insert(0, one_of(both.column, both.words))
                list_.feeds.append(feed)
            list_.lookups += sources[id(item)].lookups
    return [item for item, both in items if both is None]
