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
    """Where everything was written, the exports imported before it with their moments, and the question asked."""

    data: Path
    settings: Path
    icp: Path | None
    import_as_of: str
    question: dict[str, Any]
    earlier: tuple[tuple[Path, str], ...] = ()


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
        if icp is None and rng.random() < 0.4:
            del settings["definitions"]["shared"]
    question = random_question(rng, folder, icp is not None or "shared" in settings.get("definitions", {}))
    if rng.random() < 0.25:
        question["as_of"] = rng.choice(["2025-10-01", "2025-09-30T12:00:00", "2025-09-30"])
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
    forget(writer)
    spoil(writer)
    absent = random_absences(rng)
    write_tables(writer, folder / "data", writer.rows, absent)
    earlier = random_past(writer, folder, absent) if rng.random() < 0.35 else ()
    (folder / "settings.toml").write_text(toml(settings), encoding="utf-8")
    return Company(folder / "data", folder / "settings.toml", icp, "2025-10-01", question, earlier)


def write_tables(w: Writer, data: Path, rows: dict[str, list[Cells]], absent: set[str]) -> None:
    """The tables there are, as CSV files of one folder."""
    data.mkdir(parents=True)
    for name, of_table in rows.items():
        if name not in absent:
            write_table(w, data / f"{name}.csv", name, of_table)


def forget(w: Writer) -> None:
    """What some companies never record: a stage, which lead a deal came from, how deals end."""
    if w.maybe(0.25):
        never = w.rng.choice(
            [["mql", "aql", "tal", "tql", "tgl"], ["sal"], ["sql", "sgl"], ["sal", "sql", "sgl"], ["won", "lost"]]
        )
        w.rows["lead_events"] = [row for row in w.rows["lead_events"] if row["event"].lower() not in never]
    if w.maybe(0.12):
        for row in w.rows["deals"]:
            row["lead_id"] = None
    if w.maybe(0.1):
        w.rows["deal_events"] = [row for row in w.rows["deal_events"] if row["event"].lower() not in ("won", "lost")]


def random_past(w: Writer, folder: Path, absent: set[str]) -> tuple[tuple[Path, str], ...]:
    """Earlier exports: with deals that are gone now and other amounts, as of days around the last Mondays."""
    moments = sorted(
        w.rng.sample(["2025-09-15", "2025-09-22", "2025-09-28", "2025-09-29", "2025-09-30", "2025-10-01"], 2)
    )
    if "deals" in absent:
        return ()
    past = []
    for number, moment in enumerate(moments):
        rows = {name: [dict(row) for row in of_table] for name, of_table in w.rows.items()}
        for row in rows["deals"]:
            if w.maybe(0.2):
                row["amount"] = w.some(None, 10, "123.25", 5000)
            if w.maybe(0.05):
                row["source"] = w.some(None, "webinar", "gone source")
        for at in range(w.rng.randrange(6)):
            rows["deals"].append(
                {**w.rng.choice(w.rows["deals"]), "deal_id": f"gone {number} {at}"} if w.rows["deals"] else {}
            )
        rows["deals"] = [row for row in rows["deals"] if row]
        write_tables(w, folder / f"before-{number}", rows, absent)
        past.append((folder / f"before-{number}", moment))
    return tuple(past)


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
