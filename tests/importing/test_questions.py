"""What a draft leaves open is a question; each answer is written without doubt, and changes what it says it changes."""

import pytest

from dashboard.errors import BadInput
from dashboard.importing.drafting.drafted import MappingDraft
from dashboard.importing.drafting.mapdraft import draft
from dashboard.importing.drafting.questions import Question
from dashboard.importing.reading.staged import ReadOptions
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
    (question,) = [question for question in found.open_questions if question.id == question_id]
    return question


def imported(importing: Importer, files: dict[str, str], answers: dict[str, str]) -> Imported:
    """What the draft with these answers imports; no question of them stays, and no doubt."""
    folder = importing.write(files)
    found = draft([folder], ReadOptions(), answers)
    assert not {question.id for question in found.open_questions} & answers.keys()
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
    assert draft([folder], ReadOptions(), {"deals.csv:clos": "Finish"}, forgives=True).open_questions


def rows_of(header: str, *rows: str) -> str:
    """A CSV text."""
    return "\n".join([header, *rows]) + "\n"


def numbered(header: str, row: str, many: int = 9) -> str:
    """A CSV text whose rows differ in their number."""
    return rows_of(header, *(row.format(n=n, half=n // 2, day=n + 1) for n in range(many)))


LEADS = numbered("Lead ID,Created Date,Email", "00Q{n:012d},2025-01-0{day},p{n}@x.example")
WON = "Opportunity ID,Created,Stage,Closed On,Amount"
COUNT = "select count(*) from leads"
CASES: dict[str, tuple[dict[str, str], dict[str, tuple[str, object]]]] = {
    "table": (
        {"things.csv": numbered("Ref,Created Date,Company,Amount,Stage", "R-{n}0000,2025-01-0{day},Acme,5,Demo")},
        {
            "things.csv:table=deals": ("select (select count(*) from leads), (select count(*) from deals)", (0, 9)),
            "things.csv:table=leads": ("select (select count(*) from leads), (select count(*) from deals)", (9, 0)),
        },
    ),
    "left out": (
        {"leads.csv": LEADS, "poem.csv": "Line,Created\nTyger tyger,2025-01-01\nburning bright,2025-01-02\n"},
        {"poem.csv:table=none": (COUNT, (9,)), "poem.csv:table=leads": (COUNT, (11,))},
    ),
    "equal rows": (
        {"leads.csv": numbered("Created Date,Source", "2025-01-0{half}1,Web".replace("0{half}1", "1{half}"))},
        {"leads.csv:key=each row": (COUNT, (9,)), "leads.csv:key=equal rows": (COUNT, (5,))},
    ),
    "key": (
        {"leads.csv": numbered("Name,Created Date,Ref", "P {half},2025-01-0{day},R-{n}")},
        {"leads.csv:key=ref": (COUNT, (9,)), "leads.csv:key=Name": (COUNT, (5,))},
    ),
    "creation": (
        {"leads.csv": numbered("Lead ID,Opened,Renewed", "00Q{n:012d},2025-01-0{day},2025-01-0{day}")},
        {
            "leads.csv:created_at=Opened": ("select min(created_at)::date::varchar from leads", ("2025-01-01",)),
            "leads.csv:created_at=Renewed": ("select count(created_at) from leads", (9,)),
        },
    ),
    "date order": (
        {"leads.csv": numbered("Lead ID,Created Date", "00Q{n:012d},03/0{day}/2025")},
        {
            "leads.csv:date-order=dmy": ("select min(created_at)::date::varchar from leads", ("2025-01-03",)),
            "leads.csv:date-order=mdy": ("select min(created_at)::date::varchar from leads", ("2025-03-01",)),
        },
    ),
    "decimal mark": (
        {"deals.csv": numbered("Deal ID,Created,Stage,Amount", "D-{n}0000,2025-01-0{day},Closed Won,{day}.200")},
        {
            "deals.csv:decimal:Amount=.": ("select min(amount) from deals", (1.2,)),
            "deals.csv:decimal:Amount=,": ("select min(amount) from deals", (1200.0,)),
        },
    ),
    "zone": (
        {"leads.csv": numbered("Lead ID,Created Date", "00Q{n:012d},2025-01-0{day} 10:00:00 EST")},
        {
            "leads.csv:zone:EST=-05:00": ("select min(created_at)::varchar from leads", ("2025-01-01 15:00:00",)),
            "leads.csv:zone:EST=Australia/Sydney": ("select count(*) from leads", (9,)),
        },
    ),
    "word of a stage": (
        {
            "deals.csv": rows_of(
                WON,
                *(f"D-{n}000,2025-01-01,{stage},{day},5" for n, (stage, day) in enumerate(
                    [("Won", "2025-02-01"), ("Lost", "2025-02-02"), ("Signed", "2025-02-03"), ("Demo", "")] * 2
                )),
            )
        },
        {
            "deals.csv:Stage:Signed=won": ("select count(*) from deal_events where event = 'won'", (4,)),
            "deals.csv:Stage:Signed=lost": ("select count(*) from deal_events where event = 'lost'", (4,)),
        },
    ),
    "word of a lead": (
        {"leads.csv": numbered("Lead ID,Created Date,Status", "00Q{n:012d},2025-01-0{day},Junk")},
        {
            "leads.csv:Status:Junk=disqualified": ("select count(*) from lead_events", (9,)),
            "leads.csv:Status:Junk=none": ("select count(*) from lead_events", (0,)),
        },
    ),
    "link": (
        {
            "leads.csv": LEADS,
            "deals.csv": numbered("Opportunity ID,Lead ID,Created,Stage", "006{n:012d},00Q{n:012d},2025-02-0{day},Won"),
        },
        {
            "deals.csv:lead_id=Lead ID": ("select count(lead_id) from deals", (9,)),
            "deals.csv:lead_id=none": ("select count(lead_id) from deals", (0,)),
        },
    ),
    "events": (
        {"leads.csv": numbered("Lead ID,Created Date,MQL Date", "00Q{n:012d},2025-01-0{day},2025-02-0{day}")},
        {
            "leads.csv:events=yes": ("select count(*) from lead_events where event = 'mql'", (9,)),
            "leads.csv:events=no": ("select count(*) from lead_events", (0,)),
        },
    ),
    "event": (
        {"leads.csv": numbered("Lead ID,Created Date,MQL Date", "00Q{n:012d},2025-01-0{day},2025-02-0{day}")},
        {
            "leads.csv:event:MQL Date=sal": ("select count(*) from lead_events where event = 'sal'", (9,)),
            "leads.csv:event:MQL Date=none": ("select count(*) from lead_events", (0,)),
        },
    ),
    "word of a touch": (
        {
            "leads.csv": LEADS,
            "activities.csv": numbered("Call ID,Lead ID,Date,Type,Direction", "A{n},00Q{n:012d},2025-02-0{day},Fax,in"),
        },
        {
            "activities.csv:Type:Fax=other": ("select count(*) from touches where kind = 'other'", (9,)),
            "activities.csv:Type:Fax=none": ("select count(*) from touches", (0,)),
        },
    ),
    "column": (
        {"deals.csv": numbered("Deal ID,Created,Stage,Amount,Weight", "D-{n}0000,2025-01-0{day},Won,5,7")},
        {
            "deals.csv:amount=Weight": ("select max(amount) from deals", (7.0,)),
            "deals.csv:amount=none": ("select count(amount) from deals", (0,)),
        },
    ),
    "null words": (
        {"leads.csv": numbered("Lead ID,Created Date,Lead Source", "00Q{n:012d},2025-01-0{day},Select")},
        {
            "leads.csv:null-words=yes": ("select count(source) from leads", (0,)),
            "leads.csv:null-words=no": ("select count(source) from leads", (9,)),
        },
    ),
    "blanks": (
        {
            "deals.csv": rows_of(
                "Stage,Deal ID,Created", "Closed Lost,D-1000,2025-01-01", ",D-2000,2025-01-02", ",D-3000,2025-01-03",
                "Closed Won,D-4000,2025-01-04", ",D-5000,2025-01-05", ",D-6000,2025-01-06",
            )
        },
        {
            "deals.csv:fill-down=yes": ("select count(*) from deal_events where event = 'won'", (3,)),
            "deals.csv:fill-down=no": ("select count(*) from deal_events where event = 'won'", (1,)),
        },
    ),
}  # fmt: skip


def test_a_doubt_in_the_text_is_a_question_or_a_remark(importing: Importer) -> None:
    """What is asked stands in the text until it is answered, and with the defaults nothing does but remarks."""
    for case in ("table", "equal rows", "decimal mark", "word of a stage", "word of a touch", "blanks"):
        files, said = CASES[case]
        folder = importing.write(files)
        found = draft([folder], ReadOptions())
        assert [question.id for question in found.open_questions if question.doubt not in found.text] == [], case
        required = {question.id: question.answers[0].value for question in found.required}
        settled = draft([folder], ReadOptions(), required, takes_defaults=True)
        assert settled.open_questions == (), case
        assert settled.text.count("# unsure:") == len(settled.remarks), case
        assert {question.id for question in settled.questions} >= {text.partition("=")[0] for text in said}, case


@pytest.mark.parametrize("case", CASES)
def test_each_answer_is_what_is_imported(importing: Importer, case: str) -> None:
    """Of each kind of question, one way and the other."""
    files, said = CASES[case]
    for text, (query, expected) in said.items():
        id_, _, value = text.partition("=")
        assert imported(importing, files, {id_: value}).rows(query) == [expected], text


def test_a_file_without_rows_asks_nothing(importing: Importer) -> None:
    """It holds nothing to import, and stops nobody."""
    found = draft([importing.write({"deals.csv": DEALS, "leads.csv": "Lead ID,Created Date\n"})], ReadOptions())
    assert not found.required
    assert "# leads.csv has no rows; it is left out." in found.text
