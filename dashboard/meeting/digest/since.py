"""What is known otherwise since: frozen weeks restated beyond noise, and data that is no longer fresh."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from dashboard.asking.view import View
from dashboard.findings.kpi_words import Kpi, kpis_of
from dashboard.meeting.decisions.judging import NOTEWORTHY
from dashboard.meeting.digest.item import DigestItem
from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.pack.health import stale_words
from dashboard.meeting.restatement.answered import path_of
from dashboard.meeting.restatement.revisions import WATCHED_WEEKS, Watched, watched
from dashboard.meeting.weeks import week_after, weeks_from
from dashboard.texts import count, day

FRESH = timedelta(days=1)
SHOWN = 3


def restated(view: View, journal: Journal) -> Iterator[DigestItem]:
    """The shared figures of frozen weeks that are others since, by more than a tenth of their usual range's reach."""
    oldest = week_after(view.week, -WATCHED_WEEKS)
    figures = {
        f"{each.review.week} {name}": words
        for each in reversed(watched(journal))
        if oldest <= each.review.week < view.week
        for name, kpi in kpis_of(view.settings.currency).items()
        if (words := _moved(each, name, kpi, weeks_from(each.review.week, view.week)))
    }
    if figures:
        number = f"{count(len(figures))} figure{'' if len(figures) == 1 else 's'}"
        more = f"; and {count(len(figures) - SHOWN)} more" if len(figures) > SHOWN else ""
        shown = "; ".join([*figures.values()][:SHOWN])
        text = f"Restated beyond noise since the freeze: {shown}{more}."
        yield DigestItem("restated", "restated", text, f"{number} restated beyond noise", 0.0, frozenset(figures))


def old_data(view: View, moment: datetime) -> Iterator[DigestItem]:
    """That the data served is older than a day at ``moment``, naive UTC; only of the week it opens on."""
    about = view.warehouse.generation
    age = moment - about.as_of
    if age <= FRESH or view.as_of < view.monday(about.as_of - 7 * FRESH):
        return
    days = f"{count(age.days)} day{'' if age.days == 1 else 's'}"
    exported = view.local(about.as_of)
    text = f"The data is {days} old, of {day(exported)} {exported:%H:%M}. {stale_words(view)}".strip()
    yield DigestItem("data", "data", text, "data older than a day")


def _moved(each: Watched, name: str, kpi: Kpi, weeks: int) -> str:
    """A figure's last value in a frozen week, then and as it was known so many weeks later; empty within noise."""
    known_weeks = [later for later in each.moved if later <= weeks]
    path = path_of(name)
    begin = path.rpartition(".")[0]
    frozen, mean, upper = (each.frozen.get(f) for f in (path, f"{begin}.mean", f"{begin}.upper"))
    now = each.values(path)[max(known_weeks)] if known_weeks else frozen
    if None in {frozen, mean, upper} or now is None or frozen is None or mean is None or upper is None:
        return ""
    if abs(now - frozen) <= NOTEWORTHY * (upper - mean):
        return ""
    return f"{each.review.week} {kpi.label} {kpi.write(frozen)} → {kpi.write(now)}"
