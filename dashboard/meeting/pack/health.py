"""How far the data can be relied on, in three lines, and what of earlier weeks was restated since they were frozen."""

from collections.abc import Mapping

from dashboard.asking.ask import ask
from dashboard.asking.view import View
from dashboard.findings.import_words import conservation
from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.pack.document import Grid
from dashboard.meeting.pack.parts import grid
from dashboard.meeting.restatement.paths import Numbers
from dashboard.meeting.restatement.revisions import WATCHED_WEEKS, Watched, watched
from dashboard.meeting.restatement.words import path_words, signed, significant
from dashboard.meeting.weeks import week_after
from dashboard.scope.moments import INSTANT
from dashboard.texts import as_text, count, day, plain

NAMED = 3
MOST_FIGURES = 40
LONGEST_PATH = 90


def health_lines(view: View, unsupported: Mapping[str, str]) -> tuple[str, str, str]:
    """What the rows sum to, how new the data is, what it does not support."""
    files, total = ask(view, "data/files").rows, ask(view, "data/totals").one()
    about = view.warehouse.generation
    newest = "holds no record" if about.newest_at is None else f"ends with {day(view.local(about.newest_at))}"
    exported = f"The data {newest}, exported by {day(view.local(about.as_of - INSTANT))} (generation {about.id})."
    if not unsupported:
        return as_text(conservation(files, total)), exported, "The data supports every figure of this pack."
    figures = f"{count(len(unsupported))} figure{'' if len(unsupported) == 1 else 's'}"
    first = next(iter(unsupported.values()))
    return as_text(conservation(files, total)), exported, f"It does not support {figures} of this pack: {first}"


def stale_words(view: View) -> str:
    """The sentence where the data is older than the week looked at, or than the week it could open on; else empty."""
    newest = view.warehouse.generation.newest_at
    if newest is not None and newest < view.week_start:
        return f"The newest record is of {day(view.local(newest))}, before {view.week} began."
    if view.newest_when_old and view.as_of >= view.opening_moment:
        return (
            f"The newest record is of {day(view.local(view.newest_when_old))}: {view.week} is the last week with any, "
            "and later weeks have none."
        )
    return ""


def restated_part(journal: Journal, week: str) -> tuple[tuple[str, ...], Grid]:
    """What of the frozen weeks before ``week`` is another figure since, a line each, and the figures of the latest."""
    oldest = week_after(week, -WATCHED_WEEKS)
    asked = [each for each in watched(journal) if oldest <= each.review.week < week and each.moved]
    changed = [(each, now) for each in reversed(asked) if (now := _latest(each))]
    lines = tuple(_line(each, now) for each, now in changed)
    if not lines:
        nothing = "Nothing of the frozen weeks was restated." if asked else "No frozen week was asked again yet."
        return (nothing,), grid("", [])
    return lines, _figures(*changed[0])


def _latest(each: Watched) -> Numbers:
    """The figures that differ from the freeze as the last import has them."""
    return dict(each.moved[max(each.moved)])


def _line(each: Watched, now: Numbers) -> str:
    since = "signed" if each.review.state == "signed" else "frozen"
    figures = f"{count(len(now))} figure{'' if len(now) == 1 else 's'}"
    named = [_moved_words(path, each.frozen.get(path), now[path]) for path in _foremost(each, now)[:NAMED]]
    return f"{each.review.week}: {figures} restated since it was {since}; most of all {', '.join(named)}."


def _foremost(each: Watched, now: Numbers) -> list[str]:
    """The figures that moved most as a part of themselves, weekly series last: they repeat the others."""

    def size(path: str) -> float:
        frozen, later = each.frozen.get(path), now[path]
        return abs(later - frozen) / abs(frozen) if frozen and later is not None else 0.0

    return sorted(now, key=lambda path: (path.startswith("changes."), -size(path), path))


def _moved_words(path: str, frozen: float | None, now: float | None) -> str:
    return f"{plain(path_words(path), LONGEST_PATH)} {significant(frozen)} → {significant(now)}"


def _figures(each: Watched, now: Numbers) -> Grid:
    paths = _foremost(each, now)
    rows = [
        {
            "Figure": plain(path_words(path), LONGEST_PATH),
            "Frozen": significant(frozen := each.frozen.get(path)),
            "Now": significant(now[path]),
            "Change": signed(None if frozen is None or now[path] is None else (now[path] or 0) - frozen),
        }
        for path in paths[:MOST_FIGURES]
    ]
    left = len(paths) - MOST_FIGURES
    more = f"{count(left)} more; `funnel-review review restated` lists them." if left > 0 else ""
    return grid(f"Restated of {each.review.week} since its freeze", rows, more=more)
