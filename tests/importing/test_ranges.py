"""Cycles and deals are written a range at a time, to fit in an import's memory: nothing of it shows in the facts."""

from pathlib import Path

import duckdb
import pytest

from dashboard.importing import facts
from dashboard.warehouse.catalogue import QUERIES

LEADS = """
insert into leads (lead_id, created_at, source)
select 'L' || i, timestamp '2025-06-02' - to_seconds(1 + hash(i) % 15000000), 'a long enough source ' || i
from range(60000) as t (i)
"""
DEALS_OF_THEM = """
insert into deals (deal_id, created_at, lead_id, name)
select 'D' || i, timestamp '2025-06-02' - to_seconds(hash(i) % 8000000), 'L' || hash(i) % 60000, 'a long name, ' || i
from range(40000) as t (i)
"""
CYCLES = "select rowid, cycle_id, hash(cycles) from cycles"
DEALS = "select rowid, deal_key, hash(deal_facts) from deal_facts"

Rows = list[tuple[int, int, int]]


def written(database: Path, memory: str) -> tuple[Rows, Rows]:
    """Place, key and contents of each cycle and deal of a company two of whose deals were set aside."""
    with duckdb.connect(str(database)) as con:
        con.execute((QUERIES / "tables.sql").read_text(encoding="utf-8"))
        con.execute(LEADS)
        con.execute(DEALS_OF_THEM)
        con.execute("delete from deals where deal_id in ('D0', 'D15000')")
        con.execute(f"set memory_limit = '{memory}'")
        facts.build_facts(con)
        return con.execute(CYCLES).fetchall(), con.execute(DEALS).fetchall()


def test_in_however_many_ranges_the_same_rows_stand_in_the_same_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One range each; then several, the last of them not full, with so little memory that joins go through the disk."""
    cycles, deals = written(tmp_path / "once.duckdb", "4GB")
    monkeypatch.setattr(facts, "KEYS_AT_ONCE", 9_000)
    assert written(tmp_path / "ranges.duckdb", "60MB") == (cycles, deals)
    assert len(cycles) > 6 * 9_000
    assert [cycle[0] for cycle in cycles] == [cycle[1] for cycle in cycles]  # by opening: as they are numbered
    assert len(deals) == 40_000 - 2
    assert [deal[1] for deal in deals] == sorted(deal[1] for deal in deals)


def test_a_company_without_leads_or_deals_has_no_cycles(tmp_path: Path) -> None:
    """Tables of no rows have no ranges."""
    with duckdb.connect(str(tmp_path / "empty.duckdb")) as con:
        con.execute((QUERIES / "tables.sql").read_text(encoding="utf-8"))
        facts.build_facts(con)
        assert con.execute(CYCLES).fetchall() == con.execute(DEALS).fetchall() == []
