"""The clock of the meeting: minutes and seconds left, counted by the browser's style sheet alone.

Nothing is drawn anew for it, neither by the server nor by a script. When it began stands in the address, so that a
slide, a reload or a copied link goes on with it; a session remembers it while its reader looks at the screen.
"""

from datetime import UTC, datetime, timedelta

import streamlit as st

from dashboard.screens.address import BEGAN, choose_all, values_of

MINUTES = 45
LONGEST = timedelta(hours=4)
"""From then on the clock of an earlier meeting is none."""
REMEMBERED = "meeting-began"
CLOCK = "meeting-clock"
FACE = """<style>
@property --left {{ syntax: "\\3c integer>"; inherits: true; initial-value: 0; }}
@keyframes run {{ from {{ --left: {seconds}; }} to {{ --left: {end}; }} }}
@keyframes over {{ to {{ color: {warning}; }} }}
@keyframes appear {{ to {{ visibility: visible; }} }}
.{name} {{
    font-size: 1.5rem; font-weight: 650; font-variant-numeric: tabular-nums; white-space: nowrap;
    animation: run {longest}s linear -{gone}s forwards, over 1s step-end {left}s forwards;
}}
.{name} b::after {{
    --shown: max(var(--left), -1 * var(--left));
    counter-reset: minutes round(down, var(--shown) / 60, 1) seconds mod(var(--shown), 60);
    content: counter(minutes, decimal-leading-zero) ":" counter(seconds, decimal-leading-zero);
}}
.{name} i {{ font-style: normal; visibility: hidden; animation: appear 1s step-end {left}s forwards; }}
</style>
<div class="{name}" role="timer" aria-label="{minutes} minutes from {begun} UTC"><b></b><i> over</i></div>"""


def began() -> datetime | None:
    """When the clock began, as the address says; None where it says nothing of a meeting that is on."""
    try:
        start = datetime.fromisoformat(values_of(BEGAN)[-1])
        gone = datetime.now(UTC) - start
    except (IndexError, ValueError, TypeError):  # nothing, no time, one without a zone
        return None
    return start if timedelta() <= gone < LONGEST else None


def starts() -> tuple[str, ...]:
    """When the clock of whoever enters now begins: that of the meeting they have left is still going on."""
    now = datetime.now(UTC)
    start: datetime = st.session_state.get(REMEMBERED, now)
    return ((start if now - start < LONGEST else now).isoformat(timespec="seconds"),)


def draw_clock(warning: str) -> None:
    """Draw the clock, or what starts it; ``warning`` is its colour when the time is over."""
    start = began()
    if start is None:
        st.button("Start the clock", icon=":material/timer:", type="tertiary", key="start-clock", on_click=_start)
        return
    st.session_state[REMEMBERED] = start
    gone, whole = (datetime.now(UTC) - start).total_seconds(), MINUTES * 60
    st.html(
        FACE.format(
            name=CLOCK, minutes=MINUTES, warning=warning, begun=f"{start:%H:%M}", seconds=whole, gone=round(gone, 2),
            end=round(whole - LONGEST.total_seconds()), longest=round(LONGEST.total_seconds()),
            left=round(whole - gone, 2),
        ),
        width="content",
    )  # fmt: skip


def _start() -> None:
    st.session_state.pop(REMEMBERED, None)
    choose_all({BEGAN: starts()})
