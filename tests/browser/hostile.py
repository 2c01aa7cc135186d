"""A company whose every text is hostile: markup, formulas, turned direction, emoji, ten thousand characters."""

import csv
from collections import Counter
from datetime import datetime
from pathlib import Path

from dashboard.importing.run import ImportOptions, run_import
from dashboard.scope.settings import Definitions, Settings
from tests.oracle.company import write_company

AS_OF = datetime.fromisoformat("2025-06-02")
ICP = Path(__file__).resolve().parents[2] / "icp" / "definitions"
SEED, LEADS = 9, 160  # a company whose recent leads come from a source of each kind of text
MARK = "evil.example"
TEXTS = (
    f"<script>window.hostile = 1; fetch('//{MARK}')</script>",
    f'<img src=//{MARK}/x onerror="window.hostile = 1">',
    f"![picture](http://{MARK}/p.png)",
    "[link](javascript:window.hostile=1)",
    f"[there](http://{MARK}) www.{MARK} me@{MARK}",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd",
    "\u202egnp.exe \u2066turned\u2069 \u200b",
    "👩‍👩‍👧‍👦 🏳️‍🌈 :material/delete: :red[red] $\\frac{1}{2}$",
    "W" * 10_000,
)
SPOILED = {
    "leads": ("source", "campaign", "name", "title", "company", "industry", "country", "region", "owner"),
    "lead_events": ("reason", "actor"),
    "deals": ("name", "company", "owner", "source", "next_step"),
    "deal_events": ("reason", "actor"),
    "accounts": ("name", "industry", "country", "region"),
    "reps": ("rep", "name", "region"),
    "spend": ("source", "campaign"),
    "touches": ("rep", "template"),
}


def hostile_warehouse(folder: Path) -> Path:
    """A warehouse of such a company: one text always becomes the same other, so that records still find each other."""
    company = write_company(folder / "company", SEED, LEADS)
    turned: dict[str, str] = {}
    used: Counter[str] = Counter()
    for path in sorted(company.data.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            for name in SPOILED.get(path.stem, ()):
                if (text := row.get(name)) and text not in turned:
                    turned[text] = f"{TEXTS[used[name] % len(TEXTS)]} {len(turned)}"
                    used[name] += 1
                row[name] = turned.get(text or "", "")
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    settings = Settings(definitions=Definitions(shared=str(ICP / "shared.toml")))
    run_import([company.data], [], folder / "warehouse", settings, AS_OF, ImportOptions(), lambda _: None)
    return folder / "warehouse"
