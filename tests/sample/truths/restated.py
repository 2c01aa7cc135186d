"""What the later export restates of the two weeks before it, counted from what was drawn."""

from typing import Any

import tomlkit

from dashboard.sample.earlier import EARLIER, FIRST, SECOND, Restatement, restatement
from dashboard.sample.generate import Sample
from dashboard.sample.records import SampleLead
from tests.sample.truths.reaching import reached_mql

WEEKS = {"2026-W44": ((26, FIRST, SECOND),), "2026-W45": ((25, FIRST, SECOND), (26, SECOND, EARLIER))}
"""By frozen week: the places of a weekly series that change, with when their weeks begin and end."""
Parts = dict[str, dict[str, float]]
HEAD = """\
What the sample company's later export (as of 2026-11-16) restates of the two weeks before it, which were frozen on the
earlier one: by week the records under the first of their reasons, and by figure the part of each reason that has one.
Written by the generator from what it drew: `python -m tests.sample.stories`.
"""


def restated_weeks(sample: Sample) -> dict[str, dict[str, Any]]:
    """By week: ``records`` by reason, and ``parts`` by figure and reason."""
    changes = restatement(sample.world)
    return {week: {"records": _records(changes, week), "parts": _parts(sample, changes, week)} for week in WEEKS}


def tell_restated(sample: Sample) -> str:
    """The truths as TOML."""
    document = tomlkit.document()
    for line in HEAD.splitlines():
        document.add(tomlkit.comment(line))
    document.update(restated_weeks(sample))
    return tomlkit.dumps(document)


def _records(changes: Restatement, week: str) -> dict[str, list[str]]:
    """What was made before the week's end; a stamp that moved counts though one of the two lies after it."""
    end = WEEKS[week][-1][-1]
    found = {
        "arrived_late": [lead.lead_id for lead in _late(changes) if lead.created < end],
        "changed": list(changes.amounts) if end == EARLIER else [],
        "re_timed": list(changes.stamps),
        "removed": [lead.lead_id for lead in _gone(changes) if lead.created < end],
    }
    return {reason: sorted(ids) for reason, ids in found.items() if ids}


def _parts(sample: Sample, changes: Restatement, week: str) -> Parts:
    """Leads that came in, leads qualified, and the amounts of deals created."""
    amounts = {deal.deal_id: deal.amount or 0 for deal in sample.world.deals}
    parts: Parts = {}
    for place, start, end in WEEKS[week]:
        came = sum(start <= lead.created < end for lead in _late(changes))
        went = sum(start <= lead.created < end for lead in _gone(changes))
        qualified = sum(start <= (reached_mql(lead.cycles[0]) or 0) < end for lead in _late(changes))
        stamped = len(changes.stamps) * (1 if start == FIRST else -1)
        grown = sum(amounts[deal] - then for deal, then in changes.amounts.items()) if start == SECOND else 0
        for figure, by_reason in (
            ("inquiries", {"arrived_late": came, "removed": -went}),
            ("mql", {"arrived_late": qualified, "re_timed": stamped}),
            ("sqp_created", {"changed": grown}),
        ):
            there: dict[str, float] = {reason: part for reason, part in by_reason.items() if part}
            if there:
                parts[f"changes.weekly.{figure}.weeks[{place}]"] = there
    return parts


def _late(changes: Restatement) -> tuple[SampleLead, ...]:
    return *changes.late, changes.back


def _gone(changes: Restatement) -> tuple[SampleLead, ...]:
    return *changes.deleted, changes.merged
