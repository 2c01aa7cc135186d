"""From a reading of the mapping to an expression over the staged columns.

Every value of the mapping is a bound parameter; the names in an expression are staged columns
(``c0``, ``c1`` …), canonical columns and the macros of ``queries/import``. Nothing of a file gets into it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from dashboard.importing.canonical import Column, Kind
from dashboard.importing.mapping import Filter, Lookup, Reading
from dashboard.importing.matching import FilePlan


@dataclass(frozen=True)
class Pads:
    """The two pads of the warehouse's HMAC key."""

    inner: bytes
    outer: bytes


@dataclass
class Expressions:
    """Builds the expressions of one pass; collects its parameters and the lookups it joins."""

    plan: FilePlan
    lookup_table: Callable[[str, Lookup], str]
    pads: Pads | None
    personal_data: bool
    parameters: dict[str, object] = field(default_factory=dict)
    joins: list[str] = field(default_factory=list)
    several: list[str] = field(default_factory=list)

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
        text = f'cleaned(s."{column}")'
        if words := self.plan.source.null_words:
            text = f"case when {self._is_one_of(text, words)} then null else {text} end"
        return text

    def _origin(self, reading: Reading) -> str:  # noqa: PLR0911 — one for each origin
        if reading.column is not None:
            return self.cell(reading.column)
        if reading.first_of:
            return f"coalesce({', '.join(self.text(part) for part in reading.first_of)}, null::varchar)"
        if reading.join:
            parts = ", ".join(self.cell(header) for header in reading.join)
            return f"nullif(concat_ws({self.bind(reading.separator)}, {parts}), '')"
        if reading.key:
            parts = " || '|' || ".join(f"key_part({self.cell(header)})" for header in reading.key)
            known = ", ".join(self.cell(header) for header in reading.key)
            return f"case when coalesce({known}, null::varchar) is not null then {parts} end"
        if reading.row_key:
            return self._row_key()
        if reading.lookup is not None:
            return self._looked_up(reading.lookup)
        return f"{self.bind(reading.constant or None)}::varchar"

    def _row_key(self) -> str:
        """A hash of the whole row: rows that are alike in every cell are the same row."""
        width = len(self.plan.header.names)
        parts = " || '|' || ".join(f'key_part(s."c{at}")' for at in range(width))
        return f"md5({parts})"

    def _looked_up(self, lookup: Lookup) -> str:
        alias = f"l{len(self.joins)}"
        table = self.lookup_table(self.plan.origin, lookup)
        key = self.lookup_key(lookup, self.cell(lookup.by))
        self.joins.append(f"left join {table} as {alias} on {alias}.looked_up = {key}")
        self.several.append(f"coalesce({alias}.matches, 1) > 1")
        return f"{alias}.found"

    def lookup_key(self, lookup: Lookup, text: str) -> str:
        """The text both sides of a lookup are compared by."""
        if lookup.salesforce_id:
            return f"salesforce_id({text})"
        if lookup.email:
            return f"address_key({text})"
        return f"lower({text})" if lookup.ignore_case else f"lookup_id({text})"

    def text(self, reading: Reading) -> str:
        """The text a reading gives: null words and the value map applied, nothing read from it yet."""
        text = self._origin(reading)
        if reading.split:
            text = f"cleaned(split_part({text}, {self.bind(reading.split)}, 1))"
        if reading.null_words:
            text = f"case when {self._is_one_of(text, reading.null_words)} then null else {text} end"
        if reading.starts_with:
            starts = " or ".join(f"starts_with({text}, {self.bind(start)})" for start in reading.starts_with)
            text = f"case when {starts} then {text} end"
        if reading.values:
            cases = " ".join(
                f"when lower({text}) = {self.bind(word.strip().lower())} then {self.bind(value or None)}::varchar"
                for word, value in reading.values.items()
            )
            otherwise = text if reading.otherwise is None else f"{self.bind(reading.otherwise or None)}::varchar"
            text = f"case {cases} else {otherwise} end"
        if reading.hashed and self.pads:
            text = f"keyed_hash({text}, {self.bind(self.pads.inner)}, {self.bind(self.pads.outer)})"
        return text

    def canonical_text(self, column: Column, reading: Reading) -> str:
        """The text of a canonical column; without personal data none of it is left."""
        if column.personal and not self.personal_data:
            return "null::varchar"
        text = self.text(reading)
        if column.kind is Kind.KEY:
            text = f"as_key({text})"
            if not self.personal_data and self.pads:
                text = f"without_email({text}, {self.bind(self.pads.inner)}, {self.bind(self.pads.outer)})"
        return text

    def condition(self, filters: Iterable[Filter]) -> str:
        """Whether a row passes all of the filters; never null."""
        return " and ".join([self._passes(item) for item in filters]) or "true"

    def _passes(self, item: Filter) -> str:
        text = self.cell(item.column)
        if item.empty is not None:
            return f"{text} is {'' if item.empty else 'not '}null"
        if item.one_of:
            return f"coalesce({self._is_one_of(text, item.one_of)}, false)"
        if item.not_one_of:
            return f"not coalesce({self._is_one_of(text, item.not_one_of)}, false)"
        if item.after:
            return f"coalesce({text} > {self.cell(item.after)}, false)"
        starts = " or ".join(f"starts_with({text}, {self.bind(start)})" for start in item.starts_with)
        return f"coalesce({starts}, false)"
