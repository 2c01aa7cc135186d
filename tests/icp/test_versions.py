"""Which version is in force on a day, what the teams' own are, and what changed between two."""

import datetime as dt
from pathlib import Path

import pytest

from icp import commands
from icp.errors import BadDocument
from icp.reading import parse
from icp.versions import all_versions, differences, in_force, team_files
from tests.icp.documents import GOOD

SIZE_CHANGED = (
    'The criterion "size" is now: employees from 50 to 2,500, weight 2, required; '
    "before: employees from 50 to 1,000, weight 2, required."
)


def write(folder: Path, file: str, version: str, day: str, name: str = "Shared ICP") -> Path:
    """The good document as another version, in a file of its own."""
    path = folder / file
    text = GOOD.replace('"3"', f'"{version}"').replace("2025-01-01", day).replace("Shared ICP", name)
    path.write_text(text, encoding="utf-8")
    return path


def test_the_latest_version_that_has_begun_is_in_force(tmp_path: Path) -> None:
    """From its day on, whichever file of the folder is named; other definitions beside it do not count."""
    first = write(tmp_path, "a.toml", "1", "2024-01-01")
    second = write(tmp_path, "b.toml", "2", "2025-01-01")
    write(tmp_path, "other.toml", "9", "2025-02-01", name="Another")
    (tmp_path / "settings.toml").write_text('time_zone = "UTC"\n', encoding="utf-8")
    for path in (first, second):
        in_force_on = {
            day: in_force(*all_versions(path), dt.date.fromisoformat(day))
            for day in ("2024-12-31", "2025-01-01", "2030-01-01")
        }
        assert {day: version.version for day, (version, _) in in_force_on.items()} == {
            "2024-12-31": "1",
            "2025-01-01": "2",
            "2030-01-01": "2",
        }
        assert {note for _, note in in_force_on.values()} == {None}


def test_before_the_first_version_the_first_is_used_and_said_so(tmp_path: Path) -> None:
    """A review before the profile existed still has tiers, with a note."""
    write(tmp_path, "a.toml", "1", "2024-01-01")
    second = write(tmp_path, "b.toml", "2", "2025-01-01")
    version, note = in_force(*all_versions(second), dt.date(2023, 12, 31))
    assert version.version == "1"
    assert note == "Version 1 of Shared ICP takes effect on 2024-01-01, after the day looked at."


def test_versions_of_one_day_stand_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    """Version 10 of a day comes after its version 9."""
    path = write(tmp_path, "ten.toml", "10", "2025-01-01")
    write(tmp_path, "zz.toml", "9", "2025-01-01")
    assert in_force(*all_versions(path), dt.date(2025, 6, 1))[0].version == "10"


def test_a_broken_newer_version_leaves_the_last_good_one_in_force(tmp_path: Path) -> None:
    """And the note names its file, line and key; a broken file that is asked for itself is refused."""
    good = write(tmp_path, "a.toml", "1", "2024-01-01")
    broken = write(tmp_path, "b.toml", "2", "2025-01-01")
    broken.write_text(broken.read_text(encoding="utf-8").replace("weight = 3", "weight = 0"), encoding="utf-8")
    version, note = in_force(*all_versions(good), dt.date(2025, 6, 1))
    assert version.version == "1"
    assert note is not None
    assert note.startswith("Left out: b.toml, line 16, criteria.weight: must be above 0")
    with pytest.raises(BadDocument, match="line 16"):
        in_force(*all_versions(broken), dt.date(2025, 6, 1))


def test_a_file_beside_it_that_is_no_toml_is_left_out_and_named(tmp_path: Path) -> None:
    """It might have been a version, so it is not passed over in silence."""
    good = write(tmp_path, "a.toml", "1", "2024-01-01")
    (tmp_path / "b.toml").write_text("name = NO\n", encoding="utf-8")
    versions, left_out = all_versions(good)
    assert [version.version for version in versions] == ["1"]
    assert [sentence.split(":")[1] for sentence in left_out] == [" b.toml, line 1, name"]


def test_the_teams_definitions_lie_beside_the_shared_one_or_are_named(tmp_path: Path) -> None:
    """A team without a file has none; one that is named needs no shared definition."""
    shared = write(tmp_path, "icp.toml", "3", "2025-01-01")
    assert team_files(shared) == {}
    beside = write(tmp_path, "marketing.toml", "2", "2025-05-01", name="Marketing's")
    named = tmp_path / "elsewhere" / "ours.toml"
    assert team_files(shared, sales=named) == {"marketing": beside, "sales": named}
    assert team_files(None, sales=named) == {"sales": named}


def test_every_change_between_two_versions_is_a_sentence() -> None:
    """Heading, signatures, coverage, tiers, and criteria that went, changed and came."""
    before = parse(GOOD, "icp.toml")
    after = parse(
        GOOD.replace('"3"', '"4"')
        .replace("2025-01-01", "2026-01-01")
        .replace(', sales = "Bob"', "")
        .replace("min_coverage = 0.5", "min_coverage = 0.25")
        .replace("B = 60", "B = 65.5")
        .replace("max = 1000", "max = 2500")
        .replace('name = "budget"\nfield = "budget"', 'name = "need"\nfield = "need"'),
        "icp.toml",
    )
    assert differences(before, after) == [
        "Version 3 becomes version 4.",
        "It takes effect on 2026-01-01 instead of 2025-01-01.",
        "It is signed by Ann for marketing; before it was signed by Ann for marketing and by Bob for sales.",
        "A lead gets a tier from 25% of the weight known, before from 50%.",
        "Tier B begins at a fit of 65.5 instead of 60.",
        'The criterion "budget" is gone: budget is yes, weight 1.',
        SIZE_CHANGED,
        'The criterion "need" is new: need is yes, weight 1.',
    ]


def test_check_and_diff_answer_in_lines(tmp_path: Path) -> None:
    """What the document says, its versions in the folder, and that equal documents do not differ."""
    path = write(tmp_path, "a.toml", "3", "2025-01-01")
    write(tmp_path, "b.toml", "4", "2026-01-01")
    assert commands.check(path) == [
        "Shared ICP, version 3, from 2025-01-01, signed by Ann for marketing and by Bob for sales.",
        "Tiers: A from 80, B from 60, C from 40, D below; Unknown under 50% of the weight known.",
        "- industry: industry is software or bank, weight 3",
        "- size: employees from 50 to 1,000, weight 2, required",
        "- decides: title has the words vp or head of sales, weight 2",
        "- budget: budget is yes, weight 1",
        "Versions in this folder: 3 (from 2025-01-01), 4 (from 2026-01-01).",
    ]
    assert commands.diff(path, path) == ["Nothing changed."]
    assert commands.diff(path, tmp_path / "b.toml")[0] == "Version 3 becomes version 4."


def test_the_bundled_definitions_are_good() -> None:
    """Every definition that travels with the package is read without a complaint, and the shared one has a past."""
    folder = Path(commands.__file__).parent / "definitions"
    files = sorted(folder.glob("*.toml"))
    assert {"shared.toml", "marketing.toml", "sales.toml"} <= {file.name for file in files}
    assert all("Left out" not in line for file in files for line in commands.check(file))
    assert len(all_versions(folder / "shared.toml")[0]) > 1
