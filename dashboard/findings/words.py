"""Sentences that several screens say, made from figures by rules; never more than they allow."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dashboard.asking.view import View
from dashboard.scope.moments import Moments, Window
from dashboard.scope.waterfalls import PRESETS
from dashboard.texts import FEWEST_FOR_RATE, count, in_markdown, interval, percent, points, span

DAYS_A_WEEK = 7


def of_n(row: Mapping[str, Any]) -> str:
    """A rate with its interval and number; counts alone below ten."""
    if row["n"] < FEWEST_FOR_RATE:
        return f"{count(row['met'])} of {count(row['n'])}"
    return f"{percent(row['rate'])} ({interval(row['low'], row['high'])}), n {count(row['n'])}"


def leads(number: int) -> str:
    """1 lead, 12 leads."""
    return f"{count(number)} lead{'' if number == 1 else 's'}"


def enquiries(number: int) -> str:
    """1 enquiry, 12 enquiries: the tries at qualifying a lead, where one may have several."""
    return f"{count(number)} {'enquiry' if number == 1 else 'enquiries'}"


def mqls(number: int) -> str:
    """1 MQL, 12 MQLs."""
    return f"{count(number)} MQL{'' if number == 1 else 's'}"


def noun_at(stage: str) -> str:
    """What a rate from a stage is a share of: enquiries, MQLs; of a stage of a company's own, its cycles."""
    if stage == PRESETS["v1"].stages[0].name:
        return "enquiries"
    if any(stage == each.name for preset in PRESETS.values() for each in preset.stages):
        return f"{stage}s"
    return f"cycles at “{in_markdown(stage)}”"


def a_week_before(view: View) -> View:
    """The same look at the moment a week earlier."""
    return replace(view, as_of=view.days_before(view.as_of, DAYS_A_WEEK))


def days_of(view: Moments, window: Window) -> str:
    """17 Aug – 15 Nov 2026: the local days of a window."""
    return span(view.local(window.start), view.local(window.end))


def share_moved(
    what: str, now: Mapping[str, Any], before: Mapping[str, Any], moved: Mapping[str, Any], when: str
) -> str:
    """Whether a share moved by more than chance."""
    if min(now["n"], before["n"]) < FEWEST_FOR_RATE:
        return f"{what}: {count(now['met'])} of {count(now['n'])}; too few to compare with {when}."
    rates = f"{percent(before['rate'])} {when}, {percent(now['rate'])} now"
    band = f"95 % interval of the change: {points(moved['low'])} to {points(moved['high'])}"
    if moved["low"] <= 0 <= moved["high"]:
        return f"{what}: {rates}.\nChance alone can do that ({band})."
    return f"{what}: {rates}.\nMore than chance ({band})."
