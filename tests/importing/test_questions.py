"""What a draft leaves open is a question; each answer is written without doubt, and changes what it says it changes."""

import pytest

from dashboard.errors import BadInput
from dashboard.importing.drafting.mapdraft import MappingDraft, draft
from dashboard.importing.drafting.questions import Question
from dashboard.importing.reading import ReadOptions
from tests.importing.importer import Imported, Importer

DEALS = "Opportunity ID,Stage,Created Date,Finish,Expected Close\n" + "".join(
    f"O{n},{stage},2025-01-0{n + 1},{finish},2025-05-0{n + 1}\n"
    for n, (stage, finish) in enumerate(
        [("Closed Won", "2025-02-01"), ("Closed Lost", "2025-02-02"), ("Demo", ""), ("Closed Won", "2025-02-04")]
    )
)


def asked(importing: Importer, files: dict[str, str], **answers: str) -> MappingDraft:
    """The draft for files, with answers."""
    return draft([importing.write(files)], ReadOptions(), answers)


def the(found: MappingDraft, question_id: str) -> Question:
    """The open question with that id."""
    (question,) = [question for question in found.questions if question.id == question_id]
    return question


def imported(importing: Importer, files: dict[str, str], answers: dict[str, str]) -> Imported:
    """What the draft with these answers imports; no question of them stays, and no doubt."""
    folder = importing.write(files)
    found = draft([folder], ReadOptions(), answers)
    assert not {question.id for question in found.questions} & answers.keys()
    return importing(folder, found.text)


@pytest.mark.parametrize(
    ("said", "days"), [("Finish", ["2025-02-01", "2025-02-04"]), ("expected close", ["2025-05-01", "2025-05-04"])]
)
def test_the_day_a_deal_was_won(importing: Importer, said: str, days: list[str]) -> None:
    """The date open deals lack is proposed, and says so; whichever is named is when won deals close."""
    question = the(draft([importing.write({"deals.csv": DEALS})], ReadOptions()), "deals.csv:close")
    first, second, none = question.answers
    assert (first.value, second.value, none.value, question.default) == ("Finish", "Expected Close", "none", "Finish")
    assert first.evidence == "filled on 3 closed deals, empty on 1 open ones"
    assert first.follows == "2 won and 1 lost deals get this day"
    assert question.option(second) == "--answer 'deals.csv:close=Expected Close'"
    done = imported(importing, {"deals.csv": DEALS}, {"deals.csv:close": said})
    assert done.column("""select "at"::date::varchar from deal_events where event = 'won' order by 1""") == days


def test_an_answer_that_is_none_names_the_near_ones(importing: Importer) -> None:
    """An unknown id and an unknown value, in one sentence each."""
    folder = importing.write({"deals.csv": DEALS})
    for answers, sentence in (
        ({"deals.csv:clos": "Finish"}, "Nothing asks for “deals.csv:clos” here; did you mean “deals.csv:close”"),
        ({"deals.csv:close": "Finnish"}, "deals.csv:close cannot be “Finnish”; say “Finish”"),
    ):
        with pytest.raises(BadInput) as refused:
            draft([folder], ReadOptions(), answers)
        assert sentence in str(refused.value)
    assert draft([folder], ReadOptions(), {"deals.csv:clos": "Finish"}, forgives=True).questions
