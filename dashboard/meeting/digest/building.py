"""The digest of a week: its items, held against those of the week before as they would have been said then."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from dashboard.asking.view import View
from dashboard.errors import BadInput
from dashboard.findings.words import a_week_before
from dashboard.meeting.decisions.decision import KIND, fold
from dashboard.meeting.digest.figures import exceptions, unsupported, usual_words
from dashboard.meeting.digest.item import Digest, DigestItem, DigestLine, Reader, lines_of
from dashboard.meeting.digest.owed import overdue, waiting
from dashboard.meeting.digest.since import old_data, restated
from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.pack.health import stale_words

MOST_LINES = 10
A_WEEK = timedelta(weeks=1)
WHOSE = {"chair": "for the chair", "marketing": "for marketing", "sales": "for sales"}


def digest_of(view: View, journal: Journal | None, reader: Reader, now: datetime, address: str | None) -> Digest:
    """The digest of the week that ends at the moment of ``view``, as of ``now``, naive UTC.

    ``journal`` is None where nobody has written yet; ``address``: where the screens are served, None without a link.
    Raises BadInput for what is no address.
    """
    link = None if address is None else link_to(address, view.week)
    moment = now if _is_latest(view) else min(now, view.as_of + A_WEEK)
    items = list(_items(view, journal, reader, moment))
    before = list(_items(a_week_before(view), journal, reader, moment - A_WEEK))
    lines = lines_of(items, before)
    if not any(each.kind == "figure" for each in items):
        lines.insert(0, DigestLine(kind="usual", text=usual_words(view)))
    stale = stale_words(view)
    lacking = " ".join(dict.fromkeys(unsupported(view).values()))
    return Digest(
        week=view.week,
        reader=reader,
        title=f"Funnel review {view.week}, {WHOSE[reader]}",
        lines=tuple(_fitted(lines, MOST_LINES - 1 - (link is not None))),
        link=link,
        is_news=any(not each.is_still and each.kind != "usual" for each in lines),
        shortcomings=tuple(each for each in (stale, f"Not supported: {lacking}" if lacking else "") if each),
    )


def link_to(address: str, week: str) -> str:
    """Where the review of a week opens; raises BadInput for an address that no browser opens."""
    if not address.startswith(("http://", "https://")) or any(
        not each.isprintable() or each == " " for each in address
    ):
        raise BadInput(f'--link "{address}" is no address; write it as https://funnel.example.com.')
    return f"{address.rstrip('/')}/review?week={week}"


def _items(view: View, journal: Journal | None, reader: Reader, moment: datetime) -> Iterator[DigestItem]:
    """What is worth a line at the end of a week, as known at ``moment``."""
    yield from exceptions(view)
    if journal is not None:
        known = fold(each for each in journal.kind(KIND) if each.at <= moment)
        yield from overdue(view, known.values(), reader)
    yield from waiting(_up_to_the_import(view))
    if journal is not None:
        yield from restated(view, journal)
    yield from old_data(view, moment)


def _is_latest(view: View) -> bool:
    return view.as_of == view.monday(view.warehouse.generation.as_of)


def _up_to_the_import(view: View) -> View:
    """Who waits is asked as of the import, as the Response screen does; of an earlier week as of its end."""
    return replace(view, as_of=view.warehouse.generation.as_of) if _is_latest(view) else view


def _fitted(lines: list[DigestLine], most: int) -> list[DigestLine]:
    """At most so many lines: the first, which are figures, are put together where there are more."""
    while len(lines) > most:
        first, second, *others = lines
        together = {"text": f"{first.text} {second.text}", "is_still": first.is_still and second.is_still}
        lines = [first.model_copy(update=together), *others]
    return lines
