"""No two public things share a name: a reader who has seen one ``Stage`` need not ask which."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CODE = ("dashboard", "icp")


def _types(text: str) -> Iterator[str]:
    """Public classes, and aliases and type variables, which are written as classes are."""
    for node in ast.parse(text).body:
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
