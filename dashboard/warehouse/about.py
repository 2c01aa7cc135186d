"""What a generation says of itself: which import it is, and how much was loaded."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from dashboard.warehouse.catalogue import QUERIES
from dashboard.warehouse.stores import opened

ABOUT = QUERIES / "import" / "published.sql"
ABOUT_TABLES = (
    "generation", "import_files", "leads", "lead_events", "touches", "deals", "deal_events", "quarantine",
)  # fmt: skip
"""The tables that it reads."""
MOST_KNOWN = 64


@dataclass(frozen=True)
class About:
    """What a generation says of itself: its digest, its moments (naive UTC), the rows that were loaded."""

    digest: str
    as_of: datetime
    imported_at: datetime
    rows: int


def about(path: Path) -> About | None:
    """What the generation at ``path`` says of itself; None where it is none. Raises as ``stores.opened`` does."""
    with opened(path, ABOUT_TABLES) as con:
        rows = con.execute(ABOUT.read_text(encoding="utf-8")).fetchall()
    return About(*rows[0][:4]) if len(rows) == 1 else None


about_in_bucket = lru_cache(MOST_KNOWN)(about)
"""What is read out of a bucket is remembered: what was published under an id is never another."""
