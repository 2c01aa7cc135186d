"""Small random companies with every nasty corner, the same one for the same seed."""

import csv
import json
import random
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.oracle.clock import EPOCH, parse_instant
from tests.oracle.read import COLUMNS
from tests.oracle.rows import Cells, Writer, add_account, add_deal, add_lead, add_money, add_reps, add_touch
from tests.oracle.setting import SETTING_ZONES, random_definitions, random_question, random_settings, toml


@dataclass
class Company:
    """Where everything was written, and the question to ask of it."""

    data: Path
    settings: Path
    icp: Path | None
    import_as_of: str
    question: dict[str, Any]


def write_company(folder: Path, seed: int, leads: int = 80) -> Company:
    """Write canonical CSV files, settings and definitions of the seed's company; the same bytes every time."""
    rng = random.Random(seed)
    zone_name = rng.choice(SETTING_ZONES)
    settings = random_settings(rng, zone_name)
    folder.mkdir(parents=True, exist_ok=True)
    icp = random_definitions(rng, folder)
    if icp is not None and rng.random() < 0.15:
        settings["definitions"] = {file.stem: f"icp/{file.name}" for file in sorted(icp.parent.glob("*[a-z].toml"))}
        icp = None if rng.random() < 0.7 else icp
    question = random_question(rng, folder, icp is not None or "definitions" in settings)
    zone = ZoneInfo(zone_name)
    turns = [parse_instant(question[name], zone) for name in ("as_of", "date_from", "date_to") if name in question]
    writer = Writer(rng, zone, [EPOCH + timedelta(microseconds=at) for at in turns], rng.random() < 0.3)
    leads = rng.randrange(max(4, leads // 4), leads + 1) * rng.choice([1, 1, 1, 1, 4])
    accounts = [f"A{index:03d}" for index in range(max(2, leads // 5))]
    for account in accounts:
        add_account(writer, account)
    made = [add_lead(writer, index, accounts) for index in range(leads)]
    deals = [
        add_deal(writer, index, made, accounts) for index in range(leads * 2 if writer.is_brisk else leads * 2 // 3)
    ]
    for index in range(leads * 6):
        add_touch(writer, index, made, deals)
    add_money(writer, deals)
    add_reps(writer)
    spoil(writer)
    absent = random_absences(rng)
    data = folder / "data"
    data.mkdir(parents=True)
    for name, rows in writer.rows.items():
        if name not in absent:
            write_table(writer, data / f"{name}.csv", name, rows)
    (folder / "settings.toml").write_text(toml(settings), encoding="utf-8")
    return Company(data, folder / "settings.toml", icp, "2025-10-01", question)


def random_absences(rng: random.Random) -> set[str]:
    """Tables that this company does not have."""
    optional = ("touches", "accounts", "spend", "customers", "reps", "deal_events", "lead_events")
    absent = {name for name in optional if rng.random() < 0.06}
    if rng.random() < 0.04:
        absent |= {"deals", "deal_events", "customers"}
    if rng.random() < 0.03:
        absent |= {"leads", "lead_events", "accounts"} - ({"deals"} & absent)
    return absent if not {"leads", "deals"} <= absent else absent - {"leads", "deals"}


def spoil(w: Writer) -> None:
    """Exact duplicates, second rows of an id, rows of nobody, and rows the import must set aside."""
    for name in ("leads", "lead_events", "touches", "deals", "deal_events"):
        rows = w.rows[name]
        w.rng.shuffle(rows)
        for row in w.rng.sample(rows, len(rows) // 20):
            rows.insert(w.rng.randrange(len(rows)), dict(row))
    for name, key, nobody in (("lead_events", "lead_id", "L-none"), ("deal_events", "deal_id", "D-none")):
        if w.rows[name] and w.maybe(0.5):
            w.rows[name].append({**w.rows[name][0], key: nobody})
            w.rows[name].append({**w.rows[name][0], "at": "not a time"})
    if w.maybe(0.3):
        w.rows["leads"].append({**w.rows["leads"][0], "title": "second row of one id"})
    if w.maybe(0.3):
        w.rows["lead_events"].append({"lead_id": "L00000", "at": "2025-01-02T03:04:05Z", "event": "promoted"})


def write_table(w: Writer, path: Path, name: str, rows: list[Cells]) -> None:
    """One CSV file, some optional columns left out."""
    droppable = ("campaign", "contacts", "next_step", "expected_close_on", "timing", "region", "template", "connected")
    columns = [c for c in COLUMNS[name] if c not in droppable or not w.maybe(0.05)]
    with path.open("w", encoding="utf-8-sig" if w.maybe(0.2) else "utf-8", newline="") as file:
        out = csv.writer(file, lineterminator=w.some("\n", "\r\n"))
        out.writerow(columns)
        out.writerows(["" if row.get(c) is None else row[c] for c in columns] for row in rows)


def digest(folder: Path) -> str:
    """Everything a company wrote, as one text, to see that a seed writes the same twice."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return json.dumps({str(path.relative_to(folder)): path.read_bytes().decode("utf-8") for path in files})
