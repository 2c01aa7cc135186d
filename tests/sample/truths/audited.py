"""What the blind audits of the sample company are about: the leads of their frames, counted from what was drawn."""

from datetime import timedelta

import tomlkit

from dashboard.meeting.weeks import monday_of
from dashboard.sample.audits import is_good, judged_weeks
from dashboard.sample.clock import midnight
from dashboard.sample.generate import Sample
from dashboard.sample.minutes import minutes
from tests.sample.truths.windows import OFFICE, Window, cycles_of

CELLS = ("passed_good", "passed_not", "kept_good", "kept_not")
HEAD = """\
The leads that the sample company's thirteen decks were drawn from: how many marketing had passed on by the day of the
deck, and how many of these and of the others are good, as the generator knows. Those kept and good are what marketing
misses in the quarter. Written by the generator from what it drew: `python -m tests.sample.stories`.
"""


def audited(sample: Sample) -> dict[str, int]:
    """The four cells over all decks: passed on or kept back, good or not."""
    counts = dict.fromkeys(CELLS, 0)
    for week in judged_weeks(minutes()):
        monday = monday_of(week)
        drawn = midnight(monday + timedelta(weeks=1))
        frame = Window(midnight(monday - timedelta(weeks=2)), midnight(monday - timedelta(weeks=1)))
        for cycle in cycles_of(sample.world, frame):
            if cycle.exit in OFFICE and cycle.exit_at is not None and cycle.exit_at < drawn:
                continue
            is_passed = cycle.mql is not None and cycle.mql < drawn
            cell = f"{'passed' if is_passed else 'kept'}_{'good' if is_good(cycle.lead) else 'not'}"
            counts[cell] += 1
    return counts


def tell_audited(sample: Sample) -> str:
    """The truth as TOML."""
    document = tomlkit.document()
    for line in HEAD.splitlines():
        document.add(tomlkit.comment(line))
    document.update(audited(sample))
    return tomlkit.dumps(document)
