"""Warehouses that many tests read, each built once a session; nobody writes into them."""

import gc
import pickle
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from shutil import copytree
from typing import Any
from zlib import crc32

import duckdb
import pytest
import typer.main
import typer.testing

from dashboard.importing.run import ImportOptions, run_import
from dashboard.sample import demo
from dashboard.sample.clock import AS_OF_DAY
from dashboard.sample.generate import LEADS, Sample, generate
from dashboard.scope.settings import load_settings
from tests.enduring import FULL, some
from tests.lanes import lanes
from tests.once import made_once
from tests.shared import SHARED

KNOWN = "known-leads.pickle"
COLLECTED_AFTER = (20_000, 20, 50)
"""Objects made, and rounds of each kind, between two looks for those that nobody holds any more."""
GOLDEN_AS_OF = datetime(2025, 10, 1)  # noqa: DTZ001 — naive UTC, as the product keeps instants


LONG = (
    "tests/browser/", "tests/sample/test_audits.py", "tests/spark/", "tests/importing/", "tests/test_ends.py",
    "tests/field/", "tests/screens/test_data.py", "tests/screens/test_marks.py", "tests/sample/",
    "tests/metrics/test_laws.py", "tests/meeting/", "tests/seam/test_stores.py", "tests/seam/test_in_a_bucket.py",
    "tests/seam/test_data_gone.py", "tests/test_refusals.py", "tests/test_adding.py", "tests/test_setup.py",
)  # fmt: skip
"""One lane looks at the sample company in a browser, one builds its past, others import what nobody shares."""


MOST_CASES = {"tests/importing/": 1, "tests/field/": 2, "tests/meeting/": 3, "tests/screens/": 2}
"""So many cases of one test of these folders, each an import or a screen drawn, are taken, unless it is a full run."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Some cases of each test of some folders; files that take longest begin first, so that no lane is left alone."""
    cases: dict[str, list[pytest.Item]] = {}
    for item in items:
        cases.setdefault(item.nodeid.partition("[")[0], []).append(item)
    left = {id(item) for item in items if not FULL and item.get_closest_marker("endure")}
    for name, each in cases.items():
        most = next((most for folder, most in MOST_CASES.items() if name.startswith(folder)), len(each))
        at = crc32(name.encode()) % len(each)  # other tests of the same kinds take others of them
        left |= {id(item) for item in each} - {id(item) for item in some(each[at:] + each[:at], most)}
    config.hook.pytest_deselected(items=[item for item in items if id(item) in left])
    items[:] = [item for item in items if id(item) not in left]
    first = {place: rank for rank, place in enumerate(LONG)}
    items.sort(key=lambda item: next((first[each] for each in LONG if item.nodeid.startswith(each)), len(LONG)))


def pytest_collection_finish() -> None:
    """Looks seldom for what nobody holds any more: that took a twentieth of the time of a test that draws a screen.

    What is imported by now stays to the end, and of what comes after most goes by itself.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECTED_AFTER)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Lanes by files, and one for the sample company in a browser."""
    return lanes(config, log)


MAIN = sys.modules["__main__"]


@pytest.fixture(autouse=True)
def main_module() -> Iterator[None]:
    """A screen drawn in a test puts its script in the place of ``__main__``, which processes begun later would run.

    It is put back before a test too: what a module's tests share is drawn before any fixture of a test begins.
    """
    sys.modules["__main__"] = MAIN
    yield
    sys.modules["__main__"] = MAIN


@pytest.fixture(autouse=True, scope="session")
def one_scan() -> Iterator[None]:
    """Streamlit looks for components in every package installed each time a test draws a screen: once is enough."""
    from streamlit.components.v2 import manifest_scanner  # brings numpy, before which the product sets its threads

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(autouse=True, scope="session")
def one_command_line() -> Iterator[None]:
    """Typer makes every command anew each time one is run: a process of ours runs one, a lane hundreds."""
    made = cache(typer.main.get_command)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typer.main, "get_command", made)
        patch.setattr(typer.testing, "_get_command", made)
        yield


@pytest.fixture(autouse=True, scope="session")
def one_thread() -> Iterator[None]:
    """DuckDB adds no threads to the lanes: small tables gain nothing by them, and imports take a quarter longer.

    A test of threads names their number itself; what runs as a process of its own, and a full run, has them all.
    """
    with pytest.MonkeyPatch.context() as patch:
        if not FULL:
            patch.setattr(duckdb, "connect", partial(_connect, duckdb.connect))
        yield


def _connect(
    connect: Callable[..., duckdb.DuckDBPyConnection], *given: Any, config: dict[str, Any] | None = None, **options: Any
) -> duckdb.DuckDBPyConnection:
    return connect(*given, config={"threads": 1, **(config or {})}, **options)


@pytest.fixture(scope="session")
def golden_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of the worked answers' company; skips where they are not there."""
    golden = SHARED / "golden" / "small"
    if not golden.is_dir():
        pytest.skip("no ../shared folder beside the project")

    def build(folder: Path) -> None:
        settings = load_settings(golden / "settings.toml")
        run_import([golden / "data"], [], folder, settings, GOLDEN_AS_OF, ImportOptions(), lambda _: None)

    return made_once(tmp_path_factory, "golden-company", build)


@pytest.fixture(scope="session")
def sample_exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both exports of the sample company, the true sizes of what is planted in it, what is known of its leads.

    In a run that is not full they are of fewer leads, so that what it tells has other sizes, and says it as well.
    """

    def write(folder: Path) -> None:
        from tests.sample.stories import FEWER_LEADS, TELLERS

        drawn: list[Sample] = []

        def draw(*given: Any) -> Sample:
            drawn.append(generate(*given))
            return drawn[-1]

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(demo, "generate", draw)
            known = demo.write_exports(folder, LEADS if FULL else FEWER_LEADS, lambda _: None)
        (folder / KNOWN).write_bytes(pickle.dumps(known))
        for name, tell in TELLERS.items():
            (folder / f"{name}.toml").write_text(tell(drawn[0]), encoding="utf-8")

    return made_once(tmp_path_factory, "sample-exports", write)


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory, sample_exports: Path) -> Path:
    """The warehouse `funnel-review demo` serves, without its past: the whole sample company."""

    def build(folder: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(
                demo, "write_sample", lambda to, **_: copytree(sample_exports / "later", to, dirs_exist_ok=True)
            )
            demo.build_company(folder, lambda _: None)

    return made_once(tmp_path_factory, "sample-company", build)


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory, sample_exports: Path) -> Path:
    """The warehouse `funnel-review demo` serves, as a first start on the story's day builds it, with its past."""

    def written(folder: Path, *_: Any) -> Any:
        copytree(sample_exports, folder, dirs_exist_ok=True)
        return pickle.loads((folder / KNOWN).read_bytes())  # noqa: S301 -- a lane of this run wrote it

    def build(folder: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(demo, "write_exports", written)
            demo.build_demo(folder, lambda _: None, today=AS_OF_DAY)

    return made_once(tmp_path_factory, "demo", build)
