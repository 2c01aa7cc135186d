"""Options that several commands of the meeting have, and what they print."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from dashboard.terminal import printable, printable_json

WarehouseOption = Annotated[Path, typer.Option("--warehouse", help="Folder of the warehouse.")]
ByOption = Annotated[str | None, typer.Option("--by", help="Who says so; default: the name of your account.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]
SettingsOption = Annotated[Path | None, typer.Option("--settings", help="The company's funnel-review.toml.")]
WeekOption = Annotated[str | None, typer.Option("--week", help="As 2026-W46; default: the last whole week.")]
ReadOption = Annotated[
    int | None, typer.Option("--read", min=0, help="Refuse when it is no longer at this version; default: as it is.")
]
DEFAULT_WAREHOUSE = Path("warehouse")


def say(*lines: str) -> None:
    """Print lines as they may be shown."""
    for line in lines:
        typer.echo(printable(line))


def say_json(value: Any) -> None:
    """Print JSON as it may be shown."""
    from pydantic_core import to_json

    typer.echo(printable_json(to_json(value, indent=2, inf_nan_mode="constants").decode()))


def say_all(lines: Iterable[str], nothing: str) -> None:
    """Print lines, or a sentence when there are none."""
    shown = list(lines)
    say(*(shown or [nothing]))
