"""A review opens on the generation's last Monday; on an old export, on the last week that has records."""

from datetime import datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dashboard.asking.opening import open_view
from dashboard.cli import app
from dashboard.importing.run import ImportOptions, run_import
from dashboard.scope.settings import Settings
from dashboard.warehouse.warehouse import Warehouse

at = datetime.fromisoformat


def imported(folder: Path, created: str, as_of: str, zone: str = "UTC") -> Path:
    """A warehouse of one lead."""
    (folder / "leads.csv").write_text(f"lead_id,created_at\nL1,{created}\n", encoding="utf-8")
    settings = Settings(time_zone=zone)
    run_import([folder / "leads.csv"], [], folder / "w", settings, at(as_of), ImportOptions(), lambda _: None)
    return folder / "w"


@pytest.mark.parametrize(
    ("created", "as_of", "moment"),
    [
        ("2022-06-28 10:00", "2026-11-28T12:00", "2022-07-04"),
        ("2026-11-22 23:59", "2026-11-28T12:00", "2026-11-23"),
        ("2026-11-16 00:00", "2026-11-28T12:00", "2026-11-23"),
        ("2026-11-15 23:59", "2026-11-28T12:00", "2026-11-16"),
        ("2026-11-15 23:59", "2026-11-23", "2026-11-16"),
        ("2026-11-23 09:00", "2026-11-23T12:00", "2026-11-23"),
    ],
)
def test_where_a_review_opens(tmp_path: Path, created: str, as_of: str, moment: str) -> None:
    """The week that ends there holds the newest record, if any week since does not."""
    view = open_view(Warehouse(imported(tmp_path, created, as_of)))
    assert view.as_of == at(moment)
    assert (view.newest_when_old is None) == (view.as_of == view.monday(at(as_of)))


def test_the_weeks_are_the_companys(tmp_path: Path) -> None:
    """Sunday 23:30 in New York is Monday in UTC."""
    view = open_view(Warehouse(imported(tmp_path, "2026-11-15 23:30", "2026-11-28T12:00", "America/New_York")))
    assert view.as_of == at("2026-11-16T05:00")


def test_what_is_old_is_said_where_it_matters(tmp_path: Path) -> None:
    """By the import, by check and in the figures, each naming --as-of."""
    warehouse = str(imported(tmp_path, "2022-06-28 10:00", "2026-11-28T12:00"))
    run = CliRunner().invoke
    again = run(app, ["import", str(tmp_path / "leads.csv"), "--warehouse", warehouse, "--as-of", "2026-11-28"])
    for done in (again, run(app, ["check", "--warehouse", warehouse]), run(app, ["metrics", "--warehouse", warehouse])):
        assert "2022-06-28" in done.stdout
        assert "--as-of" in done.stdout
