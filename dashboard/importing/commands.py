"""What the command line does for ``funnel-review import``, and what ``funnel-review map`` needs of it."""

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import typer

from dashboard.errors import BadInput
from dashboard.importing.mapping.files import load_mapping
from dashboard.importing.progress import progress_bar
from dashboard.importing.run import ImportOptions, Summary, run_import
from dashboard.scope.moments import FIRST_YEAR, LAST_YEAR
from dashboard.scope.settings import load_settings, settings_file
from dashboard.terminal import printable
from dashboard.warehouse.stores import KINDS

ORDERS = ("dmy", "mdy")
MARKS = (".", ",")
LAST_HEADER_ROW = 10_000


def import_command(
    *,
    paths: Sequence[Path],
    mappings: Sequence[str],
    warehouse: Path,
    settings: Path | None,
    as_of: str | None,
    date_order: str | None,
    decimal: str | None,
    encoding: str | None,
    header_row: int | None,
    sheet: str | None,
    personal_data: bool,
    store: str | None,
    engine: str | None,
    as_json: bool,
) -> None:
    """Imports ``paths`` and prints what became of every row; raises BadInput or MustAsk in one sentence.

    ``engine`` is the address of the cluster that is to do it.
    """
    _one_of("--store", store, KINDS)
    options = import_options(date_order, decimal, encoding, header_row, sheet, personal_data=personal_data)
    options = replace(options, store=next((kind for kind in KINDS if kind == store), None))
    company = load_settings(settings_file(settings, warehouse))
    read = [load_mapping(name) for name in mappings]
    moment = moment_of(as_of, company.zone) if as_of else None
    with progress_bar() as progress:
        if engine is None:
            summary = run_import(paths, read, warehouse, company, moment, options, progress)
        else:
            from dashboard.importing.cluster.run import ClusterImport, run_cluster_import

            _refuse_for_cluster(date_order, decimal, encoding, header_row, sheet)
            cluster = ClusterImport(engine, warehouse, company, moment, options, progress)
            summary = run_cluster_import(cluster, paths, read)
    typer.echo(
        json.dumps(summary_for_programs(summary), ensure_ascii=False) if as_json else summary_for_people(summary)
    )


def _refuse_for_cluster(*of_text: object) -> None:
    """Raises BadInput for what says how text is read: a cluster imports tables whose columns have types."""
    if any(each is not None for each in of_text):
        raise BadInput(
            "--date-order, --decimal, --encoding, --header-row and --sheet say how text is read, and a cluster imports "
            "typed tables; leave them out, or --engine."
        )


def import_options(
    date_order: str | None,
    decimal: str | None,
    encoding: str | None,
    header_row: int | None,
    sheet: str | None,
    *,
    personal_data: bool,
) -> ImportOptions:
    """What the options of the command line say for every file; raises BadInput for one that cannot be."""
    _one_of("--date-order", date_order, ORDERS)
    _one_of("--decimal", decimal, MARKS)
    _from_one(header_row)
    return ImportOptions(date_order, decimal, encoding, header_row, sheet, personal_data)


def show_mapping(text: str) -> None:
    """Prints a mapping: as it is where a program reads it, without what a terminal would obey where somebody does."""
    shown = "\n".join(map(printable, text.split("\n"))) if sys.stdout and sys.stdout.isatty() else text
    typer.echo(shown, nl=False)


def write_new(out: Path, text: str) -> None:
    """Writes a file that must not exist yet; raises BadInput."""
    try:
        with out.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise BadInput(f"{out}: exists already; name another file with --out.") from None
    except OSError as error:
        raise BadInput(f"{out}: cannot be written ({error.strerror}); name another file with --out.") from None


def _one_of(option: str, value: str | None, allowed: tuple[str, ...]) -> None:
    if value is not None and value not in allowed:
        raise BadInput(f"{option} {value}: must be {' or '.join(allowed)}.")


def _from_one(header_row: int | None) -> None:
    if header_row is not None and not 1 <= header_row <= LAST_HEADER_ROW:
        raise BadInput(f"--header-row counts lines from 1, to {LAST_HEADER_ROW:,}; give the line the header stands in.")


def moment_of(text: str, zone: ZoneInfo) -> datetime:
    """The instant (naive, UTC) of a date (its local midnight) or of a date with a time; raises BadInput."""
    try:
        is_day = len(text) == len("2026-01-31")
        moment = datetime.combine(date.fromisoformat(text), time(), zone) if is_day else datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise BadInput(f"--as-of {text[:40]}: no moment of these times; write it as 2026-01-31 or 2026-01-31T09:00.")
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    return moment.astimezone(UTC).replace(tzinfo=None)


def summary_for_programs(summary: Summary) -> dict[str, Any]:
    """What an import did, as JSON has it."""
    files = [
        {
            "file": file.file,
            "read": file.read,
            "loaded": file.loaded,
            "quarantined": file.quarantined,
            "skipped": file.skipped,
            **({"not_read": file.not_read} if file.not_read else {}),
            **({"version": file.version} if file.version else {}),
        }
        for file in summary.files
    ]
    return {
        "generation": summary.generation,
        "files": files,
        "warnings": _counted("reason", summary.warnings),
        "remarks": _counted("kind", summary.remarks),
        "guards": summary.guards,
    }


def _counted(name: str, rows: Sequence[tuple[str, int, str]]) -> list[dict[str, str | int]]:
    return [{name: kind, "records": records, "sentence": sentence} for kind, records, sentence in rows]


def summary_for_people(summary: Summary) -> str:
    """One line a file, then what was set aside or emptied, then what looks suspicious."""
    width = max((len(file.file) for file in summary.files), default=4)
    lines = [f"{'file':<{width}}  {'read':>12} {'loaded':>12} {'quarantined':>12} {'skipped':>12}"]
    lines += [
        f"{file.file:<{width}}  {'not read':>12}"
        if file.not_read
        else f"{file.file:<{width}}  {file.read:>12,} {file.loaded:>12,} {file.quarantined:>12,} {file.skipped:>12,}"
        for file in summary.files
    ]
    lines += [file.not_read for file in summary.files if file.not_read]
    lines += [f"{file.file}: {file.version}." for file in summary.files if file.version]
    aside = sum(file.quarantined for file in summary.files)
    if aside:
        rows = "1 row is" if aside == 1 else f"{aside:,} rows are"
        lines.append(f"{rows} set aside in quarantine, each with its reason; the rest is loaded.")
    if summary.warnings:
        counted = ", ".join(f"{records:,} × {reason}" for reason, records, _ in summary.warnings)
        lines.append(f"Warnings, each kept with its file and line (funnel-review warnings explains them): {counted}.")
    lines += summary.guards
    lines += [f"Counts for nothing: {records:,} {sentence}" for _, records, sentence in summary.remarks]
    lines.append(f"Generation {summary.generation} is published.")
    return "\n".join(lines)
