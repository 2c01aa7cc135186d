"""The slice prelude: the relations a question names, as common table expressions with bound parameters.

What each relation is stands in its file in ``queries/slice``. They are put on the one line where the question says
``with``, so that every line of the question keeps its number and an error points into its file.
"""

from dataclasses import dataclass, field

from dashboard.scope.slices import COMPUTED
from dashboard.warehouse.catalogue import RECORDS, Query
from dashboard.warehouse.clauses import filter_clause
from dashboard.warehouse.columns import with_columns
from dashboard.warehouse.made import MADE, Scope
from dashboard.warehouse.relations import Relation, relations


@dataclass
class Prelude:
    """The relations in front of a question, and the parameters they bind.

    ``mentions`` are the columns the question names: computed and borrowed ones cost something, and come only then.
    """

    scope: Scope
    mentions: frozenset[str]
    relations: dict[str, str] = field(default_factory=dict)
    parameters: dict[str, object] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)
    beneath: set[str] = field(default_factory=set)
    """The relations that kept ones are made of, which the question itself does not read."""

    def add(self, name: str) -> None:
        """Put a relation and whatever it stands on in front; adding twice changes nothing."""
        if name in self.relations:
            return
        relation = relations()[name].of_unit(self.scope.waterfall.unit)
        is_whole = bool(relation.slicing.keys) and self.scope.slice.is_everything
        if relation.kept and not is_whole:  # the whole of another relation is kept there
            self._add_kept(relation)
            return
        text = self._text(relation)
        clauses = self._clauses(relation)
        self.relations[name] = f"select * from ({text}) where {' and '.join(clauses)}" if clauses else text

    def _add_kept(self, relation: Relation) -> None:
        """A table that many questions read; the warehouse makes it and puts its name for ``{relation}``.

        What it stands on and binds is its own, whatever else a question mentions, so that all of them share it; what
        it borrows is joined to it where it is mentioned.
        """
        inner = Prelude(self.scope, frozenset(COMPUTED))
        for ground in relation.stands_on:
            inner.add(ground)
        clauses = inner._clauses(relation)
        where = f" where {' and '.join(clauses)}" if clauses else ""
        self.kept |= inner.kept
        self.parameters |= inner.parameters
        self.beneath |= inner.relations.keys() | inner.beneath
        self.kept[relation.name] = f"with{inner.text()} made as ({relation.text}) from made{where}"
        text, _ = with_columns(relation, f"from {{{relation.name}}}", self.scope, self.mentions)
        self.relations[relation.name] = text

    def _text(self, relation: Relation) -> str:
        """The relation before it is sliced, with the columns that are wanted of it; its ground is put in front."""
        text, bound = relation.text, {}
        if relation.made_by:
            made = MADE[relation.made_by](self.scope, self.mentions)
            text, bound = made.text, dict(made.parameters)
            self.mentions |= made.mentions
        for ground in relation.stands_on:
            self.add(ground)
        wanted = self.mentions | {column for column, _ in self.scope.slice.filters}
        text, computed = with_columns(relation, text, self.scope, wanted)
        self.parameters |= bound | computed
        return text

    def _clauses(self, relation: Relation) -> list[str]:
        """What keeps of the relation only the slice: its own columns, or the keys of relations that are sliced.

        Of one that lacks a column the slice names, nothing is kept: its whole is nobody's part.
        """
        chosen, slicing = self.scope.slice, relation.slicing
        if chosen.is_everything or not relation.is_sliced:
            return []
        if not slicing.suits(chosen):
            return ["false"]
        if slicing.keys:
            for _, other in slicing.keys:
                self.add(other)
            return [" or ".join(f"{key} in (select {key} from {other})" for key, other in slicing.keys)]
        clauses = []
        for column, values in chosen.filters if slicing.columns else ():
            clause, bound = filter_clause(column, values)
            self.parameters.update(bound)
            clauses.append(clause)
        if chosen.first_cycles and slicing.has_cycle:
            clauses.append("coalesce(cycle_number = 1, lead_key is null)")
        return clauses

    def text(self) -> str:
        """The relations as the beginning of a ``with`` clause, on one line; empty when there are none."""
        return "".join(f" {name} as not materialized ({text})," for name, text in self.relations.items())


def prelude_of(query: Query, scope: Scope) -> Prelude:
    """The prelude of ``query``; every relation it names is sliced, or it would not run at all."""
    prelude = Prelude(scope, query.mentions)
    for relation in sorted(query.relations):
        prelude.add(relation)
    return prelude


def prelude_about(query: Query, scope: Scope, part: str | None, value: str | None) -> Prelude:
    """The prelude of a question about the rows of ``query``: those rows, their columns ``part`` and ``value`` alone."""
    prelude = prelude_of(query, scope)
    columns = f"{part or 'null'}::varchar as part, {value or 'null'}::double as value"
    prelude.relations[RECORDS] = f"select {columns} from ({query.sql}\n)"
    return prelude


def with_prelude(query: Query, prelude: Prelude) -> str:
    """The question as DuckDB runs it."""
    return query.sql[: query.with_at] + prelude.text() + query.sql[query.with_at :]
