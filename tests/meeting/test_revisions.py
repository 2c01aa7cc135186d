"""The revision record: what frozen weeks were later, and what is said of a figure from eight signed weeks on."""

import json
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dashboard.cli import app
from dashboard.meeting.commands.revisions import keep_after_import
from dashboard.meeting.journal.chain import fault_of
from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.journal.store import FILE, Store, place_of
from dashboard.meeting.restatement.revisions import Revised, Watched, keep_revisions, revised, watched
from dashboard.meeting.restatement.settling import settling
from dashboard.meeting.review import freezing
from dashboard.meeting.review.review import Freeze, Review, Signature, review_of
from tests.meeting.company import AS_OF, WEEK, company
from tests.meeting.people import CHAIR

COHORT = "waterfall.cohort"


def journal_of(folder: Path) -> Journal:
    """The journal of a warehouse."""
    return Journal(Store(place_of(folder)))


def test_each_import_asks_the_frozen_weeks_again(frozen: Path, tmp_path: Path) -> None:
    """What moved, by how many weeks later; equal data move nothing, and what is no news is not kept twice."""
    folder = tmp_path / "w"
    shutil.copytree(frozen, folder)
    journal, before = journal_of(folder), company()
    (was,) = [each.value for each in asked_now(folder, COHORT)]
    later = before.copy()
    later.remove("L110")
    later.import_into(folder, tmp_path / "files", as_of=AS_OF + timedelta(days=20))
    assert keep_revisions(folder, journal, lambda _: None) == 1
    assert list(revised(journal, COHORT)) == [
        Revised(figure=COHORT, week=WEEK, weeks_later=0, value=was),
        Revised(figure=COHORT, week=WEEK, weeks_later=2, value=was - 1 if was else None),
    ]
    (week,) = watched(journal)
    assert COHORT in week.moved[2]
    assert week.moved[0] == {}
    entries = len(journal.since())
    assert keep_revisions(folder, journal, lambda _: None) == 1
    assert len(journal.since()) == entries
    assert fault_of(journal) is None


def asked_now(folder: Path, figure: str) -> list[Revised]:
    """What a figure is on record as, once its weeks are asked of the generation served."""
    journal = journal_of(folder)
    keep_revisions(folder, journal, lambda _: None)
    return list(revised(journal, figure))


def test_a_week_is_watched_for_thirteen_weeks_and_only_as_it_is_frozen(frozen: Path, tmp_path: Path) -> None:
    """Not of data from before it, not after fourteen weeks; what a reopened revision was later is no longer said."""
    folder = tmp_path / "w"
    shutil.copytree(frozen, folder)
    journal = journal_of(folder)
    assert asked_now(folder, COHORT)
    for weeks, asked in ((-1, 0), (13, 1), (14, 0)):
        company().import_into(folder, tmp_path / "files", as_of=AS_OF + timedelta(weeks=weeks))
        assert keep_revisions(folder, journal, lambda _: None) == asked, weeks
    assert [each.weeks_later for each in revised(journal, COHORT)] == [0, 13]
    freezing.reopen(journal, review_of(journal, WEEK), CHAIR, "again")
    assert list(revised(journal, COHORT)) == []


def test_the_command_keeps_and_prints_it(frozen: Path, tmp_path: Path) -> None:
    """After an import from the command line; a journal that cannot be used is said, and the import stands."""
    folder, files = tmp_path / "w", tmp_path / "files"
    shutil.copytree(frozen, folder)
    later = company()
    later.remove("L110")
    later.import_into(tmp_path / "elsewhere", files)
    again = ["import", str(files), "--warehouse", str(folder), "--as-of", f"{AS_OF:%Y-%m-%d}"]
    assert CliRunner().invoke(app, again).exit_code == 0
    command = ["review", "revisions", "--warehouse", str(folder), "--figure", COHORT]
    done = CliRunner().invoke(app, [*command, "--json"])
    told = json.loads(done.stdout)
    assert (told["figure"], told["sentence"], len(told["revisions"])) == (COHORT, None, 1)
    assert "from 8 signed weeks on" in CliRunner().invoke(app, command).stdout
    assert "No frozen week" in CliRunner().invoke(app, [*command[:-1], "no.such"]).stdout
    for path in folder.glob(f"{FILE}*"):
        path.unlink()
    (folder / FILE).write_bytes(b"no journal")
    done = CliRunner().invoke(app, again)
    assert (done.exit_code, "is published" in done.stdout) == (0, True)
    assert "The import is done; what it moved in frozen weeks is not on record" in done.stderr


def test_without_a_journal_an_import_makes_none(reviewed: Path) -> None:
    """And asks nothing."""
    keep_after_import(reviewed)
    assert not (reviewed / FILE).exists()


# -- the sentence ---------------------------------------------------------------------------------------------------


def week(number: int, frozen: float | None, later: dict[int, float | None], *, is_signed: bool = True) -> Watched:
    """A frozen week whose figure ``x`` was ``later`` by weeks later."""
    at = datetime(2026, 1, 1)  # noqa: DTZ001 -- naive UTC, as entries have it
    signatures = tuple(
        Signature(side=side, is_declined=False, words=None, author=side, author_name=side, is_verified=True, at=at)
        for side in ("marketing", "sales")
    )
    freeze = Freeze(
        revision=1, manifest=f"{number}", frozen_at=at, author="cy", author_name="Cy", is_verified=True,
        signatures=signatures if is_signed else (),
    )  # fmt: skip
    review = Review(week=f"2026-W{number:02d}", version=1, freezes=(freeze,))
    moved = {weeks: {} if value == frozen else {"x": value} for weeks, value in later.items()}
    return Watched(review=review, frozen={"x": frozen}, moved=moved)


def test_from_eight_signed_weeks_on_it_is_said_how_they_moved() -> None:
    """By hand: +10 %, -5 % and six times nothing; the last move came after three weeks, and one was asked later."""
    still = [week(number, 50, {0: 50, 1: 50}) for number in range(1, 7)]
    up, down = week(7, 100, {1: 100, 3: 110, 4: 110}), week(8, 200, {2: 190, 3: 190})
    told = settling([*still, up, down], "x")
    assert told
    assert (told.mean_move, told.mean_size) == pytest.approx((0.05 / 8, 0.15 / 8))
    assert told.sentence == "Signed weeks moved later by +0.6 % on average, 1.9 % in size; settled after 3 weeks."
    assert settling([*still, up], "x") is None
    assert settling([*still, up, week(8, 200, {2: 190}, is_signed=False)], "x") is None


@pytest.mark.parametrize(
    ("last", "words"),
    [
        ({1: 99}, "moved later by −0.1 % on average, 0.1 % in size; not settled after one week."),
        ({0: 99, 1: 99}, "moved later by −0.1 % on average, 0.1 % in size; settled within a week."),
        ({0: 100, 5: 100}, "None of 8 signed weeks moved later."),
        ({1: 99, 2: 100, 3: 100}, "moved later by +0.0 % on average, 0.0 % in size; settled after 2 weeks."),
    ],
)
def test_it_is_not_called_settled_before_a_week_stood_still(last: dict[int, float | None], words: str) -> None:
    """Nor moved where none did; what came back had moved."""
    told = settling([*(week(number, 50, {0: 50}) for number in range(1, 8)), week(8, 100, last)], "x")
    assert told
    assert told.sentence.endswith(words)


def test_a_week_without_a_part_to_move_by_does_not_count() -> None:
    """Null, or 0 and no longer 0; one that stayed 0 did not move."""
    still = [week(number, 50, {0: 50}) for number in range(1, 7)]
    zero, null, gone = week(7, 0, {1: 0}), week(8, None, {1: 3}), week(9, 0, {1: 4})
    assert settling([*still, zero, null, gone], "x") is None
    told = settling([*still, zero, null, gone, week(10, 4, {1: 4})], "x")
    assert told
    assert told.weeks == 8
