"""How far the data can be relied on, in three lines, and what of earlier weeks was restated since they were frozen."""

from collections.abc import Mapping

from dashboard.asking.ask import ask
from dashboard.asking.view import View
from dashboard.findings.import_words import conservation
from dashboard.findings.kpi_words import kpis_of
from dashboard.findings.weeks import KPIS
from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.pack.document import Grid
from dashboard.meeting.pack.parts import grid
from dashboard.meeting.restatement.answered import path_of
from dashboard.meeting.restatement.paths import Numbers
from dashboard.meeting.restatement.revisions import WATCHED_WEEKS, Watched, watched, watched_now
from dashboard.meeting.restatement.words import apart, path_words, signed
from dashboard.meeting.review.review import reviews
from dashboard.meeting.weeks import week_after
from dashboard.meeting.words import figure_words
from dashboard.scope.moments import INSTANT
from dashboard.texts import as_text, count, day, plain

MOST_FIGURES = 40
LONGEST_PATH = 90
KPI_PATHS = {path_of(name): name for name in KPIS}


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


def restated_part(journal: Journal, view: View) -> tuple[tuple[str, ...], Grid]:
    """What of the frozen weeks before that of ``view`` is another figure since, a line each, and those of the latest.

    The latest is asked of the data of ``view`` where its record does not say; the others are said as far as it does.
    """
    oldest = week_after(view.week, -WATCHED_WEEKS)
    frozen = [each for week, each in reviews(journal).items() if oldest <= week < view.week and each.is_frozen]
    if not frozen:
        return ("No week before was frozen.",), grid("", [])
    by_week = {each.review.week: each for each in watched(journal)}
    last = frozen[-1]
    if last.week not in by_week:
        by_week[last.week] = watched_now(journal, last, view.warehouse)
    known = [by_week[each.week] for each in reversed(frozen) if each.week in by_week]
    changed = [(each, now) for each in known if (now := _latest(each))]
    if not changed:
        return (f"Nothing of {last.week} was restated since it was frozen.",), grid("", [])
    currency = view.settings.currency
    return tuple(_line(each, now, currency) for each, now in changed), _figures(*changed[0])


def _latest(each: Watched) -> Numbers:
    """The figures that differ from the freeze as the last import has them."""
    return dict(each.moved[max(each.moved)]) if each.moved else {}


def _line(each: Watched, now: Numbers, currency: str | None) -> str:
    since = "signed" if each.review.state == "signed" else "frozen"
    figures = f"{count(len(now))} figure{'' if len(now) == 1 else 's'}"
    shared = [path for path in _foremost(each, now) if path in KPI_PATHS]
    moves = [_kpi_moved(path, each.frozen.get(path), now[path], currency) for path in shared]
    which = f"of the shared ones {', '.join(moves)}" if moves else "none of them a shared one"
    return f"{each.review.week}: {figures} restated since it was {since}, {which}."


def _kpi_moved(path: str, frozen: float | None, now: float | None, currency: str | None) -> str:
    """A shared KPI with how far it moved and where it is now, or what it was before it was not known any more."""
    kpi = kpis_of(currency)[KPI_PATHS[path]]
    if frozen is None or now is None:
        return f"{kpi.label}, now {'not known' if now is None else kpi.write(now)}"
    return f"{kpi.label} {'up' if now > frozen else 'down'} by {kpi.away(abs(now - frozen))} to {kpi.write(now)}"


def _foremost(each: Watched, now: Numbers) -> list[str]:
    """The shared KPIs, the figures of a section, then what they are made of; those that moved most first."""

    def rank(path: str) -> int:
        if path in KPI_PATHS:
            return 0
        if path.startswith("changes."):  # weekly series repeat the others
            return 3
        return 1 if path.count(".") == 1 and "[" not in path else 2

    def size(path: str) -> float:
        frozen, later = each.frozen.get(path), now[path]
        return abs(later - frozen) / abs(frozen) if frozen and later is not None else 0.0

    return sorted(now, key=lambda path: (rank(path), -size(path), path))


def _name(path: str) -> str:
    """The figure as people read it; a KPI by its name."""
    return plain(figure_words(KPI_PATHS[path]) if path in KPI_PATHS else path_words(path), LONGEST_PATH)


def _moved(path: str, frozen: float | None, now: float | None) -> dict[str, str]:
    then, today = apart(frozen, now)
    change = None if frozen is None or now is None else now - frozen
    return {"Figure": _name(path), "Frozen": then, "Now": today, "Change": signed(change)}


def _figures(each: Watched, now: Numbers) -> Grid:
    paths = _foremost(each, now)
    rows = [_moved(path, each.frozen.get(path), now[path]) for path in paths[:MOST_FIGURES]]
    left = len(paths) - MOST_FIGURES
    more = f"{count(left)} more; `funnel-review review restated` lists them." if left > 0 else ""
    return grid(f"Restated of {each.review.week} since its freeze", rows, more=more)
