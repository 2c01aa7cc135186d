"""Every time is read by itself: with the zone it names, whatever stands in the rows around it."""

from datetime import datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard.errors import BadInput, MustAsk
from tests.importing.importer import Importer

at = datetime.fromisoformat
LATER = at("2026-07-01")
MAPPING = """
name = "m"
{mapping}
[[sources]]
name = "leads"
files = ["people"]
{source}
[[sources.feeds]]
table = "leads"
[sources.feeds.columns]
lead_id = "Id"
created_at = {{ column = "Created"{column} }}
"""


@pytest.mark.parametrize("zone", ["UTC", "Europe/London", "America/New_York", "Asia/Tokyo"])
def test_a_zone_is_its_own_rows_and_applied_once(importing: Importer, zone: str) -> None:
    """Noon UTC written in eight ways gives one instant, whatever the company's zone."""
    ways = [
        "2025-06-05 12:00:00 UTC", "2025-06-05 12:00:00 GMT", "2025-06-05T12:00:00Z",
        "2025-06-05 13:00:00 Europe/London",
        "2025-06-05 08:00 America/New_York", "2025-06-05 12:00:00+00:00", "2025-06-05 17:30:00 +0530",
        "2025-06-05T02:00-10", "5/6/2025 2:00 PM +02:00", "2025.06.05 21:00 Asia/Tokyo",
    ]  # fmt: skip
    rows = "".join(f"L{number},{written}\n" for number, written in enumerate(ways))
    done = importing(
        {"leads.csv": "lead_id,created_at\n" + rows}, settings={"time_zone": zone}, date_order="dmy", as_of=LATER
    )
    assert done.column("select distinct created_at from leads") == [at("2025-06-05T12:00")]
    assert done.rows("select count(*) from leads") == [(10,)]


def test_moments_of_parquet_files(importing: Importer) -> None:
    """What says UTC is UTC, and what stands in the old 96 bits is too; the rest is the company's."""
    moments = pa.array([at("2025-06-05T12:00")], pa.timestamp("us"))
    files: dict[str, str | bytes] = {}
    for name, column, key, is_old in (
        ("leads", moments, "lead_id", False),
        ("deals", moments.cast(pa.timestamp("us", "UTC")), "deal_id", False),
        ("lead_events", moments, "lead_id", True),
    ):
        moment = "at" if name == "lead_events" else "created_at"
        rows = pa.table({key: ["a"], moment: column, **({"event": ["sql"]} if moment == "at" else {})})
        file = pa.BufferOutputStream()
        pq.write_table(rows, file, use_deprecated_int96_timestamps=is_old)
        files[f"{name}.parquet"] = file.getvalue().to_pybytes()
    done = importing(files, settings={"time_zone": "America/New_York"}, as_of=LATER)
    assert done.column("select created_at from leads") == [at("2025-06-05T16:00")]
    assert done.column("select created_at from deals") == [at("2025-06-05T12:00")]
    assert done.column('select "at" from lead_events') == [at("2025-06-05T12:00")]


def test_one_named_zone_moves_no_other_row(importing: Importer) -> None:
    """More rows than the engine reads at once, one of them with a zone's name."""
    written = ["2026-01-05 10:00:00"] * 5_000
    written[5] += " Asia/Tokyo"
    rows = "".join(f"L{number:04},{each}\n" for number, each in enumerate(written))
    done = importing({"leads.csv": "lead_id,created_at\n" + rows}, as_of=LATER)
    assert done.rows("select created_at, count(*) from leads group by all order by all") == [
        (at("2026-01-05T01:00"), 1),
        (at("2026-01-05T10:00"), 4_999),
    ]


@pytest.mark.parametrize(
    "written",
    [
        "2025-06-05 12:00 BST", "2025-06-05 12:00 IST", "2025-06-05 12:00 EST", "2025-06-05 12:00 CEST",
        "2025-06-05 12:00+15:00", "2025-06-05 12:00+99:99", "2025-06-05 12:00 Mars/Olympus", "2025-06-05 12:00 UTC+2",
        "2025-06-05 infinity", "now", "epoch", "2025-06-05 12:00:00 (London)",
    ],
)  # fmt: skip
def test_what_is_no_zone_sets_its_row_aside(importing: Importer, written: str) -> None:
    """Never the zone of Bangladesh, never a day of 99 hours; the rows around it load."""
    rows = f"L1,{written}\nL2,2025-06-05 12:00\nL3,2025-06-05 12:00\n"
    done = importing({"leads.csv": "lead_id,created_at\n" + rows}, as_of=LATER)
    assert done.quarantine == [(2, "created_at", "bad_timestamp")]
    assert done.column("select created_at from leads") == [at("2025-06-05T12:00")] * 2


def test_abbreviations_of_most_rows_are_asked_for(importing: Importer) -> None:
    """One sentence names the key that answers; nothing is written."""
    rows = "L1,2025-06-05 12:00 EST\nL2,2025-06-05 12:00 EST\nL3,2025-06-05 12:00\n"
    with pytest.raises(MustAsk, match=r'"created_at" gives times in "EST".*zones = \{ EST = "-05:00" \}'):
        importing({"leads.csv": "lead_id,created_at\n" + rows})


@pytest.mark.parametrize("where", ["mapping", "source", "column"])
@pytest.mark.parametrize("meant", ["-05:00", "America/Bogota"])
def test_the_mapping_says_what_an_abbreviation_means(importing: Importer, where: str, meant: str) -> None:
    """For the whole mapping, one kind of file or one column."""
    places = dict.fromkeys(("mapping", "source", "column"), "")
    places[where] = f'{", " if where == "column" else ""}zones = {{ EST = "{meant}" }}'
    files: dict[str, str | bytes] = {"people.csv": "Id,Created\nL1,2025-06-05 07:00 EST\nL2,2025-06-05 7:00 AM est\n"}
    done = importing(files, MAPPING.format(**places), as_of=LATER)
    assert done.column("select distinct created_at from leads") == [at("2025-06-05T12:00")]


@pytest.mark.parametrize("meant", ["EST", "+15:00", "Europe/Nowhere", "5"])
def test_what_an_abbreviation_cannot_mean_is_refused(importing: Importer, meant: str) -> None:
    """The mapping is read before anything else."""
    text = MAPPING.format(mapping=f'zones = {{ EST = "{meant}" }}', source="", column="")
    with pytest.raises(BadInput, match="neither an offset nor the name of a zone"):
        importing({"people.csv": "Id,Created\nL1,2025-06-05\n"}, text)
