"""What every chart keeps to: axes written as the text is, no words on stripes."""

import pytest

from dashboard.charts.look import DARK, LIGHT, MOST_TICKS, Look, money_ticks, share_ticks, waiting_ticks
from dashboard.charts.waterfall import FATE_WORDS, fates_chart
from dashboard.texts import count, interval
from tests.screens.contrast import LEAST, contrast


@pytest.mark.parametrize("look", [LIGHT, DARK])
def test_every_colour_but_the_faint_one_stands_out_from_its_page(look: Look) -> None:
    """Marks by 3 to 1, words by 4.5 to 1."""
    assert min(contrast(color, look.page) for color in (look.main, look.second, look.quiet, look.warning)) >= LEAST
    assert min(contrast(color, look.page) for color in (look.text, look.caption)) >= 4.5
    assert contrast(look.on_main, look.main) >= 4.5


@pytest.mark.parametrize("most", [0.004, 0.03, 0.12, 0.4, 0.799, 1.0, 1.02])
def test_an_axis_of_shares_has_a_few_round_ticks_written_as_in_the_text(most: float) -> None:
    """From 0 % on, evenly, none beyond the axis."""
    ticks = share_ticks(most)
    steps = {round(high - low, 9) for low, high in zip(ticks["tickvals"], ticks["tickvals"][1:], strict=False)}
    assert ticks["ticktext"] == [f"{100 * value:.0f} %" for value in ticks["tickvals"]]
    assert ticks["tickvals"][0] == 0
    assert ticks["tickvals"][-1] <= most
    assert len(steps) <= 1
    assert len(ticks["tickvals"]) <= MOST_TICKS + 1


@pytest.mark.parametrize(
    ("most", "said"),
    [
        (184_000, ["€ 0", "€ 50 k", "€ 100 k", "€ 150 k"]),
        (2_600_000, ["€ 0", "€ 1.0 m", "€ 2.0 m"]),
        (9, ["€ 0", "€ 2", "€ 4", "€ 6", "€ 8"]),
        (0, ["€ 0"]),
    ],
)
def test_an_axis_of_money_is_written_as_in_the_text(most: float, said: list[str]) -> None:
    """Thousands and millions with the sign of the currency, in round steps."""
    assert money_ticks(most, "EUR")["ticktext"] == said


@pytest.mark.parametrize(
    ("most", "said"),
    [
        (1_250, ["0 min", "6 h", "12 h", "18 h"]),
        (22, ["0 min", "5 min", "10 min", "15 min", "20 min"]),
        (0, ["0 min"]),
        (500_000, ["0 min", "90 d", "180 d", "270 d"]),
    ],
)
def test_an_axis_of_waits_is_written_as_in_the_text(most: float, said: list[str]) -> None:
    """Minutes, hours and days, in steps of a clock."""
    assert waiting_ticks(most)["ticktext"] == said


def test_the_parts_of_the_bar_of_fates_sum_and_no_word_stands_on_stripes() -> None:
    """Each fate is a part, named and counted above the bar; the bar itself holds no text."""
    fates = dict(zip(FATE_WORDS, range(10, 1_000), strict=False)) | {"open": 0}
    figure = fates_chart(fates, LIGHT).to_dict()
    marks = [
        (y, base, x, *customdata, text)
        for trace in figure["data"]
        for y, base, x, customdata, text in zip(
            trace["y"], trace["base"], trace["x"], trace["customdata"], trace.get("text", [None] * len(trace["x"])),
            strict=True,
        )
    ]  # fmt: skip
    bar, names = (sorted(mark for mark in marks if mark[0] == place) for place in (0, 1))
    ends = [base + cycles for _, base, cycles, *_ in bar]
    assert [base for _, base, *_ in bar] == [0, *ends[:-1]]
    assert ends[-1] == sum(fates.values())
    assert [mark[1:5] for mark in bar] == [mark[1:5] for mark in names]
    assert all(text is None for *_, text in bar)
    told = [f"<b>{count(cycles)}</b><br>" for cycles in fates.values() if cycles]
    assert all(text.startswith(start) for (*_, text), start in zip(names, told, strict=True))


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0.412, 0.458, "41–46 %"),
        (0.027, 0.036, "2.7–3.6 %"),
        (0.9994, 1.0, "99.9–100.0 %"),
        (0.985, 1.0, "98–100 %"),
        (None, 1.0, "–"),
    ],
)
def test_an_interval_is_as_exact_as_its_ends_differ(low: float | None, high: float, said: str) -> None:
    """A decimal near nothing and near all, where whole points would say that there is no doubt."""
    assert interval(low, high) == said
