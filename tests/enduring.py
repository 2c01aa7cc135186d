"""How much a run looks at: ``FUNNEL_REVIEW_ENDURE=1`` looks at everything, else at a part that is spread over it."""

import os
from collections.abc import Sequence
from typing import TypeVar

FULL = bool(os.environ.get("FUNNEL_REVIEW_ENDURE"))

T = TypeVar("T")


def some(things: Sequence[T], most: int) -> list[T]:
    """All of them in a full run, else at most so many, spread over them, the first and the last too."""
    if FULL or len(things) <= most:
        return list(things)
    return [things[round((len(things) - 1) * place / max(most - 1, 1))] for place in range(most)]
