"""A slice of the sample company, as the records a CRM would hold: what each export shape writes in its own words."""

import csv
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path

from dashboard.sample.generate import SEED, generate
from dashboard.sample.writing import export_of, write_files

Record = Mapping[str, object]
"""A field and its value: a text, a number, a moment, yes or no, or None."""
TABLES = ("leads", "lead_events", "touches", "deals", "deal_events", "accounts")
ENDED = {"won", "lost"}
MOVES = {"pushed", "reopened"}
ENTERED = ("mql", "sal", "sql")
EXITS = {"disqualified": "unqualified", "recycled": "nurture", "rejected": "rejected"}
PROBABILITY = {"Discovery": 10, "Demo": 30, "Proposal": 60, "Negotiation": 80, "won": 100, "lost": 0}
LOST_WITHIN = timedelta(days=45)
"""A deal nobody expects a day for is thought to close so long after it was made."""


@dataclass(frozen=True)
class Company:
    """The canonical files of the slice, and the records that a CRM has of it: people, deals, moves, touches."""

    folder: Path

    @cached_property
    def tables(self) -> dict[str, list[dict[str, str]]]:
        """The canonical tables as they were written."""
        return {name: list(csv.DictReader((self.folder / f"{name}.csv").open(encoding="utf-8"))) for name in TABLES}

    @cached_property
    def leads(self) -> list[Record]:
        """A record for each lead, with where it stands now and the deal it became."""
        return [_lead(self, row) for row in self.tables["leads"]]

    @cached_property
    def deals(self) -> list[Record]:
        """A record for each deal, with how it ended and the person behind it."""
        return [_deal(self, row) for row in self.tables["deals"]]

    @cached_property
    def accounts(self) -> list[Record]:
        """A record for each company."""
        rows = ({name: value or None for name, value in row.items()} for row in self.tables["accounts"])
        return [{**row, "id": row["account_id"], "revenue": row["annual_revenue"]} for row in rows]

    @cached_property
    def touches(self) -> list[Record]:
        """A record for each touch by hand or by machine, with whom it reached."""
        return [_touch(self, row) for row in self.tables["touches"]]

    @cached_property
    def lead_moves(self) -> list[Record]:
        """A record for each change of a lead's status, the status before beside it."""
        return list(_lead_moves(self))

    @cached_property
    def deal_moves(self) -> list[Record]:
        """A record for each stage a deal entered."""
        return list(_deal_moves(self))

    @cached_property
    def leads_by_id(self) -> dict[str, Record]:
        """The leads by their canonical id."""
        return {str(lead["id"]): lead for lead in self.leads}

    @cached_property
    def deal_of(self) -> dict[str, dict[str, str]]:
        """The first deal of each lead, by the lead's id: a converted lead names one."""
        found: dict[str, dict[str, str]] = {}
        for row in sorted(self.tables["deals"], key=lambda deal: deal["created_at"]):
            found.setdefault(row["lead_id"], row)
        return found

    @cached_property
    def lead_of_deal(self) -> dict[str, str]:
        """The lead of each deal, by the deal's id."""
        return {row["deal_id"]: row["lead_id"] for row in self.tables["deals"]}

    @cached_property
    def events(self) -> dict[str, dict[str, list[dict[str, str]]]]:
        """The events of each lead and of each deal, oldest first."""
        grouped: dict[str, dict[str, list[dict[str, str]]]] = {"lead_events": {}, "deal_events": {}}
        for table, key in (("lead_events", "lead_id"), ("deal_events", "deal_id")):
            for row in sorted(self.tables[table], key=lambda event: event["at"]):
                grouped[table].setdefault(row[key], []).append(row)
        return grouped

    @cached_property
    def days_last(self) -> datetime:
        """The last moment of anything: what a record was changed last at, at most."""
        return max(moment(row["at"]) for row in self.tables["touches"])


def make_company(folder: Path, leads: int) -> Company:
    """Writes the slice, the same for the same number of leads, and says where it is."""
    folder.mkdir(parents=True, exist_ok=True)
    made = generate(SEED, leads)
    write_files(folder, export_of(made.world, made.accounts, made.spend))
    return Company(folder)


def moment(text: str) -> datetime:
    """A moment as the canonical files have it."""
    return datetime.fromisoformat(text.removesuffix("Z"))


def _lead(company: Company, row: dict[str, str]) -> Record:
    events = company.events["lead_events"].get(row["lead_id"], [])
    chance = random.Random(row["lead_id"])
    deal = company.deal_of.get(row["lead_id"])
    first, _, last = row["name"].partition(" ")
    state, reason, at = _state(events, has_deal=deal is not None)
    created = moment(row["created_at"])
    reached = {name: next((moment(e["at"]) for e in events if e["event"] == name), None) for name in ENTERED}
    account = row["account_id"]
    return {
        **{name: row[name] or None for name in row},
        "id": row["lead_id"], "key": row["lead_id"], "first_name": first, "last_name": last or first,
        "created": created,
        "modified": max(at or created, created) + timedelta(hours=chance.randrange(1, 90)),
        "status": state, "lifecycle": _lifecycle(company, deal, reached), "reason": reason,
        "owner_id": row["owner"] or None, "account_id": account or None, "revenue": row["annual_revenue"] or None,
        "converted": deal is not None, "converted_at": moment(deal["created_at"]) if deal else None,
        "deal_id": deal["deal_id"] if deal else None, "deal_name": deal["name"] if deal else None,
        "converted_account_id": (account or None) if deal else None,
        "mql_at": reached["mql"], "sal_at": reached["sal"], "sql_at": reached["sql"],
        "customer_at": _won_at(company, deal), "lead_at": created,
        "score": row["engagement_score"] or None, "phone": f"+49 30 {chance.randrange(10**6, 10**7)}",
        "street": f"Hauptstr. {chance.randrange(1, 99)}", "city": chance.choice(["Berlin", "Lyon", "Oslo", "Turin"]),
        "postal": chance.randrange(10_000, 99_999), "description": None,
        "last_activity": (at or created) + timedelta(days=chance.randrange(1, 9)),
        "opted_out": chance.random() < 0.1, "pageviews": chance.randrange(1, 60), "rating": chance.choice(["Hot",
        "Warm"]),
        "salutation": chance.choice(["Mr.", "Ms."]), "created_by": chance.choice(["API", "Web form"]),
        "checksum": f"{chance.randrange(16**12):012x}", "tags": None, "domain": row["domain"] or None,
        "visibility": "Everyone",
        "birthday": moment(f"{1960 + chance.randrange(40)}-{1 + chance.randrange(12):02d}-05"),
    }  # fmt: skip


def _state(events: list[dict[str, str]], *, has_deal: bool) -> tuple[str, str | None, datetime | None]:
    """Where a lead stands now, why, and since when."""
    if has_deal:
        return "qualified", None, moment(events[-1]["at"]) if events else None
    for event in reversed(events):
        if event["event"] in EXITS:
            return EXITS[event["event"]], event["reason"] or None, moment(event["at"])
        if event["event"] in {"sal", "sql"}:
            return "working", None, moment(event["at"])
    return ("open" if events else "new"), None, moment(events[-1]["at"]) if events else None


def _lifecycle(company: Company, deal: dict[str, str] | None, reached: Mapping[str, datetime | None]) -> str:
    if deal:
        return "customer" if _won_at(company, deal) else "opportunity"
    return next((name for name in ("sql", "mql") if reached[name]), "lead")


def _won_at(company: Company, deal: dict[str, str] | None) -> datetime | None:
    if deal is None:
        return None
    end, at, _ = _end(company.events["deal_events"].get(deal["deal_id"], []))
    return at if end == "won" else None


def _end(events: list[dict[str, str]]) -> tuple[str, datetime | None, str | None]:
    """How a deal stands: won, lost or its stage; when it ended, and why."""
    stage = "Discovery"
    end: dict[str, str] | None = None
    for event in events:
        if event["event"] in ENDED:
            end = event
        elif event["event"] == "reopened":
            end = None
        elif event["event"] not in MOVES:
            stage = event["event"]
    if end is None:
        return stage, None, None
    return end["event"], moment(end["at"]), end["reason"] or None


def _deal(company: Company, row: dict[str, str]) -> Record:
    events = company.events["deal_events"].get(row["deal_id"], [])
    chance = random.Random(row["deal_id"])
    end, at, reason = _end(events)
    stages = [event["event"] for event in events if event["event"] not in ENDED | MOVES]
    created = moment(row["created_at"])
    expected = moment(row["expected_close_on"]) if row["expected_close_on"] else created + LOST_WITHIN
    lead = company.leads_by_id.get(row["lead_id"], {})
    account = next((one for one in company.accounts if one["id"] == row["account_id"]), {})
    last = moment(events[-1]["at"]) if events else created
    is_closed = end in ENDED
    return {
        **{name: row[name] or None for name in row},
        "id": row["deal_id"], "key": row["deal_id"], "created": created, "lead_id": row["lead_id"] or None,
        "contact_id": row["lead_id"] or None, "contact_name": lead.get("name"), "contact_email": lead.get("email"),
        "account_id": row["account_id"] or None, "company": account.get("name") or row["company"] or None,
        "close": at or expected, "closed": at, "expected": expected,
        "won_at": at if end == "won" else None, "lost_at": at if end == "lost" else None,
        "stage": end, "stage_open": stages[-1] if stages else "Discovery",
        "status": end if is_closed else "open", "is_closed": is_closed, "is_won": end == "won",
        "reason": reason if end == "lost" else None, "win_reason": None,
        "modified": last + timedelta(hours=chance.randrange(1, 50)), "stage_changed": last,
        "probability": PROBABILITY.get(end, 10), "pipeline": "Sales", "type": "New Business",
        "expected_revenue": round(float(row["amount"] or 0) * PROBABILITY.get(end, 10) / 100, 2),
        "actual": (row["amount"] or None) if end == "won" else None,
        "fiscal": f"Q{(expected.month + 2) // 3}-{expected.year}", "age": (last - created).days,
        "description": None, "checksum": f"{chance.randrange(16**12):012x}", "created_by": "API",
        "last_activity": last + timedelta(days=chance.randrange(1, 9)), "forecast": "Pipeline", "priority": "High",
        "activities": chance.randrange(1, 40), "tags": None, "visibility": "Everyone",
        **{f"entered_{name}": next((moment(e["at"]) for e in events if e["event"] == name),
        None) for name in PROBABILITY},
    }  # fmt: skip


def _touch(company: Company, row: dict[str, str]) -> Record:
    lead = company.leads_by_id.get(row["lead_id"] or company.lead_of_deal.get(row["deal_id"], ""), {})
    return {
        **{name: row[name] or None for name in row},
        "id": row["touch_id"], "key": row["touch_id"], "at": moment(row["at"]), "status": "done",
        "contact_email": lead.get("email"), "contact_name": lead.get("name"),
        "subject": f"{row['kind'].title()} {row['template'] or 'by hand'}", "description": None, "priority": "Normal",
        "minutes": 5, "connected": row["connected"] or None,
    }  # fmt: skip


def _lead_moves(company: Company) -> Iterator[Record]:
    words = {"sal": "working", "sql": "qualified", **EXITS}
    number = 0
    for lead_id, events in company.events["lead_events"].items():
        before = "new"
        for event in events:
            after = words.get(event["event"])
            if after and after != before:
                number += 1
                yield {
                    "id": f"H-{number}", "key": f"H-{number}", "lead_id": lead_id, "field": "status", "before": before,
                    "event": after, "at": moment(event["at"]), "actor": event["actor"] or "API",
                }  # fmt: skip
                before = after


def _deal_moves(company: Company) -> Iterator[Record]:
    number = 0
    for deal in company.deals:
        for event in company.events["deal_events"].get(str(deal["id"]), []):
            if event["event"] not in MOVES:
                number += 1
                yield {
                    "id": f"M-{number}", "key": f"M-{number}", "deal_id": deal["id"], "at": moment(event["at"]),
                    "event": event["event"], "actor": event["actor"] or "API", "amount": deal["amount"],
                    "close": deal["close"], "probability": PROBABILITY.get(event["event"], 10),
                }  # fmt: skip
