"""What a file will feed, with its event columns spelled out and what it lacks left out."""

import re
from dataclasses import dataclass

from dashboard.errors import BadInput
from dashboard.importing.canonical import CanonicalTable
from dashboard.importing.mapping.language import Feed, Filter, Reading
from dashboard.importing.mapping.matching import FilePlan, headers_of
from dashboard.importing.working import FED


@dataclass(frozen=True)
class PlannedFeed:
    """One pass over a file into one table; numbered within the file, the record itself first.

    ``where`` is all that a row must pass, the source's ``keep`` included.
    """

    number: int
    table: CanonicalTable
    columns: dict[str, Reading]
    where: tuple[Filter, ...]


def planned_feeds(plan: FilePlan) -> tuple[PlannedFeed, ...]:
    """The passes a file needs, in order; raises BadInput when what it must have is not there."""
    passes: list[tuple[Feed, dict[str, Reading], tuple[Filter, ...]]] = []
    for at, feed in enumerate(plan.source.feeds):
        if feed.events:
            passes += [(feed, columns, where) for columns, where in _events(plan, feed)]
            continue
        missing = [name for name in FED[feed.table].required if not _there(plan, feed.columns[name])]
        if not missing:
            passes.append((feed, feed.columns, _applies(plan, feed)))
        elif at == 0:
            wanted = " or ".join(headers_of(feed.columns[missing[0]]))
            raise BadInput(
                f"{plan.staged.label}: {feed.table} needs {missing[0]}, which the mapping {plan.origin} reads from "
                f'"{wanted}", and the file has no such column; export it too, or change the mapping.'
            )
    return tuple(
        PlannedFeed(number, FED[feed.table], columns, where)
        for number, (feed, columns, where) in enumerate(passes, start=1)
    )


def _applies(plan: FilePlan, feed: Feed) -> tuple[Filter, ...]:
    return feed.where if feed.whole_file else (*plan.source.keep, *feed.where)


def _there(plan: FilePlan, reading: Reading) -> bool:
    """Whether a reading can give anything: it finds one of its columns, or needs none."""
    if reading.otherwise or reading.assumed or reading.constant is not None or reading.row_key:
        return True
    if reading.first_of:
        return any(_there(plan, part) for part in reading.first_of)
    return any(plan.column(header) for header in headers_of(reading))


def _events(plan: FilePlan, feed: Feed) -> list[tuple[dict[str, Reading], tuple[Filter, ...]]]:
    """The readings of each date column that gives an event: rows without a date give none."""
    events: dict[str, str] = {}
    for wanted, event in feed.events.items():
        if "*" not in wanted:
            if plan.column(wanted):
                events.setdefault(wanted, event)
            continue
        pattern = re.compile(re.escape(wanted).replace(r"\*", "(.+)"), re.IGNORECASE)
        for name in plan.header.names:
            if match := pattern.fullmatch(name.strip()):
                events.setdefault(name.strip(), match.group(1) if event == "*" else event)
    return [
        (
            {**feed.columns, "at": Reading(column=header), "event": Reading(constant=event)},
            (*_applies(plan, feed), Filter(column=header, empty=False)),
        )
        for header, event in events.items()
        if event
    ]
