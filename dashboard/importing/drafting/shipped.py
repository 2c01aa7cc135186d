"""Which mapping that ships knows the files, and whether it is taken as it is: for tables that only it puts together."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.importing.drafting.profiling import FileProfile
from dashboard.importing.drafting.questions import Interview, Question, QuestionKind, Reply
from dashboard.importing.mapping.files import bundled, load_mapping
from dashboard.importing.mapping.language import Source
from dashboard.importing.mapping.matching import FileHeader, alternatives, source_for

FOLDER_LABEL, MAPPING = "files", "mapping"
DRAFT = "draft"
RECORDS = {"leads", "deals"}
STAGES = "stages"


@dataclass(frozen=True)
class ShippedMapping:
    """A mapping that ships, with the sources of it that read the files, by the files' labels."""

    name: str
    sources: dict[str, Source]

    @property
    def puts_together(self) -> bool:
        """Whether the records stand in tables that mean something only together, as connectors land them.

        Then tables that say which record is whose, or what the ids of stages mean, are among the files.
        """
        feeds = [feed for source in self.sources.values() for feed in source.feeds]
        of_pairs = [source for source in self.sources.values() if not source.feeds and len(source.headers) > 1]
        has_pairs = any(all(map(_is_id, source.headers)) for source in of_pairs)
        stages = [feed.columns["stage"].column or "" for feed in feeds if feed.table == STAGES]
        return any(feed.table in RECORDS for feed in feeds) and (has_pairs or any(map(_is_id, stages)))


def _is_id(wanted: str) -> bool:
    """Whether a header of a mapping is that of an id, however it is spelled."""
    return all(name.lower().endswith("id") for name in alternatives(wanted))


def shipped_for(files: Sequence[FileProfile]) -> ShippedMapping | None:
    """The mapping that reads the most of the files; None where none reads one."""
    mappings = []
    for name in bundled():
        mapping = load_mapping(name)
        read = {
            file.label: source
            for file in files
            if (
                source := source_for(
                    mapping, file.place, FileHeader(file.label, tuple(column.header for column in file.columns))
                )
            )
        }
        mappings.append(ShippedMapping(name, read))
    best = max(mappings, key=lambda shipped: len(shipped.sources), default=None)
    return best if best is not None and best.sources else None


def takes_shipped(shipped: ShippedMapping | None, files: Sequence[FileProfile], interview: Interview) -> bool:
    """Whether the mapping that ships reads the files in place of a draft, as the user says or the tables do."""
    if shipped is None:
        return False
    named = f"{len(shipped.sources):,} of {len(files):,} files"
    likely = shipped.name if shipped.puts_together else DRAFT
    answers = (
        Reply(shipped.name, f"The mapping {shipped.name}", named, "nothing else is asked"),
        Reply(DRAFT, "A draft", "", "what is open in it is asked"),
    )
    choice = interview.ask(
        Question(
            FOLDER_LABEL,
            MAPPING,
            QuestionKind.LAYOUT,
            f"The mapping {shipped.name} that ships knows {named}. Are they read with it, or with a draft?",
            tuple(sorted(answers, key=lambda answer: answer.value != likely)),
            default=likely,
            doubt="their tables mean something only together, which that mapping knows" if likely != DRAFT else "",
            records=sum(file.rows for file in files),
        )
    )
    return choice.value == shipped.name
