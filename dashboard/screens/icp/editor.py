"""The boxes that change a profile: any criterion, its weight, tiers and coverage; criteria added and left out.

What is typed stands in the session under ``what-if-<version>-…`` and stays there while another criterion is shown.
"""

from typing import Any

import streamlit as st

from dashboard.asking.ask import ask
from dashboard.asking.view import View
from dashboard.screens.icp.draft import NUMBER_RULES, RANGE, Slot, drafted, prefix_of, slots_of, tiers_start
from dashboard.texts import in_markdown, plain
from icp.columns import KINDS, RULES_OF
from icp.document import Definition
from icp.errors import BadDocument
from icp.values import LONGEST

RULE_WORDS = {
    RANGE: "Is between", "one_of": "Is one of", "not_one_of": "Is none of", "matches": "Has the words of one of",
    "is_true": "Is yes",
}  # fmt: skip
MOST_VALUES = 200
STAYS: Any = {"persist_state": "page"}
CRITERION = "what-if"


def edited(view: View, base: Definition) -> Definition | None:
    """Draw the boxes and give what they say; None, with a sentence, where that is no definition."""
    slots = slots_of(base)
    by_name = {slot.name: slot for slot in slots}
    if st.session_state.get(CRITERION) not in by_name:  # it was of another version, or is no longer added
        st.session_state.pop(CRITERION, None)
    chosen = st.selectbox("Criterion", list(by_name), format_func=plain, key=CRITERION)
    if (slot := by_name.get(str(chosen))) is not None:
        _criterion_boxes(view, slot, is_last=sum(not each.values["gone"] for each in slots) == 1)
    _tier_boxes(base)
    _adding(base)
    try:
        profile = drafted(base)
    except BadDocument as error:
        st.error(in_markdown(error))
        profile = None
    if profile != base:
        st.button("Begin again", icon=":material/undo:", key="what-if-again", on_click=begin_again, args=(base,))
    return profile


def begin_again(base: Definition) -> None:
    """Forget what was typed."""
    for name in [str(key) for key in st.session_state if str(key).startswith(prefix_of(base))]:
        del st.session_state[name]


def _begin(key: str, start: dict[str, Any]) -> None:
    for box, value in start.items():
        st.session_state.setdefault(f"{key}-{box}", value)


def _criterion_boxes(view: View, slot: Slot, *, is_last: bool) -> None:
    _begin(slot.key, slot.start)
    left, right = st.columns(2, vertical_alignment="bottom")
    least = min(0.001, slot.start["weight"])
    with left:
        st.number_input("Weight", least, 1e6, step=1.0, key=f"{slot.key}-weight", **STAYS)
    with right:
        st.checkbox("A must", key=f"{slot.key}-required", **STAYS)
        is_gone = st.session_state[f"{slot.key}-gone"]
        st.checkbox("Leave it out", key=f"{slot.key}-gone", disabled=is_last and not is_gone, **STAYS)
    rules = list(dict.fromkeys(RANGE if rule in NUMBER_RULES else rule for rule in RULES_OF[slot.kind]))
    field = _field_words(slot.field)
    if len(rules) > 1:
        st.selectbox(field, rules, format_func=RULE_WORDS.__getitem__, key=f"{slot.key}-rule", **STAYS)
    else:
        st.caption(f"{field}: {RULE_WORDS[rules[0]].lower()}")
    rule = st.session_state[f"{slot.key}-rule"]
    if rule == RANGE:
        left, right = st.columns(2)
        with left:
            st.number_input("At least", key=f"{slot.key}-low", **STAYS)
        with right:
            st.number_input("At most", key=f"{slot.key}-high", **STAYS)
    elif rule != "is_true":
        _entries(view, slot, rule)


def _entries(view: View, slot: Slot, rule: str) -> None:
    """The entries of a rule that lists text or numbers: any can go, others can be chosen or typed in."""
    known = []
    if rule != "matches" and slot.kind == "text":
        known = [row["value"] for row in ask(view, "icp/field_values", field=slot.field, rows=MOST_VALUES).rows]
    offered = dict.fromkeys([*slot.start["entries"], *st.session_state[f"{slot.key}-entries"], *known])
    st.multiselect(
        f"{_field_words(slot.field)} {RULE_WORDS[rule].lower()}", list(offered), format_func=plain,
        accept_new_options=True, key=f"{slot.key}-entries", placeholder="Choose or type one",
        label_visibility="collapsed", **STAYS,
    )  # fmt: skip


def _tier_boxes(base: Definition) -> None:
    start = tiers_start(base)
    _begin(prefix_of(base), start)
    with st.expander("Tiers and coverage", key=f"{prefix_of(base)}tiers"):
        cells = st.columns(4)
        for cell, (box, label) in zip(
            cells, {":A": "A from", ":B": "B from", ":C": "C from", ":known": "Known from, %"}.items(), strict=True
        ):
            with cell:
                st.number_input(label, 0.0, 100.0, step=5.0, key=f"{prefix_of(base)}-{box}", **STAYS)
        st.caption("The fit from which a lead is in the tier; below the share known it has none.")


def _adding(base: Definition) -> None:
    prefix = prefix_of(base)
    with st.expander("Add a criterion", key=f"{prefix}adding"):
        st.text_input("Its name", key=f"{prefix}:name", max_chars=LONGEST, **STAYS)
        st.selectbox("What it asks of a lead", list(KINDS), format_func=_field_words, key=f"{prefix}:field", **STAYS)
        name = str(st.session_state[f"{prefix}:name"]).strip()
        taken = {slot.name for slot in slots_of(base)}
        if name in taken:
            st.caption("There is a criterion of that name.")
        st.button("Add", key=f"{prefix}:add", disabled=not name or name in taken, on_click=_add, args=(base,))


def _add(base: Definition) -> None:
    prefix = prefix_of(base)
    name, field = str(st.session_state[f"{prefix}:name"]).strip(), str(st.session_state[f"{prefix}:field"])
    added: dict[str, str] = st.session_state.get(f"{prefix}:added", {})
    st.session_state[f"{prefix}:added"] = added | {name: field}
    st.session_state[f"{prefix}:name"] = ""
    st.session_state[CRITERION] = name


def _field_words(field: str) -> str:
    return field.replace("_", " ").capitalize()
