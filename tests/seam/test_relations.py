"""A relation is described once, in its file, and the slice keeps nobody else's rows in any of them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dashboard.asking.opening import open_view
from dashboard.asking.view import View
from dashboard.errors import BadQueryFile
from dashboard.importing.canonical import TABLES
from dashboard.scope.settings import read_settings
from dashboard.scope.slices import FIELDS, FIRST_CYCLES, Slice
from dashboard.scope.waterfalls import PRESETS, Waterfall
from dashboard.warehouse.catalogue import Query
from dashboard.warehouse.prelude import prelude_of
from dashboard.warehouse.relations import relations
from dashboard.warehouse.warehouse import Warehouse
from tests.claims.company import AS_OF, open_company, write_generation
from tests.metrics.conftest import profile
from tests.seam.two_companies import IDS, OURS, company

OF_THE_IMPORT = {"import_files", "quarantine", "warnings", "import_remarks", "import_remark_records"}
"""What the Data screen shows of an import, whole; every other relation without a slice is the company's by its name."""
HORIZON_DAYS = 14.0
"""So that the window of conversions holds both companies."""
OF_EVERYBODY = {"reps", "business_days"}
OWN_OF_DEALS = {"created_at", "name"}
KINDS_OF_FIELDS = ("source", "owner", "email", "region", "segment", "icp_tier")
COMPUTED = {"segment": "SMB", "icp_tier": "A"}
ALL_COLUMNS = frozenset({*FIELDS, "kind", "direction", "rep", "icp_fit", "marketing_tier"})


@pytest.fixture(scope="module")
def companies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, View]]:
    """Ours alone, and both, with a definition that tells them apart; "ours" and "both"."""
    folder = tmp_path_factory.mktemp("companies")
    definitions = {}
    for team in ("shared", "marketing", "sales"):
        definitions[team] = str(folder / f"{team}.toml")
        Path(definitions[team]).write_text(profile(team), encoding="utf-8")
    settings = read_settings({"definitions": definitions}, "the test's settings")
    views = {}
    for name, tables in (("ours", company("o")), ("both", company("o", "t"))):
        write_generation(folder, tables, settings, name)
        views[name] = open_view(Warehouse(folder, name), as_of=AS_OF, horizon_days=HORIZON_DAYS)
    yield views
    for view in views.values():
        view.warehouse.close()


def rows_of(view: View, name: str, columns: Collection[str] | None = None) -> list[dict[str, Any]]:
    """All a relation holds, in an order of its own; of ``columns`` alone, if any are given."""
    query = Query(
        name=name, path=relations()[name].path, title="", question="", grain="", caveat=None, parameters={}, columns={},
        relations=frozenset({name}), mentions=ALL_COLUMNS, sql=f"with found as (from {name}) from found", with_at=4,
    )  # fmt: skip
    found = view.warehouse.run(query, prelude_of(query, view.scope), view.parameters, view.settings).rows
    kept = [{column: row[column] for column in columns or row} for row in found]
    return sorted(kept, key=lambda row: repr(sorted(row.items())))


def sliced_by(view: View, field: str) -> View:
    """Ours alone, by what the leads of ours have in a field."""
    value = OURS.get(field, COMPUTED.get(field))
    text = str(value).lower() if isinstance(value, bool) else str(value).replace("T", " ")
    return replace(view, slice=Slice.of({field: IDS["o"] if field == "lead_id" else [text]}))


def check(companies: Mapping[str, View], name: str, waterfall: Waterfall, fields: Sequence[str]) -> None:
    """Sliced by each field to ours, a relation holds what it holds where nobody else is."""
    ours, both = (replace(companies[which], waterfall=waterfall) for which in ("ours", "both"))
    whole = rows_of(both, name)
    is_whole = name.startswith("company_") or name in OF_THE_IMPORT
    expected = whole if is_whole else rows_of(ours, name)
    assert expected or name in OF_THE_IMPORT, "nothing is there to be kept"
    assert is_whole or name in OF_EVERYBODY or whole != expected, "nobody else is there to be left out"
    for field in fields:
        assert rows_of(sliced_by(both, field), name, expected[0] if expected else None) == expected, field


@pytest.mark.parametrize("name", list(relations()))
def test_a_slice_keeps_nobody_elses_row(companies: Mapping[str, View], name: str) -> None:
    """By a column, a borrowed or a computed one: nobody else's row is in it, and none of its own is lost."""
    check(companies, name, PRESETS["v1"], ("source",) if name == "spend" else KINDS_OF_FIELDS)


@pytest.mark.parametrize(
    ("chosen", "sources"),
    [
        ({"source": ["web"]}, ["web"]),
        ({"source": ["web"], "campaign": ["spring"]}, ["web"]),
        *(({field: [OURS[field]]}, []) for field in ("region", "owner", "email")),
        ({"source": ["web"], "region": ["north"]}, []),
        ({"segment": ["SMB"]}, []),
        ({"icp_tier": ["A"]}, []),
        ({FIRST_CYCLES: ["first"]}, []),
    ],
)
def test_spend_is_nobodys_where_it_lacks_the_column(
    companies: Mapping[str, View], chosen: Mapping[str, Sequence[str]], sources: Sequence[str]
) -> None:
    """Whole, it would be divided by the leads of a part."""
    view = replace(companies["both"], slice=Slice.of(chosen))
    assert [row["source"] for row in rows_of(view, "spend")] == sources


@pytest.mark.parametrize("name", ["stage_entries", "fates", "stray_exits"])
def test_a_slice_keeps_no_other_accounts_row(companies: Mapping[str, View], name: str) -> None:
    """The same of what a waterfall of accounts counts."""
    check(companies, name, PRESETS["v1"].model_copy(update={"unit": "account"}), KINDS_OF_FIELDS)


@pytest.mark.parametrize("name", ["leads", "cycles", "deals"])
def test_every_field_slices(companies: Mapping[str, View], name: str) -> None:
    """All the fields of --slice, of what nearly everything else is made of."""
    own = OWN_OF_DEALS if name == "deals" else set()
    check(companies, name, PRESETS["v1"], [field for field in FIELDS if field not in own])


def test_a_touch_of_a_deal_without_a_lead_follows_its_deal() -> None:
    """It belongs to no lead that could be kept."""
    deals = [{"deal_id": name, "created_at": "2025-05-01", "source": name} for name in ("web", "fair")]
    days = {"web": 2, "fair": 3}
    touches = [{"deal_id": name, "at": f"2025-05-0{day}", "rep": "ann"} for name, day in days.items()]
    with open_company({"deals": deals, "touches": touches}, {}, {"slice": ["source=web"]}) as view:
        assert [row["happened_at"].day for row in rows_of(view, "touches")] == [days["web"]]


def test_first_cycles_leave_out_later_ones_and_their_deals(companies: Mapping[str, View]) -> None:
    """Of the cycles and deals, those of a first cycle; leads are whole."""
    view = replace(companies["both"], slice=Slice.of({FIRST_CYCLES: ["first"]}))
    for name in ("cycles", "waterfall_cycles", "deals", "deal_spells", "customers"):
        assert 2 in {row["cycle_number"] for row in rows_of(companies["both"], name)}, name
        assert {row["cycle_number"] for row in rows_of(view, name)} <= {1}, name
    assert rows_of(view, "leads") == rows_of(companies["both"], "leads")


def test_what_holds_personal_data_says_so(companies: Mapping[str, View]) -> None:
    """The columns a header names are those in which what --no-personal-data hides can be read."""
    hidden = {f"{table.name}.{column.name}" for table in TABLES.values() for column in table.columns if column.personal}
    assert hidden == {"leads.email", "leads.name", "deals.name", "reps.name"}
    personal = {"ann@ours.io", "Ann", "deal of o", "Olga", "raw of Ann", "value of Ann"}
    for name, relation in relations().items():
        rows = rows_of(companies["ours"], name)
        assert {column for row in rows for column in row if str(row[column]) in personal} == relation.personal, name


HEAD = """-- holds: Cycles.
-- stands on: cycles
-- sliced by: what it stands on
-- counts: cycles
-- personal: nothing
-- $as_of: the moment looked at
"""
BODY = "select lead_key from cycles where opened_at < $as_of\n"
CYCLES = """-- holds: Cycles.
-- sliced by: columns of the lead, cycle
-- counts: cycles
-- personal: nothing
select lead_key, opened_at from warehouse.cycles
"""


def folder_with(tmp_path: Path, text: str) -> Path:
    """A folder of relations: one of cycles, and this one."""
    (tmp_path / "cycles.sql").write_text(CYCLES, encoding="utf-8")
    (tmp_path / "late.sql").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_whole_header_is_one_model(tmp_path: Path) -> None:
    """What it stands on, what slices it, what it counts, and its text without the words."""
    late = relations(folder_with(tmp_path, HEAD + BODY))["late"]
    assert (late.stands_on, late.slicing.way, late.counts) == (("cycles",), "grounds", "cycles")
    assert not late.personal
    assert late.text == BODY.strip()
    assert late.is_sliced


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        *((f"-- {line}\n", "", f"`-- {line.partition(':')[0]}: …` is missing") for line in (
            "holds: Cycles.", "sliced by: what it stands on", "counts: cycles", "personal: nothing",
        )),
        ("-- counts", "-- remarks", "is no header line"),
        ("-- counts: cycles\n", "-- counts: cycles\n-- counts: cycles\n", "stands there twice"),
        ("-- stands on: cycles\n", "", "reads cycles and does not say so"),
        ("stands on: cycles", "stands on: cycles, late", "stands on late, which it does not read"),
        ("from cycles", "from deals", "stands on deals, which has no file"),
        ("by: what it stands on", "by: nothing", "does not say why"),
        ("by: what it stands on", "by: nothing; it is quicker", "stands on cycles, which is; slice it as well"),
        ("by: what it stands on", "by: colour", "is no way to slice"),
        ("by: what it stands on", "by: source", "why it holds nothing under another filter"),
        ("by: what it stands on", "by: lead_key of late", "is not sliced by columns of the lead"),
        ("from cycles", "from cycles inner join warehouse.cycles as c on true", "past what it stands on"),
        ("from cycles", "from warehouse.cycles", "which it does not read"),
        ("-- $as_of: the moment looked at\n", "", "$as_of is used but not described"),
        ("-- $as_of", "-- $to: an end\n-- $as_of", "$to is described but not used"),
        ("-- counts", "-- borrows: name\n-- counts", "names no table"),
        ("-- counts", "-- made by: magic\n-- counts", "makes nothing"),
        ("select lead_key", "select lead_key(", "is not SQL"),
    ],
)  # fmt: skip
def test_a_bad_header_is_refused(tmp_path: Path, old: str, new: str, words: str) -> None:
    """With the file, what is wrong, and the next move."""
    assert old in HEAD + BODY
    with pytest.raises(BadQueryFile, match=r"late\.sql: ") as refused:
        relations(folder_with(tmp_path, (HEAD + BODY).replace(old, new)))
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("-- holds: x\n-- like: deals\n-- sliced by: nothing; y\n", "is like deals, which has no text of its own"),
        ("-- holds: x\n-- like: cycles\n-- sliced by: nothing; y\n-- counts: z\n", "is no header line"),
    ],
)
def test_a_bad_likeness_is_refused(tmp_path: Path, text: str, words: str) -> None:
    """What is like another says only how it differs."""
    with pytest.raises(BadQueryFile, match=r"late\.sql: ") as refused:
        relations(folder_with(tmp_path, text))
    assert words in str(refused.value)


def test_what_stands_in_for_accounts_says_for_which_rows(tmp_path: Path) -> None:
    """A file of the folder for accounts is held to its header as well."""
    folder = folder_with(tmp_path, HEAD + BODY)
    (folder / "account").mkdir()
    (folder / "account" / "late.sql").write_text("-- holds: x\n-- replaces: some\nselect 1 as a\n", encoding="utf-8")
    with pytest.raises(BadQueryFile, match=r"account/late\.sql: .*says no rows"):
        relations(folder)
