"""Two companies in one warehouse, ours first: what a slice of ours may show is what ours alone would."""

from collections.abc import Mapping, Sequence
from typing import Any

Tables = Mapping[str, Sequence[Mapping[str, Any]]]

OURS: dict[str, Any] = {
    "created_at": "2025-03-10T09:00:00", "source": "web", "campaign": "spring", "email": "ann@ours.io", "name": "Ann",
    "title": "CFO", "company": "Ours", "domain": "ours.io", "industry": "Steel", "employees": 50, "annual_revenue": 1.5,
    "country": "DE", "region": "north", "account_id": "A-ours", "owner": "olga", "engagement_score": 80.0,
    "readiness_score": 70.0, "budget": True, "authority": True, "need": True, "timing": True,
}  # fmt: skip
THEIRS: dict[str, Any] = {
    "created_at": "2025-05-05T09:00:00", "source": "fair", "campaign": "autumn", "email": "bob@theirs.io",
    "name": "Bob", "title": "CTO", "company": "Theirs", "domain": "theirs.io", "industry": "Glass", "employees": 5000,
    "annual_revenue": 2.5, "country": "FR", "region": "south", "account_id": "A-theirs", "owner": "theo",
    "engagement_score": 20.0, "readiness_score": 10.0, "budget": False, "authority": False, "need": False,
    "timing": False,
}  # fmt: skip
IDS = {"o": ["o1", "o2"], "t": ["t1", "t2"]}
SHARED: Tables = {
    "reps": [
        {"rep": "olga", "name": "Olga", "team": "sales", "time_zone": "Europe/Berlin"},
        {"rep": "theo", "name": "Theo", "team": "sales"},
    ],
    "import_files": [
        {"file": "a.csv", "sha256": "0", "read": 1, "loaded": 0, "quarantined": 1, "skipped": 0, "blank": 0}
    ],
    "quarantine": [{"file": "a.csv", "reason": "bad_id", "sentence": "It has none.", "raw": "raw of Ann"}],
    "warnings": [{"file": "a.csv", "reason": "bad_date", "sentence": "It is none.", "value": "value of Ann"}],
}


def company(*names: str) -> dict[str, list[dict[str, Any]]]:
    """The rows of ours ("o"), of theirs ("t") or of both, in that order, with what they share."""
    tables: dict[str, list[dict[str, Any]]] = {name: [dict(row) for row in rows] for name, rows in SHARED.items()}
    for name in names:
        for table, rows in _rows(name, OURS if name == "o" else THEIRS).items():
            tables.setdefault(table, []).extend(rows)
    return tables


def _rows(name: str, lead: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    month = "03" if name == "o" else "05"

    def at(day: int, hour: int = 10) -> str:
        return f"2025-{month}-{day:02d}T{hour:02d}:00:00"

    def event(lead_id: str, day: int, what: str) -> dict[str, Any]:
        return {"lead_id": lead_id, "at": at(day), "event": what, "actor": lead["owner"], "reason": f"why {name}"}

    def deal_event(deal: str, day: int, what: str) -> dict[str, Any]:
        return {"deal_id": deal, "at": at(day), "event": what, "actor": lead["owner"], "reason": f"why {name}"}

    def touch(day: int, **of: str) -> dict[str, Any]:
        return of | {"at": at(day), "kind": "call", "direction": "outbound", "rep": lead["owner"], "connected": True}

    first, second = IDS[name]
    own = {key: lead[key] for key in ("source", "company", "owner", "account_id")}
    deals = [
        {"deal_id": f"{name}-{what}", "created_at": at(day), "lead_id": of, "amount": 100.0, "name": f"deal of {name}"}
        for what, day, of in (("open", 14, first), ("won", 15, second))
    ]
    return {
        "leads": [{**lead, "lead_id": each} for each in (first, second)],
        "lead_events": [
            event(first, 11, "mql"),
            event(first, 12, "sal"),
            event(first, 16, "rejected"),
            event(first, 18, "mql"),
            event(second, 11, "mql"),
            event(second, 12, "lost"),
            event(second, 13, "lost"),
            event(second, 14, "sql"),
        ],
        "touches": [
            touch(11, lead_id=first),
            touch(17, lead_id=second),
            touch(19, deal_id=f"{name}-open"),
        ],
        "deals": [deal | own for deal in deals],
        "deal_events": [
            deal_event(f"{name}-open", 14, "Demo"),
            deal_event(f"{name}-open", 16, "pushed"),
            deal_event(f"{name}-won", 15, "Demo"),
            deal_event(f"{name}-won", 17, "won"),
        ],
        "customers": [{"deal_id": f"{name}-won", "started_on": f"2025-{month}-18", "monthly_value": 10.0}],
        "spend": [
            {"on": f"2025-{month}-11", "source": lead["source"], "campaign": lead["campaign"], "amount": 7.0},
        ],
        "previous_open_deals": [
            {**lead, "deal_id": f"{name}-gone", "lead_key": 1, "lead_id": first, "amount": 5.0, "is_gone": True}
            | {"cycle_number": 1}
            | {f"lead_{key}": lead[key] for key in ("source", "company", "name", "owner", "account_id")}
        ],
    }
