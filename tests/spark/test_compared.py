"""The list of what was compared holds every question as it is, and without the extra nothing of Spark is touched."""

import subprocess
import sys
from dataclasses import replace

import pytest
from sqlglot import exp

from dashboard.errors import BadInput
from dashboard.warehouse.catalogue import question
from dashboard.warehouse.headers import PLACE
from dashboard.warehouse.relations import relations
from dashboard.warehouse.spark import compared, translation
from dashboard.warehouse.spark.macros import expanded, macros, parsed
from dashboard.warehouse.spark.session import connect
from tests.spark.companies import QUESTIONS

WITHOUT = """
import sys
import dashboard.cli, dashboard.asking.ask, dashboard.warehouse.warehouse, dashboard.serving.start
print([name for name in ("pyspark", "grpc", "dashboard.warehouse.spark") if name in sys.modules])
"""


def test_every_question_was_compared_as_it_is() -> None:
    """``make compare-spark`` after a change; one that differs there stays out of the list, and is refused."""
    changed = [query.name for query in QUESTIONS if not compared.is_compared(query.name)]
    assert changed == [], f'run `make compare-spark QUESTIONS="{" ".join(changed)}"`'


@pytest.mark.parametrize("changed", ["question", "relation", "macro", "rule"])
def test_a_change_asks_for_another_comparison(changed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the question, of a relation below another, of a macro that a macro calls, of how a division is written."""
    query = question("waterfall/conversions")
    before = compared.digest_of(query)
    monkeypatch.setattr(compared, "_translated", compared._translated.__wrapped__)
    if changed == "question":
        query = query.model_copy(update={"sql": query.sql.replace("select", "select distinct", 1)})
    elif changed == "relation":
        below = relations()["waterfall_cycles"]
        other = below.model_copy(update={"text": f"select * from ({below.text})"})
        monkeypatch.setattr(compared, "relations", lambda: {**relations(), below.name: other})
    elif changed == "macro":
        body = parsed("select 1.96::double").expressions[0]
        known = dict(macros())
        known["z_of_95_percent"] = replace(known["z_of_95_percent"], body=body)
        monkeypatch.setattr(translation, "expanded", lambda tree: expanded(tree, known))
    else:
        monkeypatch.setattr(translation, "translated", lambda tree: tree)
    assert compared.digest_of(query) != before


def test_no_call_of_a_macro_is_left() -> None:
    """Neither in a question nor in a relation, however deep one calls another."""
    texts = [query.sql for query in QUESTIONS] + [each.text for each in relations().values() if each.text]
    trees = [expanded(parsed(PLACE.sub(r"\1", text))) for text in texts]
    assert {node.name.lower() for tree in trees for node in tree.find_all(exp.Anonymous)}.isdisjoint(macros())


def test_without_the_extra_nothing_of_it_is_imported() -> None:
    """So that nothing is slower for whoever has no cluster."""
    done = subprocess.run([sys.executable, "-c", WITHOUT], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("http://host", r"^http://host is no address of Spark Connect; write it as sc://host:15002\.$"),
        ("sc://127.0.0.1:9", r"^Spark's client is not installed \(.*\); install funnel-review\[spark\]\.$"),
    ],
)
def test_what_cannot_be_reached_is_one_sentence(url: str, sentence: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No address, and no client."""
    monkeypatch.setitem(sys.modules, "pyspark.sql.connect.session", None)
    with pytest.raises(BadInput, match=sentence):
        connect(url)
