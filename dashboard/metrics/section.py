"""What all sections of the metric contract share: frozen models, named as in the JSON."""

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field


class Section(BaseModel):
    """A part of the answer: frozen, and named as in the JSON."""

    model_config = ConfigDict(frozen=True, validate_by_name=True, validate_by_alias=True, allow_inf_nan=False)


NOT_PRINTED: Any = Field(default=None, exclude=True)
"""The default of what screens show of a section and the JSON leaves to the question."""

AnySection = TypeVar("AnySection", bound=Section)


class Supported(BaseModel, Generic[AnySection]):
    """A section with the sentences of what the data cannot support, by ``section.figure``."""

    model_config = ConfigDict(frozen=True)

    section: AnySection
    unsupported: Mapping[str, str] = {}
