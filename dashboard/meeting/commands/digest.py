"""``funnel-review digest``: the week just over in ten lines at most, for a Monday's mail."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.meeting.commands.options import WeekOption
from dashboard.metrics.options import DEFAULT_WAREHOUSE, SettingsOption, WarehouseOption, say, say_beside

if TYPE_CHECKING:
    from dashboard.meeting.digest.item import Digest, Reader

NO_NEWS = 3


def digest(
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    week: WeekOption = None,
    reader: Annotated[
        str, typer.Option("--for", help="chair, marketing or sales: whose decisions are told.")
    ] = "chair",
    link: Annotated[
        str | None, typer.Option("--link", help="Where the screens are served, as https://funnel.example.com.")
    ] = None,
    only_if_news: Annotated[
        bool, typer.Option("--only-if-news", help="Write nothing, with exit status 3, when nothing is news.")
    ] = False,
    settings: SettingsOption = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="The file: .txt, .eml, .json or .slack.json; default: printed.")
    ] = None,
    named_format: Annotated[
        str | None, typer.Option("--format", help="The format, where the name does not say it.")
    ] = None,
) -> None:
    """Say what in the week just over is not as usual, who owes what, and what is known otherwise since.

    What was said the week before and is no worse is told by one word. Exit status 1 when it is written and the data is
    older than the week or does not support all shared figures.
    """
    from dashboard.meeting.digest.writing import FORMATS, plain_text
    from dashboard.meeting.pack.writing import format_of, put

    kind = None if out is None and named_format is None else format_of(out or Path(), named_format, FORMATS, "a digest")
    made = _made(warehouse, week, reader, link, settings)
    if only_if_news and not made.is_news:
        raise typer.Exit(NO_NEWS)
    if out is not None and kind is not None:
        put(out, FORMATS[kind](made))
    else:
        say(*(plain_text(made) if kind is None else FORMATS[kind](made).decode()).splitlines())
    for sentence in made.shortcomings:
        say_beside(sentence)
    if made.shortcomings:
        raise typer.Exit(1)


def _made(warehouse: Path, week: str | None, reader: str, link: str | None, settings: Path | None) -> "Digest":
    from datetime import UTC, datetime

    from dashboard.errors import BadInput
    from dashboard.importing.publishing.place import has_journal
    from dashboard.meeting.commands.looking import week_view
    from dashboard.meeting.digest.building import digest_of
    from dashboard.meeting.digest.item import READERS
    from dashboard.meeting.journal.journal import open_journal

    whose: Reader | None = next((each for each in READERS if each == reader), None)
    if whose is None:
        raise BadInput(f'--for "{reader}" is nobody; use {", ".join(READERS)}.')
    journal = open_journal(warehouse) if has_journal(warehouse) else None
    now = datetime.now(UTC).replace(tzinfo=None)
    return digest_of(week_view(warehouse, week, settings), journal, whose, now, link)
