"""The expressions the database runs give what a second, plain implementation of the contract gives."""

import sys
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given, settings

from icp.columns import KINDS, Value
from icp.document import Definition
from icp.leads import LeadRows
from icp.patterns import CASED
from icp.scoring import Executor, scored, verdict_rows, with_tiers
from tests.icp.documents import definition
from tests.icp.drawing import documents_with_leads
from tests.icp.scorer import score
from tests.shared import SHARED, needs_shared


def run_scores(run: Executor, what: Definition, leads: Sequence[Mapping[str, Value]]) -> list[dict[str, Any]]:
    """Tier, fit, coverage and verdicts of each lead, from the database."""
    rows, compiled = LeadRows.of(leads), scored(what, "icp")
    tiers = run(with_tiers(rows.source, compiled), rows.parameters | compiled.tier_parameters)
    bound = {name: value for parameters in compiled.verdict_parameters for name, value in parameters.items()}
    verdicts = run(verdict_rows(rows.source, ["lead_number"], compiled), rows.parameters | bound)
    found: list[dict[str, Any]] = sorted(tiers, key=lambda row: row["lead_number"])
    for row in found:
        mine = [each for each in verdicts if each["lead_number"] == row["lead_number"]]
        row["verdicts"] = tuple(each["is_met"] for each in sorted(mine, key=lambda each: each["position"]))
    return found


@settings(max_examples=100, deadline=None)
@given(drawn=documents_with_leads())
def test_the_database_scores_as_the_contract_says(
    run: Executor, drawn: tuple[dict[str, Any], list[dict[str, Value]]]
) -> None:
    """Tier and verdicts are equal, fit and coverage to the last digit, for every document and lead drawn."""
    document, leads = drawn
    found = run_scores(run, Definition.model_validate(document), leads)
    for lead, row in zip(leads, found, strict=True):
        expected = score(document, lead)
        assert row["verdicts"] == expected.verdicts, lead
        assert row["icp_tier"] == expected.tier, lead
        assert row["icp_fit"] == (None if expected.fit is None else pytest.approx(float(expected.fit), rel=1e-15))
        assert row["icp_coverage"] == pytest.approx(float(expected.coverage), rel=1e-15)


def tier_of(run: Executor, what: Definition, **lead: Value) -> str:
    """The tier of one lead."""
    return str(run_scores(run, what, [lead])[0]["icp_tier"])


def test_a_lead_that_meets_everything_has_a_fit_of_100(run: Executor) -> None:
    """However far apart the weights are."""
    weights = (1e-9, 1_000_000, 1e-9)
    what = definition(*({"field": "employees", "at_least": 1, "weight": weight} for weight in weights))
    assert run_scores(run, what, [{"employees": 5}])[0]["icp_fit"] == 100


@pytest.mark.parametrize(
    ("entry", "text", "met"),
    [
        ("bank", "BANK", True),
        ("bank", "\u3000Bank\xa0\t", True),
        ("bank", "bank account", False),
        ("straße", "STRASSE", False),  # lower case is no case folding: ß stays ß
        ("straße", "STRAẞE", True),
        ("İstanbul", "i̇stanbul", True),
        ("İstanbul", "istanbul", False),
        ("ΟΔΟΣ", "οδος", True),
        ("kelvin", "\u212aelvin", True),  # the Kelvin sign's lower case is k
        ("mass", "ma\u017fs", False),  # the long s is in lower case already
        ("a.c", "abc", False),
        (r"\d", "7", False),
        ("x|y", "y", False),
        ("100%", "100%", True),
        ("_", "a", False),
    ],
)
def test_text_is_compared_in_unicode_lower_case_and_trimmed(run: Executor, entry: str, text: str, met: bool) -> None:
    """Nothing in an entry is a pattern, and a letter's case is Unicode's."""
    for rule, expected in (("one_of", met), ("not_one_of", not met)):
        what = definition({"field": "industry", rule: [entry]})
        assert run_scores(run, what, [{"industry": text}])[0]["verdicts"] == (expected,)


@pytest.mark.parametrize(
    ("entry", "text", "met"),
    [
        ("vp", "VP, Sales", True),
        ("vp", "SVP Sales", False),
        ("vp", "vp2 sales", False),
        ("vp", "vp_sales", True),  # an underscore is no letter
        ("head of sales", "Sales - Head of EMEA", True),
        ("head of sales", "Head of Marketing", False),
        ("head of head", "of the head", True),
        ("chef d'équipe", "CHEF D’ÉQUIPE", True),
        ("c++", "C", True),  # its only word is c
        ("r&d", "R and D", True),
        ("директор", "Генеральный ДИРЕКТОР", True),
        ("müdür yardımcısı", "GENEL MÜDÜR YARDIMCISI", False),  # lower case of I is i, whatever the language
        ("DİREKTÖR", "di̇rektör", True),
        ("DİREKTÖR", "Satış DİREKTÖR", True),
        ("direktör", "DİREKTÖR", False),
        ("i", "İ", True),  # İ is i and a dot, which is no letter
        ("İi", "İ", True),
        ("İ", "an i, alone", True),
        ("總監", "業務 總監", True),
        ("總監", "業務總監", False),
        ("vp", "line one\nvp", True),
        ("vp", "", False),
    ],
)
def test_a_phrase_is_met_when_all_its_words_are_whole_words_of_the_text(
    run: Executor, entry: str, text: str, met: bool
) -> None:
    """In any order, each a run of letters or digits of its own."""
    what = definition({"field": "title", "matches": ["nothing else", entry]})
    assert run_scores(run, what, [{"title": text}])[0]["verdicts"] == (met,)


@pytest.mark.parametrize(
    ("rule", "met", "not_met"),
    [
        ({"at_least": 50}, [50, 51], [49]),
        ({"at_most": 50}, [50, 49], [51]),
        ({"between": {"min": 50, "max": 60}}, [50, 55, 60], [49, 61]),
        ({"between": {"min": 50}}, [50, 10**15], [49]),
        ({"between": {"max": 60}}, [-(10**15), 60], [61]),
        ({"one_of": [50, 0.1]}, [50, 0.1], [51]),
        ({"not_one_of": [50, 0.1]}, [51], [50, 0.1]),
    ],
)
def test_the_ends_of_a_range_belong_to_it(
    run: Executor, rule: dict[str, Any], met: list[float], not_met: list[float]
) -> None:
    """Every rule for numbers, at its ends and just beside them; a number that is not known gives no verdict."""
    what = definition({"field": "engagement_score"} | rule)
    found = run_scores(run, what, [{"engagement_score": number} for number in [*met, *not_met, None]])
    assert [row["verdicts"] for row in found] == [(True,)] * len(met) + [(False,)] * len(not_met) + [(None,)]


def test_the_tests_stand_in_the_contracts_order(run: Executor) -> None:
    """A required criterion not met comes before too little known; unknown is not "not met"."""
    what = definition(
        {"field": "employees", "at_least": 50, "required": True},
        {"field": "budget", "is_true": True, "weight": 5},
    )
    assert tier_of(run, what, employees=10) == "Out"
    assert tier_of(run, what, employees=10, budget=True) == "Out"
    assert tier_of(run, what, employees=60) == "Unknown"
    assert tier_of(run, what) == "Unknown"
    assert tier_of(run, what, budget=True) == "A"
    assert tier_of(run, what, budget=False) == "D"


def test_a_lead_that_earns_a_threshold_exactly_is_in_the_tier(run: Executor) -> None:
    """0.2 and 0.7 of 1.5 are 60 of 100, though their sum as floats falls short of it."""
    assert 100 * (0.2 + 0.7) / (0.2 + 0.7 + 0.6) < 60
    weights = {"budget": 0.2, "authority": 0.7, "need": 0.6}
    what = definition(*({"field": name, "is_true": True, "weight": weight} for name, weight in weights.items()))
    assert tier_of(run, what, budget=True, authority=True, need=False) == "B"


def test_long_lists_are_split_and_mean_the_same(run: Executor) -> None:
    """250 accounts in a list: the first, the last and the one at a seam are found, others are not."""
    domains = [f"company-{number:03}.example" for number in range(250)]
    leads: list[dict[str, Value]] = [{"domain": name.upper()} for name in [*domains, "company-250.example"]]
    for rule, expected in (("one_of", True), ("not_one_of", False)):
        found = run_scores(run, definition({"field": "domain", rule: domains}), leads)
        assert [row["verdicts"] for row in found] == [(expected,)] * 250 + [(not expected,)]
    titles = [f"longish-job-title{number:03}" for number in range(200)]
    leads = [{"title": f"{title.upper()} (acting)"} for title in [*titles, "longish-job-title"]]
    found = run_scores(run, definition({"field": "title", "matches": titles}), leads)
    assert [row["verdicts"] for row in found] == [(True,)] * 200 + [(False,)]


def test_several_definitions_score_at_once(run: Executor) -> None:
    """Three prefixes, one select; the columns of the source stay, nothing in between shows."""
    shared = scored(definition({"field": "employees", "at_least": 50}), "icp")
    sales = scored(definition({"field": "employees", "at_most": 50}), "sales")
    rows = LeadRows.of([{"employees": 60}])
    bound = rows.parameters | shared.tier_parameters | sales.tier_parameters
    (row,) = run(with_tiers(rows.source, shared, sales), bound)
    assert (row["icp_tier"], row["sales_tier"], row["employees"]) == ("A", "D", 60)
    added = {f"{prefix}_{part}" for prefix in ("icp", "sales") for part in ("tier", "fit", "coverage")}
    assert set(row) == {"lead_number", *KINDS} | added


def test_no_letter_beyond_those_looked_at_has_an_upper_case() -> None:
    """Of the Unicode that this Python knows."""
    beyond = "".join(map(chr, range(CASED, sys.maxunicode + 1)))
    assert beyond.lower() == beyond


def test_a_prefix_is_plain_letters() -> None:
    """A prefix becomes part of a statement, so anything else is refused."""
    with pytest.raises(ValueError, match="lower-case letters"):
        scored(definition({"field": "need", "is_true": True}), "x; drop")


@needs_shared
@pytest.mark.parametrize("name", ["icp", "marketing", "sales"])
def test_the_worked_example_scores_as_the_contract_says(run: Executor, name: str) -> None:
    """The leads of the worked example under its three definitions."""
    from icp.leads import read_leads
    from icp.reading import read

    folder = SHARED / "golden" / "small"
    document = tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))
    leads = [lead for batch in read_leads(folder / "data" / "leads.csv") for _, lead in batch]
    found = run_scores(run, read(folder / f"{name}.toml"), leads)
    assert [row["icp_tier"] for row in found] == [score(document, lead).tier for lead in leads]
    assert len({row["icp_tier"] for row in found}) > 2
