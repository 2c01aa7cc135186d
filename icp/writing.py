"""A definition as the text of its file, written into the text it came from where there is one: comments live."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Final

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, InlineTable, Table

from icp.document import Approval, Criterion, Definition, Tiers
from icp.errors import BadDocument
from icp.reading import parse

_WHOLE: Final = ("name", "version", "effective_from", "min_coverage")


def document_text(definition: Definition, like: str = "") -> str:
    """The text of ``definition``; what of the text ``like`` says the same stays as it stands there, comments too."""
    with suppress(BadDocument, TOMLKitError, KeyError, TypeError, ValueError):
        text = _written(definition, tomlkit.parse(like))
        if parse(text, definition.name) == definition:
            return text
    return _written(definition, tomlkit.document())  # that text is laid out as nothing can be written into


def signed_text(text: str, approval: Approval) -> str:
    """The text of a definition with who signed it, and when, in place of whoever stood there."""
    document = tomlkit.parse(text)
    document.pop("approved_by", None)
    signed = tomlkit.inline_table()
    signed.update(approval.model_dump(exclude_none=True))
    document["approved_by"] = signed
    return tomlkit.dumps(document)


def _written(definition: Definition, document: tomlkit.TOMLDocument) -> str:
    _into(document, {key: getattr(definition, key) for key in _WHOLE})
    document.pop("approved_by", None)
    if definition.approved_by != Approval():
        signed = tomlkit.inline_table()
        signed.update(definition.approved_by.model_dump(exclude_none=True))
        document["approved_by"] = signed
    if "tiers" not in document and definition.tiers != Tiers():
        document["tiers"] = tomlkit.table()
    if "tiers" in document:
        _into(document["tiers"], definition.tiers.model_dump())
    _write_criteria(definition.criteria, document)
    return tomlkit.dumps(document)


def _write_criteria(criteria: Sequence[Criterion], document: tomlkit.TOMLDocument) -> None:
    names = {criterion.name for criterion in criteria}
    there = document.get("criteria")
    if not isinstance(there, AoT):
        document.pop("criteria", None)
        there = document["criteria"] = tomlkit.aot()
    for place in reversed(range(len(there))):
        if there[place].get("name") not in names:
            del there[place]
    tables = {str(table["name"]): table for table in there}
    for criterion in criteria:
        wanted = criterion.model_dump(exclude_none=True, exclude=None if criterion.required else {"required"})
        table = tables.get(criterion.name, tomlkit.table())
        for gone in [key for key in table if key not in wanted]:
            del table[gone]
        _into(table, wanted)
        if criterion.name not in tables:
            if there:
                there[-1].add(tomlkit.nl())  # a blank line between two
            there.append(table)


def _into(table: tomlkit.TOMLDocument | Table | Any, values: dict[str, Any]) -> None:
    """Set what is another value than stands there."""
    for key, value in values.items():
        plain = _plain(value)
        if key not in table or _unwrapped(table[key]) != plain:
            table[key] = _inline(plain) if isinstance(plain, dict) else plain


def _unwrapped(value: Any) -> Any:
    return value.unwrap() if hasattr(value, "unwrap") else value


def _plain(value: Any) -> Any:
    """The value as TOML writes it: lists, and whole numbers without a decimal point."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, tuple | list):
        return [_plain(entry) for entry in value]
    if isinstance(value, dict):
        return {key: _plain(entry) for key, entry in value.items()}
    return value


def _inline(values: dict[str, Any]) -> InlineTable:
    table = tomlkit.inline_table()
    table.update(values)
    return table
