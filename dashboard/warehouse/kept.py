"""Tables made once from a generation and read by many questions: what no slice narrows, at one moment."""

import re
import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from dashboard.warehouse.engine import Engine, Statement

KEPT_TABLES = 24
PARAMETER = re.compile(r"\$([a-z_]\w*)")


@dataclass
class _Kept:
    name: str
    readers: int = 0


class KeptTables:
    """Tables by the text and the values that made them; the least recently read go first."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._kept: OrderedDict[tuple[str, str], _Kept] = OrderedDict()
        self._made = 0
        self._lock = threading.Lock()

    @contextmanager
    def read(self, texts: Mapping[str, str], known: Mapping[str, object]) -> Iterator[Mapping[str, str]]:
        """The names of the tables of what ``texts`` select, made when first asked for, there until the block ends.

        A text names another before it as ``{its name}``, and so does the mapping that comes back.
        """
        names: dict[str, str] = {}
        read: list[_Kept] = []
        try:
            with self._lock:
                for relation, text in texts.items():
                    read.append(self._of(named(text, names), known))
                    names[f"{{{relation}}}"] = read[-1].name
            yield names
        finally:
            with self._lock:
                for table in read:
                    table.readers -= 1
                self._forget()

    def _of(self, text: str, known: Mapping[str, object]) -> _Kept:
        bound = {name: known[name] for name in parameters_of(text)}
        key = (text, repr(sorted(bound.items())))
        if key not in self._kept:
            self._kept[key] = _Kept(self._make(text, bound))
        self._kept.move_to_end(key)
        self._kept[key].readers += 1
        return self._kept[key]

    def _make(self, text: str, bound: Mapping[str, object]) -> str:
        self._made += 1
        return self._engine.keep(f"kept_{self._made}", Statement(text, bound))

    def _forget(self) -> None:
        """Drop the oldest over the bound that nobody reads."""
        idle = [key for key, table in self._kept.items() if not table.readers]
        for key in idle[: max(len(self._kept) - KEPT_TABLES, 0)]:
            self._engine.drop(self._kept.pop(key).name)


def named(text: str, names: Mapping[str, str]) -> str:
    """The text with the names of the tables it reads."""
    for place, name in names.items():
        text = text.replace(place, name)
    return text


def parameters_of(text: str) -> set[str]:
    """The parameters a text binds; those only its comments mention are none."""
    code = "\n".join(line.partition("--")[0] for line in text.splitlines())
    return set(PARAMETER.findall(code))
