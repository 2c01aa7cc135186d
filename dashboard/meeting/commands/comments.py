"""``funnel-review comments`` and ``verdicts``: what people say of a place, and of a stalled deal."""

from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.meeting.commands.options import ByOption, IdArgument, WeekOption
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
    from dashboard.meeting.comments import Comment
    from dashboard.meeting.verdicts import DealVerdict

comments_app = typer.Typer(help="What people say of a figure, a week or a record.", invoke_without_command=True)
verdicts_app = typer.Typer(help="What the meeting says of stalled deals.", invoke_without_command=True)


@comments_app.callback()
def list_comments(
    context: typer.Context, warehouse: WarehouseOption = DEFAULT_WAREHOUSE, as_json: JsonOption = False
) -> None:
    """List every comment."""
    if context.invoked_subcommand:
        return
    from dashboard.meeting.comments import comments
    from dashboard.meeting.journal.journal import open_journal

    known = comments(open_journal(warehouse))
    if as_json:
        say_json(known)
    else:
        say_all(map(_comment_line, known), "Nobody has said anything yet.")


@comments_app.command("add")
def add(
    text: Annotated[str, typer.Argument(help="At most 2,000 letters.")],
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    screen: Annotated[str | None, typer.Option("--screen", help="The screen it is about.")] = None,
    figure: Annotated[str | None, typer.Option("--figure", help="The figure, by its path in the JSON.")] = None,
    week: Annotated[str | None, typer.Option("--week", help="The week, as 2026-W46.")] = None,
    record: Annotated[str | None, typer.Option("--record", help='The record, as "lead L1" or "deal D1".')] = None,
    chosen: Annotated[list[str] | None, typer.Option("--slice", help="FIELD=VALUE,VALUE; repeatable.")] = None,
    by: ByOption = None,
) -> None:
    """Say something of a place."""
    from dashboard.meeting.comments import CommentPlace, write
    from dashboard.meeting.journal.journal import open_journal
    from dashboard.meeting.people.command_line import shell_person
    from dashboard.scope.slices import Slice

    place = CommentPlace(
        screen=screen, figure=figure, week=week, record=record, slice=Slice.parse(chosen or []).chosen()
    )
    kept = write(open_journal(warehouse), text, place, shell_person(by, warehouse))
    say(f"Comment {kept.id} is kept.")


@comments_app.command("edit")
def edit(
    comment_id: IdArgument,
    text: Annotated[str, typer.Argument(help="What it says from now on.")],
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    by: ByOption = None,
) -> None:
    """Say a comment of yours anew."""
    from dashboard.meeting.comments import comment
    from dashboard.meeting.comments import edit as say_anew
    from dashboard.meeting.journal.journal import open_journal
    from dashboard.meeting.people.command_line import shell_person

    journal = open_journal(warehouse)
    kept = say_anew(journal, comment(journal, comment_id), text, shell_person(by, warehouse))
    say(f"Comment {kept.id} is changed.")


@comments_app.command("withdraw")
def withdraw(comment_id: IdArgument, warehouse: WarehouseOption = DEFAULT_WAREHOUSE, by: ByOption = None) -> None:
    """Take a comment of yours back."""
    from dashboard.meeting.comments import comment
    from dashboard.meeting.comments import withdraw as take_back
    from dashboard.meeting.journal.journal import open_journal
    from dashboard.meeting.people.command_line import shell_person

    journal = open_journal(warehouse)
    kept = take_back(journal, comment(journal, comment_id), shell_person(by, warehouse))
    say(f"Comment {kept.id} is withdrawn.")


@verdicts_app.callback()
def list_verdicts(
    context: typer.Context, warehouse: WarehouseOption = DEFAULT_WAREHOUSE, as_json: JsonOption = False
) -> None:
    """List the verdicts on stalled deals, and how often each cause that was shown was right."""
    if context.invoked_subcommand:
        return
    from dashboard.meeting.journal.journal import open_journal
    from dashboard.meeting.verdicts import precision, verdicts

    known = list(verdicts(open_journal(warehouse)).values())
    causes = precision(known)
    if as_json:
        say_json({"verdicts": known, "causes": causes})
    else:
        lines = [*map(_verdict_line, known), *(f"{each.cause}: {each.sentence}" for each in causes)]
        say_all(lines, "No stalled deal was judged yet.")


@verdicts_app.command("add")
def judge(
    deal_id: Annotated[str, typer.Argument(metavar="DEAL", help="A stalled deal.")],
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    week: WeekOption = None,
    settings: SettingsOption = None,
    right: Annotated[list[str] | None, typer.Option("--right", help="A cause that is right; repeatable.")] = None,
    wrong: Annotated[list[str] | None, typer.Option("--wrong", help="A cause that is not; repeatable.")] = None,
    other_cause: Annotated[str, typer.Option("--other", help="Another cause, in words.")] = "",
    next_move: Annotated[str, typer.Option("--next", help="What is done next.")] = "",
    owner: Annotated[str, typer.Option("--owner", help="Who does it.")] = "",
    due_on: Annotated[str | None, typer.Option("--due", help="By which day, 2026-11-30.")] = None,
    by: ByOption = None,
) -> None:
    """Say of a stalled deal which of the causes shown is right, and what comes next."""
    from dashboard.meeting.commands.looking import week_view
    from dashboard.meeting.journal.journal import open_journal
    from dashboard.meeting.people.command_line import shell_person
    from dashboard.meeting.verdicts import judge as keep
    from dashboard.meeting.verdicts import judgement, verdicts

    journal, view = open_journal(warehouse), week_view(warehouse, week, settings)
    causes = dict.fromkeys(right or (), True) | dict.fromkeys(wrong or (), False)
    judged = judgement(causes=causes, other_cause=other_cause, next_move=next_move, owner=owner, due_on=due_on)
    before = verdicts(journal).get(deal_id)
    keep(journal, view, deal_id, judged, shell_person(by, warehouse), before.version if before else 0)
    say(f"The verdict on deal {deal_id} is kept.")


def _comment_line(comment: "Comment") -> str:
    written = comment.written
    text = written.text if written else "withdrawn" if comment.is_withdrawn else "erased"
    place = (
        [
            value
            for value in (written.place.screen, written.place.figure, written.place.week, written.place.record)
            if value
        ]
        if written
        else []
    )
    return f"{comment.id}  {comment.author_name}, {comment.written_at:%Y-%m-%d %H:%M} UTC  {' · '.join([*place, text])}"


def _verdict_line(verdict: "DealVerdict") -> str:
    judged = verdict.judgement
    if judged is None:
        return f"{verdict.deal_id}  {verdict.author_name}  erased"
    causes = [f"{cause} {'right' if is_right else 'wrong'}" for cause, is_right in judged.causes.items()]
    parts = [*causes, judged.other_cause, f"next: {judged.next_move}" if judged.next_move else ""]
    return f"{verdict.deal_id}  {verdict.author_name}  {' · '.join(filter(None, parts))}"
