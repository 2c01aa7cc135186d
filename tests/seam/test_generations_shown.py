"""A new generation shows in a running app without a restart; an old one stays whole for whoever reads it."""

import json
from pathlib import Path

import duckdb
import pytest

from dashboard.asking.ask import ask, open_warehouse
from dashboard.asking.opening import open_view
from dashboard.errors import FunnelReviewError, NoWarehouse
from dashboard.scope.settings import Settings
from dashboard.warehouse.warehouse import Warehouse
from tests.claims.company import write_generation


def published(folder: Path, name: str, leads: int) -> None:
    """A generation of so many leads, pointed at."""
    rows = [{"lead_id": str(number), "created_at": "2025-05-01"} for number in range(leads)]
    write_generation(folder, {"leads": rows}, Settings(), name)
    (folder / "current.json").write_text(json.dumps({"generation": name}), encoding="utf-8")


def leads_in(warehouse: Warehouse) -> int:
    """Leads that came in, as the waterfall counts them."""
    return int(ask(open_view(warehouse, as_of="2025-06-02"), "waterfall/stages").rows[0]["reached"])


def test_the_next_call_after_a_publication_sees_it(tmp_path: Path) -> None:
    """The pointer is read at each call, and the answer in memory belongs to its generation."""
    published(tmp_path, "one", 3)
    before = open_warehouse(tmp_path)
    assert leads_in(before) == 3
    published(tmp_path, "two", 5)
    after = open_warehouse(tmp_path)
    assert (leads_in(after), leads_in(before)) == (5, 3)
    assert open_warehouse(tmp_path) is after


def test_without_a_warehouse_the_sentence_names_the_command(tmp_path: Path) -> None:
    """An empty folder, a broken pointer and a missing generation each say what to do."""
    with pytest.raises(NoWarehouse, match="funnel-review import"):
        open_warehouse(tmp_path)
    (tmp_path / "current.json").write_text("{", encoding="utf-8")
    with pytest.raises(NoWarehouse, match="import again"):
        open_warehouse(tmp_path)
    (tmp_path / "current.json").write_text('{"generation": "gone"}', encoding="utf-8")
    with pytest.raises(NoWarehouse, match="no generation that is whole; put its file back, or import again"):
        open_warehouse(tmp_path)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    """Garbage in the place of a generation is one sentence, not a traceback."""
    (tmp_path / "generations").mkdir()
    (tmp_path / "generations" / "bad.duckdb").write_bytes(b"garbage" * 1000)
    with pytest.raises(NoWarehouse, match="cannot be read"):
        Warehouse(tmp_path, "bad")


def test_a_generation_of_another_version_is_named_when_a_question_does_not_fit_it(tmp_path: Path) -> None:
    """A column the facts did not have yet: the sentence says which generation, of which version, and the next move."""
    published(tmp_path, "one", 3)
    with duckdb.connect(tmp_path / "generations" / "one.duckdb") as con:
        con.execute("alter table cycles drop column last_entry_at")
        con.execute("update generation set product_version = '0.0.9'")
    sentence = r"Generation one, imported by version 0\.0\.9, does not hold what stages\.sql reads; import again\."
    with pytest.raises(FunnelReviewError, match=sentence):
        leads_in(open_warehouse(tmp_path))
