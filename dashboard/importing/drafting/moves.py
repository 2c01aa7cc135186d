"""Files that say how records moved, and what was done with them: histories and touches."""

from collections.abc import Iterator

from dashboard.importing.canonical import ENTRIES, EXITS
from dashboard.importing.drafting.dates import date_line
from dashboard.importing.drafting.endings import chosen_ends
from dashboard.importing.drafting.items import Item
from dashboard.importing.drafting.linking import LinkFinder
from dashboard.importing.drafting.outcomes import ends_in
from dashboard.importing.drafting.profiling import ColumnProfile, FileProfile
from dashboard.importing.drafting.questions import NONE, Question, QuestionKind, Reply, SettledAnswer
from dashboard.importing.drafting.records import reference_line
from dashboard.importing.drafting.vocabulary import meant, words_of
from dashboard.importing.drafting.writing import (
    DraftColumn,
    DraftFeed,
    DraftSource,
    inline,
    listed,
    one_of,
    pairs,
    quoted,
    read,
)
from dashboard.importing.working import NO_STAGE

FIELDS = {
    "lead_history": {
        "status",
        "lead status",
        "lifecycle stage",
        "lifecyclestage",
        "hs lead status",
        "stage",
        "leadstatus",
    },
    "deal_history": {
        "stage",
        "stagename",
        "stage name",
        "dealstage",
        "deal stage",
        "phase",
        "potential stage",
        "opportunity stage",
    },
}
"""What the field is called whose changes are moves."""
UNDONE = "not_one_of"
NO_STAGE_WORD = "no-stage"
"""What a user says of a state that is no stage; ``none`` is no state at all."""
MOST_DOUBTS = 6
"""So many strange words are asked about, the commonest; one may say of the others what they mean as well."""


def history_feed(item: Item, ways: LinkFinder, source: DraftSource) -> DraftFeed:
    """The feed of a history of leads or of deals."""
    table = item.table or ""
    name, records = ("lead_id", "leads") if table == "lead_history" else ("deal_id", "deals")
    way = ways.to(item, records)
    pointer = item.role.column(name)
    event = item.role.column("event")
    at = item.role.column("at")
    assert pointer is not None and event is not None and at is not None, "a role has them"  # noqa: S101, PT018
    lines = [
        reference_line(name, way, source) if way else DraftColumn(name, read(pointer), "nothing says whose they are")
    ]
    lines.append(date_line(item.file, "at", at))
    where = _of_stage(item, table)
    if table == "lead_history":
        lines.append(_lead_event(item.file, event, where))
    else:
        known = chosen_ends(item.file, ends_in(event)).known
        where.append(inline(column=quoted(event.header), empty="false"))
        lines.append(DraftColumn("event", read(event, values=pairs(known) if known else "")))
    lines += [
        DraftColumn(more, read(column))
        for more in ("actor", "reason")
        if (column := item.role.column(more)) and column.filled
    ]
    return DraftFeed(table, lines, where)


def _of_stage(item: Item, table: str) -> list[str]:
    """The filter that keeps changes of the stage, where the history has changes of other fields, too."""
    field = item.role.column("field")
    if field is None:
        return []
    moves = [word for word in field.samples if words_of(word) in FIELDS[table]]
    return [one_of(field, moves)] if moves else []


def _lead_event(file: FileProfile, event: ColumnProfile, where: list[str]) -> DraftColumn:
    """What a lead's moves are; words nobody knows are left out and asked about."""
    known: dict[str, str] = {}
    doubts: list[str] = []
    is_whole = True
    for word in event.samples:
        choice = _move(file, event, word, is_listed=sum(map(bool, doubts)) < MOST_DOUBTS)
        doubts.append(choice.doubt)
        if choice.value == NONE:
            is_whole = False
        else:
            known[word] = NO_STAGE if choice.value == NO_STAGE_WORD else str(choice.value)
    if not is_whole:
        where.append(one_of(event, list(known)) if known else inline(column=quoted(event.header), empty="true"))
    return DraftColumn(
        "event",
        read(event, values=pairs({word: state for word, state in known.items() if state != word.lower()})),
        "; ".join(filter(None, doubts)),
    )


def _move(file: FileProfile, event: ColumnProfile, word: str, *, is_listed: bool) -> SettledAnswer:
    """What a lead's move to a state is; a doubt about it is told where it ``is_listed``."""
    worked = meant("worked", word)
    known = meant("event", word) or worked or word.lower()
    known = NO_STAGE_WORD if known in {"inquiry", NO_STAGE} else known
    is_known = known in {*ENTRIES, *EXITS, NO_STAGE_WORD}
    doubt = "" if is_known else f"{quoted(word)} is left out: what does it mean?"
    if is_known and worked == known:
        doubt = f"does sales accept a lead that is {quoted(word)}?"
    nowhere = Reply(NO_STAGE_WORD, "It is in no stage", "", "it is before the first stage, or back there")
    return file.interview.ask(
        Question(
            file.label,
            f"{event.header}:{word}",
            QuestionKind.EVENT,
            f"What does a move to “{word}” in “{event.header}” of {file.label} say of a lead?",
            (
                *([Reply(known, f"It is {known}", "", f"such moves are {known}")] if is_known else []),
                *([] if is_known else [Reply("rejected", "Sales hands it back", "", "such moves are rejections")]),
                *([nowhere] if known != NO_STAGE_WORD else []),
                Reply(NONE, "Nothing", "", "such moves are not read"),
            ),
            default=known if is_known else NONE,
            doubt=doubt if is_listed else "",
            also=(*ENTRIES, *EXITS),
        )
    )


def touches_done(item: Item) -> Iterator[str]:
    """The filter that keeps what was done and leaves plans out."""
    status = item.role.column("status")
    if status is None or not status.is_list:
        return
    undone = [word for word in status.samples if meant("done", word) == "false"]
    if undone and any(meant("done", word) == "true" for word in status.samples):
        yield inline(column=quoted(status.header), **{UNDONE: f"[{listed(undone)}]"})
