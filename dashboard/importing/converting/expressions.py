"""From a reading of the mapping to an expression over the staged columns.

Every value of the mapping is a bound parameter; the names in an expression are staged columns (``c0``, ``c1`` …,
cleaned ``k0``, ``k1`` …), canonical columns and the macros of ``queries/import``. Nothing of a file gets into it.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

from dashboard.importing.canonical import Column, ColumnKind
from dashboard.importing.mapping.language import Filter, Lookup, Reading
from dashboard.importing.mapping.matching import FilePlan
from dashboard.importing.mapping.readings import EACH_ROW
from dashboard.importing.sql import identifier

_NO_LETTER = r"[^0-9a-z\x{df}-\x{1fff}\x{2c00}-\x{10ffff}]"  # of a text in small letters; \pL takes long to prepare


@dataclass(frozen=True)
class Pads:
    """The two pads of the warehouse's HMAC key."""

    inner: bytes
    outer: bytes


@dataclass
class Expressions:
    """Builds the expressions of one pass; collects its parameters, the lookups it joins, and what it assumes."""

    plan: FilePlan
    lookup_table: Callable[[str, Lookup], str]
    pads: Pads | None
    personal_data: bool
    parameters: dict[str, object] = field(default_factory=dict)
    joins: list[str] = field(default_factory=list)
    several: list[str] = field(default_factory=list)
    assumed: dict[str, str] = field(default_factory=dict)
    numbers_rows: bool = False
    keys_rows: bool = False
    cells: dict[str, str] = field(default_factory=dict)

    @property
    def reorders(self) -> bool:
        """Whether the rows no longer come in their order."""
        return bool(self.joins) or self.numbers_rows

    def bind(self, value: object) -> str:
        """A parameter that stands for the value."""
        name = f"p{len(self.parameters)}"
        self.parameters[name] = value
        return f"${name}"

    def _is_one_of(self, text: str, words: Iterable[str]) -> str:
        return f"list_contains({self.bind([word.strip().lower() for word in words])}, lower({text}))"

    def cell(self, header: str) -> str:
        """The cleaned text of a column, null where the file has no such column."""
        column = self.plan.column(header)
        if column is None:
            return "null::varchar"
        name = f"k{column[1:]}"
        if name not in self.cells:
            text = f"cleaned({column})"
            if words := self.plan.source.null_words:
                text = f"case when {self._is_one_of(text, words)} then null else {text} end"
            if self.plan.fills_down(column):
                text = f"last_value({text} ignore nulls) over (order by line)"
            self.cells[name] = f"{text} as {name}"
        return f"s.{name}"

    def rows(self) -> str:
        """What the expressions built so far stand on: the staged rows, each cell they look at cleaned once."""
        columns = ["*" if self.keys_rows else "line", *self.cells.values()]
        return f"(select {', '.join(columns)} from {identifier(self.plan.staged.table)}) as s {' '.join(self.joins)}"  # noqa: S608 — our own names

    def _origin(self, reading: Reading, *, names_rows: bool = False) -> str:  # noqa: PLR0911 — one for each origin
        if reading.column is not None:
            return self.cell(reading.column)
        if reading.first_of:
            return self._first_of(reading.first_of, names_rows=names_rows)
        if reading.join:
            parts = ", ".join(self.cell(header) for header in reading.join)
            return f"nullif(concat_ws({self.bind(reading.separator)}, {parts}), '')"
        if reading.key:
            parts = " || '|' || ".join(f"key_part({self.cell(header)})" for header in reading.key)
            known = ", ".join(self.cell(header) for header in reading.key)
            return f"case when coalesce({known}, null::varchar) is not null then {parts} end"
        if reading.row_key:
            return self._row_key(counted=reading.row_key == EACH_ROW)
        if reading.lookup is not None:
            return self._looked_up(reading.lookup, all_of_several=names_rows)
        return f"{self.bind(reading.constant or None)}::varchar"

    def _first_of(self, parts: Iterable[Reading], *, names_rows: bool) -> str:
        """The first text that is not empty; what several matches a lookup has counts only where it came to that one."""
        texts: list[str] = []
        for part in parts:
            before = len(self.several)
            text = self.text(part, names_rows=names_rows)
            earlier = f"coalesce({', '.join([*texts, 'null::varchar'])}) is null"
            self.several[before:] = [f"({earlier} and {condition})" for condition in self.several[before:]]
            texts.append(text)
        return f"coalesce({', '.join([*texts, 'null::varchar'])})"

    def _row_key(self, *, counted: bool) -> str:
        """A hash of the whole row; ``counted``: with its number among the rows that are alike in every cell."""
        self.keys_rows = True
        width = len(self.plan.header.names)
        parts = " || '|' || ".join(f'key_part(s."c{at}")' for at in range(width))
        if not counted:
            return f"md5({parts})"
        self.numbers_rows = True
        return f"md5({parts}) || '-' || row_number() over (partition by md5({parts}) order by s.line)"

    def _looked_up(self, lookup: Lookup, *, all_of_several: bool) -> str:
        known = self.cell(lookup.by) if isinstance(lookup.by, str) else self._looked_up(lookup.by, all_of_several=False)
        alias = f"l{len(self.joins)}"
        table = self.lookup_table(self.plan.origin, lookup)
        key = self.lookup_key(lookup, known)
        self.joins.append(f"left join {table} as {alias} on {alias}.looked_up = {key}")
        self.several.append(f"coalesce({alias}.matches, 1) > 1")
        return f"coalesce({alias}.several, {alias}.found)" if all_of_several else f"{alias}.found"

    @staticmethod
    def lookup_key(lookup: Lookup, text: str) -> str:
        """The text both sides of a lookup are compared by."""
        if lookup.of_link:
            text = f"link_{lookup.of_link}({text})"
        if lookup.salesforce_id:
            return f"salesforce_id({text})"
        if lookup.email:
            return f"address_key({text})"
        return f"lower({text})" if lookup.ignore_case else f"lookup_id({text})"

    def text(self, reading: Reading, *, names_rows: bool = False) -> str:
        """The text a reading gives: null words and translations applied, nothing read from it yet.

        Where it ``names_rows`` of another table, it may name several: which one is there is told later.
        """
        text = self._origin(reading, names_rows=names_rows)
        if reading.of_link:
            text = f"cleaned(link_{reading.of_link}({text}))"
        if reading.ids:
            text = f"several_ids({text}, {self.bind(reading.ids)})"
        if reading.each:
            alias = f"e{len(self.joins)}"
            self.joins.append(f"cross join unnest(string_split({text}, {self.bind(reading.each)})) as {alias}(part)")
            text = f"cleaned({alias}.part)"
        if reading.split:
            text = f"cleaned(split_part({text}, {self.bind(reading.split)}, 1))"
        if reading.null_words:
            text = f"case when {self._is_one_of(text, reading.null_words)} then null else {text} end"
        if reading.starts_with:
            starts = " or ".join(f"starts_with({text}, {self.bind(start)})" for start in reading.starts_with)
            text = f"case when {starts} then {text} end"
        if reading.values or reading.containing:
            text = self._translated(text, reading)
        if reading.if_any:
            text = f"case when {text} is not null then {self.bind(reading.if_any)} end"
        if reading.hashed and self.pads:
            text = f"keyed_hash({text}, {self.bind(self.pads.inner)}, {self.bind(self.pads.outer)})"
        return text

    def _translated(self, text: str, reading: Reading) -> str:
        """Words for words, then texts by a phrase in them."""
        cases = [
            (f"lower({text}) = {self.bind(word.strip().lower())}", value) for word, value in reading.values.items()
        ]
        cases += [
            (self._contains(text, (phrase for phrase, _ in alike)), value)
            for value, alike in groupby(reading.containing.items(), key=itemgetter(1))
        ]
        branches = " ".join(f"when {condition} then {self.bind(value or None)}::varchar" for condition, value in cases)
        otherwise = text if reading.otherwise is None else f"{self.bind(reading.otherwise or None)}::varchar"
        return f"case {branches} else {otherwise} end"

    def _contains(self, text: str, phrases: Iterable[str]) -> str:
        """Whether one of the phrases stands in the text, no letter or digit beside it."""
        listed = "|".join(re.escape(phrase.strip().lower()) for phrase in phrases)
        pattern = f"(?:^|{_NO_LETTER})(?:{listed})(?:$|{_NO_LETTER})"
        return f"regexp_matches(lower({text}), {self.bind(pattern)})"

    def canonical_text(self, column: Column, reading: Reading) -> str:
        """The text of a canonical column; without personal data none of it is left."""
        if column.personal and not self.personal_data:
            return "null::varchar"
        text = self.text(reading, names_rows=column.refers_to is not None)
        if reading.assumed:
            self.assumed[column.name] = self.bind(reading.assumed)
        if column.kind is ColumnKind.KEY:
            named = text.removeprefix("s.").isidentifier()
            # as_key writes its text ten times; a list of one writes it once, or planning takes longer than the rows
            text = f"as_key({text})" if named else f"list_transform([{text}], lambda text: as_key(text))[1]"
            if not self.personal_data and self.pads:
                text = f"without_email({text}, {self.bind(self.pads.inner)}, {self.bind(self.pads.outer)})"
        return text

    def condition(self, filters: Iterable[Filter]) -> str:
        """Whether a row passes all of the filters; never null."""
        return " and ".join([self._passes(item) for item in filters]) or "true"

    def _passes(self, item: Filter) -> str:
        text = self._origin(Reading(column=item.column, lookup=item.lookup))
        if item.empty is not None:
            return f"{text} is {'' if item.empty else 'not '}null"
        if item.one_of:
            return f"coalesce({self._is_one_of(text, item.one_of)}, false)"
        if item.not_one_of:
            return f"not coalesce({self._is_one_of(text, item.not_one_of)}, false)"
        if item.containing or item.not_containing:
            condition = f"coalesce({self._contains(text, item.containing or item.not_containing)}, false)"
            return condition if item.containing else f"not {condition}"
        if item.after:
            return f"coalesce({text} > {self.cell(item.after)}, false)"
        starts = " or ".join(f"starts_with({text}, {self.bind(start)})" for start in item.starts_with)
        return f"coalesce({starts}, false)"
