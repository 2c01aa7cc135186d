"""Options that several commands have, and how commands print."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from dashboard.terminal import printable, printable_json
from dashboard.warehouse.bucket.place import named_warehouse

WarehouseOption = Annotated[
    Path,
    typer.Option(
        "--warehouse",
        parser=named_warehouse,
        metavar="<path>",
        help="Folder of the warehouse, or s3://BUCKET/PREFIX.",
    ),
]
GenerationOption = Annotated[str | None, typer.Option("--generation", help="An earlier generation.")]
SettingsOption = Annotated[Path | None, typer.Option("--settings", help="The company's funnel-review.toml.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of", help="The moment looked at; default: its last Monday, or the end of the last week with records."
    ),
]
FromOption = Annotated[str | None, typer.Option("--from", help="First day of the window.")]
ToOption = Annotated[str | None, typer.Option("--to", help="Day after the window.")]
HorizonOption = Annotated[float, typer.Option("--horizon", help="Days a cycle is given to convert.")]
WaterfallOption = Annotated[str | None, typer.Option("--waterfall", help="v1, v2 or a TOML file.")]
ProfileOption = Annotated[Path | None, typer.Option("--icp", help="The shared definition's file.")]
SliceOption = Annotated[
    list[str] | None,
    typer.Option(
        "--slice",
        help='FIELD=VALUE,VALUE; repeatable. A value with a comma in double quotes: source="Trade show, Berlin". '
        "(none) is for records without one.",
    ),
]
EngineOption = Annotated[
    str | None,
    typer.Option("--engine", help="Address of a Spark Connect server that answers in DuckDB's place: sc://host:15002."),
]
DEFAULT_WAREHOUSE = Path("warehouse")
DEFAULT_HORIZON = 90.0


def say(*lines: str) -> None:
    """Print lines as they may be shown."""
    for line in lines:
        typer.echo(printable(line))


def say_beside(*lines: str) -> None:
    """Print lines where they do not mix with an answer that is read by a program: on stderr."""
    for line in lines:
        typer.echo(printable(line), err=True)


def say_json(value: Any) -> None:
    """Print JSON as it may be shown."""
    from pydantic_core import to_json

    typer.echo(printable_json(to_json(value, indent=2, inf_nan_mode="constants").decode()))


def say_all(lines: Iterable[str], nothing: str) -> None:
    """Print lines, or a sentence when there are none."""
    shown = list(lines)
    say(*(shown or [nothing]))
