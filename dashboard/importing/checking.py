"""The last look before a generation is published: ``queries/checks`` finds the rows that should not exist."""

import duckdb

from dashboard.catalogue import QUERIES
from dashboard.errors import FunnelReviewError

CHECKS = QUERIES / "checks"


def check_facts(con: duckdb.DuckDBPyConnection) -> None:
    """Raises FunnelReviewError, naming the rule and the first row that breaks it, when a check finds any."""
    for path in sorted(CHECKS.glob("*.sql")):
        sql = path.read_text(encoding="utf-8")
        found = con.execute(sql)
        if (row := found.fetchone()) is not None:
            names = [name for name, *_ in found.description or ()]
            shown = ", ".join(f"{name} {value}" for name, value in zip(names, row, strict=True))
            raise FunnelReviewError(
                f"The facts made of these files break a rule ({path.stem}: {_rule(sql)}) at {shown}; "
                "nothing was published, please report this."
            )


def _rule(sql: str) -> str:
    """What must hold: the file's first line."""
    return sql.partition("\n")[0].removeprefix("-- ").rstrip(".")
