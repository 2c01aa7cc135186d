"""What a draft is: the text of a mapping, and all that is asked about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.importing.drafting.questions import Question, question_from_json
from dashboard.importing.drafting.writing import remarks_in


@dataclass(frozen=True)
class MappingDraft:
    """A drafted mapping: its text, all that is asked about it, and why nothing can be imported where no answer helps.

    ``nothing`` says that there are neither leads nor deals. ``reads_nothing``: not one file was recognised, so there is
    no mapping.
    """

    text: str
    nothing: str
    reads_nothing: bool
    questions: tuple[Question, ...] = ()

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """What the user has not answered and the draft doubts or cannot know, the gravest first."""
        return tuple(question for question in self.questions if question.is_open)

    @property
    def required(self) -> tuple[Question, ...]:
        """Those without whose answer nothing can be imported."""
        return tuple(question for question in self.open_questions if question.is_required)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What the text is unsure of and no answer changes."""
        return tuple(remarks_in(self.text, self.open_questions))


def draft_from_json(document: Mapping[str, Any]) -> MappingDraft:
    """A draft as ``asdict`` gave it and JSON brought it."""
    questions = tuple(question_from_json(question) for question in document["questions"])
    return MappingDraft(document["text"], document["nothing"], document["reads_nothing"], questions)
