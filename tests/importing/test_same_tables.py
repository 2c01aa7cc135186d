"""The same files give the same tables, facts too, value for value: on any number of threads, with rows in any order."""

import csv
import random
from pathlib import Path

import duckdb
import pytest

from dashboard.importing import run
from dashboard.importing.run import ImportOptions, run_import
from dashboard.scope.settings import Settings, load_settings
from dashboard.warehouse.generations import Generations
from tests.enduring import FULL
from tests.importing.importer import AS_OF
from tests.oracle.company import write_company
from tests.shared import SHARED

FACTS = (
    "lead_facts", "cycles", "cycle_touches", "lead_activity", "stray_exits", "deal_facts", "deal_spells", "deal_moves",
    "deal_touches", "account_cycles", "account_stray_exits", "recorded", "import_remark_records",
)  # fmt: skip
CANONICAL = ("leads", "lead_events", "touches", "deals", "deal_events", "accounts", "spend", "customers", "reps")
KEYS = {
    "lead_key": "(select l.lead_id from lead_facts as l where l.lead_key = t.lead_key)",
    "deal_key": "(select d.deal_id from deal_facts as d where d.deal_key = t.deal_key)",
    "touch_row": "(select s.touch_id from touches as s where s.rowid = t.touch_row)",
    "cycle_id": "(select (c.opened_at, c.cycle_number) from cycles as c where c.cycle_id = t.cycle_id)",
    "account_key": "(select l.account_id from lead_facts as l where l.lead_key = t.account_key)",
}
"""Keys of our own, which number rows as they came, and what they stand for."""

TIES = {
    "leads.csv": "lead_id,created_at,account_id\nL1,2025-05-01T08:00,A\nL2,2025-05-01T08:00,A\nL3,2025-05-01T08:00,\n",
    "lead_events.csv": "lead_id,at,event,actor,reason\n"
    + "".join(
        f"{lead},2025-05-02T08:00,{event},{actor},{reason}\n"
        for lead in ("L1", "L2", "L3")
        for event in ("mql", "rejected", "disqualified", "won")
        for actor in ("ann", "bob", "")
        for reason in ("price", "size", "")
    ),
    "deals.csv": "deal_id,created_at,lead_id,amount\n"
    + "".join(f"D{number},2025-05-03T08:00,L{1 + number % 2},{number}\n" for number in range(8)),
    "deal_events.csv": "deal_id,at,event,reason\n"
    + "".join(
        f"D{number},2025-05-04T08:00,{event},{reason}\n"
        for number in range(8)
        for event in ("Demo", "demo", "lost", "reopened", "pushed")
        for reason in ("late", "dear", "")
    ),
    "touches.csv": "touch_id,at,kind,direction,lead_id,connected\n"
    + "".join(
        f"T{number},2025-05-02T07:00,call,{direction},L{1 + number % 3},{direction == 'inbound'}\n"
        for number in range(12)
        for direction in [("inbound", "outbound")[number % 2]]
    ),
}
"""Everything at one instant: whatever order decides shows."""


def contents(warehouse: Path) -> tuple[str, dict[str, list[str]]]:
    """The digest, and every table's rows sorted, with keys of our own as what they stand for."""
    generations = Generations(warehouse)
    current = generations.current()
    assert current is not None
    with duckdb.connect(str(generations.path(current)), read_only=True) as con:
        (digest,) = con.execute("select digest from generation").fetchone() or ("",)
        found = {}
        for table in (*CANONICAL, *FACTS):
            names = [name for name, *_ in con.execute(f"from {table} limit 0").description or ()]
            replaced = [f"{KEYS[name]} as {name}" for name in KEYS if name in names]
            part = f" replace ({', '.join(replaced)})" if replaced else ""
            found[table] = sorted(map(str, con.execute(f"select t.*{part} from {table} as t").fetchall()))
        return digest, found


def shuffled(source: Path, target: Path, seed: int) -> Path:
    """The same CSV files with their rows in another order; of two rows with one key the first stays the first."""
    target.mkdir()
    for path in sorted(source.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            header, *rows = list(csv.reader(file))
        firsts: dict[str, int] = {}
        keyed = header[0] in {"lead_id", "deal_id", "touch_id", "account_id", "rep"} and path.stem in (
            "leads", "deals", "touches", "accounts", "customers", "reps",
        )  # fmt: skip
        order = list(range(len(rows)))
        random.Random(seed).shuffle(order)
        mixed = [rows[at] for at in order]
        if keyed:
            for at, row in enumerate(rows):
                firsts.setdefault(row[0].strip() if row else "", at)
            ahead = [rows[at] for at in sorted(firsts.values())]
            random.Random(seed).shuffle(ahead)
            taken = set(firsts.values())
            mixed = ahead + [rows[at] for at in order if at not in taken]
        with (target / path.name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([header, *mixed])
    return target


@pytest.fixture(
    params=["ties", "golden", "restated", "drawn 3", "drawn 17"] if FULL else ["ties", "golden", "drawn 17"]
)
def company(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, Settings]:
    """A folder of canonical files and its settings."""
    kind, _, seed = str(request.param).partition(" ")
    folder = tmp_path / "exports"
    if kind == "ties":
        folder.mkdir()
        for name, text in TIES.items():
            (folder / name).write_text(text, encoding="utf-8")
        return folder, Settings()
    if kind == "drawn":
        drawn = write_company(tmp_path / "drawn", int(seed), 80)
        return drawn.data, load_settings(drawn.settings)
    golden = SHARED / "golden"
    if not golden.is_dir():
        pytest.skip("no ../shared folder beside the project")
    data = golden / {"golden": "small", "restated": "restated"}[kind] / "data"
    return data, load_settings(golden / "small" / "settings.toml")


@pytest.mark.parametrize(("threads", "seed"), [(1, None), (4, None), (4, 1), (1, 2)] if FULL else [(4, 1)])
def test_the_same_rows_give_the_same_tables(
    company: tuple[Path, Settings], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, threads: int, seed: int | None
) -> None:
    """Imported once as they are, and once more on so many threads, with their rows as they are or mixed."""
    data, settings = company
    again = data if seed is None else shuffled(data, tmp_path / "mixed", seed)
    run_import([data], [], tmp_path / "one", settings, AS_OF, ImportOptions(), lambda _: None)
    monkeypatch.setitem(run.STORAGE, "threads", threads)
    run_import([again], [], tmp_path / "two", settings, AS_OF, ImportOptions(), lambda _: None)
    (digest, one), (digest_again, two) = contents(tmp_path / "one"), contents(tmp_path / "two")
    for table, rows in one.items():
        assert rows == two[table], table
    assert digest == digest_again
