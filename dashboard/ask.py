"""The one seam between a screen and a question: cached, sliced, with its receipt.

A view says what is looked at (generation, moment, windows, slice, definitions) and is the cache's key, so that
nobody is ever handed an answer to somebody else's slice. Knows no Streamlit: the command line asks the same way.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from dashboard.metrics.report import SECTIONS
from dashboard.metrics.section import Supported
from dashboard.receipts import Receipt
from dashboard.served import open_warehouse
from dashboard.view import Answer, View

__all__ = ["ahead", "ask", "open_warehouse", "receipt", "section"]

WEIGHT_OF_A_SECTION = 1_000
AT_ONCE = 2

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
