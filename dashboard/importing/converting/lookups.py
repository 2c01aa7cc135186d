"""Columns of another source file, ready to be joined: one value for each key, the lowest; beside it all of several."""

from collections.abc import Sequence

import duckdb

from dashboard.importing.converting.expressions import Expressions, Pads
from dashboard.importing.mapping.language import Lookup
from dashboard.importing.mapping.matching import FilePlan
from dashboard.importing.sql import text


class Lookups:
    """Makes a table for each lookup when it is first asked for."""

    def __init__(
        self, con: duckdb.DuckDBPyConnection, plans: Sequence[FilePlan], pads: Pads | None, *, personal_data: bool
    ) -> None:
        self._con = con
        self._plans = plans
        self._pads = pads
        self._personal_data = personal_data
        self._tables: dict[tuple[str, Lookup], str] = {}

    def table(self, origin: str, lookup: Lookup) -> str:
        """The table of a lookup of the mapping ``origin``: looked_up (unique), found, all of several, matches."""
        key = (origin, lookup)
        if key not in self._tables:
            self._tables[key] = f"lookup_{len(self._tables)}"
            self._fill(self._tables[key], origin, lookup)
        return self._tables[key]

    def _fill(self, name: str, origin: str, lookup: Lookup) -> None:
        selects = ["select null::varchar as looked_up, null::varchar as found where false"]
        parameters: dict[str, object] = {}
        for plan in self._plans:
            if plan.source.name != lookup.source or plan.origin != origin:
                continue
            expressions = Expressions(plan, self.table, self._pads, self._personal_data, parameters)
            key = expressions.lookup_key(lookup, expressions.cell(lookup.key))
            applies = expressions.condition(plan.source.keep)
            value = expressions.cell(lookup.value)
            selects.append(
                f"select {key} as looked_up, {value} as found from {expressions.rows()} where {applies}"  # noqa: S608 — bound
            )
        self._con.execute(
            f"create or replace temp table {name} as\n"
            f"with matches as ({' union all '.join(selects)})\n{text('lookup')}",
            parameters or None,
        )
