"""One question asked by its name: the rows, and what stands behind them."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from dashboard.asking.ask import receipt
from dashboard.asking.following import left_out, refuse_whole
from dashboard.asking.view import View
from dashboard.errors import BadInput
from dashboard.metrics.recorded import unmet, unmet_parts, without
from dashboard.warehouse.catalogue import Query, catalogue


def questions() -> list[str]:
    """A line for each question there is: its name, and what it asks."""
    return [f"{name:<36} {query.question}" for name, query in catalogue().items()]


def values_of(texts: Iterable[str]) -> dict[str, Any]:
    """Values by parameter from ``NAME=VALUE``, each read as JSON where it is any, else as text."""
    values: dict[str, Any] = {}
    for text in texts:
        name, mark, value = text.partition("=")
        if not mark or not name:
            raise BadInput(f'--set "{text}" gives no value; write NAME=VALUE.')
        try:
            values[name.removeprefix("$")] = json.loads(value)
        except ValueError:
            values[name.removeprefix("$")] = value
    return values


def answer_of(view: View, name: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The rows of a question and its receipt, for JSON, with what of it does not follow the slice, if anything.

    What the data does not support is null, or no row where it is the whole answer; ``unsupported`` says why, by column,
    by rows (``stage=MQL``) or by the question's name. Raises BadInput for what it does not know or still needs, and for
    a slice that would change nothing of it.
    """
    refuse_whole(view, name)
    notes = left_out(view, name)
    behind = receipt(view, name, **values)
    query, table = behind.answer.query, behind.answer.table
    unsupported = _unsupported(view, query)
    return {
        "question": query.name,
        "title": query.title,
        "asks": query.question,
        "grain": query.grain,
        "caveat": query.caveat,
        "as_of": view.local(view.as_of).isoformat(),
        "generation": view.warehouse.generation.id,
        "slice": view.slice.chosen(),
        "columns": query.columns,
        "rows": [] if name in unsupported else without(table.rows, unsupported),
        "unsupported": unsupported,
        "population": [{"records": records, "reason": reason} for records, reason in behind.population],
        "bound": [{"name": each, "value": value, "meaning": words} for each, value, words in behind.bound],
        "relations": dict(behind.definitions),
        "sql": behind.answer.sql,
    } | {
        name: value
        for name, value in {"translated": behind.answer.table.translated, "slice_notes": notes}.items()
        if value
    }


def _unsupported(view: View, query: Query) -> dict[str, str]:
    """Why the data gives no answer, by the question's name, or else why not these parts of it."""
    why = unmet(view, query.name)
    return {query.name: why} if why else unmet_parts(view, query.name)
