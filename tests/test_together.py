"""What belongs together is there together: whoever adds one part is told of the others, and where they go."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import get_type_hints

import sqlglot
from sqlglot import exp

from dashboard.asking.parameters import given_parameters
from dashboard.cli import import_files
from dashboard.errors import FunnelReviewError
from dashboard.importing.mapping.files import bundled, load_mapping
from dashboard.importing.publishing.checking import CHECKS
from dashboard.metrics.report import SECTIONS
from dashboard.metrics.support import MEANINGS
from dashboard.sample.writing import HEADERS
from dashboard.scope.settings import Settings
from dashboard.scope.slices import BAR, FIELDS, Slice
from dashboard.screens.data.upload import MAPPINGS
from dashboard.screens.listing import SCREENS
from dashboard.screens.titles import SECTION_OF, TITLE_OF_SECTION, TITLES
from dashboard.tables import columns_of, created
from dashboard.warehouse.catalogue import catalogue, question
from icp.columns import KINDS
from tests import figures_page
from tests.browser.figures import CLAIMS
from tests.claims.company import open_company
from tests.importing.test_checks import FAULTS

ROOT = Path(__file__).resolve().parents[1]
MAPPING_PAGE = "dashboard/importing/mapping/language.md"
SCREENS_FOLDER = ROOT / "dashboard" / "screens"
KIND_OF_TYPE = {"text": "text", "double": "number", "bigint": "number", "boolean": "boolean"}
NOT_JUDGED = {"lead_id", "created_at"}
NOT_TO_FILL = {"lead_id", "created_at", "domain", "account_id"}
HAS_NO_RULE = {
    "data/files", "data/quarantine", "data/quarantine_reasons", "data/remark_records", "data/remarks",
    "data/warning_reasons", "data/warnings",    # what the import noted, as it stands
    "frame/choices", "icp/field_values",        # the values there are
}  # fmt: skip
HAS_ITS_WORDS_IN_ITS_PARTS = {"waterfall"}


def told(missing: Iterable[str]) -> None:
    """Fail with every sentence there is."""
    sentences = "\n".join(missing)
    assert not sentences, sentences


def test_a_screen_is_listed() -> None:
    """Every folder with a screen stands in the navigation under its own name, and nothing else does."""
    folders = {path.parent.name for path in SCREENS_FOLDER.glob("*/screen.py")}
    paths = [screen.path for screen in SCREENS]
    told(
        f"{name} {fault}"
        for name in sorted(folders | set(paths))
        for is_there, fault in (
            (name in paths, "is not shown: give it a line in dashboard/screens/listing.py"),
            (name in TITLES, "has no title: give it one in dashboard/screens/titles.py"),
        )
        if not is_there
    )
    assert sorted(paths) == sorted(folders) == sorted(TITLES)


def test_a_screen_has_its_words() -> None:
    """Sentences of its own, apart from what draws them."""
    told(
        f"{screen.title} has no words: write dashboard/screens/{screen.path}/words.py"
        for screen in SCREENS
        if not (SCREENS_FOLDER / screen.path / "words.py").is_file() and screen.path not in HAS_ITS_WORDS_IN_ITS_PARTS
    )
    assert CLAIMS.keys() <= {screen.path for screen in SCREENS}


def test_a_screen_knows_no_other_screen() -> None:
    """It stands beside them in the contract that says so."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    (layers,) = (contract["layers"] for contract in contracts if contract["id"] == "screens")
    told(
        f"{screen.path} is in no layer of the contract `screens` in pyproject.toml: give it its place beside the others"
        for screen in SCREENS
        if screen.path not in re.findall(r"\w+", " ".join(layers))
    )


def test_a_screen_is_compared_with_the_command() -> None:
    """A claim in the browser that it shows the figures of the JSON; every kind of warehouse is tried by itself."""
    told(
        f"nothing compares what {screen.title} shows with the command: CLAIMS in tests/browser/figures.py"
        for screen in SCREENS
        if screen.path not in CLAIMS
    )


def test_a_section_has_its_words_and_its_screen() -> None:
    """What `check` says of it, and where the Data screen sends the reader."""
    told(
        f"the section {section} has no line in {place}"
        for lines, place in (
            (MEANINGS, "dashboard/metrics/support.py"),
            (TITLE_OF_SECTION, "dashboard/screens/titles.py"),
        )
        for section in SECTIONS.keys() - lines.keys()
    )
    assert SECTIONS.keys() == MEANINGS.keys() == TITLE_OF_SECTION.keys()
    assert SECTION_OF.keys() <= {screen.path for screen in SCREENS}


def test_a_topic_has_its_place_on_the_page_of_figures() -> None:
    """Its number, its title and what it is about."""
    told(
        f"queries/{topic}/ has no title: give it a line in SECTIONS of tests/figures_page.py"
        for topic in {name.partition("/")[0] for name in catalogue()} - figures_page.SECTIONS.keys()
    )


def test_a_question_has_its_claim() -> None:
    """Rows in, rows out, for every question with a rule in it; what only lists what was noted has none."""
    claims = sorted((ROOT / "tests" / "claims").rglob("*.toml"))
    claimed = {tomllib.loads(path.read_text(encoding="utf-8"))["question"] for path in claims}
    told(
        f"queries/{name}.sql has no claim: write one in tests/claims/{name.partition('/')[0]}/"
        for name in sorted(catalogue().keys() - claimed - HAS_NO_RULE)
    )
    assert claimed <= catalogue().keys()


def test_a_filter_of_the_bar_has_its_box_and_its_values() -> None:
    """What the bar offers is asked for in one question, of leads and of deals; what is computed always has a box."""
    found = choices_of_one_company()
    offered = {field for field, _ in found}
    empty = BAR.keys() - offered - {"icp_tier"}  # whose values are the tiers
    told(f"the box of {field} would never appear: select it in queries/frame/choices.sql" for field in empty)
    told(f"{field} has values and no box: BAR in dashboard/scope/slices.py" for field in offered - BAR.keys())
    told(
        f"{field} is selected once in queries/frame/choices.sql: of leads and of deals, else one of them has no value"
        for field, choice in sorted(found)
        if choice == "(none)"
    )
    assert BAR.keys() <= set(FIELDS)


def choices_of_one_company() -> set[tuple[str, str]]:
    """The columns whose values queries/frame/choices.sql looks for, with what it finds of a lead that has all of them.

    The lead has a deal, which is sliced by the same columns.
    """
    lead = {"lead_id": "1", "created_at": "2025-05-01"}
    lead |= {column.name: "12" for column in columns_of("leads") if column.name in BAR.keys() | {"employees"}}
    deal = {"deal_id": "d", "lead_id": "1", "created_at": "2025-05-02", "amount": 1.0, "owner": "12"}
    with open_company({"leads": [lead], "deals": [deal]}, {}, {}) as view:
        return {(row["field"], row["choice"]) for row in view.ask("frame/choices", most=9).rows}


def test_every_field_can_be_sliced_by() -> None:
    """The fields of --slice are all columns of a lead, and what is computed of one."""
    lead = {"lead_id": "1", "created_at": "2025-05-01"}
    missing = []
    with open_company({"leads": [lead]}, {}, {}) as view:
        for field in FIELDS:
            try:
                rows = replace(view, slice=Slice.of({field: ["nobody"]})).ask("waterfall/stages").rows
            except FunnelReviewError:
                missing.append(f"nothing can be sliced by {field}: bring it to queries/facts/ and queries/slice/")
            else:
                assert all(row["reached"] == 0 for row in rows), field
    told(missing)


def test_a_column_of_a_lead_is_everywhere_it_must_be() -> None:
    """Judged by a profile, held of an earlier generation, counted as filled."""
    columns = {column.name: column.type for column in columns_of("leads")}
    asked = sqlglot.parse_one(question("data/lead_completeness").sql, dialect="duckdb")
    counted = {column.name for column in asked.find_all(exp.Column)}
    before = {column.name for column in created()["previous_open_deals"]}
    told(
        f"leads.{name}: {move}"
        for name, kind in columns.items()
        for is_there, move in (
            (name in NOT_JUDGED or KINDS.get(name) == KIND_OF_TYPE[kind], "say its kind in icp/columns.py"),
            (name in before, "give it to previous_open_deals in queries/tables.sql"),
            (name in NOT_TO_FILL or name in counted, "count it in queries/data/lead_completeness.sql"),
        )
        if not is_there
    )
    assert KINDS.keys() <= columns.keys()


def test_the_sample_has_every_column() -> None:
    """Its files show each column there is."""
    told(
        f"{table}.{column.name}: write it in dashboard/sample/writing.py"
        for table, headers in HEADERS.items()
        for column in columns_of(table)
        if column.name not in headers.split()
    )


def test_a_mapping_is_named_and_tried() -> None:
    """In the README, on the language's page, in the box of the Data screen, in the help; and on an export in a test."""
    (option,) = get_type_hints(import_files, include_extras=True)["mapping"].__metadata__
    pages = {path: (ROOT / path).read_text(encoding="utf-8") for path in ("README.md", MAPPING_PAGE)}
    tests = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests" / "importing").glob("test_*.py"))
    examples = [part.partition("```")[0] for part in pages[MAPPING_PAGE].split("```toml")[1:]]
    told(
        f"the mapping {name} {fault}"
        for name in bundled()
        for is_there, fault in (
            *((f"`{name}`" in text, f"is not named in {page}") for page, text in pages.items()),
            (any(_is_example_of(name, example) for example in examples), f"has no worked example in {MAPPING_PAGE}"),
            (name in option.help, "is not named in the help of --mapping, in dashboard/cli.py"),
            (name in MAPPINGS, "has no words in its box: MAPPINGS in dashboard/screens/data/upload.py"),
            (
                f'load_mapping("{name}")' in tests,
                (
                    f"was never tried: put a small export in tests/importing/exports/{name}/ and import it in a test "
                    "of tests/importing/test_shipped_mappings.py"
                ),
            ),
        )
        if not is_there
    )


def test_a_mapping_that_ships_can_be_read() -> None:
    """Its tables and columns are those there are; the language refuses others with the place."""
    refused = []
    for name in bundled():
        try:
            load_mapping(name)
        except FunnelReviewError as fault:
            refused.append(f"the mapping {name} cannot be read: {fault}")
    told(refused)


def _is_example_of(mapping: str, example: str) -> bool:
    """Whether an example of the language's page is of the CRM that a mapping which ships is of, as its name has it."""
    written = re.search(r'^name = "(.+)"', example, re.MULTILINE)
    return written is not None and written[1].lower().replace(" ", "").startswith(mapping)


def test_a_parameter_that_is_given_has_its_word() -> None:
    """On the page of how a question is written; those of the windows before stand there together."""
    page = (ROOT / "queries" / "README.md").read_text(encoding="utf-8")
    with open_company({"leads": [{"lead_id": "1", "created_at": "2025-05-01"}]}, {}, {}) as view:
        given = given_parameters(view)
    told(
        f"the parameter ${name} is given and not named in queries/README.md, under Parameters"
        for name in given
        if f"`${name}`" not in page and not name.startswith("previous_conversion_")
    )


def test_a_setting_has_its_row() -> None:
    """In the README, in the order of the model."""
    rows = re.findall(r"^\| `([a-z_]+)` \|", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    told(f"the setting {name} has no row in README.md" for name in Settings.model_fields if name not in rows)
    assert rows == list(Settings.model_fields), "the rows in README.md stand in the order of Settings"


def test_a_check_says_its_rule_and_is_seen_to_find_its_fault() -> None:
    """The first line is what the refusal of an import says; a fault for it stands in a test."""
    told(
        f"queries/checks/{path.name} {fault}"
        for path in sorted(CHECKS.glob("*.sql"))
        for is_there, fault in (
            (path.read_text(encoding="utf-8").startswith("-- "), "has no rule: its first line says what must hold"),
            (path.stem in FAULTS, "was never seen to find anything: FAULTS in tests/importing/test_checks.py"),
        )
        if not is_there
    )
