"""A value that is lost, bent or doubtful is a warning with its line, never silence."""

import unicodedata

import pytest

from tests.importing.importer import Importer

DEALS = "deal_id,created_at,amount,currency\n"


def doubts(importing: Importer, files: dict[str, str | bytes], **settings: object) -> list[tuple[int, str, str, str]]:
    """Line, column, reason and value of each warning of a value."""
    return importing(files, settings=settings).warnings


def test_an_amount_that_names_another_currency_than_its_deal_is_not_known(importing: Importer) -> None:
    """Which of the two is right nobody can tell; where they agree, or one says nothing, it counts."""
    rows = "D1,2025-01-02,€ 300,USD\nD2,2025-01-02,USD 300,usd\nD3,2025-01-02,300,USD\nD4,2025-01-02,$300,USD\n"
    done = importing({"deals.csv": DEALS + rows})
    assert done.warnings == [(2, "amount", "mixed_currency", "€ 300")]
    assert done.column("select amount from deals order by deal_id") == [None, 300, 300, 300]


@pytest.mark.parametrize("currency", ["USD", None])
def test_money_of_other_tables_is_in_the_companys_currency(importing: Importer, currency: str | None) -> None:
    """Spend in another is set aside, a value that may be empty becomes so; without the setting it is said."""
    files: dict[str, str | bytes] = {
        "leads.csv": "lead_id,created_at,annual_revenue\nL1,2025-01-02,€ 5\nL2,2025-01-02,USD 6\n",
        "deals.csv": DEALS + "D1,2025-01-02,5,\n",
        "customers.csv": "deal_id,started_on,monthly_value\nD1,2025-01-02,7 EUR\n",
        "spend.csv": "on,source,amount\n2025-01-02,web,€ 100\n2025-01-02,web,100\n2025-01-02,web,USD 7\n",
    }
    done = importing(files, settings={"currency": currency} if currency else {})
    named = [(reason, value) for *_, reason, value in done.warnings]
    if currency:
        assert sorted(named) == [("mixed_currency", "7 EUR"), ("mixed_currency", "€ 5")]
        assert done.quarantine == [(2, "amount", "mixed_currency")]
        assert done.column("select amount from spend") == [100, 7]
        assert done.column("select annual_revenue from leads order by lead_id") == [None, 6]
    else:
        assert {reason for reason, _ in named} == {"currency_unset"}
        assert len(named) == 5
        assert done.column("select amount from spend") == [100, 100, 7]


@pytest.mark.parametrize(
    ("column", "value", "is_doubted"),
    [
        ("engagement_score", "150", True), ("engagement_score", "100", False), ("readiness_score", "-0.5", True),
        ("readiness_score", "0", False), ("employees", "-5", True), ("employees", "0", False),
        ("annual_revenue", "-1", True),
    ],
)  # fmt: skip
def test_what_a_value_cannot_be_is_said_and_kept(
    importing: Importer, column: str, value: str, is_doubted: bool
) -> None:
    """Scores 0 to 100, counts and revenue not below 0."""
    done = importing({"leads.csv": f"lead_id,created_at,{column}\nL1,2025-01-02,{value}\n"})
    assert done.warnings == ([(2, column, "out_of_range", value)] if is_doubted else [])
    assert done.column(f"select {column} from leads") == [float(value)]


def test_an_amount_of_nothing_is_said(importing: Importer) -> None:
    """0 is no unknown amount, and often meant as one."""
    found = doubts(importing, {"deals.csv": DEALS + "D1,2025-01-02,0,\nD2,2025-01-02,,\nD3,2025-01-02,1,\n"})
    assert found == [(2, "amount", "zero_amount", "0")]


def test_two_ways_to_type_an_accent_are_one_source(importing: Importer) -> None:
    """A letter and its accent, or one character: the same to the eye, the same to a filter; said once a value."""
    whole = "Référence"
    apart = unicodedata.normalize("NFD", whole)
    assert whole != apart
    done = importing({"leads.csv": f"lead_id,created_at,source\nL1,2025-01-02,{whole}\nL2,2025-01-02,{apart}\n"})
    assert done.column("select distinct source from leads") == [whole]
    assert done.warnings == [(3, "source", "decomposed_letters", apart)]
