"""Writes the sample company's files: canonical CSV, one per table, so that anybody can look."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path

from dashboard.sample.clock import iso
from dashboard.sample.records import Account, Deal, SampleLead
from dashboard.sample.scoring import BANT
from dashboard.sample.world import Row, World

HEADERS = {
    "leads": "lead_id created_at source campaign email name title company domain industry employees annual_revenue "
    "country region account_id owner engagement_score readiness_score budget authority need timing",
    "lead_events": "lead_id at event actor reason",
    "touches": "touch_id at kind direction lead_id deal_id rep automated connected template",
    "deals": "deal_id created_at lead_id account_id name company owner source amount currency expected_close_on "
    "next_step next_step_on contacts renewal",
    "deal_events": "deal_id at event actor reason",
    "accounts": "account_id name domain industry employees annual_revenue country region",
    "spend": "on source campaign amount",
    "customers": "deal_id started_on churned_on monthly_value",
    "reps": "rep name team region time_zone",
}
_WORDS = {True: "true", False: "false", None: ""}


@dataclass(frozen=True)
class Export:
    """What the company's systems hold, before it is written; a touch with the id that it keeps in every export."""

    world: World
    leads: Sequence[SampleLead]
    lead_events: Sequence[Row]
    touches: Sequence[tuple[str, Row]]
    deals: Sequence[Deal]
    accounts: Sequence[Account]
    customers: Sequence[Row]
    spend: Sequence[Row]


def export_of(world: World, accounts: Sequence[Account], spend: Sequence[Row]) -> Export:
    """All that the company's systems hold at the as-of."""
    touches = sorted(world.touches, key=lambda touch: touch[0])  # type: ignore[arg-type, return-value]
    return Export(
        world=world,
        leads=world.leads,
        lead_events=world.lead_events,
        touches=[(f"T-{number}", row) for number, row in enumerate(touches, 1)],
        deals=world.deals,
        accounts=accounts,
        customers=world.customers,
        spend=spend,
    )


def write_files(folder: Path, export: Export) -> None:
    """All tables, the settings and the definitions, into an existing folder."""
    company = export.world.company
    _table(folder, "leads", (_lead(lead) for lead in export.leads))
    _table(folder, "lead_events", ((i, iso(at), *rest) for i, at, *rest in export.lead_events))  # type: ignore[arg-type]
    _table(folder, "touches", _touches(export.touches))
    _table(folder, "deals", (_deal(deal) for deal in export.deals))
    _table(folder, "deal_events", _deal_events(export.deals))
    _table(folder, "accounts", (_account(account) for account in export.accounts))
    _table(folder, "spend", export.spend)
    _table(folder, "customers", export.customers)
    zones = {region.name: region.time_zone for region in company.regions}
    _table(folder, "reps", ((r.name, r.name, r.team, r.region, zones[r.region]) for r in company.reps))
    (folder / "definitions").mkdir(exist_ok=True)
    for name, content in settings_and_definitions().items():
        (folder / name).write_bytes(content)


def settings_and_definitions() -> dict[str, bytes]:
    """The company's documents by the path at which they stand beside its data."""
    definitions = {
        f"definitions/{name}.toml": (files("icp") / "definitions" / f"{name}.toml").read_bytes()
        for name in ("shared", "shared-1", "marketing", "sales")
    }
    return {"funnel-review.toml": (files("dashboard.sample") / "funnel-review.toml").read_bytes(), **definitions}


def _table(folder: Path, name: str, rows: Iterable[Sequence[object]]) -> None:
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(HEADERS[name].split())
        writer.writerows(rows)


def _lead(lead: SampleLead) -> Sequence[object]:
    account = lead.account
    known = (
        (account.name, account.domain, account.industry if lead.industry_known else "",
         account.employees if lead.employees_known else "", account.revenue if lead.revenue_known else "",
         account.country)
        if account else ("", "", "", "", "", "")
    )  # fmt: skip
    return (
        lead.lead_id, iso(lead.created), lead.source.name, lead.campaign, lead.email, lead.name, lead.title, *known,
        lead.region, account.account_id if account else "", lead.owner.name, lead.engagement, lead.readiness,
        *(_WORDS[lead.bant[place]] for place in range(len(BANT))),
    )  # fmt: skip


def _touches(touches: Iterable[tuple[str, Row]]) -> Iterable[Sequence[object]]:
    for touch_id, row in touches:
        at, kind, direction, lead, deal, rep, automated, connected, template = row
        yield (
            touch_id, iso(at), kind, direction, lead, deal, rep,  # type: ignore[arg-type]
            _WORDS[automated], _WORDS[connected], template,  # type: ignore[index]
        )  # fmt: skip


def _deal(deal: Deal) -> Sequence[object]:
    account = deal.account
    return (
        deal.deal_id, iso(deal.created), deal.cycle.lead.lead_id if deal.cycle else "",
        account.account_id if account else "", deal.name, account.name if account else "", deal.owner.name,
        deal.source, deal.amount, "EUR" if deal.amount is not None else "", _day(deal.expected_close),
        deal.next_step, _day(deal.next_step_on), deal.contacts, _WORDS[deal.renewal],
    )  # fmt: skip


def _deal_events(deals: Iterable[Deal]) -> Iterable[Sequence[object]]:
    for deal in deals:
        for at, event, actor, reason in deal.events:
            yield deal.deal_id, iso(at), event, actor, reason


def _account(account: Account) -> Sequence[object]:
    return (
        account.account_id, account.name, account.domain, account.industry, account.employees, account.revenue,
        account.country, account.region,
    )  # fmt: skip


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
