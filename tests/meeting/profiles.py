"""A shared profile for the tests: its first version signed in the file, and what is proposed next."""

from datetime import date, datetime, timedelta
from pathlib import Path

from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.journal.store import Store, place_of
from dashboard.scope.settings import FILE_NAME
from icp.document import Definition
from icp.reading import parse

FIRST = """\
# What both teams go after.
name = "Shared ICP"
version = "1"
effective_from = 2026-01-01
approved_by = { marketing = "Ann", sales = "Bo" }

[tiers]
A = 80
B = 60
C = 40

[[criteria]]
# They answer.
name = "from the web"
field = "source"
one_of = ["webinar"]
weight = 1

[[criteria]]
name = "has an owner"
field = "owner"
not_one_of = ["nobody"]
weight = 1
"""
NOW = datetime(2026, 11, 25, 10)  # noqa: DTZ001 -- a Wednesday, naive UTC
DAY = date(2026, 11, 30)
"""The Monday after it."""


def drafted(version: str = "2", day: date = DAY, source: str = "paid search") -> Definition:
    """What is proposed next: another source counts."""
    text = (
        FIRST.replace('"1"', f'"{version}"').replace("2026-01-01", day.isoformat()).replace('"webinar"', f'"{source}"')
    )
    return parse(text, "draft.toml")


def with_profile(warehouse: Path, zone: str = "UTC") -> Path:
    """A warehouse whose settings name a shared profile in a folder of its own; gives that file."""
    folder = warehouse / "definitions"
    folder.mkdir()
    (folder / "shared.toml").write_text(FIRST, encoding="utf-8")
    settings = f'time_zone = "{zone}"\n[definitions]\nshared = "definitions/shared.toml"\n'
    (warehouse / FILE_NAME).write_text(settings, encoding="utf-8")
    return folder / "shared.toml"


class Clock:
    """A clock that stands until it is set on."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def on(self, **later: float) -> None:
        """Set it on by days, hours, …."""
        self.now += timedelta(**later)


def journal_at(folder: Path, clock: Clock) -> Journal:
    """The journal of a warehouse, by that clock."""
    return Journal(Store(place_of(folder)), clock)
