"""What the Review alone says, made from figures by rules."""

from collections.abc import Sequence

from dashboard.meeting.decisions.judging import JudgedDecision
from dashboard.texts import count


def decisions_claim(before: Sequence[JudgedDecision], made: Sequence[JudgedDecision], week: str) -> str:
    """How many earlier decisions are still open, how many of these are overdue, how many are made in the week."""
    still_open = [each for each in before if each.decision.work == "open"]
    overdue = sum(each.is_overdue for each in still_open)
    earlier = "No earlier decision is open"
    if still_open:
        earlier = f"{count(len(still_open))} earlier decision{' is' if len(still_open) == 1 else 's are'} open"
        earlier += f", {'all' if overdue == len(still_open) else count(overdue)} overdue" if overdue else ""
    return f"{earlier}; {count(len(made)) if made else 'none'} decided in {week} so far"
