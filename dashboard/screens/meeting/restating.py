"""What of a frozen week is another figure today: how many on the screen, and by what in a drawer."""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboard.asking.view import View
from dashboard.meeting.restatement.later import later_numbers
from dashboard.meeting.restatement.ledger import Restated, RestatedFigure, restated
from dashboard.meeting.restatement.paths import moved, numbers
from dashboard.meeting.restatement.words import REASON_WORDS, STAGES, apart, path_words, signed
from dashboard.meeting.review.manifest import Manifest
from dashboard.meeting.review.replay import frozen_figures
from dashboard.meeting.review.review import Freeze
from dashboard.screens.evidence import download, table
from dashboard.screens.meeting.minutes import JournalMinutes, open_minutes
from dashboard.screens.meeting.past import PastWeek, manifest_of, open_review
from dashboard.screens.meeting.saving import without_the_journal
from dashboard.screens.reader import shown_to_reader
from dashboard.screens.refusals import warehouse_folder
from dashboard.texts import count, plain

WEIGHT_OF_A_LEDGER = 20_000
LONGEST_PATH = 120


def restatement_banner(today: View, past: PastWeek | None) -> None:
    """How many figures of the frozen week looked at are others by ``today``'s data, settings and questions.

    ``today`` is the whole company at the end of that week, on the data served now. Nothing for a week never frozen.
    """
    with without_the_journal():
        minutes = open_minutes()
        review = minutes.reviews.get(today.week)
        freeze = past.freeze if past else review.latest if review and review.is_frozen else None
        if freeze is None:
            return
        manifest = manifest_of(minutes, freeze)
        number = len(changed_figures(minutes, manifest, today))
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(banner_words(today.week, freeze, number, is_past=past is not None))
            if number:
                st.button("What changed, and why", key="restated", on_click=_ask_why, type="tertiary")
            if past is None:
                going = (today.week, freeze.revision)
                st.button("Open as frozen", key="open-frozen", on_click=open_review, args=going, type="tertiary")
        if st.session_state.pop("asks-why", False):
            _open(today, manifest)


def _ask_why() -> None:
    st.session_state["asks-why"] = True


def banner_words(week: str, freeze: Freeze, number: int, *, is_past: bool) -> str:
    """The banner's sentence."""
    since = "signed" if any(not each.is_declined for each in freeze.signatures) else "frozen"
    figures = f"{count(number)} figure{'' if number == 1 else 's'}"
    if not number:
        return f"Nothing of {week} was restated since it was {since}."
    ending = "" if is_past else " What stands below is as known today."
    return f":orange[**{figures} restated since it was {since}.**]{ending}"


def changed_figures(minutes: JournalMinutes, manifest: Manifest, today: View) -> list[str]:
    """The paths of the figures that are others than they were frozen, in the JSON's order."""

    def find() -> list[str]:
        frozen = numbers(json.loads(frozen_figures(minutes.journal, manifest)))
        now = later_numbers(warehouse_folder(), manifest, frozen, today)
        return [path for path in dict.fromkeys((*frozen, *now)) if moved(frozen.get(path), now.get(path))]

    key = (today, today.documents, "changed", manifest.figures_sha256)
    figures: list[str] = today.warehouse.memory.get(key, find, lambda paths: 1 + len(paths))
    return figures


def _open(today: View, manifest: Manifest) -> None:
    @st.dialog(f"What changed in {manifest.week} since it was frozen", width="large", position="right")
    def _drawer() -> None:
        with shown_to_reader(today):
            with st.spinner("Looking at both companies; with many changes on a large one this takes minutes."):
                ledger = _ledger(today, manifest)
            _show(ledger)

    _drawer()


def _ledger(today: View, manifest: Manifest) -> Restated:
    def find() -> Restated:
        journal = open_minutes().journal
        return restated(warehouse_folder(), journal, today, manifest.week, manifest.revision)

    key = (today, today.documents, "restated", manifest.figures_sha256)
    kept: Restated = today.warehouse.memory.get(key, find, lambda _: WEIGHT_OF_A_LEDGER)
    return kept


WIDTHS = {"figure": 210, "frozen": 90, "now": 90, **dict.fromkeys(STAGES, 110)}
"""Pixels for numbers of many digits: one that is cut reads as another."""


def _show(ledger: Restated) -> None:
    name = f"{ledger.week}-revision-{ledger.revision}"
    st.caption(
        f"{count(len(ledger.figures))} figures are no longer as frozen. Code, data and definitions add up to the whole "
        "change of each."
    )
    if not ledger.has_data:
        st.info("The data it was frozen on is no longer kept, so nobody can say by what.")
    table([shown_row(each) for each in ledger.figures], WIDTHS)
    download([figure_row(each) for each in ledger.figures], f"{name}-figures")
    if not ledger.records:
        return
    st.subheader("Why the data is another", anchor=False)
    numbers_of = Counter(each.reason for each in ledger.records)
    st.markdown("\n".join(f"- {REASON_WORDS[reason]}: {count(number)}" for reason, number in numbers_of.items()))
    chosen = st.selectbox(
        "Figure", [each.figure for each in ledger.figures if each.reasons], index=None, key="restated-figure",
        placeholder="All records; or those of one figure",
        format_func=lambda path: plain(path_words(path), LONGEST_PATH),
    )  # fmt: skip
    figure = next((each for each in ledger.figures if each.figure == chosen), None)
    if figure is not None:
        table(
            [
                {"reason": REASON_WORDS[each.reason], "records": each.records, "part": signed(each.part)}
                for each in figure.reasons
            ]
        )
    records = record_rows(ledger, chosen)
    table(records)
    download(records, f"{name}-records")


def figure_row(each: RestatedFigure) -> dict[str, Any]:
    """A figure as a row of the download: its path, then, now, and what it moved by, unrounded."""
    reasons = "; ".join(f"{part.reason} {part.part:+,.10g}" for part in each.reasons if part.part)
    return {
        "figure": each.figure,
        "frozen": each.frozen,
        "now": each.now,
        "code": each.code,
        "data": each.data,
        "definitions": each.definitions,
        "reasons": reasons or None,
    }


def shown_row(each: RestatedFigure) -> dict[str, str | None]:
    """A figure as a row to read: its name in words, numbers as they are told apart, nothing where nothing moved."""
    frozen, now = apart(each.frozen, each.now)
    return {
        "figure": path_words(each.figure),
        "frozen": frozen,
        "now": now,
        **{stage: signed(change) if (change := getattr(each, stage)) else None for stage in STAGES},
        "reasons": "; ".join(f"{REASON_WORDS[part.reason]} {signed(part.part)}" for part in each.reasons if part.part)
        or None,
    }


def record_rows(ledger: Restated, figure: str | None) -> Sequence[dict[str, Any]]:
    """The records that are not as they were; of one figure those that count in it, with what each changed in it.

    In a figure that is no sum no record has a part of its own: all that changed are listed.
    """
    is_sum = figure is not None and any(figure in each.parts for each in ledger.records)
    return [
        {"record": f"{each.kind} {each.id}", "reason": REASON_WORDS[each.reason], "what": each.what}
        | ({"part": each.parts[figure]} if is_sum and figure else {})
        for each in ledger.records
        if not is_sum or figure in each.parts
    ]
