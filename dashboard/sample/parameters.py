"""The sample company in numbers: ``company.toml``, read into frozen models.

The generator draws from these and from nothing else, so what is planted can be computed from them.
"""

import tomllib
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict


class Parameters(BaseModel):
    """Frozen, and strict about names: a misspelt key in the TOML is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class LeadSource(Parameters):
    """Where leads come from, and what becomes of them; the meaning of each number stands in company.toml."""

    name: str
    weight: float
    path: Literal["mql", "aql", "tgl", "sgl"]
    mql: float
    direct: float
    sal: float
    sql: float
    win: float
    good: float
    poor: float
    engagement: float
    readiness: float
    answered: float
    haste: float
    cost: float
    hours: Literal["digital", "evening", "office", "webinar"]
    campaigns: tuple[str, ...]


class Rep(Parameters):
    """A person who answers leads or closes deals, with habits."""

    name: str
    team: Literal["sdr", "sales", "marketing"]
    region: str
    minutes: float
    gives_up: float
    leads: float = 0.0
    deals: float = 0.0


class Region(Parameters):
    """A sales region: its share of the leads, its clock, the countries in it with their shares."""

    name: str
    weight: float
    time_zone: str
    countries: dict[str, float]


class DealStage(Parameters):
    """A deal stage: the usual days in it, and what happens there."""

    name: str
    days: float
    lost: float
    stuck: float
    longer: float


class Fit(Parameters):
    """Factors on the chance of each step for a company that fits, fits in part, does not fit."""

    sal: tuple[float, float, float]
    sql: tuple[float, float, float]
    win: tuple[float, float, float]


class Burst(Parameters):
    """One webinar that brings many poor leads at once."""

    campaign: str
    on: date
    leads: int


class Stories(Parameters):
    """What is planted on purpose, as numbers."""

    accept_more_from: date
    accept_more: float
    longer_from: date
    return_mql: float
    return_sal: float
    return_sql: float
    return_win: float
    stuck: float
    quarter_end_push: float
    shutdown: tuple[tuple[date, date], ...]
    burst_mql: float
    burst_fit: float
    bursts: tuple[Burst, ...]


class Company(Parameters):
    """Everything the generator draws from."""

    draw: int
    sources: tuple[LeadSource, ...]
    reps: tuple[Rep, ...]
    regions: tuple[Region, ...]
    stages: tuple[DealStage, ...]
    fit: Fit
    churn: dict[str, float]
    stories: Stories


def read_toml(name: str) -> dict[str, Any]:
    """The content of a TOML file beside this module."""
    return tomllib.loads((files("dashboard.sample") / name).read_text(encoding="utf-8"))


@cache
def company() -> Company:
    """The numbers of company.toml."""
    return Company.model_validate(read_toml("company.toml"))
