"""By how much a figure's signed weeks moved later, and for how long: what its receipt says of it."""

from collections.abc import Sequence
from statistics import fmean

from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.model import MeetingModel
from dashboard.meeting.restatement.answered import figures_of
from dashboard.meeting.restatement.paths import moved
from dashboard.meeting.restatement.revisions import Watched, watched

FEWEST_WEEKS = 8


class Settling(MeetingModel):
    """How signed weeks of a figure moved after their freeze, as parts of what was frozen.

    ``mean_move`` has its sign, ``mean_size`` has none. ``last_move`` is the most weeks after which one still moved,
    None when none did; ``is_settled``: one was asked later than that.
    """

    weeks: int
    mean_move: float
    mean_size: float
    last_move: int | None
    is_settled: bool

    @property
    def sentence(self) -> str:
        """As the receipt says it."""
        if self.last_move is None:
            return f"None of {self.weeks} signed weeks moved later."
        sizes = f"{_percent(self.mean_move, '+')} on average, {_percent(self.mean_size)} in size"
        after = "within a week" if self.last_move == 0 else f"after {_weeks(self.last_move)}"
        until = f"settled {after}" if self.is_settled else f"not settled {after}"
        return f"Signed weeks moved later by {sizes}; {until}."


def settling(weeks: Sequence[Watched], figure: str) -> Settling | None:
    """How the signed weeks of a figure, named by its path in the ``metrics`` JSON, moved; None before there are 8.

    A week in which it was null, or 0 and did not stay it, has no part to move by and does not count.
    """
    signed = [each for each in weeks if each.review.state == "signed"]
    moves = [(each, move) for each in signed if (move := _move(each, figure)) is not None]
    if len(moves) < FEWEST_WEEKS:
        return None
    last = max((after for each, _ in moves for after in _moved_after(each, figure)), default=None)
    return Settling(
        weeks=len(moves),
        mean_move=fmean(move for _, move in moves),
        mean_size=fmean(abs(move) for _, move in moves),
        last_move=last,
        is_settled=last is None or any(max(each.moved) > last for each, _ in moves),
    )


def sentence_about(journal: Journal, figure: str) -> str | None:
    """What the receipt of a figure says about its signed weeks; None before there are 8."""
    result = settling(watched(journal), figure)
    return result.sentence if result else None


def settled(weeks: Sequence[Watched], question: str, series: str | None = None) -> dict[str, Settling]:
    """How the signed weeks moved of each figure that a question answers, by the figure's path; none before there are 8.

    ``series``: the weekly figure that a finding of the question is about; it comes first.
    """
    there = dict.fromkeys(path for each in weeks for path in each.frozen)
    known = ((path, settling(weeks, path)) for path in figures_of(there, question, series))
    return {path: each for path, each in known if each is not None}


def _move(week: Watched, figure: str) -> float | None:
    """From what was frozen to what it was when it was last asked, as a part of what was frozen."""
    frozen = week.frozen.get(figure)
    *_, last = week.values(figure).values()
    if frozen is None or last is None:
        return None
    if not moved(frozen, last):
        return 0.0
    return (last - frozen) / abs(frozen) if frozen else None


def _moved_after(week: Watched, figure: str) -> list[int]:
    """The numbers of weeks after which it was another than the time before."""
    before, numbers = week.frozen.get(figure), []
    for weeks, value in week.values(figure).items():
        if moved(before, value):
            numbers.append(weeks)
        before = value
    return numbers


def _percent(part: float, sign: str = "") -> str:
    return f"{100 * part:{sign}.1f} %".replace("-", "−")


def _weeks(number: int) -> str:
    return "one week" if number == 1 else f"{number} weeks"
