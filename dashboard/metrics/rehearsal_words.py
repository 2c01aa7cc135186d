"""What is open about a drafted mapping, and what it would bring, as lines for a terminal."""

from collections.abc import Iterator, Sequence

from dashboard.importing.drafting.drafted import MappingDraft
from dashboard.importing.drafting.questions import Question
from dashboard.metrics.rehearsing import Lack, Rehearsal

MOST_FIGURES = 4
SHIPPED = "# The mapping "
"""How a line of a draft begins that names a mapping which reads a file already."""


def question_lines(drafted: MappingDraft) -> Iterator[str]:
    """The mappings that ship for these files, the questions with the options that answer them, and the remarks."""
    yield from (line.removeprefix("# ") for line in drafted.text.splitlines() if line.startswith(SHIPPED))
    parts = (
        ("Before anything can be imported:", drafted.required),
        (
            "Another answer would change what stands on the screens (the draft takes what is marked *):",
            [question for question in drafted.open_questions if question.is_grave and not question.is_required],
        ),
        (
            "Of less weight (the draft takes what is marked *):",
            [question for question in drafted.open_questions if not question.is_grave],
        ),
    )
    for heading, questions in parts:
        if questions:
            yield from ("", heading)
            for question in questions:
                yield from _question_lines(question)
    if drafted.remarks:
        yield from ("", "To know, and nothing to answer:")
        yield from (f"  {remark}" for remark in drafted.remarks)


def _question_lines(question: Question) -> Iterator[str]:
    yield f"  {question.sentence}"
    if question.doubt and question.doubt != question.sentence:
        yield f"    {question.file}: {question.doubt}"
    options = [question.option(answer) for answer in question.answers]
    width = max(map(len, options))
    for answer, option in zip(question.answers, options, strict=True):
        mark = "*" if answer.value == question.default else " "
        yield f"  {mark} {option:<{width}}  {answer.words}" + (f": {answer.follows}" if answer.follows else "")


def rehearsal_lines(rehearsal: Rehearsal, *, is_imported: bool) -> Iterator[str]:
    """What stands on the screens, what is missing and why."""
    yield ""
    yield "On the screens stand now:" if is_imported else "Rehearsed, changing nothing. On the screens would stand:"
    yield f"  {_counted(rehearsal.leads, 'lead')}, {rehearsal.answered:,} of them answered"
    yield (
        f"  {_counted(rehearsal.deals, 'deal')}, {rehearsal.linked:,} of them linked to their lead: "
        f"{rehearsal.won:,} won, {rehearsal.lost:,} lost, {rehearsal.still_open:,} open"
    )
    if rehearsal.first_on and rehearsal.last_on:
        yield f"  from {rehearsal.first_on:%Y-%m-%d} to {rehearsal.last_on:%Y-%m-%d}, by the days they came in"
    yield f"  {rehearsal.loaded:,} of {_counted(rehearsal.read, 'row')} loaded, {rehearsal.quarantined:,} set aside"
    for row in rehearsal.aside[:1]:
        where = " ".join(part for part in (row.file, row.column_name) if part)
        yield f"    most of them ({row.records:,}) as {row.reason} in {where}: {row.sentence}"
    yield from (f"  Counts for nothing: {kind.records:,} {kind.sentence}" for kind in rehearsal.swallowed)
    yield from (f"  {sentence}" for sentence in rehearsal.unread)
    if rehearsal.lacks:
        yield "  Stay empty, as far as the files go:"
        yield from (f"    {_lack(lack)}" for lack in rehearsal.lacks)


def _lack(lack: Lack) -> str:
    named = ", ".join(lack.figures[:MOST_FIGURES])
    more = f" and {len(lack.figures) - MOST_FIGURES} more" if len(lack.figures) > MOST_FIGURES else ""
    fill = f" {_either(lack.columns)} would fill them." if lack.columns else ""
    return f"{named}{more}: {lack.sentence}{fill}"


def _either(columns: Sequence[str]) -> str:
    return " or ".join(columns)


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
