"""What the prelude computes of a row, as text with the parameters it binds: a filter of the slice, the segment."""

from collections.abc import Sequence

from dashboard.scope.settings import Segment
from dashboard.scope.slices import NONE, compared

Bound = dict[str, object]


def filter_clause(column: str, values: Sequence[str]) -> tuple[str, Bound]:
    """One filter: the column as text among the chosen values, ``(none)`` standing for null.

    ``list_contains`` judges each distinct text of a block once: half the time of ``in``, or of a join.
    """
    value, chosen = compared(column, values)
    clause = f"list_contains($slice_{column}, coalesce(cast({value} as varchar), '{NONE}'))"
    return clause, {f"slice_{column}": chosen}


def segment_clause(segments: Sequence[Segment]) -> tuple[str, Bound]:
    """The company-size band, by the settings' bounds."""
    cases = []
    bound: Bound = {}
    for number, band in enumerate(segments):
        bound[f"segment_{number}"] = band.name
        if band.below is None:
            cases.append(f"else $segment_{number}")
        else:
            bound[f"segment_{number}_below"] = band.below
            cases.append(f"when employees < $segment_{number}_below then $segment_{number}")
    return f"case when employees is null then null {' '.join(cases)} end", bound
