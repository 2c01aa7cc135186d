"""What the imported data supports, figure by figure, and what is missing for the rest."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from dashboard.asking.view import View
from dashboard.metrics.recorded import missing_columns
from dashboard.metrics.report import SECTIONS
from dashboard.metrics.section import Supported

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
TALLIES = frozenset({"waterfall.stray_exits", "waterfall.unplaced", "response.day_only", "pipeline.no_amount"})
"""Figures of which 0 is good news and no sign that there was nothing to count."""


@dataclass(frozen=True)
class SupportLine:
    """One figure: what it means, and the sentence of what is missing (None when it is supported).

    ``is_empty``: the data supports it, and nothing in the window looked at feeds it. ``is_partial``: only a part of
    it is missing.
    """

    figure: str
    meaning: str
    missing: str | None
    is_empty: bool = False
    is_partial: bool = False

    @property
    def state(self) -> str:
        """``ok``, ``empty``, ``partly`` or ``missing``."""
        if self.missing:
            return "partly" if self.is_partial else "missing"
        return "empty" if self.is_empty else "ok"


def _computed(view: View, name: str) -> Supported[Any]:
    return SECTIONS[name](view)


def support(view: View, section: Callable[[View, str], Supported[Any]] = _computed) -> list[SupportLine]:
    """Every figure of the metric contract in its order; a missing one comes with its sentence.

    ``section`` gives a section by name: whoever remembers answers hands in their own.
    """
    lines = []
    for name in SECTIONS:
        supported = section(view, name)
        for figure, value in _figures(supported.section).items():
            path = f"{name}.{figure}"
            is_empty = path not in TALLIES and _says_nothing(value)
            missing = _missing(supported.unsupported, path, value)
            lines.append(
                SupportLine(
                    path, MEANINGS[name], missing, is_empty, is_partial=bool(missing) and not _says_nothing(value)
                )
            )
    return lines


def lacks(view: View) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Each sentence of what is missing, with the figures that stay empty for it and the columns that would fill them.

    What most figures wait for comes first.
    """
    waiting: dict[str, list[str]] = {}
    for line in support(view):
        if line.missing:
            waiting.setdefault(line.missing, []).append(line.figure)
    columns = missing_columns(view)
    gaps = [(why, tuple(figures), columns.get(why, ())) for why, figures in waiting.items()]
    return sorted(gaps, key=lambda lack: -len(lack[1]))


def gaps(view: View) -> list[str]:
    """A sentence for each table or column a file of the import feeds of which not one value could be used."""
    about = view.warehouse.generation
    rows = view.ask(
        "data/gaps",
        filled_tables=sorted(about.tables),
        filled_columns=sorted(f"{table}.{column}" for table, columns in about.columns.items() for column in columns),
    ).rows
    return [_gap(row) for row in rows]


def _gap(row: Mapping[str, Any]) -> str:
    why = f" ({row['records']:,} × {row['reason']})" if row["records"] else ""
    if row["column_name"]:
        return f"{row['table_name']}.{row['column_name']}: not one of its values could be read{why}."
    return f"{row['table_name']}: fed by {', '.join(row['files'])}, and not one row was loaded{why}."


def _figures(part: BaseModel) -> dict[str, Any]:
    """A section's figures by name, as the JSON has them."""
    fields = {name: field for name, field in type(part).model_fields.items() if not field.exclude}
    return {field.serialization_alias or name: getattr(part, name) for name, field in fields.items()}


def _says_nothing(value: object) -> bool:
    """Whether a figure holds nothing but nulls and zeros."""
    if isinstance(value, BaseModel):
        return all(_says_nothing(each) for each in _figures(value).values())
    if isinstance(value, Mapping):
        return all(_says_nothing(each) for each in value.values())
    if isinstance(value, list):
        return all(_says_nothing(each) for each in value)
    return value is None or value == 0 or isinstance(value, str)


def _missing(unsupported: Mapping[str, Any], path: str, value: object) -> str | None:
    """The sentence of the figure itself, of its section, or of a part of it."""
    own = unsupported.get(path) or (unsupported.get(path.partition(".")[0]) if value is None else None)
    if own:
        return str(own)
    parts = [str(why) for known, why in unsupported.items() if known.startswith(f"{path}.")]
    return parts[0] if parts else None
