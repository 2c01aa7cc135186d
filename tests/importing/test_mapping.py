"""The mapping language: what each key does, and that every error names file, key and next move."""

import re
from pathlib import Path

import pytest

from dashboard.errors import BadInput
from dashboard.importing.mapping.files import DESCRIPTION, bundled, load_mapping, read_mapping
from dashboard.importing.mapping.language import Feed, Filter, Lookup, Mapping, Reading, Source
from tests.importing.importer import Importer


def one_source(columns: str, *, source: str = "", feed: str = "", more: str = "") -> str:
    """A mapping of one source whose feed of leads has these columns beside its key and date."""
    return f"""
name = "test"
[[sources]]
name = "people"
headers = ["id"]
{source}
[[sources.feeds]]
table = "leads"
{feed}
[sources.feeds.columns]
lead_id = "id"
created_at = "made"
{columns}
{more}
"""


HEADER = "id,made,A,B,C\n"


@pytest.mark.parametrize(
    ("columns", "row", "read"),
    [
        ('source = "A"', "web,,", "web"),
        ('source = "a"', "web,,", "web"),
        ('source = "Z|A"', "web,,", "web"),
        ('source = { constant = "fair" }', ",,", "fair"),
        ('source = { constant = "" }', ",,", None),
        ('source = { first_of = ["A", "B"] }', " ,b,", "b"),
        ('source = { first_of = [{ column = "A", values = { x = "" } }, { constant = "c" }] }', "x,,", "c"),
        ('source = { join = ["A", "B", "C"] }', "a,,c", "a c"),
        ('source = { join = ["A", "B"], separator = "/" }', "a,b,", "a/b"),
        ('source = { key = ["A", "B"] }', "a,b|c,", "a|b\\|c"),
        ('source = { key = ["A", "B"] }', "a|b,c,", "a\\|b|c"),
        ('source = { key = ["A", "B"] }', ",,", None),
        ('source = { column = "A", values = { "Closed Won" = "won" } }', "CLOSED WON,,", "won"),
        ('source = { column = "A", values = { x = "y" } }', "other,,", "other"),
        ('source = { column = "A", values = { x = "y" }, otherwise = "rest" }', "other,,", "rest"),
        ('source = { column = "A", values = { x = "y" }, otherwise = "rest" }', ",,", "rest"),
        ('source = { column = "A", values = { x = "y" }, otherwise = "" }', "other,,", None),
        ('source = { column = "A", containing = { "[in]" = "in", lost = "no", won = "yes" } }', "RE: [In] Hi,,", "in"),
        ('source = { column = "A", containing = { lost = "no", won = "yes" } }', "Closed-Won!,,", "yes"),
        ('source = { column = "A", containing = { lost = "no", won = "yes" } }', "not Lost: won,,", "no"),
        ('source = { column = "A", containing = { won = "yes" } }', "wonder,,", "wonder"),
        ('source = { column = "A", containing = { won = "yes" }, otherwise = "" }', "éwon,,", None),
        ('source = { column = "A", values = { Won = "W" }, containing = { won = "c" } }', "won,,", "W"),
        ('source = { column = "A", if_any = "some" }', "x,,", "some"),
        ('source = { column = "A", if_any = "some" }', ",,", None),
        ('source = { column = "A", assumed = "web" }', ",,", "web"),
        ('source = { first_of = ["A", "B"], assumed = "web" }', ",b,", "b"),
        ('source = { column = "A", null_words = ["Select", "N/A"] }', "select,,", None),
        ('source = { column = "A", null_words = ["Select"] }', "N/A,,", "N/A"),
        ('source = { column = "A", starts_with = ["00Q"] }', "00Q1,,", "00Q1"),
        ('source = { column = "A", starts_with = ["00Q"] }', "0031,,", None),
        ('source = { column = "A", split = ";" }', "a ; b;c,,", "a"),
        ('budget = { column = "A", true = ["Ja"], false = ["Nein"] }', "nein,,", False),
        ('budget = { column = "A", true = ["Ja"], false = ["Nein"] }', "yes,,", True),
        ('annual_revenue = { column = "A", decimal = "," }', "1.234,,", 1234.0),
        ('owner = { column = "A", salesforce_id = true }', "00Q1G00000nDnM5,,", "00Q1G00000nDnM5UAK"),
        ('owner = { column = "A", salesforce_id = "005" }', "0051G000005Mun4,,", "0051G000005Mun4QAC"),
        ('owner = { column = "A", salesforce_id = ["005", "00G"] }', "00G1G000001BXJk,,", "00G1G000001BXJkUAO"),
        ('owner = { column = "A", salesforce_id = "005" }', "00Q1G00000nDnM5,,", None),
    ],
)
def test_how_a_column_is_read(importing: Importer, columns: str, row: str, read: object) -> None:
    """Each way of reading, on one row."""
    done = importing({"people.csv": f"{HEADER}1,2025-01-01,{row}\n"}, one_source(columns))
    name = columns.split(" ", maxsplit=1)[0]
    assert done.column(f"select {name} from leads") == [read]


def test_a_link_is_read_by_what_it_shows_or_where_it_leads(importing: Importer) -> None:
    """In each of the forms exports have; of several the first, and brackets alone make no link."""
    cells = (
        "[Ann Lee](https://a.example/1)", "Ann Lee (https://a.example/1), Bob (https://a.example/2)",
        "Ann Lee (ann@a.example)", "Ann Lee <ann@a.example>", '=HYPERLINK("https://a.example/1","Ann Lee")',
        '<a href="/00Q1" target="_blank">Ann Lee</a>', "Acme (UK/EU)",
    )  # fmt: skip
    quoted = ['"' + cell.replace('"', '""') + '"' for cell in cells]
    rows = "".join(f"{number},2025-01-01,{cell},,\n" for number, cell in enumerate(quoted))
    reading = 'source = { column = "A", of_link = "text" }\ntitle = { column = "A", of_link = "address" }'
    done = importing({"people.csv": HEADER + rows}, one_source(reading))
    page, mail = "https://a.example/1", "ann@a.example"
    assert done.column("select source from leads order by lead_id") == ["Ann Lee"] * 6 + ["Acme (UK/EU)"]
    assert done.column("select title from leads order by lead_id") == [page, page, mail, mail, page, "/00Q1", cells[6]]


def test_null_words_and_formats_of_a_whole_source(importing: Importer) -> None:
    """What a source says holds for all its columns that say nothing themselves."""
    source = 'null_words = ["-"]\ndate_order = "dmy"\ndecimal = ","'
    done = importing(
        {"people.csv": HEADER + "1,3/4/2025,-,1.234,x\n"},
        one_source('source = "A"\nannual_revenue = "B"\ntitle = "C"', source=source),
    )
    assert done.rows("select created_at::date::varchar, source, annual_revenue from leads") == [
        ("2025-04-03", None, 1234.0)
    ]


@pytest.mark.parametrize(
    ("condition", "kept"),
    [
        ('{ column = "A", one_of = ["X"] }', ["1", "2"]),
        ('{ column = "A", not_one_of = ["x"] }', ["3", "4"]),
        ('{ column = "A", starts_with = ["y"] }', ["3"]),
        ('{ column = "A", empty = true }', ["4"]),
        ('{ column = "A", empty = false }', ["1", "2", "3"]),
        ('{ column = "C", after = "B" }', ["2"]),
        ('{ column = "A", containing = ["z", "x"] }', ["1", "2"]),
        ('{ column = "A", not_containing = ["x"] }', ["3", "4"]),
        ('{ column = "A", one_of = ["x"] }, { column = "B", empty = false }', ["2"]),
    ],
)
def test_row_filters(importing: Importer, condition: str, kept: list[str]) -> None:
    """Rows a filter leaves out are skipped, whether the source or the feed says so."""
    rows = "1,2025-01-01,x,,\n2,2025-01-01, X ,2025-01-01,2025-02-01\n3,2025-01-01,y1,,\n4,2025-01-01,,b,a\n"
    for place in ("source", "feed"):
        key = "keep" if place == "source" else "where"
        mapping = one_source("", **{place: f"{key} = [{condition}]"})
        done = importing({"people.csv": HEADER + rows}, mapping)
        assert done.column("select lead_id from leads") == kept
        assert done.counts == {"people.csv": (4, len(kept), 0, 4 - len(kept))}


def test_a_row_is_its_own_key(importing: Importer) -> None:
    """Rows that differ get different keys, equal rows the same, every time."""
    mapping = one_source("").replace('lead_id = "id"', "lead_id = { row_key = true }")
    files = {"people.csv": HEADER + "1,2025-01-01,a,,\n1,2025-01-01,,a,\n1,2025-01-01,a,,\n"}
    first, second = importing(files, mapping), importing(files, mapping)
    assert first.counts == {"people.csv": (3, 2, 0, 1)}
    assert first.column("select lead_id from leads") == second.column("select lead_id from leads")
    assert len(set(first.column("select lead_id from leads"))) == 2


def test_equal_rows_that_are_real(importing: Importer) -> None:
    """A row and its number among its equals: each loads, in every feed under one key, in whatever order they come."""
    mapping = one_source(
        "",
        more='[[sources.feeds]]\ntable = "lead_events"\nwhere = [{ column = "A", one_of = ["a"] }]\n'
        '[sources.feeds.columns]\nlead_id = { row_key = "each row" }\nat = "made"\nevent = { constant = "mql" }\n',
    )
    mapping = mapping.replace('lead_id = "id"', 'lead_id = { row_key = "each row" }')
    rows = ["1,2025-01-01,a,,", "1,2025-01-01,,a,", "1,2025-01-01,a,,", "1,2025-01-01,a,,"]
    first = importing({"people.csv": HEADER + "\n".join(rows)}, mapping)
    second = importing({"people.csv": HEADER + "\n".join(sorted(rows))}, mapping)
    assert first.counts == second.counts == {"people.csv": (4, 4, 0, 0)}
    keys = "select lead_id from leads order by all"
    assert first.column(keys) == second.column(keys)
    assert len(set(first.column(keys))) == 4
    matched = "select count(*) from leads join lead_events using (lead_id)"
    assert first.column(matched) == second.column(matched) == [3]


def test_a_filter_looks_into_another_file(importing: Importer) -> None:
    """Rows another file has, or has not, are left out and counted."""
    other = '[[sources]]\nname = "seen"\nheaders = ["who"]\n'
    lookup = '{ lookup = { source = "seen", key = "who", by = "A", value = "who" }, empty = true }'
    done = importing(
        {"people.csv": HEADER + "1,2025-01-01,x,,\n2,2025-01-01,y,,\n3,2025-01-01,,,\n", "seen.csv": "who\nx\n"},
        one_source("", feed=f"where = [{lookup}]", more=other),
    )
    assert done.column("select lead_id from leads") == ["2", "3"]
    assert done.counts["people.csv"] == (3, 2, 0, 1)
    assert "not read" not in done.column("select dialect from import_files where file = 'seen.csv'")[0]


def test_what_a_mapping_assumes_is_counted(importing: Importer) -> None:
    """The line is said, with the value as read: none."""
    done = importing(
        {"people.csv": HEADER + "1,2025-01-01,,,\n2,2025-01-01,x,,\n"},
        one_source('source = { column = "A", assumed = "web" }'),
    )
    assert done.rows("select line, column_name, reason, value from warnings where reason <> 'day_precision'") == [
        (2, "source", "assumed_value", None)
    ]


def test_a_lookup_takes_the_lowest_match(importing: Importer) -> None:
    """Several matches are warned of; the case of e-mails does not matter where the mapping says so."""
    other = """
[[sources]]
name = "owners"
headers = ["mail", "owner"]
keep = [{ column = "owner", not_one_of = ["nobody"] }]
"""
    lookup = 'owner = { lookup = { source = "owners", key = "mail", by = "A", value = "owner", ignore_case = true } }'
    done = importing(
        {
            "people.csv": HEADER + "1,2025-01-01,a@x,,\n2,2025-01-01,B@x,,\n3,2025-01-01,c@x,,\n4,2025-01-01,d@x,,\n",
            "owners.csv": "mail,owner\na@x,zoe\nA@X,ann\nb@x,bob\nb@x,bob\nd@x,nobody\n",
        },
        one_source(lookup, more=other),
    )
    assert done.column("select owner from leads") == ["ann", "bob", None, None]
    assert done.rows("select line, reason from warnings where reason <> 'day_precision'") == [(2, "lookup_several")]
    assert done.counts["owners.csv"] == (5, 0, 0, 5)


@pytest.mark.parametrize(
    "first",
    ['"B"', '{ lookup = { source = "owners", key = "mail", by = "B", value = "owner" } }'],
    ids=["column", "lookup"],
)
def test_several_matches_count_only_where_a_lookup_is_come_to(importing: Importer, first: str) -> None:
    """What a column or a lookup before it tells needs no warning."""
    other = '[[sources]]\nname = "owners"\nheaders = ["mail", "owner"]\n'
    later = '{ lookup = { source = "owners", key = "mail", by = "A", value = "owner" } }'
    done = importing(
        {
            "people.csv": HEADER + "1,2025-01-01,a@x,b@x,\n2,2025-01-01,a@x,,\n3,2025-01-01,b@x,a@x,\n",
            "owners.csv": "mail,owner\na@x,zoe\na@x,ann\nb@x,bob\n",
        },
        one_source(f"owner = {{ first_of = [{first}, {later}] }}", more=other),
    )
    is_column = first == '"B"'
    assert done.column("select owner from leads") == (["b@x", "ann", "a@x"] if is_column else ["bob", "ann", "ann"])
    warned = done.rows("select line from warnings where reason = 'lookup_several' order by line")
    assert warned == ([(3,)] if is_column else [(3,), (4,)])


def test_a_lookup_in_a_file_that_was_not_given_finds_nothing(importing: Importer) -> None:
    """Any file may be absent."""
    other = '[[sources]]\nname = "owners"\nheaders = ["mail", "owner"]\n'
    lookup = 'owner = { lookup = { source = "owners", key = "mail", by = "A", value = "owner" } }'
    done = importing({"people.csv": HEADER + "1,2025-01-01,a,,\n"}, one_source(lookup, more=other))
    assert done.column("select owner from leads") == [None]


def test_columns_nobody_asks_for_are_listed(importing: Importer) -> None:
    """Class 16: what a mapping leaves is kept with the file; what is looked up or matched by a star is read."""
    mapping = """
name = "listed"
[[sources]]
name = "people"
headers = ["id"]
keep = [{ column = "kind", not_one_of = ["test"] }]
[[sources.feeds]]
table = "leads"
[sources.feeds.columns]
lead_id = "id"
created_at = "made|Created"
owner = { lookup = { source = "owners", key = "mail", by = "A", value = "owner" } }
[[sources.feeds]]
table = "lead_events"
events = { "Entered *" = "*" }
columns = { lead_id = "id" }
[[sources]]
name = "owners"
headers = ["mail"]
"""
    done = importing(
        {
            "people.csv": "id,Created,A,kind,Entered MQL,Salary,B\n1,2025-01-01,a,,2025-01-02,5,\n",
            "owners.csv": "mail,owner,note\na,ann,x\n",
        },
        mapping,
    )
    assert dict(done.rows("select file, dialect from import_files")) == {
        "people.csv": "UTF-8, comma, header in line 1; not read: Salary, B",
        "owners.csv": "UTF-8, comma, header in line 1; not read: note",
    }


def test_wide_event_columns(importing: Importer) -> None:
    """One column for each stage: by name, or by a pattern whose star is the stage."""
    more = """
[[sources]]
name = "deals"
headers = ["deal"]
[[sources.feeds]]
table = "deals"
columns = { deal_id = "deal", created_at = "made" }
[[sources.feeds]]
table = "deal_events"
events = { entered_closed_won = "won", "entered_*" = "*" }
columns = { deal_id = "deal" }
"""
    done = importing(
        {
            "deals.csv": (
                "deal,made,entered_demo,entered_Price offer,entered_closed_won\nD1,2025-01-01,2025-01-02,,2025-01-04\n"
            )
        },
        one_source("", more=more),
    )
    assert done.rows("""select event, "at"::date::varchar from deal_events order by all""") == [
        ("demo", "2025-01-02"),
        ("won", "2025-01-04"),
    ]


def test_a_mapping_says_how_its_files_escape_quotes(importing: Importer) -> None:
    """Class 21: behind a backslash where the mapping says so, else such a row is set aside."""
    files = {"people.csv": HEADER + '1,2025-01-01,"5\\" pipe",,\n2,2025-01-01,plain,,\n'}
    mapping = one_source('source = "A"')
    assert importing(files, mapping).rows("select line, reason from quarantine") == [(2, "quote")]
    escaped = mapping.replace('name = "test"', 'name = "test"\nbackslash_escapes = true')
    assert importing(files, escaped).column("select source from leads") == ['5" pipe', "plain"]


def test_files_are_told_by_name_or_headers(importing: Importer) -> None:
    """The first source that fits reads the file; one no source reads is left out, and said."""
    mapping = """
name = "two"
[[sources]]
name = "old"
files = ["old_*"]
headers = ["id"]
[[sources.feeds]]
table = "leads"
columns = { lead_id = "id", created_at = "made", source = { constant = "old" } }
[[sources]]
name = "new"
headers = ["ID", "made|created"]
[[sources.feeds]]
table = "leads"
columns = { lead_id = "id", created_at = "made|created", source = { constant = "new" } }
"""
    done = importing(
        {
            "Old_2024.csv": "id,made\n1,2025-01-01\n",
            "people.csv": "id,created\n2,2025-01-01\n",
            "notes.csv": "text\nhello\n",
        },
        mapping,
    )
    assert done.rows("select lead_id, source from leads order by all") == [("1", "old"), ("2", "new")]
    assert done.rows("select file, reason from warnings where reason <> 'day_precision'") == [("notes.csv", "not_read")]
    with pytest.raises(
        BadInput, match=r"two does not read this file: notes.csv begins with “id”, “text”; .* add a source"
    ):
        importing([importing.write({"notes.csv": "id,text\n1,hello\n"}) / "notes.csv"], read_mapping(mapping, "m"))


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("id,made,A,A\n", r'people.csv: the header "A" is used and stands in 2 columns \(3, 4\); rename'),
        ("id,made,a,a\n", r'people.csv: the header "A" is used and stands in 2 columns'),
        ("id,made,B\n", r'people.csv: the mapping test reads the column "A", which is not there; '),
    ],
)
def test_headers_that_repeat_or_are_missing_are_refused(importing: Importer, header: str, words: str) -> None:
    """Classes 15 and 16: never by position, never silently null."""
    with pytest.raises(BadInput, match=words):
        importing({"people.csv": header + "1,2025-01-01,x,y\n"}, one_source('source = "A"'))


def test_headers_that_repeat_and_are_not_used_do_no_harm(importing: Importer) -> None:
    """Two that are used are asked about, though they differ in case."""
    done = importing({"people.csv": "id,made,A,B,b,B\n1,2025-01-01,x,y,1,2\n"}, one_source('source = "A"'))
    assert done.column("select source from leads") == ["x"]
    with pytest.raises(BadInput, match=r'"A" is used and stands in 2 columns \(3, 4: "A" and "a"\); rename'):
        importing({"people.csv": "id,made,A,a\n1,2025-01-01,x,y\n"}, one_source('source = "A"'))


def test_tolerant_sources_do_without(importing: Importer) -> None:
    """Optional columns stay null; what a table needs must be there."""
    mapping = one_source('source = "A"', source="tolerant = true")
    done = importing({"people.csv": "id,made\n1,2025-01-01\n"}, mapping)
    assert done.column("select source from leads") == [None]
    with pytest.raises(BadInput, match=r'leads needs created_at, which the mapping test reads from "made"'):
        importing({"people.csv": "id,A\n1,2025-01-01\n"}, mapping)


BAD = [
    ("name = ", "not TOML"),
    ('name = "x"', "sources: is missing"),
    (one_source("colour = 1"), r'sources\["people"\].feeds\["leads"\]'),
    (one_source("").replace("[[sources]]", "[[sources]]\nhedders = []"), r'sources\["people"\].hedders: is no key'),
    (one_source('colour = "A"'), "leads has no column colour; it has account_id"),
    (one_source("").replace('created_at = "made"', ""), "leads needs created_at; say which column"),
    (one_source("").replace('"leads"', '"lead"'), '"lead" is no table; the tables are accounts'),
    (one_source("source = { }"), "say exactly one of column, first_of"),
    (one_source('source = { column = "A", constant = "b" }'), "say exactly one of"),
    (one_source('source = { column = "A", otherwise = "b" }'), "otherwise goes with values"),
    (one_source('source = { column = "A", dates = ["iso"] }'), "source is no date"),
    (one_source('annual_revenue = { column = "A", decimal = ";" }'), "decimal: must be '.' or ','"),
    (one_source("source = { column = 5 }"), "source.column: must be text in quotes"),
    (one_source("source = 5"), "columns.source: must be a table with keys, or where a column is read its header"),
    (one_source("").replace('headers = ["id"]', 'headers = "id"'), "headers: must be a list, in square brackets"),
    (one_source("", source='tolerant = "yes"'), "tolerant: must be true or false, without quotes"),
    ('name = "x"\nsources = 5', "sources: must be a list"),
    *(
        (
            one_source(f'owner = {{ column = "A", salesforce_id = {said} }}'),
            r"owner.salesforce_id: say true, or the three",
        )
        for said in ('"00"', '"00-"', "[]", '["00Q", "1"]', "5")
    ),
    (one_source("").replace('headers = ["id"]', ""), "say which files it is"),
    (one_source("", feed='where = [{ column = "A" }]'), "a filter has exactly one of"),
    (one_source("", feed="where = [{ empty = true }]"), "a filter looks at a column or at a lookup"),
    (
        one_source(
            "", source='keep = [{ lookup = { source = "people", key = "a", by = "A", value = "b" }, empty = true }]'
        ),
        "keep looks at the file's own columns",
    ),
    (one_source('owner = { column = "A", ids = ";" }'), "owner names no row of another table, so it has no ids"),
    (one_source('owner = { column = "A", each = ";" }'), "owner has each, which makes several rows of one"),
    (one_source('owner = { first_of = [{ column = "A", assumed = "x" }] }'), "assumed and each stand beside first_of"),
    (one_source("").replace('lead_id = "id"', 'lead_id = { row_key = "every row" }'), "row_key"),
    (
        one_source(
            "", more='[[sources.feeds]]\ntable = "deal_history"\ncolumns = { deal_id = "A", merged_from = "B" }'
        ),
        "has no column merged_from",
    ),
    (one_source("", feed='events = { A = "mql" }'), "events give at and event"),
    (one_source('owner = { lookup = { source = "x", key = "a", by = "A", value = "b" } }'), 'names the source "x"'),
    (one_source("", more='[[sources]]\nname = "people"\nheaders = ["z"]'), 'two sources are called "people"'),
    ("a" * 10 + " = " + "[" * 5000, "line 1 nests deeper than 20 levels"),
]


@pytest.mark.parametrize(("text", "words"), BAD)
def test_mistakes_are_told_with_file_and_key(text: str, words: str) -> None:
    """One sentence, without a traceback of pydantic's."""
    with pytest.raises(BadInput, match=words) as refused:
        read_mapping(text, "my.toml")
    assert str(refused.value).startswith("my.toml: ")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("mapping", "name", "header", "advice"),
    [
        (
            "hubspot",
            "kontakte.csv",
            "Datensatz-ID,Vorname,Nachname,E-Mail,Erstellt",
            "switch HubSpot to English before the export",
        ),
        (
            "salesforce",
            "report.csv",
            "Lead ID,First Name,Last Name,Company / Account,Lead Status",
            "export the objects with Data Loader",
        ),
    ],
)
def test_a_mapping_that_fits_no_file_says_what_it_saw(
    importing: Importer, mapping: str, name: str, header: str, advice: str
) -> None:
    """How the files begin and what to do next, for a folder of them, one of them, and beside one that is read."""
    folder = importing.write({name: f"{header}\n1,2,3,4,5\n", "x.csv": "a,b\n1,2\n"})
    first = ", ".join(f"“{cell}”" for cell in header.split(",")[:4])
    with pytest.raises(BadInput) as refused:
        importing(folder, load_mapping(mapping))
    words = str(refused.value)
    assert words.startswith(
        f"{mapping} reads none of your files: {name} begins with {first}; x.csv begins with “a”, “b”; {advice}"
    )
    assert words.endswith(f", or run: funnel-review map {folder} --out my.toml.")
    with pytest.raises(
        BadInput,
        match=f"{mapping} does not read this file: {name} begins with .* {advice}.*funnel-review map {folder / name}",
    ):
        importing([folder / name], load_mapping(mapping))
    with pytest.raises(BadInput, match=r"no canonical table has this name.*`funnel-review map` drafts one"):
        importing([folder / name])
    (folder / "x.csv").write_text(
        "Id,Name,Username\n" if mapping == "salesforce" else "owner_id,email,first_name\n", encoding="utf-8"
    )
    with pytest.raises(
        BadInput, match=f"{mapping} finds neither leads nor deals in your files and does not read {name} begins"
    ):
        importing(folder, load_mapping(mapping))


def test_mappings_by_name_and_file() -> None:
    """Those that ship are whole; another name lists them."""
    for name in bundled():
        assert load_mapping(name).name == name
    shipped = ", ".join(sorted(bundled())[:-1])
    with pytest.raises(BadInput, match=f"no mapping of that name or file; the mappings that ship are {shipped}"):
        load_mapping("hubsport")
    for nothing in (".", "a\0b"):
        with pytest.raises(BadInput, match="no mapping of that name or file"):
            load_mapping(nothing)


def test_a_mapping_is_a_small_file_of_text(tmp_path: Path) -> None:
    """Whatever else is named is refused in a sentence, at once; an editor's byte order mark does no harm."""
    file = tmp_path / "my.toml"
    file.write_bytes(b"\xef\xbb\xbf" + one_source("").replace("\n", "\r\n").encode())
    assert load_mapping(str(file)).name == "test"
    file.write_bytes(b'name = "\xe9"')
    with pytest.raises(BadInput, match=r"my.toml: the mapping is not UTF-8 text; save it"):
        load_mapping(str(file))
    with pytest.raises(BadInput, match=r"/dev/zero: the mapping is no file"):
        load_mapping("/dev/zero")
    with pytest.raises(BadInput, match=r"cannot be read \(File name too long\)"):
        load_mapping("x" * 5000)


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ('name = "m"\nsources = []\nsurces = []', "the-mapping-language"),
        (one_source("").replace("[[sources]]", "[[sources]]\nhedders = []"), "a-source"),
        (one_source("").replace('table = "leads"', 'table = "leeds"'), "a-feed"),
        (one_source('email = { column = "E", colour = "x" }'), "how-a-column-is-read"),
        (one_source("", source='keep = [{ column = "A" }]'), "a-filter"),
    ],
)
def test_a_fault_points_to_its_section_of_the_description(text: str, section: str) -> None:
    """The page says there how such a thing is written."""
    with pytest.raises(BadInput) as refused:
        read_mapping(text, "m.toml")
    assert str(refused.value).endswith(f"; {DESCRIPTION}#{section} shows how.")
    headings = DESCRIPTION.read_text(encoding="utf-8").splitlines()
    assert section in [line.lstrip("# ").lower().replace(" ", "-") for line in headings if line.startswith("#")]


def test_the_description_of_the_language_is_true() -> None:
    """Its examples are mappings, one for each CRM that has one, and it names every key there is."""
    text = DESCRIPTION.read_text(encoding="utf-8")
    examples = [part.split("```", maxsplit=1)[0] for part in text.split("```toml")[1:]]
    named = [read_mapping(example, "language.md").name for example in examples]
    assert named[0] == "my CRM"
    assert len(named) == 1 + len(bundled()), (
        f"{DESCRIPTION.name} has another number of examples than mappings that ship"
    )
    for model in (Mapping, Source, Feed, Filter, Reading, Lookup):
        for key in model.model_fields:
            assert re.search(rf"\b{key}\b", text), f"{model.__name__}.{key} is not described"


def test_what_no_table_takes_is_set_aside_and_what_one_takes_is_said_of_the_other(importing: Importer) -> None:
    """A row that cannot be read, a row that neither table takes, a row that feeds the leads and not the events."""
    more = """
[[sources]]
name = "all"
headers = ["person"]
[[sources.feeds]]
table = "leads"
columns = { lead_id = "person", created_at = "made" }
[[sources.feeds]]
table = "lead_events"
columns = { lead_id = "person", at = "moved", event = { constant = "mql" } }
"""
    done = importing(
        {"all.csv": "person,made,moved\nL1,2025-01-01,2025-01-02\nL2,2025-01-01,soon\nL3,x,soon\nL4,2025-01-01\n"},
        one_source("", more=more),
    )
    assert done.counts == {"all.csv": (4, 2, 2, 0)}
    assert done.quarantine == [(4, "created_at", "bad_timestamp"), (5, None, "too_few_fields")]
    said = done.rows("select line, reason, sentence from warnings where line is not null order by line, reason")
    assert [(line, reason, sentence.split(":")[0]) for line, reason, sentence in said] == [
        (3, "bad_timestamp", "Not loaded into lead_events"),
    ]
