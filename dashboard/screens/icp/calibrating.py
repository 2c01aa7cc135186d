"""The calibration review of the month, as its agenda: used, separates, each criterion, where the two part, decide."""

import streamlit as st

from dashboard.asking.ask import open_warehouse
from dashboard.asking.view import View
from dashboard.findings.about import of_mature, of_window
from dashboard.findings.calibration_words import (
    criteria_words,
    look_words,
    population_words,
    proposal_words,
    separates_words,
    used_words,
    weakened,
)
from dashboard.findings.words import days_of
from dashboard.meeting.audit.figures import Audit
from dashboard.meeting.audit.standing import audit_at
from dashboard.meeting.audit.words import claim_words, heads_words
from dashboard.meeting.calibration.record import CHOICE_WORDS, LONGEST_WHY, CalibrationRecord, is_whole, month_of, save
from dashboard.meeting.people.matrix import Action
from dashboard.meeting.profile.words import effect_words
from dashboard.meeting.words import by_whom
from dashboard.metrics import calibration
from dashboard.metrics.calibration import CalibrationReview, calibration_review, sealed_view, training_view
from dashboard.screens.evidence import behind, behind_too
from dashboard.screens.headings import finding, heading
from dashboard.screens.icp.agenda import coverage_table, criteria_table, curve_part, drift_table, weights_table
from dashboard.screens.meeting.minutes import open_minutes, reader_may
from dashboard.screens.meeting.saving import outcome, without_the_journal
from dashboard.screens.meeting.saving import save as save_mine
from dashboard.screens.reader import reader
from dashboard.screens.refusals import warehouse_folder
from dashboard.screens.slicebar import unfiltered
from dashboard.texts import count, in_markdown, no_formula, percent
from icp.document import Definition

SAVED = "icp-calibration"


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
    coverage_table(review)
    behind(view, calibration.COVERAGE, [each.model_dump() for each in review.coverage], names=names)
    drift_table(review)
    fields = list(dict.fromkeys(criterion.field for criterion in definition.criteria))
    behind(view, calibration.DRIFT, [each.model_dump() for each in review.drift], fields=fields)


def _separates(view: View, review: CalibrationReview) -> None:
    finding("2 · Does it separate?", separates_words(review), of_mature(view))
    curve_part(review, f"{SAVED}-curve")
    rows = [dict(zip(("fit", "rate", "n"), point, strict=True)) for point in review.corp.curve]
    with st.container(horizontal=True, gap="small"):
        behind(view, calibration.SEPARATION, [_separation(review)], reached="SQL")
        behind_too(view, calibration.CURVE, rows, "of the curve")


def _separation(review: CalibrationReview) -> dict[str, float | None]:
    ends = {name: getattr(review, name) for name in ("auc", "auc_low", "auc_high")}
    return ends | review.corp.model_dump(exclude={"curve"})


def _criteria(view: View, review: CalibrationReview, names: list[str]) -> None:
    trained = f"what it adds: {days_of(view, training_view(view).conversion_window)}"
    finding("3 · What does each criterion tell?", criteria_words(review), of_mature(view), trained)
    criteria_table(review, f"{SAVED}-criteria")
    behind(view, calibration.CRITERIA, [each.model_dump() for each in review.criteria], names=names)


def _where_they_part(view: View) -> None:
    """What the blind audit says of the leads that were never passed on; the quadrants show those that were."""
    with without_the_journal():
        audit = _audit(view)
        about = "leads judged blind by both heads, of the whole company", "the quadrants above: leads that sales judged"
        finding("4 · Where do the two part?", "\n".join(filter(None, (claim_words(audit), heads_words(audit)))), *about)


def _audit(view: View) -> Audit:
    """What the blind audit says at the moment looked at, as far as it is revealed now."""
    minutes, current = open_minutes(), unfiltered(open_warehouse(warehouse_folder()))
    return audit_at(view, current, minutes.decks, minutes.journal.moment())


def _proposal(view: View, review: CalibrationReview, definition: Definition) -> None:
    about = f"{count(review.trained_on)} worked leads of {days_of(view, training_view(view).conversion_window)}"
    finding("5 · What is proposed?", proposal_words(review.suggested, review.refusal), about)
    if review.suggested:
        required = frozenset(criterion.name for criterion in definition.criteria if criterion.required)
        weights_table(review.suggested, required)
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
            st.markdown(weakened(words, waiting.look))


def _decide(view: View, review: CalibrationReview) -> None:
    """What the meeting decides, for whoever may save it; what it decided, for everybody."""
    minutes = open_minutes()
    record = minutes.calibrations.get(month_of(view)) or CalibrationRecord(month=month_of(view))
    outcome(SAVED)
    heading("6 · Decide", "both heads and the chair")
    if record.choice and record.at:
        author = by_whom(record.author_name or "", is_verified=record.is_verified, at=record.at)
        st.markdown(f"**{CHOICE_WORDS[record.choice]}**: “{in_markdown(record.why or '', LONGEST_WHY)}” {author}")
    if not reader_may(Action.CALIBRATE):
        return
    if not is_whole(view):
        st.caption("It is saved of the whole company and the usual windows: clear what is chosen under the title.")
        return
    st.segmented_control("Decision", list(CHOICE_WORDS), format_func=CHOICE_WORDS.__getitem__, key=f"{SAVED}-choice")
    st.text_input("Why", key=f"{SAVED}-why", max_chars=LONGEST_WHY, persist_state="page")
    is_chosen = bool(st.session_state.get(f"{SAVED}-choice"))
    given = view, review, record.version
    st.button("Save the review", key=f"{SAVED}-save", disabled=not is_chosen, on_click=_save, args=given)


def _save(view: View, review: CalibrationReview, read: int) -> None:
    choice, why = st.session_state[f"{SAVED}-choice"], str(st.session_state.get(f"{SAVED}-why") or "")

    def write(version: int) -> str:
        save(open_minutes().journal, view, review, _audit(view), choice, why, reader(), version)
        return f"The calibration review of {month_of(view)} is saved."

    save_mine(SAVED, write, read)
