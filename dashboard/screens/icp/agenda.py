"""The tables and the chart of a calibration review, of figures just asked as of those that were kept."""

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard.charts.look import CONFIG
from dashboard.charts.recalibrated import recalibrated_chart, steps_of
from dashboard.findings import calibration_rows
from dashboard.findings.calibration_words import CURVE_CAPTION, curve_words
from dashboard.metrics.calibration import CalibrationReview, SuggestedWeight
from dashboard.screens.frame import current_look
from dashboard.screens.opening import by_width
from dashboard.texts import FEWEST_FOR_RATE, in_markdown, no_formula


def coverage_table(review: CalibrationReview) -> None:
    """Of what share of the leads each criterion is known."""
    _table(calibration_rows.coverage_rows(review), "Share of leads of which each criterion is known")


def drift_table(review: CalibrationReview) -> None:
    """How far the mix of each field moved."""
    _table(calibration_rows.drift_rows(review), "How far the inflow moved since the quarter before")


def curve_part(review: CalibrationReview, key: str) -> None:
    """The recalibrated curve as a chart, and its steps in a table."""
    if any(step.n >= FEWEST_FOR_RATE for step in steps_of(review.corp.curve)):
        st.plotly_chart(
            recalibrated_chart(review.corp.curve, current_look()), theme=None, config=CONFIG, key=key,
            alt=curve_words(review),
        )  # fmt: skip
        st.caption(CURVE_CAPTION)
    _table(calibration_rows.step_rows(review), "Recalibrated share that reached SQL by fit")


def criteria_table(review: CalibrationReview, key: str) -> None:
    """What each criterion tells, by itself and given the others; on a phone what it tells given them stands first."""
    rows = calibration_rows.criterion_rows(review)
    wide, narrow = by_width(key)
    with wide:
        _table(rows, "What each criterion tells")
    with narrow:
        st.markdown("\n".join(map(_in_words, rows)))


def _in_words(row: Mapping[str, str]) -> str:
    (_, name), *figures, (given, adds) = row.items()
    sentence = ", ".join(f"{column.lower()} {value}" for column, value in figures)
    return no_formula(f"- **{in_markdown(name)}**, {given.lower()}: {adds}  \n  :gray[{sentence}]")


def weights_table(suggested: Sequence[SuggestedWeight], required: frozenset[str] = frozenset()) -> None:
    """The weights as they are and as they are suggested; ``required`` keep whom they keep out."""
    _table(calibration_rows.weight_rows(suggested, required), "Weights now and suggested")


def _table(rows: calibration_rows.TableRows, alt: str) -> None:
    st.dataframe(rows, hide_index=True, height="content", alt=alt)
