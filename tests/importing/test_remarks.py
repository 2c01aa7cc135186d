"""What an import cannot judge is loaded as it is, and said (classes 48 and 55)."""

from datetime import datetime
from pathlib import Path

from tests.importing.importer import Importer


def test_one_person_with_two_ids_stays_two_leads_and_is_said(tmp_path: Path) -> None:
    """Class 48: the same e-mail, or the same name at the same company, is counted in a sentence and never merged."""
    importer = Importer(tmp_path)
    done = importer(
        {
            "leads.csv": "lead_id,created_at,email,name,company\nL1,2025-01-01,ann@x.example,Ann Lee,Acme\n"
            "L2,2025-01-02,ANN@x.example,A. Lee,Acme\nL3,2025-01-03,lee@y.example,ann lee,ACME\n"
            "L4,2025-01-04,none,Bob,Acme\nL5,2025-01-05,none,Cid,Acme\nL6,2025-01-06,eve@x.example,Ann Lee,Other\n"
        },
        as_of=datetime.fromisoformat("2025-01-07"),
    )
    assert done.column("select lead_id from leads") == ["L1", "L2", "L3", "L4", "L5", "L6"]
    (sentence,) = done.summary.guards
    assert sentence.startswith(
        "3 leads share their e-mail, or their name and company, with another lead and stay apart"
    )
    assert done.rows("select reason, sentence from warnings where file is null") == [("merge_candidates", sentence)]
    importer.close()


def test_what_lies_before_its_record_is_loaded_and_said(tmp_path: Path) -> None:
    """Class 55: a touch or an event before its lead came in, an event before its deal was created; none is dropped."""
    importer = Importer(tmp_path)
    files: dict[str, str | bytes] = {
        "leads.csv": "lead_id,created_at\nL1,2025-02-01\nL2,2025-02-01\n",
        "lead_events.csv": "lead_id,at,event\nL2,2025-01-31,mql\nL1,2025-02-02,mql\n",
        "deals.csv": "deal_id,created_at,lead_id\nD1,2025-03-01,L1\n",
        "deal_events.csv": "deal_id,at,event\nD1,2025-02-28,won\n",
        "touches.csv": "touch_id,at,kind,direction,lead_id\nT1,2025-01-15,call,outbound,L1\n"
        "T2,2025-02-15,call,outbound,L1\n",
    }
    done = importer(files, as_of=datetime.fromisoformat("2025-03-03"))
    assert [counts[1] for counts in done.counts.values()] == [1, 1, 2, 2, 2]
    (sentence,) = done.summary.guards
    assert sentence.startswith("Dated before their lead came in: 1 of the leads' events; before their")
    assert [(kind, records) for kind, records, _ in done.summary.remarks] == [("touch_before_lead", 1)]
    assert "created: 1 of the deals' events" in sentence
    assert done.column("select reason from warnings where reason != 'day_precision'") == ["before_creation"]
    files["deal_events.csv"] = "deal_id,at,event\nD1,2025-03-01,won\n"
    files["lead_events.csv"] = "lead_id,at,event\nL1,2025-02-02,mql\n"
    files["touches.csv"] = "touch_id,at,kind,direction,lead_id\nT2,2025-02-15,call,outbound,L1\n"
    assert "before_creation" not in importer(files).column("select reason from warnings")
    importer.close()
