"""The warehouse's own key: what makes an e-mail a key that nobody can guess back."""

import os
import secrets
from pathlib import Path

from dashboard.importing.converting.expressions import Pads

NAME = "hash.key"
_BLOCK = 64


def warehouse_pads(warehouse: Path) -> Pads:
    """The HMAC-SHA256 pads of the key kept in the warehouse folder; the key is made on first use."""
    path = warehouse / NAME
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        pass
    else:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(32))
            file.flush()
            os.fsync(file.fileno())
    key = path.read_bytes().ljust(_BLOCK, b"\0")
    return Pads(bytes(byte ^ 0x36 for byte in key), bytes(byte ^ 0x5C for byte in key))
