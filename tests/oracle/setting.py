"""Random settings, definitions and questions for the random companies."""

import json
import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

Row = dict[str, Any]

SETTING_ZONES = ["Europe/Berlin", "UTC", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Europe/London"]
STAGES = ["Discovery", "Demo", "Proposal", "Negotiation"]
SLICES: dict[str, list[str]] = {
    "source": ["webinar", "Webinar", "paid search", "(none)", "Référence"],
    "campaign": ["spring", "(none)"],
    "country": ["FR", "(none)", "US"],
    "region": ["north", "(none)"],
    "owner": ["ann", "(none)", "Çem", "d'Arcy"],
    "segment": ["SMB", "Small", "Big", "Mid-market", "Enterprise", "(none)"],
    "icp_tier": ["A", "B", "C", "D", "Out", "Unknown"],
    "cycle": ["first"],
    "industry": ["bank", "Software", "(none)"],
    "account_id": ["A000", "A001", "(none)"],
    "company": ["Co", "(none)"],
    "name": ["Li, Wei", "(none)", "Deal; one"],
    "employees": ["50", "99", "1001", "(none)"],
    "annual_revenue": ["0", "1000000", "999999.99", "(none)"],
    "engagement_score": ["50", "72.5", "(none)"],
    "budget": ["true", "false", "(none)"],
    "title": ["SVP", "Managing DIRECTOR", "(none)"],
    "lead_id": ["L00000", "L00001", "L00002", "L00003", "L00004"],
}
RULES: list[tuple[str, Row]] = [
    ("industry", {"one_of": ["software", "Bank "]}),
    ("industry", {"not_one_of": ["retail"]}),
    ("employees", {"between": {"min": 50, "max": 1000}}),
    ("employees", {"between": {"min": 100}}),
    ("employees", {"between": {"max": 999}}),
    ("country", {"not_one_of": ["FR"]}),
    ("title", {"matches": ["vp", "head of sales", "director", "sales operations"]}),
    ("annual_revenue", {"at_least": 1000000}),
    ("annual_revenue", {"at_most": 1999999}),
    ("engagement_score", {"at_least": 50}),
    ("readiness_score", {"at_least": 50.5}),
    ("employees", {"one_of": [50, 1000]}),
    ("employees", {"not_one_of": [99]}),
    ("title", {"matches": ["vice president", "çem", "vp sales"]}),
    ("company", {"one_of": [" MÜLLER & SÖHNE, GMBH"]}),
    ("source", {"not_one_of": ["outbound", "Paid Search"]}),
    ("annual_revenue", {"between": {"min": 0, "max": 999999.99}}),
    ("budget", {"is_true": True}),
    ("need", {"is_true": True}),
    ("region", {"one_of": ["North"]}),
]

OWN_WATERFALLS: list[dict[str, list[str]]] = [
    {"Qualified": ["mql", "tql"], "Pipeline": ["sql", "sgl"]},
    {"Lead": ["inquiry", "aql"], "Deal": ["sql"], "Won": ["won"]},
    {"Taken": ["tal", "sal"], "Marketing": ["mql"], "Money": ["won"]},
]
EVENTS = ["inquiry", "aql", "mql", "tal", "tql", "tgl", "sal", "sgl", "sql", "won"]


def toml(document: Row) -> str:
    """A document as TOML: values, then tables, then lists of tables."""
    plain, tables = [], []
    for key, value in document.items():
        if isinstance(value, dict) and key not in ("between", "approved_by"):
            tables.append(f"[{key}]\n{toml(value)}")
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            tables.extend(f"[[{key}]]\n{toml(row)}" for row in value)
        else:
            plain.append(f"{key} = {literal(value)}\n")
    return "".join(plain) + "".join(tables)


def literal(value: Any) -> str:
    """One value of TOML."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {literal(one)}" for key, one in value.items()) + " }"
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False)


def random_settings(rng: random.Random, zone: str) -> Row:
    """Settings with most keys present most of the time."""
    settings: Row = {"time_zone": zone, "currency": "USD"}
    if rng.random() < 0.6:
        settings["deal_stages"] = STAGES if rng.random() < 0.7 else [STAGES[1], STAGES[0], STAGES[3]]
    if rng.random() < 0.6:
        settings["outbound_sources"] = rng.choice([["outbound"], ["outbound", "event, trade"]])
    if rng.random() < 0.5:
        settings["response_sla_hours"] = rng.choice([1, 24, 48])
        settings["acceptance_sla_hours"] = rng.choice([4, 24, 72])
    if rng.random() < 0.5:
        settings["score_threshold"] = rng.choice([50, 51, 75])
    if rng.random() < 0.15:
        settings["clock"] = rng.choice(["inquiry", "mql"])
    if rng.random() < 0.2:
        settings["country"] = rng.choice(["US", "DE"])
    if rng.random() < 0.5:
        settings["working_hours"] = rng.choice(
            [
                {"days": [1, 2, 3, 4, 5], "open": "09:00", "close": "18:00"},
                {"days": [7, 1, 2, 3, 4], "open": "08:30", "close": "17:00"},
                {"days": [1, 2, 3, 4, 5, 6, 7], "open": "01:00", "close": "03:00"},
            ]
        )
    if rng.random() < 0.25:
        settings["segments"] = [{"name": "Small", "below": 50}, {"name": "SMB", "below": 1001}, {"name": "Big"}]
    return settings


def random_definitions(rng: random.Random, folder: Path) -> Path | None:
    """The shared definition with earlier and later versions, and mostly the teams' own; None for some."""
    if rng.random() < 0.07:
        return None
    home = folder / "icp"
    home.mkdir()
    for team in ("shared", "marketing", "sales"):
        if team != "shared" and rng.random() < 0.12:
            continue
        for version in range(rng.choice([1, 1, 2, 3]) if team == "shared" else 1):
            document = random_definition(rng, team, version)
            name = f"{team}.toml" if version == 0 else f"{team}-{version}.toml"
            (home / name).write_text(toml(document), encoding="utf-8")
    return home / "shared.toml"


def random_definition(rng: random.Random, team: str, version: int) -> Row:
    """One version of a team's definition."""
    criteria = []
    for number, (field, rule) in enumerate(rng.sample(RULES, rng.randrange(2, 6))):
        weight = rng.choice([1, 2, 3, 0.5, 0.1, 0.7])
        criterion: Row = {"name": f"{field} {number}", "field": field, **rule, "weight": weight}
        if rng.random() < 0.2:
            criterion["required"] = True
        criteria.append(criterion)
    starts = date(2024, 1, 1) if version == 0 else date(2024, 6, 1) + timedelta(days=rng.randrange(500))
    if version and rng.random() < 0.4:
        starts = date(2025, 6, 2) + timedelta(days=7 * rng.randrange(-12, 8) + version)  # at times the day looked from
    document: Row = {
        "name": f"{team} profile",
        "version": str(version + 1),
        "effective_from": starts,
        "min_coverage": rng.choice([0, 0.25, 0.5, 0.6, 1]),
        "approved_by": {"marketing": "Ann", "sales": "Bob"},
    }
    if rng.random() < 0.5:
        document["tiers"] = rng.choice(
            [{"A": 80, "B": 60, "C": 40}, {"A": 75, "B": 50, "C": 25}, {"A": 100, "B": 40, "C": 0}]
        )
    document["criteria"] = criteria
    return document


def random_question(rng: random.Random, folder: Path, with_icp: bool) -> Row:
    """As-of, window, horizon, slice and waterfall; the arguments of ``answer``."""
    monday = date(2025, 6, 2) + timedelta(days=7 * rng.randrange(-12, 8))
    day = monday if rng.random() < 0.6 else monday + timedelta(days=rng.randrange(7))
    if rng.random() < 0.03:
        day = rng.choice([date(2023, 12, 1), date(2024, 2, 29), date(2025, 10, 20)])
    clock = rng.choice(["", "", "", "T10:30:00", "T23:59:59Z", "T02:30:00"])
    question: Row = {"as_of": f"{day}{clock}"}
    if rng.random() < 0.35:
        end = day - timedelta(days=rng.choice([0, 1, 7, 60, 91]))
        start = end - timedelta(days=rng.choice([7, 28, 90, 91, 120, 200]))
        which = rng.choice(["both", "both", "from", "to"])
        if which != "to":
            question["date_from"] = f"{start}{rng.choice(['', '', 'T02:15:00', 'T12:00:00Z'])}"
        if which != "from":
            question["date_to"] = f"{end}{rng.choice(['', '', 'T00:00:00'])}"
    if rng.random() < 0.3:
        question["horizon"] = rng.choice([0.5, 1, 14, 30, 60, 120, 180, 365])
    if rng.random() < 0.45:
        fields = [name for name in SLICES if with_icp or name != "icp_tier"]
        chosen = sorted(rng.sample(fields, rng.choice([1, 1, 1, 2])))
        question["slice"] = {
            name: sorted(rng.sample(SLICES[name], min(len(SLICES[name]), rng.choice([1, 2])))) for name in chosen
        }
    waterfall = rng.choice(["v1", "v1", "v2", "own", "account"])
    question["waterfall"] = waterfall if waterfall in ("v1", "v2") else own_waterfall(rng, folder, waterfall)
    return question


def any_stages(rng: random.Random) -> dict[str, list[str]]:
    """Two to six stages of whatever events, some left out."""
    events = rng.sample(EVENTS, rng.randrange(3, len(EVENTS) + 1))
    cuts = sorted(rng.sample(range(1, len(events)), rng.randrange(1, min(5, len(events) - 1) + 1)))
    spans = zip([0, *cuts], [*cuts, len(events)], strict=True)
    return {f"Stage {start}": events[start:end] for start, end in spans}


def own_waterfall(rng: random.Random, folder: Path, unit: str) -> Path:
    """A waterfall file: the default by account, or stages of one's own that leave events out."""
    stages = [
        {"name": "Inquiry", "events": ["inquiry"]},
        {"name": "MQL", "events": ["mql", "aql", "tal", "tql", "tgl"]},
        {"name": "SAL", "events": ["sal"]},
        {"name": "SQL", "events": ["sql", "sgl"]},
        {"name": "Won", "events": ["won"]},
    ]
    if unit == "own":
        names = rng.choice([*OWN_WATERFALLS, any_stages(rng), any_stages(rng), any_stages(rng)])
        stages = [{"name": name, "events": events} for name, events in names.items()]
    document: Row = {"unit": "account"} if unit == "account" or rng.random() < 0.2 else {}
    path = folder / "waterfall.toml"
    path.write_text(toml({**document, "stages": stages}), encoding="utf-8")
    return path
