"""The calibration review of the month, as its agenda: used, separates, each criterion, where the two part, decide."""

from typing import Any

import streamlit as st

from dashboard.asking.ask import open_warehouse
from dashboard.asking.view import View
from dashboard.findings.about import of_mature, of_window
from dashboard.findings.calibration_words import (
    adds_words,
    criteria_words,
    look_words,
    population_words,
    proposal_words,
    separates_words,
    used_words,
)
from dashboard.findings.words import days_of
from dashboard.meeting.audit.standing import audit_at
from dashboard.meeting.audit.words import claim_words, heads_words
from dashboard.meeting.calibration.record import LONGEST_WHY, CalibrationRecord, month_of, save
from dashboard.meeting.people.matrix import Action
from dashboard.meeting.profile.words import effect_words
from dashboard.meeting.words import by_whom
from dashboard.metrics import calibration
from dashboard.metrics.calibration import CalibrationReview, calibration_review, sealed_view, training_view
from dashboard.screens.evidence import behind
from dashboard.screens.headings import finding, heading
from dashboard.screens.meeting.minutes import open_minutes, reader_may
from dashboard.screens.meeting.saving import outcome, without_the_journal
from dashboard.screens.meeting.saving import save as save_mine
from dashboard.screens.reader import reader
from dashboard.screens.refusals import warehouse_folder
from dashboard.screens.slicebar import unfiltered
from dashboard.texts import FEWEST_FOR_RATE, count, in_markdown, no_formula, percent, plain
from icp.document import Definition

SAVED = "icp-calibration"
CHOICES = {"sign": "Sign what is proposed", "leave": "Leave it as it is"}


def calibration_part(view: View, definition: Definition) -> None:
    """Draw it where it is opened: fitting takes a moment that whoever reads the profile need not wait."""
    part = st.expander(f"Calibration review {month_of(view)}", icon=":material/tune:", key=SAVED, on_change="rerun")
    if part.open:
        with part:
            draw_calibration(view, definition)


def draw_calibration(view: View, definition: Definition) -> None:
    """The whole agenda, or the sentence of what is missing."""
    review = calibration_review(view)
    if review is None:
        st.info(in_markdown(calibration.why_no_calibration(view) or ""))
        return
    names = [criterion.name for criterion in definition.criteria]
    st.caption(no_formula(population_words(review)))
    _used(view, review, definition, names)
    _separates(view, review)
    _criteria(view, review, names)
    _where_they_part(view)
    _proposal(view, review, definition)
    if view.kept_profiles is None:
        with without_the_journal():
            _decide(view, review)


def _used(view: View, review: CalibrationReview, definition: Definition, names: list[str]) -> None:
    about = of_window(view), f"{percent(review.no_tier_share)} of them without a tier"
    finding("1 · Is it used?", used_words(review), *about)
    rows = [
        {"Criterion": plain(each.criterion), "Known": f"{percent(each.share)} · {count(each.known)}"}
        for each in review.coverage
    ]
    st.dataframe(rows, hide_index=True, height="content", alt="Share of leads of which each criterion is known")
    behind(view, calibration.COVERAGE, [each.model_dump() for each in review.coverage], names=names)
    drifts = [
        {
            "Field": plain(each.field.replace("_", " ")),
            "Stability index": "–" if each.psi is None else f"{each.psi:.2f}",
            "Leads": count(each.n),
            "Quarter before": count(each.n_before),
        }
        for each in review.drift
    ]
    st.dataframe(drifts, hide_index=True, height="content", alt="How far the inflow moved since the quarter before")
    fields = list(dict.fromkeys(criterion.field for criterion in definition.criteria))
    behind(view, calibration.DRIFT, [each.model_dump() for each in review.drift], fields=fields)


def _separates(view: View, review: CalibrationReview) -> None:
    finding("2 · Does it separate?", separates_words(review), of_mature(view))
    st.dataframe(
        [_step(*each) for each in _steps(review)], hide_index=True, height="content",
        alt="Recalibrated share that reached SQL by fit",
    )  # fmt: skip
    rows = [dict(zip(("fit", "rate", "n"), point, strict=True)) for point in review.corp.curve]
    behind(view, calibration.SEPARATION, rows, reached="SQL")


def _steps(review: CalibrationReview) -> list[tuple[float, float, float, int]]:
    """The curve's steps: lowest fit, highest fit, rate, leads."""
    steps: list[tuple[float, float, float, int]] = []
    for fit, rate, n in review.corp.curve:
        if steps and steps[-1][2] == rate:
            low, _, _, before = steps.pop()
            steps.append((low, fit, rate, before + n))
        else:
            steps.append((fit, fit, rate, n))
    return steps


def _step(low: float, high: float, rate: float, n: int) -> dict[str, str]:
    fit = f"{low:.0f}" if low == high else f"{low:.0f} to {high:.0f}"
    return {"Fit": fit, "Reached SQL": percent(rate) if n >= FEWEST_FOR_RATE else "–", "Leads": count(n)}


def _criteria(view: View, review: CalibrationReview, names: list[str]) -> None:
    trained = f"what it adds: {days_of(view, training_view(view).conversion_window)}"
    finding("3 · What does each criterion tell?", criteria_words(review), of_mature(view), trained)
    rows: list[dict[str, Any]] = []
    for each in review.criteria:
        is_enough = each.known >= FEWEST_FOR_RATE
        lift = f"{each.lift:.2f}×" if is_enough and each.lift is not None else "–"
        if is_enough and each.low is not None:
            lift += f" ({each.low:.2f}–{each.high:.2f})"
        rows.append(
            {
                "Criterion": plain(each.criterion),
                "Known": count(each.known),
                "Met": percent(each.met) if is_enough else "–",
                "Precision": percent(each.precision) if is_enough else "–",
                "Recall": percent(each.recall) if is_enough else "–",
                "Lift": lift,
                "Given the others": adds_words(each, review.trained_on),
            }
        )
    st.dataframe(rows, hide_index=True, height="content", alt="What each criterion tells")
    behind(view, calibration.CRITERIA, [each.model_dump() for each in review.criteria], names=names)


def _where_they_part(view: View) -> None:
    """What the blind audit says of the leads that were never passed on; the quadrants show those that were."""
    with without_the_journal():
        minutes, current = open_minutes(), unfiltered(open_warehouse(warehouse_folder()))
        audit = audit_at(view, current, minutes.decks, minutes.journal.moment())
        about = "leads judged blind by both heads, of the whole company", "the quadrants above: leads that sales judged"
        finding("4 · Where do the two part?", "\n".join(filter(None, (claim_words(audit), heads_words(audit)))), *about)


def _proposal(view: View, review: CalibrationReview, definition: Definition) -> None:
    about = f"{count(review.trained_on)} worked leads of {days_of(view, training_view(view).conversion_window)}"
    finding("5 · What is proposed?", proposal_words(review.suggested, review.refusal), about)
    if review.suggested:
        kept = {criterion.name for criterion in definition.criteria if criterion.required}
        rows = [
            {
                "Criterion": plain(each.criterion),
                "Now": f"{each.now:g}",
                "Suggested": _weight(each.suggested, each.criterion in kept),
            }
            for each in review.suggested
        ]
        st.dataframe(rows, hide_index=True, height="content", alt="Weights now and suggested")
    sealed = days_of(view, sealed_view(view).conversion_window)
    st.caption(
        f"Sealed: {sealed}. What a change does to these weeks is shown when it is proposed below, and each opening is "
        "counted."
    )
    if view.kept_profiles is not None:
        return
    with without_the_journal():
        minutes = open_minutes()
        life = minutes.profiles.get(definition.name)
        waiting = life.under_way(minutes.journal.moment()) if life else None
        if waiting is not None and waiting.expected is not None:
            words = no_formula(f"{effect_words(waiting.expected)} {look_words(waiting.look)}")
            st.markdown(words if (waiting.look or 1) == 1 else f":gray[{words}]")


def _weight(suggested: float, is_required: bool) -> str:
    """A weight in words; what is required keeps whom it keeps out, whatever its weight."""
    if suggested:
        return f"{suggested:g}"
    return "0: required, but tells no more" if is_required else "0: leave it out"


def _decide(view: View, review: CalibrationReview) -> None:
    """What the meeting decides, for whoever may save it; what it decided, for everybody."""
    minutes = open_minutes()
    record = minutes.calibrations.get(month_of(view)) or CalibrationRecord(month=month_of(view))
    outcome(SAVED)
    heading("6 · Decide", "both heads and the chair")
    if record.choice and record.at:
        author = by_whom(record.author_name or "", is_verified=record.is_verified, at=record.at)
        st.markdown(f"**{CHOICES[record.choice]}**: “{in_markdown(record.why or '', LONGEST_WHY)}” {author}")
    if not reader_may(Action.CALIBRATE):
        return
    st.segmented_control("Decision", list(CHOICES), format_func=CHOICES.__getitem__, key=f"{SAVED}-choice")
    st.text_input("Why", key=f"{SAVED}-why", max_chars=LONGEST_WHY, persist_state="page")
    is_chosen = bool(st.session_state.get(f"{SAVED}-choice"))
    given = view, review, record.version
    st.button("Save the review", key=f"{SAVED}-save", disabled=not is_chosen, on_click=_save, args=given)


def _save(view: View, review: CalibrationReview, read: int) -> None:
    choice, why = st.session_state[f"{SAVED}-choice"], str(st.session_state.get(f"{SAVED}-why") or "")

    def write(version: int) -> str:
        save(open_minutes().journal, view, review, choice, why, reader(), version)
        return f"The calibration review of {month_of(view)} is saved."

    save_mine(SAVED, write, read)
