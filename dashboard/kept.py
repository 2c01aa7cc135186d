"""Tables made once from a generation and read by many questions: what no slice narrows, at one moment."""

import re
import threading
import time
from collections import OrderedDict
from collections.abc import Mapping

import duckdb

KEPT_TABLES = 12
IN_USE_SECONDS = 60.0
PARAMETER = re.compile(r"\$([a-z_]\w*)")


class KeptTables:
    """Tables in memory by the text and the values that made them; the least recently asked for go first."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Make tables in the memory of ``connection``, which has the generation attached."""
        self._connection = connection
        self._asked: OrderedDict[tuple[str, str], tuple[str, float]] = OrderedDict()
        self._made = 0
        self._lock = threading.Lock()

    def name_of(self, text: str, known: Mapping[str, object]) -> str:
        """The table of what ``text`` selects with the values of ``known`` it binds, made when first asked for."""
        bound = {name: known[name] for name in parameters_of(text)}
        key = (text, repr(sorted(bound.items())))
        with self._lock:
            name = self._asked[key][0] if key in self._asked else self._make(text, bound)
            self._asked[key] = name, time.monotonic()
            self._asked.move_to_end(key)
            self._forget()
            return name

    def _make(self, text: str, bound: Mapping[str, object]) -> str:
        self._made += 1
        name = f"memory.main.kept_{self._made}"
        with self._connection.cursor() as cursor:
            cursor.execute(f"create table {name} as {text}", dict(bound))
        return name

    def _forget(self) -> None:
        """Drop what is over the bound, unless a question may still be reading it."""
        while len(self._asked) > KEPT_TABLES:
            key, (name, asked_at) = next(iter(self._asked.items()))
            if time.monotonic() - asked_at < IN_USE_SECONDS:
                return
            del self._asked[key]
            with self._connection.cursor() as cursor:
                cursor.execute(f"drop table {name}")


def parameters_of(text: str) -> set[str]:
    """The parameters a text binds; those only its comments mention are none."""
    code = "\n".join(line.partition("--")[0] for line in text.splitlines())
    return set(PARAMETER.findall(code))
