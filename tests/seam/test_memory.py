"""Answers are remembered as long as everything they depend on stands, within a bound."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.asking.ask import ahead, ask
from dashboard.asking.view import View
from dashboard.errors import BadInput
from dashboard.metrics.report import section
from dashboard.warehouse.memory import Memory
from tests.claims.company import open_company

LEADS = [{"lead_id": str(number), "created_at": "2025-05-01", "industry": "Software"} for number in range(3)]
DEFINITION = """
name = "profile"
version = "1"
effective_from = 2020-01-01
min_coverage = 0.5
tiers = {{ A = 80, B = 60, C = 40 }}

[[criteria]]
name = "trade"
field = "industry"
one_of = ["{trade}"]
weight = 1
required = true
"""


def test_an_edited_definition_answers_anew(tmp_path: Path) -> None:
    """The file keeps its name; what stands in it decides."""
    file = tmp_path / "shared.toml"
    with open_company({"leads": LEADS}, {}, {"as_of": "2025-09-01"}) as view:
        tiers = []
        for trade in ("Software", "Retail", "Software"):
            file.write_text(DEFINITION.format(trade=trade), encoding="utf-8")
            found = section(replace(view.anew, icp_file=file), "icp").section
            tiers.append({tier.tier: tier.leads for tier in found.tiers if tier.leads})
    assert tiers == [{"A": 3}, {"Out": 3}, {"A": 3}]


def test_the_same_answer_is_found_once() -> None:
    """Until it is forgotten: the least recently asked for goes first, and what is too heavy is not kept at all."""
    found: list[str] = []

    def ask(memory: Memory, name: str, weight: int) -> None:
        memory.get(name, lambda: found.append(name), lambda _: weight)

    memory = Memory(most=10)
    for name, weight in (("a", 4), ("b", 4), ("a", 4), ("c", 4), ("a", 4), ("b", 4), ("heavy", 11), ("heavy", 11)):
        ask(memory, name, weight)
    assert found == ["a", "b", "c", "b", "heavy", "heavy"]


def test_who_asks_while_it_is_being_found_waits_for_it() -> None:
    """One finds, the others are handed the same."""
    memory = Memory()
    found: list[object] = []
    others_asked = threading.Barrier(4, timeout=30)

    def find() -> object:
        others_asked.wait()
        found.append(object())
        return found[-1]

    def ask(number: int) -> object:
        if number:
            others_asked.wait()
        return memory.get("key", find, lambda _: 1)

    with ThreadPoolExecutor(4) as people:
        answers = list(people.map(ask, range(4)))
    assert answers == found * 4
    assert len(found) == 1


def test_what_could_not_be_found_is_looked_for_again_by_the_next_who_asks() -> None:
    """A failure is told to who asked, is not remembered, and leaves nobody waiting."""
    memory = Memory()
    with pytest.raises(ZeroDivisionError):
        memory.get("key", lambda: 1 // 0, lambda _: 1)
    assert memory.get("key", lambda: "found", lambda _: 1) == "found"


def test_what_is_begun_ahead_is_found_once_and_its_failure_is_told_to_who_asks() -> None:
    """The screen gets the answer begun for it; a question that cannot be answered fails where it is asked."""
    with open_company({"leads": LEADS}, {}, {"as_of": "2025-09-01"}) as view:
        found: list[object] = []
        begun, ended = threading.Event(), threading.Event()

        def note(view: View, name: str) -> None:
            begun.set()
            found.append(section(view, name))
            ended.set()

        ahead(note, view, "waterfall")
        assert begun.wait(timeout=30)
        mine = section(view, "waterfall")
        ahead(ask, view, "waterfall/segments")  # its dimension is missing
        with pytest.raises(BadInput, match="needs dimension"):
            ask(view, "waterfall/segments")
        assert ended.wait(timeout=30)
        assert found == [mine]
        assert found[0] is mine
