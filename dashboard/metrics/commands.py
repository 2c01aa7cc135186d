"""The commands that answer: every figure, one question, what the data supports, what the import doubted."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboard.metrics.options import (
    DEFAULT_HORIZON,
    DEFAULT_WAREHOUSE,
    AsOfOption,
    EngineOption,
    FromOption,
    GenerationOption,
    HorizonOption,
    JsonOption,
    ProfileOption,
    SettingsOption,
    SliceOption,
    ToOption,
    WarehouseOption,
    WaterfallOption,
    say,
    say_beside,
    say_json,
)

if TYPE_CHECKING:
    from pathlib import Path

    from dashboard.asking.view import View


def check(warehouse: WarehouseOption = DEFAULT_WAREHOUSE) -> None:
    """Say, figure by figure, what the imported data supports and what is missing.

    Exit status 1 when a file of the import feeds a table or a column of which not one value could be used.
    """
    from dashboard.asking.opening import open_generation, open_view
    from dashboard.metrics.checking import check_lines

    lines, has_gaps = check_lines(open_view(open_generation(warehouse, None)))
    say(*lines)
    if has_gaps:
        raise typer.Exit(1)


def warnings(
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    generation: GenerationOption = None,
    reason: Annotated[str | None, typer.Option("--reason", help="Only warnings of this reason.")] = None,
    examples: Annotated[int, typer.Option("--examples", min=0, help="Values shown for each.")] = 3,
    as_json: JsonOption = False,
) -> None:
    """List what the import left empty, doubted or remarked, each reason with its sentence and some values."""
    from dashboard.asking.opening import open_generation, open_view
    from dashboard.metrics.checking import warning_lines, warnings_of

    listed = warnings_of(open_view(open_generation(warehouse, generation)), reason, examples)
    if as_json:
        say_json(listed)
    else:
        say(*warning_lines(listed))


def figures(
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    generation: GenerationOption = None,
    as_of: AsOfOption = None,
    date_from: FromOption = None,
    date_to: ToOption = None,
    horizon: HorizonOption = DEFAULT_HORIZON,
    waterfall: WaterfallOption = None,
    icp: ProfileOption = None,
    settings: SettingsOption = None,
    chosen: SliceOption = None,
    section: Annotated[list[str] | None, typer.Option("--section", help="Only this section; repeatable.")] = None,
    engine: EngineOption = None,
) -> tuple[Any, dict[str, Any]]:
    """The look the options of ``funnel-review metrics`` ask for, and what it prints as one JSON object."""
    from dashboard.metrics.calibration import with_calibration
    from dashboard.metrics.report import report
    from dashboard.warehouse.engines import use_engine

    use_engine(engine, warehouse)
    view, notes = _opened(
        warehouse, generation, as_of, date_from, date_to, horizon, waterfall, icp, settings, chosen or []
    )
    return view, with_calibration(view, report(view, section or [])) | notes


def ask(
    question: Annotated[str | None, typer.Argument(help="Its name, such as response/bands; none: list them.")] = None,
    values: Annotated[
        list[str] | None, typer.Option("--set", help="NAME=VALUE for a parameter of its own; repeatable.")
    ] = None,
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    generation: GenerationOption = None,
    as_of: AsOfOption = None,
    date_from: FromOption = None,
    date_to: ToOption = None,
    horizon: HorizonOption = DEFAULT_HORIZON,
    waterfall: WaterfallOption = None,
    icp: ProfileOption = None,
    settings: SettingsOption = None,
    chosen: SliceOption = None,
    engine: EngineOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer one question of queries/, with its receipt; without a name, list the questions there are.

    As CSV, or with --json as an object that holds the rows and the receipt: the words, who is in and who is left out,
    the SQL and all that was bound.
    """
    from dashboard.asking.exporting import as_csv
    from dashboard.metrics.asking import answer_of, questions, values_of
    from dashboard.warehouse.engines import use_engine

    if question is None:
        say(*questions())
        return
    use_engine(engine, warehouse)
    view, notes = _opened(
        warehouse, generation, as_of, date_from, date_to, horizon, waterfall, icp, settings, chosen or []
    )
    receipt = answer_of(view, question, values_of(values or []))
    of_slice = [*notes.get("slice_notes", []), *receipt.get("slice_notes", [])]
    if as_json:
        say_json(receipt | ({"slice_notes": of_slice} if of_slice else {}))
    else:
        say(*as_csv(receipt["rows"]).splitlines())
        lacks = dict.fromkeys(receipt["unsupported"].values())
        say_beside(*of_slice, *(why for why in lacks if not any(why in note for note in of_slice)))


def _opened(
    warehouse: "Path",
    generation: str | None,
    as_of: str | None,
    date_from: str | None,
    date_to: str | None,
    horizon: float,
    waterfall: str | None,
    icp: "Path | None",
    settings: "Path | None",
    chosen: list[str],
) -> "tuple[View, dict[str, list[str]]]":
    """The look the options ask for, and what is to be said of its slice, by ``slice_notes``."""
    from dashboard.asking.opening import open_generation, open_view
    from dashboard.asking.values_there import refuse_nobody
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
        chosen=Slice.parse(chosen),
    )
    sentences = refuse_nobody(view)
    return view, {"slice_notes": list(sentences)} if sentences else {}
