"""What a rehearsal says would stand on the screens is what the import then holds."""

from datetime import date

from dashboard.importing.run import ImportOptions
from dashboard.importing.uploading.uploads import Chosen, Upload, draft_uploads
from dashboard.metrics.rehearsing import rehearse_uploads
from dashboard.scope.settings import Settings

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
    assert {question.id for question in before.questions} - {question.id for question in after.questions} == {
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
