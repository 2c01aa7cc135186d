"""Columns a relation is given before it is sliced: borrowed from another table, or computed of a lead's own."""

from collections.abc import Sequence

from dashboard.warehouse.clauses import Bound, segment_clause
from dashboard.warehouse.made import TEAMS, Scope
from dashboard.warehouse.relations import BASE, Relation
from icp.scoring import Scored, with_tiers

PARTS = {"tier": "varchar", "fit": "double", "coverage": "double"}
"""What a definition says of a lead, ``<prefix>_tier`` and so on, and its type."""


def with_columns(relation: Relation, text: str, scope: Scope, wanted: frozenset[str]) -> tuple[str, Bound]:
    """The relation's text with the columns among ``wanted`` it does not hold, and what computing them binds."""
    used = [each for each in scope.definitions if not wanted.isdisjoint(f"{each.prefix}_{part}" for part in PARTS)]
    text = _with_borrowed(relation, text, scope, wanted, used)
    return _with_computed(relation, text, scope, wanted, used) if relation.is_of_lead else (text, {})


def _with_borrowed(relation: Relation, text: str, scope: Scope, wanted: frozenset[str], used: Sequence[Scored]) -> str:
    """Add the columns a fact leaves in the table it comes from, those that are wanted: they cost a join.

    Leads and deals have a ``created_at`` of their own, which is the one that questions name.
    """
    if (borrows := relation.borrows) is None:
        return text
    named = wanted - {"created_at"} | {column for column, _ in scope.slice.filters} | _judged(used)
    taken = ", ".join(f"b.{column}" for column in borrows.columns if column in named)
    if not taken:
        return text
    other = f"inner join {BASE}.{borrows.table} as b on c.{borrows.key} = b.{borrows.its_key}"
    return f"select c.*, {taken} from ({text}) as c {other}"


def _with_computed(
    relation: Relation, text: str, scope: Scope, wanted: frozenset[str], used: Sequence[Scored]
) -> tuple[str, Bound]:
    """Add company-size segment and fit tiers, those that are wanted."""
    bound: Bound = {}
    if used:
        own = relation.judged_as
        columns = [column for column in own.columns if column in _judged(used)] if own else []
        text = with_tiers(f"({_with_lead_values(relation, text, columns)})", *used)
        for scored in used:
            bound |= scored.tier_parameters
        if own:
            tiers = (f"{each.prefix}_tier" for each in used)
            known = [f"case when lead_key is not null then {tier} end as {tier}" for tier in tiers]
            text = _with_own_values(text, columns, known)
    added = [f"null::{kind} as {name}" for name, kind in _undefined(scope).items() if name in wanted]
    if "segment" in wanted:
        segment, parameters = segment_clause(scope.segments)
        bound |= parameters
        added.append(f"{segment} as segment")
    return f"select *, {', '.join(added)} from ({text})" if added else text, bound


def _judged(used: Sequence[Scored]) -> set[str]:
    """The columns of a lead that the definitions ask about."""
    return {criterion.field for scored in used for criterion in scored.definition.criteria}


def _undefined(scope: Scope) -> dict[str, str]:
    """Columns of definitions that are not there: null, so that a question runs and says it does not know."""
    there = {scored.prefix for scored in scope.definitions}
    missing = (prefix for prefix in ("icp", "before", *TEAMS) if prefix not in there)
    return {f"{prefix}_{part}": kind for prefix in missing for part, kind in PARTS.items()}


def _with_lead_values(relation: Relation, text: str, columns: Sequence[str]) -> str:
    """Deals with these columns as their lead has them, which a definition judges; the deal's own kept as ``own_…``.

    What an earlier generation held of a deal brings its lead's along; the others find it among the leads.
    """
    if not columns or (at := relation.judged_as) is None:
        return text
    own = ", ".join(f"d.{column} as own_{column}" for column in columns)
    if at.prefix:
        held = ", ".join(f"{at.prefix}{column} as {column}" for column in columns)
        return f"select d.* replace ({held}), {own} from ({text}) as d"
    of_lead = ", ".join(f"l.{column} as {column}" for column in columns)
    leads = f"left join {BASE}.{at.table} as l on d.{at.key} = l.{at.its_key}"
    return f"select d.* replace ({of_lead}), {own} from ({text}) as d {leads}"


def _with_own_values(text: str, columns: Sequence[str], replaced: Sequence[str]) -> str:
    """The deals of ``_with_lead_values`` with their own columns again, and with what is ``replaced``."""
    hidden = f" exclude ({', '.join(f'own_{column}' for column in columns)})" if columns else ""
    own = [f"own_{column} as {column}" for column in columns]
    return f"select *{hidden} replace ({', '.join([*own, *replaced])}) from ({text})"
