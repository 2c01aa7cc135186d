"""Every source row ends in exactly one place, for the right reason (data.md §2; classes 46–56)."""

import shutil
from datetime import datetime

import pytest

from dashboard.errors import BadInput
from dashboard.importing import staging
from dashboard.importing.converting.reasons import REASONS
from dashboard.importing.reading.rejects import SENTENCES
from tests.importing.importer import Importer

LEADS = "lead_id,created_at\nL1,2025-01-01T10:00:00Z\nL2,2025-01-02T10:00:00Z\n"
DEALS = "deal_id,created_at,lead_id\nD1,2025-02-01,L1\n"


def test_canonical_files_need_no_mapping(importing: Importer) -> None:
    """Any optional column may be absent, headers differ in case, columns come in any order."""
    done = importing({"leads.csv": "Source,CREATED_AT,lead_id\n web ,2025-01-01T10:00:00Z,L1\n,2025-01-02,L2\n"})
    assert done.rows("select lead_id, created_at, source from leads") == [
        ("L1", datetime.fromisoformat("2025-01-01T10:00"), "web"),
        ("L2", datetime.fromisoformat("2025-01-02"), None),
    ]
    assert done.counts == {"leads.csv": (2, 2, 0, 0)}


def test_a_required_column_that_is_absent_is_refused(importing: Importer) -> None:
    """The message names the column and what to do."""
    with pytest.raises(BadInput, match=r'leads.csv: the column "created_at" of leads is missing; .*--mapping'):
        importing({"leads.csv": "lead_id,source\nL1,web\n"})


def test_a_file_that_is_no_table_is_refused(importing: Importer) -> None:
    """Without a mapping every file is a canonical table by its name."""
    with pytest.raises(BadInput, match=r"people.csv.*--mapping|people.csv.*NO_KNOWN_COLUMN"):
        importing({"leads.csv": LEADS, "people.csv": "lead_id,created_at\nL1,2025-01-01\n"})


def test_something_to_review_is_needed(importing: Importer) -> None:
    """Neither leads nor deals: nothing is imported."""
    with pytest.raises(BadInput, match="No file feeds leads or deals"):
        importing({"spend.csv": "on,source,amount\n2025-01-01,web,5\n"})


def test_rows_without_what_they_need_are_set_aside(importing: Importer) -> None:
    """Line, table, column, reason, sentence and raw row are kept; good rows load."""
    done = importing(
        {
            "leads.csv": "lead_id,created_at\n,2025-01-01\nL2, \nL3,soon\nL4,2025-01-04\n",
            "touches.csv": (
                "touch_id,at,kind,direction,lead_id,deal_id\nT1,2025-02-01,call,outbound,,\n"
                "T2,2025-02-01,smoke signal,outbound,L4,\nT3,2025-02-01,call,sideways,L4,\n"
                "T4,2025-02-01,CALL,Inbound,L4,\n"
            ),
        }
    )
    assert done.quarantine == [
        (2, "lead_id", "missing_required"),
        (3, "created_at", "missing_required"),
        (4, "created_at", "bad_timestamp"),
        (2, "lead_id", "missing_required"),
        (3, "kind", "unknown_value"),
        (4, "direction", "unknown_value"),
    ]
    assert done.rows("select touch_id, kind, direction, automated from touches") == [("T4", "call", "inbound", False)]
    assert done.rows(
        "select file, table_name, raw, sentence from quarantine where line = 4 and file = 'leads.csv'"
    ) == [
        (
            "leads.csv",
            "leads",
            "L3,soon",
            (
                "created_at is no date this column's format reads, or one before 1990 or years ahead; "
                "correct it, or name its format in the mapping (dates), or what an abbreviation such as EST means "
                "(zones)."
            ),
        )
    ]
    assert done.counts == {"leads.csv": (4, 1, 3, 0), "touches.csv": (4, 1, 3, 0)}


def test_words_of_events(importing: Importer) -> None:
    """The fixed words in any case; a deal's stage as the settings spell it, else as it came first."""
    done = importing(
        {
            "leads.csv": LEADS,
            "deals.csv": DEALS,
            "lead_events.csv": "lead_id,at,event\nL1,2025-01-02,MQL\nL1,2025-01-03, Sal \nL1,2025-01-04,won over\n",
            "deal_events.csv": "deal_id,at,event\nD1,2025-02-02,DEMO\nD1,2025-02-03,poc\nD1,2025-02-04,PoC\n"
            "D1,2025-02-05,WON\n",
        },
        settings={"deal_stages": ["Demo"]},
    )
    assert done.column("select event from lead_events") == ["mql", "sal"]
    assert done.column("select event from deal_events") == ["Demo", "poc", "poc", "won"]
    assert done.quarantine == [(4, "event", "unknown_event")]


def test_the_first_of_a_key_stays_and_equal_rows_are_skipped(importing: Importer) -> None:
    """Classes 46 and 47: an exact duplicate is skipped, another row of the same key set aside."""
    done = importing(
        {
            "leads.csv": "lead_id,created_at,source\nL1,2025-01-01,web\nL1,2025-01-01,fair\nL1,2025-01-01,web\n"
            "L1,2025-01-01,fair\nl1,2025-01-01,web\n",
            "lead_events.csv": "lead_id,at,event\nL1,2025-01-02,mql\nL1,2025-01-02,mql\nL1,2025-01-02,sal\n",
            "spend.csv": "on,source,amount\n2025-01-01,web,5\n2025-01-01,web,5\n2025-01-02,web,-2\n",
        }
    )
    assert done.rows("select lead_id, source from leads") == [("L1", "web"), ("l1", "web")]
    assert done.quarantine == [(3, "lead_id", "duplicate_id")]
    assert done.counts == {
        "leads.csv": (5, 2, 1, 2),
        "lead_events.csv": (3, 2, 0, 1),
        "spend.csv": (3, 3, 0, 0),
    }


def test_a_row_counts_as_duplicate_across_files(importing: Importer) -> None:
    """The first in the order of the files stays."""
    mapping = """
    name = "two"
    [[sources]]
    name = "people"
    headers = ["id"]
    [[sources.feeds]]
    table = "leads"
    columns = { lead_id = "id", created_at = "at" }
    """
    done = importing({"a.csv": "id,at\n1,2025-01-01\n", "b.csv": "id,at\n1,2025-01-01\n1,2025-02-02\n"}, mapping)
    assert done.counts == {"a.csv": (1, 1, 0, 0), "b.csv": (2, 0, 1, 1)}


def test_references_to_nothing(importing: Importer) -> None:
    """A required one sets its row aside, also when what it names was set aside; an optional one becomes null."""
    done = importing(
        {
            "leads.csv": "lead_id,created_at,account_id\nL1,2025-01-01,A1\nL2,never,A1\nL3,2025-01-03,A9\n",
            "accounts.csv": "account_id,name\nA1,Co\n",
            "lead_events.csv": "lead_id,at,event\nL1,2025-01-02,mql\nL2,2025-01-02,mql\nL9,2025-01-02,mql\n",
            "deals.csv": "deal_id,created_at,lead_id\nD1,2025-02-01,L1\nD2,2025-02-01,L2\nD3,never,L1\n",
            "deal_events.csv": "deal_id,at,event\nD1,2025-02-02,won\nD3,2025-02-02,won\n",
            "customers.csv": "deal_id,started_on\nD1,2025-03-01\nD3,2025-03-01\n",
            "touches.csv": "touch_id,at,kind,direction,lead_id,deal_id\nT1,2025-02-01,call,outbound,L1,D9\n"
            "T2,2025-02-01,call,outbound,L9,D9\nT3,2025-02-01,call,outbound,,D1\nT4,2025-02-01,call,outbound,,D3\n",
        }
    )
    assert done.rows("select file, line, column_name, reason from quarantine where reason = 'orphan' order by all") == [
        ("customers.csv", 3, "deal_id", "orphan"),
        ("deal_events.csv", 3, "deal_id", "orphan"),
        ("lead_events.csv", 3, "lead_id", "orphan"),
        ("lead_events.csv", 4, "lead_id", "orphan"),
        ("touches.csv", 3, "lead_id", "orphan"),
        ("touches.csv", 5, "deal_id", "orphan"),
    ]
    assert done.rows("select file, line, column_name, reason, value from warnings where line > 0 order by all") == [
        ("deals.csv", 3, "lead_id", "orphan", "L2"),
        ("leads.csv", 4, "account_id", "orphan", "A9"),
        ("touches.csv", 2, "deal_id", "orphan", "D9"),
    ]
    assert done.rows("select lead_id, account_id from leads") == [("L1", "A1"), ("L3", None)]
    assert done.rows("select touch_id, lead_id, deal_id from touches") == [("T1", "L1", None), ("T3", None, "D1")]


def test_a_touch_of_nobody_is_set_aside_for_what_is_wrong_with_its_names(importing: Importer) -> None:
    """A name that cannot be read is as good as none; beside one that can be it is a warning."""
    done = importing(
        {
            "leads.csv": LEADS,
            "deals.csv": DEALS,
            "touches.csv": "touch_id,at,kind,direction,lead_id,deal_id\nT1,2025-02-01,call,outbound,#N/A,\n"
            "T2,2025-02-01,call,outbound,,#REF!\nT3,2025-02-01,call,outbound,#N/A,D1\n"
            "T4,2025-02-01,call,outbound,,\n",
        }
    )
    assert done.quarantine == [
        (2, "lead_id", "spreadsheet_error"),
        (3, "deal_id", "spreadsheet_error"),
        (5, "lead_id", "missing_required"),
    ]
    assert done.warnings == [(4, "lead_id", "spreadsheet_error", "#N/A")]
    assert done.rows("select touch_id, lead_id, deal_id from touches") == [("T3", None, "D1")]


def test_touches_without_a_column_that_names_anybody_are_set_aside(importing: Importer) -> None:
    """Each row for what it lacks; the rest of the import stands."""
    done = importing({"leads.csv": LEADS, "touches.csv": "touch_id,at,kind,direction\nT1,2025-02-01,call,outbound\n"})
    assert done.quarantine == [(2, "lead_id", "missing_required")]


def test_bad_values_where_none_is_needed_become_null(importing: Importer) -> None:
    """Classes 35, 43 and 44: the row loads, the value is null, a warning says why and what it was."""
    done = importing(
        {
            "leads.csv": "lead_id,created_at,employees,annual_revenue,budget,title\n"
            "L1,2025-01-01,many,inf,maybe,#REF!\nL2,2025-01-01,12.5,12%,Yes,=1+1\n",
            "deals.csv": "deal_id,created_at,amount,expected_close_on,renewal\nD1,2025-01-01,-5,31.12.,no\n"
            "D2,2025-01-01,7,2050-01-01,\n",
            "reps.csv": "rep,team,time_zone\nann,Sales,Europe/Berlin\nbob,Legal,Mars/Base\n",
        }
    )
    assert done.quarantine == []
    assert done.rows("select file, line, column_name, reason, value from warnings order by all") == [
        ("deals.csv", 2, "amount", "negative_amount", "-5"),
        ("deals.csv", 2, "expected_close_on", "bad_timestamp", "31.12."),
        ("deals.csv", 3, "expected_close_on", "bad_timestamp", "2050-01-01"),
        ("leads.csv", 2, "annual_revenue", "bad_number", "inf"),
        ("leads.csv", 2, "budget", "bad_boolean", "maybe"),
        ("leads.csv", 2, "employees", "bad_number", "many"),
        ("leads.csv", 2, "title", "spreadsheet_error", "#REF!"),
        ("leads.csv", 3, "annual_revenue", "bad_number", "12%"),
        ("leads.csv", 3, "employees", "bad_number", "12.5"),
        ("reps.csv", 3, "team", "unknown_team", "Legal"),
        ("reps.csv", 3, "time_zone", "unknown_value", "Mars/Base"),
    ]
    assert done.rows("select employees, annual_revenue, budget, title from leads") == [
        (None, None, None, None),
        (None, None, True, "=1+1"),
    ]
    assert done.rows("select amount, renewal from deals") == [(None, False), (7.0, None)]
    assert done.rows("select rep, team, time_zone from reps") == [
        ("ann", "sales", "Europe/Berlin"),
        ("bob", None, None),
    ]


def test_a_required_number_sets_its_row_aside(importing: Importer) -> None:
    """A negative spend is a credit and loads."""
    done = importing(
        {
            "leads.csv": LEADS,
            "spend.csv": "on,source,amount\n2025-01-01,web,x\n2025-01-01,web,1e308\n2025-01-01,web,-3\n",
        }
    )
    assert done.quarantine == [(2, "amount", "bad_number"), (3, "amount", "bad_number")]
    assert done.rows("select amount from spend") == [(-3.0,)]


@pytest.mark.parametrize(
    ("currency", "kept", "warned"),
    [(None, [1, None, 3, 4, None], ["EUR", "GBP"]), ("EUR", [None, 2, None, 4, None], ["USD", "usd", "GBP"])],
)
def test_amounts_in_another_currency_are_not_known(
    importing: Importer, currency: str | None, kept: list[float | None], warned: list[str]
) -> None:
    """The company's currency is the setting, else the commonest; a deal without one is in the company's."""
    done = importing(
        {
            "deals.csv": "deal_id,created_at,amount,currency\nD1,2025-01-01,1,USD\nD2,2025-01-01,2,EUR\n"
            "D3,2025-01-01,3,usd\nD4,2025-01-01,4,\nD5,2025-01-01,£5,\n"
        },
        settings={"currency": currency},
    )
    assert done.column("select amount from deals") == kept
    assert [value.split()[-1] for *_, reason, value in done.warnings if reason == "mixed_currency"] == warned


def test_the_future_begins_a_day_after_the_import(importing: Importer) -> None:
    """To the microsecond; expected closes may lie ahead."""
    done = importing(
        {
            "leads.csv": "lead_id,created_at\nL1,2025-06-03T00:00:00Z\nL2,2025-06-03T00:00:00.000001Z\n"
            "L3,2069-01-01\nL4,1989-12-31\n",
            "deals.csv": "deal_id,created_at,expected_close_on\nD1,2025-01-01,2029-12-31\n",
        }
    )
    assert done.column("select lead_id from leads") == ["L1"]
    assert done.quarantine == [
        (3, "created_at", "future_timestamp"),
        (4, "created_at", "future_timestamp"),
        (5, "created_at", "bad_timestamp"),
    ]
    assert done.warnings == []


def test_a_row_that_feeds_two_tables_counts_once(importing: Importer) -> None:
    """Loaded when one table took it (the other's reason is a warning), set aside once when none did."""
    mapping = """
    name = "wide"
    [[sources]]
    name = "people"
    headers = ["id", "mql date"]
    keep = [{ column = "kind", not_one_of = ["Test"] }]
    [[sources.feeds]]
    table = "leads"
    columns = { lead_id = "id", created_at = "made" }
    [[sources.feeds]]
    table = "lead_events"
    events = { "mql date" = "mql", "won date" = "won" }
    columns = { lead_id = "id" }
    """
    done = importing(
        {
            "people.csv": "id,made,mql date,won date,kind\n1,2025-01-01,2025-01-05,2025-02-01,\n2,2025-01-01,oops,,\n"
            "3,never,2025-01-05,2025-02-01,\n4,2025-01-01,,,test\n1,2025-01-01,2025-01-05,2025-02-01,\n"
            "1,2025-01-02,2025-03-05,,\n5,2025-01-01,,,\n"
        },
        mapping,
    )
    assert done.counts == {"people.csv": (7, 3, 2, 2)}
    assert done.quarantine == [(4, "created_at", "bad_timestamp"), (7, "lead_id", "duplicate_id")]
    assert done.rows("select lead_id, event from lead_events order by all") == [("1", "mql"), ("1", "won")]
    assert done.rows("select line, table_name, reason from warnings where line > 0") == [
        (3, "lead_events", "bad_timestamp")
    ]


def test_the_same_files_give_the_same_tables_and_digest(importing: Importer) -> None:
    """And another cell gives another digest."""
    files = {"leads.csv": LEADS, "deals.csv": DEALS}
    first = importing(files)
    second = importing(files)
    changed = importing(files | {"leads.csv": LEADS.replace("L2", "L3")})
    digest = "select digest from generation"
    assert first.column(digest) == second.column(digest) != changed.column(digest)
    assert first.rows("from leads") == second.rows("from leads")


def test_rows_stand_in_file_order(importing: Importer) -> None:
    """Also where a local time or a lookup needs more than the row itself, and over more rows than one chunk."""
    count = 30_000
    lines = "".join(
        f"L{(at * 7919) % count},2024-0{1 + at % 9}-1{at % 10}T00:30:00{'Z' * (at % 2)},a{at % 97}\n"
        for at in range(count)
    )
    mapping = """
    name = "looked up"
    [[sources]]
    name = "people"
    headers = ["id", "account"]
    [[sources.feeds]]
    table = "leads"
    [sources.feeds.columns]
    lead_id = "id"
    created_at = "made"
    owner = { lookup = { source = "owners", key = "account", by = "account", value = "owner" } }
    [[sources]]
    name = "owners"
    headers = ["owner"]
    """
    done = importing(
        {
            "people.csv": f"id,made,account\n{lines}",
            "owners.csv": "account,owner\n" + "".join(f"a{at},o{at}\n" for at in range(90)),
        },
        mapping,
        settings={"time_zone": "Europe/Berlin"},
    )
    assert done.column("select lead_id from leads") == [f"L{(at * 7919) % count}" for at in range(count)]
    assert done.column("select count(owner) from leads") == [sum(at % 97 < 90 for at in range(count))]
    assert done.counts["owners.csv"] == (90, 0, 0, 90)


def test_columns_of_no_table_are_named(importing: Importer) -> None:
    """Class 16: a misspelt optional column is not silently nothing."""
    done = importing({"leads.csv": "lead_id,created_at,acount_id,Note\nL1,2025-01-01,A1,x\n"})
    assert done.rows("select reason, sentence from warnings") == [
        ("ignored_columns", "Not columns of leads, so not read: acount_id, Note.")
    ]


def test_control_characters_are_taken_out_and_counted(importing: Importer) -> None:
    """Class 8: the row loads, the file's warning counts them."""
    done = importing({"leads.csv": "lead_id,created_at,source\nL1,2025-01-01,w\x07e\x1bb\n"})
    assert done.column("select source from leads") == ["web"]
    assert done.column("select reason from warnings") == ["control_characters"]


def test_a_disk_without_room_is_told_before(importing: Importer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is half done."""
    usage = type("Usage", (), {"free": 300 * 2**20})
    monkeypatch.setattr(staging, "ROOM", 10**9)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage)
    with pytest.raises(BadInput, match="300 MB are free and this import may need"):
        importing({"leads.csv": LEADS})


@pytest.mark.parametrize("sentence", [*REASONS.values(), *SENTENCES.values()])
def test_every_reason_says_what_to_do(sentence: str) -> None:
    """What and where, then what becomes of it or what to do about it."""
    what, _, move = sentence.rstrip(".").partition("; ")
    assert what
    assert move, sentence
