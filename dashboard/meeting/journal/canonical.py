"""One text for one value: canonical JSON, its digest, and the ids of entries."""

import hashlib
import json
import os
import time
import uuid
from typing import Any

from dashboard.errors import BadInput

MOST_BYTES = 32_000


def canonical(value: Any) -> str:
    """The value as JSON with its keys in order and no blanks; raises BadInput for what JSON cannot say."""
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
        text.encode()
    except (TypeError, ValueError) as error:
        raise BadInput(f"This cannot be kept in the journal ({error}); write it in plain text and numbers.") from None
    return text


def body_text(body: dict[str, Any]) -> str:
    """The body of an entry as it is kept; raises BadInput when it is larger than an entry may be."""
    text = canonical(body)
    if (size := len(text.encode())) > MOST_BYTES:
        raise BadInput(
            f"This is {size / 1000:.0f} kB, an entry of the journal holds {MOST_BYTES // 1000}; make it shorter."
        )
    return text


def sha256(text: str | bytes) -> str:
    """The SHA-256 of a text's UTF-8, or of bytes, in hexadecimal."""
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def new_id() -> str:
    """A UUIDv7 of now; Python has its own from 3.14 on."""
    return uuid7(time.time_ns() // 1_000_000, os.urandom(10))


def uuid7(milliseconds: int, chance: bytes) -> str:
    """A UUIDv7 (RFC 9562): milliseconds since 1970, then ten bytes of chance."""
    number = int.from_bytes(milliseconds.to_bytes(6) + chance)
    number = number & ~(0xF << 76) | 0x7 << 76
    number = number & ~(0x3 << 62) | 0x2 << 62
    return str(uuid.UUID(int=number))
