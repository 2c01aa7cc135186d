"""A part of ``make draft-bench`` on a small slice: what a draft makes of columns, joins, outcomes and figures."""

from pathlib import Path

import pytest

from tests.draft_bench.company import Company, make_company
from tests.draft_bench.figures import Figures, canonical
from tests.draft_bench.measuring import measure
from tests.draft_bench.shapes import shapes
from tests.enduring import some
from tests.importing.importer import without_facts

LEADS = 80


@pytest.fixture(scope="module")
def slice_of_it(tmp_path_factory: pytest.TempPathFactory) -> tuple[Company, Figures]:
    """A small part of the sample company, with its figures."""
    folder = tmp_path_factory.mktemp("bench")
    company = make_company(folder / "company", LEADS)
    with pytest.MonkeyPatch.context() as patch:
        without_facts(patch)
        return company, canonical(company, folder / "warehouse")


@pytest.mark.parametrize("name", some(["salesforce-grouped", "unseen-joined"], 1))
def test_a_draft_gives_the_figures_of_the_canonical_files(
    slice_of_it: tuple[Company, Figures], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """A formatted report, and names nobody knows: the same leads and deals, linked and ended alike."""
    without_facts(monkeypatch)
    found = measure(name, shapes()[name], *slice_of_it, tmp_path, 1)
    verdict = found.verdict
    assert (found.failed, verdict.wrong, found.joins_missing, found.figures_wrong) == ("", [], [], [])
    assert verdict.right >= (0.95 if "unseen" not in name else 0.75) * verdict.columns
    assert found.figures >= 6
