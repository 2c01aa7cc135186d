"""The one implementation of the rule: a definition compiled to expressions over the columns of a relation of leads.

The expressions call the macros of ``rules.sql`` with bound parameters; column names come from ``icp.columns``
alone. The same expressions score a million leads in the database and explain a single one.
"""

# ruff: noqa: S608 - the pieces joined here are macro calls, parameter names and columns of a fixed list, never input
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources import files
from typing import Any, Final

from icp.document import Definition
from icp.verdicts import verdict

Executor = Callable[[str, Mapping[str, Any]], list[dict[str, Any]]]
"""Runs one statement with named parameters and gives its rows; its connection has run ``macros()`` before."""

TIERS: Final = ("A", "B", "C", "D", "Out", "Unknown")
_FINEST: Final = 9  # decimals of a weight that still count


def macros() -> str:
    """The statements of ``rules.sql``, to be run once on a connection that scores."""
    return files("icp").joinpath("rules.sql").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Scored:
    """A definition ready to be asked. Every name it uses in SQL, columns and parameters, begins with ``prefix``."""

    definition: Definition
    prefix: str
    verdicts: tuple[str, ...]
    """One expression per criterion, in the document's order: true, false, or null for unknown."""
    verdict_parameters: tuple[dict[str, Any], ...]
    """What each of ``verdicts`` binds."""
    tier_parameters: dict[str, Any]
    """What ``with_tiers`` binds, the verdicts' own included."""

    @property
    def required(self) -> list[int]:
        """Positions of the required criteria."""
        return [position for position, criterion in enumerate(self.definition.criteria) if criterion.required]


def scored(definition: Definition, prefix: str) -> Scored:
    """``definition`` compiled under ``prefix``, lower-case letters that begin its columns: ``icp`` → ``icp_tier``."""
    if not (prefix.isascii() and prefix.isalpha() and prefix.islower()):
        raise ValueError(f"a prefix is lower-case letters, not {prefix!r}")
    verdicts, bound = [], []
    for position, criterion in enumerate(definition.criteria):
        expression, parameters = verdict(criterion, f"{prefix}_{position}")
        verdicts.append(expression)
        bound.append(parameters)
    weights = exact_weights(definition)
    tier = {f"{prefix}_{position}_weight": weight for position, weight in enumerate(weights)}
    tier |= {f"{prefix}_total": sum(weights), f"{prefix}_min_coverage": definition.min_coverage}
    tier |= {f"{prefix}_from_{name.lower()}": value for name, value in definition.tiers.model_dump().items()}
    for parameters in bound:
        tier |= parameters
    return Scored(definition, prefix, tuple(verdicts), tuple(bound), tier)


def exact_weights(definition: Definition) -> list[float]:
    """The weights, scaled alike to whole numbers: 0.7, 0.1, 0.2 → 7, 1, 2. Their sums, and so fit, are then exact."""
    weights = [Decimal(repr(criterion.weight)) for criterion in definition.criteria]
    decimals = max(0, *(-int(weight.normalize().as_tuple().exponent) for weight in weights))
    return [float(weight.scaleb(min(decimals, _FINEST))) for weight in weights]


def with_tiers(source: str, *definitions: Scored) -> str:
    """A select of every column of ``source`` and, for each definition, ``<prefix>_tier``, ``_fit``, ``_coverage``.

    ``source`` is a relation's name or a select in brackets. The steps are nested, so that a verdict is computed
    once however often it is used; a column nobody reads is not computed. Binds every ``tier_parameters``.
    """
    verdicts, sums, fits, tiers, passing = [], [], [], [], []
    for each in definitions:
        prefix, count = each.prefix, range(len(each.verdicts))
        verdicts += [f"{each.verdicts[n]} as {prefix}_verdict_{n}" for n in count]
        for part in ("met", "known"):
            weights = (f"icp_weight_{part}({prefix}_verdict_{n}, ${prefix}_{n}_weight)" for n in count)
            sums.append(f"{' + '.join(weights)} as {prefix}_{part}")
        fits.append(f"icp_fit({prefix}_met, {prefix}_known) as {prefix}_fit")
        fits.append(f"{prefix}_known / ${prefix}_total as {prefix}_coverage")
        is_out = " or ".join(f"not {prefix}_verdict_{n}" for n in each.required) or "false"
        thresholds = ", ".join(f"${prefix}_{name}" for name in ("min_coverage", "from_a", "from_b", "from_c"))
        tiers.append(f"icp_tier({is_out}, {prefix}_fit, {prefix}_coverage, {thresholds}) as {prefix}_tier")
        passing += [f"{prefix}_verdict_{n}" for n in count] + [f"{prefix}_met", f"{prefix}_known"]
    step = f"select *, {', '.join(verdicts)} from {source}"
    for columns in (sums, fits):
        step = f"select *, {', '.join(columns)} from ({step})"
    return f"select * exclude ({', '.join(passing)}), {', '.join(tiers)} from ({step})"


def verdict_rows(source: str, keys: Sequence[str], *definitions: Scored) -> str:
    """A select of one row per row of ``source`` and criterion.

    Columns: ``keys``, ``definition`` (the prefix), ``position`` (from 0), ``is_met`` (null = unknown). Binds every
    ``verdict_parameters``. Keys are column names the caller has written, never input.
    """
    kept = "".join(f"{key}, " for key in keys)
    return " union all ".join(
        f"select {kept}'{each.prefix}' as definition, {position} as position, {judged} as is_met from {source}"
        for each in definitions
        for position, judged in enumerate(each.verdicts)
    )
