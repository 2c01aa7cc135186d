"""Settles what a CRM says of how records moved and where they stand now into the events of leads and deals.

The order of precedence is in language.md, "What becomes of histories and records"; it stands in the files run here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import duckdb

from dashboard.importing.converting.settling import is_empty
from dashboard.importing.converting.wholes import WholeCompany
from dashboard.importing.sql import run, text, used
from dashboard.importing.working import DEAL_HISTORY, DEAL_RECORDS, LEAD_HISTORY, LEAD_RECORDS
from dashboard.scope.moments import INSTANT, Moments
from dashboard.scope.settings import Settings
from dashboard.warehouse.stores import path_literal

DEALS = (
    "stage_meanings",
    "deal_steps",
    "deal_turns",
    "deal_positions",
    "deal_endings",
    "settle_deals",
    "note_deals",
    "note_unflagged_deals",
    "open_stages",
    "perhaps_closed",
)
LEADS = ("lead_moves", "settle_leads", "undated_leads", "settle_undated_leads", "note_leads")


@dataclass(frozen=True)
class ImportMoment(Moments):
    """The moment an import knows its records at; ``as_of`` is naive UTC."""

    settings: Settings
    as_of: datetime

    @property
    def parameters(self) -> dict[str, object]:
        """What the files of queries/import are told of it."""
        return {
            "latest": self.as_of + timedelta(days=1),
            "week_closed_at": self.monday(self.as_of) - INSTANT,
            "last_at": self.as_of - INSTANT,
            "today": self.local(self.as_of).date(),
        }


def settle_histories(con: duckdb.DuckDBPyConnection, moment: ImportMoment, whole: WholeCompany | None) -> None:
    """Writes the events of deals and leads that their histories and records tell of; every table is loaded.

    Files of canonical tables have neither, and nothing would come of asking. Of a part of a company it is told what the
    ``whole`` tells, and leaves open what all parts tell then.
    """
    if not all(is_empty(con, table) for table in (DEAL_HISTORY, DEAL_RECORDS)):
        if whole is None or whole.stages is None:
            run(con, "stages_told")
        else:
            con.execute(f"create or replace temp table stages_told as from read_parquet({path_literal(whole.stages)})")
        _run_all(con, moment, (*DEALS, *(() if whole else ("note_past_stages",))))
    if not all(is_empty(con, table) for table in (LEAD_HISTORY, LEAD_RECORDS)):
        _run_all(con, moment, LEADS)
    for name in ("one_spelling", "days_of_lead_events", "days_of_deal_events"):
        run(con, name)


def _run_all(con: duckdb.DuckDBPyConnection, moment: ImportMoment, names: Iterable[str]) -> None:
    for name in names:
        sql = text(name)
        con.execute(sql, used(con, sql, moment.parameters) or None)
