"""Words of the Data screen: what files sum to, what screens can show, refusals by the boxes that answer them."""

from collections.abc import Sequence
from typing import Any

from dashboard.metrics.support import SupportLine
from dashboard.screens.titles import TITLE_OF_SECTION

BOXES = (
    ("--date-order dmy", "Dates: day first"),
    ("--date-order mdy", "Dates: month first"),
    ("--date-order", "the box Dates"),
    ("--decimal .", "Decimal mark: point"),
    ("--decimal ,", "Decimal mark: comma"),
    ("--decimal", "the box Decimal mark"),
    ("--encoding", "Encoding"),
    ("--header-row", "Header in line"),
    ("--sheet", "the box Sheet"),
    ("--mapping", "the box Mapping"),
    ("--as-of", "As of"),
)
FIELD_WORDS = {"next_step_on": "Day of next step", "expected_close_on": "Expected close", "lead": "Lead it came from"}


def in_boxes(sentence: str) -> str:
    """A refusal that names options of the command line, naming the boxes of the screen instead."""
    for option, box in BOXES:
        sentence = sentence.replace(option, box)
    return sentence


def support_rows(lines: Sequence[SupportLine]) -> list[dict[str, Any]]:
    """One row per screen: how many of its figures the data supports, and the sentences of what is missing."""
    rows = []
    for section, screen in TITLE_OF_SECTION.items():
        mine = [line for line in lines if line.figure.partition(".")[0] == section]
        missing = [line for line in mine if line.missing]
        state = "All" if not missing else "None" if len(missing) == len(mine) else "Some"
        rows.append(
            {
                "Screen": screen,
                "Shows": state,
                "Figures": f"{len(mine) - len(missing)} of {len(mine)}",
                "missing": list(dict.fromkeys(str(line.missing) for line in missing)),
            }
        )
    return rows


def kind_words(name: str) -> str:
    """The name of a reason or a kind of record as people say it."""
    return name.replace("_", " ").capitalize()


def field_words(field: str) -> str:
    """A column's name as people say it."""
    return FIELD_WORDS.get(field) or field.replace("_", " ").capitalize()
