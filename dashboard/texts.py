"""Text of leads and deals is hostile: how it becomes harmless on a page, in a chart, in a spreadsheet.

And numbers for people: 1,234 · 12.3 % · € 1.2 m · 3 h 20 min.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import chain
from itertools import count as count_from

HIDDEN = re.compile(
    "[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
    "|(?<![^\u0000-\u007f])[\u200c\u200d]|[\u200c\u200d](?![^\u0000-\u007f])"
)
"""What nobody sees; a joiner is part of a word between letters or pictures that are no ASCII."""
DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
LINE_ENDS = re.compile("[\n\u0085\u2028\u2029]")
MARKUP = re.compile(r"[#$&*+<=>\[\\\]^_`{|}~€£]|:(?=[\w+-])|(?<!\w)-|-(?!\w)|(?<=\d)[.)](?=\s|$)|^ ")
ALIVE_BY_ITSELF = re.compile(
    r"(?<=:)(?=//)|(?<=\bwww)(?=\.)|(?<=@)|(?<=:)(?=streamlit:|material_\w+:)"
    r"|(?<=[<>~-])(?<!\S[<>~-])(?=->|[->=](?:\s|$))",
    re.IGNORECASE,
)
"""Where a word joiner stands in what Streamlit makes a link, a picture or an arrow of though it is escaped."""
COLORED = re.compile(r":[a-z]+\[([^\[\]]*)\]")
REFERENCE = re.compile(r"&#(\d+);")
CHART_MARKUP = re.compile(r"[&<>{}%$]")
FORMULA = re.compile(r"^[\s'\"]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n\x00]")
NUMBER_AND_UNIT = re.compile(r"(?<=[€£$]) (?=\d)|(?<=\d) (?=(?:[kmd]|%|days?|points?|h|min)(?:\W|$))")
SIGN_OF_MONEY = re.compile(r"(?<=[+−])(?=[€£$])")
SPELLED = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
LONGEST_SENTENCE = 200
LONGEST_LABEL = 60
MINUTES_AN_HOUR = 60
MINUTES_A_DAY = 1440
FEWEST_FOR_RATE = 10
FEWEST_FOR_RANK = 30


def plain(text: object, longest: int = LONGEST_LABEL) -> str:
    """One line of visible characters, cut with an ellipsis.

    A mark that turns the direction of writing is shown as its code; others nobody sees are gone.
    """
    shown = DIRECTION.sub(lambda mark: f"\\u{ord(mark[0]):04x}", LINE_ENDS.sub(" ", str(text)))
    line = HIDDEN.sub("", unicodedata.normalize("NFC", shown))
    return line if len(line) <= longest else line[: longest - 1] + "…"


def distinct_labels(texts: Iterable[str], longest: int = LONGEST_LABEL) -> dict[str, str]:
    """Each text as ``plain`` shows it, numbered where two would look the same: a box or an axis would mix them up."""
    shown: dict[str, str] = {}
    taken: set[str] = set()
    for text in texts:
        line = plain(text, longest)
        numbered = (f"{line} ({number})" for number in count_from(2))
        shown[text] = next(name for name in chain([line], numbered) if name not in taken)
        taken.add(shown[text])
    return shown


def in_markdown(text: object, longest: int = LONGEST_SENTENCE) -> str:
    """Text that Streamlit shows as it is, in a sentence of ours too: no link, image, formula, colour or icon.

    What could mean something in Markdown is a character reference, so that nothing escapes it a second time.
    """
    glued = ALIVE_BY_ITSELF.sub("\u2060", plain(text, longest))
    return NUMBER_AND_UNIT.sub("&#32;", MARKUP.sub(_reference, glued))


def as_text(markdown: str) -> str:
    """What a reader sees of a sentence of ours in Markdown, people's text in it as ``in_markdown`` wrote it."""
    shown = markdown
    while (inner := COLORED.sub(r"\1", shown)) != shown:
        shown = inner
    bare = shown.replace("**", "").replace("\\$", "$").replace("\u2060", "")
    return REFERENCE.sub(lambda match: chr(int(match[1])), bare)


def in_chart(text: object, longest: int = 28) -> str:
    """Text that Plotly shows as it is, in a template too: it reads a small HTML of its own, formulas and fields."""
    return CHART_MARKUP.sub(_reference, plain(text, longest))


def _reference(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};"


def in_spreadsheet(value: object) -> object:
    """A cell no spreadsheet runs: text that looks like a formula gets an apostrophe, numbers stay numbers."""
    if isinstance(value, str) and FORMULA.match(value):
        return "'" + value
    return value


def count(number: int | None) -> str:
    """1,234; a dash for what is not known."""
    return "–" if number is None else f"{number:,}"


def percent(share: float | None, digits: int | None = None) -> str:
    """12 %, or 4.3 % below ten; a dash for what is not known."""
    if share is None:
        return "–"
    if digits is None:
        digits = 0 if share == 0 or share >= 0.095 else 1
    return f"{100 * share:.{digits}f} %"


def spelled(number: int) -> str:
    """Five; from eleven on 11."""
    return SPELLED[number] if number < len(SPELLED) else count(number)


def in_parts(share: float) -> str:
    """Four of five: a share of ten parts at most."""
    parts = Fraction(share).limit_denominator(10)
    return f"{spelled(parts.numerator)} of {spelled(parts.denominator)}"


def points(change: float | None) -> str:
    """+3.1 points, with a real minus sign."""
    return "–" if change is None else f"{100 * change:+.1f}".replace("-", "−") + " points"


def interval(low: float | None, high: float | None) -> str:
    """41–46 %, or 2.7–3.6 % below ten and 99.9–100.0 % at the top: the 95 % interval of a share."""
    if low is None or high is None:
        return "–"
    digits = 1 if high < 0.095 or low >= 0.995 else 0
    return f"{100 * low:.{digits}f}–{100 * high:.{digits}f} %"


def money(value: float | None, currency: str | None = None) -> str:
    """€ 1.2 m, € 340 k, € 900; a dash for what is not known."""
    if value is None:
        return "–"
    sign = {"EUR": "€", "USD": "$", "GBP": "£"}.get(currency or "", currency or "")
    size = abs(value)
    if size >= 999_500:
        text = f"{size / 1e6:.1f} m" if size < 99_950_000 else f"{size / 1e6:,.0f} m"
    elif size >= 9_950:
        text = f"{size / 1e3:.0f} k"
    elif size >= 995:
        text = f"{size / 1e3:.1f} k"
    else:
        text = f"{size:.0f}"
    return f"{'−' if value < 0 else ''}{sign}{' ' if sign else ''}{text}"


def days(number: float | None) -> str:
    """12.4 days, 1 day."""
    if number is None:
        return "–"
    text = f"{number:.1f}" if number < 10 else f"{number:,.0f}"
    return f"{text.removesuffix('.0')} day{'' if text in {'1', '1.0'} else 's'}"


def waiting_time(minutes: float | None) -> str:
    """12 min, 3 h 20 min, 2 d 4 h: a waiting time as people say it."""
    if minutes is None:
        return "not reached"
    whole = round(minutes)
    if whole < MINUTES_AN_HOUR:
        return f"{whole} min"
    if whole < MINUTES_A_DAY:
        hours, rest = divmod(whole, MINUTES_AN_HOUR)
        return f"{hours} h {rest} min" if rest else f"{hours} h"
    whole_days, rest = divmod(whole, MINUTES_A_DAY)
    hours = rest // MINUTES_AN_HOUR
    return f"{whole_days} d {hours} h" if hours else f"{whole_days} d"


def limit_words(hours: float, clock: str) -> str:
    """A limit of the settings: 24 h, or on the ``working`` clock 24 working hours."""
    if clock == "elapsed":
        return f"{hours:g} h"
    return f"{hours:g} working hour{'' if hours == 1 else 's'}"


def day(moment: date) -> str:
    """16 Nov 2026."""
    return f"{moment.day} {moment:%b %Y}"


def span(start: datetime, end: datetime) -> str:
    """17 Aug – 15 Nov 2026: the days from ``start`` to the last instant before ``end``, both local."""
    last = (end - timedelta(microseconds=1)).date()
    first = start.date()
    if first >= last:
        return day(last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} – {day(last)}"
    return f"{first.day} {first:%b} – {day(last)}" if first.year == last.year else f"{day(first)} – {day(last)}"


def no_formula(sentence: str) -> str:
    """A sentence of our own as Markdown: a dollar sign is money, not mathematics, and a number keeps its unit."""
    return SIGN_OF_MONEY.sub("\u2060", NUMBER_AND_UNIT.sub("\u00a0", sentence)).replace("$", "\\$")
