"""What a draft is unsure of, as questions with a few answers; what the user has said to them already.

A draft asks at the place where it decides. The doubt in its text and the question in the list are one object, so that
neither is there without the other.
"""

import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import IntEnum, auto
from typing import Any

from dashboard.errors import BadInput
from dashboard.terminal import printable

NONE = "none"
"""The answer that names no column, no table, no record."""
YES, NO = "yes", "no"
AND = " + "
"""Between two columns that are one answer together."""
MOST_NEAR = 3


class QuestionKind(IntEnum):
    """What a question decides, the gravest first."""

    TABLE = auto()
    COPY = auto()
    CREATION = auto()
    KEY = auto()
    DATE_ORDER = auto()
    DECIMAL = auto()
    ZONE = auto()
    FILL_DOWN = auto()
    OUTCOME = auto()
    CLOSE = auto()
    LINK = auto()
    EVENT = auto()
    LAYOUT = auto()
    WORD = auto()
    COLUMN = auto()
    NULL_WORDS = auto()
    STRAY = auto()

    @property
    def is_grave(self) -> bool:
        """Whether another answer changes which records there are, when, whose they are or how they end."""
        return self <= QuestionKind.EVENT


@dataclass(frozen=True)
class Reply:
    """One answer: what a user writes, what a button says, what speaks for it, and what follows."""

    value: str
    label: str
    evidence: str = ""
    follows: str = ""

    @property
    def words(self) -> str:
        """The label with what speaks for it."""
        return f"{self.label} ({self.evidence})" if self.evidence else self.label


@dataclass(frozen=True)
class Question:
    """Something a file leaves open: which of ``answers`` holds, or of the values in ``also``.

    ``default`` is the answer the draft takes, none where nothing can be imported before the user says. ``doubt`` says
    why it may be wrong, empty where the draft is sure. ``records`` hang on it. ``given`` is what the user said;
    ``is_free``: any other value may be said, too.
    """

    file: str
    about: str
    kind: QuestionKind
    sentence: str
    answers: tuple[Reply, ...]
    default: str | None
    doubt: str = ""
    records: int = 0
    also: tuple[str, ...] = ()
    is_free: bool = False
    given: str | None = None

    @property
    def id(self) -> str:
        """What a user answers to: ``deals.csv:close``; the same each time the files are looked at."""
        return question_id(self.file, self.about)

    @property
    def is_required(self) -> bool:
        """Whether nothing can be imported before it is answered."""
        return self.default is None

    @property
    def is_open(self) -> bool:
        """Whether the draft doubts and the user has not said."""
        return self.given is None and (self.is_required or bool(self.doubt))

    @property
    def is_grave(self) -> bool:
        """Whether an import waits for its answer."""
        return self.is_required or self.kind.is_grave

    @property
    def rank(self) -> tuple[bool, int, int, str]:
        """Its place: what stops an import, what changes most, for most records."""
        return (not self.is_required, self.kind, -self.records, self.id)

    def option(self, answer: Reply) -> str:
        """The option of the command line that gives an answer."""
        return f"--answer {shlex.quote(f'{self.id}={answer.value}')}"

    def answer(self, value: str | None) -> Reply | None:
        """The answer with that value."""
        return next((answer for answer in self.answers if answer.value == value), None)

    def value_of(self, text: str) -> str | None:
        """The value somebody means, whatever the case, by it or by its label; None where it is none."""
        known = {answer.value.casefold(): answer.value for answer in self.answers}
        labels = {answer.label.casefold(): answer.value for answer in self.answers}
        more = {value.casefold(): value for value in self.also}
        word = text.strip().casefold()
        return (more | labels | known).get(word, text.strip() or None if self.is_free else None)


def question_from_json(document: Mapping[str, Any]) -> Question:
    """A question as ``asdict`` gave it and JSON brought it."""
    answers = tuple(Reply(**answer) for answer in document["answers"])
    kind, also = QuestionKind(document["kind"]), tuple(document["also"])
    return Question(**{**document, "kind": kind, "answers": answers, "also": also})


@dataclass(frozen=True)
class SettledAnswer:
    """What holds: the value, None where only the user can say; and what is doubtful about it still."""

    value: str | None
    doubt: str
    is_given: bool


class Interview:
    """The questions of one draft with the user's answers to them, by id.

    ``for_all`` answers all questions of a kind; ``takes_defaults``: the draft's own answer is the user's to all else.
    """

    def __init__(
        self,
        answers: Mapping[str, str] | None = None,
        *,
        for_all: Mapping[QuestionKind, str] | None = None,
        takes_defaults: bool = False,
    ) -> None:
        self._for_all = for_all or {}
        self._answers = {id_.strip().casefold(): (id_, answer) for id_, answer in (answers or {}).items()}
        self.takes_defaults = takes_defaults
        self._questions: dict[str, Question] = {}

    def ask(self, question: Question) -> SettledAnswer:
        """What holds; of a question that is asked again the last asking stands. Raises BadInput for no answer of it."""
        _, answer = self._answers.get(question.id.casefold(), ("", None))
        given = None
        if answer is not None:
            given = question.value_of(answer)
            if given is None:
                raise BadInput(_no_answer(question, answer))
        elif question.kind in self._for_all:
            given = question.value_of(self._for_all[question.kind])
        elif self.takes_defaults and question.doubt:
            given = question.default
        self._questions[question.id] = replace(question, given=given)
        return SettledAnswer(given or question.default, "" if given else question.doubt, is_given=given is not None)

    def given(self, file: str, about: str) -> str | None:
        """What the user said to a question, be it asked or not yet."""
        _, answer = self._answers.get(question_id(file, about).casefold(), ("", None))
        return answer

    def forget(self, file: str, *, but: Iterable[str] = ()) -> None:
        """Takes back the questions about a file but for these: it feeds nothing, so nothing hangs on them."""
        kept = set(but)
        self._questions = {
            id_: question
            for id_, question in self._questions.items()
            if question.file != file or question.about in kept or question.given is not None
        }

    def take_back(self, file: str, about: str) -> None:
        """Takes back a question nobody has answered, as nothing hangs on it after all."""
        if self.given(file, about) is None:
            self._questions.pop(question_id(file, about), None)

    def forget_others(self, file: str) -> None:
        """Takes back all questions but those about a file."""
        self._questions = {id_: question for id_, question in self._questions.items() if question.file == file}

    @property
    def questions(self) -> tuple[Question, ...]:
        """All of them, those the draft is sure of too, the gravest first."""
        return tuple(sorted(self._questions.values(), key=lambda question: question.rank))

    def refuse_unknown(self) -> None:
        """Raise BadInput for an answer to what was never asked."""
        known = {id_.casefold() for id_ in self._questions}
        for folded, (id_, _) in self._answers.items():
            if folded not in known:
                ids = {question.id.casefold(): question.id for question in self.questions}
                near = [ids[close] for close in get_close_matches(folded, ids, MOST_NEAR, cutoff=0.5)]
                open_ones = [question.id for question in self.questions if question.is_open]
                shown = near or open_ones[:MOST_NEAR]
                move = f"did you mean {_either(shown)}?" if shown else "nothing is asked about these files."
                raise BadInput(f"Nothing asks for “{printable(id_)}” here; {move}")


def question_id(file: str, about: str) -> str:
    """The id of a question about a file; without ``=``, which parts an id from its answer."""
    return printable(f"{file}:{about}".replace("=", "_"))


def _no_answer(question: Question, answer: str) -> str:
    values = {answer.value.casefold(): answer.value for answer in question.answers}
    more = values | {value.casefold(): value for value in question.also}
    near = [more[close] for close in get_close_matches(answer.strip().casefold(), more, MOST_NEAR, cutoff=0.5)]
    shown = near or list(values.values()) or list(more.values())[:MOST_NEAR]
    return f"{question.id} cannot be “{printable(answer)}”; say {_either(shown)}."


def _either(values: Iterable[str]) -> str:
    return " or ".join(f"“{printable(value)}”" for value in values)
