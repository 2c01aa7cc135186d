"""Writes a company of any size as canonical CSV files, or as typed tables, for the benchmark."""

from pathlib import Path

import duckdb

LAST_MOMENT = "2026-11-16"
FILES = {
    "leads": "select * exclude (n, luck) from people",
    "lead_events": 'select lead_id, happened_at as "at", event, actor, reason from steps where happened_at < $end',
    "touches": """
        select touch_id, happened_at as "at", * exclude (touch_id, happened_at)
        from contacts_made where happened_at < $end
    """,
    "deals": "select * exclude (n) from opportunities where created_at < $end",
    "deal_events": 'select deal_id, happened_at as "at", event from moves where happened_at < $end',
}


def write_company(folder: Path, leads: int, *, typed: bool = False) -> None:
    """Write ``leads`` leads with their events, touches and deals; nothing when the folder already holds them.

    ``typed``: as Parquet, whose columns have types.
    """
    ending = "parquet" if typed else "csv"
    if (folder / f"deal_events.{ending}").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    con = duckdb.connect()
    con.execute("set preserve_insertion_order = true")
    sql = (Path(__file__).parent / "company.sql").read_text(encoding="utf-8").replace("$leads", str(leads))
    con.execute(sql)
    con.execute(
        "delete from moves where deal_id not in (select deal_id from opportunities where created_at < $1)",
        [LAST_MOMENT],
    )
    for table, select in FILES.items():
        text = select.replace("$end", f"timestamp '{LAST_MOMENT}'")
        options = "format parquet" if typed else "header, timestampformat '%Y-%m-%dT%H:%M:%SZ'"
        con.execute(f"copy ({text}) to '{folder / f'{table}.{ending}'}' ({options})")
    con.close()
