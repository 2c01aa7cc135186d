"""A definition with one criterion changed, for a comparison of before and after. Nothing is saved."""

from typing import Any

from icp.document import RULES, Definition
from icp.errors import BadDocument
from icp.reading import checked


def with_criterion(definition: Definition, name: str, **changes: Any) -> Definition:
    """``definition`` with keys of the criterion ``name`` set: ``weight=2``, ``required=True``, ``at_least=500``.

    A rule among ``changes`` takes the old rule's place. Raises BadDocument when that makes no good document.
    """
    criteria = _criteria(definition, name)
    if changes.keys() & set(RULES):
        criteria[name] = {key: value for key, value in criteria[name].items() if key not in RULES}
    criteria[name] |= changes
    return _rebuilt(definition, criteria)


def without_criterion(definition: Definition, name: str) -> Definition:
    """``definition`` without the criterion ``name``. Raises BadDocument when it was the last one."""
    criteria = _criteria(definition, name)
    del criteria[name]
    return _rebuilt(definition, criteria)


def _criteria(definition: Definition, name: str) -> dict[str, dict[str, Any]]:
    if definition.criterion(name) is None:
        names = ", ".join(f'"{criterion.name}"' for criterion in definition.criteria)
        raise BadDocument([f'{definition.name} has no criterion "{name}"; it has {names}.'])
    return {criterion.name: criterion.model_dump(exclude_none=True) for criterion in definition.criteria}


def _rebuilt(definition: Definition, criteria: dict[str, dict[str, Any]]) -> Definition:
    return checked(definition.model_dump(exclude_none=True) | {"criteria": list(criteria.values())}, definition.name)
