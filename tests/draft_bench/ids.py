"""Ids as CRMs make them, from the sample company's own."""

import re
import uuid

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
SALESFORCE = 3


def id_of(own: str, style: str) -> str:
    """An id of a style: ``00Q`` a Salesforce prefix, ``number 7000``, ``guid``, or what begins it; empty, its own."""
    if style in ("", "own"):
        return own
    number = int("".join(re.findall(r"\d+", own)) or sum(map(ord, own)))
    if style == "guid":
        return str(uuid.UUID(int=(0x5B3F0C11 << 96) | (0x4000_8000 << 48) | number, version=4))
    if style.startswith("number "):
        return str(int(style.split()[1]) + number)
    if style.startswith("code "):
        return style.split()[1] + _in_signs(number * 7919, 20)
    if len(style) == SALESFORCE:
        return _salesforce(style + "5J" + _in_signs(number * 7919, 10))
    return f"{style}{number:07d}"


def _salesforce(short: str) -> str:
    """The 18 characters of an id of 15: three more tell which letters are capitals."""
    blocks = (short[start : start + 5] for start in range(0, 15, 5))
    return short + "".join(LETTERS[sum(1 << at for at, sign in enumerate(block) if sign.isupper())] for block in blocks)


def _in_signs(number: int, width: int) -> str:
    text = ""
    while number:
        number, rest = divmod(number, len(SIGNS))
        text = SIGNS[rest] + text
    return text.rjust(width, "0")
