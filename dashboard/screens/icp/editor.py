"""The boxes that change a profile: any criterion, its weight, tiers and coverage; criteria added and left out.

What is typed stands in the session under ``what-if-<version>-…`` and stays there while another criterion is shown.
"""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboard.asking.ask import ask
from dashboard.asking.view import View
from dashboard.texts import in_markdown, plain
from icp.columns import KINDS, RULES_OF, Kind
from icp.document import Criterion, Definition
from icp.errors import BadDocument
from icp.reading import checked
from icp.values import LONGEST

RANGE = "range"
"""Stands for ``at_least``, ``at_most`` and ``between``, which are one pair of boxes."""
NUMBER_RULES = ("at_least", "at_most", "between")
RULE_WORDS = {
    RANGE: "Is between", "one_of": "Is one of", "not_one_of": "Is none of", "matches": "Has the words of one of",
    "is_true": "Is yes",
}  # fmt: skip
MOST_VALUES = 200
STAYS: Any = {"persist_state": "page"}
START_WEIGHT = 1.0


@dataclass(frozen=True)
class Slot:
    """A criterion in the editor, ``criterion`` None where it was added there; ``key`` begins the keys of its boxes."""

    name: str
    field: str
    criterion: Criterion | None
    key: str

    @property
    def kind(self) -> Kind:
        """What its column holds."""
        return KINDS[self.field]

    @property
    def start(self) -> dict[str, Any]:
        """What its boxes hold before anything is typed."""
        criterion = self.criterion
        if criterion is None:
            rule = {"number": RANGE, "boolean": "is_true"}.get(self.kind, "one_of")
            return _boxes(rule) | {"weight": START_WEIGHT}
        between = criterion.between
        low = between.min if between else criterion.at_least
        high = between.max if between else criterion.at_most
        listed = criterion.one_of or criterion.not_one_of or criterion.matches or ()
        return {
            "weight": float(criterion.weight),
            "required": criterion.required,
            "gone": False,
            "rule": RANGE if criterion.rule in NUMBER_RULES else criterion.rule,
            "low": None if low is None else float(low),
            "high": None if high is None else float(high),
            "entries": [entry if isinstance(entry, str) else f"{entry:.15g}" for entry in listed],
        }

    @property
    def said(self) -> dict[str, Any]:
        """What they hold now."""
        return {box: st.session_state.get(f"{self.key}-{box}", start) for box, start in self.start.items()}


def edited(view: View, base: Definition) -> Definition | None:
    """Draw the boxes and give what they say; None, with a sentence, where that is no definition."""
    slots = _slots(base)
    by_name = {slot.name: slot for slot in slots}
    chosen = st.selectbox("Criterion", list(by_name), format_func=plain, key="what-if")
    if (slot := by_name.get(str(chosen))) is not None:
        _criterion_boxes(view, slot, is_last=sum(not each.said["gone"] for each in slots) == 1)
    _tier_boxes(base)
    _adding(base)
    try:
        found = checked(_table(base, slots), base.name)
    except BadDocument as error:
        st.error(in_markdown(error))
        found = None
    if found != base:
        st.button("Begin again", icon=":material/undo:", key="what-if-again", on_click=begin_again, args=(base,))
    return found


def begin_again(base: Definition) -> None:
    """Forget what was typed."""
    for name in [str(key) for key in st.session_state if str(key).startswith(_prefix(base))]:
        del st.session_state[name]


def _prefix(base: Definition) -> str:
    return f"what-if-{base.version}-"


def _slots(base: Definition) -> list[Slot]:
    own = [Slot(each.name, each.field, each, f"{_prefix(base)}{each.name}") for each in base.criteria]
    added: dict[str, str] = st.session_state.get(f"{_prefix(base)}:added", {})
    return own + [Slot(name, field, None, f"{_prefix(base)}{name}") for name, field in added.items()]


def _boxes(rule: str) -> dict[str, Any]:
    return {"weight": 0.0, "required": False, "gone": False, "rule": rule, "low": None, "high": None, "entries": []}


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
    field = slot.field.replace("_", " ").capitalize()
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
        RULE_WORDS[rule], list(offered), format_func=plain, accept_new_options=True, key=f"{slot.key}-entries",
        placeholder="Choose or type one", **STAYS,
    )  # fmt: skip


def _tier_boxes(base: Definition) -> None:
    start = _tiers_start(base)
    _begin(_prefix(base), start)
    with st.expander("Tiers and coverage", key=f"{_prefix(base)}tiers"):
        cells = st.columns(4)
        for cell, (box, label) in zip(
            cells, {":A": "A from", ":B": "B from", ":C": "C from", ":known": "Known, %"}.items(), strict=True
        ):
            with cell:
                st.number_input(label, 0.0, 100.0, step=5.0, key=f"{_prefix(base)}-{box}", **STAYS)
        st.caption("The fit from which a lead is in the tier; below the share known it has none.")


def _tiers_start(base: Definition) -> dict[str, Any]:
    tiers = {f":{tier}": float(fit) for tier, fit in base.tiers.model_dump().items()}
    return tiers | {":known": round(base.min_coverage * 100, 6)}


def _adding(base: Definition) -> None:
    prefix = _prefix(base)
    with st.expander("Add a criterion", key=f"{prefix}adding"):
        st.text_input("Its name", key=f"{prefix}:name", max_chars=LONGEST, **STAYS)
        st.selectbox("What it asks of a lead", list(KINDS), format_func=_field_words, key=f"{prefix}:field", **STAYS)
        name = str(st.session_state[f"{prefix}:name"]).strip()
        taken = {slot.name for slot in _slots(base)}
        if name in taken:
            st.caption("There is a criterion of that name.")
        st.button("Add", key=f"{prefix}:add", disabled=not name or name in taken, on_click=_add, args=(base,))


def _add(base: Definition) -> None:
    prefix = _prefix(base)
    name, field = str(st.session_state[f"{prefix}:name"]).strip(), str(st.session_state[f"{prefix}:field"])
    added: dict[str, str] = st.session_state.get(f"{prefix}:added", {})
    st.session_state[f"{prefix}:added"] = added | {name: field}
    st.session_state[f"{prefix}:name"] = ""
    st.session_state["what-if"] = name


def _field_words(field: str) -> str:
    return field.replace("_", " ").capitalize()


def _table(base: Definition, slots: list[Slot]) -> dict[str, Any]:
    """The document that the boxes say; raises BadDocument where one of them needs something."""
    prefix = _prefix(base)
    said = {box: st.session_state.get(f"{prefix}-{box}", start) for box, start in _tiers_start(base).items()}
    changes: dict[str, Any] = {"criteria": [_criterion(slot) for slot in slots if not slot.said["gone"]]}
    if said != _tiers_start(base):
        changes["tiers"] = {tier: said[f":{tier}"] for tier in ("A", "B", "C")}
        changes["min_coverage"] = said[":known"] / 100
    return base.model_dump(exclude_none=True) | changes


def _criterion(slot: Slot) -> dict[str, Any]:
    said = slot.said
    if slot.criterion is not None and said == slot.start:
        return slot.criterion.model_dump(exclude_none=True)
    rule = _rule(slot, said)
    return {"name": slot.name, "field": slot.field, "weight": said["weight"], "required": said["required"]} | rule


def _rule(slot: Slot, said: dict[str, Any]) -> dict[str, Any]:
    rule, low, high = said["rule"], said["low"], said["high"]
    if rule == "is_true":
        return {"is_true": True}
    if rule != RANGE:
        if not said["entries"]:
            raise BadDocument([f'A list needs an entry; choose one for "{slot.name}", or leave it out.'])
        return {rule: said["entries"] if slot.kind == "text" else [_number(entry) for entry in said["entries"]]}
    if low is not None and high is not None:
        return {"between": {"min": low, "max": high}}
    if low is None and high is None:
        raise BadDocument([f'A range needs an end; give "{slot.name}" a least or a most, or leave it out.'])
    return {"at_least": low} if high is None else {"at_most": high}


def _number(entry: str) -> float:
    try:
        return float(entry)
    except ValueError:
        raise BadDocument([f'"{entry}" is no number; this list holds numbers.']) from None
