import csv
import hashlib
from datetime import date, datetime
from pathlib import Path

import pytest

from dashboard.sample import SAMPLE_AS_OF, write_sample
from dashboard.sample.clock import iso
from dashboard.scope.settings import load_settings
from tests.enduring import FULL
from tests.sample.stories import DIGEST, FOLDER, STORIES, TELLERS, digest, planted

Rows = list[dict[str, str]]
SMALL = 2_500
ENTRIES = {"inquiry", "aql", "mql", "tal", "tql", "tgl", "sal", "sgl", "sql"}
EXITS = {"rejected", "recycled", "disqualified"}
OFFICE = {"merged", "duplicate", "test", "owner_left"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small sample company, written once."""
    folder = tmp_path_factory.mktemp("sample")
    write_sample(folder, leads=SMALL)
    return folder


def rows(folder: Path, table: str) -> Rows:
    """The rows of one of its tables."""
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def digests(folder: Path) -> dict[str, str]:
    """What stands in the folder, byte for byte."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(folder: Path, tmp_path: Path) -> None:
    """Whoever starts the demo sees the same company as the tests do."""
    write_sample(tmp_path / "again", leads=SMALL)
    write_sample(tmp_path / "other", seed=7, leads=SMALL)
    assert digests(tmp_path / "again") == digests(folder)
    assert digests(tmp_path / "other")["leads.csv"] != digests(folder)["leads.csv"]


def test_progress_rises_to_the_whole(tmp_path: Path) -> None:
    """The bar of the first start never goes back and ends full."""
    heard: list[float] = []
    write_sample(tmp_path, leads=1_200, progress=heard.append)
    assert heard == sorted(heard)
    assert heard[-1] == 1.0


def test_every_reference_is_to_a_row_that_exists(folder: Path) -> None:
    """Leads, deals, accounts and reps that are named are there, and keys are not given twice."""
    keys = {}
    for table, key in (("leads", "lead_id"), ("deals", "deal_id"), ("accounts", "account_id"), ("reps", "rep")):
        listed = [row[key] for row in rows(folder, table)]
        keys[key] = set(listed)
        assert len(listed) == len(keys[key])
    assert len(keys["lead_id"]) == SMALL
    for table in ("leads", "lead_events", "touches", "deals", "deal_events", "customers"):
        for row in rows(folder, table):
            for column in ("lead_id", "deal_id", "account_id"):
                assert not row.get(column) or row[column] in keys[column], (table, row)
            for column in ("owner", "actor", "rep"):
                assert not row.get(column) or row[column] in keys["rep"], (table, row)
    assert all(row["lead_id"] or row["deal_id"] for row in rows(folder, "touches"))


def test_only_words_of_the_vocabulary_are_used_and_all_of_them(folder: Path) -> None:
    """Every event, kind and direction is one that the import knows; the sample shows each kind of event there is."""
    stages = set(load_settings(folder / "funnel-review.toml").deal_stages)
    assert {row["event"] for row in rows(folder, "lead_events")} == ENTRIES | EXITS | OFFICE
    assert {row["event"] for row in rows(folder, "deal_events")} == stages | {"won", "lost", "pushed", "reopened"}
    touches = rows(folder, "touches")
    assert {row["kind"] for row in touches} <= {"email", "call", "meeting", "linkedin", "sms", "chat", "other"}
    assert {row["direction"] for row in touches} == {"outbound", "inbound"}
    assert {row["automated"] for row in touches} == {"true", "false"}
    assert {row["team"] for row in rows(folder, "reps")} == {"marketing", "sdr", "sales"}


def test_nothing_happens_at_or_after_the_as_of(folder: Path) -> None:
    """Instants are before Monday 2026-11-16 00:00 in Berlin, days before that Monday."""
    as_of = iso(int(SAMPLE_AS_OF.timestamp()))
    assert datetime.fromisoformat(as_of) == SAMPLE_AS_OF
    for table in ("leads", "lead_events", "touches", "deals", "deal_events"):
        for row in rows(folder, table):
            assert row.get("created_at", row.get("at", "")) < as_of, (table, row)
    days = [row["on"] for row in rows(folder, "spend")]
    days += [day for row in rows(folder, "customers") for day in (row["started_on"], row["churned_on"]) if day]
    assert max(days) < SAMPLE_AS_OF.date().isoformat()
    assert min(days) > date(2023, 11, 1).isoformat()


def test_a_deal_closes_once_until_it_is_reopened(folder: Path) -> None:
    """After a won or lost nothing but a reopening follows; a customer has a won deal."""
    won = set()
    closed: set[str] = set()
    for row in rows(folder, "deal_events"):
        deal, event = row["deal_id"], row["event"]
        assert deal not in closed or event == "reopened", row
        closed.discard(deal)
        if event in {"won", "lost"}:
            closed.add(deal)
        if event == "won":
            won.add(deal)
    assert {row["deal_id"] for row in rows(folder, "customers")} <= won


def test_its_settings_and_definitions_are_read(folder: Path) -> None:
    """The settings beside the data hold, and the definitions they name are there with the earlier version."""
    settings = load_settings(folder / "funnel-review.toml")
    named = (settings.definitions.shared, settings.definitions.marketing, settings.definitions.sales)
    assert all(name is not None and Path(name).is_file() for name in named)
    assert (folder / "definitions" / "shared-1.toml").is_file()
    sources = {row["source"] for row in rows(folder, "leads")}
    assert set(settings.outbound_sources) < sources
    assert settings.targets


def test_the_true_sizes_are_those_of_the_company_the_demo_shows(sample_exports: Path) -> None:
    """The files are what the generator says today; `python -m tests.sample.stories` writes them anew.

    In a full run every letter of them; else what is told of fewer leads is what was told when they were written.
    """
    assert [story["id"] for story in planted()] == list(STORIES)
    told, written = (
        "".join((folder / f"{name}.toml").read_text(encoding="utf-8") for name in TELLERS)
        for folder in (sample_exports, FOLDER)
    )
    if FULL:
        assert told == written
    else:
        assert digest(told) == DIGEST.read_text(encoding="utf-8").strip()
