"""The figures of a past review as they were frozen, where they can no longer be asked."""

import json
from typing import Any

import streamlit as st

from dashboard.meeting.restatement.paths import numbers
from dashboard.meeting.review.replay import frozen_figures
from dashboard.metrics.report import SECTIONS
from dashboard.screens.evidence import download, table
from dashboard.screens.meeting.minutes import open_minutes
from dashboard.screens.meeting.past import PastWeek
from dashboard.screens.titles import SECTION_OF, TITLE_OF_SECTION


def frozen_figures_of(past: PastWeek, screen: str) -> None:
    """A section's figures by their path in the JSON, another one to be chosen; all of them to be taken away.

    First that of the screen that lives at ``screen``, else what moved, as on the Review.
    """
    frozen = frozen_figures(open_minutes().journal, past.manifest)
    figures: dict[str, Any] = json.loads(frozen)
    sections = [name for name in SECTIONS if name in figures]
    own = SECTION_OF.get(screen, SECTION_OF["review"])
    shown = st.segmented_control(
        "Figures of", sections, default=own if own in sections else sections[0], key=f"frozen-of-{own}",
        format_func=TITLE_OF_SECTION.__getitem__, required=True,
    )  # fmt: skip
    rows = [{"figure": path, "value": value} for path, value in numbers({shown: figures[shown]}).items()]
    table(rows)
    download(rows, f"{past.manifest.week}-{shown}")
    st.download_button(
        "All figures, JSON as frozen", data=frozen, file_name=f"{past.manifest.week}-{past.manifest.revision}.json",
        mime="application/json", on_click="ignore", type="tertiary", icon=":material/download:",
    )  # fmt: skip
