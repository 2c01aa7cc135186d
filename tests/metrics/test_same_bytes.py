"""The same moment, generation, slice and definitions give the same bytes (§1), however many threads add them up."""

import json
from pathlib import Path

import duckdb
import pytest

from dashboard.asking.opening import open_view
from dashboard.importing.facts import build_facts
from dashboard.metrics.report import report
from dashboard.scope.settings import Settings, settings_to_json
from dashboard.warehouse.catalogue import QUERIES
from dashboard.warehouse.warehouse import Warehouse
from tests.metrics.conftest import profile

LARGE = Path(__file__).with_name("large_company.sql")
SECTIONS = ("disagreement", "icp", "pipeline", "stalled", "money", "changes")


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A warehouse of a company of several row groups."""
    (tmp_path / "generations").mkdir()
    with duckdb.connect(str(tmp_path / "generations" / "large.duckdb")) as con:
        con.execute((QUERIES / "tables.sql").read_text(encoding="utf-8"))
        con.execute(LARGE.read_text(encoding="utf-8"))
        build_facts(con)
        con.execute(
            "insert into generation values ('2025-06-02', '2025-06-02', '2025-06-02', ?, 'digest', true, '0')",
            [settings_to_json(Settings())],
        )
    for team in ("icp", "marketing", "sales"):
        (tmp_path / f"{team}.toml").write_text(profile(team), encoding="utf-8")
    return tmp_path


@pytest.mark.endure
def test_however_many_threads_add_the_bytes_are_the_same(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sums of fractions do not depend on who added which part first."""
    real = duckdb.connect
    answers = set()
    for threads in (1, 2, 5, 5):
        with monkeypatch.context() as patched:
            patched.setattr(duckdb, "connect", lambda threads=threads: real(config={"threads": threads}))
            warehouse = Warehouse(large, "large")
        answers.add(json.dumps(report(open_view(warehouse, icp_file=large / "icp.toml"), SECTIONS)))
        warehouse.close()
    assert len(answers) == 1
