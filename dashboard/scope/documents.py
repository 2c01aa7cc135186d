"""The TOML files people write: settings, stages, mappings. Read within limits, so that none is waited for or bursts."""

import stat
import tomllib
from pathlib import Path
from typing import Any

from dashboard.errors import BadInput
from icp.outline import outline

LARGEST_BYTES = 256_000
DEEPEST = 20


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
