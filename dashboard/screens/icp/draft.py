"""What the editor's boxes say of a profile, read from the session: each criterion, tiers and coverage."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from icp.columns import KINDS, Kind
from icp.document import Criterion, Definition
from icp.errors import BadDocument
from icp.reading import checked

RANGE = "range"
"""Stands for ``at_least``, ``at_most`` and ``between``, which are one pair of boxes."""
NUMBER_RULES = ("at_least", "at_most", "between")
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
    def values(self) -> dict[str, Any]:
        """What they hold now."""
        return {box: st.session_state.get(f"{self.key}-{box}", start) for box, start in self.start.items()}


def prefix_of(base: Definition) -> str:
    """How the keys of the boxes of a version begin."""
    return f"what-if-{base.version}-"


def slots_of(base: Definition) -> list[Slot]:
    """Its criteria, those left out too, then those that were added."""
    own = [Slot(each.name, each.field, each, f"{prefix_of(base)}{each.name}") for each in base.criteria]
    added: dict[str, str] = st.session_state.get(f"{prefix_of(base)}:added", {})
    return own + [Slot(name, field, None, f"{prefix_of(base)}{name}") for name, field in added.items()]


def tiers_start(base: Definition) -> dict[str, Any]:
    """What the boxes of tiers and coverage hold before anything is typed."""
    tiers = {f":{tier}": float(fit) for tier, fit in base.tiers.model_dump().items()}
    return tiers | {":known": round(base.min_coverage * 100, 6)}


def drafted(base: Definition) -> Definition:
    """The profile that the boxes say; raises BadDocument where it is none, or one of them needs something."""
    prefix, start = prefix_of(base), tiers_start(base)
    values = {box: st.session_state.get(f"{prefix}-{box}", value) for box, value in start.items()}
    changes: dict[str, Any] = {
        "criteria": [_criterion(slot) for slot in slots_of(base) if not slot.values["gone"]],
        "tiers": {tier: values[f":{tier}"] for tier in ("A", "B", "C")},
    }
    if values[":known"] != start[":known"]:
        changes["min_coverage"] = values[":known"] / 100
    return checked(base.model_dump(exclude_none=True) | changes, base.name)


def _criterion(slot: Slot) -> dict[str, Any]:
    values = slot.values
    if slot.criterion is not None and values == slot.start:
        return slot.criterion.model_dump(exclude_none=True)
    rule = _rule(slot, values)
    return {"name": slot.name, "field": slot.field, "weight": values["weight"], "required": values["required"]} | rule


def _rule(slot: Slot, values: dict[str, Any]) -> dict[str, Any]:
    rule, low, high = values["rule"], values["low"], values["high"]
    if rule == "is_true":
        return {"is_true": True}
    if rule != RANGE:
        if not values["entries"]:
            raise BadDocument([f'A list needs an entry; choose one for "{slot.name}", or leave it out.'])
        return {rule: values["entries"] if slot.kind == "text" else [_number(entry) for entry in values["entries"]]}
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


def _boxes(rule: str) -> dict[str, Any]:
    return {"weight": 0.0, "required": False, "gone": False, "rule": rule, "low": None, "high": None, "entries": []}
