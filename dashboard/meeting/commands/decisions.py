"""``funnel-review decisions``: those of a week and the open ones with what came of them; added, edited, closed."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboard.meeting.commands.options import ByOption, IdArgument, ReadOption, WeekOption
from dashboard.metrics.options import (
    DEFAULT_WAREHOUSE,
    JsonOption,
    SettingsOption,
    WarehouseOption,
    say,
    say_all,
    say_json,
)

if TYPE_CHECKING:
    from dashboard.meeting.decisions.decision import Decision, Work

decisions_app = typer.Typer(
    help="What was decided, whether it was done, and whether the figure moved after it.", invoke_without_command=True
)


@decisions_app.callback()
def list_decisions(
    context: typer.Context,
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    week: WeekOption = None,
    settings: SettingsOption = None,
    ledger: Annotated[bool, typer.Option("--ledger", help="Count them by quarter instead.")] = False,
    as_json: JsonOption = False,
) -> None:
    """List the decisions of a week's review and those still open, with what came of them."""
    if context.invoked_subcommand:
        return
    from dashboard.meeting.commands.looking import week_view
    from dashboard.meeting.decisions import listing
    from dashboard.meeting.decisions.judging import judged
    from dashboard.meeting.decisions.writing import decisions
    from dashboard.meeting.journal.journal import open_journal

    view = week_view(warehouse, week, settings)
    known = judged(view, decisions(open_journal(warehouse)).values())
    if ledger:
        counted = listing.ledger(known)
        if as_json:
            say_json(counted)
        else:
            say_all(listing.ledger_lines(counted), "Nothing was decided yet.")
        return
    shown = known if week is None else listing.of_week(known, week)
    if as_json:
        say_json({"week": view.week, "decisions": [listing.as_json(each) for each in shown]})
    else:
        say_all(map(listing.line_of, shown), f"Nothing was decided by {view.week}.")


@decisions_app.command("add")
def add(
    text: Annotated[str, typer.Argument(help="What is decided, at most 400 letters.")],
    owner: Annotated[str, typer.Option("--owner", help="Who does it.")],
    due_on: Annotated[str, typer.Option("--due", help="By which day, 2026-11-30.")],
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    week: WeekOption = None,
    settings: SettingsOption = None,
    side: Annotated[str, typer.Option("--side", help="marketing, sales or both.")] = "both",
    figure: Annotated[
        str | None, typer.Option("--figure", help="A figure by week, as changes.weekly has them.")
    ] = None,
    chosen: Annotated[list[str] | None, typer.Option("--slice", help="FIELD=VALUE,VALUE; repeatable.")] = None,
    direction: Annotated[str | None, typer.Option("--direction", help="up or down.")] = None,
    expected: Annotated[
        str | None,
        typer.Option("--expected", help="How far: 12, or 10%; a time as 1.5 h, a share as 5 points."),
    ] = None,
    from_week: Annotated[str | None, typer.Option("--from-week", help="Default: the week after the review's.")] = None,
    by_week: Annotated[str | None, typer.Option("--by-week", help="Default: six weeks in all.")] = None,
    confidence: Annotated[int | None, typer.Option("--confidence", help="50, 70 or 90 per cent.")] = None,
    why: Annotated[str, typer.Option("--why", help="Why you think so.")] = "",
    record: Annotated[
        list[str] | None, typer.Option("--record", help="A lead or deal it is about; repeatable.")
    ] = None,
    by: ByOption = None,
    try_it: Annotated[bool, typer.Option("--dry-run", help="Only say what it could show.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Keep a decision, with what its figure was in the 26 weeks before; first say what it could show."""
    from dashboard.meeting.commands.looking import week_view
    from dashboard.meeting.decisions.decision import proposal
    from dashboard.meeting.decisions.judging import power
    from dashboard.meeting.decisions.sizes import expected_size
    from dashboard.meeting.decisions.writing import make
    from dashboard.meeting.journal.journal import open_journal
    from dashboard.meeting.people.command_line import shell_person
    from dashboard.meeting.weeks import week_after
    from dashboard.scope.slices import Slice

    view = week_view(warehouse, week, settings)
    fields: dict[str, Any] = {
        "week": view.week, "text": text, "owner": owner, "side": side, "due_on": due_on, "figure": figure,
        "direction": direction, "slice": Slice.parse(chosen or []).chosen(), "confidence": confidence, "why": why,
        "records": tuple(record or ()), "expected": expected_size(expected, figure),
    }  # fmt: skip
    if figure is not None:
        first = from_week or week_after(view.week)
        fields |= {"from_week": first, "by_week": by_week or week_after(first, 5)}
    typed = proposal(fields)
    could = power(view, typed)
    if could is not None and not as_json:
        say(could.sentence)
    if try_it:
        return
    kept = make(open_journal(warehouse), view, typed, shell_person(by, warehouse))
    if as_json:
        say_json({"id": kept.id, "week": kept.week, "could_show": could.sentence if could else None})
    else:
        say(f"Decision {kept.id} is kept, of the review of {kept.week}.")


@decisions_app.command("done")
def done(
    decision_id: IdArgument,
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    by: ByOption = None,
    read: ReadOption = None,
) -> None:
    """Say that a decision is done."""
    _close(warehouse, decision_id, "done", by, read)


@decisions_app.command("drop")
def drop(
    decision_id: IdArgument,
    why: Annotated[str, typer.Option("--why", help="The reason.")],
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    by: ByOption = None,
    read: ReadOption = None,
) -> None:
    """Say that a decision is dropped, and why."""
    _close(warehouse, decision_id, "dropped", by, read, why)


@decisions_app.command("supersede")
def supersede(
    decision_id: IdArgument,
    by_decision: Annotated[str, typer.Option("--with", metavar="ID", help="The decision in its place.")],
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    by: ByOption = None,
    read: ReadOption = None,
) -> None:
    """Say that another decision stands in a decision's place."""
    _close(warehouse, decision_id, "superseded", by, read, by_decision)


@decisions_app.command("reopen")
def reopen(
    decision_id: IdArgument,
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    by: ByOption = None,
    read: ReadOption = None,
) -> None:
    """Open a closed decision again."""
    from dashboard.meeting.decisions.writing import decision
    from dashboard.meeting.decisions.writing import reopen as open_again
    from dashboard.meeting.journal.journal import open_journal
    from dashboard.meeting.people.command_line import shell_person

    journal = open_journal(warehouse)
    kept = open_again(journal, _as_read(decision(journal, decision_id), read), shell_person(by, warehouse))
    say(f"Decision {kept.id} is open.")


def _close(
    warehouse: Path, decision_id: str, work: "Work", by: str | None, read: int | None, note: str | None = None
) -> None:
    from dashboard.meeting.decisions.writing import close, decision
    from dashboard.meeting.journal.journal import open_journal
    from dashboard.meeting.people.command_line import shell_person

    journal = open_journal(warehouse)
    was = decision(journal, decision_id)
    kept = close(journal, _as_read(was, read), work, shell_person(by, warehouse), note)
    say(f"Decision {kept.id} is {kept.work}.")


def _as_read(decision: "Decision", read: int | None) -> "Decision":
    return decision if read is None else decision.model_copy(update={"version": read})
