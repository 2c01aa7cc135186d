"""--no-personal-data: no e-mail and no name reaches the disk, and keys made from an e-mail still join."""

import stat

from dashboard.importing.mapping.files import load_mapping
from tests.importing.importer import Imported, Importer

LEADS = (
    "lead_id,created_at,email,name,title,owner\n"
    "canary.one@mail.example,2025-01-01,canary.two@mail.example,Zorro Canary,Chief Canary,canary.boss@mail.example\n"
    "L2,never,canary.three@mail.example,Zorro Quarantine,x,canary.boss@mail.example\n"
    "L3,2025-01-01,a@mail.example,Zorro Third,#REF!,CANARY.BOSS@mail.example\n"
)
EVENTS = "lead_id,at,event,actor\nCanary.One@mail.example,2025-01-02,mql,canary.boss@mail.example\n"
DEALS = "deal_id,created_at,lead_id,amount\nD1,2025-01-01,canary.gone@mail.example,canary.amount@mail.example\n"
REPS = "rep,name,team\ncanary.boss@mail.example,Zorro Boss,canary.team@mail.example\n"
FILES = {"leads.csv": LEADS, "lead_events.csv": EVENTS, "deals.csv": DEALS, "reps.csv": REPS}


def bytes_of(done: Imported) -> bytes:
    """Everything the warehouse folder holds."""
    done.con.close()
    return b"".join(path.read_bytes() for path in done.warehouse.rglob("*") if path.is_file())


def test_nothing_personal_reaches_the_disk(importing: Importer) -> None:
    """Not in the tables, nor in quarantine and warnings, nor in pages a database file no longer uses."""
    done = importing(FILES, personal_data=False)
    assert done.column("select has_personal_data from generation") == [False]
    assert done.rows("select count(*), count(email), count(name) from leads") == [(2, 0, 0)]
    assert done.rows("select count(*) from quarantine") == [(1,)]
    held = bytes_of(done).lower()
    assert b"@mail.example" not in held
    assert b"zorro" not in held


def test_by_default_the_same_files_are_stored(importing: Importer) -> None:
    """So that the test above can fail."""
    held = bytes_of(importing(FILES)).lower()
    assert b"canary.one@mail.example" in held
    assert b"zorro" in held


def test_keys_made_from_an_email_still_join(importing: Importer) -> None:
    """The same e-mail gives the same key in every column and import, whatever its case; the key file is private."""
    first = importing(FILES, personal_data=False)
    key = "select lead_id from leads where lead_id <> 'L3'"
    assert first.column(key) == first.column("select lead_id from lead_events")
    assert first.column("select distinct owner from leads") == first.column("select rep from reps")
    assert len(first.column(key)[0]) == 64
    assert importing(FILES, personal_data=False).column(key) == first.column(key)
    path = first.warehouse / "hash.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(path.read_bytes()) == 32


def test_a_mapping_can_hash_a_key(importing: Importer) -> None:
    """Also where personal data is stored."""
    mapping = """
    name = "hashed"
    [[sources]]
    name = "people"
    headers = ["mail"]
    [[sources.feeds]]
    table = "leads"
    columns = { lead_id = { column = "mail", hashed = true }, created_at = "made", email = "mail" }
    """
    done = importing({"people.csv": "mail,made\na@x.example,2025-01-01\n"}, mapping)
    assert done.rows("select length(lead_id), email from leads") == [(64, "a@x.example")]


def test_lookups_by_email_go_on_working(importing: Importer) -> None:
    """The e-mail is read to find the contact and forgotten."""
    contacts = "Contact ID,Create Date,Email\nC1,2025-01-01,a@x.example\n"
    deals = "Deal ID,Deal Name,Create Date,Associated Contact Email\nD1,Big,2025-01-01,A@x.example\n"
    done = importing({"contacts.csv": contacts, "deals.csv": deals}, load_mapping("hubspot"), personal_data=False)
    assert done.rows("select deal_id, lead_id, name from deals") == [("D1", "C1", None)]
    assert b"a@x.example" not in bytes_of(done).lower()
