"""The slice: parsed, worded, bound, and never left out."""

from pathlib import Path

import duckdb
import pytest

from dashboard.errors import BadInput, FunnelReviewError
from dashboard.scope.slices import Slice
from dashboard.scope.waterfalls import Waterfall, read_waterfall
from dashboard.warehouse.catalogue import question
from dashboard.warehouse.disk import digest_of
from dashboard.warehouse.duck import DuckEngine
from dashboard.warehouse.engine import EngineFault, Statement
from dashboard.warehouse.generations import Generations
from dashboard.warehouse.prelude import Prelude
from tests.claims.company import open_company

LEADS: list[dict[str, object]] = [
    {
        "lead_id": "1",
        "created_at": "2025-05-01",
        "source": "a, b",
        "employees": 50,
        "owner": "x",
        "engagement_score": 50,
    },
    {
        "lead_id": "2",
        "created_at": "2025-05-02",
        "source": None,
        "employees": 5000,
        "owner": "x",
        "engagement_score": 72.5,
    },
    {"lead_id": "3", "created_at": "2025-05-03", "source": "'; drop table leads; --", "employees": None, "owner": "y"},
]


def cohort(*texts: str) -> int:
    """Cycles of the cohort under a slice."""
    with open_company({"leads": LEADS}, {}, {"slice": list(texts)}) as view:
        return int(view.ask("waterfall/stages").rows[0]["reached"]) if view.ask("waterfall/stages").rows else 0


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ([], 3),
        (['source="a, b"'], 1),
        (["source=(none)"], 1),
        (['source="a, b",(none)'], 2),
        (["source=A"], 0),
        (["source=a"], 0),
        (["segment=SMB"], 1),
        (["segment=Enterprise,(none)"], 2),
        (["owner=x", "source=(none)"], 1),
        (["source='; drop table leads; --"], 1),
        (["employees=50"], 1),
        (["employees=50.0,5e3"], 2),
        (["employees=many"], 0),
        (["employees=(none)"], 1),
        (["engagement_score=72.5,50"], 2),
        (["cycle=first"], 3),
        (["lead_id=1,2"], 2),
    ],
)
def test_a_slice_keeps_exactly_what_it_names(texts: list[str], found: int) -> None:
    """Exact text, OR within a field, AND between fields, (none) is null; quotes hold a comma."""
    assert cohort(*texts) == found


@pytest.mark.parametrize("text", ["colour=red", "source", "cycle=second"])
def test_what_cannot_be_sliced_is_refused(text: str) -> None:
    """An unknown field is an error, never ignored."""
    with pytest.raises(BadInput):
        Slice.parse([text])


def test_the_slice_comes_back_as_it_was_chosen() -> None:
    """What the JSON and the URL hold gives the same slice again."""
    chosen = Slice.parse(["source=b,a,a", "cycle=first"])
    assert chosen.chosen() == {"source": ["b", "a"], "cycle": ["first"]}
    assert Slice.of(chosen.chosen()) == chosen
    assert chosen.words() == "source b or a · first cycles only"


def test_a_question_without_its_prelude_does_not_run() -> None:
    """Fails closed: the names a question reads exist only in the prelude."""
    with open_company({"leads": LEADS}, {}, {}) as view:
        query = question("waterfall/strays")
        bare = Prelude(view.scope, query.mentions)
        with pytest.raises(FunnelReviewError, match=r"strays\.sql"):
            view.warehouse.run(query, bare, {}, view.settings)


def test_the_warehouse_can_neither_be_changed_nor_left(tmp_path: Path) -> None:
    """Read-only, no files, no settings: whatever SQL reached it."""
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n", encoding="utf-8")
    with open_company({"leads": LEADS}, {}, {}) as view:
        engine = view.warehouse._open.engine
        assert isinstance(engine, DuckEngine)
        leaving = (
            f"select * from read_csv('{secret}')",
            f"copy (select 1) to '{tmp_path / 'out.csv'}'",
            "set enable_external_access = true",
            "attach 'other.duckdb'",
            "install httpfs",
        )
        for statement in leaving:  # the lock alone
            with pytest.raises(duckdb.Error):
                engine._connection.cursor().execute(statement)
        file = Generations(view.warehouse.folder).path("company")
        first = next(file.rglob("*.parquet"), file)  # within reach, where it is one of a folder's
        writing = f"copy (select 1 as a) to '{first}' (format parquet, use_tmp_file false)"
        before = digest_of(first)
        for statement in (*leaving, writing, "delete from warehouse.leads", "create table warehouse.mine as select 1"):
            with pytest.raises(EngineFault):
                engine.run(Statement(statement))
        assert digest_of(first) == before
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[[stages]]\nname = "A"\nevents = ["inquiry"]', "two stages"),
        ('[[stages]]\nname = "A"\nevents = ["inquiry"]\n[[stages]]\nname = "B"\nevents = ["lost"]', "no entry event"),
        ('[[stages]]\nname = "A"\nevents = ["mql"]\n[[stages]]\nname = "B"\nevents = ["mql"]', "enters two stages"),
        ('[[stages]]\nname = "A"\nevents = ["mql"]\n[[stages]]\nname = "A"\nevents = ["sql"]', "same name"),
        ("stages = 3", "stages"),
        ("nonsense", "not TOML"),
    ],
)
def test_a_bad_waterfall_is_refused_in_one_sentence(tmp_path: Path, text: str, words: str) -> None:
    """A company's own waterfall names the file and what is wrong."""
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=words):
        read_waterfall(str(path))


def test_an_own_waterfall_counts_what_no_stage_takes(tmp_path: Path) -> None:
    """A cycle with no event in any stage is unplaced, and still in the cohort."""
    path = tmp_path / "own.toml"
    path.write_text(
        '[[stages]]\nname = "Accepted"\nevents = ["sal"]\n[[stages]]\nname = "Pipeline"\nevents = ["sql", "won"]\n',
        encoding="utf-8",
    )
    events = [{"lead_id": "1", "at": "2025-05-02", "event": "sql"}]
    with open_company({"leads": LEADS, "lead_events": events}, {}, {"waterfall": str(path)}) as view:
        rows = view.ask("waterfall/stages").rows
    assert [(row["stage"], row["reached"], row["unplaced"]) for row in rows] == [("Accepted", 3, 2), ("Pipeline", 1, 0)]
    assert isinstance(read_waterfall(str(path)), Waterfall)
