"""Answers given before, kept within a bound: a server asks the same questions for everybody in the meeting."""

import threading
from collections.abc import Callable, Hashable
from contextlib import suppress
from typing import Any

from cachetools import LRUCache

KEPT_VALUES = 4_000_000


class Memory:
    """A bounded memory, the least recently used forgotten first; safe between threads.

    The bound is on values (cells of tables), not on answers: a list of records weighs what thousands of figures do.
    """

    def __init__(self, most: int = KEPT_VALUES) -> None:
        """Keep ``most`` values at most; what alone is larger is given, not kept."""
        self._kept = _kept(most)
        self._being_found: dict[Hashable, threading.Lock] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, find: Callable[[], Any], weight: Callable[[Any], int]) -> Any:
        """What is kept under ``key``, else what ``find`` finds, kept from now on; ``weight`` says its values.

        Whoever asks while it is being found waits for it: twenty people open the same screen when the meeting begins.
        """
        with self._lock:
            if key in self._kept:
                return self._kept[key][0]
            turn = self._being_found.setdefault(key, threading.Lock())
        with turn:
            with self._lock:
                if key in self._kept:
                    return self._kept[key][0]
            try:
                value = find()
                self._keep(key, value, weight(value))
            finally:
                with self._lock:
                    self._being_found.pop(key, None)
        return value

    def retire(self) -> None:
        """Forget all, and keep nothing from now on: what is kept would hold what asked for it, and that this."""
        with self._lock:
            self._kept = _kept(0)

    def _keep(self, key: Hashable, value: Any, heavy: int) -> None:
        with self._lock, suppress(ValueError):  # heavier than all that may be kept
            self._kept.setdefault(key, (value, heavy))


def _kept(most: int) -> LRUCache[Hashable, tuple[Any, int]]:
    return LRUCache(most, getsizeof=lambda answer: answer[1])
