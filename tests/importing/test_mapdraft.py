"""A drafted mapping can be imported as it is, and marks what it is unsure of."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from dashboard.cli import app
from dashboard.errors import BadInput
from dashboard.importing.drafting.mapdraft import draft_mapping
from dashboard.importing.mapping.files import read_mapping
from dashboard.importing.reading.staged import ReadOptions
from tests.importing.importer import Importer
from tests.shared import SHARED, needs_shared

FILES = {
    "people.csv": "Person ID;Signup Date;Channel;E-mail;Head count;Became a Customer Date;Shoe size\n"
    "P1;15 Apr, 2024 00:03:00;web;a@x.example;12;2024-05-01;43\nP2;16 Apr, 2024 10:00:00;Select;b@x.example;;;44\n",
    "log.csv": 'id,when,type,direction,person id\n"A1",3/4/2025,Phone,out,P1\n"A2",5/2/2025,Fax,in,P2\n',
    "opportunities.csv": "Opportunity ID,Created Date,Stage,Close Date,Amount\n"
    "O1,2024-05-01,Closed Won,2024-06-01,5\nO2,2024-05-02,Demo,2024-07-01,6\n",
    "poem.csv": "line\nTyger tyger\n",
}


def test_a_draft_says_what_it_saw_and_what_it_doubts(importing: Importer) -> None:
    """Formats, words and closings are found; strange words, open dates and useless files are marked."""
    draft = draft_mapping([importing.write(FILES)], ReadOptions())
    read_mapping(draft, "draft.toml")
    for line in (
        'lead_id = "Person ID"',
        'created_at = { column = "Signup Date", dates = ["D MMM, YYYY HH:mm:ss"] }',
        'null_words = ["Select"]  # unsure: do these words mean nothing?',
        'events = { "Became a Customer Date" = "won" }  # unsure: do these dates mean these events?',
        'kind = { column = "type", values = { "Fax" = "other", "Phone" = "call" } }  # unsure: what do "Fax" mean',
        'direction = { column = "direction", values = { "in" = "inbound", "out" = "outbound" } }',
        'event = { column = "Stage", values = { "Closed Won" = "won" } }',
        "# unsure: nothing in poem.csv looks like a table of the product; it is left out.",
    ):
        assert line in draft
    assert '# Not used: "Shoe size"' in draft
    assert 'say date_order = "dmy" or "mdy"' in draft


def test_a_file_of_leads_is_none_of_deals_because_of_its_id(importing: Importer) -> None:
    """What is surely the lead's id speaks against a table it could only be guessed for."""
    draft = draft_mapping([importing.write({"people.csv": "Lead ID,Created\n1,2025-01-02\n"})], ReadOptions())
    assert 'table = "leads"' in draft


def test_day_numbers_and_answers_are_told_from_other_numbers(importing: Importer) -> None:
    """A spreadsheet's days are dates where a date is looked for (class 38); an amount of money answers no question."""
    rows = "id,created,budget,need,authority,score\n1,45292,50000,Ja,yes,45292\n2,45293.5,70000,Nein,no,45293\n"
    folder = importing.write({"leads_old.csv": rows})
    draft = draft_mapping([folder], ReadOptions())
    for line in (
        'created_at = { column = "created", dates = ["excel"] }  # unsure: these look like a spreadsheet',
        'need = "need"  # unsure: which of its words are yes, which no? name them: true, false',
        '# Not used: "budget"',
    ):
        assert line in draft
    assert 'authority = "authority"\n' in draft
    done = importing(folder, draft)
    assert done.rows("select created_at::varchar, authority, engagement_score from leads") == [
        ("2024-01-01 00:00:00", True, 45292.0),
        ("2024-01-02 12:00:00", False, 45293.0),
    ]


def test_a_draft_can_be_imported(importing: Importer) -> None:
    """With the questions answered on the command line."""
    folder = importing.write(FILES)
    done = importing(folder, draft_mapping([folder], ReadOptions()), date_order="dmy")
    assert done.rows("select lead_id, source from leads") == [("P1", "web"), ("P2", None)]
    assert done.rows("select deal_id, amount from deals") == [("O1", 5.0), ("O2", 6.0)]
    assert done.rows("select deal_id, event from deal_events") == [("O1", "won")]
    assert done.rows("select touch_id, kind from touches") == [("A1", "call"), ("A2", "other")]
    assert done.quarantine == []


def test_a_draft_is_never_written_over_a_file(tmp_path: Path, importing: Importer) -> None:
    """The file that is there may hold somebody's corrections."""
    out = tmp_path / "draft.toml"
    command = ["map", str(importing.write(FILES)), "--out", str(out), "--date-order", "dmy", "--no-rehearse"]
    assert CliRunner().invoke(app, command).exit_code == 0
    before = out.read_bytes()
    refused = CliRunner().invoke(app, command)
    assert isinstance(refused.exception, BadInput)
    assert "exists already" in str(refused.exception)
    assert out.read_bytes() == before


@needs_shared
@pytest.mark.parametrize(
    ("folder", "loaded"),
    [
        ("olist", {"olist_closed_deals_dataset.csv": 842, "olist_marketing_qualified_leads_dataset.csv": 8000}),
        ("maven", {"accounts.csv": 85, "sales_pipeline.csv": 8300, "sales_teams.csv": 35}),
    ],
)
def test_drafts_for_real_exports(importing: Importer, folder: str, loaded: dict[str, int]) -> None:
    """The draft alone loads what the mapping written by hand loads."""
    path = SHARED / "data" / folder
    done = importing(path, draft_mapping([path], ReadOptions()))
    assert {file: counts[1] for file, counts in done.counts.items()} == loaded


@needs_shared
def test_files_a_shipped_mapping_reads_are_told(importing: Importer) -> None:
    """Nobody should write a mapping that is there."""
    draft = draft_mapping([SHARED / "data" / "hubspot_ui" / "hubspot_deals.csv"], ReadOptions())
    assert "# The mapping hubspot that ships reads hubspot_deals.csv, too, with the stages" in draft
    read_mapping(draft, "draft.toml")
    assert importing.folder.exists()
