"""How far a figure should move, as people write it."""

import pytest

from dashboard.errors import BadInput
from dashboard.meeting.decisions.sizes import expected_size, size_example


@pytest.mark.parametrize(
    ("text", "figure", "value", "is_percent"),
    [
        ("12", "mql", 12, False),
        ("10%", "median_minutes", 10, True),
        ("90", "median_minutes", 90, False),
        ("1.5 h", "median_minutes", 90, False),
        ("1 h 30 min", "median_minutes", 90, False),
        ("2d", "median_minutes", 2880, False),
        ("5 points", "lead_to_close", 0.05, False),
        ("1 point", "early.SAL.28", 0.01, False),
        ("0.05", "early.SAL.28", 0.05, False),
        ("0.2", "kappa", 0.2, False),
        ("20%", "kappa", 20, True),
    ],
)
def test_a_size_is_read_in_the_unit_of_its_figure(text: str, figure: str, value: float, is_percent: bool) -> None:
    """A number, a percentage, a time in its own units, points of a share."""
    assert expected_size(text, figure) == {"value": pytest.approx(value), "is_percent": is_percent}


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("1 h", "mql"),
        ("soon", "median_minutes"),
        ("1 h soon", "median_minutes"),
        ("5", "lead_to_close"),
        ("5 points", "sql"),
        ("5", "kappa"),
        ("5 points", "kappa"),
    ],
)
def test_what_is_no_size_is_refused_with_an_example(text: str, figure: str) -> None:
    """Five alone would be 500 points of a share."""
    with pytest.raises(BadInput, match="is no size of this figure; write") as refused:
        expected_size(text, figure)
    assert size_example(figure) in str(refused.value)


def test_nothing_is_no_size() -> None:
    """The box may stay empty."""
    assert expected_size("  ", "mql") is None
