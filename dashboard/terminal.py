"""Text from outside on a terminal: a name or a value shown as it is, never obeyed."""

import re

UNPRINTABLE = re.compile(
    "[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""What a terminal obeys, what turns the direction of writing, and what is no character at all."""
NAMED = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}
FIRST_BYTE, LAST_BYTE = 0xDC80, 0xDCFF
"""How Python hands on the bytes of a file's name that are no UTF-8."""


def printable(text: object) -> str:
    """The text as one line of visible characters; what is none is shown as its code."""
    return UNPRINTABLE.sub(_code, str(text))


def printable_json(text: str) -> str:
    """JSON that means the same, with what a terminal would obey written as JSON writes it."""
    return UNPRINTABLE.sub(lambda sign: sign[0] if sign[0] in NAMED else rf"\u{ord(sign[0]):04x}", text)


def _code(sign: "re.Match[str]") -> str:
    number = ord(sign[0])
    if FIRST_BYTE <= number <= LAST_BYTE:
        return rf"\x{number - FIRST_BYTE + 0x80:02x}"
    return NAMED.get(sign[0]) or (rf"\x{number:02x}" if number < 0x100 else rf"\u{number:04x}")
