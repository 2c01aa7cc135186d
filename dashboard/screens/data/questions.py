"""What the files leave open, as questions with buttons: what changes most first, each answer with what follows."""

import re
from collections.abc import Mapping, Sequence
from hashlib import blake2s

import streamlit as st

from dashboard.importing.drafting.questions import Question
from dashboard.screens.frame import CARD
from dashboard.texts import count, in_markdown, plain

LONGEST_SENTENCE, LONGEST_LABEL = 500, 80
LAST_FILES = "files-asked-about"
"""Where a session keeps which files were asked about last."""
FILE_OF = re.compile(r":| / ")
"""What ends the name of a file in the id of a question: ``deals.csv:close``, ``book.xlsx / Deals:close``."""
IN_TEXT = re.compile(r"[:;,] (?:if [^:;,]+, )?(?P<move>say \w+ = .*)$")
"""What a doubt tells to write into the text of the mapping; here there are buttons for it."""


def ask_questions(questions: Sequence[Question], key: str) -> None:
    """The questions that are open with a button for each answer, and a line for each that was answered.

    What is answered goes into ``answers_to(key)``, by the id of its question.
    """
    shown = [question for question in questions if question.is_open or question.given is not None]
    still_open = [question for question in shown if question.is_open]
    taken = {question.id: question.default for question in still_open if question.default is not None}
    if shown:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(_heading(len(still_open)))
            if len(taken) > 1:
                st.button(
                    f"Take all {count(len(taken))} answers as proposed", type="tertiary", icon=":material/done_all:",
                    key="take-all", on_click=answers_to(key).update, args=(taken,),
                )  # fmt: skip
    for question in shown:
        if question.is_open:
            _open(question, key)
        else:
            _answered(question, key)


def answers_to(key: str) -> dict[str, str]:
    """What was answered so far about the files that ``key`` tells, by the ids of the questions."""
    answers: dict[str, str] = st.session_state.setdefault(f"answers-{key}", {})
    return answers


def keep_answers(key: str, contents: Mapping[str, str]) -> None:
    """Take over what was answered about files that are among others now, or without others they were with.

    ``contents`` are the digests of the files by the names their questions have.
    """
    before: tuple[str, dict[str, str]] | None = st.session_state.get(LAST_FILES)
    if before and before[0] != key and f"answers-{key}" not in st.session_state:
        same = {name for name, digest in before[1].items() if contents.get(name) == digest}
        kept = {id_: value for id_, value in answers_to(before[0]).items() if FILE_OF.split(id_, maxsplit=1)[0] in same}
        answers_to(key).update(kept)
    st.session_state[LAST_FILES] = key, dict(contents)


def take_back_last(key: str) -> None:
    """Forget the answer that was given last."""
    answers_to(key).popitem()


def waiting(questions: Sequence[Question]) -> str:
    """Why an import has to wait, in a sentence; empty where it need not."""
    grave = [question for question in questions if question.is_open and question.is_grave]
    if not grave:
        return ""
    which = "one question above that changes" if len(grave) == 1 else f"{count(len(grave))} questions above that change"
    proposed = "" if any(question.is_required for question in grave) else ", or take what is proposed"
    return f"An import waits for the answer to the {which} the figures{proposed}."


def not_asked(remarks: Sequence[str], questions: Sequence[Question]) -> list[str]:
    """The remarks whose move is not what one of the open questions asks for."""
    moves = tuple(match["move"] for each in questions if each.is_open and (match := IN_TEXT.search(each.doubt)))
    return [remark for remark in remarks if not remark.endswith(moves)]


def _heading(still_open: int) -> str:
    if not still_open:
        return "**Every question is answered.**"
    return "**One question.**" if still_open == 1 else f"**{count(still_open)} questions**, what changes most first."


def _open(question: Question, key: str) -> None:
    """The question, why it is one, and its answers side by side; others to choose from in a box."""
    with st.container(border=True):
        st.markdown(f"**{in_markdown(question.sentence, LONGEST_SENTENCE)}**")
        if about := _about(question):
            st.caption(about)
        cells = st.grid(len(question.answers), min_column_width=CARD)
        for answer in question.answers:
            with cells.cell():
                st.button(
                    in_markdown(answer.label, LONGEST_LABEL), key=_key(question, answer.value), width="stretch",
                    type="primary" if answer.value == question.default else "secondary",
                    on_click=_say, args=(key, question.id, answer.value),
                )  # fmt: skip
                st.caption(_meaning(question, answer.evidence, answer.follows, answer.value))
        others = [value for value in question.also if question.answer(value) is None]
        if others:
            box = _key(question, "\n")
            st.selectbox(
                "Another", others, index=None, placeholder="Something else", format_func=plain, key=box,
                label_visibility="collapsed", on_change=_choose, args=(key, question.id, box),
            )  # fmt: skip


def _about(question: Question) -> str:
    rows = "1 row hangs on it" if question.records == 1 else f"{count(question.records)} rows hang on it"
    must = "Nothing can be imported before it is answered" if question.is_required else ""
    doubt = IN_TEXT.sub("", question.doubt).rstrip(".")
    parts = [in_markdown(doubt, LONGEST_SENTENCE), rows if question.records else "", must]
    sentences = (f"{part[0].upper()}{part[1:]}" for part in parts if part)
    return " ".join(part if part.endswith("?") else f"{part}." for part in sentences)


def _meaning(question: Question, evidence: str, follows: str, value: str) -> str:
    """What speaks for an answer and what follows from it; of the one that is taken otherwise, that."""
    proposed = "proposed" if question.is_grave else "taken unless you say otherwise"
    taken = proposed if value == question.default else ""
    return "; ".join(in_markdown(part, LONGEST_SENTENCE) for part in (evidence, follows, taken) if part)


def _answered(question: Question, key: str) -> None:
    """One line with what was said, and the way to say something else."""
    given = question.answer(question.given)
    label = given.label if given else str(question.given)
    follows = f": {in_markdown(given.follows, LONGEST_SENTENCE)}" if given and given.follows else ""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            f":material/check: {in_markdown(question.sentence, LONGEST_SENTENCE)} "
            f"**{in_markdown(label, LONGEST_LABEL)}**{follows}"
        )
        st.button("Change", key=_key(question, "change"), type="tertiary", on_click=_take_back, args=(key, question.id))


def _say(key: str, question: str, value: str) -> None:
    answers_to(key)[question] = value


def _choose(key: str, question: str, box: str) -> None:
    if chosen := st.session_state[box]:
        answers_to(key)[question] = str(chosen)


def _take_back(key: str, question: str) -> None:
    answers_to(key).pop(question, None)


def _key(question: Question, part: str) -> str:
    """A key for a widget of a question: headers and file names are anything, and long."""
    return f"ask-{blake2s(f'{question.id} {part}'.encode(), digest_size=8).hexdigest()}"
