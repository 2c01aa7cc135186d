"""Options that several commands of the meeting have."""

from typing import Annotated

import typer

ByOption = Annotated[str | None, typer.Option("--by", help="Who says so; default: the name of your account.")]
WeekOption = Annotated[str | None, typer.Option("--week", help="As 2026-W46; default: the last whole week.")]
ReadOption = Annotated[
    int | None, typer.Option("--read", min=0, help="Refuse when it is no longer at this version; default: as it is.")
]
IdArgument = Annotated[str, typer.Argument(metavar="ID", help="As listed; its end is enough.")]
