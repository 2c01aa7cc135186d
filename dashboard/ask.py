"""The one seam between a screen and a question: cached, sliced, with its receipt.

A view says what is looked at (generation, moment, windows, slice, definitions) and is the cache's key, so that
nobody is ever handed an answer to somebody else's slice. Knows no Streamlit: the command line asks the same way.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from dashboard.importing.generations import Generations
from dashboard.metrics.report import SECTIONS
from dashboard.metrics.section import Supported
from dashboard.receipts import Receipt
from dashboard.view import Answer, View
from dashboard.warehouse import Warehouse, current_generation

KEPT_GENERATIONS = 3
WEIGHT_OF_A_SECTION = 1_000
AT_ONCE = 2

_open: OrderedDict[tuple[Path, str], Warehouse] = OrderedDict()
_open_lock = threading.Lock()
_beside = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="ahead")


def ask(view: View, name: str, **extra: object) -> Answer:
    """The answer to ``queries/<name>.sql`` for this view, from memory when it was asked before."""
    return view.ask(name, **extra)


def section(view: View, name: str) -> Supported[Any]:
    """A whole section of the metric contract for this view, from memory when it was asked before."""
    found: Supported[Any] = view.warehouse.memory.get(
        (view, view.documents, "section", name), lambda: SECTIONS[name](view), lambda _: WEIGHT_OF_A_SECTION
    )
    return found


def ahead(find: Callable[..., object], *known: object) -> None:
    """Begin to find what a screen asks for further down while it still finds what stands at its top.

    Whoever asks for the same meanwhile waits for it, or finds it themselves when nobody has begun. What goes wrong is
    told to whoever asks.
    """
    _beside.submit(find, *known)


def receipt(view: View, name: str, **extra: object) -> Receipt:
    """The receipt of the answer ``ask`` gives."""
    return Receipt(ask(view, name, **extra), view, ask)


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
