"""The definitions in force: the shared one and the teams', with or without each other."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dashboard.asking import view as looking
from dashboard.asking.ask import open_warehouse
from dashboard.asking.opening import open_view
from dashboard.scope.profiles import Profiles, last_profiles, profiles
from icp.errors import BadDocument
from tests.icp.documents import GOOD
from tests.icp.test_versions import write

JUNE = dt.date(2025, 6, 1)


def test_a_teams_versions_come_into_force_on_their_days(tmp_path: Path) -> None:
    """Its file lies beside the shared one, and so may its earlier versions."""
    shared = write(tmp_path, "icp.toml", "3", "2025-01-01")
    write(tmp_path, "marketing.toml", "2", "2025-05-01", name="Marketing's")
    write(tmp_path, "earlier.toml", "1", "2024-05-01", name="Marketing's")
    for read in (profiles, last_profiles):
        versions = {
            day: {team: each.version for team, each in read(shared, dt.date(2025, day, 1), {}).teams.items()}
            for day in (2, 6)
        }
        assert versions == {2: {"marketing": "1"}, 6: {"marketing": "2"}}


def test_teams_may_have_theirs_without_a_shared_one(tmp_path: Path) -> None:
    """None is named, or the one that is named is gone, which the note says."""
    sales = write(tmp_path, "ours.toml", "7", "2025-01-01", name="Sales'")
    for read in (profiles, last_profiles):
        without = read(None, JUNE, {"sales": sales})
        assert (without.shared, without.note, without.teams["sales"].version) == (None, None, "7")
        gone = read(tmp_path / "elsewhere" / "icp.toml", JUNE, {"sales": sales})
        assert gone.shared is None
        assert gone.note is not None
        assert "icp.toml is gone" in gone.note
        assert gone.teams["sales"].version == "7"


def test_a_teams_file_that_is_named_and_gone_is_refused_or_said(tmp_path: Path) -> None:
    """Who asks once is refused; who must go on keeps what stands, with a sentence."""
    shared = write(tmp_path, "icp.toml", "3", "2025-01-01")
    absent = {"sales": tmp_path / "absent.toml"}
    with pytest.raises(BadDocument, match="cannot be read"):
        profiles(shared, JUNE, absent)
    standing = last_profiles(shared, JUNE, absent)
    assert standing.shared is not None
    assert standing.teams == {}
    assert len(standing.faults) == 1
    assert "absent.toml is gone" in standing.faults[0]


def test_a_file_that_breaks_leaves_what_it_said_in_force(tmp_path: Path) -> None:
    """With the fault, until it can be read again."""
    shared = write(tmp_path, "icp.toml", "3", "2025-01-01")
    assert last_profiles(shared, JUNE, {}).faults == ()
    shared.write_text(GOOD.replace('version = "3"', "version = 3"), encoding="utf-8")
    broken = last_profiles(shared, JUNE, {})
    assert broken.shared is not None
    assert broken.shared.version == "3"
    assert len(broken.faults) == 1


def test_looks_made_from_one_read_the_files_once(
    golden_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A screen asks by a dozen looks; another day, and a look opened anew, read them again."""
    read: list[tuple[Any, ...]] = []

    def counted(*asked: Any) -> Profiles:
        read.append(asked)
        return profiles(*asked)

    monkeypatch.setattr(looking, "profiles", counted)
    shared = write(tmp_path, "icp.toml", "3", "2025-01-01")
    view = open_view(open_warehouse(golden_folder), as_of="2025-06-02", icp_file=shared)
    others = [replace(view, clock="mql"), replace(view, chosen=view.conversion_window)]
    assert all(each.definition == view.definition and each.documents == view.documents for each in others)
    assert len(read) == 1
    assert replace(view, as_of=view.days_before(view.as_of, 7)).definition == view.definition
    write(tmp_path, "icp.toml", "4", "2025-01-01")
    assert [each.version for each in view.profiles.versions] == ["3"]
    again = open_view(open_warehouse(golden_folder), as_of="2025-06-02", icp_file=shared)
    assert ([each.version for each in again.profiles.versions], len(read)) == (["4"], 3)
