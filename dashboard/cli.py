"""The commands. What they refuse they raise; ``dashboard.__main__`` says it and gives the exit status."""

from pathlib import Path
from typing import Annotated

import typer

from dashboard.meeting.commands import profile
from dashboard.meeting.commands.audit import audit_app, metrics
from dashboard.meeting.commands.comments import comments_app, verdicts_app
from dashboard.meeting.commands.decisions import decisions_app
from dashboard.meeting.commands.digest import digest
from dashboard.meeting.commands.journal import journal_app
from dashboard.meeting.commands.review import review_app
from dashboard.meeting.commands.revisions import keep_after_import
from dashboard.metrics import commands
from dashboard.metrics.options import (
    DEFAULT_WAREHOUSE,
    EngineOption,
    JsonOption,
    SettingsOption,
    WarehouseOption,
    say,
)

app = typer.Typer(
    help="Funnel Review: the weekly funnel review of marketing and sales, over your own CRM exports.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
icp_app = typer.Typer(
    help="The shared ideal-customer profile: check it, score leads with it, compare, propose and sign its versions."
)
app.add_typer(icp_app, name="icp", no_args_is_help=True)
for written in (profile.diff, profile.propose, profile.sign, profile.decline, profile.withdraw, profile.status):
    icp_app.command()(written)
generations_app = typer.Typer(help="The imports a warehouse keeps: look at them, go back to one, keep one for good.")
app.add_typer(generations_app, name="generations", no_args_is_help=True)
app.add_typer(review_app, name="review", no_args_is_help=True)
app.add_typer(decisions_app, name="decisions")
app.add_typer(comments_app, name="comments")
app.add_typer(verdicts_app, name="verdicts")
app.add_typer(audit_app, name="audit", no_args_is_help=True)
app.command()(digest)
app.add_typer(journal_app, name="journal", no_args_is_help=True)
for command in (commands.check, commands.warnings, metrics, commands.ask):
    app.command()(command)

EncodingOption = Annotated[str | None, typer.Option("--encoding", help="Of files that are not UTF-8.")]
HeaderOption = Annotated[int | None, typer.Option("--header-row", help="Line of the header, where titles precede it.")]
SheetOption = Annotated[str | None, typer.Option("--sheet", help="Sheet to read, where a workbook has several.")]
AsOfImportOption = Annotated[str | None, typer.Option("--as-of", help="A timestamp a day later is in the future.")]
OrderOption = Annotated[str | None, typer.Option("--date-order", help="dmy or mdy, where dates leave it open.")]
DecimalOption = Annotated[str | None, typer.Option("--decimal", help='"." or ",", where numbers leave it open.')]
PersonalOption = Annotated[
    bool, typer.Option("--personal-data/--no-personal-data", help="Whether to store e-mail and name.")
]
StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store", help="duckdb (one file) or parquet (a folder that other engines read); as the last one by default."
    ),
]
ImportEngineOption = Annotated[
    str | None,
    typer.Option(
        "--engine",
        help="Address of a Spark Connect server that imports typed tables, by --mapping too: sc://host:15002.",
    ),
]
GenerationArgument = Annotated[str, typer.Argument(metavar="ID", help="As `generations list` names it.")]
PortOption = Annotated[int, typer.Option("--port", min=1, max=65_535, help="Port on 127.0.0.1.")]
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
    as_of: AsOfImportOption = None,
    date_order: OrderOption = None,
    decimal: DecimalOption = None,
    encoding: EncodingOption = None,
    header_row: HeaderOption = None,
    sheet: SheetOption = None,
    personal_data: PersonalOption = True,
    store: StoreOption = None,
    engine: ImportEngineOption = None,
    as_json: JsonOption = False,
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
        store=store,
        engine=engine,
        as_json=as_json,
    )
    keep_after_import(warehouse)


@app.command("map")
def map_files(
    paths: Annotated[list[Path], typer.Argument(help="Files the product does not know yet.")],
    answer: Annotated[
        list[str] | None,
        typer.Option(
            "--answer", help='ID=VALUE, as listed under each question: "deals.csv:close=Closed Date"; repeatable.'
        ),
    ] = None,
    defaults: Annotated[
        bool, typer.Option("--defaults", help="Take the draft's own answer to every question that has one.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", help="A file for the mapping, which must not be there; default: stdout.")
    ] = None,
    imports: Annotated[
        bool,
        typer.Option("--import", help="Import into --warehouse with the mapping, when no question of weight is open."),
    ] = False,
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    settings: SettingsOption = None,
    as_of: AsOfImportOption = None,
    date_order: OrderOption = None,
    decimal: DecimalOption = None,
    encoding: EncodingOption = None,
    header_row: HeaderOption = None,
    sheet: SheetOption = None,
    personal_data: PersonalOption = True,
    rehearse: Annotated[
        bool,
        typer.Option(
            "--rehearse/--no-rehearse", help="Whether to import into a scratch folder and say what comes of it."
        ),
    ] = True,
    as_json: JsonOption = False,
) -> None:
    """Look at unknown files, draft a mapping, ask what is open, and say what would stand on the screens.

    The mapping goes to stdout, so that `map PATH > my.toml` keeps it; questions and the rehearsal go to stderr. With
    --out the mapping goes to the file, with --json all of it is one object on stdout.

    Exit status 2 while something required is unanswered; with --import also while another answer to a question would
    change which records there are, when, whose they are or how they end.
    """
    from dashboard.importing.commands import import_options
    from dashboard.metrics.bringing import MapRequest, map_command

    options = import_options(date_order, decimal, encoding, header_row, sheet, personal_data=personal_data)
    request = MapRequest(
        paths, answer or [], options, settings, warehouse, out, as_of, imports, defaults, rehearse, as_json
    )
    map_command(request)
    if imports:
        keep_after_import(warehouse)


@app.command()
def serve(
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE, port: PortOption = DEFAULT_PORT, engine: EngineOption = None
) -> None:
    """Serve the screens on 127.0.0.1."""
    from dashboard.serving.start import serve as serve_app
    from dashboard.warehouse.engines import use_engine

    use_engine(engine, warehouse)
    serve_app(warehouse, port, opens_browser=False)


@generations_app.command("list")
def generations_list(warehouse: WarehouseOption = DEFAULT_WAREHOUSE) -> None:
    """Say of each import when it was made, how many rows it loaded, and whether it is whole, current, kept."""
    from dashboard.importing.publishing.rollback import listed

    say(*listed(warehouse))


@generations_app.command("use")
def generations_use(generation: GenerationArgument, warehouse: WarehouseOption = DEFAULT_WAREHOUSE) -> None:
    """Serve an import that is kept, until another is named or the next one is made."""
    from dashboard.importing.publishing.rollback import use

    use(warehouse, generation)
    say(f"Generation {generation} is served now.")


@generations_app.command("keep")
def generations_keep(
    generation: GenerationArgument,
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    no_longer: Annotated[bool, typer.Option("--no", help="No longer.")] = False,
) -> None:
    """Keep an import for good, however many come after it."""
    from dashboard.importing.publishing.rollback import pin, release

    (release if no_longer else pin)(warehouse, generation)
    say(f"Generation {generation} is {'no longer kept' if no_longer else 'kept'} for good.")


@icp_app.command("check")
def icp_check(path: Path) -> None:
    """Check a definition; print what it says, or the line and key that is wrong."""
    from icp.commands import check as check_definition

    say(*check_definition(path))


@icp_app.command("score")
def icp_score(path: Path, leads: Path) -> None:
    """Score the leads of a CSV file with a definition and explain each in words."""
    from dashboard.warehouse.scoring import scoring_room
    from icp.commands import score

    say(*score(path, leads, scoring_room()))
