"""The decisions that stand on the first page, short enough that the page holds them."""

from dashboard.meeting.pack.document import DecisionLine, Pack
from dashboard.meeting.weeks import week_after
from dashboard.texts import plain

SHOWN_MADE, SHOWN_KNOWN = 3, 4
LONGEST_TEXT, LONGEST_LINE = 130, 220


def made_first(pack: Pack) -> tuple[DecisionLine, ...]:
    """Those of the week."""
    return tuple(map(_short, pack.made[:SHOWN_MADE]))


def foremost(pack: Pack) -> tuple[DecisionLine, ...]:
    """Those of the review before, then the others in the order of the review: what is now known, the overdue."""
    last = week_after(pack.cover.week, -1)
    of_last = [each for each in pack.known if each.week == last]
    return tuple(map(_short, [*of_last, *(each for each in pack.known if each.week != last)][:SHOWN_KNOWN]))


def _short(each: DecisionLine) -> DecisionLine:
    return each.model_copy(
        update={
            "text": plain(each.text, LONGEST_TEXT),
            "who": plain(each.who, LONGEST_TEXT),
            "state": plain(each.state, LONGEST_TEXT),
            "effect": plain(each.effect, LONGEST_LINE),
        }
    )
