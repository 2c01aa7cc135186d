"""The commands. What they refuse they raise; ``dashboard.__main__`` says it and gives the exit status."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from dashboard.meeting.commands.comments import comments_app, verdicts_app
from dashboard.meeting.commands.decisions import decisions_app
from dashboard.meeting.commands.journal import journal_app
from dashboard.meeting.commands.review import review_app
from dashboard.terminal import printable, printable_json

app = typer.Typer(
    help="Funnel Review: the weekly funnel review of marketing and sales, over your own CRM exports.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
icp_app = typer.Typer(help="The shared ideal-customer profile: check it, score leads with it, compare versions.")
app.add_typer(icp_app, name="icp", no_args_is_help=True)
generations_app = typer.Typer(help="The imports a warehouse keeps: look at them, go back to one, keep one for good.")
app.add_typer(generations_app, name="generations", no_args_is_help=True)
app.add_typer(review_app, name="review", no_args_is_help=True)
app.add_typer(decisions_app, name="decisions")
app.add_typer(comments_app, name="comments")
app.add_typer(verdicts_app, name="verdicts")
app.add_typer(journal_app, name="journal", no_args_is_help=True)

WarehouseOption = Annotated[Path, typer.Option("--warehouse", help="Folder of the warehouse.")]
SettingsOption = Annotated[Path | None, typer.Option("--settings", help="The company's funnel-review.toml.")]
EncodingOption = Annotated[str | None, typer.Option("--encoding", help="Of files that are not UTF-8.")]
HeaderOption = Annotated[int | None, typer.Option("--header-row", help="Line of the header, where titles precede it.")]
SheetOption = Annotated[str | None, typer.Option("--sheet", help="Sheet to read, where a workbook has several.")]
GenerationOption = Annotated[str | None, typer.Option("--generation", help="An earlier generation.")]
IdArgument = Annotated[str, typer.Argument(metavar="ID", help="As `generations list` names it.")]
PortOption = Annotated[int, typer.Option("--port", min=1, max=65_535, help="Port on 127.0.0.1.")]
DEFAULT_WAREHOUSE = Path("warehouse")
DEFAULT_PORT = 8501


@app.command()
def demo(
    warehouse: WarehouseOption = Path("warehouse-demo"),
    port: PortOption = DEFAULT_PORT,
) -> None:
    """Build the sample company's warehouse on first use and serve it."""
    from dashboard.importing.progress import progress_bar
    from dashboard.sample.demo import build_demo
    from dashboard.serving.start import serve as serve_app

    with progress_bar() as progress:
        build_demo(warehouse, progress)
    serve_app(warehouse, port, opens_browser=True)


@app.command("import")
def import_files(
    paths: Annotated[list[Path], typer.Argument(help="Export files or folders; together they are the whole data.")],
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    mapping: Annotated[
        list[str] | None,
        typer.Option(
            "--mapping",
            help="dynamics365, hubspot, pipedrive, salesforce, zoho or a TOML file; repeat it, one for each PATH.",
        ),
    ] = None,
    settings: SettingsOption = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help="A timestamp a day later is in the future.")] = None,
    date_order: Annotated[
        str | None, typer.Option("--date-order", help="dmy or mdy, where dates leave it open.")
    ] = None,
    decimal: Annotated[str | None, typer.Option("--decimal", help='"." or ",", where numbers leave it open.')] = None,
    encoding: EncodingOption = None,
    header_row: HeaderOption = None,
    sheet: SheetOption = None,
    personal_data: Annotated[
        bool, typer.Option("--personal-data/--no-personal-data", help="Whether to store e-mail and name.")
    ] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON, for scripts.")] = False,
) -> None:
    """Import export files as a new generation of the warehouse."""
    from dashboard.importing.commands import import_command
    from dashboard.scope.settings import settings_file

    import_command(
        paths=paths,
        mappings=mapping or [],
        warehouse=warehouse,
        settings=settings_file(settings, warehouse),
        as_of=as_of,
        date_order=date_order,
        decimal=decimal,
        encoding=encoding,
        header_row=header_row,
        sheet=sheet,
        personal_data=personal_data,
        as_json=as_json,
    )


@app.command("map")
def map_files(
    paths: Annotated[list[Path], typer.Argument(help="Files the product does not know yet.")],
    out: Annotated[Path | None, typer.Option("--out", help="Where to write the mapping; default: printed.")] = None,
    encoding: EncodingOption = None,
    header_row: HeaderOption = None,
    sheet: SheetOption = None,
) -> None:
    """Look at unknown files and draft a mapping from their headers and values.

    Exit status 1 when it cannot be imported as it is, as something is left open.
    """
    from dashboard.importing.commands import map_command

    if not map_command(paths, out, encoding=encoding, header_row=header_row, sheet=sheet):
        raise typer.Exit(1)


@app.command()
def check(warehouse: WarehouseOption = DEFAULT_WAREHOUSE) -> None:
    """Say, figure by figure, what the imported data supports and what is missing.

    Exit status 1 when a file of the import feeds a table or a column of which not one value could be used.
    """
    from dashboard.asking.opening import open_generation, open_view
    from dashboard.metrics.checking import check_lines

    lines, has_gaps = check_lines(open_view(open_generation(warehouse, None)))
    print("\n".join(map(printable, lines)))
    if has_gaps:
        raise typer.Exit(1)


@app.command()
def warnings(
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    generation: GenerationOption = None,
    reason: Annotated[str | None, typer.Option("--reason", help="Only warnings of this reason.")] = None,
    examples: Annotated[int, typer.Option("--examples", min=0, help="Values shown for each.")] = 3,
    as_json: Annotated[bool, typer.Option("--json", help="Print them as JSON, for scripts.")] = False,
) -> None:
    """List what the import left empty, doubted or remarked, each reason with its sentence and some values."""
    from pydantic_core import to_json

    from dashboard.asking.opening import open_generation, open_view
    from dashboard.metrics.checking import warning_lines, warnings_of

    found = warnings_of(open_view(open_generation(warehouse, generation)), reason, examples)
    if as_json:
        print(printable_json(to_json(found, indent=2).decode()))
    else:
        print("\n".join(map(printable, warning_lines(found))))


@app.command()
def serve(warehouse: WarehouseOption = DEFAULT_WAREHOUSE, port: PortOption = DEFAULT_PORT) -> None:
    """Serve the screens on 127.0.0.1."""
    from dashboard.serving.start import serve as serve_app

    serve_app(warehouse, port, opens_browser=False)


@app.command()
def metrics(
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    generation: GenerationOption = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of", help="The moment looked at; default: its last Monday, or the end of the last week with records."
        ),
    ] = None,
    date_from: Annotated[str | None, typer.Option("--from", help="First day of the window.")] = None,
    date_to: Annotated[str | None, typer.Option("--to", help="Day after the window.")] = None,
    horizon: Annotated[float, typer.Option("--horizon", help="Days a cycle is given to convert.")] = 90.0,
    waterfall: Annotated[str | None, typer.Option("--waterfall", help="v1, v2 or a TOML file.")] = None,
    icp: Annotated[Path | None, typer.Option("--icp", help="The shared definition's file.")] = None,
    settings: SettingsOption = None,
    chosen: Annotated[
        list[str] | None,
        typer.Option(
            "--slice",
            help='FIELD=VALUE,VALUE; repeatable. A value with a comma in double quotes: source="Trade show, Berlin". '
            "(none) is for records without one.",
        ),
    ] = None,
    section: Annotated[list[str] | None, typer.Option("--section", help="Only this section; repeatable.")] = None,
) -> None:
    """Print the figures as one JSON object."""
    from pydantic_core import to_json

    from dashboard.asking.opening import open_generation, open_view
    from dashboard.asking.values_there import refuse_nobody
    from dashboard.metrics.report import report
    from dashboard.scope.settings import settings_at_query_time, settings_file
    from dashboard.scope.slices import Slice

    opened = open_generation(warehouse, generation)
    view = open_view(
        opened,
        as_of=as_of,
        date_from=date_from,
        date_to=date_to,
        horizon_days=horizon,
        waterfall=waterfall,
        icp_file=icp,
        settings=settings_at_query_time(settings_file(settings, warehouse), opened.generation.settings),
        chosen=Slice.parse(chosen or []),
    )
    notes = {"slice_notes": sentences} if (sentences := refuse_nobody(view)) else {}
    print(printable_json(to_json(report(view, section or []) | notes, indent=2, inf_nan_mode="constants").decode()))


@generations_app.command("list")
def generations_list(warehouse: WarehouseOption = DEFAULT_WAREHOUSE) -> None:
    """Say of each import when it was made, how many rows it loaded, and whether it is whole, current, kept."""
    from dashboard.importing.publishing.rollback import listed

    _print(listed(warehouse))


@generations_app.command("use")
def generations_use(generation: IdArgument, warehouse: WarehouseOption = DEFAULT_WAREHOUSE) -> None:
    """Serve an import that is kept, until another is named or the next one is made."""
    from dashboard.importing.publishing.rollback import use

    use(warehouse, generation)
    _print([f"Generation {generation} is served now."])


@generations_app.command("keep")
def generations_keep(
    generation: IdArgument,
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    no_longer: Annotated[bool, typer.Option("--no", help="No longer.")] = False,
) -> None:
    """Keep an import for good, however many come after it."""
    from dashboard.importing.publishing.rollback import pin, release

    (release if no_longer else pin)(warehouse, generation)
    _print([f"Generation {generation} is {'no longer kept' if no_longer else 'kept'} for good."])


@icp_app.command("check")
def icp_check(path: Path) -> None:
    """Check a definition; print what it says, or the line and key that is wrong."""
    from icp.commands import check as check_definition

    _print(check_definition(path))


@icp_app.command("score")
def icp_score(path: Path, leads: Path) -> None:
    """Score the leads of a CSV file with a definition and explain each in words."""
    from dashboard.warehouse.warehouse import scoring_room
    from icp.commands import score

    _print(score(path, leads, scoring_room()))


@icp_app.command("diff")
def icp_diff(before: Path, after: Path) -> None:
    """Say what changed between two versions of a definition."""
    from icp.commands import diff

    _print(diff(before, after))


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(printable(line))
