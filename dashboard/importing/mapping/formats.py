"""Date formats as people write them, and as DuckDB reads them.

A format is ``iso``, ``excel`` (days since 1899-12-30), ``epoch`` or ``epoch_ms``, or a picture made of
``YYYY YY MMMM MMM MM M DD D HH H hh h mm ss A``: ``D MMM, YYYY HH:mm:ss`` reads "15 Apr, 2021 00:03:00".
A picture without a time of day also reads a date followed by one. Two-digit years are 1970–2069.
"""

import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator

from dashboard.scope.settings import zone_names

NAMED = ("iso", "excel", "epoch", "epoch_ms")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
_SHORT_MONTH = "(?i:" + "|".join(_MONTHS.split()) + ")"
_LONG_MONTH = "(?i:january|february|march|april|may|june|july|august|september|october|november|december)"
_TOKENS = {
    "YYYY": ("%Y", r"\d{4}"),
    "MMMM": ("%B", _LONG_MONTH),
    "MMM": ("%b", _SHORT_MONTH),
    "YY": ("%y", r"\d{2}"),
    "MM": ("%m", r"\d{2}"),
    "DD": ("%d", r"\d{2}"),
    "HH": ("%H", r"\d{2}"),
    "hh": ("%I", r"\d{2}"),
    "mm": ("%M", r"\d{2}"),
    "ss": ("%S", r"\d{2}(?:\.\d{1,9})?"),
    "M": ("%m", r"\d{1,2}"),
    "D": ("%d", r"\d{1,2}"),
    "H": ("%H", r"\d{1,2}"),
    "h": ("%I", r"\d{1,2}"),
    "A": ("%p", "(?i:[ap]m)"),
}
_TOKEN = re.compile("|".join(_TOKENS))
# What may follow a picture without a time of day, as DuckDB's strptime reads it.
TIMES = ("", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f", " %I:%M %p", " %I:%M:%S %p")
_TIME_SHAPE = r"(?:,?[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?: ?(?i:[ap]m))?)?"


def _checked(text: str) -> str:
    if text in NAMED:
        return text
    tokens = set(_TOKEN.findall(text))
    dated = tokens & {"YYYY", "YY"} and tokens & {"MMMM", "MMM", "MM", "M"} and tokens & {"DD", "D"}
    if not dated or re.search("[a-zA-Z%]", _TOKEN.sub("", text).replace("T", "")):
        message = (
            f'"{text}" is no date format; write one of {", ".join(NAMED)} or a picture '
            "such as DD-MM-YYYY, M/D/YYYY or D MMM, YYYY HH:mm:ss"
        )
        raise ValueError(message)
    return text


DateFormat = Annotated[str, AfterValidator(_checked)]

_OFFSET = re.compile(r"[+-](?:0\d|1[0-4]):?[0-5]\d")


def zone_named(text: str) -> str:
    """The text, where it is an offset from UTC or the full name of a zone; raises ValueError."""
    if _OFFSET.fullmatch(text) or text in {"Z", "UTC", "GMT"} or ("/" in text and text in zone_names()):
        return text
    message = f'"{text}" is neither an offset nor the name of a zone; write "-05:00" or "America/New_York"'
    raise ValueError(message)


Zones = dict[str, Annotated[str, AfterValidator(zone_named)]]
"""What abbreviations of time zones mean: an offset from UTC or the full name of a zone."""


@dataclass(frozen=True)
class Picture:
    """A format as DuckDB needs it: a shape the whole text must have, and strptime formats to try."""

    shape: str
    formats: tuple[str, ...]


def picture(text: str) -> Picture:
    """The shape and the strptime formats of a picture such as ``DD-MM-YYYY``."""
    shape, strptime, at = "", "", 0
    for token in _TOKEN.finditer(text):
        literal = text[at : token.start()]
        form, pattern = _TOKENS[token.group()]
        shape += re.escape(literal) + pattern
        strptime += literal + form
        at = token.end()
    shape += re.escape(text[at:])
    strptime += text[at:]
    if "%H" in strptime or "%I" in strptime:
        return Picture(shape, tuple(strptime.replace("%S", seconds) for seconds in ("%S", "%S.%f")))
    return Picture(shape + _TIME_SHAPE, tuple(strptime + time for time in TIMES))


def in_order(order: str) -> tuple[str, ...]:
    """The strptime formats of day, month and year written with slashes in ``order`` (dmy or mdy)."""
    date = "%d/%m/%Y" if order == "dmy" else "%m/%d/%Y"
    return tuple(date + time for time in TIMES)
