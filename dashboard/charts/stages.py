"""The chart of the stages a cohort reached, with what did not advance from each."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

import plotly.graph_objects as go

from dashboard.charts.drawing import Drawing, styled
from dashboard.charts.look import Look
from dashboard.texts import FEWEST_FOR_RANK, FEWEST_FOR_RATE, count, in_chart, percent, plain

TICK, GRIP, LABEL = 0.009, 0.02, 0.07
"""How thick the tick of the period before is, how far around it the pointer finds it, how high a count stands."""
MOST_LETTERS = 56
"""Letters that stand side by side below the bars on a phone."""
NO_COLOR = "rgba(0,0,0,0)"
FEW_STAGES = 5
"""Stages beside which there is room for larger numbers on a phone too."""
WIDE, NARROW = 0.46, 0.38
"""How wide the bars of few stages are, and those of more."""
ABOVE: dict[str, Any] = {"showarrow": False, "yanchor": "bottom", "yshift": 2}
"""How a text stands above a place."""


@dataclass(frozen=True)
class StageBar:
    """A stage of the cohort: its place in the waterfall from 1, how many reached it, now and in the period before.

    ``not_advanced`` have not reached the next one; the shares are those of the first stage and of the one before.
    """

    number: int
    name: str
    reached: int
    not_advanced: int
    of_first: float | None
    of_previous: float | None
    before: int


def stages_chart(stages: Sequence[StageBar], when: str, young: str, look: Look) -> go.Figure:
    """Bars of the cohort by stage; hatched is what did not advance; a tick is the period before, called ``when``.

    The count stands right above the solid part; in the gap between two bars which share of the first has advanced, and
    below each stage its share of all that came in. ``young`` says until when a cohort is still young, whose bars are
    then frames and whose shares are grey; empty where every lead has had its time. A share of fewer than ten is left
    out.
    """
    places = list(range(len(stages)))
    width = WIDE if len(stages) <= FEW_STAGES else NARROW
    names = [in_chart(stage.name) for stage in stages]
    stopped = [stage.not_advanced for stage in stages[:-1]]
    top = max([*(stage.reached for stage in stages), *(stage.before for stage in stages), 1])
    reached: dict[str, Any] = {
        "customdata": [[stage.number, "reached", stage.reached] for stage in stages],
        "hovertemplate": [f"{name}: {count(stage.reached)} reached it<extra></extra>"
                          for name, stage in zip(names, stages, strict=True)],
    }  # fmt: skip
    figure = Drawing()
    figure.add_bar(
        x=places, y=[stage.reached for stage in stages], name="Reached", width=width, **reached,
        marker={"color": look.faint if young else look.main, "line": {"color": look.main, "width": 1.5}},
    )  # fmt: skip
    figure.add_bar(
        x=places[1:], y=stopped, base=[stage.reached for stage in stages[1:]], name="Did not advance", width=width,
        marker={
            "color": NO_COLOR,
            "line": {"color": look.quiet, "width": 1},
            "pattern": {"shape": "/", "fgcolor": look.quiet, "size": 6, "solidity": 0.18},
        },
        customdata=[[before.number, "stopped", left] for before, left in zip(stages[:-1], stopped, strict=True)],
        hovertemplate=[f"{count(left)} of {count(before.reached)} have not advanced from {name}<extra></extra>"
                       for name, before, left in zip(names[:-1], stages[:-1], stopped, strict=True)],
    )  # fmt: skip
    _ticks_of_before(figure, stages, when, top, width, look)
    grip = [min(stage.reached, GRIP * top) for stage in stages]
    figure.add_bar(  # few of many are a bar too low to be pointed at: their count is a mark of its own
        x=places, y=[below + LABEL * top for below in grip], name="Count", width=0.6 * width, **reached,
        base=[stage.reached - below for stage, below in zip(stages, grip, strict=True)], marker={"color": NO_COLOR},
    )  # fmt: skip
    sizes = (15, 14) if len(stages) <= FEW_STAGES else (13, 11)
    for place, stage in enumerate(stages):
        figure.add_annotation(
            **ABOVE, x=place, y=stage.reached, text=f"<b>{count(stage.reached)}</b>", bgcolor=look.page, borderpad=1,
            font={"color": look.text, "size": sizes[0]},
        )  # fmt: skip
        if place:
            before = stages[place - 1]
            is_grey = young or before.reached < FEWEST_FOR_RANK
            figure.add_annotation(
                **ABOVE, x=place - 0.5, y=0, text=_advanced(before, stage, young),
                font={"color": look.caption if is_grey else look.text, "size": sizes[1]},
            )  # fmt: skip
    if young:
        figure.add_annotation(
            x=1, xref="paper", xanchor="right", y=1, yref="paper", yanchor="top", showarrow=False,
            text=f"<i>{in_chart(young, 60)}</i>", font={"color": look.caption, "size": 13},
        )  # fmt: skip
    styled(figure, look, 360)
    figure.update_layout(barmode="overlay")
    figure.update_yaxes(visible=False, range=[0, top * 1.26])
    in_words = [f"{_in_lines(stage.name, len(stages))}<br>{_of_all(stages, place, look)}"
                for place, stage in enumerate(stages)]  # fmt: skip
    figure.update_xaxes(
        showgrid=False, tickfont={"size": 14}, tickvals=places, ticktext=in_words, range=beside_bars(len(stages))
    )
    return figure.built()


def beside_bars(stages: int) -> list[float]:
    """The horizontal range of a chart whose steps stand where the gaps between the bars of the stages are."""
    return [-0.5, stages - 0.5]


def _ticks_of_before(
    figure: Drawing, stages: Sequence[StageBar], when: str, top: int, width: float, look: Look
) -> None:
    """A tick at the right of each bar, as high as the stage was in the period before, with room for the pointer."""
    known = [(place, stage) for place, stage in enumerate(stages) if stage.before]
    for thick, color in ((TICK, look.text), (2 * GRIP, NO_COLOR)):
        figure.add_bar(
            x=[place for place, _ in known], y=[thick * top for _ in known], offset=width / 2 - 0.09, width=0.18,
            base=[max(stage.before - thick * top / 2, 0) for _, stage in known], name="Period before",
            marker={"color": color}, customdata=[[stage.number, "before", stage.before] for _, stage in known],
            hovertemplate=[f"{in_chart(stage.name)}, {in_chart(when, 60)}: {count(stage.before)} reached it"
                           "<extra></extra>" for _, stage in known],
        )  # fmt: skip


def _advanced(before: StageBar, now: StageBar, young: str) -> str:
    """What stands in the gap between two bars: the share of the first that has advanced; of fewer than ten the counts.

    Bold once every lead has had its time; grey else, and where it rests on fewer than thirty.
    """
    if not before.reached:
        return ""
    enough = before.reached >= FEWEST_FOR_RATE
    share = percent(now.of_previous) if enough else f"{count(now.reached)} of {count(before.reached)}"
    return f"{share if young else f'<b>{share}</b>'}<br>→"


def _of_all(stages: Sequence[StageBar], place: int, look: Look) -> str:
    """The share of all that came in, as it stands below a stage; none of fewer than ten."""
    share = stages[place].of_first
    if share is None or stages[0].reached < FEWEST_FOR_RATE:
        return ""
    return f"<span style='font-size:12px;color:{look.caption}'>{percent(share)}{'' if place else ' of all'}</span>"


def _in_lines(name: str, stages: int) -> str:
    """A stage's name in lines short enough to stand beside the others on a phone."""
    lines = wrap(plain(name, 28), MOST_LETTERS // stages) or [""]
    return "<br>".join(in_chart(line) for line in lines)
