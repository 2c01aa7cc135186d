"""What a trial or an import did with the files: the sum of their rows, the first rows, what was set aside."""

import hashlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import streamlit as st

from dashboard.importing.progress import ImportStep, Report
from dashboard.importing.run import Summary
from dashboard.importing.uploading.uploads import Outcome, Upload
from dashboard.metrics.rehearsing import Rehearsal
from dashboard.screens.data.rehearsal import show_rehearsal
from dashboard.screens.data.words import in_boxes
from dashboard.texts import count, in_markdown, plain

DONE = "imported"
"""Where a session keeps what became of the files it handed in last."""
NUMBERS = ("Read", "Loaded", "Set aside", "Skipped")


@dataclass(frozen=True)
class ImportResult:
    """What became of the files handed in last; ``repeats`` when they were what is served already.

    Of a trial there is what would stand on the screens, and ``asked_of`` tells the files and how they were read.
    """

    outcome: Outcome
    asked_of: str
    rehearsal: Rehearsal | None = None
    repeats: bool = False


class Bar(Protocol):
    """What shows how far an import is."""

    def progress(self, value: float, text: str | None = None) -> object:
        """Show a share of 1, with words."""


def progress_on(bar: Bar) -> Report:
    """Shows a step when a percent, the words or the seconds since it began have changed."""
    shown: list[tuple[int, str, int]] = []
    began = time.monotonic()

    def report(step: ImportStep) -> None:
        now = (round(100 * step.share), step.words, round(time.monotonic() - began))
        if shown[-1:] != [now]:
            shown[:] = [now]
            words = f"{in_markdown(step.words)} · {_rows(step.rows)} · {now[-1]} s"
            bar.progress(min(max(step.share, 0.0), 1.0), words)

    return report


def digest_of_uploads(uploads: Sequence[Upload], *others: object) -> str:
    """What tells these files, and what is said beside them, from others."""
    contents = b"".join(hashlib.sha256(upload.content).digest() for upload in uploads)
    names = [upload.name for upload in uploads]
    return hashlib.sha256(contents + repr((names, *others)).encode()).hexdigest()


def tell(result: ImportResult, asked_of: str) -> None:
    """The sentence, the sums, and of a trial of what is ``asked_of`` now what would stand there and the rows."""
    summary = result.outcome.summary
    if result.rehearsal:
        if result.asked_of != asked_of:
            st.caption("Something was changed since the rehearsal; rehearse again to see what it comes to.")
            return
        show_rehearsal(result.rehearsal)
    elif result.repeats:
        st.info("These very files are what is shown already, so there was nothing to replace.")
    else:
        aside = _rows(sum(file.quarantined for file in summary.files))
        st.success(f"Imported: {aside} set aside, with the reasons below; the rest is shown now.")
    _sums(summary, is_told_above=result.rehearsal is not None)
    for sentence in summary.guards:
        st.warning(in_markdown(in_boxes(sentence), 400))
    if result.rehearsal:
        _first_rows(result.outcome)
        _set_aside(result.outcome)


def _rows(number: int) -> str:
    return f"{count(number)} row{'' if number == 1 else 's'}"


def _sums(summary: Summary, *, is_told_above: bool) -> None:
    st.dataframe(
        [
            {
                "File": plain(file.file),
                "Read": file.read,
                "Loaded": file.loaded,
                "Set aside": file.quarantined,
                "Skipped": file.skipped,
            }
            for file in summary.files
            if not file.not_read
        ],
        hide_index=True,
        column_config={name: st.column_config.NumberColumn(name, width=80, format="localized") for name in NUMBERS},
        alt="What became of the rows of each file",
    )
    for file in () if is_told_above else summary.files:
        if file.not_read:
            st.warning(in_markdown(file.not_read, 600))
    if summary.warnings:
        counts = ", ".join(f"{count(number)} × {reason.replace('_', ' ')}" for reason, number, _ in summary.warnings)
        st.caption(f"Values left empty or doubted, and remarks: {in_markdown(counts)}.")
    if summary.remarks and not is_told_above:
        counts = ", ".join(f"{count(number)} × {kind.replace('_', ' ')}" for kind, number, _ in summary.remarks)
        st.caption(f"Loaded, then counted for nothing: {in_markdown(counts)}.")


def _first_rows(outcome: Outcome) -> None:
    """The first rows of each table, as they would load."""
    if not outcome.tables:
        st.caption("No row would load.")
        return
    st.markdown("**The first rows of each table, as they would load**, times in UTC")
    for tab, (name, rows) in zip(
        st.tabs([_words(name) for name in outcome.tables]), outcome.tables.items(), strict=True
    ):
        with tab:
            filled = [column for column in rows[0] if any(row[column] is not None for row in rows)]
            st.dataframe(_shown(rows, filled), hide_index=True, alt=f"First rows of {_words(name)}")


def _set_aside(outcome: Outcome) -> None:
    if not outcome.quarantine:
        return
    st.markdown("**Rows that would be set aside**")
    columns = ["file", "line", "column_name", "reason", "sentence", "raw"]
    st.dataframe(_shown(outcome.quarantine, columns), hide_index=True, alt="Rows that would be set aside")


def _shown(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> list[dict[str, str]]:
    return [
        {_words(column): plain(row[column], 200) if row[column] is not None else "" for column in columns}
        for row in rows
    ]


def _words(name: str) -> str:
    return name.removesuffix("_name").replace("_", " ")
