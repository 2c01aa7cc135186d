"""Why one lead has its tier, in words: the very expressions that score a million leads, run on that one."""

import math
from collections.abc import Mapping, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict

from icp.columns import Value
from icp.document import Definition
from icp.leads import LeadRows
from icp.scoring import Executor, Scored, scored, verdict_rows, with_tiers
from icp.words import number_in_words, rule_in_words, value_in_words

CriterionVerdict = Literal["met", "not met", "unknown"]
_VERDICTS: dict[bool | None, CriterionVerdict] = {True: "met", False: "not met", None: "unknown"}


class JudgedCriterion(BaseModel):
    """One criterion asked of one lead."""

    model_config = ConfigDict(frozen=True)

    name: str
    rule: str
    weight: float
    required: bool
    value: Value
    verdict: CriterionVerdict


class Explanation(BaseModel):
    """One lead's tier and what it rests on. ``fit`` 0 to 100 (None: nothing known), ``coverage`` 0 to 1."""

    model_config = ConfigDict(frozen=True)

    tier: str
    fit: float | None
    coverage: float
    criteria: tuple[JudgedCriterion, ...]
    words: str


def explain(definition: Definition, lead: Mapping[str, Value], run: Executor) -> Explanation:
    """Why ``lead``, its values by column (absent = unknown), has its tier under ``definition``."""
    return explain_all(definition, [lead], run)[0]


def explain_all(definition: Definition, leads: Sequence[Mapping[str, Value]], run: Executor) -> list[Explanation]:
    """The explanation of each of ``leads``, in their order."""
    rows = LeadRows.of(leads)
    compiled = scored(definition, "icp")
    scores = run(with_tiers(rows.source, compiled), rows.parameters | compiled.tier_parameters)
    verdicts = run(verdict_rows(rows.source, ["lead_number"], compiled), rows.parameters | _bound(compiled))
    verdict_of = {(row["lead_number"], row["position"]): _VERDICTS[row["is_met"]] for row in verdicts}
    explained = []
    for number, row in enumerate(sorted(scores, key=lambda row: int(row["lead_number"]))):
        judged = tuple(
            JudgedCriterion(
                name=criterion.name,
                rule=rule_in_words(criterion),
                weight=criterion.weight,
                required=criterion.required,
                value=leads[number].get(criterion.field),
                verdict=verdict_of[number, position],
            )
            for position, criterion in enumerate(definition.criteria)
        )
        explained.append(_explained(definition, row["icp_tier"], row["icp_fit"], row["icp_coverage"], judged))
    return explained


def _explained(
    definition: Definition, tier: str, fit: float | None, coverage: float, judged: tuple[JudgedCriterion, ...]
) -> Explanation:
    words = f"{_headline(definition, tier, fit, coverage, judged)} {_reasons(judged)}"
    return Explanation(tier=tier, fit=fit, coverage=coverage, criteria=judged, words=words)


def _bound(compiled: Scored) -> dict[str, object]:
    return {name: value for parameters in compiled.verdict_parameters for name, value in parameters.items()}


def _headline(
    definition: Definition, tier: str, fit: float | None, coverage: float, judged: tuple[JudgedCriterion, ...]
) -> str:
    known = f"{_rounded_down(100 * coverage)} % of the weight known"
    if tier == "Out":
        missed = " and ".join(f'"{each.name}"' for each in judged if each.required and each.verdict == "not met")
        return f"Out, whatever else fits: the required {missed} is not met."
    if tier == "Unknown":
        needed = f"{_rounded_down(100 * definition.min_coverage)} %"
        return f"Unknown: {known}, and a tier needs {needed}."
    return f"Fits {tier}: {_rounded_down(fit or 0)} of 100, {known}."


def _reasons(judged: tuple[JudgedCriterion, ...]) -> str:
    groups = []
    for verdict, label in (("met", "Met"), ("not met", "Not met"), ("unknown", "Not known")):
        parts = [_reason(each) for each in judged if each.verdict == verdict]
        if parts:
            groups.append(f"{label}: {'; '.join(parts)}.")
    return " ".join(groups)


def _reason(each: JudgedCriterion) -> str:
    weight = f"weight {number_in_words(each.weight)}"
    if each.verdict == "unknown":
        return f"{each.name} ({weight})"
    if each.verdict == "met":
        return f"{each.name}, {value_in_words(each.value)} ({weight})"
    return f"{each.name}, {value_in_words(each.value)} where {each.rule} is wanted ({weight})"


def _rounded_down(number: float) -> str:
    """To one decimal, downwards: 79.96 must not read as the 80 it did not reach."""
    return number_in_words(math.floor(number * 10 + 1e-9) / 10)
