"""``funnel-review review``: a week frozen, signed, opened again, shown as it was, and what was restated since."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from dashboard.meeting.commands.options import ByOption, WeekOption
from dashboard.metrics.options import (
    DEFAULT_WAREHOUSE,
    JsonOption,
    SettingsOption,
    SliceOption,
    WarehouseOption,
    say,
    say_all,
    say_json,
)

if TYPE_CHECKING:
    from dashboard.meeting.review.review import Review, SideName

review_app = typer.Typer(
    help="The week's review: its pack, frozen, signed, opened again, and what was restated since.",
    invoke_without_command=True,
)
ThatWeek = Annotated[str, typer.Option("--week", help="The review's week, as 2026-W46.")]
RevisionOption = Annotated[int | None, typer.Option("--revision", min=1, help="Default: the last.")]


@review_app.callback()
def pack(
    context: typer.Context,
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    week: WeekOption = None,
    revision: RevisionOption = None,
    chosen: SliceOption = None,
    settings: SettingsOption = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="The file: .html, .pdf, .json, .eml, .txt or .slack.json.")
    ] = None,
    named_format: Annotated[
        str | None, typer.Option("--format", help="The format, where the name does not say it.")
    ] = None,
    paper: Annotated[str, typer.Option("--paper", help="What it is printed on: a4 or letter.")] = "a4",
    names: Annotated[bool, typer.Option("--with-names", help="Names of deals and buyers beside their ids.")] = False,
) -> None:
    """Write the pack of a week: a frozen one as it was kept, an open one as it is now, marked as not signed.

    Exit status 1 when it is written and the data is older than the week or does not support all of its figures.
    """
    if context.invoked_subcommand:
        return
    from dashboard.errors import BadInput
    from dashboard.meeting.commands.pack import write_pack

    if out is None:
        raise BadInput("Name the pack's file, as in --out review.html; `funnel-review review --help` lists the rest.")
    write_pack(warehouse, out, week, revision, chosen or [], settings, named_format, paper, names=names)


@review_app.command("freeze")
def freeze(
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    week: WeekOption = None,
    settings: SettingsOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Freeze a week's figures with all they stand on."""
    from dashboard.meeting.commands.looking import week_view
    from dashboard.meeting.journal.journal import open_journal
    from dashboard.meeting.people.command_line import shell_person
    from dashboard.meeting.review.freezing import freeze as keep

    _show(
        keep(open_journal(warehouse), week_view(warehouse, week, settings), shell_person(by, warehouse)),
        as_json=as_json,
    )


@review_app.command("sign")
def sign(
    week: ThatWeek,
    side: Annotated[str, typer.Option("--side", help="marketing or sales.")],
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    reservation: Annotated[str, typer.Option("--reservation", help="What you sign it with.")] = "",
    decline: Annotated[str | None, typer.Option("--decline", help="Do not sign, for this reason.")] = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Sign a frozen week for a side, or say why not."""
    from dashboard.errors import BadInput
    from dashboard.meeting.journal.journal import open_journal
    from dashboard.meeting.people.command_line import shell_person
    from dashboard.meeting.review import freezing
    from dashboard.meeting.review.review import SIDES, review_of

    if side not in SIDES:
        raise BadInput(f'--side "{side}" is no side; use {" or ".join(SIDES)}.')
    journal, person, named = open_journal(warehouse), shell_person(by, warehouse), cast("SideName", side)
    review = review_of(journal, week)
    if decline is not None:
        _show(freezing.decline(journal, review, named, person, decline), as_json=as_json)
    else:
        _show(freezing.sign(journal, review, named, person, reservation), as_json=as_json)


@review_app.command("reopen")
def reopen(
    week: ThatWeek,
    why: Annotated[str, typer.Option("--why", help="The reason.")],
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Open a frozen week again; what was frozen and signed stays as its revision."""
    from dashboard.meeting.journal.journal import open_journal
    from dashboard.meeting.people.command_line import shell_person
    from dashboard.meeting.review import freezing
    from dashboard.meeting.review.review import review_of

    journal = open_journal(warehouse)
    _show(freezing.reopen(journal, review_of(journal, week), shell_person(by, warehouse), why), as_json=as_json)


@review_app.command("list")
def list_reviews(warehouse: WarehouseOption = DEFAULT_WAREHOUSE, as_json: JsonOption = False) -> None:
    """List the reviews that were frozen, who signed, and who has not."""
    from dashboard.meeting.journal.journal import open_journal
    from dashboard.meeting.review.review import reviews

    known = list(reviews(open_journal(warehouse)).values())
    if as_json:
        say_json([_as_json(review) for review in known])
    else:
        say_all(map(_line, known), "No review was frozen yet.")


@review_app.command("figures")
def figures(week: ThatWeek, warehouse: WarehouseOption = DEFAULT_WAREHOUSE, revision: RevisionOption = None) -> None:
    """Print the figures of a frozen week as they were, the JSON of `metrics`."""
    import json

    from dashboard.meeting.journal.journal import open_journal
    from dashboard.meeting.review.replay import frozen_figures, manifest_for

    journal = open_journal(warehouse)
    say_json(json.loads(frozen_figures(journal, manifest_for(journal, week, revision))))


@review_app.command("restated")
def restated(
    week: ThatWeek,
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    revision: RevisionOption = None,
    settings: SettingsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say what of a frozen week is another figure today, and why. Exit status 1 when something is."""
    from dashboard.meeting.commands.looking import week_view
    from dashboard.meeting.journal.journal import open_journal
    from dashboard.meeting.restatement import ledger
    from dashboard.meeting.restatement.words import lines_of

    today = week_view(warehouse, None, settings)
    restatement = ledger.restated(warehouse, open_journal(warehouse), today, week, revision)
    if as_json:
        say_json(restatement)
    else:
        say(*lines_of(restatement))
    if restatement.figures:
        raise typer.Exit(1)


def _show(review: "Review", *, as_json: bool) -> None:
    if as_json:
        say_json(_as_json(review))
    else:
        say(_line(review))


def _as_json(review: "Review") -> dict[str, object]:
    return {"week": review.week, "state": review.state, "revisions": [each.model_dump() for each in review.freezes]}


def _line(review: "Review") -> str:
    from datetime import UTC, datetime

    from dashboard.meeting.review.review import PATIENCE

    frozen = review.latest
    if frozen is None or not review.is_frozen:
        why = f": {frozen.reopened_because or 'its reason was erased'}" if frozen else ""
        return f"{review.week}  open again{why}"
    signatures = [
        f"{each.side} {'declined' if each.is_declined else 'signed'} by {each.author_name}"
        f"{'' if each.is_verified else ' (not verified)'}{f': {each.words}' if each.words else ''}"
        for each in frozen.signatures
    ]
    missing = review.missing(datetime.now(UTC).replace(tzinfo=None))
    late = [f"not signed by {' or '.join(missing)} for {PATIENCE.days} days"] if missing else []
    state = f"{review.week}  {review.state}, revision {frozen.revision}, {frozen.manifest[:12]}"
    return "; ".join([state, *signatures, *late])
