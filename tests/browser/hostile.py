"""A company whose every text is hostile: markup, formulas, turned direction, emoji, ten thousand characters."""

import csv
from datetime import date, datetime, timedelta
from pathlib import Path

import tomlkit

import icp
from dashboard.importing.run import ImportOptions, run_import
from dashboard.scope.settings import Definitions, Segment, Settings, Target
from tests.oracle.company import write_company

AS_OF = datetime.fromisoformat("2025-10-06")
SEED, LEADS = 7, 200  # a company with every table
MARK = "evil.example"
TEXTS = (
    f"<script>window.hostile = 1; fetch('//{MARK}')</script>",
    f'<img src=//{MARK}/x onerror="window.hostile = 1">',
    f"<a href='http://{MARK}'>there</a>",
    "<b>bold</b><br>next<extra></extra>",
    f"![picture](http://{MARK}/p.png)",
    "[link](javascript:window.hostile=1)",
    f"[there](http://{MARK}) www.{MARK} me@{MARK}",
    f"http://{MARK}/path?q=1#x",
    f"mailto:me@{MARK}",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd",
    "+1-1",
    "-2+3",
    "\u202egnp.exe \u2066turned\u2069",
    "zero\u200bwidth\u00adhere\ufeff",
    "👩‍👩‍👧‍👦 🏳️‍🌈 🚀",
    "مرحبا שלום 你好",
    "$5 off",
    "$10 off and $20 more",
    "$x$",
    r"$\rule{90em}{40em}$",
    r"$$\frac{1}{2}$$ \(a\) \[b\]",
    ":red[red] :blue-background[blue]",
    ":material/delete: :material_delete:",
    ":streamlit: :smile: :+1:",
    ":badge[x] :small[y]",
    "**bold** _thin_ ~~gone~~ `code`",
    "# head",
    "> quote",
    "- item",
    "1. one",
    "| a | b |",
    "a -> b <- c -- d >= e",
    "[^1] ^up^ ==mark==",
    "%{x} %{customdata[0]} {y}",
    "&lt;b&gt; &amp; &#36;",
    "back\\slash \\$x\\$",
    'quote\'s "double" ‘curly’',
    "5 % off, 10 k of € 5",
    "W" * 10_000,
)
COLUMNS = {
    "leads": (
        "lead_id", "source", "campaign", "email", "name", "title", "company", "domain", "industry", "country", "region",
        "account_id", "owner",
    ),
    "lead_events": ("lead_id", "reason", "actor"),
    "touches": ("touch_id", "lead_id", "deal_id", "rep", "template"),
    "deals": ("deal_id", "lead_id", "account_id", "name", "company", "owner", "source", "next_step"),
    "deal_events": ("deal_id", "event", "reason", "actor"),
    "accounts": ("account_id", "name", "domain", "industry", "country", "region"),
    "reps": ("rep", "name", "region"),
    "spend": ("source", "campaign"),
    "customers": ("deal_id",),
}  # fmt: skip
"""Every column of text but those with a vocabulary of ours."""
KEYS = {"lead_id", "deal_id", "account_id", "touch_id"}
BETWEEN_COLUMNS = 11
DIFFERING = (TEXTS[17], TEXTS[18], TEXTS[20])
KEPT = {"", "won", "lost", "pushed", "reopened"}


class Turned:
    """One text always becomes the same other, so that records still find each other."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._used: dict[str, int] = {}

    def of(self, text: str, column: str) -> str:
        """The hostile text in place of one; a column goes through all of them, and each begins at another."""
        if text.strip().casefold() in KEPT:
            return text
        if text not in self._texts:
            place = self._used.setdefault(column, BETWEEN_COLUMNS * len(self._used))
            self._texts[text] = f"{TEXTS[place % len(TEXTS)]} {len(self._texts)}"
            self._used[column] = place + 1
        return self._texts[text]


def hostile_warehouse(folder: Path) -> Path:
    """A warehouse of such a company, its settings, stages, sizes and profiles as hostile as its records."""
    company = write_company(folder / "company", SEED, LEADS)
    missing = COLUMNS.keys() - {path.stem for path in company.data.glob("*.csv")}
    assert not missing, f"take another seed: this company has no {', '.join(sorted(missing))}"
    turned = Turned()
    for path in sorted(company.data.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        for number, row in enumerate(rows):
            for name in COLUMNS.get(path.stem, ()):
                given = row.get(name) or ("" if name in KEYS else f"{name} {number % len(TEXTS)}")
                row[name] = turned.of(given, name)
        rows += [dict.fromkeys(rows[0], "") | row for row in _differing(path.stem)]
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    run_import([company.data], [], folder / "warehouse", _settings(folder), AS_OF, ImportOptions(), lambda _: None)
    return folder / "warehouse"


def _differing(table: str) -> list[dict[str, str]]:
    """More leads of three sources, of which the second is answered late and turned down: sentences name them."""
    rows: list[dict[str, str]] = []
    for number in range(900):
        source, owner = DIFFERING[number % 3], DIFFERING[(number // 3) % 3]
        came = AS_OF - timedelta(hours=3 + 7 * number)
        is_late = number % 3 == 1
        of_lead = {"lead_id": f"{TEXTS[19]} more {number}"}
        said = [("mql", 2, ""), *([("rejected", 20, TEXTS[18])] if is_late else [("sal", 20, ""), ("sql", 40, "")])]
        of_table: dict[str, list[dict[str, str]]] = {
            "leads": [
                {"created_at": _at(came, 0), "source": source, "owner": owner, "campaign": TEXTS[17], "name": source},
            ],
            "touches": [
                {"touch_id": f"{TEXTS[23]} {number}", "at": _at(came, 50 if is_late else 1), "kind": "call",
                 "direction": "outbound", "rep": owner},
            ],
            "lead_events": [
                {"at": _at(came, hours), "event": event, "actor": owner, "reason": reason}
                for event, hours, reason in said
            ],
        }  # fmt: skip
        rows += [of_lead | row for row in of_table.get(table, ()) if not row.get("at") or row["at"] < _at(AS_OF, 0)]
    return rows


def _at(moment: datetime, hours: int) -> str:
    return (moment + timedelta(hours=hours)).isoformat()


def _settings(folder: Path) -> Settings:
    events = (("inquiry",), ("mql", "aql", "tal", "tql", "tgl"), ("sal",), ("sql", "sgl"), ("won",))
    stages = [{"name": f"{TEXTS[17 + number]} {number}", "events": list(each)} for number, each in enumerate(events)]
    own = folder / "stages.toml"
    own.write_text(tomlkit.dumps({"stages": stages}), encoding="utf-8")
    bundled = Path(icp.__file__).parent / "definitions"
    for team in ("shared", "marketing", "sales"):
        document = tomlkit.parse((bundled / f"{team}.toml").read_text(encoding="utf-8"))
        document["name"] = f"{TEXTS[22]} {team}"
        document["effective_from"] = date(2024, 1, 1)
        for number, criterion in enumerate(document["criteria"]):
            criterion["name"] = f"{TEXTS[(20 + number) % len(TEXTS)]} {number}"
        (folder / f"{team}.toml").write_text(tomlkit.dumps(document), encoding="utf-8")
    targets = [
        Target(figure=figure, value=1, source=TEXTS[place], since=date(2025, 1, 1))
        for figure, place in (("sqp_created", 18), ("lead_to_close", 23), ("velocity_realised", 6))
    ]
    return Settings(
        definitions=Definitions(**{team: str(folder / f"{team}.toml") for team in ("shared", "marketing", "sales")}),
        segments=(Segment(name=TEXTS[21], below=100), Segment(name=TEXTS[26], below=1000), Segment(name=TEXTS[2])),
        waterfall=str(own),
        targets=tuple(targets),
        currency="$",
    )
