"""What a reader can hold: one name for one thing, a noun for what it holds, and a query on one screen.

Whoever has seen one ``Stage`` need not ask which; ``found`` says that there is something, ``rows`` what it is; a query
that scrolls answers two things.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CODE = ("dashboard", "icp")
PROSE = {"said", "told", "found", "asked", "seen", "those", "beside"}
"""Words of a sentence, which say of nothing what it holds."""
ONE_SCREEN = 60
"""Lines of SQL, without comments and blank lines."""
ONE_LIST = {"tables.sql"}
"""What is longer because it is one list, the columns of all tables."""


@cache
def _parsed(text: str) -> ast.Module:
    """Both rules look at every module; each is parsed once."""
    return ast.parse(text)


def _types(text: str) -> Iterator[str]:
    """Public classes, and aliases and type variables, which are written as classes are."""
    for node in _parsed(text).body:
        match node:
            case ast.ClassDef(name=name) if not name.startswith("_"):
                yield name
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                if name[0].isupper() and not name.isupper():
                    yield name


def shared_names(root: Path) -> dict[str, list[str]]:
    """The modules of each type's name that several have."""
    modules = defaultdict(list)
    for folder in CODE:
        for module in sorted((root / folder).rglob("*.py")):
            for name in _types(module.read_text()):
                modules[name].append(module.relative_to(root).as_posix())
    return {name: places for name, places in modules.items() if len(places) > 1}


def test_no_two_types_share_a_name() -> None:
    """Neither classes nor what is annotated with."""
    assert shared_names(ROOT) == {}, "Rename one of them: a name means one thing in this project."


@pytest.mark.parametrize("second", ["class Stage:\n    pass\n", "Stage = dict[str, int]\n"])
def test_a_name_that_is_taken_is_seen(tmp_path: Path, second: str) -> None:
    """The rule is broken once, by a class and by an alias."""
    (tmp_path / "dashboard").mkdir()
    (tmp_path / "dashboard" / "one.py").write_text("class Stage:\n    pass\n")
    (tmp_path / "dashboard" / "two.py").write_text(second)
    assert shared_names(tmp_path) == {"Stage": ["dashboard/one.py", "dashboard/two.py"]}


def _bound_names(text: str) -> Iterator[str]:
    """What a module names: its variables, parameters, attributes, functions, classes and imports."""
    for node in ast.walk(_parsed(text)):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()) | ast.arg(arg=name):
                yield name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.alias(asname=str(name)) | ast.ExceptHandler(name=str(name)):
                yield name
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name)):
                yield name


def prose_names(root: Path) -> dict[str, set[str]]:
    """The names that are a word of a sentence, by module; an underscore in front or a capital makes none of it."""
    names = {
        module.relative_to(root).as_posix(): {
            name for name in _bound_names(module.read_text()) if name.strip("_").lower() in PROSE
        }
        for folder in CODE
        for module in sorted((root / folder).rglob("*.py"))
    }
    return {module: words for module, words in names.items() if words}


def test_a_name_says_what_it_holds() -> None:
    """In every module."""
    assert prose_names(ROOT) == {}, "Name it for what it holds: rows, answer, match, sentence, values."


@pytest.mark.parametrize(
    "line",
    [
        "said = 1",
        "def rows(said: int) -> None: ...",
        "def _said() -> None: ...",
        "class Said: ...",
        "import ast as said",
        "print([said for said in ()])",
        "print(said := 1)",
        "class Point:\n    def move(self) -> None:\n        self._said = 1",
        "try: ...\nexcept ValueError as said: ...",
        "match 1:\n    case said: ...",
    ],
)
def test_a_name_of_prose_is_seen(tmp_path: Path, line: str) -> None:
    """The rule is broken once in each way there is to name a thing; what only holds the word is none."""
    (tmp_path / "icp").mkdir()
    (tmp_path / "icp" / "one.py").write_text(line)
    (tmp_path / "icp" / "two.py").write_text("said_of = {'said': 'found'}  # those")
    assert prose_names(tmp_path).keys() == {"icp/one.py"}


def longer_than_a_screen(queries: Path) -> dict[str, int]:
    """The lines of SQL of each file below ``queries`` that has too many."""
    lengths = {
        path.relative_to(queries).as_posix(): sum(
            bool(line.strip()) and not line.lstrip().startswith("--") for line in path.read_text().splitlines()
        )
        for path in sorted(queries.rglob("*.sql"))
    }
    return {name: length for name, length in lengths.items() if length > ONE_SCREEN}


def test_a_query_fits_one_screen() -> None:
    """All but one list; what scrolls answers two things."""
    too_long = longer_than_a_screen(ROOT / "queries")
    assert too_long.keys() == ONE_LIST, "Split it where it answers two things: a relation of queries/slice/, a macro."


def test_a_query_that_scrolls_is_seen(tmp_path: Path) -> None:
    """The rule is broken once; words and blank lines do not count."""
    (tmp_path / "topic").mkdir()
    (tmp_path / "topic" / "short.sql").write_text("-- words\n\n" * 100 + "select 1\n" * ONE_SCREEN)
    (tmp_path / "topic" / "long.sql").write_text("    -- words\n" + "select 1\n" * (ONE_SCREEN + 1))
    assert longer_than_a_screen(tmp_path) == {"topic/long.sql": ONE_SCREEN + 1}
