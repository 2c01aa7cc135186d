"""How the deals of each stage ended, told by what stands beside the stage: flags, odds, reasons, days."""

from collections.abc import Mapping

from dashboard.importing.drafting.items import Item
from dashboard.importing.drafting.outcomes import EMPTY, FILLED, Ends, fills
from dashboard.importing.drafting.profiling import ColumnProfile, FileProfile
from dashboard.importing.drafting.questions import NO, YES, Question, QuestionKind, Reply
from dashboard.importing.drafting.vocabulary import meant

SURE = {0.0: "lost", 1.0: "won", 100.0: "won"}
"""Odds that only an ended deal has."""


def ends_by_rows(item: Item, stage: ColumnProfile | None) -> dict[str, str]:
    """Which stages are of won deals and which of lost ones, as far as all else in their rows says so."""
    if stage is None or not stage.is_list:
        return {}
    file, role = item.file, item.role
    won = _all_say_won(file, stage, role.column("is_won"))
    odds = _by_odds(file, stage, role.column("probability"))
    ended = _dated(item, stage)
    lost = _with_reason(item, stage, ended)
    ends_by_stage = {**dict.fromkeys(lost, "lost"), **odds, **dict.fromkeys(won, "won")}
    if lost and not set(ends_by_stage.values()) - {"lost"} and lost < ended:
        ends_by_stage |= dict.fromkeys(ended - lost, "won")
    return ends_by_stage


def lost_by_reason(item: Item, ends: Ends) -> ColumnProfile | None:
    """The column of reasons, where no stage says lost and the deals that have a reason are lost, as the user says."""
    reason, file = item.role.column("reason"), item.file
    if reason is None or reason is ends.column or not reason.filled or set(ends.known.values()) != {"won"}:
        return None
    shares = fills(file, ends, reason)
    if shares["won"] > EMPTY or not 0 < shares["open"] < FILLED:
        return None
    choice = file.interview.ask(
        Question(
            file.label,
            f"lost:{reason.header}",
            QuestionKind.OUTCOME,
            f"Are the deals of {file.label} with a “{reason.header}” lost? No stage says so.",
            (
                Reply(YES, "They are lost", reason.fullness, f"{reason.filled:,} deals counted as lost"),
                Reply(NO, "They are open", "", f"{reason.filled:,} deals counted as open"),
            ),
            default=YES,
            doubt="no stage says lost",
            records=reason.filled,
        )
    )
    return reason if choice.value == YES else None


def _all_say_won(file: FileProfile, stage: ColumnProfile, flag: ColumnProfile | None) -> set[str]:
    """The stages all of whose deals are marked as won."""
    if flag is None or not flag.is_yes_no:
        return set()
    values_by_stage = _values_by_stage(file, stage, flag)
    return {word for word, values in values_by_stage.items() if {meant("done", value) for value in values} == {"true"}}


def _by_odds(file: FileProfile, stage: ColumnProfile, odds: ColumnProfile | None) -> dict[str, str]:
    """The stages all of whose deals have the odds of an ended one."""
    if odds is None or not odds.is_number or odds.distinct < len(SURE):
        return {}
    values_by_stage = {
        word: {_number(value) for value in values} for word, values in _values_by_stage(file, stage, odds).items()
    }
    return {
        word: SURE[next(iter(values))]
        for word, values in values_by_stage.items()
        if len(values) == 1 and values <= set(SURE)
    }


def _number(text: str) -> float:
    try:
        return float(text.rstrip("% ").replace(",", "."))
    except ValueError:
        return -1.0


def _only_in(file: FileProfile, stage: ColumnProfile, column: ColumnProfile) -> list[str]:
    """The stages whose deals have a value in a column, where those of others have none."""
    shares = {word: filled / records for word, records, filled in file.ask("draft_fills", [stage, column]) if word}
    there = [word for word, share in shares.items() if share >= FILLED]
    return there if all(share >= FILLED or share <= EMPTY for share in shares.values()) else []


def _dated(item: Item, stage: ColumnProfile) -> set[str]:
    """The stages whose deals alone have a day that is neither that they came in, nor one that is expected."""
    taken = {item.role.column(name) for name in ("created_at", "expected_close_on", "modified_at", "next_step_on")}
    dates = [column for column in item.file.named if column.is_date and 0 < column.fill < 1 and column not in taken]
    return next((set(words) for column in dates if (words := _only_in(item.file, stage, column))), set())


def _with_reason(item: Item, stage: ColumnProfile, ended: set[str]) -> set[str]:
    """The stages whose deals alone have a reason: in the column of them, else in a list only ended ones have."""
    reason = item.role.column("reason")
    if reason is not None:
        return set(_only_in(item.file, stage, reason)) if reason is not stage else set()
    for column in item.file.named:
        if column.is_list and not (column.is_number or column.is_yes_no) and 0 < column.fill < 1:
            words = set(_only_in(item.file, stage, column))
            if words and words < ended:
                return words
    return set()


def _values_by_stage(file: FileProfile, stage: ColumnProfile, column: ColumnProfile) -> Mapping[str, set[str]]:
    """What stands in a column beside each stage."""
    values_by_stage: dict[str, set[str]] = {}
    for word, value, _ in file.ask("draft_ended", [stage, column]):
        values_by_stage.setdefault(word, set()).add(value)
    return values_by_stage
