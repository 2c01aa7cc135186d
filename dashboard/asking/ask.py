"""The one seam between whoever shows a figure and its question: cached, sliced, with its receipt.

A view says what is looked at (generation, moment, windows, slice, definitions) and is the cache's key, so that
nobody is ever handed an answer to somebody else's slice. Knows no Streamlit: the command line asks the same way.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from dashboard.asking.answer import Answer
from dashboard.asking.receipts import Receipt
from dashboard.asking.view import View
from dashboard.warehouse.served import open_past, open_warehouse

__all__ = ["ahead", "ask", "open_past", "open_warehouse", "receipt"]

AT_ONCE = 2

_pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="ahead")


def ask(view: View, name: str, **extra: object) -> Answer:
    """The answer to ``queries/<name>.sql`` for this view, from memory when it was asked before."""
    return view.ask(name, **extra)


def ahead(find: Callable[..., object], /, *known: Any, **options: Any) -> None:
    """Begin to find what a screen asks for further down while it still finds what stands at its top.

    Whoever asks for the same meanwhile waits for it, or finds it themselves when nobody has begun. What goes wrong is
    told to whoever asks. ``find`` runs in a thread that knows neither a session nor its address.
    """
    _pool.submit(find, *known, **options)


def receipt(view: View, name: str, **extra: object) -> Receipt:
    """The receipt of the answer ``ask`` gives."""
    return Receipt(ask(view, name, **extra), view, ask)
