"""How the words of a column become the fixed ones of ours; what none of them is known to mean is asked."""

from collections.abc import Sequence
from dataclasses import replace

from dashboard.importing.drafting.profiling import ColumnProfile, FileProfile
from dashboard.importing.drafting.questions import NONE, Question, QuestionKind, Reply
from dashboard.importing.drafting.vocabulary import meant
from dashboard.importing.drafting.writing import listed, pairs

FEW_STRANGE = 0.1
"""Where a word that nobody knows stands in more of the rows than this, an import waits for what it means."""
MOST_STRANGE = 6
"""So many of a column's words are named in a doubt."""


def word_keys(
    file: FileProfile, topic: str, words: Sequence[str], profile: ColumnProfile, *, is_needed: bool
) -> tuple[dict[str, str], str]:
    """How the words of a column become fixed ones, and which of them are strange.

    ``is_needed``: a row without one is set aside.
    """
    if not profile.is_list:
        return {}, "its words are many"
    fixed = {word: meant(topic, word) or word.lower() for word in profile.samples}
    strange = [word for word, known in fixed.items() if known not in words]
    doubt = f"what do {listed(strange[:MOST_STRANGE])} mean? add them to values" if strange else ""
    records = {word: count for word, count, _ in file.ask("draft_fills", [profile, profile])} if strange else {}
    unanswered: list[str] = []
    left: list[str] = []
    for word in strange:
        question = _question(file, topic, words, profile, word, doubt)
        weight = records.get(word, 0)
        is_grave = is_needed and question.default == NONE and weight > FEW_STRANGE * file.rows
        kind = QuestionKind.EVENT if is_grave else QuestionKind.WORD
        choice = file.interview.ask(replace(question, kind=kind, records=weight))
        unanswered += [] if choice.is_given else [word]
        left += [word] if not choice.is_given and choice.value == NONE else []
        fixed[word] = "" if choice.value == NONE and choice.is_given else str(choice.value)
    meanings = {
        word: known
        for word, known in fixed.items()
        if known != word.lower() and word not in left and (known in words or word in strange)
    }
    again = f"what do {listed(unanswered[:MOST_STRANGE])} mean? add them to values" if unanswered else ""
    return {"values": pairs(meanings)} if meanings else {}, again


def _question(
    file: FileProfile, topic: str, words: Sequence[str], profile: ColumnProfile, word: str, doubt: str
) -> Question:
    """What a word of a column means, of the fixed words that there are: other, where that is one."""
    likely = [fixed for fixed in ("other", words[0]) if fixed in words]
    answers = (
        Reply(NONE, "None of them", "", "such rows are set aside, or have none where none is needed"),
        *(Reply(fixed, fixed, "", f"such rows are {fixed}") for fixed in likely[:2]),
    )
    default = "other" if "other" in words else NONE
    return Question(
        file.label,
        f"{profile.header}:{word}",
        QuestionKind.WORD,
        f"Which {topic.replace('_', ' ')} is “{word}” in “{profile.header}” of {file.label}?",
        tuple(sorted(answers, key=lambda answer: answer.value != default)),
        default=default,
        doubt=doubt,
        also=tuple(words),
    )


def yes_no_keys(file: FileProfile, topic: str, profile: ColumnProfile) -> tuple[dict[str, str], str]:
    """How the words of a column become yes and no, and the doubt where the user has not said which are which."""
    meanings = {word: fixed for word in profile.samples if (fixed := meant(topic, word)) in {"true", "false"}}
    if not meanings:
        doubt = "which of its words are yes, which no? name them: true, false"
        choices = {
            word: file.interview.ask(_question(file, topic, ("true", "false"), profile, word, doubt))
            for word in profile.samples
        }
        meanings = {word: str(choice.value) for word, choice in choices.items() if choice.value != NONE}
        if not any(choice.is_given for choice in choices.values()):
            return {}, doubt
    if meanings and len(meanings) == len(profile.samples):
        return {"values": pairs(meanings)}, ""
    return {"values": pairs(meanings), "otherwise": '""'}, ""
