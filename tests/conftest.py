"""Warehouses that many tests read, each built once a session; nobody writes into them."""

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from dashboard.importing.run import ImportOptions, run_import
from dashboard.sample.demo import build_company, build_demo
from dashboard.scope.settings import load_settings
from tests.once import made_once
from tests.shared import SHARED

GOLDEN_AS_OF = datetime(2025, 10, 1)  # noqa: DTZ001 — naive UTC, as the product keeps instants


@pytest.fixture(autouse=True)
def main_module() -> Iterator[None]:
    """A screen drawn in a test puts its script in the place of ``__main__``, which processes begun later would run."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


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
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse `funnel-review demo` serves, without its past: the whole sample company."""
    return made_once(tmp_path_factory, "sample-company", lambda folder: build_company(folder, lambda _: None))


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse `funnel-review demo` serves, as a first start builds it: with twelve reviews behind it."""
    return made_once(tmp_path_factory, "demo", lambda folder: build_demo(folder, lambda _: None))
