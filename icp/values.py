"""What single values of a definition may be: text, numbers, lists of them. Each refusal is a phrase for a sentence."""

import unicodedata
from typing import Annotated, Final, TypeVar

from pydantic import AfterValidator, Field, PlainValidator
from pydantic_core import PydanticCustomError

from icp.columns import KINDS

LARGEST: Final = 1e15
"""Numbers beyond this are refused: from 2^53 on, a float no longer tells neighbours apart."""
LONGEST: Final = 200
"""Characters a name or one entry of a list may have."""
MOST_PHRASES: Final = 200
"""Entries ``matches`` may have: each word of each is a search of its own."""

_Listed = TypeVar("_Listed", bound=tuple[object, ...])


def refusal(sentence: str, key: str | None = None) -> PydanticCustomError:
    """A fault in words; ``key`` names the key of the table at fault when the table itself is being checked."""
    return PydanticCustomError("refused", "{sentence}", {"sentence": sentence, "key": key})  # noqa: RUF027 — the template that the words are put into


def _plain_text(text: str) -> str:
    if not text.strip():
        raise refusal("must not be blank")
    if len(text) > LONGEST:
        raise refusal(f"must have at most {LONGEST} characters")
    if any(unicodedata.category(character) == "Cc" for character in text):
        raise refusal("must not hold control characters or line breaks")
    return text


def _lead_column(name: str) -> str:
    if name not in KINDS:
        raise refusal(f"must be one of the lead columns {', '.join(KINDS)}")
    return name


def _entry(value: object) -> str | float:
    if isinstance(value, str):
        return _plain_text(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        if not abs(value) <= LARGEST:
            raise refusal("must be a finite number no larger than 1e15")
        return float(value)
    raise refusal("must be text in quotes, or a number")


def _with_words(text: str) -> str:
    if not any(character.isalnum() for character in text):
        raise refusal("must hold at least one word of letters or digits")
    return text


def _is_true(value: bool) -> bool:
    if not value:
        raise refusal("must be true: a criterion that wants the opposite asks another column")
    return value


def _few(phrases: tuple[str, ...]) -> tuple[str, ...]:
    if len(phrases) > MOST_PHRASES:
        raise refusal(f"must have at most {MOST_PHRASES} entries, as every lead is searched for each")
    return phrases


def at_least_one(entries: _Listed) -> _Listed:
    """``entries``, refused when there is none; pydantic's own length check also complains of lists with a bad entry."""
    if not entries:
        raise refusal("must not be empty")
    return entries


Text = Annotated[str, AfterValidator(_plain_text)]
Number = Annotated[float, Field(ge=-LARGEST, le=LARGEST, allow_inf_nan=False)]
Percentage = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]
LeadColumn = Annotated[str, AfterValidator(_lead_column)]
Truth = Annotated[bool, AfterValidator(_is_true)]
Entries = Annotated[
    tuple[Annotated[str | float, PlainValidator(_entry)], ...], Field(strict=False), AfterValidator(at_least_one)
]
Phrases = Annotated[
    tuple[Annotated[Text, AfterValidator(_with_words)], ...],
    Field(strict=False),
    AfterValidator(at_least_one),
    AfterValidator(_few),
]
