"""The slice prelude: the sliced relations a question names, as common table expressions with bound parameters.

The texts of the relations are files of ``queries/slice``. They are put on the one line where the question says
``with``, so that every line of the question keeps its number and an error points into its file.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from dashboard.scope.settings import Segment
from dashboard.scope.slices import Slice
from dashboard.scope.waterfalls import Waterfall
from dashboard.warehouse.catalogue import Query
from dashboard.warehouse.clauses import filter_clause, segment_clause
from dashboard.warehouse.relations import (
    ATTRIBUTES,
    BY_LEAD,
    COMPUTED_ATTRIBUTES,
    KEPT,
    NEVER_SLICED,
    OF_DEALS,
    OF_LEADS,
    OF_TOUCHES,
    OF_UNITS,
    OWN_OR_LEADS,
    STANDS_ON,
    TEAMS,
    UNSLICED,
    WITH_CYCLE_NUMBER,
    WITH_LEAD_COLUMNS,
    relation_text,
    stage_entries,
    with_lead_values,
    with_own_values,
)
from icp.scoring import Scored, with_tiers


@dataclass(frozen=True)
class Scope:
    """Everything the sliced relations depend on."""

    slice: Slice
    segments: Sequence[Segment]
    waterfall: Waterfall
    definitions: Sequence[Scored] = ()


@dataclass
class Prelude:
    """The relations in front of a question, and the parameters they bind."""

    scope: Scope
    mentions: frozenset[str]
    query_relations: frozenset[str]
    relations: dict[str, str] = field(default_factory=dict)
    parameters: dict[str, object] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)

    def add(self, relation: str) -> None:
        """Put ``relation`` and whatever it stands on in front; adding twice changes nothing."""
        if relation in self.relations:
            return
        for ground in STANDS_ON.get(relation, ()):
            self.add(ground)
        made = {
            "stage_entries": self._add_stage_entries,
            "waterfall_cycles": self._add_waterfall_cycles,
            "spend": self._add_spend,
            "verdicts": self._add_verdicts,
        }
        if relation in made:
            made[relation]()
        elif relation in KEPT:
            self._add_kept(relation)
        elif relation in OF_UNITS:
            self.relations[relation] = relation_text(self._of_unit(OF_UNITS[relation]))
        elif relation in STANDS_ON:
            self.relations[relation] = relation_text(relation)
        elif relation in UNSLICED:
            kind = UNSLICED[relation]
            self.relations[relation] = self._columns(kind, self._borrowed(kind, relation_text(kind)))
        elif relation in WITH_LEAD_COLUMNS:
            self._add_sliced(relation, relation, self._borrowed(relation, relation_text(relation)))
        else:
            self._add_by_key(relation)

    def _add_kept(self, relation: str) -> None:
        """A table that many questions read; the warehouse makes it and puts its name for ``{relation}``.

        What it stands on and binds is its own, whatever else a question mentions, so that all of them share it.
        """
        inner = Prelude(self.scope, frozenset(COMPUTED_ATTRIBUTES), frozenset({relation}))
        for ground in KEPT[relation]:
            inner.add(ground)
        self.kept |= inner.kept
        self.parameters |= inner.parameters
        self.kept[relation] = f"with{inner.text()} made as ({relation_text(relation)}) from made"
        self.relations[relation] = f"from {{{relation}}}"

    def _add_waterfall_cycles(self) -> None:
        """The cycles of leads; in a waterfall of accounts those of shared accounts take the place of their leads'."""
        text = self._borrowed("cycles", relation_text("cycles"))
        if self.scope.waterfall.unit == "account":
            shared = relation_text("account_cycles")
            text = f"select * from ({text}) where not shares_account union all by name ({shared})"
        self._add_sliced("waterfall_cycles", "cycles", text)

    def _add_sliced(self, name: str, kind: str, text: str) -> None:
        clauses = self._filters()
        if self.scope.slice.first_cycles and kind in WITH_CYCLE_NUMBER:
            clauses.append("coalesce(cycle_number = 1, lead_key is null)")
        text = self._columns(kind, text)
        self.relations[name] = f"select * from ({text}) where {' and '.join(clauses)}" if clauses else text

    def _filters(self) -> list[str]:
        clauses = []
        for column, values in self.scope.slice.filters:
            clause, bound = filter_clause(column, values)
            self.parameters.update(bound)
            clauses.append(clause)
        return clauses

    def _columns(self, kind: str, text: str) -> str:
        """Add the computed columns the question or the slice mentions: company-size segment and fit tiers."""
        if kind not in WITH_LEAD_COLUMNS:
            return text
        wanted = self._wanted()
        if used := self._definitions_used():
            judged = {criterion.field for each in used for criterion in each.definition.criteria}
            of_lead = [column for column in OWN_OR_LEADS if column in judged and kind in OF_DEALS]
            text = with_tiers(f"({with_lead_values(kind, text, of_lead)})", *used)
            for scored in used:
                self.parameters.update(scored.tier_parameters)
            if kind in OF_DEALS:
                known = [
                    f"case when lead_key is not null then {each.prefix}_tier end as {each.prefix}_tier" for each in used
                ]
                text = with_own_values(text, of_lead, known)
        added = [f"null::{kind} as {name}" for name, kind in self._undefined().items() if name in wanted]
        if "segment" in wanted:
            segment, bound = segment_clause(self.scope.segments)
            self.parameters.update(bound)
            added.append(f"{segment} as segment")
        return f"select *, {', '.join(added)} from ({text})" if added else text

    def _wanted(self) -> frozenset[str]:
        """Columns the question or the slice mentions."""
        implied = {"icp_tier"} if "open_deals" in self.query_relations else set()
        return self.mentions | {column for column, _ in self.scope.slice.filters} | implied

    def _definitions_used(self) -> list[Scored]:
        wanted = self._wanted()
        return [
            scored
            for scored in self.scope.definitions
            if not wanted.isdisjoint({f"{scored.prefix}_{part}" for part in ("tier", "fit", "coverage")})
        ]

    def _borrowed(self, kind: str, text: str) -> str:
        """Add the columns a fact leaves in the table it comes from, those that are wanted: they cost a join.

        Leads and deals have a ``created_at`` of their own, which is the one that questions name.
        """
        judged = {criterion.field for scored in self._definitions_used() for criterion in scored.definition.criteria}
        filtered = {column for column, _ in self.scope.slice.filters}
        wanted = self._wanted() - {"created_at"} | filtered | (judged if kind == "cycles" else frozenset())
        if kind == "cycles" and (columns := [column for column in OF_LEADS if column in wanted]):
            taken = ", ".join(f"l.{column}" for column in columns)
            leads = "inner join warehouse.lead_facts as l on c.lead_key = l.lead_key"
            return f"select c.*, {taken} from ({text}) as c {leads}"
        if kind == "touches" and (columns := [column for column in OF_TOUCHES if column in wanted]):
            taken = ", ".join(f"t.{column}" for column in columns)
            return f"select c.*, {taken} from ({text}) as c inner join warehouse.touches as t on c.touch_row = t.rowid"
        return text

    def _undefined(self) -> dict[str, str]:
        """Columns of definitions that are not there: null, so that a question runs and says it does not know."""
        there = {scored.prefix for scored in self.scope.definitions}
        return {
            f"{prefix}_{part}": kind
            for prefix in ("icp", "before", *TEAMS)
            if prefix not in there
            for part, kind in (("tier", "varchar"), ("fit", "double"), ("coverage", "double"))
        }

    def _add_spend(self) -> None:
        text = relation_text("spend")
        clauses = self._filters() if self.scope.slice.suits_spend else []
        self.relations["spend"] = f"select * from ({text}) where {' and '.join(clauses)}" if clauses else text

    def _add_verdicts(self) -> None:
        """The judged cycles with a list per team: its definition's criteria, judged in the definition's order."""
        teams = [scored for scored in self.scope.definitions if scored.prefix in TEAMS]
        self.mentions |= {criterion.field for scored in teams for criterion in scored.definition.criteria}
        self.add("judged_cycles")
        lists = "".join(f", [{', '.join(scored.verdicts)}] as {scored.prefix}_verdicts" for scored in teams)
        self.relations["verdicts"] = f"select *{lists} from judged_cycles"
        for scored in teams:
            for parameters in scored.verdict_parameters:
                self.parameters.update(parameters)

    def _add_by_key(self, relation: str) -> None:
        """Touches, moves and stray exits keep what belongs to the leads and deals the slice keeps."""
        text = self._borrowed(relation, relation_text(self._of_unit(relation) if relation in BY_LEAD else relation))
        if self.scope.slice.is_everything or relation in NEVER_SLICED:
            self.relations[relation] = text
            return
        keys = []
        if relation in BY_LEAD or relation == "touches":
            self.add("leads")
            keys.append("lead_key in (select lead_key from leads)")
        if relation not in BY_LEAD:
            self.add("deals")
            keys.append("deal_key in (select deal_key from deals)")
        self.relations[relation] = f"select * from ({text}) where {' or '.join(keys)}"

    def _of_unit(self, kind: str) -> str:
        """The file of what the waterfall counts: of leads, or of accounts."""
        return f"account_{kind}" if self.scope.waterfall.unit == "account" else kind

    def _add_stage_entries(self) -> None:
        """A row per cycle and stage, with the computed columns a question names and the stages' names bound."""
        self.add("waterfall_cycles")
        waterfall = self.scope.waterfall
        attributes = [column for column in ATTRIBUTES if column not in COMPUTED_ATTRIBUTES or column in self.mentions]
        self.relations["stage_entries"] = stage_entries(waterfall, attributes)
        self.parameters.update(
            {f"stage_{number}": stage.name for number, stage in enumerate(waterfall.stages, start=1)}
        )

    def text(self) -> str:
        """The relations as the beginning of a ``with`` clause, on one line; empty when there are none."""
        return "".join(f" {name} as not materialized ({text})," for name, text in self.relations.items())


def prelude_of(query: Query, scope: Scope) -> Prelude:
    """The prelude of ``query``; every relation it names is sliced, or it would not run at all."""
    prelude = Prelude(scope, query.mentions, query.relations)
    for relation in sorted(query.relations):
        prelude.add(relation)
    return prelude


def with_prelude(query: Query, prelude: Prelude) -> str:
    """The question as DuckDB runs it."""
    return query.sql[: query.with_at] + prelude.text() + query.sql[query.with_at :]
