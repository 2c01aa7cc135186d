"""A past review on screen: its own data under its own settings and definitions, as the address names it."""

from dataclasses import dataclass, replace

from dashboard.asking.ask import open_past
from dashboard.asking.view import View
from dashboard.errors import NoWarehouse
from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.review.manifest import Manifest, read_manifest
from dashboard.meeting.review.replay import is_same_code, replayed
from dashboard.meeting.review.review import Freeze, Review
from dashboard.screens.address import choose, choose_all, values_of
from dashboard.screens.links import GENERATION, REVISION, WEEK, LinkFault
from dashboard.screens.meeting.minutes import JournalMinutes, open_minutes
from dashboard.screens.refusals import warehouse_folder
from dashboard.screens.slicebar import unfiltered
from dashboard.texts import in_markdown
from dashboard.warehouse.memory import Memory
from dashboard.warehouse.warehouse import Warehouse

NOT_KEPT = "as frozen; the data itself is no longer kept"
OTHER_CODE = "as frozen; the questions of this version are others, and what they answer stands in what changed since"
WEIGHT_OF_A_PAGE = 100
_kept = Memory(100 * WEIGHT_OF_A_PAGE)


@dataclass(frozen=True)
class PastWeek:
    """A frozen week as it was; ``stands`` says why its figures are only shown as frozen, None where they are asked.

    ``view`` then looks at the current data, for the moments and the zone alone.
    """

    review: Review
    freeze: Freeze
    manifest: Manifest
    view: View
    stands: str | None


def past_review(current: Warehouse) -> PastWeek | LinkFault | None:
    """The past review that the address names; None when it names none, a fault when there is none of that name."""
    revisions, weeks = values_of(REVISION), values_of(WEEK)
    if not revisions:
        return None
    if not weeks:
        return LinkFault(REVISION, "The link names a revision and no week; write it as week=2026-W46&revision=1.")
    minutes = open_minutes()
    review = minutes.reviews.get(weeks[-1])
    freeze = review.revision(int(revisions[-1])) if review and revisions[-1].isdecimal() else None
    if review is None or freeze is None:
        week, number = (in_markdown(each) for each in (weeks[-1], revisions[-1]))
        return LinkFault(REVISION, f"The review of {week} was never frozen as revision {number}.")
    manifest = manifest_of(minutes, freeze)
    return _opened(minutes.journal, review, freeze, manifest, current)


def manifest_of(minutes: JournalMinutes, freeze: Freeze) -> Manifest:
    """What a frozen week stands on, read once."""
    kept: Manifest = _kept.get(
        (minutes.journal.store.place, freeze.manifest),
        lambda: read_manifest(minutes.journal, freeze.manifest),
        lambda _: WEIGHT_OF_A_PAGE,
    )
    return kept


def open_review(week: str, revision: int) -> None:
    """Go to a past review; every screen follows, and leaves out what was chosen of the present."""
    choose_all({WEEK: [week], REVISION: [str(revision)], GENERATION: ()})


def leave_review() -> None:
    """Go back to today's data, at the same week."""
    choose(REVISION, ())


def _opened(journal: Journal, review: Review, freeze: Freeze, manifest: Manifest, current: Warehouse) -> PastWeek:
    try:
        warehouse = _data_of(manifest, current)
        stands = None if _asks_the_same(manifest) else OTHER_CODE
    except NoWarehouse:
        warehouse, stands = None, NOT_KEPT
    if warehouse is None or stands is not None:
        view = replace(unfiltered(current), as_of=manifest.as_of)
    else:
        view = replayed(journal, manifest, warehouse)
    return PastWeek(review, freeze, manifest, view, stands)


def _data_of(manifest: Manifest, current: Warehouse) -> Warehouse:
    """The data of the freeze; raises NoWarehouse when it is not kept, or is another."""
    if current.generation.id == manifest.generation:
        warehouse = current
    else:
        warehouse = open_past(warehouse_folder(), manifest.generation)
    if warehouse.generation.digest != manifest.generation_digest:
        raise NoWarehouse(f"Generation {manifest.generation} is not the one that was frozen.")
    return warehouse


def _asks_the_same(manifest: Manifest) -> bool:
    """Whether looking again gives the same bytes; the files of a running server are read once."""
    same: bool = _kept.get(
        ("code", manifest.queries_sha256), lambda: is_same_code(manifest), lambda _: WEIGHT_OF_A_PAGE
    )
    return same
