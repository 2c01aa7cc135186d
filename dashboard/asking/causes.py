"""Which causes of stalling the data can judge, by what the relation that holds them says each needs."""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from dashboard.asking.lacking import is_met
from dashboard.warehouse.needs import Need
from dashboard.warehouse.relations import relations

if TYPE_CHECKING:
    from dashboard.asking.view import View


@cache
def needs_of_causes() -> Mapping[str, Need]:
    """What each cause needs, in the order of the contract (§8)."""
    return {cause: need for need in relations()["open_deals"].needs for cause in need.parts}


def judged_causes(view: "View") -> list[str]:
    """The causes of stalling the data can judge, in the order of the contract (§8)."""
    return [cause for cause, need in needs_of_causes().items() if is_met(view, need)]


def unjudged_causes(view: "View") -> dict[str, str]:
    """The others, each with the words for what is missing."""
    return {cause: need.words for cause, need in needs_of_causes().items() if not is_met(view, need)}
