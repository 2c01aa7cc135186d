"""What the Review alone says, made from figures by rules."""

from collections.abc import Sequence

from dashboard.meeting.decisions.judging import JudgedDecision
from dashboard.texts import count, in_markdown

NAMED_OWNERS = 3


def decisions_claim(before: Sequence[JudgedDecision], made: Sequence[JudgedDecision], week: str) -> str:
    """How many earlier decisions are still open, how many of these are overdue, how many are made in the week."""
    still_open = [each for each in before if each.decision.work == "open"]
    late = [each for each in still_open if each.is_overdue]
    overdue = len(late)
    earlier = "No earlier decision is open"
    if still_open:
        earlier = f"{count(len(still_open))} earlier decision{' is' if len(still_open) == 1 else 's are'} open"
        earlier += f", {'all' if overdue == len(still_open) else count(overdue)} overdue" if overdue else ""
        earlier += f" ({_owners(late)})" if overdue else ""
    return f"{earlier}; {count(len(made)) if made else 'none'} decided in {week} so far"


def _owners(late: Sequence[JudgedDecision]) -> str:
    """Who owes what is overdue: whose has been due for longest first."""
    typed = sorted((each.decision.typed for each in late if each.decision.typed), key=lambda typed: typed.due_on)
    names = list(dict.fromkeys(each.owner for each in typed))
    more = len(names) - NAMED_OWNERS
    return ", ".join(map(in_markdown, names[:NAMED_OWNERS])) + (f" and {count(more)} more" if more > 0 else "")
