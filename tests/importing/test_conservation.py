"""Nothing is lost: a second, plain implementation of the rules agrees row by row on files made at random."""

import csv
import io
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.enduring import FULL
from tests.importing.importer import AS_OF, Importer, without_facts

AT = datetime.fromisoformat
DATES = {
    "2025-01-01T10:00:00Z": AT("2025-01-01T10:00"),
    "2025-01-01 11:00:00+01:00": AT("2025-01-01T10:00"),
    "2025-03-30 02:30": AT("2025-03-30T01:30"),
    "2025-02-02": AT("2025-02-01T23:00"),
    "": "missing_required",
    " \u00a0": "missing_required",
    "2025-02-30": "bad_timestamp",
    "soon": "bad_timestamp",
    "#REF!": "spreadsheet_error",
    "2025-06-03T00:00:00.000001Z": "future_timestamp",
}
EVENTS = {"mql": "mql", "SAL ": "sal", "Won": "won", "": "missing_required", "applause": "unknown_event"}
KINDS = {"email": "email", "Call": "call", "": "missing_required", "fax": "unknown_value"}
LEAD_IDS = ("L1", "L2", "L3", "l1", " L2", "")
DEAL_IDS = ("D1", "D2", "")
OWNERS = ("ann", "", "Bob")


def rows(*columns: st.SearchStrategy[str]) -> st.SearchStrategy[list[tuple[str, ...]]]:
    """Rows of these columns."""
    return st.lists(st.tuples(*columns), max_size=14)


LEADS = rows(st.sampled_from(LEAD_IDS), st.sampled_from(list(DATES)), st.sampled_from(OWNERS))
LEAD_EVENTS = rows(st.sampled_from(LEAD_IDS), st.sampled_from(list(DATES)), st.sampled_from(list(EVENTS)))
DEALS = rows(st.sampled_from(DEAL_IDS), st.sampled_from(list(DATES)), st.sampled_from(LEAD_IDS))
TOUCHES = rows(
    st.sampled_from(("T1", "T2", "T3", "")),
    st.sampled_from(list(DATES)),
    st.sampled_from(list(KINDS)),
    st.sampled_from(LEAD_IDS),
    st.sampled_from(DEAL_IDS),
)


@dataclass
class Expected:
    """One file as the plain implementation sees it: rows loaded, lines set aside with reasons, rows skipped."""

    loaded: list[tuple[object, ...]] = field(default_factory=list)
    aside: list[tuple[int, str]] = field(default_factory=list)
    skipped: int = 0

    def take(self, line: int, row: tuple[object, ...], *, key: int | None) -> None:
        """Loads a good row unless it repeats one."""
        same_key = [other for other in self.loaded if key is not None and other[key] == row[key]]
        if row in self.loaded or row in self._rejected:
            self.skipped += 1
        elif same_key:
            self._rejected.append(row)
            self.aside.append((line, "duplicate_id"))
        else:
            self.loaded.append(row)

    _rejected: list[tuple[object, ...]] = field(default_factory=list)


def text(cell: str) -> str | None:
    """A cell, trimmed."""
    return cell.strip() or None


def first_reason(*values: object) -> str | None:
    """The first reason among values, None when all are good."""
    reasons = (
        "missing_required",
        "bad_timestamp",
        "spreadsheet_error",
        "future_timestamp",
        "unknown_event",
        "unknown_value",
    )
    return next((str(value) for value in values if value in reasons), None)


def required(cell: str) -> str:
    """A required key."""
    return text(cell) or "missing_required"


def expect_leads(given_rows: list[tuple[str, ...]]) -> Expected:
    """leads.csv."""
    done = Expected()
    for line, (lead, at, owner) in enumerate(given_rows, start=2):
        if reason := first_reason(required(lead), DATES[at]):
            done.aside.append((line, reason))
        else:
            done.take(line, (text(lead), DATES[at], text(owner)), key=0)
    return done


def expect_deals(given_rows: list[tuple[str, ...]], leads: set[object]) -> Expected:
    """deals.csv: a lead that is not there becomes null, after equal rows were told."""
    done = Expected()
    for line, (deal, at, lead) in enumerate(given_rows, start=2):
        if reason := first_reason(required(deal), DATES[at]):
            done.aside.append((line, reason))
        else:
            done.take(line, (text(deal), DATES[at], text(lead)), key=0)
    done.loaded = [(deal, at, lead if lead in leads else None) for deal, at, lead in done.loaded]
    return done


def expect_lead_events(given_rows: list[tuple[str, ...]], leads: set[object]) -> Expected:
    """lead_events.csv."""
    done = Expected()
    for line, (lead, at, event) in enumerate(given_rows, start=2):
        if reason := first_reason(required(lead), DATES[at], EVENTS[event]):
            done.aside.append((line, reason))
        elif text(lead) not in leads:
            done.aside.append((line, "orphan"))
        else:
            done.take(line, (text(lead), DATES[at], EVENTS[event]), key=None)
    return done


def expect_touches(given_rows: list[tuple[str, ...]], leads: set[object], deals: set[object]) -> Expected:
    """touches.csv: one of two ids is enough, one of them must be there."""
    done = Expected()
    for line, (touch, at, kind, lead, deal) in enumerate(given_rows, start=2):
        nobody = "missing_required" if not text(lead) and not text(deal) else None
        if reason := first_reason(required(touch), DATES[at], KINDS[kind], nobody):
            done.aside.append((line, reason))
        elif text(lead) not in leads and text(deal) not in deals:
            done.aside.append((line, "orphan"))
        else:
            done.take(line, (text(touch), DATES[at], KINDS[kind], text(lead), text(deal)), key=0)
    done.loaded = [
        (touch, at, kind, lead if lead in leads else None, deal if deal in deals else None)
        for touch, at, kind, lead, deal in done.loaded
    ]
    return done


def as_csv(header: str, given_rows: list[tuple[str, ...]]) -> str:
    """The rows as a CSV file; a constant behind them keeps rows of empty cells from being blank lines."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([[*header.split(","), "x"], *[[*row, "x"] for row in given_rows]])
    return out.getvalue()


@pytest.fixture(scope="module")
def importer(tmp_path_factory: pytest.TempPathFactory) -> Importer:
    """One importer for all examples: hypothesis takes no fixture made anew for each."""
    return Importer(tmp_path_factory.mktemp("conservation"))


@settings(max_examples=100 if FULL else 8, deadline=None)
@given(leads=LEADS, lead_events=LEAD_EVENTS, deals=DEALS, touches=TOUCHES)
def test_every_row_ends_where_the_plain_rules_say(
    importer: Importer,
    leads: list[tuple[str, ...]],
    lead_events: list[tuple[str, ...]],
    deals: list[tuple[str, ...]],
    touches: list[tuple[str, ...]],
) -> None:
    """The same rows loaded in the same order, the same lines set aside for the same reasons, the same counts."""
    leads = [*leads, ("there anyway", "2025-02-02", "")]  # an import without any lead or deal is refused
    with pytest.MonkeyPatch.context() as patch:
        without_facts(patch)
        done = importer(
            {
                "leads.csv": as_csv("lead_id,created_at,owner", leads),
                "lead_events.csv": as_csv("lead_id,at,event", lead_events),
                "deals.csv": as_csv("deal_id,created_at,lead_id", deals),
                "touches.csv": as_csv(
                    "touch_id,at,kind,lead_id,deal_id,direction", [(*row, "outbound") for row in touches]
                ),
            },
            settings={"time_zone": "Europe/Berlin", "keep_generations": 1},
            as_of=AS_OF,
        )
    of_leads = expect_leads(leads)
    lead_ids = {row[0] for row in of_leads.loaded}
    of_deals = expect_deals(deals, lead_ids)
    deal_ids = {row[0] for row in of_deals.loaded}
    expected = {
        "leads": (of_leads, "lead_id, created_at, owner"),
        "deals": (of_deals, "deal_id, created_at, lead_id"),
        "lead_events": (expect_lead_events(lead_events, lead_ids), 'lead_id, "at", event'),
        "touches": (expect_touches(touches, lead_ids, deal_ids), 'touch_id, "at", kind, lead_id, deal_id'),
    }
    given_rows = {"leads": leads, "deals": deals, "lead_events": lead_events, "touches": touches}
    for table, (of_table, columns) in expected.items():
        assert done.rows(f"select {columns} from {table}") == of_table.loaded
        aside = f"select line, reason from quarantine where file = '{table}.csv' order by line"
        assert done.rows(aside) == of_table.aside
        read, loaded, quarantined, skipped = done.counts[f"{table}.csv"]
        assert read == len(given_rows[table]) == loaded + quarantined + skipped
        assert (loaded, quarantined, skipped) == (len(of_table.loaded), len(of_table.aside), of_table.skipped)
    done.con.close()
    assert Path(done.warehouse).exists()
