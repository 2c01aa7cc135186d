"""Waterfalls: the ordered stages of a funnel and the events that enter each; two presets and a company's own."""

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator

from dashboard.scope.documents import model_of, parsed, read_document
from dashboard.scope.settings import as_tuple

ENTRIES = ("inquiry", "aql", "mql", "tal", "tql", "tgl", "sal", "sgl", "sql", "won")
FEWEST_STAGES = 2


class Stage(BaseModel):
    """One stage and the events that enter it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    name: str
    events: Annotated[tuple[str, ...], BeforeValidator(as_tuple)]


class Waterfall(BaseModel):
    """An ordered list of stages; ``unit`` says whose timeline is cut: each lead's, or each account's."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    stages: Annotated[tuple[Stage, ...], BeforeValidator(as_tuple)]
    unit: Literal["lead", "account"] = "lead"
    name: str = "own"

    def events_of(self, name: str) -> tuple[str, ...]:
        """The events that enter the stage of that name; none for a stage it does not have."""
        return next((stage.events for stage in self.stages if stage.name == name), ())

    def of(self, stages: tuple[Stage, ...]) -> "Waterfall":
        """The same waterfall with some of its stages alone."""
        return self.model_copy(update={"stages": stages})

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        events = [event for stage in self.stages for event in stage.events]
        names = [stage.name for stage in self.stages]
        for event in events:
            if event not in ENTRIES:
                message = f'"{event}" is no entry event; use {", ".join(ENTRIES)}'
                raise ValueError(message)
        if len(self.stages) < FEWEST_STAGES:
            message = "a waterfall needs two stages at least"
            raise ValueError(message)
        if twice := sorted({event for event in events if events.count(event) > 1}):
            message = f'"{twice[0]}" enters two stages; each event enters one'
            raise ValueError(message)
        if len(set(names)) != len(names):
            message = "two stages have the same name"
            raise ValueError(message)
        return self


def _preset(name: str, **stages: tuple[str, ...]) -> Waterfall:
    return Waterfall(name=name, stages=tuple(Stage(name=stage, events=events) for stage, events in stages.items()))


PRESETS = {
    "v1": _preset(
        "v1",
        Inquiry=("inquiry",),
        MQL=("mql", "aql", "tal", "tql", "tgl"),
        SAL=("sal",),
        SQL=("sql", "sgl"),
        Won=("won",),
    ),
    "v2": _preset(
        "v2",
        Inquiry=("inquiry",),
        AQL=("aql", "mql"),
        TAL=("tal",),
        TQL=("tql", "tgl"),
        SAL=("sal",),
        SQL=("sql", "sgl"),
        Won=("won",),
    ),
}


def read_waterfall(name: str) -> Waterfall:
    """The preset ``v1`` or ``v2``, or the waterfall of a TOML file; raises BadInput in one sentence."""
    if name in PRESETS:
        return PRESETS[name]
    path = Path(name)
    table = parsed(read_document(path, "the waterfall, neither v1 nor v2,"), name)
    return model_of(Waterfall, {"name": path.stem} | table, name, "stages")
