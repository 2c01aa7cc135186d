"""Who owes what on the Monday: decisions past their day, enquiries that wait past the limit."""

from collections.abc import Iterable, Iterator

from dashboard.asking.view import View
from dashboard.findings.words import enquiries
from dashboard.meeting.decisions.decision import Decision
from dashboard.meeting.digest.item import DigestItem, Reader
from dashboard.metrics.recorded import unmet
from dashboard.texts import count, day, limit_words, plain

SHOWN = 3
LONGEST_TEXT, LONGEST_NAME = 60, 30
WAITING = "response/overdue"


def overdue(view: View, known: Iterable[Decision], reader: Reader) -> Iterator[DigestItem]:
    """The decisions of the reader's side that are past their day on the Monday, the one due first first."""
    today = view.local(view.as_of).date()
    late = [each for each in known if each.is_overdue(today) and _is_of(each, reader)]
    if late:
        late.sort(key=lambda each: (each.typed.due_on if each.typed else today, each.id))
        number = "1 decision" if len(late) == 1 else f"{count(len(late))} decisions"
        more = f"; and {count(len(late) - SHOWN)} more" if len(late) > SHOWN else ""
        decisions = "; ".join(map(_decision, late[:SHOWN]))
        parts = frozenset(each.id for each in late)
        yield DigestItem("overdue", "overdue", f"{number} overdue: {decisions}{more}.", f"{number} overdue", 0.0, parts)


def waiting(view: View) -> Iterator[DigestItem]:
    """The enquiries that wait for a first human answer past the limit, and whose they are."""
    if unmet(view, WAITING):
        return
    owners = view.ask(WAITING).rows
    if not owners:
        return
    first, others = owners[0], owners[0]["owners"] - min(SHOWN, len(owners))
    of_all, limit = first["of_all"], limit_words(view.settings.response_sla_hours, view.settings.sla_clock)
    named = ", ".join(f"{plain(row['owner'], LONGEST_NAME)} {count(row['leads'])}" for row in owners[:SHOWN])
    more = f" and {count(others)} other{'' if others == 1 else 's'}" if others else ""
    verb = "waits" if of_all == 1 else "wait"
    text = f"{enquiries(of_all)} {verb} for a first human answer past the response SLA of {limit}: {named}{more}."
    yield DigestItem("waiting", "waiting", text, f"{enquiries(of_all)} past the response SLA of {limit}", of_all)


def _is_of(each: Decision, reader: Reader) -> bool:
    return reader == "chair" or (each.typed is not None and each.typed.side in {reader, "both"})


def _decision(each: Decision) -> str:
    if each.typed is None:
        return "one whose text was erased"
    text, owner = plain(each.typed.text, LONGEST_TEXT), plain(each.typed.owner, LONGEST_NAME)
    return f"“{text}” ({owner}, due {day(each.typed.due_on)})"
