"""The canonical CSV folder as plain rows, by the import rules of data.md.

Rows that the import would quarantine are left out here, values it would drop become ``None``.
"""

import csv
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.oracle.clock import DAY, local_time, parse_instant
from tests.oracle.timeline import ENTRIES, EXITS

Row = dict[str, Any]

LEAD_EVENTS = [*ENTRIES, *EXITS]
KINDS = ["email", "call", "meeting", "linkedin", "sms", "chat", "other"]
DEAL_WORDS = ["won", "lost", "pushed", "reopened"]
TEAMS = ["marketing", "sdr", "sales"]
FILLED = ["domain", "industry", "employees", "annual_revenue", "country", "region"]
TRUE, FALSE = {"yes", "true", "1", "y", "t"}, {"no", "false", "0", "n", "f"}

COLUMNS: dict[str, dict[str, str]] = {
    "leads": {
        "lead_id": "text!", "created_at": "time!", "source": "text", "campaign": "text", "email": "text",
        "name": "text", "title": "text", "company": "text", "domain": "text", "industry": "text",
        "employees": "number", "annual_revenue": "number", "country": "text", "region": "text",
        "account_id": "text", "owner": "text", "engagement_score": "number", "readiness_score": "number",
        "budget": "bool", "authority": "bool", "need": "bool", "timing": "bool",
    },
    "lead_events": {"lead_id": "text!", "at": "time!", "event": "word!", "actor": "text", "reason": "text"},
    "touches": {
        "touch_id": "text!", "at": "time!", "kind": "word!", "direction": "word!", "lead_id": "text",
        "deal_id": "text", "rep": "text", "automated": "bool", "connected": "bool", "template": "text",
    },
    "deals": {
        "deal_id": "text!", "created_at": "time!", "lead_id": "text", "account_id": "text", "name": "text",
        "company": "text", "owner": "text", "source": "text", "amount": "number", "currency": "text",
        "expected_close_on": "day", "next_step": "text", "next_step_on": "day", "contacts": "number",
        "renewal": "bool",
    },
    "deal_events": {"deal_id": "text!", "at": "time!", "event": "text!", "actor": "text", "reason": "text"},
    "accounts": {
        "account_id": "text!", "name": "text", "domain": "text", "industry": "text", "employees": "number",
        "annual_revenue": "number", "country": "text", "region": "text",
    },
    "spend": {"on": "day!", "source": "text!", "campaign": "text", "amount": "number!"},
    "customers": {"deal_id": "text!", "started_on": "day!", "churned_on": "day", "monthly_value": "number"},
    "reps": {"rep": "text!", "name": "text", "team": "word", "region": "text", "time_zone": "text"},
}  # fmt: skip

KEYS = {
    "leads": "lead_id", "touches": "touch_id", "deals": "deal_id", "accounts": "account_id",
    "customers": "deal_id", "reps": "rep",
}  # fmt: skip


def value_of(text: str | None, kind: str, zone: ZoneInfo) -> Any:  # noqa: PLR0911
    """One trimmed cell as its type; ``ValueError`` when it is not of that type."""
    if not text:
        return None
    if kind == "time":
        return parse_instant(text, zone)
    if kind == "day":
        return date.fromisoformat(text[:10])
    if kind == "number":
        return Fraction(text)
    if kind == "word":
        return text.lower()
    if kind == "bool":
        if text.lower() in TRUE:
            return True
        if text.lower() in FALSE:
            return False
        raise ValueError(text)
    return text


def table(folder: Path, name: str, zone: ZoneInfo) -> tuple[list[Row], set[str]]:
    """The rows of one table and the columns its file has; exact duplicates and bad rows are left out."""
    path = folder / f"{name}.csv"
    if not path.exists():
        return [], set()
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = [line for line in csv.reader(file) if line]
    if not lines:
        return [], set()
    header = [cell.strip() for cell in lines[0]]
    rows: list[Row] = []
    seen: set[tuple[Any, ...]] = set()
    ids: set[str] = set()
    for line in lines[1:]:
        cells = tuple(cell.strip() for cell in line)
        if len(cells) != len(header):
            continue
        row = typed(dict(zip(header, cells, strict=True)), COLUMNS[name], zone)
        if row is None:
            continue
        values = tuple(row[column] for column in COLUMNS[name])
        if values in seen and name != "spend":
            continue
        seen.add(values)
        key = KEYS.get(name)
        if key is not None:
            if row[key] in ids:
                continue
            ids.add(row[key])
        rows.append(row)
    return rows, set(header)


def typed(cells: dict[str, str], columns: dict[str, str], zone: ZoneInfo) -> Row | None:
    """A row of values, or ``None`` when a required one is missing or bad."""
    row: Row = {}
    for column, kind in columns.items():
        try:
            value = value_of(cells.get(column), kind.rstrip("!"), zone)
        except ValueError:
            value = None
        if value is None and kind.endswith("!"):
            return None
        row[column] = value
    if "at" in columns:
        row["day_only"] = ":" not in cells["at"]
    return row


def keep(rows: Iterable[Row], test: Callable[[Row], bool]) -> list[Row]:
    """The rows that pass."""
    return [row for row in rows if test(row)]


class Tables:
    """Every canonical table of a folder after the import's rules; ``header`` holds each file's columns."""

    def __init__(self, folder: Path, zone: ZoneInfo, currency: str | None, latest: int | None = None) -> None:
        """Read them; ``latest`` is the import's as-of, after which (plus a day) a row is of the future."""
        rows: dict[str, list[Row]] = {}
        self.header: dict[str, set[str]] = {}
        for name in COLUMNS:
            rows[name], self.header[name] = table(folder, name, zone)
        if latest is not None:
            for name, column in (
                ("leads", "created_at"), ("deals", "created_at"), ("lead_events", "at"), ("deal_events", "at"),
                ("touches", "at"),
            ):  # fmt: skip
                rows[name] = [row for row in rows[name] if row[column] <= latest + DAY]
        self.leads, self.deals, self.accounts = rows["leads"], rows["deals"], rows["accounts"]
        self.spend, self.reps = rows["spend"], rows["reps"]
        lead_ids = {row["lead_id"] for row in self.leads}
        deal_ids = {row["deal_id"] for row in self.deals}
        account_ids = {row["account_id"] for row in self.accounts}
        self.lead_events = keep(
            rows["lead_events"], lambda row: row["event"] in LEAD_EVENTS and row["lead_id"] in lead_ids
        )
        self.deal_events = keep(rows["deal_events"], lambda row: row["deal_id"] in deal_ids)
        self.customers = keep(rows["customers"], lambda row: row["deal_id"] in deal_ids)
        for row in rows["touches"]:
            row["lead_id"] = row["lead_id"] if row["lead_id"] in lead_ids else None
            row["deal_id"] = row["deal_id"] if row["deal_id"] in deal_ids else None
        self.touches = keep(
            rows["touches"],
            lambda row: (
                row["kind"] in KINDS
                and row["direction"] in ("outbound", "inbound")
                and (row["lead_id"] is not None or row["deal_id"] is not None)
            ),
        )
        for row in self.deal_events:
            if row["event"].lower() in DEAL_WORDS:
                row["event"] = row["event"].lower()
        self._move_days(zone)
        self._clean_deals(lead_ids, currency)
        self._clean_leads(account_ids)
        for row in self.reps:
            row["team"] = row["team"] if row["team"] in TEAMS else None

    def _move_days(self, zone: ZoneInfo) -> None:
        """What has a day and no time counts, on the day of its lead's or deal's creation, at that moment."""
        leads = {row["lead_id"]: row["created_at"] for row in self.leads}
        deals = {row["deal_id"]: row["created_at"] for row in self.deals}
        for row in (*self.lead_events, *self.deal_events, *self.touches):
            created = leads[row["lead_id"]] if row.get("lead_id") else deals[row["deal_id"]]
            if row["day_only"] and row["at"] < created:
                day, first = (local_time(at, zone).date() for at in (row["at"], created))
                row["at"] = created if day == first else row["at"]

    def _clean_deals(self, lead_ids: set[str], currency: str | None) -> None:
        """Lead to nothing is none; an amount below zero or in another currency is none."""
        named = Counter(row["currency"] for row in self.deals if row["currency"] is not None)
        own = currency or (named.most_common(1)[0][0] if named else None)
        for row in self.deals:
            if row["lead_id"] not in lead_ids:
                row["lead_id"] = None
            foreign = row["currency"] is not None and row["currency"] != own
            if foreign or (row["amount"] is not None and row["amount"] < 0):
                row["amount"] = None

    def _clean_leads(self, account_ids: set[str]) -> None:
        """Account to nothing is none; an account fills what its leads leave open."""
        accounts = {row["account_id"]: row for row in self.accounts}
        for row in self.leads:
            if row["account_id"] not in account_ids:
                row["account_id"] = None
                continue
            for column in FILLED:
                if row[column] is None:
                    row[column] = accounts[row["account_id"]][column]
