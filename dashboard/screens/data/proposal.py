"""The mapping that is proposed for the files: what it asks, what it remarks, and its fields and text to correct."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

import streamlit as st

from dashboard.errors import BadInput
from dashboard.importing.drafting.drafted import MappingDraft
from dashboard.importing.drafting.questions import Question
from dashboard.importing.run import ImportOptions
from dashboard.importing.uploading.uploads import Chosen, Upload, draft_uploads, safe_name
from dashboard.screens.data.mapping import edited_draft, is_edited, start_again
from dashboard.screens.data.outcome import digest_of_uploads, progress_on
from dashboard.screens.data.questions import answers_to, ask_questions, keep_answers, not_asked, take_back_last, waiting
from dashboard.texts import in_markdown

NOTHING = "**Nothing in these files looks like leads or deals.** Say what one holds, or choose another mapping."
NOTHING_READ = "Nothing of these files would be read."
LONGEST_REMARK = 500
Place = AbstractContextManager[object]
"""A part of the page to draw in."""


@dataclass(frozen=True)
class ProposedMapping:
    """How the files are read as proposed, and why an import, or even a rehearsal, has to wait; empty where not."""

    chosen: Chosen
    import_waits: str = ""
    rehearsal_waits: str = ""


def propose(uploads: Sequence[Upload], options: ImportOptions, place: Place) -> ProposedMapping:
    """Show what the draft asks, with what was answered, in ``place``, and its fields and text where this is called.

    Raises BadInput or MustAsk.
    """
    files = digest_of_uploads(uploads)
    keep_answers(files, {safe_name(upload.name): digest_of_uploads([upload]) for upload in uploads})
    answers = answers_to(files)
    key = f"draft-{digest_of_uploads(uploads, options, sorted(answers.items()))}"
    with place:
        try:
            draft = _drafted(uploads, options, answers, key)
        except BadInput:
            if answers:  # one of them may no longer be an answer, since another one was given
                st.button("Take back the last answer", key="take-back", on_click=take_back_last, args=(files,))
            raise
        if is_edited(draft.text, key):
            st.markdown("**The mapping was changed by hand**; it holds as it stands below.")
            st.button(
                "Drop these changes and ask again", type="tertiary", icon=":material/undo:", key="drop-changes",
                on_click=start_again, args=(key,),
            )  # fmt: skip
        else:
            _say_how_sure(draft)
            ask_questions(draft.questions, files)
            _remarks(not_asked(draft.remarks, draft.questions))
    text = edited_draft(draft.text, key)
    if text != draft.text:
        return ProposedMapping(Chosen(text=text))
    if draft.reads_nothing:
        return ProposedMapping(Chosen(text=text), NOTHING_READ, NOTHING_READ)
    required = [question for question in draft.questions if question.is_required]
    return ProposedMapping(Chosen(text=text), waiting(draft.questions), waiting(required))


def _drafted(uploads: Sequence[Upload], options: ImportOptions, answers: Mapping[str, str], key: str) -> MappingDraft:
    """The draft, made once for these files, options and answers."""
    if key not in st.session_state:
        bar = st.empty()
        st.session_state[key] = draft_uploads(uploads, options, answers, progress_on(bar))
        bar.empty()
    draft: MappingDraft = st.session_state[key]
    return draft


def _say_how_sure(draft: MappingDraft) -> None:
    if draft.reads_nothing:
        st.markdown(NOTHING)
    elif not any(_is_shown(question) for question in draft.questions):
        st.markdown("**A mapping is proposed, and nothing has to be asked.** Correct it below where it is wrong.")


def _is_shown(question: Question) -> bool:
    return question.is_open or question.given is not None


def _remarks(remarks: Sequence[str]) -> None:
    """What the draft is unsure of and no answer changes."""
    if remarks:
        st.caption("Unsure, and no answer changes it:")
        st.markdown("\n".join(f"- {in_markdown(remark, LONGEST_REMARK)}" for remark in remarks))
