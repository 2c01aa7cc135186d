"""The export of a week before: what the company's systems held on 9 November, and what they say otherwise since.

Two signed weeks are restated by it and no other: every record and event that differs is of one of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dashboard.sample.clock import HOUR, midnight
from dashboard.sample.records import Deal, SampleLead
from dashboard.sample.world import Row, World
from dashboard.sample.writing import Export

EARLIER_DAY = date(2026, 11, 9)
EARLIER = midnight(EARLIER_DAY)
FIRST, SECOND = (midnight(EARLIER_DAY - timedelta(weeks=weeks)) for weeks in (2, 1))
"""When the two weeks begin whose figures change; the second ends with the export."""
STAMPED = SECOND + 6 * HOUR + HOUR // 2
"""When a weekly job stamped what marketing had qualified."""
LATE, TESTS = (6, 3), (2, 1)
"""Leads of the first and the second week that were uploaded late, and that were tests and are deleted since."""
STAMPS, AMOUNTS = 4, 3
NET = 0.8
"""The part of an amount that was typed first: without the services."""


@dataclass(frozen=True)
class Restatement:
    """What the later export says otherwise; instants are seconds of UTC, amounts euros.

    ``late`` were uploaded after the earlier export, ``back`` was deleted by mistake when it was made. ``stamps`` and
    ``amounts`` are what it said of MQLs and deals. ``deleted`` and ``merged``, who is one with another lead, it alone
    holds.
    """

    late: tuple[SampleLead, ...]
    back: SampleLead
    stamps: Mapping[str, int]
    amounts: Mapping[str, int]
    deleted: tuple[SampleLead, ...]
    merged: SampleLead


def restatement(world: World) -> Restatement:
    """What changes between the two exports of a company: the same for the same company."""
    dice = world.dice("restating")
    with_deal = {deal.cycle.lead.lead_id for deal in world.deals if deal.cycle}
    plain = [each for each in world.leads if each.email and len(each.cycles) == 1 and each.lead_id not in with_deal]
    first, second = (
        dice.sample([lead for lead in plain if start <= lead.created < end], late + tests + more)
        for (start, end), late, tests, more in zip(
            ((FIRST, SECOND), (SECOND, EARLIER)), LATE, TESTS, (2, 0), strict=True
        )
    )
    back, doubled = first[-2:]
    alike = (*first[LATE[0] : -2], *second[LATE[1] :])
    made = [deal for deal in world.deals if SECOND <= deal.created < EARLIER and deal.amount and not deal.renewal]
    return Restatement(
        late=(*first[: LATE[0]], *second[: LATE[1]]),
        back=back,
        stamps=dict.fromkeys(sorted(_to_stamp(world, {lead.lead_id for lead in (*first, *second)}))[:STAMPS], STAMPED),
        amounts={deal.deal_id: round(NET * (deal.amount or 0)) for deal in made[:AMOUNTS]},
        deleted=tuple(
            replace(lead, lead_id=f"L-{900_001 + number}", email=f"test{number + 1}@mail.example", name="Test Test")
            for number, lead in enumerate(alike)
        ),
        merged=replace(doubled, lead_id="L-900000"),
    )


def earlier_export(export: Export, changes: Restatement) -> Export:
    """The export of 9 November: what had happened by then, as it was known.

    What has no time of its own (next steps, expected closes, scores) stands as it does a week later.
    """
    missing = {lead.lead_id for lead in (*changes.late, changes.back)}
    leads = [lead for lead in export.leads if lead.created < EARLIER and lead.lead_id not in missing]
    return replace(
        export,
        leads=[*leads, *changes.deleted, changes.merged],
        lead_events=list(_events(export.lead_events, missing, changes.stamps)),
        touches=[
            (touch_id, row) for touch_id, row in export.touches if _at(row[0]) < EARLIER and row[3] not in missing
        ],
        deals=[_known(deal, changes.amounts) for deal in export.deals if deal.created < EARLIER],
        customers=[_then(row) for row in export.customers if _day(row[1]) < EARLIER_DAY],
        spend=[row for row in export.spend if _day(row[0]) < EARLIER_DAY],
    )


def _to_stamp(world: World, others: set[str]) -> Iterator[str]:
    """Leads qualified in the first week, once and for all, of which nothing else was recorded until the stamp."""
    qualified: dict[object, list[int]] = {}
    for lead_id, at, event, *_ in world.lead_events:
        if event == "mql" and lead_id not in others:
            qualified.setdefault(lead_id, []).append(_at(at))
    alone = {lead: times[0] for lead, times in qualified.items() if len(times) == 1 and FIRST <= times[0] < SECOND}
    busy = {
        lead_id
        for lead_id, at, event, *_ in world.lead_events
        if lead_id in alone and event != "mql" and alone[lead_id] <= _at(at) <= STAMPED
    }
    return (str(lead_id) for lead_id in alone if lead_id not in busy)


def _events(rows: Sequence[Row], missing: set[str], stamps: Mapping[str, int]) -> Iterator[Row]:
    for lead_id, at, event, *rest in rows:
        stamped = stamps.get(str(lead_id), at) if event == "mql" else at
        if _at(stamped) < EARLIER and lead_id not in missing:
            yield (lead_id, stamped, event, *rest)


def _known(deal: Deal, amounts: Mapping[str, int]) -> Deal:
    return replace(
        deal,
        amount=amounts.get(deal.deal_id, deal.amount),
        events=[event for event in deal.events if event[0] < EARLIER],
    )


def _then(customer: Row) -> Row:
    deal_id, started, churned, monthly = customer
    return deal_id, started, churned if churned and _day(churned) < EARLIER_DAY else None, monthly


def _at(value: object) -> int:
    assert isinstance(value, int)  # noqa: S101 - rows hold instants there
    return value


def _day(value: object) -> date:
    assert isinstance(value, date)  # noqa: S101 - rows hold days there
    return value
