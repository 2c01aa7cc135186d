"""What a rehearsal says would stand on the screens is what the import then holds."""

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dashboard.cli import app
from dashboard.importing.run import ImportOptions
from dashboard.importing.uploading.uploads import Chosen, Upload, draft_uploads
from dashboard.metrics.rehearsing import rehearse_uploads
from dashboard.scope.settings import Settings
from dashboard.warehouse.warehouse import Warehouse

LEADS = "Lead ID,Created Date\n" + "".join(f"00Q{n:03d},2025-01-{n + 1:02d}\n" for n in range(12)) + "00Q099,soon\n"
DEALS = "Opportunity ID,Lead ID,Stage,Created Date,Finish,Expected Close\n" + "".join(
    f"O{n},00Q00{n},{stage},2025-02-0{n + 1},{finish},2025-05-01\n"
    for n, (stage, finish) in enumerate(
        [("Closed Won", "2025-03-01"), ("Closed Lost", "2025-03-02"), ("Demo", ""), ("Closed Won", "2025-03-04")]
    )
)
FILES = {"leads.csv": LEADS, "deals.csv": DEALS, "poem.csv": "line\nTyger\n"}


def test_files_handed_in_are_drafted_with_answers_and_rehearsed() -> None:
    """In the confined process: questions come back whole, an answer that is asked no more is left out."""
    uploads = [Upload(name, content.encode()) for name, content in FILES.items()]
    answers = {"deals.csv:close": "Finish", "gone.csv:key": "x"}
    before = draft_uploads(uploads, ImportOptions(), {})
    after = draft_uploads(uploads, ImportOptions(), answers)
    assert {question.id for question in before.open_questions} - {question.id for question in after.open_questions} == {
        "deals.csv:close"
    }
    outcome, found = rehearse_uploads(uploads, Chosen(text=after.text), Settings(), ImportOptions(), lambda _: None)
    assert (found.leads, found.deals, found.linked, found.won, found.lost, found.still_open) == (12, 4, 4, 2, 1, 1)
    assert (found.first_on, found.last_on) == (date(2025, 1, 1), date(2025, 2, 4))
    assert (found.read, found.loaded, found.quarantined) == (17, 16, 1)
    assert [(row.reason, row.file, row.records) for row in found.aside] == [("bad_timestamp", "leads.csv", 1)]
    assert "poem.csv is not read" in found.unread[0]
    (spend,) = [lack for lack in found.lacks if "money.spend" in lack.figures]
    assert spend.columns == ("spend",)
    assert outcome.summary.files


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    """A folder with these files."""
    folder = tmp_path / "exports"
    folder.mkdir()
    for name, content in FILES.items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def test_map_rehearses_and_then_imports_what_it_rehearsed(exports: Path, tmp_path: Path) -> None:
    """Not while a question of weight is open; then as `map --out` and `import --mapping` do, value for value."""
    command = ["map", str(exports), "--as-of", "2025-06-02", "--json"]
    imports = ["--import", "--warehouse", str(tmp_path / "one")]
    waits = CliRunner().invoke(app, [*command, *imports])
    assert str(waits.exception).startswith("Not imported: 1 question above would change what stands on the screens;")
    said = json.loads(waits.stdout)
    assert ([question["id"] for question in said["questions"] if question["grave"]], said["import"]) == (
        ["deals.csv:close"],
        None,
    )
    assert not (tmp_path / "one").exists()
    answered = CliRunner().invoke(app, [*command, *imports, "--answer", "deals.csv:close=Finish"])
    assert answered.exit_code == 0, answered.exception
    done = json.loads(answered.stdout)
    assert done["rehearsal"] == said["rehearsal"]
    assert done["import"]["generation"]

    digests = []
    out, other = tmp_path / "m.toml", tmp_path / "other"
    drafted = CliRunner().invoke(app, [*command[:2], "--defaults", "--no-rehearse", "--out", str(out)])
    assert (drafted.exit_code, out.read_text(encoding="utf-8")) == (0, done["mapping"])
    second = ["import", str(exports), "--mapping", str(out), "--warehouse", str(other), "--as-of", "2025-06-02"]
    assert CliRunner().invoke(app, second).exit_code == 0
    for folder in (tmp_path / "one", other):
        warehouse = Warehouse(folder)
        digests.append(warehouse.generation.digest)
        warehouse.close()
    assert digests[0] == digests[1]


def test_a_required_question_ends_map(exports: Path, tmp_path: Path) -> None:
    """Status 2, that question with its options, the mapping all the same, and nothing imported."""
    (exports / "leads.csv").write_text(LEADS.replace("2025-01-", "Q"), encoding="utf-8")
    command = ["map", str(exports), "--import", "--warehouse", str(tmp_path / "w"), "--defaults"]
    asked = CliRunner().invoke(app, command)
    assert str(asked.exception) == (
        "Nothing can be imported before this is answered: Which column of leads.csv is the day the lead came in? "
        "--answer leads.csv:created_at=none."
    )
    assert "# created_at =  # unsure:" in asked.stdout
    assert "Rehearsed" not in asked.stderr
    done = CliRunner().invoke(app, [*command, "--answer", "leads.csv:created_at=none"])
    assert done.exit_code == 0, done.exception
    assert "  4 deals, 0 of them linked to their lead: 2 won, 1 lost, 1 open\n" in done.stderr
    assert "leads.csv is left out, as was said." in done.stdout
