"""Compares a draft with the truth of each column: right, wrong, missed."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from dashboard.importing.mapping.language import Feed, Mapping
from dashboard.importing.mapping.readings import Reading
from tests.draft_bench.shapes import Written
from tests.draft_bench.truth import REQUIRED

LOOKED_UP = "looked up"


@dataclass
class Verdict:
    """How many columns were read as what they are, as something else, not at all; which, and on what is required."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    wrong_required: list[str] = field(default_factory=list)

    @property
    def columns(self) -> int:
        """All columns of the export."""
        return self.right + len(self.wrong) + len(self.missed)


def judge(written: Written, mapping: Mapping) -> Verdict:
    """The verdict on a draft."""
    found = roles(mapping)
    verdict = Verdict()
    for file in written.files:
        for header, truth in file.truths.items():
            is_of = found.get((file.label, header), set())
            said = f"{file.label}: {header} is {', '.join(sorted(is_of)) or 'nothing'}"
            should = f"{said}, should be {' or '.join(sorted(truth.right)) or 'nothing'}"
            strange = is_of - truth.fine
            if strange:
                verdict.wrong.append(should)
                if strange & REQUIRED:
                    verdict.wrong_required.append(should)
            elif truth.right and not is_of & truth.fine:
                verdict.missed.append(should)
            else:
                verdict.right += 1
    return verdict


def roles(mapping: Mapping) -> dict[tuple[str, str], set[str]]:
    """For each source and header the canonical columns that it is read into, and whether others look it up."""
    found: dict[tuple[str, str], set[str]] = {}
    for source in mapping.sources:
        for feed in source.feeds:
            for header, role in _of_feed(feed):
                found.setdefault((source.name, header), set()).add(role)
        for lookup in source.lookups():
            for header in (lookup.key, lookup.value):
                found.setdefault((lookup.source, header), set()).add(LOOKED_UP)
    return found


def _of_feed(feed: Feed) -> Iterator[tuple[str, str]]:
    """Headers of a feed and what they are; the key of a record that is repeated beside it is the record's own."""
    own = {"deal_records": "deals", "deal_history": "deals", "lead_records": "leads"}
    for name, reading in feed.columns.items():
        table = (
            own[feed.table] if name in {"lead_id", "deal_id"} and feed.table in own and not _moves(feed) else feed.table
        )
        for header in _headers(reading):
            yield header, f"{table}.{_event(feed) if name == 'at' and table == 'lead_records' else name}"
    for header, event in feed.events.items():
        yield header, f"{feed.table}.{'at' if feed.table.startswith('deal') else event}"


def _moves(feed: Feed) -> bool:
    """Whether it feeds moves that stand in a file of their own."""
    return feed.table in {"deal_history", "lead_history"} and not feed.events


def _event(feed: Feed) -> str:
    """The event whose day a feed of a lead's record reads."""
    reading = feed.columns.get("event")
    return reading.constant if reading is not None and reading.constant else "at"


def _headers(reading: Reading) -> Iterator[str]:
    for part in reading.parts():
        yield from (part.column,) if part.column else ()
        yield from (*part.join, *part.key)
        if part.lookup:
            yield part.lookup.header
