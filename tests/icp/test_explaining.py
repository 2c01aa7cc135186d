"""One lead in words, leads from a file, and a definition with one criterion changed."""

from pathlib import Path

import pytest

from icp import commands
from icp.columns import Value
from icp.errors import BadDocument, BadLeads
from icp.explain import explain
from icp.leads import read_leads
from icp.reading import parse
from icp.scoring import Executor
from icp.whatif import with_criterion, without_criterion
from tests.icp.documents import GOOD

SHARED_ICP = parse(GOOD, "icp.toml")


EXPLAINED: list[tuple[dict[str, Value], list[str]]] = [
    (
        {"industry": "Bank", "employees": 60, "title": "Clerk"},
        [
            "Fits C: 71.4 of 100, 87.5 % of the weight known.",
            "Met: industry, Bank (weight 3); size, 60 (weight 2).",
            "Not met: decides, Clerk where title has the words vp or head of sales is wanted (weight 2).",
            "Not known: budget (weight 1).",
        ],
    ),
    (
        {"industry": "Bank", "employees": 2500},
        [
            'Out, whatever else fits: the required "size" is not met.',
            "Met: industry, Bank (weight 3).",
            "Not met: size, 2,500 where employees from 50 to 1,000 is wanted (weight 2).",
            "Not known: decides (weight 2); budget (weight 1).",
        ],
    ),
    (
        {"budget": True},
        [
            "Unknown: 12.5 % of the weight known, and a tier needs 50 %.",
            "Met: budget, yes (weight 1).",
            "Not known: industry (weight 3); size (weight 2); decides (weight 2).",
        ],
    ),
    (
        {},
        [
            "Unknown: 0 % of the weight known, and a tier needs 50 %.",
            "Not known: industry (weight 3); size (weight 2); decides (weight 2); budget (weight 1).",
        ],
    ),
]


@pytest.mark.parametrize(("lead", "sentences"), EXPLAINED)
def test_a_lead_is_explained_in_words(run: Executor, lead: dict[str, Value], sentences: list[str]) -> None:
    """The tier, what it rests on, and each criterion with the lead's own value."""
    strict = SHARED_ICP.model_copy(update={"tiers": SHARED_ICP.tiers.model_copy(update={"B": 75.0})})
    explanation = explain(strict, lead, run)
    assert explanation.words == " ".join(sentences)
    assert [each.name for each in explanation.criteria] == ["industry", "size", "decides", "budget"]
    assert sentences[0].removeprefix("Fits ").startswith(explanation.tier)


def test_a_fit_just_below_a_threshold_does_not_read_as_the_threshold(run: Executor) -> None:
    """79.99 of 100 is written 79.9, for it is no A."""
    near = with_criterion(with_criterion(SHARED_ICP, "industry", weight=79.99), "size", weight=20.01)
    near = without_criterion(without_criterion(near, "budget"), "decides")
    near = with_criterion(near, "size", required=False)
    explanation = explain(near, {"industry": "bank", "employees": 1}, run)
    assert explanation.words.startswith("Fits B: 79.9 of 100")


def test_leads_of_a_file_are_scored_one_line_each(run: Executor, tmp_path: Path) -> None:
    """Cells are trimmed, empty ones unknown, columns no criterion may ask about passed over."""
    definition, leads = tmp_path / "icp.toml", tmp_path / "leads.csv"
    definition.write_text(GOOD, encoding="utf-8")
    leads.write_text(
        'Lead_ID,score,Industry,employees ,title,budget\nL1,9,\xa0BANK ,60,"VP, EMEA",yes\nL2,9,,5,,\n',
        encoding="utf-8",
    )
    lines = list(commands.score(definition, leads, run))
    assert [line[: line.index(".")] for line in lines] == [
        "L1: Fits A: 100 of 100, 100 % of the weight known",
        'L2: Out, whatever else fits: the required "size" is not met',
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"id,industry\nL1,bank\n", "line 1: has no column lead_id"),
        (b"lead_id,industry, Industry\nL1,bank,\n", "line 1: has the column industry more than once; leave one"),
        (b"lead_id,employees\nL1,many\n", 'line 2, employees: must be a number such as 1200.5, but is "many"'),
        (b"lead_id,employees\nL1,nan\n", 'must be a number such as 1200.5, but is "nan"'),
        (b"lead_id,employees\nL1,1_000\n", 'but is "1_000"'),
        (b"lead_id,budget\nL1,maybe\n", "line 2, budget: must be true or false"),
        (b"lead_id,industry\nL1,bank,7\n", "line 2: has not as many fields as the header"),
        (b"lead_id,industry\nL1\n", "line 2: has not as many fields as the header"),
        (b"lead_id,industry\nL1,caf\xe9\n", "is not UTF-8"),
        (b'lead_id,industry\nL1,"bank" x\n', "is not CSV"),
        (None, "cannot be read"),
    ],
)
def test_leads_that_cannot_be_read_are_refused(tmp_path: Path, content: bytes | None, words: str) -> None:
    """One sentence with the line and the column; no number is guessed."""
    path = tmp_path / "leads.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BadLeads) as refused:
        list(read_leads(path))
    assert words in str(refused.value)


def test_a_criterion_can_be_changed_for_a_comparison() -> None:
    """Weight, rule, required, or gone; the definition itself stays as it was."""
    heavier = with_criterion(SHARED_ICP, "industry", weight=5, required=True)
    assert (heavier.criteria[0].weight, heavier.criteria[0].required) == (5, True)
    larger = with_criterion(SHARED_ICP, "size", at_least=500)
    assert (larger.criteria[1].rule, larger.criteria[1].at_least, larger.criteria[1].required) == (
        "at_least",
        500,
        True,
    )
    fewer = without_criterion(SHARED_ICP, "budget")
    assert [criterion.name for criterion in fewer.criteria] == ["industry", "size", "decides"]
    assert parse(GOOD, "icp.toml") == SHARED_ICP


def test_a_change_that_makes_no_good_document_is_refused() -> None:
    """In a sentence that names the key and needs no line."""
    with pytest.raises(BadDocument, match=r"^Shared ICP, criteria\.weight: must be above 0, but is 0\.$"):
        with_criterion(SHARED_ICP, "industry", weight=0)
    with pytest.raises(BadDocument, match="holds text: use one_of"):
        with_criterion(SHARED_ICP, "industry", at_least=5)
    with pytest.raises(BadDocument, match='no criterion "trade"; it has "industry", "size"'):
        without_criterion(SHARED_ICP, "trade")
    last = SHARED_ICP
    for name in ("industry", "size", "decides"):
        last = without_criterion(last, name)
    with pytest.raises(BadDocument, match="criteria: must not be empty"):
        without_criterion(last, "budget")
