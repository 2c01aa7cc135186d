"""Adding is safe: each mistake a newcomer can make is made once, and said in a sentence that names the file to touch.

``CONTRIBUTING.md`` has the table. A copy of the project is spoiled in every way at once, and the tests that see to what
belongs together are run on it; what only loads and refuses is tried by itself.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
COPIED = (
    "dashboard",
    "icp",
    "queries",
    "tests",
    "docs",
    ".streamlit",
    "README.md",
    "CONTRIBUTING.md",
    "pyproject.toml",
)
RUN = ("tests/test_together.py", "tests/test_calls.py", "tests/test_thresholds.py")
MAPPINGS = "dashboard/importing/mapping/bundled"
QUESTION = """-- title: Rain
-- question: How much did it rain?
-- grain: one row
-- adds up: rows

with cycles_there as (
    select count(*) as cycles
    from cycles
)

select
    cycles    -- cycles there are
from cycles_there
"""
NEEDING = """-- title: Hail
-- question: How much did it hail?
-- grain: one row
-- adds up: rows
-- needs: haill; There was no hail.
-- $hailstones: so many

with cycles_there as (
    select count(*) as cycles
    from cycles
    where cycle_number > $hailstones
)

select
    cycles    -- cycles there are
from cycles_there
"""
ASKS = '''"""Hail."""

from dashboard.asking.ask import ask


def hail(view):
    """Ask."""
    return ask(view, "weather/hail", rain=1).rows
'''
Spoil = Callable[[Path], object]


def put(path: str, text: str) -> Spoil:
    """Write a new file."""

    def spoil(copy: Path) -> None:
        (copy / path).parent.mkdir(exist_ok=True)
        assert not (copy / path).exists()
        (copy / path).write_text(text, encoding="utf-8")

    return spoil


def also(path: str, place: str, text: str) -> Spoil:
    """Put a text behind what stands there."""

    def spoil(copy: Path) -> None:
        before = (copy / path).read_text(encoding="utf-8")
        assert before.count(place) == 1, f"{path}: {place}"
        (copy / path).write_text(before.replace(place, place + text), encoding="utf-8")

    return spoil


def screen(name: str) -> Spoil:
    """A folder with a screen."""
    return put(f"dashboard/screens/{name}/screen.py", '"""A screen."""\n\n\ndef draw() -> None:\n    """Draw it."""\n')


@dataclass(frozen=True)
class Mistake:
    """What was added, in the words of the table; how; and what must be said, the files to touch among it."""

    added: str
    spoils: tuple[Spoil, ...]
    sentences: tuple[str, ...]


TOGETHER = (
    Mistake(
        "a figure on a screen",
        (put("queries/weather/rain.sql", QUESTION),),
        (
            "queries/weather/ has no title: give it a line in SECTIONS of tests/figures_page.py",
            "queries/weather/rain.sql has no claim: write one in tests/claims/weather/",
            "nobody asks queries/weather/rain.sql: ask it in dashboard/screens/",
        ),
    ),
    Mistake(
        "a figure on a screen",
        (put("queries/weather/hail.sql", NEEDING), put("dashboard/screens/money/hail.py", ASKS)),
        (
            "weather/hail has no parameter $rain; it has $hailstones",
            "weather/hail is asked without $hailstones, which queries/weather/hail.sql describes",
            "weather/hail, which stands behind nothing: `behind(view, …)`",
            "`unmet(view, …)` of dashboard/metrics/recorded.py gives the sentence",
            "$hailstones of weather/hail has no value in tests/seam/own_parameters.py",
            "queries/weather/hail.sql needs haill, which can never be there",
        ),
    ),
    Mistake(
        "a figure of the contract",
        (also("dashboard/metrics/report.py", '    "changes": changes,\n', '    "weather": changes,\n'),),
        (
            "the section weather has no line in dashboard/metrics/support.py",
            "the section weather has no line in dashboard/screens/titles.py",
        ),
    ),
    Mistake("a screen", (screen("attic"),), ("attic is not shown: give it a line in dashboard/screens/listing.py",)),
    Mistake(
        "a screen",
        (
            screen("cellar"),
            also("dashboard/screens/listing.py", "from dashboard.screens.waterfall import screen as waterfall\n",
                 "from dashboard.screens.cellar import screen as cellar\n"),
            also("dashboard/screens/listing.py", '    Screen("money", money.draw),\n',
                 '    Screen("cellar", cellar.draw),\n'),
        ),
        (
            "cellar has no title: give it one in dashboard/screens/titles.py",
            "cellar has no words: write dashboard/screens/cellar/words.py",
            "cellar is in no layer of the contract `screens` in pyproject.toml",
            "nothing compares what cellar shows with the command: CLAIMS in tests/browser/figures.py",
        ),
    ),
    Mistake(
        "a filter",
        (
            also("dashboard/scope/slices.py", 'COMPUTED = ("segment", ', '"mood", '),
            also("dashboard/scope/slices.py", '    "segment": "Company size",\n', '    "mood": "Mood",\n'),
        ),
        (
            "the box of mood would never appear: select it in queries/frame/choices.sql",
            "nothing can be sliced by mood: bring it to queries/facts/ and queries/slice/",
        ),
    ),
    Mistake(
        "a filter",
        (also("dashboard/scope/slices.py", '    "region": "Region",\n', '    "industry": "Industry",\n'),),
        ("the box of industry would never appear: select it in queries/frame/choices.sql",),
    ),
    Mistake(
        "a check of the data",
        (put("queries/checks/rain.sql", "select 1 as cycle_id\nwhere false\n"),),
        (
            "queries/checks/rain.sql has no rule: its first line says what must hold",
            "queries/checks/rain.sql was never seen to find anything: FAULTS in tests/importing/test_checks.py",
        ),
    ),
    Mistake(
        "a CRM's mapping",
        (put(f"{MAPPINGS}/attio.toml", (ROOT / MAPPINGS / "zoho.toml").read_text(encoding="utf-8")),),
        (
            "the mapping attio is not named in README.md",
            "the mapping attio is not named in dashboard/importing/mapping/language.md",
            "the mapping attio has no worked example in dashboard/importing/mapping/language.md",
            "the mapping attio is not named in the help of --mapping, in dashboard/cli.py",
            "the mapping attio has no words in its box: MAPPINGS in dashboard/screens/data/upload.py",
            "put a small export in tests/importing/exports/attio/",
        ),
    ),
    Mistake(
        "a CRM's mapping",
        (put(f"{MAPPINGS}/nutshell.toml", (ROOT / MAPPINGS / "zoho.toml").read_text(encoding="utf-8")
             .replace('table = "deals"', 'table = "sales"')),),
        ("the mapping nutshell cannot be read: ",),
    ),
    Mistake(
        "a canonical column",
        (also("queries/tables.sql", "-- company name as given by the lead\n", "    shoe_size double,    -- worn\n"),),
        (
            "nothing can be sliced by shoe_size: bring it to queries/facts/ and queries/slice/",
            "leads.shoe_size: say its kind in icp/columns.py",
            "leads.shoe_size: give it to previous_open_deals in queries/tables.sql",
            "leads.shoe_size: count it in queries/data/lead_completeness.sql",
            "leads.shoe_size: write it in dashboard/sample/writing.py",
        ),
    ),
    Mistake(
        "a setting",
        (also("dashboard/scope/settings.py", "    keep_signed_weeks: int = Field(default=13, ge=0)\n",
              "    fiscal_start: int = 1\n"),),
        ("the setting fiscal_start has no row in README.md",),
    ),
    Mistake(
        "a limit or threshold",
        (
            also("dashboard/thresholds.py", "QUARTER_END_DAYS = 5\n", "RAIN_DAYS = 3\n"),
            also("dashboard/screens/money/words.py", "ABOUT_THE_SAME = 0.02\n", 'NOTED = "after 9 days"\n'),
            put("dashboard/screens/money/more.py", '"""Words."""\n\nSAID = "four of five"\n'),
        ),
        (
            "say in tests/test_thresholds.py where the queries have it",
            "dashboard/screens/money/words.py:",
            "“9 days”",
            "dashboard/screens/money/more.py:3: “four of five”",
            "take the number from where it is defined (a named limit, or dashboard/thresholds.py)",
        ),
    ),
)  # fmt: skip
LOADING = (
    Mistake(
        "a canonical column",
        (also("dashboard/importing/canonical.py", '    Column("email", ColumnKind.EMAIL, personal=True),\n',
              '    Column("fax", ColumnKind.EMAIL),\n'),),
        ("says how leads.fax is read, but queries/tables.sql has no such column: add it there, or take it out here",),
    ),
    Mistake(
        "a figure on a screen",
        (also("queries/money/churn.sql", "-- grain: ", "one row per tier\n-- $rain: millimetres\n-- caveat: "),),
        ("queries/money/churn.sql", "$rain is described but not used; remove its line or use it"),
    ),
)  # fmt: skip
BY_THEIR_OWN_TEST = {
    "a rule of who may import whom": "tests/test_floors.py",
    "an action that not everybody may do": "tests/meeting/test_matrix.py",
    "a relation": "tests/seam/test_relations.py",
    "a need of a figure": "tests/seam/test_needs.py",
    "a change of a question, new ones too": "tests/spark/test_compared.py",
}
"""Rows of the table whose mistakes another test makes."""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project, to be spoiled."""
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def printed(folder: Path, *command: str) -> str:
    """What a Python of the copy prints; it must have failed."""
    run = subprocess.run(
        [sys.executable, *command], cwd=folder, capture_output=True, text=True, check=False, timeout=300
    )
    assert run.returncode, run.stdout + run.stderr
    return run.stdout + run.stderr


def test_every_mistake_is_said_with_the_file_to_touch(copy: Path) -> None:
    """One run of the tests of what belongs together, on a copy with all of them."""
    for mistake in TOGETHER:
        for spoil in mistake.spoils:
            spoil(copy)
    said = printed(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--tb=short", "-vv", *RUN)
    missing = [sentence for mistake in TOGETHER for sentence in mistake.sentences if sentence not in said]
    assert missing == [], said


def test_what_cannot_be_loaded_says_what_to_touch(copy: Path) -> None:
    """The loaders refuse by themselves, before any test."""
    for mistake in LOADING:
        for spoil in mistake.spoils:
            spoil(copy)
    said = printed(copy, "-c", "import dashboard.importing.canonical")
    said += printed(copy, "-c", "from dashboard.warehouse.catalogue import catalogue; catalogue()")
    for mistake in LOADING:
        for sentence in mistake.sentences:
            assert sentence in said


def test_the_table_and_the_mistakes_are_the_same() -> None:
    """Each row of CONTRIBUTING.md is tried, and names every file that a sentence sends the newcomer to."""
    table = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("## What holds")[0]
    rows = {row[0]: row[1] for row in re.findall(r"^\| (an? [^|]+?) \| (.+) \|$", table, re.MULTILINE)}
    tried = {mistake.added for mistake in (*TOGETHER, *LOADING)}
    assert rows.keys() == tried | BY_THEIR_OWN_TEST.keys()
    for mistake in (*TOGETHER, *LOADING):
        for sentence in mistake.sentences:
            for path in re.findall(r"(?:dashboard|icp|queries|tests)/[\w/]+(?:\.py|\.sql|\.md|/)|README\.md", sentence):
                above = (path, *(f"{folder}/" for folder in Path(path).parents))
                assert any(f"`{each}`" in rows[mistake.added] for each in above), f"{mistake.added}: {path}"
