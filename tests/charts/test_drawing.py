"""A chart in the making: marks that differ in nothing but where they are become one trace."""

from dashboard.charts.drawing import Drawing, styled
from dashboard.charts.look import LIGHT, number_ticks

THICK, THIN = {"color": LIGHT.main, "width": 7}, {"color": LIGHT.quiet, "width": 3}
DOT = {"size": 12, "color": LIGHT.main}


def test_lines_and_marks_of_rows_are_joined_by_how_they_are_drawn() -> None:
    """Lines with a gap between them and below every mark; each mark keeps what is said of it and what it opens."""
    figure = Drawing()
    for row, line in enumerate((THICK, THIN, THICK)):
        figure.add_scatter(x=[row, row + 1], y=[row, row], mode="lines", line=line, hoverinfo="skip")
        figure.add_scatter(
            x=[row], y=[row], mode="markers", marker=DOT, customdata=[[f"row {row}", 10 * row]],
            hovertemplate=f"row {row}<extra></extra>",
        )  # fmt: skip
    figure.join()
    styled(figure, LIGHT, 200)
    thick, thin, dots = figure.built().to_dict()["data"]
    assert (list(thick["x"]), list(thick["y"])) == ([0, 1, None, 2, 3], [0, 0, None, 2, 2])
    assert (list(thin["x"]), thin["line"], thin["hoverinfo"]) == ([1, 2], THIN, "skip")
    assert (list(dots["x"]), list(dots["y"]), dots["mode"]) == ([0, 1, 2], [0, 1, 2], "markers")
    assert [list(opened) for opened in dots["customdata"]] == [["row 0", 0], ["row 1", 10], ["row 2", 20]]
    assert list(dots["hovertemplate"]) == [f"row {row}<extra></extra>" for row in range(3)]


def test_marks_that_say_something_are_not_joined_with_those_that_do_not() -> None:
    """What is said of one would be said of another."""
    figure = Drawing()
    figure.add_bar(x=[1], y=[0], orientation="h", customdata=[["opens", 1]])
    figure.add_bar(x=[2], y=[1], orientation="h")
    figure.add_bar(x=[3], y=[2], orientation="h", customdata=[["opens too", 3]])
    figure.join()
    styled(figure, LIGHT, 200)
    opening, silent = figure.built().to_dict()["data"]
    assert (list(opening["x"]), [list(each) for each in opening["customdata"]]) == (
        [1, 3],
        [["opens", 1], ["opens too", 3]],
    )
    assert list(silent["x"]) == [2]


def test_an_axis_whose_labels_are_known_leaves_nothing_to_measure() -> None:
    """Its margins hold them; where the browser chooses the labels it measures them itself."""
    figure = Drawing()
    figure.add_bar(x=[1], y=[1_000_000], marker={"color": LIGHT.main})
    styled(figure, LIGHT, 200)
    figure.update_xaxes(range=[0, 2], **number_ticks(2))
    chosen = figure.built()
    assert (chosen.layout.yaxis.automargin, chosen.layout.margin.l) == (True, 8)
    figure.update_yaxes(range=[0, 1_000_000], **number_ticks(1_000_000))
    known = figure.built()
    assert known.layout.yaxis.automargin is False
    assert known.layout.margin.l > 8 + len("1,000,000") * 6
