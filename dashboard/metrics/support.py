"""What the imported data supports, figure by figure, and what is missing for the rest."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from dashboard.metrics.report import SECTIONS
from dashboard.metrics.section import Supported
from dashboard.view import View

MEANINGS = {
    "waterfall": "the demand waterfall: stages, conversions, fates",
    "response": "how long buyers wait for an answer",
    "disagreement": "whether marketing and sales agree on a lead",
    "icp": "how leads fit the shared ideal-customer profile",
    "pipeline": "open value, win rate, velocity and the week's bridge",
    "stalled": "deals that have stopped, and why",
    "money": "costs, waste, churn and incentives",
    "changes": "what changed, and whether it is more than noise",
}


@dataclass(frozen=True)
class Line:
    """One figure: what it means, and the sentence of what is missing (None when it is supported)."""

    figure: str
    meaning: str
    missing: str | None


def _computed(view: View, name: str) -> Supported[Any]:
    return SECTIONS[name](view)


def support(view: View, section: Callable[[View, str], Supported[Any]] = _computed) -> list[Line]:
    """Every figure of the metric contract in its order; a missing one comes with its sentence.

    ``section`` gives a section by name: whoever remembers answers hands in their own.
    """
    lines = []
    for name in SECTIONS:
        found = section(view, name)
        for figure in _figures(found.section):
            path = f"{name}.{figure}"
            lines.append(Line(path, MEANINGS[name], _missing(found.unsupported, path)))
    return lines


def _figures(part: BaseModel) -> list[str]:
    """The names of a section's figures, as the JSON has them."""
    return [field.serialization_alias or name for name, field in type(part).model_fields.items()]


def _missing(unsupported: Mapping[str, Any], path: str) -> str | None:
    """The sentence of the figure itself, of its section, or of a part of it."""
    own = unsupported.get(path) or unsupported.get(path.partition(".")[0])
    if own:
        return str(own)
    parts = [str(why) for known, why in unsupported.items() if known.startswith(f"{path}.")]
    return parts[0] if parts else None
