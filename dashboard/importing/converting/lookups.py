"""Columns of another source file, ready to be joined: one value for each key, the lowest; beside it all of several."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from dashboard.importing.converting.expressions import Expressions, Pads
from dashboard.importing.mapping.language import Lookup
from dashboard.importing.mapping.matching import FilePlan
from dashboard.importing.sql import text
from dashboard.warehouse.stores import path_literal


class Lookups:
    """Makes a table for each lookup when it is first asked for, of the files that are ``given`` for it, if any are."""

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        plans: Sequence[FilePlan],
        pads: Pads | None,
        *,
        personal_data: bool,
        given: Mapping[tuple[str, Lookup], Sequence[Path]] | None = None,
    ) -> None:
        self._con = con
        self._plans = plans
        self._pads = pads
        self._personal_data = personal_data
        self._given = given
        self._tables: dict[tuple[str, Lookup], str] = {}

    def table(self, origin: str, lookup: Lookup) -> str:
        """The table of a lookup of the mapping ``origin``: looked_up (unique), found, all of several, matches."""
        key = (origin, lookup)
        if key not in self._tables:
            self._tables[key] = f"lookup_{len(self._tables)}"
            if files := (self._given or {}).get(key):
                self._read(self._tables[key], files)
            else:
                self._fill(self._tables[key], origin, lookup)
        return self._tables[key]

    @property
    def keys(self) -> tuple[tuple[str, Lookup], ...]:
        """What was asked for so far, in order."""
        return tuple(self._tables)

    def _read(self, name: str, files: Sequence[Path]) -> None:
        listed = ", ".join(map(path_literal, files))
        self._con.execute(
            f"create or replace temp table {name} as "  # noqa: S608 — our own names
            f"select looked_up, found, matches, several from read_parquet([{listed}], hive_partitioning = false)"
        )

    def _fill(self, name: str, origin: str, lookup: Lookup) -> None:
        selects = ["select null::varchar as looked_up, null::varchar as found where false"]
        parameters: dict[str, object] = {}
        selects += [
            matches_in(Expressions(plan, self.table, self._pads, self._personal_data, parameters), lookup)
            for plan in (self._plans if self._given is None else ())
            if plan.source.name == lookup.source and plan.origin == origin
        ]
        self._con.execute(
            f"create or replace temp table {name} as\n"
            f"with matches as ({' union all '.join(selects)})\n{text('lookup')}",
            parameters or None,
        )


def matches_in(expressions: Expressions, lookup: Lookup) -> str:
    """What the rows of one file say for a lookup, as SQL: what is looked up, and what is found there."""
    key = expressions.lookup_key(lookup, expressions.cell(lookup.key))
    applies = expressions.condition(expressions.plan.source.keep)
    value = expressions.cell(lookup.value)
    return f"select {key} as looked_up, {value} as found from {expressions.rows()} where {applies}"  # noqa: S608 — bound
