"""The document: what marketing and sales sign. Frozen, strict, and unknown keys are refused.

The rules are those of §6 of the metric contract; reading a file and wording its faults is ``icp.reading``.
"""

import datetime as dt
import math
from typing import Annotated, Any, Final, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)

from icp.columns import KINDS, RULES_OF, Kind
from icp.values import Entries, LeadColumn, Number, Percentage, Phrases, Text, Truth, at_least_one, refusal

RULES: Final = ("one_of", "not_one_of", "between", "at_least", "at_most", "is_true", "matches")
_HOLDS: Final[dict[Kind, str]] = {"text": "text", "number": "numbers", "boolean": "true or false"}


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class Between(_Part):
    """A range of numbers, both ends included; an end that is left out is open."""

    min: Number | None = None
    max: Number | None = None

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        if self.min is None and self.max is None:
            raise refusal("must have a min, a max or both")
        if self.low > self.high:
            raise refusal("must not be below min", "max")
        return self

    @property
    def low(self) -> float:
        """The lower end; minus infinity when open."""
        return -math.inf if self.min is None else self.min

    @property
    def high(self) -> float:
        """The upper end; infinity when open."""
        return math.inf if self.max is None else self.max


class Criterion(_Part):
    """One question about a lead: a column, exactly one rule, and how much the answer weighs."""

    name: Text
    field: LeadColumn
    one_of: Entries | None = None
    not_one_of: Entries | None = None
    between: Between | None = None
    at_least: Number | None = None
    at_most: Number | None = None
    is_true: Truth | None = None
    matches: Phrases | None = None
    weight: Annotated[float, Field(gt=0, le=1_000_000, allow_inf_nan=False)]
    required: bool = False

    @property
    def rule(self) -> str:
        """The name of its one rule."""
        return next(rule for rule in RULES if getattr(self, rule) is not None)

    @property
    def kind(self) -> Kind:
        """What its column holds."""
        return KINDS[self.field]

    @model_validator(mode="after")
    def _has_one_rule_that_suits(self) -> Self:
        rules = [rule for rule in RULES if getattr(self, rule) is not None]
        if not rules:
            raise refusal(f"must have one rule of {', '.join(RULES_OF[self.kind])}")
        if len(rules) > 1:
            raise refusal(f"must be the only rule, but {rules[0]} is given too", rules[1])
        if self.rule not in RULES_OF[self.kind]:
            allowed = ", ".join(RULES_OF[self.kind])
            raise refusal(f"cannot be asked of {self.field}, which holds {_HOLDS[self.kind]}: use {allowed}", self.rule)
        wanted = str if self.kind == "text" else float
        if not all(isinstance(entry, wanted) for entry in self.one_of or self.not_one_of or ()):
            quotes = "text in quotes" if wanted is str else "numbers without quotes"
            raise refusal(f"must list {quotes}, because {self.field} holds {_HOLDS[self.kind]}", self.rule)
        return self


class Tiers(_Part):
    """The fit from which a lead is in the tier; D takes the rest."""

    A: Percentage = 80.0
    B: Percentage = 60.0
    C: Percentage = 40.0

    @model_validator(mode="after")
    def _fall(self) -> Self:
        if not self.A > self.B:
            raise refusal("must be below A", "B")
        if not self.B > self.C:
            raise refusal("must be below B", "C")
        return self


class Approval(_Part):
    """Who signed, for each side, and on which day; None where nobody has, or no day is said."""

    marketing: Text | None = None
    marketing_on: dt.date | None = None
    sales: Text | None = None
    sales_on: dt.date | None = None

    @property
    def sides(self) -> dict[str, tuple[str | None, dt.date | None]]:
        """Who signed for each side, and when."""
        return {"marketing": (self.marketing, self.marketing_on), "sales": (self.sales, self.sales_on)}

    @property
    def is_by_both(self) -> bool:
        """Whether both sides have signed."""
        return all(name is not None for name, _ in self.sides.values())

    @model_validator(mode="after")
    def _names_who_signed(self) -> Self:
        for side, (name, on) in self.sides.items():
            if name is None and on is not None:
                raise refusal(f"must stand beside {side}, who signed on that day", f"{side}_on")
        return self

    @model_serializer(mode="wrap")
    def _without_empty_days(self, serialize: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """A day that nobody says is left out: what was kept of a document before days were is equal to it still."""
        kept: dict[str, Any] = serialize(self)
        return {key: value for key, value in kept.items() if value is not None or not key.endswith("_on")}


class Definition(_Part):
    """A version of an ideal-customer profile."""

    name: Text
    version: Text
    effective_from: dt.date
    approved_by: Approval = Approval()
    min_coverage: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] = 0.5
    tiers: Tiers = Tiers()
    criteria: Annotated[tuple[Criterion, ...], Field(strict=False, max_length=100), AfterValidator(at_least_one)]

    @model_validator(mode="after")
    def _names_its_criteria_once(self) -> Self:
        names = [criterion.name for criterion in self.criteria]
        for position, name in enumerate(names):
            if name in names[:position]:
                raise refusal("must be a name no other criterion has", f"criteria.{position}.name")
        return self

    def criterion(self, name: str) -> Criterion | None:
        """The criterion of that name, or None."""
        return next((criterion for criterion in self.criteria if criterion.name == name), None)
