"""Drafts and imports one export, and says how well."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dashboard.errors import BadInput
from dashboard.importing.drafting.mapdraft import draft
from dashboard.importing.mapping.files import read_mapping
from dashboard.importing.reading.staged import ReadOptions
from tests.draft_bench.company import Company
from tests.draft_bench.figures import Figures, figures, imported
from tests.draft_bench.shapes import Written, write
from tests.draft_bench.verdicts import Verdict, judge

RESOLVABLE = 0.8


@dataclass
class Result:
    """What became of one export: its columns, its joins, how its deals ended, its figures, and what was left open."""

    name: str
    verdict: Verdict = field(default_factory=Verdict)
    joins: list[str] = field(default_factory=list)
    joins_missing: list[str] = field(default_factory=list)
    figures: int = 0
    figures_wrong: list[str] = field(default_factory=list)
    outcomes_right: bool | None = None
    questions: int = 0
    failed: str = ""
    text: str = ""


def measure(name: str, shape: Mapping[str, Any], company: Company, truth: Figures, folder: Path, seed: int) -> Result:
    """Writes an export, drafts its mapping, imports that and compares."""
    written = write(name, shape, company, folder / "files", seed)
    result = Result(name)
    try:
        made = draft([written.folder], ReadOptions())
        result.text = made.text
        mapping = read_mapping(made.text, "draft.toml")
    except BadInput as refused:
        result.failed = str(refused)
        return result
    result.questions = len(made.open_questions)
    result.verdict = judge(written, mapping)
    if made.nothing or made.required:
        result.failed = made.nothing or made.required[0].sentence
        return result
    try:
        generation = imported(written.folder, mapping, folder / "warehouse", settings={})
    except BadInput as refused:
        result.failed = str(refused)
        return result
    _compare(result, figures(generation, written), truth, written, company)
    return result


def _compare(result: Result, found: Figures, truth: Figures, written: Written, company: Company) -> None:
    """The figures that the shape carries, and the joins."""
    has = written.fields
    kinds: list[str] = []
    if "leads" in has and "id" in has["leads"]:
        kinds += ["leads"] + ["leads by week"] * ("created" in has["leads"])
    if "deals" in has:
        kinds += ["deals"] + ["amount"] * ("amount" in has["deals"])
        if {"stage", "status", "is_won"} & has["deals"]:
            kinds += ["won", "lost"] + ["amount won"] * ("amount" in has["deals"])
            seen = list if "id" in has["deals"] else len
            result.outcomes_right = all(seen(found.of(kind)) == seen(truth.of(kind)) for kind in ("won", "lost"))
        if {"close", "closed", "won_at"} & has["deals"]:
            kinds += ["won by week"]
    for kind in kinds:
        result.figures += 1
        counted = kind in ("won", "lost") and "id" not in has["deals"]
        is_right = len(found.of(kind)) == len(truth.of(kind)) if counted else found.of(kind) == truth.of(kind)
        if not is_right:
            result.figures_wrong.append(f"{kind}: {str(found.of(kind))[:60]} for {str(truth.of(kind))[:60]}")
    for label, there, right in _joins(found, written, company):
        if there >= RESOLVABLE * max(len(right), 1):
            result.joins.append(label)
        else:
            result.joins_missing.append(f"{label}: {there} of {len(right)}")


def _joins(found: Figures, written: Written, company: Company) -> list[tuple[str, int, set[tuple[str, str]]]]:
    """Each join that the shape can make: how many of its pairs are found, and which there are."""
    has = written.fields
    joins = []
    if {"leads", "deals"} <= set(has):
        direct = {"lead_id", "contact_id", "contact_email", "contact_name"} & has["deals"]
        pairs = {(str(deal["id"]), str(deal["lead_id"])) for deal in company.deals if deal["lead_id"]}
        if not direct and {"deal_id", "deal_name"} & has["leads"]:
            pairs = {(deal["deal_id"], lead) for lead, deal in company.deal_of.items() if lead}
            direct = {"deal_id"}
        if direct:
            there = {(deal, row[0]) for deal, row in found.deals.items() if row[0]}
            by_id = "id" in has["deals"] and "id" in has["leads"]
            joins.append(("deals → leads", len(there & pairs) if by_id else len(there), pairs))
    for target, place, ways in (("leads", 0, {"lead_id", "contact_email", "contact_name"}), ("deals", 1, {"deal_id"})):
        if {"touches", target} <= set(has) and ways & has["touches"]:
            pairs = _touched(company, written, place)
            there = {(touch, str(row[place])) for touch, row in found.touches.items() if row[place]}
            joins.append((f"touches → {target}", len(there & pairs), pairs))
    return joins


def _touched(company: Company, written: Written, place: int) -> set[tuple[str, str]]:
    """The touches that name a lead (0) or a deal (1) in the written files."""
    key = ("lead_id", "deal_id")[place]
    return {
        (str(touch["id"]), str(touch[key] or ""))
        for touch in company.touches
        if touch.get(key) and (not written.kinds or touch["kind"] in written.kinds)
    }
