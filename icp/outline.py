"""Where each key of a TOML text stands, and how deeply the text nests: read before it is parsed.

The parser of the standard library keeps no line numbers, recurses on brackets and is quadratic on long dotted
keys, so a hostile file is measured here first, in one pass and without recursion.
"""

import re
from dataclasses import dataclass, field
from typing import Final

LONGEST_KEY: Final = 100
"""Parts of a key that are followed; a longer one is too deep whatever it says."""

Path = tuple[str | int, ...]
"""Keys and list positions (from 0) that lead to a value, as pydantic reports them."""

_TOKEN: Final = re.compile(
    r'''
      (?P<skip>[ \t\r]+|\#[^\n]*)
    | (?P<newline>\n)
    | (?P<text>"""(?:\\.|[^\\])*?(?:"""|\Z)|\'\'\'.*?(?:\'\'\'|\Z)|"(?:\\[^\n]|[^"\\\n])*+"?|'[^'\n]*+'?)
    | (?P<opening>[\[{])
    | (?P<closing>[\]}])
    | (?P<equals>=)
    | (?P<dot>\.)
    | (?P<bare>[^\s\[\]{}=.\#"']+|.)
    ''',
    re.VERBOSE | re.DOTALL,
)


@dataclass
class Outline:
    """Line of every key and table (from 1), and the deepest nesting found with its line."""

    lines: dict[Path, int] = field(default_factory=dict)
    depth: int = 0
    depth_line: int = 1

    def line_of(self, path: Path) -> int:
        """The line of ``path``, else of the nearest thing it is part of; 1 for the document itself."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


class _Reader:
    """One pass over the tokens; a statement is a table's header or a key with its value."""

    def __init__(self) -> None:
        self.outline = Outline()
        self._line = 1
        self._table: Path = ()
        self._counts: dict[Path, int] = {}
        self._start()

    def read(self, text: str) -> Outline:
        for token in _TOKEN.finditer(text):
            kind, word = str(token.lastgroup), token.group()
            if kind == "newline":
                self._end_of_line()
            elif kind != "skip":
                self._take(kind, word)
                self._measure(kind)
            self._line += word.count("\n")
        self._end_of_line()
        return self.outline

    def _start(self) -> None:
        self._parts: list[str] = []
        self._key_found = False
        self._header = 0
        self._brackets = 0
        self._dots = 0

    def _take(self, kind: str, word: str) -> None:
        if len(self._parts) > LONGEST_KEY:
            return
        if kind == "opening":
            if not self._parts and not self._key_found:
                self._header += 1
            self._brackets += 1
        elif kind == "closing":
            self._brackets = max(0, self._brackets - 1)
        elif kind == "equals":
            if not self._key_found and not self._header:
                self.outline.lines.setdefault((*self._table, *self._parts), self._line)
                self._key_found = True
        elif kind in {"bare", "text"} and not self._key_found:
            self._parts.append(word.strip("\"'"))

    def _measure(self, kind: str) -> None:
        if kind == "dot":
            self._dots += 1
        elif kind not in {"bare", "text"}:
            self._dots = 0
        deep = len(self._table) + self._brackets + self._dots
        if deep > self.outline.depth:
            self.outline.depth, self.outline.depth_line = deep, self._line

    def _end_of_line(self) -> None:
        if self._key_found and self._brackets:
            return  # the value goes on: a list over several lines
        if self._header and self._parts:
            self._enter_table()
        self._start()

    def _enter_table(self) -> None:
        path: Path = ()
        for part in self._parts[:-1]:
            path = (*path, part)
            if path in self._counts:  # a list of tables: its latest one is meant
                path = (*path, self._counts[path])
        path = (*path, self._parts[-1])
        if self._header > 1:
            self.outline.lines.setdefault(path, self._line)
            self._counts[path] = self._counts.get(path, -1) + 1
            path = (*path, self._counts[path])
        self._table = path
        self.outline.lines.setdefault(path, self._line)


def outline(text: str) -> Outline:
    """Where the keys of ``text`` stand and how deep it nests. Never fails: of a broken text, as far as it goes."""
    return _Reader().read(text)
