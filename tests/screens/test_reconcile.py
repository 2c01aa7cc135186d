"""The lines between two figures of one thing: what they say is the answer's, and each reason opens its records."""

from pathlib import Path

import pytest

from dashboard.asking.ask import open_warehouse
from dashboard.asking.opening import open_view
from dashboard.findings.reconcile_reasons import REASONS, reason_words
from dashboard.findings.reconcile_words import SENTENCES
from dashboard.metrics.reconcile import PAIRS, reconciled
from dashboard.texts import FEWEST_FOR_RATE, count, percent
from tests.screens.conftest import drawn_on

SCREENS = {
    "disagreement": ("handed", "verdicts"), "waterfall": ("reached", "sql_in_time"), "icp": ("fit", "sql_in_time"),
    "money": ("close", "lead_to_close", "leads", "mql", "sql", "won", "buyers"),
    "response": ("clock", "waiting", "late", "untouched"),
    "velocity": ("won_per_day", "velocity"), "review": ("won_per_day", "velocity"),
}  # fmt: skip


@pytest.mark.parametrize("screen", SCREENS)
def test_a_line_says_both_ends_and_opens_each_reason(
    sample_folder: Path, monkeypatch: pytest.MonkeyPatch, screen: str
) -> None:
    """On the sample company: every reason a button with its number, and the last of them opens as many records."""
    view = open_view(open_warehouse(sample_folder))
    app = drawn_on(sample_folder, monkeypatch, screen)
    captions = [caption.value.replace("\u00a0", " ") for caption in app.caption]
    for name in SCREENS[screen]:
        (each,) = reconciled(view, name)
        said = SENTENCES[name](view, each)
        assert f"{said}:".replace("\u00a0", " ") in captions
        for row in each.rows:
            button = app.button(key=f"reconcile-{name}-{row['reason']}")
            assert f"{count(row['records'])} {REASONS[name][row['reason']]}" in button.label.replace("\u00a0", " ")
            assert button.label == reason_words(name, row, view.settings.currency)
        button.click().run()
        assert any(part.value.startswith(f"**{count(row['records'])} ") for part in app.markdown)


def test_a_share_of_few_is_counts(sample_folder: Path) -> None:
    """A rate stands only where ten or more make it."""
    view = open_view(open_warehouse(sample_folder))
    (each,) = reconciled(view, "verdicts")
    assert percent(each.first["accepted"] / each.first["leads"]) in SENTENCES["verdicts"](view, each)
    few = type(each)({**each.first, "leads": FEWEST_FOR_RATE - 1, "accepted": 4}, each.rows, each.second)
    assert SENTENCES["verdicts"](view, few).startswith("4 of 9 verdicts")


@pytest.mark.parametrize(
    ("of_both", "first", "ends"),
    [
        (0, 0, "days"), (0, 40, "; none is in both, so one can rise while the other falls"),
        (20, 40, "; 20 are in both"), (1, 1, "; 1 is in both"),
        (1, 40, "; only 1 is in both, so one can rise while the other falls"),
    ],
)  # fmt: skip
def test_how_many_both_rates_count_is_said(sample_folder: Path, of_both: int, first: int, ends: str) -> None:
    """Where it is less than half of either, that they may turn apart; of nothing nothing."""
    view = open_view(open_warehouse(sample_folder))
    (each,) = reconciled(view, "verdicts")
    counts = {"leads": first, "accepted": 0, "share": 0.0, "in_both": of_both}
    assert SENTENCES["verdicts"](view, type(each)({**each.first, **counts}, each.rows, each.second)).endswith(ends)


def test_every_reason_has_its_words() -> None:
    """A reason a question may give is never a key on the screen."""
    assert REASONS.keys() == SENTENCES.keys() == PAIRS.keys()
