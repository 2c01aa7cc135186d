"""The product beside the oracle, on random companies that it once answered otherwise; ``fuzz`` asks about more."""

from pathlib import Path

import pytest

from tests.oracle.fuzz import check_seed


@pytest.mark.parametrize("seed", [3023])
def test_the_product_answers_as_the_oracle_does(seed: int, tmp_path: Path) -> None:
    """3023: one entry recorded twice at one instant, by two people, opens one cycle and is in no earlier one."""
    assert check_seed(seed, [], 80, tmp_path) == []
