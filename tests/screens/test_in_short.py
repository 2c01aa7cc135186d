"""The review in short: a line for each part of the Review, which says what its heading does and leads there."""

import re
from pathlib import Path

import pytest

from dashboard.asking.ask import open_warehouse
from dashboard.asking.opening import open_view
from dashboard.findings.kpi_cards import kpi_cards, since_last_week
from dashboard.findings.stalled_words import LONGEST_DEAL, largest
from dashboard.metrics.report import section
from dashboard.screens.stalled.list import stalled_deals
from dashboard.texts import in_markdown, no_formula
from tests.screens.conftest import Draw, drawn_on

LINE = re.compile(r"- \*\*\[[^]]+\]\(#(?P<anchor>\w+)\)\*\* (?P<claim>.+)")
PARTS = {"targets", "conversion", "agreement", "velocity", "stalled", "owed", "decisions"}


def test_each_line_says_what_the_heading_does_that_it_leads_to(
    sample_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Word for word, after what the week brought; that of the stalled deals goes on with the largest by name."""
    view = open_view(open_warehouse(sample_folder))
    app = drawn_on(sample_folder, monkeypatch, "review")
    found = [each for part in app.markdown for each in LINE.finditer(part.value)]
    assert found.pop(0)["claim"] == no_formula(since_last_week(kpi_cards(view, section(view, "changes").section)))
    lines = {each["anchor"]: each["claim"] for each in found}
    headings = {each.anchor: each.value for each in app.subheader if each.anchor}
    assert lines.keys() == headings.keys() == PARTS
    for anchor in PARTS:
        assert lines[anchor].startswith(headings[anchor])
    named = stalled_deals(view.pipeline_view())[:5]
    assert lines["stalled"].endswith(no_formula(largest(named, view.settings.currency)))
    assert all(in_markdown(each["company"], LONGEST_DEAL) in lines["stalled"] for each in named)


@pytest.mark.parametrize("kind", ["leads-only", "deals-only"])
def test_a_part_without_a_finding_has_no_line(drawn: Draw, kind: str) -> None:
    """And no line leads to what is not there."""
    app = drawn("review", kind)
    lines = {each["anchor"] for part in app.markdown for each in LINE.finditer(part.value)}
    assert "decisions" in lines
    assert lines <= {each.anchor for each in app.subheader}
    assert ("stalled" in lines) == (kind == "deals-only")
