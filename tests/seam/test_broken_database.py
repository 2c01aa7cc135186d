"""A database that breaks by a fault of its own is opened anew, and the reader learns nothing of it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import duckdb
import pytest

from dashboard.errors import FunnelReviewError, NoWarehouse
from dashboard.warehouse.duck import DuckEngine
from dashboard.warehouse.engine import Statement, Table
from dashboard.warehouse.generations import Generations
from dashboard.warehouse.memory import Memory
from tests.claims.company import open_company

LEADS = [{"lead_id": f"L{number}", "created_at": "2025-05-01 09:00:00"} for number in range(6)]
FAULT = "INTERNAL Error: Attempted to access index 0 within vector of size 0\n\nStack Trace:\n_ZN6duckdb9ExceptionC2E"
QUESTION = "waterfall/stages"
Break = Callable[[Callable[[DuckEngine], bool]], None]


@pytest.fixture
def break_when(monkeypatch: pytest.MonkeyPatch) -> Break:
    """Have an engine fail as DuckDB does, then and ever after, where a condition says so."""
    run = DuckEngine.run

    def breaks(condition: Callable[[DuckEngine], bool]) -> None:
        def broken(self: DuckEngine, statement: Statement) -> Table:
            if statement.question is not None and condition(self):
                with self._faults():
                    raise duckdb.InternalException(FAULT)
            return run(self, statement)

        monkeypatch.setattr(DuckEngine, "run", broken)

    return breaks


def test_the_question_is_asked_once_more(break_when: Break) -> None:
    """Of the same generation in another database, what was kept made anew: by many readers at once, opened once."""
    with open_company({"leads": LEADS}, {}, {}) as view:
        before = view.ask(QUESTION).rows
        view.warehouse.memory = Memory()
        first = view.warehouse._open.engine
        break_when(lambda engine: engine is first)
        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(lambda _: view.ask(QUESTION).rows, range(4)))
        assert answers == [before] * 4
        assert view.warehouse._open.engine is not first
        assert not view.warehouse.is_broken


def test_what_breaks_again_is_one_line(break_when: Break) -> None:
    """Without the way it went through the database."""
    with open_company({"leads": LEADS}, {}, {}) as view:
        break_when(lambda _: True)
        with pytest.raises(FunnelReviewError) as refusal:
            view.ask(QUESTION)
        assert str(refusal.value).endswith("Attempted to access index 0 within vector of size 0")


def test_a_file_that_is_gone_by_then_is_said(break_when: Break) -> None:
    """Opening it anew is what finds that out."""
    with open_company({"leads": LEADS}, {}, {}) as view:
        first = view.warehouse._open.engine
        break_when(lambda engine: engine is first)
        generation = Generations(view.warehouse.folder).path("company")
        generation.rename(generation.with_name("elsewhere"))
        with pytest.raises(NoWarehouse, match=r"^The file of generation company can no longer be read"):
            view.ask(QUESTION)
        assert view.warehouse.is_broken
