"""Who somebody is: addresses, domains that pretend, people who are there twice (classes 9, 45 and 48)."""

import duckdb
import pytest

from dashboard.importing.domains import from_punycode
from dashboard.importing.sql import load_macros
from tests.importing.importer import Importer

HEADER = "lead_id,created_at,email\n"


@pytest.fixture(scope="module")
def con() -> duckdb.DuckDBPyConnection:
    """A connection with the macros an import reads by."""
    made = duckdb.connect()
    load_macros(made)
    return made


def asked(con: duckdb.DuckDBPyConnection, macro: str, text: str) -> object:
    """What a macro says of a text."""
    return con.execute(f"select {macro}($text)", {"text": text}).fetchall()[0][0]


@pytest.mark.parametrize(
    ("text", "kept", "key"),
    [
        ("ann@x.example", "ann@x.example", "ann@x.example"),
        ("Ann.Lee@X.Example", "Ann.Lee@x.example", "ann.lee@x.example"),
        ("mailto:a@x.example", "a@x.example", "a@x.example"),
        ("MAILTO:A@x.example?subject=Hi", "A@x.example", "a@x.example"),
        ("a\u200b@x.example", "a@x.example", "a@x.example"),
        ("a@xn--bcher-kva.example", "a@bücher.example", "a@bücher.example"),
        ("a@BÜCHER.example", "a@bücher.example", "a@bücher.example"),
        ("a@bu\u0308cher.example", "a@bücher.example", "a@bücher.example"),
        ("o'neil+crm@sub.x-y.co.example", "o'neil+crm@sub.x-y.co.example", "o'neil+crm@sub.x-y.co.example"),
        ("info@x.example", "info@x.example", "info@x.example"),
        ("用户@例子.example", "用户@例子.example", "用户@例子.example"),
        ("no address", "no address", None),
        ("ann@", "ann@", None),
        ("@x.example", "@x.example", None),
        ("ann@localhost", "ann@localhost", None),
        ("ann lee@x.example", "ann lee@x.example", None),
        ("ann@x..example", "ann@x..example", None),
        ("ann@-x.example", "ann@-x.example", None),
        ("a\u202e@x.example", "a\u202e@x.example", None),
        ("a@B@c.example", "a@B@c.example", None),
        ("mailto:", "mailto:", None),
        ("a@xn--\u00fc.example", "a@xn--ü.example", "a@xn--ü.example"),
    ],
)
def test_an_address_is_kept_and_compared_in_one_spelling(
    con: duckdb.DuckDBPyConnection, text: str, kept: str, key: str | None
) -> None:
    """Class 45: ``mailto:``, upper case and international domains; what is no address is nobody's key."""
    assert asked(con, "one_address", text) == kept
    assert asked(con, "address_key", text) == key


@pytest.mark.parametrize("domain", ["bücher.example", "例子.example", "кредит.example", "x.example", "a-b.co.example"])
def test_a_domain_comes_back_from_ascii(domain: str) -> None:
    """As the standard library writes it."""
    assert from_punycode(domain.encode("idna").decode()) == domain


@pytest.mark.parametrize(
    ("domain", "is_lookalike"),
    [
        ("paypal.com", False),
        ("p\u0430ypal.com", True),  # one Cyrillic letter among Latin ones
        ("xn--pypal-4ve.com", True),  # the same, as a mail program writes it
        ("\u0430\u0440\u0440\u04cf\u0435.com", True),  # Cyrillic throughout, reads "apple"
        ("g\u03bfogle.com", True),  # one Greek letter
        ("\u03bf\u03c1.com", True),
        ("mail.p\u0430ypal.co.uk", True),
        ("\u043a\u0440\u0435\u0434\u0438\u0442.com", False),  # letters no Latin reader takes for his
        ("\u0430\u0440\u0440.\u0440\u0444", False),  # Cyrillic below a Cyrillic top-level domain
        ("bücher.de", False),
        ("日本tv.jp", False),
        ("ελλάδα.gr", False),
        ("shop-\u4f8b\u5b50.com", False),
    ],
)
def test_a_domain_that_pretends_to_be_another_is_told(
    con: duckdb.DuckDBPyConnection, domain: str, is_lookalike: bool
) -> None:
    """Class 9: scripts mixed in one name, or letters of another script that all look Latin."""
    address = asked(con, "one_address", f"ann@{domain}")
    assert asked(con, "has_lookalike_domain", str(address)) is is_lookalike


def test_doubtful_addresses_load_with_a_flag(importing: Importer) -> None:
    """Classes 9 and 45: one that is none and one that pretends stay with a warning; of several none is guessed."""
    done = importing(
        {
            "leads.csv": HEADER + "L1,2025-01-01,mailto:A@X.example\nL2,2025-01-01,a@x.example; b@x.example\n"
            "L3,2025-01-01,no address\nL4,2025-01-01,ann@p\u0430ypal.com\nL5,2025-01-01,#REF!\nL6,2025-01-01,\n"
        }
    )
    assert done.column("select email from leads") == [
        "A@x.example", None, "no address", "ann@p\u0430ypal.com", None, None,
    ]  # fmt: skip
    assert done.warnings == [
        (3, "email", "multi_email", "a@x.example; b@x.example"),
        (4, "email", "invalid_email", "no address"),
        (5, "email", "lookalike_domain", "ann@p\u0430ypal.com"),
        (6, "email", "spreadsheet_error", "#REF!"),
    ]
    assert done.counts == {"leads.csv": (6, 6, 0, 0)}
    assert {"invalid_email", "lookalike_domain", "multi_email"} <= {reason for reason, *_ in done.summary.warnings}


def test_what_is_no_address_matches_no_touch(importing: Importer) -> None:
    """Class 45: a touch finds its lead by an address in any spelling; two leads with "none" are not one."""
    done = importing(
        {
            "contacts.csv": "Record ID,Email,Create Date\n1,Ann@X.example,2025-01-01 10:00\n2,none,2025-01-01 10:00\n"
            "3,b@xn--bcher-kva.example,2025-01-01 10:00\n",
            "activities.csv": "Activity ID,Activity Type,Activity Date,Associated Contact Email,Direction\n"
            "T1,Email,2025-02-01 10:00,mailto:ann@x.example,Outbound\nT2,Email,2025-02-01 10:00,none,Outbound\n"
            "T3,Email,2025-02-01 10:00,B@bücher.example,Outbound\n",
        },
        MATCHED_BY_ADDRESS,
    )
    assert done.rows("select touch_id, lead_id from touches") == [("T1", "1"), ("T3", "3")]
    assert done.quarantine == [(3, "lead_id", "missing_required")]


MATCHED_BY_ADDRESS = """
name = "by address"
[[sources]]
name = "contacts"
headers = ["Create Date"]
[[sources.feeds]]
table = "leads"
columns = { lead_id = "Record ID", created_at = "Create Date", email = "Email" }
[[sources]]
name = "activities"
headers = ["Activity ID"]
[[sources.feeds]]
table = "touches"
[sources.feeds.columns]
touch_id = "Activity ID"
at = "Activity Date"
kind = { constant = "email" }
direction = "Direction"
[sources.feeds.columns.lead_id]
lookup = { source = "contacts", key = "Email", by = "Associated Contact Email", value = "Record ID", email = true }
"""


def test_without_personal_data_nobody_is_recognised(importing: Importer) -> None:
    """What is not stored is not compared, and no flag quotes an address."""
    files = {"leads.csv": HEADER + "L1,2025-01-01,none\nL2,2025-01-01,a@x.example\nL3,2025-01-01,a@x.example\n"}
    assert importing(files, personal_data=False).warnings == []
