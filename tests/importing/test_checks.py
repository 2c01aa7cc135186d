"""Facts that cannot be right are never published: each check finds its fault, and sound companies have none."""

from pathlib import Path

import duckdb
import pytest

from dashboard.errors import FunnelReviewError
from dashboard.importing import run
from dashboard.importing.facts import build_facts
from dashboard.importing.publishing.checking import CHECKS, check_facts
from dashboard.scope.settings import Settings
from dashboard.warehouse.generations import Generations
from tests.claims.company import Rows, write_generation
from tests.importing.importer import Importer
from tests.oracle.company import write_company
from tests.oracle.fuzz import run as run_command

COMPANY: dict[str, Rows] = {
    "leads": [{"lead_id": "L1", "created_at": "2025-01-01"}, {"lead_id": "L2", "created_at": "2025-01-02"}],
    "lead_events": [
        {"lead_id": "L1", "at": "2025-01-03", "event": "mql"},
        {"lead_id": "L1", "at": "2025-01-05", "event": "rejected"},
        {"lead_id": "L1", "at": "2025-02-01", "event": "mql"},
        {"lead_id": "L1", "at": "2025-02-02", "event": "sal"},
    ],
    "deals": [{"deal_id": "D1", "lead_id": "L1", "created_at": "2025-02-03"}],
    "deal_events": [
        {"deal_id": "D1", "at": "2025-02-05", "event": "Demo"},
        {"deal_id": "D1", "at": "2025-02-07", "event": "lost"},
        {"deal_id": "D1", "at": "2025-03-07", "event": "reopened"},
    ],
    "touches": [{"lead_id": "L1", "at": "2025-01-04"}, {"lead_id": "L1", "at": "2025-02-04"}],
    "import_files": [
        {"file": "leads.csv", "sha256": "", "read": 2, "loaded": 2, "quarantined": 0, "skipped": 0, "blank": 0}
    ],
}
FAULTS = {
    "cycles_out_of_order": "update cycles set reached_mql_at = opened_at - interval 1 second where cycle_number = 2",
    "cycles_that_overlap": "update cycles set first_closed_at = timestamp '2025-02-02' where cycle_number = 1",
    "cycles_without_their_lead": "insert into cycles by name select 99 as cycle_id, 99 as lead_key",
    "deal_moves_outside_their_spell": "update deal_moves set happened_at = timestamp '2025-02-08'",
    "deal_spells_that_overlap": "update deal_spells set next_opened_at = timestamp '2025-02-06' where spell = 1",
    "deals_in_a_cycle_of_somebody_else": "update deal_facts set lead_key = 1",
    "facts_that_fan_out": "insert into lead_facts from lead_facts limit 1",
    "files_that_do_not_add_up": "update import_files set loaded = 1",
    "leads_without_a_cycle": "delete from cycles where lead_key = 1",
    "touches_in_a_cycle_of_somebody_else": "update cycle_touches set lead_key = 1 where touch_row = 0",
}


@pytest.fixture
def con(tmp_path: Path) -> duckdb.DuckDBPyConnection:
    """A small company's generation, sound and open for writing."""
    write_generation(tmp_path, COMPANY, Settings())
    return duckdb.connect(str(tmp_path / "generations" / "company.duckdb"))


def test_every_check_is_broken_by_a_test() -> None:
    """A check without a fault below would be one nobody knows to work."""
    assert sorted(FAULTS) == sorted(path.stem for path in CHECKS.glob("*.sql"))


@pytest.mark.parametrize("check", sorted(FAULTS))
def test_a_broken_table_of_facts_is_found(con: duckdb.DuckDBPyConnection, check: str) -> None:
    """Sound before; with one fault the check itself returns a row, and the sentence says rule and row."""
    check_facts(con)
    con.execute(FAULTS[check])
    sql = (CHECKS / f"{check}.sql").read_text(encoding="utf-8")
    assert con.execute(sql).fetchall()
    with pytest.raises(FunnelReviewError, match=r"The facts made of these files break a rule .* nothing was published"):
        check_facts(con)


def test_an_import_with_broken_facts_publishes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The figures before stay served, and what was built is gone."""
    importer = Importer(tmp_path)
    leads = "lead_id,created_at\nL1,2025-01-01\n"
    first = importer({"leads.csv": leads})

    def build_badly(con: duckdb.DuckDBPyConnection) -> None:
        build_facts(con)
        con.execute("update cycles set first_exit = 'lost'")

    monkeypatch.setattr(run, "build_facts", build_badly)
    with pytest.raises(
        FunnelReviewError, match=r"cycles_out_of_order: A cycle opens first.* at cycle_id 0, lead_key 0"
    ):
        importer({"leads.csv": leads + "L2,2025-01-02\n"})
    assert Generations(first.warehouse).all() == [first.summary.generation]
    assert [path.stem for path in (first.warehouse / "generations").iterdir()] == [first.summary.generation]
    importer.close()


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_companies_with_every_nasty_corner_pass(tmp_path: Path, seed: int) -> None:
    """What is strange in the data is never a fault of the facts: such files import."""
    company = write_company(tmp_path / "company", seed)
    command = ["import", str(company.data), "--settings", str(company.settings), "--as-of", company.import_as_of]
    assert "is published" in run_command([*command, "--warehouse", str(tmp_path / "warehouse")])
