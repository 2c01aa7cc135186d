"""Drafts a mapping for unknown files: doubts are marked ``# unsure``, what only the user knows is left open."""

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import duckdb

from dashboard.importing.drafting.both_kinds import joined, parted
from dashboard.importing.drafting.choosing import TABLE, ask_for_leads, choose_key, chosen_role
from dashboard.importing.drafting.copies import without_copies
from dashboard.importing.drafting.deals import deal_feeds
from dashboard.importing.drafting.deleted import remarks_on_deleted, without_deleted
from dashboard.importing.drafting.drafted import MappingDraft
from dashboard.importing.drafting.items import Item
from dashboard.importing.drafting.joins import Joins
from dashboard.importing.drafting.leads import lead_feeds, undated_entries
from dashboard.importing.drafting.linking import LinkFinder
from dashboard.importing.drafting.looking import SHARE, profiles_of
from dashboard.importing.drafting.moves import history_feed, touches_done
from dashboard.importing.drafting.profiling import FileProfile
from dashboard.importing.drafting.questions import (
    NONE,
    Interview,
    QuestionKind,
    question_id,
)
from dashboard.importing.drafting.records import records_feed
from dashboard.importing.drafting.repeats import tell_repeats
from dashboard.importing.drafting.roles import TableRole
from dashboard.importing.drafting.shipped import FOLDER_LABEL, ShippedMapping, shipped_for, takes_shipped
from dashboard.importing.drafting.summaries import remarks_on, without_summaries
from dashboard.importing.drafting.vocabulary import DRAFTED
from dashboard.importing.drafting.writing import (
    DraftSource,
    as_text,
    headers_in,
    settle_null_words,
    telling_headers,
)
from dashboard.importing.mapping.files import bundled_text
from dashboard.importing.progress import ImportStep, Report, silent
from dashboard.importing.reading.staged import ReadOptions
from dashboard.importing.sql import load_macros

MOST_FILES = 3
MOST_HEADERS = 6
KEYS = {"lead_history": "lead_id", "deal_history": "deal_id"}


def draft_mapping(paths: Sequence[Path], options: ReadOptions) -> str:
    """The text of a mapping for the files of ``paths``; raises BadInput when one cannot be read, or MustAsk."""
    return draft(paths, options).text


def draft(
    paths: Sequence[Path],
    options: ReadOptions,
    answers: Mapping[str, str] | None = None,
    *,
    for_all: Mapping[QuestionKind, str] | None = None,
    takes_defaults: bool = False,
    forgives: bool = False,
    progress: Report = silent,
) -> MappingDraft:
    """A mapping for the files of ``paths``, with the user's ``answers`` by the ids of their questions.

    ``for_all`` answers all questions of a kind, ``takes_defaults`` all else with what the draft takes. ``forgives``:
    answers to what is not asked any more are left out. Raises BadInput when a file cannot be read or an answer is none,
    or MustAsk.
    """
    interview = Interview(answers, for_all=for_all, takes_defaults=takes_defaults)
    lines = [
        "# A first mapping, drafted by `funnel-review map` from headers and values.",
        "# Look at every line marked `# unsure`; then: funnel-review import PATH --mapping THIS-FILE",
        'name = "draft"',
    ]
    with duckdb.connect() as con:
        con.execute("set TimeZone = 'UTC'")
        load_macros(con)
        files, notes = profiles_of(con, paths, options, interview, progress)
        shipped = shipped_for(files)
        if shipped is not None and takes_shipped(shipped, files, interview):
            interview.forget_others(FOLDER_LABEL)
            return MappingDraft(_as_it_ships(shipped), "", reads_nothing=False, questions=interview.questions)
        progress(ImportStep("Finding keys and links", sum(file.rows for file in files), SHARE))
        sources, left_out = _sources(files) if files else ([], [])
        for note in notes:
            lines += ["", f"# {note}"]
        for file, why in left_out:
            lines += ["", *_known_to(shipped, file), f"# {why}"]
        for source in sources:
            used = headers_in(source)
            unused = [column.header for column in source.file.columns if column.header not in used]
            lines += ["", *_known_to(shipped, source.file), *as_text(source, unused)]
    if not forgives:
        interview.refuse_unknown()
    text = "\n".join(lines) + "\n"
    return MappingDraft(text, _nothing(sources, left_out), not sources, interview.questions)


def _nothing(sources: Sequence[DraftSource], left_out: Sequence[tuple[FileProfile, str]]) -> str:
    """Why nothing can be imported: there is neither a file of leads nor one of deals; empty where there is."""
    if any(feed.table in {"leads", "deals"} for source in sources for feed in source.feeds):
        return ""
    unknown = [f"{file.label} has {_first_headers(file)}" for file, _ in left_out[:MOST_FILES]]
    more = f"; and {len(left_out) - MOST_FILES} more" if len(left_out) > MOST_FILES else ""
    option = f"--answer {shlex.quote(f'{question_id(left_out[0][0].label, TABLE)}=leads')}" if left_out else ""
    says = f"say which of them is one ({option}), " if option else ""
    return (
        f"Nothing in these files is recognised as leads or deals: {'; '.join(unknown) or 'they have no rows'}{more}; "
        f"add the export of leads or of deals, {says}or write a mapping that says which column is which."
    )


def _first_headers(file: FileProfile) -> str:
    """The headers a file begins with."""
    shown = ", ".join(f"“{column.header[:30]}”" for column in file.columns[:MOST_HEADERS])
    return shown + (" …" if len(file.columns) > MOST_HEADERS else "")


def _roles(files: Sequence[FileProfile]) -> list[TableRole]:
    """What the files feed, after the user was asked about what is left out."""
    rows = sum(file.rows for file in files)
    roles = [chosen_role(file, is_most=len(files) > 1 and file.rows > rows / 2) for file in files]
    if not any(role.table == "leads" for role in roles):
        ask_for_leads(files, roles)
    return roles


def _sources(files: Sequence[FileProfile]) -> tuple[list[DraftSource], list[tuple[FileProfile, str]]]:
    """The sources for files, and the files that are left out, each with a sentence why."""
    kinds = [part for file, role in zip(files, _roles(files), strict=True) for part in parted(Item(file, role))]
    items = [item for item, _ in kinds]
    joins = Joins([item.file for item in items])
    for item in items:
        table = item.table or "leads"
        name = KEYS.get(table) or DRAFTED[table].key
        if name and table not in KEYS and item.table:
            choose_key(item, joins, table, name)
        elif name and table not in KEYS:
            item.key, item.key_doubt = joins.key(table, name, item.file)
    ways = LinkFinder(items, joins)
    tell_repeats(items, ways, joins)
    sources = {id(item): DraftSource(item.file, sheet=item.file.place.sheet) for item in items}
    for item in items:
        _fill(item, ways, sources[id(item)])
    items = joined(kinds, sources)
    looked_up: dict[int, set[str]] = {}
    for source in [sources[id(item)] for item in items]:
        for file, column in source.lookups:
            looked_up.setdefault(id(file), set()).add(column.header)
    kept, left_out = [], []
    for item in items:
        source = sources[id(item)]
        source.looked_up = looked_up.get(id(item.file), set())
        if not source.feeds:
            item.file.interview.forget(item.file.label, but=(TABLE, "fill-down"))
        if source.feeds or source.looked_up:
            source.remarks += [*remarks_on(item.file.summaries), *remarks_on_deleted(item.file)]
            source.remarks += [item.repeats] if item.repeats else []
            source.keep += [*without_summaries(item.file, item.key), *without_deleted(item.file)]
            first = [item.key.header] if item.key is not None else []
            source.telling = telling_headers(source, [*first, *source.looked_up])
            settle_null_words(source)
            kept.append(source)
        else:
            left_out.append((item.file, _why(item)))
    kept, copies = without_copies(kept)
    _tell_apart(kept)
    return kept, left_out + copies


def _fill(item: Item, ways: LinkFinder, source: DraftSource) -> None:
    """The feeds of one file."""
    if item.table is None:
        return
    if item.table in KEYS:
        source.feeds = [history_feed(item, ways, source)]
        return
    first = records_feed(item, ways, source)
    source.feeds = [first]
    if item.table == "deals":
        source.feeds += deal_feeds(item, ways, first)
    elif item.table == "leads":
        source.feeds += lead_feeds(item, ways)
        source.remarks += undated_entries(item)
    elif item.table == "touches":
        source.keep = list(touches_done(item))
    interview = item.file.interview
    if any((interview.given(item.file.label, line.name) or "").strip().casefold() == NONE for _, line in source.open):
        source.feeds, source.lookups = [], []  # the user says that there is no such column


def _why(item: Item) -> str:
    """Why a file is left out."""
    label = item.file.label
    if item.repeats:
        return item.repeats.replace("; it is looked up", "; it is left out")
    if item.file.interview.given(label, TABLE) is not None or item.role.table:
        return f"{label} is left out, as was said."
    if not item.file.rows:
        return f"{label} has no rows; it is left out."
    if item.role.others:
        return f"{label} is left out: it holds {item.role.others}, which no figure needs."
    return f"unsure: nothing in {label} looks like a table of the product; it is left out."


def _tell_apart(sources: Sequence[DraftSource]) -> None:
    """Adds a name to each source that would read the file of a later one; sheets that are alike may be copies."""
    for at, source in enumerate(sources):
        for later in sources[at + 1 :]:
            headers = {column.header.lower() for column in later.file.columns}
            alike = {header.lower() for header in source.telling} <= headers
            apart = source.sheet is not None and source.sheet != later.sheet
            if alike and not apart and not source.files:
                source.files = (_pattern(source.file.place.stem, later.file.place.stem),)


def _pattern(stem: str, other: str) -> str:
    """A pattern for files called like this one and not like another: its beginning, if that is enough."""
    beginning = re.sub(r"[\d\W_]+$", "", stem)
    return f"{beginning}*" if beginning and not other.startswith(beginning) else stem


def _known_to(shipped: ShippedMapping | None, file: FileProfile) -> Iterator[str]:
    if shipped is not None and file.label in shipped.sources:
        words = "too, with the stages and states that CRM begins with"
        yield f"# The mapping {shipped.name} that ships reads {file.label}, {words}: --mapping {shipped.name}."


def _as_it_ships(shipped: ShippedMapping) -> str:
    """The text of a mapping that ships, below a line that says where it is from."""
    files = ", ".join(shipped.sources)
    return f"# The mapping {shipped.name} that ships, as it reads {files}.\n{bundled_text(shipped.name)}"
