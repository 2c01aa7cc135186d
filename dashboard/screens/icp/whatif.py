"""What changing one criterion of the shared ICP would do: leads, precision, recall and tiers, before and after."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard.asking.ask import ask
from dashboard.asking.view import View
from dashboard.findings.about import of_mature
from dashboard.screens.drawers import MOST_RECORDS, drawer, opening_table
from dashboard.screens.evidence import behind
from dashboard.screens.frame import HALF
from dashboard.screens.headings import heading
from dashboard.screens.icp.words import SAME_DEALS, is_same_deals
from dashboard.texts import FEWEST_FOR_RATE, count, in_markdown, interval, percent, plain
from icp.document import Criterion, Definition
from icp.errors import BadDocument
from icp.whatif import with_criterion, without_criterion

FIGURES = {"inside": "Leads in the profile", "precision": "Precision", "recall": "Recall"}
NUMBER_RULES = ("at_least", "at_most", "between")
LIST_RULES = {"one_of": "Is one of", "not_one_of": "Is none of", "matches": "Has the words of one of"}
MOST_VALUES = 200
MEANING = (
    "In the profile: tier A or B. Precision: of these, the share won. Recall: of the leads won, the share in the "
    "profile. In brackets the 95 % interval. Lift: the tier's SQL rate over that of all. Click a tier for the leads "
    "that come in or leave."
)


def what_if(view: View, definition: Definition) -> None:
    """One criterion changed, nothing saved: what it does to the leads of the window."""
    heading("What if one criterion were different?", of_mature(view))
    if not (view.has("deals") or view.has("lead_events")):
        st.info("Nothing says which leads were won, so a change cannot be judged.")
        return
    halves = st.grid(2, min_column_width=HALF, gap="large")
    with halves.cell():
        changed = _tried(view, definition)
        st.caption(MEANING + (f" {SAME_DEALS}" if is_same_deals(view, definition) else ""))
    if changed is None:
        return
    with halves.cell():
        _before_and_after(view, definition, changed)


def _tried(view: View, definition: Definition) -> Definition | None:
    """The definition with one criterion as the boxes say; None with a sentence where that is no definition."""
    names = [criterion.name for criterion in definition.criteria]
    criterion = definition.criterion(str(st.selectbox("Criterion", names, format_func=plain, key="what-if")))
    if criterion is None:
        return None
    try:
        return _changed(view, definition, criterion)
    except BadDocument as error:
        st.error(in_markdown(error))
        return None


def _before_and_after(view: View, definition: Definition, changed: Definition) -> None:
    """What the change does to the leads of the window; a tier opens into those that come in or leave."""
    now, tried = replace(view, trial=definition), replace(view, trial=changed)
    before, after = (ask(each, "icp/picking").one() for each in (now, tried))
    moves = ask(tried, "icp/tier_moves").rows
    st.markdown(
        "Nothing is changed yet."
        if changed == definition
        else f"**{count(moves[0]['moved'])} of {count(after['leads'])} leads change tier.** Nothing is saved."
    )
    rows = [_row(words, key, before, after) for key, words in FIGURES.items()]
    st.dataframe(rows, hide_index=True, height="content", alt="Before and after the change")
    place = opening_table(
        _tiers(moves, ask(now, "icp/tiers").rows, ask(tried, "icp/tiers").rows),
        "tier-moves",
        "Leads, SQL rate and lift of each tier before and after the change",
        height="content",
        column_config={"Tier": st.column_config.TextColumn(width=80)},
    )
    behind(tried, "icp/picking", [{"profile": "before"} | before, {"profile": "after"} | after])
    if place is not None:
        move = moves[place]
        tier, total = move["tier"], move["crossing"]
        drawer(f"Leads into and out of tier {tier}", tried, "icp/moved_leads", total, tier=tier, rows=MOST_RECORDS)


def _changed(view: View, definition: Definition, criterion: Criterion) -> Definition:
    """The definition with what the boxes say; raises BadDocument."""
    key = f"what-if-{definition.version}-{criterion.name}"
    left, right = st.columns(2, vertical_alignment="bottom")
    with left:
        weight = st.number_input(
            "Weight", min(0.001, criterion.weight), 1e6, float(criterion.weight), 1.0, key=f"{key}-weight"
        )
    with right:
        required = st.checkbox("A must", criterion.required, key=f"{key}-required")
        gone = st.checkbox("Leave it out", key=f"{key}-gone", disabled=len(definition.criteria) == 1)
    changes: dict[str, Any] = {"weight": weight, "required": required}
    if criterion.rule in NUMBER_RULES:
        changes |= _range(criterion, key)
    elif criterion.rule in LIST_RULES:
        changes |= _entries(view, criterion, key)
    if gone:
        return without_criterion(definition, criterion.name)
    return with_criterion(definition, criterion.name, **changes)


def _range(criterion: Criterion, key: str) -> dict[str, Any]:
    """The ends of a rule about a number; an end left empty is open."""
    between = criterion.between
    low = between.min if between else criterion.at_least
    high = between.max if between else criterion.at_most
    left, right = st.columns(2)
    with left:
        low = st.number_input("At least", value=None if low is None else float(low), key=f"{key}-low")
    with right:
        high = st.number_input("At most", value=None if high is None else float(high), key=f"{key}-high")
    if low is not None and high is not None:
        return {"between": {"min": low, "max": high}}
    if low is None and high is None:
        return {}
    return {"at_least": low} if high is None else {"at_most": high}


def _entries(view: View, criterion: Criterion, key: str) -> dict[str, Any]:
    """The entries of a rule that lists text or numbers: any can go, others can be chosen or typed in."""
    rule = criterion.rule
    now = [entry if isinstance(entry, str) else f"{entry:g}" for entry in getattr(criterion, rule)]
    known = []
    if rule != "matches" and criterion.kind == "text":
        known = [row["value"] for row in ask(view, "icp/field_values", field=criterion.field, rows=MOST_VALUES).rows]
    chosen = st.multiselect(
        LIST_RULES[rule], list(dict.fromkeys([*now, *known])), now, format_func=plain, accept_new_options=True,
        key=f"{key}-entries", placeholder="Choose or type one",
    )  # fmt: skip
    if not chosen:
        raise BadDocument(["A list needs an entry; choose one, or leave the criterion out."])
    return {rule: chosen if criterion.kind == "text" else [_number(entry) for entry in chosen]}


def _number(entry: str) -> float:
    try:
        return float(entry)
    except ValueError:
        raise BadDocument([f'"{entry}" is no number; this list holds numbers.']) from None


def _tiers(
    moves: Sequence[Mapping[str, Any]], before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Each tier with its leads, SQL rate and lift before → after."""
    was, will = ({row["tier"]: row for row in rows} for rows in (before, after))
    return [
        {
            "Tier": move["tier"],
            "Leads": f"{count(move['before'])} → {count(move['after'])}",
            "Come in": move["moved_in"],
            "Leave": move["moved_out"],
            "SQL rate": f"{_rate(was.get(move['tier']))} → {_rate(will.get(move['tier']))}",
            "Lift": f"{_lift(was.get(move['tier']))} → {_lift(will.get(move['tier']))}",
        }
        for move in moves
    ]


def _rate(tier: Mapping[str, Any] | None) -> str:
    if tier is None or tier["sql_mature"] < FEWEST_FOR_RATE:
        return "–"
    return percent(tier["sql_rate"])


def _lift(tier: Mapping[str, Any] | None) -> str:
    if tier is None or tier["sql_mature"] < FEWEST_FOR_RATE or tier["lift"] is None:
        return "–"
    return f"{tier['lift']:.1f}×"


def _row(words: str, key: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, str]:
    return {"Figure": words, "Before": _said(key, before), "After": _said(key, after)}


def _said(key: str, row: Mapping[str, Any]) -> str:
    """A number of leads, or a share with its interval; of fewer than ten leads the counts alone."""
    if key == "inside":
        return count(row["inside"])
    of = row["inside"] if key == "precision" else row["won"]
    if of < FEWEST_FOR_RATE:
        return f"{count(row['inside_won'])} of {count(of)}"
    return f"{percent(row[key])} ({interval(row[f'{key}_low'], row[f'{key}_high'])})"
