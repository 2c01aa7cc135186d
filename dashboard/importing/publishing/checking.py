"""The last looks before a generation is published: that there is something in it, and none of what should not exist."""

import duckdb

from dashboard.errors import BadInput, FunnelReviewError
from dashboard.importing.sql import run
from dashboard.warehouse.catalogue import QUERIES

CHECKS = QUERIES / "checks"


def check_facts(con: duckdb.DuckDBPyConnection) -> None:
    """Raises FunnelReviewError, naming the rule and the first row that breaks it, when a check finds any."""
    for path in sorted(CHECKS.glob("*.sql")):
        sql = path.read_text(encoding="utf-8")
        result = con.execute(sql)
        if (row := result.fetchone()) is not None:
            names = [name for name, *_ in result.description or ()]
            shown = ", ".join(f"{name} {value}" for name, value in zip(names, row, strict=True))
            raise FunnelReviewError(
                f"The facts made of these files break a rule ({path.stem}: {_rule(sql)}) at {shown}; "
                "nothing was published, please report this."
            )


def refuse_empty_import(con: duckdb.DuckDBPyConnection) -> None:
    """Raises BadInput when not one lead and not one deal was loaded: that would take the place of what is served."""
    records, aside, commonest = run(con, "what_loaded").fetchone() or (0, 0, None)
    if records:
        return
    why = "no row was set aside: the files hold none, or the mapping's filters leave none"
    if aside:
        why = f"{aside:,} row{'' if aside == 1 else 's'} set aside, most as {commonest.rstrip('.')}"
    raise BadInput(f"Not one lead and not one deal would load, so nothing was imported, nothing has changed ({why}).")


def _rule(sql: str) -> str:
    """What must hold: the file's first line."""
    return sql.partition("\n")[0].removeprefix("-- ").rstrip(".")
