"""What the settings decide of the figures: where the clock starts, and whose definitions are used."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.asking.view import View
from dashboard.errors import BadInput
from dashboard.metrics.icp import icp
from dashboard.metrics.response import response
from dashboard.scope.settings import Definitions, Settings, read_settings
from tests.metrics.conftest import profile

WAITED = {
    "leads": [{"lead_id": "L", "created_at": "2025-02-10T00:00:00", "region": "north"}],
    "lead_events": [{"lead_id": "L", "at": "2025-02-10T03:00:00", "event": "mql"}],
    "touches": [
        {"lead_id": "L", "at": "2025-02-10T01:00:00"},
        {"lead_id": "L", "at": "2025-02-10T05:00:00"},
    ],
}


def test_the_clock_of_the_settings_starts_every_wait(company: Callable[..., View], tmp_path: Path) -> None:
    """From the inquiry the first touch answers after an hour; from the MQL the second, after two: by tier as well."""
    file = tmp_path / "icp.toml"
    file.write_text(profile("shared"), encoding="utf-8")
    for settings, minutes in ((Settings(), 60), (Settings(clock="mql"), 120)):
        view = company(WAITED, settings, date_from="2025-01-01", date_to="2025-06-01", icp_file=file)
        assert response(view).section.median_minutes == minutes
        (best, *_) = icp(view).section.tiers or []
        assert best.response_median_minutes == minutes


def test_beside_a_file_that_is_named_lie_the_teams_own(company: Callable[..., View], tmp_path: Path) -> None:
    """The settings' files go with the settings' shared one, and stand in for a team without a file elsewhere."""
    for folder in ("settings", "asked"):
        (tmp_path / folder).mkdir()
        for team in ("shared", "marketing", "sales"):
            (tmp_path / folder / f"{team}.toml").write_text(profile(f"{team} of {folder}"), encoding="utf-8")
    (tmp_path / "asked" / "sales.toml").unlink()
    teams = {team: str(tmp_path / "settings" / f"{team}.toml") for team in ("shared", "marketing", "sales")}
    settings = Settings(definitions=Definitions(**teams))
    assert names(company(WAITED, settings)) == {"marketing": "marketing of settings", "sales": "sales of settings"}
    asked = company(WAITED, settings, icp_file=tmp_path / "asked" / "shared.toml")
    assert names(asked) == {"marketing": "marketing of asked", "sales": "sales of settings"}


@pytest.mark.parametrize("key", ["response_sla_hours", "acceptance_sla_hours", "score_threshold"])
@pytest.mark.parametrize("text", ["inf", "nan"])
def test_what_is_no_number_is_no_limit(key: str, text: str) -> None:
    """TOML can write it, no clock can wait for it: the sentence names the file and the key."""
    with pytest.raises(BadInput, match=f"own.toml: {key}: "):
        read_settings({key: float(text)}, "own.toml")


def names(view: View) -> dict[str, str]:
    """The teams' definitions by their names."""
    return {team: definition.name for team, definition in view.teams.items()}
