"""What the command line does for ``funnel-review map``: a mapping, what is open about it, what it would bring."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import typer

from dashboard.errors import BadInput
from dashboard.importing.commands import (
    moment_of,
    show_mapping,
    summary_for_people,
    summary_for_programs,
    write_new,
)
from dashboard.importing.drafting.drafted import MappingDraft
from dashboard.importing.drafting.mapdraft import draft
from dashboard.importing.drafting.questions import Question, QuestionKind
from dashboard.importing.mapping.files import read_mapping
from dashboard.importing.progress import progress_bar
from dashboard.importing.reading.staged import ReadOptions
from dashboard.importing.run import ImportOptions, Summary, run_import
from dashboard.metrics.options import say_beside, say_json
from dashboard.metrics.rehearsal_words import question_lines, rehearsal_lines
from dashboard.metrics.rehearsing import Rehearsal, rehearse, standing_in
from dashboard.scope.settings import load_settings, settings_file

LAST_MOVE = "answer them, or take the draft's own answers with --defaults."


@dataclass(frozen=True)
class MapRequest:
    """What is asked of ``map``: ``answers`` as ``ID=VALUE``; ``imports`` into ``warehouse``, where its settings are."""

    paths: Sequence[Path]
    answers: Sequence[str]
    options: ImportOptions
    settings: Path | None
    warehouse: Path
    out: Path | None
    as_of: str | None
    imports: bool
    takes_defaults: bool
    rehearses: bool
    as_json: bool


def map_command(request: MapRequest) -> None:
    """Drafts a mapping, prints it or writes it, says what is open and what it would bring, and imports with it.

    Only the mapping goes to stdout, unless it goes to a file. Raises BadInput where nothing was recognised, while
    something required is open, and in place of an import while another answer would change what it brings; and
    whatever an import raises.
    """
    drafted = _drafted(request)
    if drafted.reads_nothing:
        raise BadInput(drafted.nothing)
    if request.out is not None:
        write_new(request.out, drafted.text)
        typer.echo(f"Wrote {request.out}.")
    elif not request.as_json:
        show_mapping(drafted.text)
    if not request.as_json:
        say_beside(*question_lines(drafted))
    refusal = _refusal(drafted, imports=request.imports)
    can_load = not drafted.nothing and not drafted.required
    rehearsal, summary = (
        _brought(request, drafted, imports=request.imports and not refusal) if can_load else (None, None)
    )
    if request.as_json:
        say_json(_for_programs(drafted, rehearsal, summary))
    elif rehearsal is not None:
        say_beside(*rehearsal_lines(rehearsal, is_imported=summary is not None))
    if summary is not None and not request.as_json:
        typer.echo(summary_for_people(summary), err=request.out is None)
    if refusal:
        raise BadInput(refusal)


def _drafted(request: MapRequest) -> MappingDraft:
    options = request.options
    of_all = {QuestionKind.DATE_ORDER: options.date_order, QuestionKind.DECIMAL: options.decimal}
    with progress_bar() as progress:
        return draft(
            request.paths,
            ReadOptions(encoding=options.encoding, header_row=options.header_row, sheet=options.sheet),
            _answers(request.answers),
            for_all={kind: value for kind, value in of_all.items() if value},
            takes_defaults=request.takes_defaults,
            progress=progress,
        )


def _answers(texts: Sequence[str]) -> dict[str, str]:
    """The answers by the ids of their questions; raises BadInput."""
    answers: dict[str, str] = {}
    for text in texts:
        id_, mark, value = text.partition("=")
        if not mark:
            raise BadInput(f"--answer {text[:80]}: write ID=VALUE, as `map` lists them under its questions.")
        if answers.get(id_.strip(), value) != value:
            raise BadInput(
                f"--answer {id_.strip()[:80]} is given twice, as {answers[id_.strip()]} and {value}; leave one."
            )
        answers[id_.strip()] = value
    return answers


def _refusal(drafted: MappingDraft, *, imports: bool) -> str:
    """Why the files cannot be imported, or not yet; empty where they can."""
    if drafted.nothing:
        return drafted.nothing
    if required := drafted.required:
        return f"Nothing can be imported before this is answered: {required[0].sentence} {_options(required[0])}."
    grave = [question for question in drafted.open_questions if question.is_grave]
    if imports and grave:
        questions = "1 question" if len(grave) == 1 else f"{len(grave):,} questions"
        return f"Not imported: {questions} above would change what stands on the screens; {LAST_MOVE}"
    return ""


def _options(question: Question) -> str:
    return " or ".join(question.option(answer) for answer in question.answers)


def _brought(request: MapRequest, drafted: MappingDraft, *, imports: bool) -> tuple[Rehearsal | None, Summary | None]:
    """What stands on the screens after an import, or would after one; nothing where that is not asked for."""
    company = load_settings(settings_file(request.settings, request.warehouse))
    moment = moment_of(request.as_of, company.zone) if request.as_of else None
    mapping = read_mapping(drafted.text, str(request.out or "the mapping"))
    with progress_bar() as progress:
        if imports:
            summary = run_import(
                request.paths, [mapping], request.warehouse, company, moment, request.options, progress
            )
            return standing_in(summary, request.warehouse, progress), summary
        if not request.rehearses:
            return None, None
        return rehearse(request.paths, mapping, company, moment, request.options, progress), None


def _for_programs(drafted: MappingDraft, rehearsal: Rehearsal | None, summary: Summary | None) -> dict[str, Any]:
    return {
        "mapping": drafted.text,
        "questions": [_question(question) for question in drafted.open_questions],
        "remarks": drafted.remarks,
        "rehearsal": rehearsal and rehearsal.model_dump(mode="json"),
        "import": summary and summary_for_programs(summary),
    }


def _question(question: Question) -> dict[str, Any]:
    return {
        "id": question.id,
        "question": question.sentence,
        "required": question.is_required,
        "grave": question.is_grave,
        "default": question.default,
        "doubt": question.doubt,
        "answers": [asdict(answer) | {"option": question.option(answer)} for answer in question.answers],
    }
