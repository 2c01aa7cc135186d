"""Whether the values of a slice are in the data at all: a misspelt one would answer 0 for nobody."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from dashboard.asking.view import View
from dashboard.errors import BadInput
from dashboard.scope.slices import NONE
from dashboard.warehouse.values import values_of, values_there
from icp.scoring import TIERS

NEAR = 3


@dataclass(frozen=True)
class AbsentValue:
    """A value of a slice that nothing in the generation has, with the values most like it.

    ``is_alone``: no other value of its field is there either, so the slice names nobody.
    """

    field: str
    value: str
    near: tuple[str, ...]
    is_alone: bool

    def __str__(self) -> str:
        """The sentence about it."""
        field = self.field.replace("_", " ")
        if self.near:
            return f'There is no {field} "{self.value}"; nearest: {_quoted(self.near)}.'
        return f'There is no {field} "{self.value}" in the data.'


def _quoted(values: tuple[str, ...]) -> str:
    return ", ".join(f'"{value}"' for value in values)


def absent_values(view: View) -> Iterator[AbsentValue]:
    """The values of the view's slice that no lead, deal or spend of the generation has, now or before."""
    for field, values in view.slice.filters:
        known = _known(view, field)
        if known is None:
            there = values_there(view.warehouse, field, values)
            missing = [value for value in values if value != NONE and value not in there]
            known = values_of(view.warehouse, field) if missing else []
        else:
            missing = [value for value in values if value != NONE and value not in known]
        for value in missing:
            yield AbsentValue(field, value, _near(value, known), is_alone=len(missing) == len(values))


def refuse_nobody(view: View) -> list[str]:
    """A sentence for each value of the slice that is not in the data; BadInput where a field has none that is."""
    sentences = []
    for absent in absent_values(view):
        if absent.is_alone:
            move = "" if absent.near else " Write one that is, or leave the filter out."
            raise BadInput(f"--slice: {absent}{move}")
        sentences.append(str(absent))
    return sentences


def _known(view: View, field: str) -> list[str] | None:
    """The values of a field that is computed and not read; None of a column."""
    if field == "segment":
        return [segment.name for segment in view.settings.segments]
    return list(TIERS) if field == "icp_tier" else None


def _near(value: str, known: list[str]) -> tuple[str, ...]:
    folded: dict[str, str] = {}
    for each in known:
        folded.setdefault(each.casefold(), each)
    close = get_close_matches(value.strip().casefold(), folded, NEAR, cutoff=0.6)
    holding = [each for each in folded if len(value) > 2 and value.casefold() in each and each not in close]
    return tuple(folded[each] for each in (*close, *holding)[:NEAR])
