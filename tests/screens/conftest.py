"""Warehouses of every kind a screen must stand, each imported once, and a way to draw a screen on one."""

import csv
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.asking import ask as asking
from dashboard.errors import FunnelReviewError
from dashboard.importing import run
from dashboard.importing.run import ImportOptions, run_import
from dashboard.scope.settings import Settings
from dashboard.warehouse.generations import WAREHOUSE_VARIABLE
from tests.once import made_once
from tests.oracle.company import write_company

if TYPE_CHECKING:
    from tests.screens.meeting import Table

IMPORTED_AS_OF = datetime.fromisoformat("2025-06-02")
FILES = {
    "normal": None,
    "leads-only": ("leads.csv",),
    "deals-only": ("deals.csv", "deal_events.csv"),
    "one-row": ("leads.csv",),
    "empty": ("leads.csv",),
    "hostile": None,
    "no-amounts": None,
}
DROPPED = {"no-amounts": {"amount"}}
KEPT_LINES = {"one-row": 1, "empty": 1}
CREATED = {"one-row": IMPORTED_AS_OF - timedelta(days=3), "empty": IMPORTED_AS_OF + timedelta(hours=12)}
"""When the only lead of a company comes in: of the empty one after the moment its screens look at."""
HOSTILE = (
    "<img src=//evil.example/x onerror=alert(1)> [a](http://evil.example) $\\x$ :smile: =1+1 \u202egnp " + "x" * 9_000
)
SPOILED = {"leads.csv": ("source", "owner", "company", "name"), "deals.csv": ("name", "company", "owner", "next_step")}
SEED, LEADS = 7, 160
PATIENCE = 60.0

Draw = Callable[..., AppTest]


@pytest.fixture(scope="session")
def kinds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The folder of a warehouse of each kind, by its name in ``FILES``."""
    folder = made_once(tmp_path_factory, "kinds", _write_kinds)
    return {kind: folder / f"{kind}-warehouse" for kind in FILES}


def _write_kinds(folder: Path) -> None:
    company = write_company(folder / "company", SEED, LEADS)
    for kind, files in FILES.items():
        data = folder / kind
        data.mkdir()
        for path in sorted(company.data.glob("*.csv")):
            if files is None or path.name in files:
                _copy(path, data / path.name, kind)
        with patch.object(run, "refuse_empty_import"):  # a warehouse without a row can no longer be imported
            options = ImportOptions()
            run_import([data], [], folder / f"{kind}-warehouse", Settings(), IMPORTED_AS_OF, options, lambda _: None)


def _copy(source: Path, target: Path, kind: str) -> None:
    """Copy a table: cut to its first lines, with hostile text in its free fields, or without some columns."""
    with source.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    dropped = DROPPED.get(kind, set()) if source.name == "deals.csv" else set()
    names = [name for name in rows[0] if name not in dropped]
    for row in rows if kind == "hostile" else ():
        row.update({name: HOSTILE for name in SPOILED.get(source.name, ()) if name in row})
    for row in rows if kind in CREATED else ():
        row["created_at"] = CREATED[kind].isoformat()
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows[: KEPT_LINES.get(kind, len(rows))])


@pytest.fixture(autouse=True)
def nothing_ahead_goes_wrong(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a screen asks for ahead ends with nothing but a sentence: its thread knows no session and no address."""
    begun: list[Future[object]] = []
    pool = asking._pool

    def submit(find: Callable[..., object], *known: Any, **options: Any) -> None:
        begun.append(pool.submit(find, *known, **options))

    monkeypatch.setattr(asking, "_pool", SimpleNamespace(submit=submit))
    yield
    ends = [each.exception(PATIENCE) for each in begun]
    assert [end for end in ends if not isinstance(end, FunnelReviewError | None)] == []


@pytest.fixture
def drawn(kinds: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> Draw:
    """``drawn("velocity", "normal", source="webinar")``: the screen drawn on a kind of warehouse, as its URL says."""

    def draw(module: str, kind: str, **url: str | list[str]) -> AppTest:
        return drawn_on(kinds[kind], monkeypatch, module, **url)

    return draw


def drawn_on(folder: Path, monkeypatch: pytest.MonkeyPatch, module: str, **url: str | list[str]) -> AppTest:
    """The screen of a module drawn on a warehouse, as its URL says, without a fault."""
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(folder))
    monkeypatch.setenv("FUNNEL_REVIEW_SCREEN", module)
    app = AppTest.from_function(_screen, default_timeout=PATIENCE)
    for name, value in url.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception, app.exception
    return app


def _screen() -> None:
    """Runs inside the app: draws the screen the test asked for."""
    import importlib
    import os

    importlib.import_module(f"dashboard.screens.{os.environ['FUNNEL_REVIEW_SCREEN']}.screen").draw()


@pytest.fixture
def table(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator["Table"]:
    """A small company's review with a journal of its own, to be written into."""
    from tests.screens.meeting import table_of

    yield from table_of(tmp_path, tmp_path_factory, monkeypatch)
