"""What looks as if a wrong file came in is said and imported all the same; the bridge starts where the last ended."""

from datetime import datetime
from pathlib import Path

import pytest

from dashboard.asking.opening import open_view
from dashboard.importing.publishing.previous import ReviewWeek
from dashboard.metrics.pipeline import pipeline
from dashboard.scope.settings import Settings
from dashboard.scope.slices import Slice
from dashboard.warehouse.generations import Generations
from dashboard.warehouse.warehouse import Warehouse
from tests.importing.importer import Importer

at = datetime.fromisoformat


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
    assert done.rows("select deal_id, amount from previous_open_deals") == [("D2", 6.0), ("D3", None)]
    bridge = pipeline(open_view(Warehouse(done.warehouse), as_of="2025-06-02")).section.bridge
    assert bridge is not None
    assert (bridge.start, bridge.removed, bridge.revalued, bridge.end) == (6.0, 0.0, 1.0, 7.0)
    importer.close()


def test_daily_imports_lose_nothing_of_the_weeks_bridge() -> None:
    """The newest generation of the week's start or before is where it starts, else the earliest of the week."""
    week = ReviewWeek(Settings(time_zone="Europe/Berlin"), at("2025-06-01T22:00"))  # Monday 00:00: the week before
    monday, later = at("2025-05-25T22:00"), at("2025-05-27T10:00")
    moments = {
        Path("a"): at("2025-05-10T00:00"),
        Path("b"): monday,
        Path("c"): later,
        Path("d"): at("2025-06-01T12:00"),
    }
    assert week.starting_point(moments) == Path("b")
    assert week.starting_point({path: moments[path] for path in (Path("c"), Path("d"))}) == Path("c")
    assert week.starting_point({Path("later"): at("2025-06-03T00:00")}) is None
    assert week.starting_point({}) is None


@pytest.mark.parametrize("as_of", ["2025-06-01", "2025-06-02"])
def test_removed_and_revalued_follow_a_slice(tmp_path: Path, as_of: str) -> None:
    """A deal still there is sliced by what it holds now, a removed one by what was held; the parts add up."""
    importer = Importer(tmp_path)
    leads = "lead_id,created_at,source,employees\nL1,2025-01-01,webinar,5\nL2,2025-01-01,print,5000\n"
    deals = "deal_id,created_at,lead_id,amount\nD1,2025-02-01,L1,100\nD2,2025-02-01,L2,50\nD3,2025-02-01,,7\n"
    importer({"leads.csv": leads, "deals.csv": deals}, as_of=at("2025-05-26"))
    now = deals.replace("D1,2025-02-01,L1,100\n", "").replace(",50", ",60")
    done = importer({"leads.csv": leads.replace("L1,2025-01-01,webinar,5\n", ""), "deals.csv": now}, as_of=at(as_of))

    def parts(*slices: str) -> tuple[float, ...]:
        view = open_view(Warehouse(done.warehouse), as_of=as_of, chosen=Slice.parse(slices))
        bridge = pipeline(view).section.bridge
        assert bridge is not None
        return bridge.start, bridge.removed, bridge.revalued, bridge.end

    assert parts() == (157, 100, 10, 67)
    assert parts("source=webinar") == parts("segment=SMB") == (100, 100, 0, 0)
    assert parts("source=print") == parts("segment=Enterprise") == (50, 0, 10, 60)
    assert parts("source=(none)") == (7, 0, 0, 7)
    assert parts("cycle=first") == (157, 100, 10, 67)
    view = open_view(Warehouse(done.warehouse), as_of=as_of, chosen=Slice.parse(["source=webinar"]))
    assert [row["deal_id"] for row in view.ask("pipeline/bridge_deals", part="removed", counts_changes=True).rows] == [
        "D1"
    ]
    importer.close()


def test_without_personal_data_nothing_personal_is_held_of_gone_deals(tmp_path: Path) -> None:
    """The generation before knew names and addresses; the one that must not does not inherit them."""
    importer = Importer(tmp_path)
    leads = "lead_id,created_at,name,email\nL1,2025-01-01,Ann Smith,ann@x.example\n"
    deals = "deal_id,created_at,lead_id,name\nD1,2025-02-01,L1,Ann Smith - new\n"
    importer({"leads.csv": leads, "deals.csv": deals})
    done = importer({"leads.csv": leads}, personal_data=False)
    assert done.rows("select deal_id, is_gone, name, email, lead_name from previous_open_deals") == [
        ("D1", True, None, None, None)
    ]
    importer.close()
