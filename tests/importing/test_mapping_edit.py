"""A field read from another column: only that line of the mapping's text changes, and what follows from it."""

import tomllib

import pytest

from dashboard.errors import BadInput
from dashboard.importing.mapping.edit import FirstFeed, feeds, read_from

TEXT = """# A first mapping.
name = "draft"

[[sources]]
name = "people.csv"
headers = ["Key", "Since"]
# Not used: "Shoe size", "He said \\"no\\""

[[sources.feeds]]
table = "leads"
[sources.feeds.columns]
lead_id = "Key"  # unsure: it does not tell the rows apart
created_at = { column = "Since", dates = ["%d.%m.%Y"] }
source = { constant = "fair" }

[[sources]]
name = "links.csv"
headers = ["Key"]

[[sources]]
name = "deals.csv"

[[sources.feeds]]
table = "deals"
[sources.feeds.columns]
deal_id = "Key"
"""


def test_what_is_read_from_one_column_is_told_from_the_rest() -> None:
    """Columns named anywhere in the source are offered; a constant is no column; what is looked up alone has none."""
    people, deals = feeds(TEXT)
    read = {"lead_id": "Key", "created_at": "Since"}
    offered = ("Key", "Since", "Shoe size", 'He said "no"')
    assert people == FirstFeed(0, "people.csv", "leads", offered, read, frozenset({"source"}))
    assert deals == FirstFeed(2, "deals.csv", "deals", ("Key",), {"deal_id": "Key"}, frozenset())


def test_another_column_changes_its_line_alone() -> None:
    """Comments and the other lines stay; the doubt and the reading of the column before are gone."""
    text = read_from(TEXT, 0, "created_at", "Shoe size")
    text = read_from(text, 0, "lead_id", "Since")
    columns = tomllib.loads(text)["sources"][0]["feeds"][0]["columns"]
    assert columns == {"lead_id": "Since", "created_at": "Shoe size", "source": {"constant": "fair"}}
    assert "# A first mapping." in text
    assert "unsure" not in text
    assert tomllib.loads(text)["sources"][1] == tomllib.loads(TEXT)["sources"][1]


@pytest.mark.parametrize("field", ["lead_id", "source", "owner"])
def test_a_field_is_read_no_more(field: str) -> None:
    """Its line is gone, whatever it said; of one that was not read nothing changes."""
    columns = tomllib.loads(read_from(TEXT, 0, field, None))["sources"][0]["feeds"][0]["columns"]
    assert columns.keys() == {"lead_id", "created_at", "source"} - {field}


@pytest.mark.parametrize("text", ["[[broken", '[[sources]]\nname = "x"\n', 'sources = "all"'])
def test_a_text_that_is_no_mapping_is_refused_in_a_sentence(text: str) -> None:
    """No traceback: it says what is missing."""
    with pytest.raises(BadInput):
        feeds(text)


def test_a_text_without_sources_has_no_feeds() -> None:
    """Nothing was found in the files: there is nothing to choose."""
    assert feeds('name = "draft"\n') == []
