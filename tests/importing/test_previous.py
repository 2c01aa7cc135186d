"""What looks as if a wrong file came in is said and imported all the same; the bridge starts where the last ended."""

from pathlib import Path

import pytest

from dashboard.generations import Generations
from dashboard.metrics.pipeline import pipeline
from dashboard.opening import open_view
from dashboard.warehouse import Warehouse
from tests.importing.importer import Importer


def leads(numbers: range, day: str = "2025-01-01") -> dict[str, str | bytes]:
    """Leads of these numbers, created on a day."""
    return {"leads.csv": "lead_id,created_at\n" + "".join(f"L{number},{day}\n" for number in numbers)}


@pytest.mark.parametrize(
    ("second", "reasons"),
    [
        (leads(range(100), "2025-02-01"), []),
        (leads(range(100)), ["already_imported"]),
        (leads(range(79), "2025-01-02"), ["count_drop"]),
        (leads(range(51, 151), "2025-01-02"), ["new_ids"]),
        (leads(range(1001), "2025-01-02"), ["count_jump", "new_ids"]),
        (leads(range(100), "2024-12-31"), ["older_export"]),
        (leads(range(200, 210), "2024-12-31"), ["count_drop", "new_ids", "older_export"]),
    ],
)
def test_a_suspicious_import_is_said(importing: Importer, second: dict[str, str | bytes], reasons: list[str]) -> None:
    """Each guard fires alone and together; all of them warn only."""
    importing(leads(range(100)))
    done = importing(second)
    assert done.column("select reason from warnings order by reason") == reasons
    assert len(done.summary.guards) == len(reasons)
    assert Generations(done.warehouse).current() == done.summary.generation


def test_a_generation_that_cannot_be_read_is_no_obstacle(importing: Importer) -> None:
    """Its bytes are garbage: the import goes on and says so."""
    first = importing(leads(range(3)))
    first.con.close()
    path = Generations(first.warehouse).path(first.summary.generation)
    path.chmod(0o644)
    path.write_bytes(b"garbage" * 1000)
    done = importing(leads(range(3)))
    assert set(done.column("select reason from warnings")) == {"previous_unreadable"}
    assert done.rows("select count(*) from leads") == [(3,)]


def test_the_bridge_starts_where_the_last_import_ended(tmp_path: Path) -> None:
    """With its facts: deals open at the end of the generation before, with what they were worth; renewals aside."""
    importer = Importer(tmp_path)
    deals = "deal_id,created_at,amount,renewal\nD1,2025-01-01,5,\nD2,2025-01-01,6,\nD3,2025-01-01,,\n"
    events = "deal_id,at,event\nD1,2025-02-01,won\n"
    importer({"deals.csv": deals + "D4,2025-01-01,8,true\n", "deal_events.csv": events})
    done = importer({"deals.csv": deals.replace("6", "7"), "deal_events.csv": events})
    assert done.rows("from previous_open_deals") == [("D2", 6.0), ("D3", None)]
    bridge = pipeline(open_view(Warehouse(done.warehouse), as_of="2025-06-03")).section.bridge
    assert bridge is not None
    assert (bridge.start, bridge.removed, bridge.revalued, bridge.end) == (6.0, 0.0, 1.0, 7.0)
    importer.close()
