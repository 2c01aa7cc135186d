"""The Disagreement screen: what it says stands in the metrics, and what it cannot know it says in words."""

import re
from pathlib import Path

import pytest

from dashboard.asking.ask import open_warehouse
from dashboard.asking.opening import open_view
from dashboard.findings.disagreement_words import agreement_means
from dashboard.metrics.disagreement import CRITERIA, ONE_SIDED, Agreement, Matrix
from dashboard.metrics.recorded import NO_MQL, unmet
from dashboard.metrics.report import section
from dashboard.screens.disagreement.words import agreement_cannot, handed_back_most, overlooked_most
from dashboard.texts import count, in_markdown
from tests.screens.conftest import FILES, Draw
from tests.screens.test_deal_screens import words


@pytest.mark.parametrize("kind", FILES)
def test_it_draws_on_every_kind_of_warehouse(drawn: Draw, kind: str) -> None:
    """Nothing raises, nothing is refused, and the foot of the screen says what it looked at."""
    app = drawn("disagreement", kind)
    assert not app.exception
    assert not app.error
    assert any("generation" in caption.value for caption in app.caption)


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [("leads-only", NO_MQL), ("deals-only", "There are no leads, so there is nothing to disagree on.")],
)
def test_what_is_missing_is_said(drawn: Draw, kind: str, sentence: str) -> None:
    """Without stages or leads a sentence stands where the figures would, never a zero."""
    app = drawn("disagreement", kind)
    assert app.info[0].value == sentence
    assert not app.metric


def test_it_shows_the_figures_of_the_metrics(drawn: Draw, kinds: dict[str, Path]) -> None:
    """Cards and list hold the section's figures; without the teams' definitions the criteria say so."""
    view = open_view(open_warehouse(kinds["normal"]))
    now = section(view, "disagreement").section
    app = drawn("disagreement", "normal")
    shown = {metric.label: metric.value for metric in app.metric}
    assert shown["Undecided"] == count(now.handoff.undecided)
    assert shown["Accepted, not worked"] == count(now.handoff.accepted_unworked)
    disputed = now.matrix.marketing_only + now.matrix.sales_only
    assert f"{count(disputed)} enquiries, the latest verdict first" in words(app)
    no_teams = unmet(view, CRITERIA)
    assert no_teams is not None
    assert in_markdown(no_teams) in [info.value for info in app.info]


def test_only_marketings_picks_judged_is_refused_in_words() -> None:
    """No kappa, no level of agreement: the sentence says that more cannot be said, and why."""
    blank = dict.fromkeys(Agreement.model_fields)
    now = Agreement(**blank | {"n": 40, "po": 0.5})
    said = agreement_means(now, Matrix(both=20, marketing_only=20, sales_only=0, neither=0))
    assert ONE_SIDED in said
    assert "kappa" not in said
    assert "left out" in agreement_cannot(now)


def test_hostile_text_stays_text(drawn: Draw) -> None:
    """No field of the data reaches Markdown as a link, an image, a formula or an icon."""
    said = words(drawn("disagreement", "hostile"))
    for alive in ("<img", r"\]\(", r"\$\\x", ":smile:"):
        assert not re.search(r"(?<!\\)" + alive, said)


def test_a_source_is_named_only_beyond_chance() -> None:
    """The least accepted and the most overlooked, where the interval of the difference leaves zero out."""
    row = {
        "part": "web", "rate": 0.2, "decided": 100, "others_decided": 100, "others_rate": 0.6, "gap_low": -0.5,
        "gap_high": -0.3, "overlooked_rate": 0.7, "wanted": 90, "others_wanted": 90, "others_overlooked_rate": 0.1,
        "overlooked_gap_low": 0.4,
    }  # fmt: skip
    others = row | {"part": "ads", "gap_high": 0.1, "overlooked_gap_low": -0.1}
    assert "**web**: 20 % of 100 decided, against 60 % elsewhere" in handed_back_most([row, others])
    assert "**web**: 70 % of 90, against 10 % elsewhere" in overlooked_most([row, others])
    few = {"decided": 29, "wanted": 29}
    few_others = {"others_decided": 29, "others_wanted": 29}
    for rows in ([others], [row | few, others], [row | few_others, others]):
        assert "of no source" in handed_back_most(rows)
        assert "of no source" in overlooked_most(rows)
