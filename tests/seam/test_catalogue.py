"""A question file is refused when a word of its documentation is missing; the shipped ones are all whole."""

import re
from pathlib import Path

import pytest
import sqlglot

from dashboard.errors import BadQueryFile
from dashboard.warehouse.catalogue import QUERIES, catalogue, question, read_query
from tests.claims.company import open_company

GOOD = """-- title: Cycles
-- question: How many cycles opened?
-- grain: one row
-- adds up: cycles
-- $from: the window starts at this instant

with opened as (
    select * from cycles where opened_at >= $from
)

select
    count(*) as cycles    -- qualification cycles
from opened
"""


def written(tmp_path: Path, text: str) -> Path:
    """A file with this question."""
    path = tmp_path / "question.sql"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_whole_file_gives_its_words(tmp_path: Path) -> None:
    """Title, question, parameters and columns come from the file itself, and the SQL is the file's text."""
    query = read_query(written(tmp_path, GOOD), "topic/question")
    assert (query.title, query.parameters, query.columns) == (
        "Cycles",
        {"from": "the window starts at this instant"},
        {"cycles": "qualification cycles"},
    )
    assert query.relations == {"cycles"}
    assert query.sql == GOOD


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("-- title: Cycles\n", "", "`-- title: …` is missing"),
        ("-- grain: one row\n", "", "`-- grain: …` is missing"),
        ("-- $from: the window starts at this instant\n", "", "$from is used but not described"),
        ("-- grain: one row\n", "-- grain: one row\n-- $to: an end\n", "$to is described but not used"),
        ("    -- qualification cycles", "", "column cycles has no comment"),
        ("from opened\n", "from opened;\nselect 1\n", "must hold exactly one query"),
        ("from cycles", "from warehouse.cycles", "past the slice"),
        ("from cycles", "from lead_facts", "lead_facts is no sliced relation"),
        ("-- grain: one row\n", "-- grain: one row\n-- remark: none\n", "is no header line"),
        ("with opened as (\n    select * from cycles where opened_at >= $from\n)\n", "", "must start with `with`"),
        ("count(*)", "count(*", "is not SQL"),
        ("-- adds up: cycles\n", "", "does not say what of it adds up"),
        ("adds up: cycles", "adds up: leads", "`leads` is no column"),
        ("adds up: cycles", "adds up: no", "does not say why"),
        ("from cycles", "from company_cycles", "reads nothing that is sliced"),
    ],
)
def test_a_file_with_a_word_missing_is_refused(tmp_path: Path, old: str, new: str, words: str) -> None:
    """The refusal names the file, what is wrong and what to do."""
    text = GOOD.replace(old, new)
    if "must start" in words:
        text = text.replace("-- $from: the window starts at this instant\n", "").replace("opened", "cycles")
    path = written(tmp_path, text)
    with pytest.raises(BadQueryFile, match=r"question\.sql: ") as refused:
        read_query(path, "topic/question")
    assert words in str(refused.value)


def test_every_shipped_question_is_whole() -> None:
    """All of queries/ loads, and each is found by its name."""
    questions = catalogue()
    assert len(questions) > 40
    assert all(question(name) == query for name, query in questions.items())


def test_the_page_names_every_parameter_that_is_given() -> None:
    """What a question need only describe is what the page lists, those of an earlier window by their beginning."""
    page = (
        (QUERIES / "README.md").read_text(encoding="utf-8").partition("**Parameters.**")[2].partition("**Words.**")[0]
    )
    told = set(re.findall(r"`\$(\w+)`", page))
    with open_company({"leads": []}, {}, {}) as view:
        given = set(view.parameters)
    assert told <= given
    assert given - told == {"previous_conversion_from", "previous_conversion_to"}


def test_rows_come_in_an_order() -> None:
    """Whatever has several rows says which comes first: the same question, the same table."""
    several = [query for query in catalogue().values() if not re.match("one row($|,)", query.grain)]
    assert len(several) > 40
    assert [
        query.name for query in several if not sqlglot.parse_one(query.sql, dialect="duckdb").args.get("order")
    ] == []
