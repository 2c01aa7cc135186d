"""Tables made once from a generation and read by many questions: what no slice narrows, at one moment."""

import re
import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count

from dashboard.warehouse.engine import Engine, Statement

KEPT_TABLES = 24
PARAMETER = re.compile(r"\$([a-z_]\w*)")


@dataclass
class _Kept:
    readers: int = 0
    name: str | None = None
    turn: threading.Lock = field(default_factory=threading.Lock)
    """Held by whoever makes it: others that want it wait for them, and nobody else does."""


class KeptTables:
    """Tables by the text and the values that made them; the least recently read go first."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._kept: OrderedDict[tuple[str, str], _Kept] = OrderedDict()
        self._numbers = count(1)
        self._lock = threading.Lock()

    @contextmanager
    def read(self, texts: Mapping[str, str], known: Mapping[str, object]) -> Iterator[Mapping[str, str]]:
        """The names of the tables of what ``texts`` select, made when first asked for, there until the block ends.

        A text names another before it as ``{its name}``, and so does the mapping that comes back.
        """
        names: dict[str, str] = {}
        read: list[_Kept] = []
        try:
            for relation, text in texts.items():
                statement = _statement(named(text, names), known)
                read.append(self._of(statement))
                names[f"{{{relation}}}"] = self._made(read[-1], statement)
            yield names
        finally:
            if read:
                with self._lock:
                    for table in read:
                        table.readers -= 1
                    self._forget()

    def _of(self, statement: Statement) -> _Kept:
        key = (statement.sql, repr(sorted(statement.bound.items())))
        with self._lock:
            table = self._kept.setdefault(key, _Kept())
            self._kept.move_to_end(key)
            table.readers += 1
        return table

    def _made(self, table: _Kept, statement: Statement) -> str:
        with table.turn:
            if table.name is None:
                table.name = self._engine.keep(f"kept_{next(self._numbers)}", statement)
            return table.name

    def _forget(self) -> None:
        """Drop the oldest over the bound that nobody reads."""
        idle = [key for key, table in self._kept.items() if not table.readers]
        for key in idle[: max(len(self._kept) - KEPT_TABLES, 0)]:
            if name := self._kept.pop(key).name:
                self._engine.drop(name)


def _statement(text: str, known: Mapping[str, object]) -> Statement:
    return Statement(text, {name: known[name] for name in parameters_of(text)})


def named(text: str, names: Mapping[str, str]) -> str:
    """The text with the names of the tables it reads."""
    for place, name in names.items():
        text = text.replace(place, name)
    return text


def parameters_of(text: str) -> set[str]:
    """The parameters a text binds; those only its comments mention are none."""
    code = "\n".join(line.partition("--")[0] for line in text.splitlines())
    return set(PARAMETER.findall(code))
