"""Questions are asked as their files say: with parameters they have, and with all of their own."""

import ast
from collections.abc import Iterator
from pathlib import Path

from dashboard.asking.parameters import given_parameters
from dashboard.warehouse.catalogue import catalogue
from tests.claims.company import open_company
from tests.seam.own_parameters import own_parameters

ROOT = Path(__file__).resolve().parents[1]
ASKING = {"ahead", "ask", "behind", "behind_too", "drawer", "listed_parts", "receipt_behind", "receipt_within"}
"""What passes a question's own parameters on under their names, as ``ask`` does."""
LEAD = {"leads": [{"lead_id": "1", "created_at": "2025-05-01"}]}


def test_a_question_is_asked_with_its_parameters() -> None:
    """With none that it does not have and all of its own, but for a call that unpacks some."""
    with open_company(LEAD, {}, {}) as view:
        given = given_parameters(view).keys()
    faults = []
    for place, call, name in _calls():
        known = catalogue()[name].parameters
        named = {keyword.arg for keyword in call.keywords if keyword.arg}
        unpacks = any(keyword.arg is None for keyword in call.keywords)
        faults += [
            f"{place}: {name} has no parameter ${each}; it has {', '.join(f'${own}' for own in known) or 'none'}"
            for each in sorted(named - known.keys())
        ]
        faults += [
            f"{place}: {name} is asked without ${each}, which queries/{name}.sql describes"
            for each in sorted(known.keys() - given - named)
            if not unpacks
        ]
    assert not faults, "\n".join(faults)


def test_every_parameter_has_a_value_to_be_tried_with() -> None:
    """So that what asks all questions, of every slice and on a cluster, can ask a new one."""
    faults = []
    with open_company(LEAD, {}, {}) as view:
        for query in (each for each in catalogue().values() if each.relations):
            try:
                own_parameters(view, query)
            except KeyError as missing:
                faults.append(f"${missing.args[0]} of {query.name} has no value in tests/seam/own_parameters.py")
    assert not faults, "\n".join(faults)


def _calls() -> Iterator[tuple[str, ast.Call, str]]:
    """Every call that names a question: file and line, the call, the question."""
    for path in sorted((ROOT / "dashboard").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _called(node.func) in ASKING:
                for value in node.args:
                    if isinstance(value, ast.Constant) and value.value in catalogue():
                        yield f"{path.relative_to(ROOT)}:{node.lineno}", node, str(value.value)


def _called(function: ast.expr) -> str:
    return (
        function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""
    )
