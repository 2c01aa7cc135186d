"""The one seam between a screen and a question: cached, sliced, with its receipt.

A view says what is looked at (generation, moment, windows, slice, definitions) and is the cache's key, so that
nobody is ever handed an answer to somebody else's slice. Knows no Streamlit: the command line asks the same way.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from dashboard.importing.generations import Generations
from dashboard.metrics.report import SECTIONS
from dashboard.metrics.section import Supported
from dashboard.view import Answer, View
from dashboard.warehouse import Warehouse, current_generation

KEPT_ANSWERS = 1_000
KEPT_GENERATIONS = 3
OF_DEALS = frozenset({"deals", "deal_spells", "open_deals"})
OF_LEADS = frozenset({"cycles", "leads", "stage_entries", "waterfall_cycles"})


class _Kept:
    """A bounded memory of answers, the least recently used forgotten first; safe between threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, find: Callable[[], Any]) -> Any:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        found = find()
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return found


_answers = _Kept(KEPT_ANSWERS)
_open: OrderedDict[tuple[Path, str], Warehouse] = OrderedDict()
_open_lock = threading.Lock()


@dataclass(frozen=True)
class Receipt:
    """What stands behind a figure: the question, its words, how many records are in and out, and the SQL."""

    answer: Answer
    view: View

    @cached_property
    def population(self) -> Sequence[tuple[str, str]]:
        """How many of which records are in and left out, and the reason: cycles of the question's window, or deals."""
        relations = self.answer.query.relations
        if relations & OF_DEALS and not relations & OF_LEADS:
            return [(f"{row['deals']:,} deals", row["reason"]) for row in ask(self.view, "receipt/deals").rows]
        window = "conversion_" if "conversion_from" in self.answer.query.parameters else ""
        start, end = self.answer.parameters.get(f"{window}from"), self.answer.parameters.get(f"{window}to")
        if start is None or end is None:
            return ()
        rows = ask(self.view, "receipt/population", window_from=start, window_to=end).rows
        return [(f"{row['cycles']:,} cycles", row["reason"]) for row in rows]


def ask(view: View, name: str, **extra: object) -> Answer:
    """The answer to ``queries/<name>.sql`` for this view, from memory when it was asked before."""
    key = (view, name, tuple(sorted((option, _hashable(value)) for option, value in extra.items())))
    return _answers.get(key, lambda: view.ask(name, **extra))  # type: ignore[no-any-return]


def section(view: View, name: str) -> Supported[Any]:
    """A whole section of the metric contract for this view, from memory when it was asked before."""
    return _answers.get((view, "section", name), lambda: SECTIONS[name](view))  # type: ignore[no-any-return]


def receipt(view: View, name: str, **extra: object) -> Receipt:
    """The receipt of the answer ``ask`` gives."""
    return Receipt(ask(view, name, **extra), view)


def open_warehouse(folder: Path) -> Warehouse:
    """The current generation of the warehouse, opened once; a new one shows at the next call.

    When its bytes are no longer those that were published, the newest that is whole is opened instead. The last few
    stay open for screens still reading them.
    """
    name = current_generation(folder)
    with _open_lock:
        if (folder, name) not in _open:
            generations = Generations(folder)
            whole = name if generations.is_whole(name) else generations.newest_whole()
            _open[folder, name] = Warehouse(folder, whole)
            while len(_open) > KEPT_GENERATIONS:
                _open.popitem(last=False)[1].close()
        _open.move_to_end((folder, name))
        return _open[folder, name]


def stands_in(warehouse: Warehouse) -> bool:
    """Whether this generation is served because a newer one is damaged."""
    with _open_lock:
        return any(opened is warehouse and name != opened.generation.id for (_, name), opened in _open.items())


def _hashable(value: object) -> Hashable:
    return tuple(value) if isinstance(value, list) else value
