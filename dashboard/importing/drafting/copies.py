"""Sheets of a workbook that may be copies of one another: asked, and left out where they are."""

from collections.abc import Sequence

from dashboard.importing.drafting.profiling import FileProfile
from dashboard.importing.drafting.questions import NO, YES, Question, QuestionKind, Reply, SettledAnswer
from dashboard.importing.drafting.writing import DraftSource


def without_copies(
    sources: Sequence[DraftSource],
) -> tuple[list[DraftSource], list[tuple[FileProfile, str]]]:
    """The sources but for sheets the user calls copies of one before, and these."""
    copies: list[DraftSource] = []
    for at, source in enumerate(sources):
        for later in sources[at + 1 :]:
            if later not in copies and source not in copies and _are_alike(source, later):
                choice = _copy_question(source, later)
                copies += [later] if choice.value == YES else []
                source.remarks += [f"unsure: {choice.doubt}"] if choice.doubt else []
    out = [(copy.file, f"{copy.name} is left out: it is a copy.") for copy in copies]
    return [source for source in sources if source not in copies], out


def _are_alike(source: DraftSource, later: DraftSource) -> bool:
    """Whether two sheets of a workbook have the same columns."""
    apart = source.sheet is not None and source.sheet != later.sheet
    return apart and source.file.place.file == later.file.place.file and _same_headers(source, later)


def _copy_question(source: DraftSource, later: DraftSource) -> SettledAnswer:
    file = later.file
    return file.interview.ask(
        Question(
            file.label,
            "copy",
            QuestionKind.COPY,
            f"Is {later.name} a copy of {source.name}? They have the same columns.",
            (
                Reply(NO, "No, it has rows of its own", "", f"its {file.rows:,} rows are read beside the others"),
                Reply(YES, f"Leave {later.name} out", "", f"its {file.rows:,} rows are not read"),
            ),
            default=NO,
            doubt=f"{source.name} and {later.name} are alike: if one is a copy, leave it out.",
            records=file.rows,
        )
    )


def _same_headers(source: DraftSource, other: DraftSource) -> bool:
    first, second = ([column.words for column in it.file.columns] for it in (source, other))
    return first == second
