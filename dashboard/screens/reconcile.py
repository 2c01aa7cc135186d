"""The line that leads from one figure to another of the same thing, each reason opening into its records."""

import streamlit as st

from dashboard.asking.view import View
from dashboard.findings.reconcile_reasons import REASONS, reason_words
from dashboard.findings.reconcile_words import SENTENCES
from dashboard.metrics.reconcile import PAIRS, bound, reconciled, records_of
from dashboard.screens.drawers import MOST_RECORDS, drawer, opens_records
from dashboard.screens.evidence import receipt_behind
from dashboard.texts import no_formula


def reconcile_line(view: View, name: str) -> None:
    """Draw the line of a pair below its second figure; nothing where the two cannot be compared, or are the same."""
    reconciliations = reconciled(view, name)
    if not reconciliations or not reconciliations[-1].rows:
        return
    whole = reconciliations[-1]
    st.caption(no_formula(f"{SENTENCES[name](view, whole)}:"))
    with st.container(horizontal=True, gap="small"):
        for row in whole.rows:
            reason = row["reason"]
            if opens_records(reason_words(name, row, view.settings.currency), f"reconcile-{name}-{reason}"):
                question, own = records_of(view, name, reason, MOST_RECORDS)
                words = REASONS[name][reason]
                drawer(words[0].upper() + words[1:], view, question, row["records"], **own)
        receipt_behind(view, PAIRS[name].question, name, **bound(view, name))
