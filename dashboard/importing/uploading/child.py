"""The confined process: one request on standard input, its steps and its answer as lines of JSON.

``recognise`` says whether the files of a folder are canonical tables, ``draft`` proposes a mapping for them, ``try``
imports them into a warehouse that is thrown away and shows what came of it, ``import`` imports them for good.
"""

import json
import os
import resource
import sys
import threading
from dataclasses import asdict
from datetime import datetime
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import Any

import duckdb

from dashboard.errors import FunnelReviewError, MustAsk
from dashboard.importing.canonical import TABLES
from dashboard.importing.drafting.mapdraft import draft
from dashboard.importing.mapping.files import load_mapping, read_mapping
from dashboard.importing.mapping.language import Mapping
from dashboard.importing.progress import ImportStep
from dashboard.importing.reading.staged import ReadOptions
from dashboard.importing.run import ImportOptions, run_import
from dashboard.importing.sql import run
from dashboard.importing.uploading.recognising import are_canonical
from dashboard.scope.settings import settings_from_json
from dashboard.warehouse.generations import Generations
from dashboard.warehouse.stores import opened

ROWS_SHOWN = 5
ASIDE_SHOWN = 200
CPU_SECONDS = 1800


class WithoutPandas(MetaPathFinder):
    """Finds no pandas: DuckDB would load it to ask of the first value bound whether it is one of its own.

    That takes a quarter of a second, in which a small file is imported, and memory of the little there is.
    """

    def find_spec(self, name: str, *_: Any) -> None:
        """None for whatever else, which others find then; raises ModuleNotFoundError."""
        if name == "pandas":
            raise ModuleNotFoundError(name, name=name)


def main() -> None:
    """Answer one request; whatever is refused is one line with its sentence."""
    sys.meta_path.insert(0, WithoutPandas())
    request = json.loads(sys.stdin.readline())
    threading.Thread(target=_exit_with_parent, daemon=True).start()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (request["memory"], request["memory"]))
    try:
        _say(answer=ACTIONS[request["action"]](request))
    except MustAsk as error:
        _say(asked=str(error), sheets=list(error.sheets))
    except FunnelReviewError as error:
        _say(refused=str(error))


def _exit_with_parent() -> None:
    """End when nobody holds the other end of standard input any more: a server that was killed reads no answer."""
    sys.stdin.read()
    os._exit(1)


def _step(step: ImportStep) -> None:
    _say(step=asdict(step))


def _say(**line: object) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def _recognise(request: dict[str, Any]) -> dict[str, Any]:
    return {"are_canonical": are_canonical([Path(request["folder"])])}


def _draft(request: dict[str, Any]) -> dict[str, Any]:
    reading = ReadOptions(**request["reading"])
    drafted = draft([Path(request["folder"])], reading, request["answers"], forgives=True, progress=_step)
    return asdict(drafted)


def _import(request: dict[str, Any]) -> dict[str, Any]:
    warehouse = Path(request["warehouse"])
    summary = run_import(
        [Path(request["folder"])],
        _mappings(request),
        warehouse,
        settings_from_json(request["settings"]),
        datetime.fromisoformat(request["as_of"]) if request["as_of"] else None,
        ImportOptions(**request["options"]),
        _step,
    )
    answer: dict[str, Any] = {"summary": asdict(summary)}
    if request["action"] == "try":
        _say(step=asdict(ImportStep("Looking at what came of it", sum(file.read for file in summary.files), 0.99)))
        answer["preview"] = _preview(Generations(warehouse).path(summary.generation))
    return answer


def _mappings(request: dict[str, Any]) -> list[Mapping]:
    if request["mapping_text"] is not None:
        return [read_mapping(request["mapping_text"], "The mapping")]
    return [load_mapping(request["mapping_name"])] if request["mapping_name"] else []


def _preview(generation: Path) -> dict[str, Any]:
    """The first rows of each table and the first rows set aside, as text."""
    with opened(generation) as con:
        tables = {name: _rows(run(con, "first_rows", table=name, most=ROWS_SHOWN)) for name in TABLES}
        aside = _rows(run(con, "first_rows", table="quarantine", most=ASIDE_SHOWN))
    return {"tables": {name: rows for name, rows in tables.items() if rows}, "quarantine": aside}


def _rows(con: duckdb.DuckDBPyConnection) -> list[dict[str, str | None]]:
    names = [name for name, *_ in con.description or ()]
    return [
        {name: None if value is None else str(value) for name, value in zip(names, row, strict=True)}
        for row in con.fetchall()
    ]


ACTIONS = {"recognise": _recognise, "draft": _draft, "try": _import, "import": _import}

if __name__ == "__main__":
    main()
