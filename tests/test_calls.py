"""What the code asks fits the question: its parameters, what stands behind its figure, what it says where data lacks.

Read off the text, without a screen being drawn: whoever asks a new question is told in seconds.
"""

import ast
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from dashboard.asking.lacking import OF_THE_LOOK
from dashboard.asking.parameters import given_parameters
from dashboard.asking.view import View
from dashboard.importing.canonical import TABLES
from dashboard.scope.waterfalls import PRESETS
from dashboard.warehouse.catalogue import catalogue
from dashboard.warehouse.needs import RECORDED, STAGE
from dashboard.warehouse.relations import relations
from tests.claims.company import open_company
from tests.seam.own_parameters import own_parameters
from tests.test_together import told

ROOT = Path(__file__).resolve().parents[1]
SCREENS = "dashboard/screens/"
ASKING = {"ask", "ahead", "known_rows", "listed_parts", "unmet", "unmet_parts"}
BINDING = {
    "ask", "ahead", "known_rows", "listed_parts", "receipt", "behind", "behind_too", "receipt_behind", "receipt_within",
    "drawer",
}  # fmt: skip
"""What hands its named arguments on to the question."""
BEHIND_NOTHING = {
    "a story: the record itself": {"lead/cycles", "lead/history", "stalled/deal", "stalled/history"},
    "no figure: what can be chosen, what the import noted": {
        "frame/choices", "icp/field_values", "data/totals", "data/warning_reasons",
    },
    "a word or a column beside the figure of another question, which has its receipt": {
        "changes/share_moved", "changes/weekly_counts", "icp/churned", "icp/overlap", "money/totals",
        "response/opening_hours", "response/sla", "response/weekly", "stalled/activity",
    },
    "marks on a list of another question, which has its receipt": {"response/waiting_since", "stalled/since"},
    "a change that is only tried": {"icp/tier_moves"},
}  # fmt: skip
"""Questions of screens whose figure has no receipt of its own, by the reason."""
NEED_SAID_BY_ANOTHER = {
    "the section that the screen draws first needs the same": {"disagreement/by_source", "stalled/activity"},
    "the part is left out where there is neither": {"owed/by_owner"},
}
"""Questions of screens whose whole answer needs something and of which no one says so by their name, by the reason."""


@dataclass(frozen=True)
class Call:
    """A question named in a call: where, of which function, with which arguments for it."""

    place: str
    function: str
    question: str
    bound: frozenset[str]
    unpacks: bool
    """Whether more is bound than the text shows (``**extra``)."""


@pytest.fixture(scope="module")
def view() -> Iterator[View]:
    """A company of one lead."""
    with open_company({"leads": [{"lead_id": "1", "created_at": "2025-05-01"}]}, {}, {}) as opened:
        yield opened


@cache
def trees() -> dict[str, ast.Module]:
    """Every module of the product by its path, parsed once."""
    paths = sorted((ROOT / "dashboard").rglob("*.py"))
    return {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def texts_of(tree: ast.AST) -> set[str]:
    """Every text that stands in it."""
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


@cache
def constants() -> dict[tuple[str, str], str]:
    """The names of questions that have a name of their own in a module, by module and that."""
    found = {}
    for path, tree in trees().items():
        for node in tree.body:
            if not isinstance(node, ast.Assign):
                continue
            for target in node.targets:
                pairs = [(target, node.value)]
                if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                    pairs = list(zip(target.elts, node.value.elts, strict=True))
                for name, value in pairs:
                    if isinstance(name, ast.Name) and isinstance(value, ast.Constant) and value.value in catalogue():
                        found[path.removesuffix(".py").replace("/", "."), name.id] = str(value.value)
    return found


@cache
def calls() -> tuple[Call, ...]:
    """Every call of the product that names a question, in quotes or by a constant."""
    return tuple(call for path, tree in trees().items() for call in _calls(path, tree))


def _calls(path: str, tree: ast.Module) -> Iterator[Call]:
    module = path.removesuffix(".py").replace("/", ".")
    names = {name: value for (there, name), value in constants().items() if there == module}
    for line in tree.body:
        if isinstance(line, ast.ImportFrom):
            known = ((each.asname or each.name, constants().get((line.module or "", each.name))) for each in line.names)
            names |= {name: value for name, value in known if value}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        function = getattr(node.func, "id", getattr(node.func, "attr", ""))
        for argument in node.args:
            value = getattr(argument, "value", None) if isinstance(argument, ast.Constant) else None
            question = names.get(argument.id) if isinstance(argument, ast.Name) else value
            if isinstance(question, str) and question in catalogue():
                bound = frozenset(each.arg for each in node.keywords if each.arg)
                unpacks = any(each.arg is None for each in node.keywords)
                yield Call(f"{path}:{node.lineno}", function, question, bound, unpacks)


def asked_by_screens() -> dict[str, str]:
    """The questions that a screen asks itself, with the first place where it does."""
    return {
        call.question: call.place
        for call in reversed(calls())
        if call.place.startswith(SCREENS) and call.function == "ask"
    }


def told_but(reasons: Mapping[str, Collection[str]], its_name: str, found: Mapping[str, str], fault: str) -> None:
    """Fail for each question found at its place that has no reason there, and for each reason that is not needed."""
    excused = set[str]().union(*reasons.values())
    told(
        [
            f"{place} asks {name}, {fault}, or its reason in {its_name} of tests/test_calls.py"
            for name, place in sorted(found.items())
            if name not in excused
        ]
        + [
            f"{name} needs no reason: take it out of {its_name} of tests/test_calls.py"
            for name in sorted(excused - found.keys())
        ]
    )


def test_a_question_is_asked_somewhere() -> None:
    """By a screen, a section of the contract or a command; its figure on the page of figures is one that is shown."""
    texts = set[str]().union(*map(texts_of, trees().values()))
    told(
        f"nobody asks queries/{name}.sql: ask it in dashboard/screens/, as the neighbours do"
        for name in catalogue()
        if name not in texts
    )


def test_a_question_is_asked_with_its_parameters(view: View) -> None:
    """With none that it does not have and all of its own, but for a call that unpacks some."""
    given = given_parameters(view).keys()
    faults = []
    for call in calls():
        if call.function not in BINDING:
            continue
        known = catalogue()[call.question].parameters
        faults += [
            f"{call.place}: {call.question} has no parameter ${each}; "
            f"it has {', '.join(f'${own}' for own in known) or 'none'}"
            for each in sorted(call.bound - known.keys())
        ]
        faults += [
            f"{call.place}: {call.question} is asked without ${each}, which queries/{call.question}.sql describes"
            for each in sorted(known.keys() - given - call.bound)
            if not call.unpacks
        ]
    told(faults)


def test_every_parameter_has_a_value_to_be_tried_with(view: View) -> None:
    """So that what asks all questions, of every slice and on a cluster, can ask a new one."""
    faults = []
    for query in (each for each in catalogue().values() if each.relations):
        try:
            own_parameters(view, query)
        except LookupError as missing:
            faults.append(str(missing.args[0]))
    told(faults)


def test_a_figure_has_its_receipt() -> None:
    """What a screen asks stands behind something: ``behind``, a receipt, a drawer, or what draws them for it."""
    handed_on = {call.question for call in calls() if call.place.startswith(SCREENS) and call.function not in ASKING}
    bare = {name: place for name, place in asked_by_screens().items() if name not in handed_on}
    move = "`behind(view, …)` under its figure, as the neighbours do"
    told_but(BEHIND_NOTHING, "BEHIND_NOTHING", bare, f"which stands behind nothing: {move}")


def test_a_need_is_said_by_the_screen() -> None:
    """A line ``needs`` says nothing by itself: ``unmet`` or ``known_rows`` does, or a section that has the figure."""
    in_sections = set[str]().union(
        *(texts_of(tree) for path, tree in trees().items() if path.startswith("dashboard/metrics/"))
    )
    saying = {call.question for call in calls() if call.function in {"known_rows", "unmet", "unmet_parts"}}
    needing = {query.name for query in catalogue().values() if query.needs}
    silent = {
        name: place
        for name, place in asked_by_screens().items()
        if name in needing and name not in in_sections | saying
    }
    move = "`unmet(view, …)` of dashboard/metrics/recorded.py gives the sentence"
    told_but(NEED_SAID_BY_ANOTHER, "NEED_SAID_BY_ANOTHER", silent, f"and never says what it needs: {move}")


def test_a_need_is_of_something_there_can_be() -> None:
    """A table or column files can feed, or what is known of the whole: a misspelt one would never be met."""
    known = {*RECORDED, *OF_THE_LOOK, *TABLES} | {f"{STAGE}{stage.name}" for stage in PRESETS["v1"].stages}
    known |= {f"{table.name}.{column.name}" for table in TABLES.values() for column in table.columns}
    needs = [(f"queries/{each.name}.sql", need) for each in catalogue().values() for need in each.needs]
    needs += [(f"queries/slice/{name}.sql", need) for name, each in relations().items() for need in each.needs]
    assert needs
    told(
        f"{path} needs {term}, which can never be there: spell a table or column as queries/tables.sql does"
        for path, need in needs
        for any_of in need.all_of
        for term in any_of
        if term not in known
    )
