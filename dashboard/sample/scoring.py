"""The generator's own reading of a profile: which tier a lead falls in. Apart from the product's, to check it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from dashboard.sample.records import Deal, SampleLead

BANT = ("budget", "authority", "need", "timing")


@dataclass(frozen=True)
class Profile:
    """A definition as its file says."""

    document: Mapping[str, Any]

    @classmethod
    def named(cls, name: str) -> "Profile":
        """The definition of ``icp/definitions/<name>.toml``."""
        text = (files("icp") / "definitions" / f"{name}.toml").read_text(encoding="utf-8")
        return cls(tomllib.loads(text))

    def tier(self, values: Mapping[str, Any]) -> str:
        """A, B, C, D, Out or Unknown for a lead's values."""
        met = known = total = 0.0
        for rule in self.document["criteria"]:
            total += rule["weight"]
            verdict = _meets(rule, values[rule["field"]])
            if verdict is False and rule.get("required"):
                return "Out"
            if verdict is not None:
                known += rule["weight"]
                met += rule["weight"] * verdict
        if not known or known / total < self.document["min_coverage"]:
            return "Unknown"
        tiers: dict[str, float] = self.document["tiers"]
        return next((tier for tier, least in tiers.items() if 100 * met / known >= least), "D")


def _meets(rule: Mapping[str, Any], value: Any) -> bool | None:
    if value is None:
        return None
    if "one_of" in rule:
        return value.casefold() in {entry.casefold() for entry in rule["one_of"]}
    if "between" in rule:
        return bool(rule["between"].get("min", value) <= value <= rule["between"].get("max", value))
    if "at_least" in rule:
        return bool(value >= rule["at_least"])
    if "is_true" in rule:
        return bool(value)
    words = set(value.lower().split())
    return any(set(entry.split()) <= words for entry in rule["matches"])


def values_of(lead: SampleLead) -> dict[str, Any]:
    """What the CRM knows of a lead, its account's values filled in where its own row has none."""
    account = lead.account
    return {
        "industry": account.industry if account else None,
        "employees": account.employees if account else None,
        "annual_revenue": account.revenue if account else None,
        "country": account.country if account else None,
        "title": lead.title,
        "engagement_score": lead.engagement,
        **dict(zip(BANT, lead.bant, strict=True)),
    }


def deal_tier(deal: Deal, profile: Profile) -> str:
    """The tier of the lead a deal came from; Unknown for a deal without one."""
    return "Unknown" if deal.cycle is None else profile.tier(values_of(deal.cycle.lead))
