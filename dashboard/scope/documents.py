"""What people write, in TOML files and as options: from a text to a model, or to one sentence with what is wrong.

Settings, stages, mappings and rights are read within limits, so that none is waited for or bursts.
"""

import stat
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from dashboard.errors import BadInput
from icp.outline import outline

LARGEST_BYTES = 256_000
DEEPEST = 20
WORDS = {
    "extra_forbidden": "is no key there is",
    "missing": "is missing; add it",
    "string_too_short": "is empty; write it",
    "string_type": "must be text in quotes",
    "bool_type": "must be true or false, without quotes",
    "tuple_type": "must be a list, in square brackets",
    "dict_type": "must be a table of pairs",
    "model_type": "must be a table with keys",
}
"""What pydantic says in its own terms, as what to write; the rest is said by the models."""

Location = Sequence[str | int]
M = TypeVar("M", bound=BaseModel)


def read_document(path: Path, what: str) -> str:
    """The text of a file, which the sentences call ``what``; raises BadInput when it cannot be read or is none."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise BadInput(f"{path}: {what} is no file (a folder, a pipe or a device); name a TOML file.")
        with path.open("rb") as file:
            content = file.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise BadInput(f"{path}: {what} cannot be read ({error.strerror}); name a TOML file.") from None
    if len(content) > LARGEST_BYTES:
        raise BadInput(f"{path}: {what} is larger than {LARGEST_BYTES // 1000} kB; name the right TOML file.")
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise BadInput(f"{path}: {what} is not UTF-8 text; save it as UTF-8.") from None


def parsed(text: str, where: str) -> dict[str, Any]:
    """The table a TOML text holds; raises BadInput naming ``where`` and the line.

    How deep it nests is measured first: the parser recurses on brackets, and takes the longer the longer a key is.
    """
    if len(text) > LARGEST_BYTES:
        raise BadInput(f"{where}: larger than {LARGEST_BYTES // 1000} kB, as none is; shorten it.")
    lines = outline(text)
    if lines.depth > DEEPEST:
        raise BadInput(f"{where}: line {lines.depth_line} nests deeper than {DEEPEST} levels; correct that line.")
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a number of ever so many digits is a ValueError of another kind
        raise BadInput(f"{where}: not TOML: {error}; correct that line.") from None


def dotted(_: object, location: Location) -> str:
    """Where in a table: its keys, with points between."""
    return ".".join(map(str, location))


def model_of(
    model: type[M],
    table: Mapping[str, Any],
    where: str,
    whole: str,
    words: Mapping[str, str] | None = None,
    key_of: Callable[[object, Location], str] = dotted,
) -> M:
    """The model a table says; raises BadInput naming ``where``, the key (``whole`` for all of it) and what is wrong.

    ``words`` say a kind of fault otherwise than ``WORDS``; ``key_of`` names the place of a fault in the table.
    """
    try:
        return model.model_validate(table)
    except ValidationError as error:
        first = error.errors()[0]
        message = first["msg"].removeprefix("Value error, ").replace("Input should be", "must be")
        reason = (WORDS | dict(words or {})).get(first["type"], message)
        place = f"{where}: " if where else ""
        raise BadInput(f"{place}{key_of(table, first['loc']) or whole}: {reason}.") from None
