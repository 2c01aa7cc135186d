"""The figures an imported draft gives, beside those of the canonical files of the same slice."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from dashboard.importing.mapping.language import Mapping
from dashboard.importing.run import ImportOptions, run_import
from dashboard.scope.settings import Settings
from dashboard.warehouse.generations import Generations
from tests.draft_bench.company import Company
from tests.draft_bench.shapes import Written

AS_OF = datetime.fromisoformat("2026-11-23")
OUTCOMES = """
with ends as (
    select deal_id, arg_max(event, ("at", event = 'reopened')) as event, max("at")::date as "on"
    from deal_events where event in ('won', 'lost', 'reopened') group by deal_id
)
select d.deal_id, d.lead_id, coalesce(d.amount, 0), nullif(e.event, 'reopened'), e."on"
from deals as d left join ends as e using (deal_id)
"""
LEADS = "select lead_id, created_at::date from leads"
TOUCHES = "select touch_id, lead_id, deal_id from touches"


@dataclass(frozen=True)
class Figures:
    """Leads and deals by their canonical ids; what cannot be told apart stands as it is."""

    leads: dict[str, Any]
    deals: dict[str, tuple[str | None, float, str | None, Any]]
    touches: dict[str, tuple[str | None, str | None]]

    def of(self, kind: str) -> Any:  # noqa: PLR0911 — one for each figure
        """One figure."""
        won = {deal: row for deal, row in self.deals.items() if row[2] == "won"}
        match kind:
            case "leads":
                return len(self.leads)
            case "leads by week":
                return _by_week(self.leads.values())
            case "deals":
                return len(self.deals)
            case "won":
                return sorted(won)
            case "lost":
                return sorted(deal for deal, row in self.deals.items() if row[2] == "lost")
            case "amount won":
                return round(sum(row[1] for row in won.values()))
            case "amount":
                return round(sum(row[1] for row in self.deals.values()))
            case "won by week":
                return _by_week([row[3] for row in won.values()])
            case _:
                return sorted((deal, row[0]) for deal, row in self.deals.items() if row[0])


def _by_week(days: Any) -> list[tuple[str, int]]:
    weeks: dict[str, int] = {}
    for day in days:
        week = f"{day:%G-W%V}"
        weeks[week] = weeks.get(week, 0) + 1
    return sorted(weeks.items())


def imported(path: Path, mapping: Mapping | None, warehouse: Path, *, settings: dict[str, Any]) -> Path:
    """Imports files, with a mapping or as canonical ones; the file of the generation."""
    summary = run_import(
        [path], [mapping] if mapping else [], warehouse, Settings.model_validate(settings), AS_OF, ImportOptions(),
        lambda _step: None,
    )  # fmt: skip
    return Generations(warehouse).path(summary.generation)


def figures(generation: Path, written: Written | None = None) -> Figures:
    """The figures of a generation, its ids turned into the company's own."""
    known = written.known if written else {}
    lead, deal, touch = (known.get(kind, {}) for kind in ("leads", "deals", "touches"))
    with duckdb.connect(str(generation), read_only=True) as con:
        leads = {lead.get(name, name): day for name, day in con.execute(LEADS).fetchall()}
        deals = {
            deal.get(name, name): (lead.get(of, of), amount, end, on)
            for name, of, amount, end, on in con.execute(OUTCOMES).fetchall()
        }
        touches = {
            touch.get(name, name): (lead.get(of, of), deal.get(other, other))
            for name, of, other in con.execute(TOUCHES).fetchall()
        }
    return Figures(leads, deals, touches)


def canonical(company: Company, warehouse: Path) -> Figures:
    """The figures of the canonical files."""
    tables = [company.folder / f"{name}.csv" for name in company.tables]
    slim = warehouse.parent / "canonical"
    slim.mkdir(exist_ok=True)
    for table in tables:
        (slim / table.name).write_bytes(table.read_bytes())
    return figures(imported(slim, None, warehouse, settings={}))
