"""Exports as companies write them, of shapes no fixture had: figures are right, and what is doubted is asked."""

from pathlib import Path

import pytest

from dashboard.importing.drafting.drafted import MappingDraft
from dashboard.importing.drafting.mapdraft import draft
from dashboard.importing.reading.staged import ReadOptions
from tests.importing.importer import Imported, Importer
from tests.importing.test_drafting import ends_of, table
from tests.importing.test_layouts import book

LINKED = "select count(*), count(lead_id) from deals"


def drafted(importing: Importer, files: dict[str, str]) -> tuple[MappingDraft, Imported]:
    """The draft for files, and what it imports as it stands."""
    folder = importing.write(files)
    return taken(importing, folder)


def taken(importing: Importer, folder: Path) -> tuple[MappingDraft, Imported]:
    """The draft for a folder with its own answers, and what that imports."""
    made = draft([folder], ReadOptions())
    return made, importing(folder, made.text)


def asked(made: MappingDraft) -> set[str]:
    """The grave questions that are open."""
    return {question.id for question in made.open_questions if question.is_grave}


PEOPLE = table(
    "Person - ID,Person - Name,Person - Created,Person - Open deals",
    lambda n: f"{n + 1},Ann Nr{'abcdefghijklmnopqrst'[n]},2025-01-02,{n % 3}",
    20,
)
OF_PERSON = table(
    "Deal - ID,Deal - Created,Deal - Contact person,Deal - Value",
    lambda n: f"{n},2025-02-02,Ann Nr{'abcdefghijklmnopqrst'[n + 5]},{n + 7}00",
    8,
)


def test_a_count_of_deals_names_no_deal(importing: Importer) -> None:
    """The number of a person's open deals is among the deals' ids, and the name finds the person; that is asked."""
    made, done = drafted(importing, {"people.csv": PEOPLE, "deals.csv": OF_PERSON})
    assert done.rows(LINKED) == [(8, 8)]
    assert done.column("select lead_id from deals order by deal_id") == [str(n + 6) for n in range(8)]
    assert "deals.csv:lead_id" in asked(made)


def test_names_of_people_are_found_under_any_header(importing: Importer) -> None:
    """A board's column of linked items has no name that says whose they are."""
    deals = OF_PERSON.replace("Deal - Contact person", "Linked item")
    made, done = drafted(importing, {"people.csv": PEOPLE, "deals.csv": deals})
    assert done.rows(LINKED) == [(8, 8)]
    assert "deals.csv:lead_id" in asked(made)


def test_a_lead_is_found_by_the_part_of_a_link_that_names_it(importing: Importer) -> None:
    """A relation of tables is its name with its address behind; a contact may be a name with an e-mail."""
    rows = [
        f"{n},2025-02-02,Ann Nr{'abcdefghijklmnopqrst'[n + 5]} (https://n.example/x-{n * 7919:x}),{n + 7}00"
        for n in range(8)
    ]
    deals = "\n".join([OF_PERSON.splitlines()[0], *rows]) + "\n"
    made, done = drafted(importing, {"people.csv": PEOPLE, "deals.csv": deals})
    assert done.column("select lead_id from deals order by deal_id") == [str(n + 6) for n in range(8)]
    assert "deals.csv:lead_id" in asked(made)
    people = table("Person - ID,Person - Created,E-mail", lambda n: f"{n + 1},2025-01-02,P{n}@x.example", 20)
    deals = table(
        "Deal - ID,Deal - Created,Associated Contact", lambda n: f"{n},2025-02-02,Ann Lee (p{n + 5}@x.example)", 8
    )
    made, done = drafted(importing, {"people.csv": people, "deals.csv": deals})
    assert done.column("select lead_id from deals order by deal_id") == [str(n + 6) for n in range(8)]
    assert "deals.csv:lead_id" not in asked(made)


def test_deals_that_find_no_lead_are_asked_about(importing: Importer) -> None:
    """With a file of leads beside them, and until the user says that they belong to none."""
    files = {"people.csv": PEOPLE, "deals.csv": OF_PERSON.replace("Ann Nr", "Case ")}
    folder = importing.write(files)
    assert "deals.csv:lead_id" in asked(draft([folder], ReadOptions()))
    assert "deals.csv:lead_id" not in asked(draft([folder], ReadOptions(), {"deals.csv:lead_id": "none"}))
    alone = importing.write({"deals.csv": files["deals.csv"]})
    assert "deals.csv:lead_id" not in asked(draft([alone], ReadOptions()))


def test_a_file_left_out_is_asked_about_where_most_rows_are_in_it(importing: Importer) -> None:
    """Be it of no known kind, or of one no figure needs."""
    many = {
        "odd.csv": table("Blurb,Shade", lambda n: f"x{n},{('red', 'blue')[n % 2]}", 30),
        "products.csv": table("Product Id,Product Name,Unit Price", lambda n: f"P{n:04d},Thing {n},{n}", 30),
    }
    for name, text in many.items():
        few = "\n".join(text.splitlines()[:4]) + "\n"
        assert f"{name}:table" in asked(draft([importing.write({"people.csv": PEOPLE, name: text})], ReadOptions()))
        assert f"{name}:table" not in asked(draft([importing.write({"people.csv": PEOPLE, name: few})], ReadOptions()))


def test_what_names_each_deal_comes_before_lists_of_deals(importing: Importer) -> None:
    """One of several deals in a lead's cell is not found by it; the deal's own contact is."""
    leads = table(
        "Record ID,Create Date,Email,Associated Deal IDs",
        lambda n: f"{n + 10_000},2025-01-02,p{n}@x.example,{f'{70_000 + n};{70_003 + n}' if n < 3 else ''}",
    )
    deals = table(
        "Record ID,Create Date,Deal Stage,Associated Contact IDs",
        lambda n: f"{n + 70_000},2025-02-02,Closed won,{10_000 + n % 3};10008",
        6,
    )
    _, done = drafted(importing, {"contacts.csv": leads, "deals.csv": deals})
    assert done.column("select lead_id from deals order by deal_id") == ["10000", "10001", "10002"] * 2


def test_a_second_deal_is_found_by_the_person_the_lead_became(importing: Importer) -> None:
    """The lead names one deal and its contact, and the contact's later deals are the lead's, too."""
    leads = table(
        "Record Id,Created Time,Email,Converted Contact.id,Converted Deal.id",
        lambda n: f"zcrm_1000{n},2025-01-02,p{n}@x.example,zcrm_3000{n},zcrm_2000{n}",
    )
    deals = table(
        "Record Id,Created Time,Deal Name,Stage,Contact Name.id",
        lambda n: f"zcrm_2000{n},2025-02-02,Deal {n},Closed Won,zcrm_3000{n % 9}" if n < 9
        else f"zcrm_2001{n},2025-04-02,Deal {n},Proposal,zcrm_30004",
        10,
    )  # fmt: skip
    _, done = drafted(importing, {"Leads.csv": leads, "Deals.csv": deals})
    assert done.rows(LINKED) == [(10, 10)]


SALESFORCE = {
    "Lead.csv": table("ID,EMAIL,CREATEDDATE", lambda n: f"00Q{n:012d},p{n}@x.example,2025-01-02T09:00:00.000Z"),
    "Opportunity.csv": table(
        "ID,NAME,STAGENAME,AMOUNT,CLOSEDATE,ISCLOSED,ISWON,CREATEDDATE",
        lambda n: (
            f"006{n:012d},Deal {n},{'Closed Won' if n < 4 else 'Prospecting'},9,2025-03-01,"
            f"{str(n < 4).lower()},{str(n < 4).lower()},2025-02-02T09:00:00.000Z"
        ),
    ),
    "OpportunityHistory.csv": table(
        "ID,OPPORTUNITYID,CREATEDDATE,STAGENAME,AMOUNT,CLOSEDATE",
        lambda n: (
            f"008{n:012d},006{n % 9:012d},2025-02-0{2 + n // 9}T09:00:00.000Z,"
            f"{('Prospecting', ('Closed Won', 'Closed Lost')[n % 2])[n // 9]},9,2025-03-01"
        ),
        18,
    ),
    "Task.csv": table(
        "ID,WHOID,SUBJECT,ACTIVITYDATE,COMPLETEDDATETIME,STATUS,TASKSUBTYPE,CALLTYPE",
        lambda n: (
            f"00T{n:012d},00Q{n:012d},S,2025-01-05,2025-01-05T10:30:00.000Z,Completed,"
            f"{('Email,', 'Call,Inbound', 'Call,Outbound')[n % 3]}"
        ),
    ),
}


def test_a_history_under_names_in_capitals_is_no_file_of_deals(importing: Importer) -> None:
    """Its words say won and lost as those of deals do, and its name says what it is."""
    _, done = drafted(importing, SALESFORCE)
    assert done.rows("select count(*) from deals") == [(9,)]


def test_touches_that_say_no_direction_load_and_are_asked_about(importing: Importer) -> None:
    """Only calls say who called; the moment of day comes before the bare day."""
    made, done = drafted(importing, SALESFORCE)
    assert done.rows("select direction, count(*) from touches group by all order by all") == [
        ("inbound", 3),
        ("outbound", 6),
    ]
    assert done.rows("""select distinct "at"::time::varchar from touches""") == [("10:30:00",)]
    assert "Task.csv:direction:blank" in asked(made)


ENDS_SAID = {
    "a reason and a day": (
        "Deal Id,Created,Status,Abgeschlossen,Grund",
        {
            "Auftrag erhalten": "2025-03-01,",
            "Absage": "2025-03-02,Preis",
            "Gespräch": ",",
        },
    ),
    "a day, and the words of one end": (
        "Deal Id,Created,Stage,Finish",
        {"Signed": "2025-03-01", "Lost": "2025-03-02", "Scoping": ""},
    ),
    "a day, and a word for open deals": (
        "Deal Id,Created,Statut,Fermeture",
        {"Accord": "2025-03-01", "Perdue": "2025-03-02", "Ouverte": ""},
    ),
    "odds": (
        "Deal Id,Created,Deal Stage,Probability",
        {"Signed & paid": "1.0", "No go": "0.0", "Scoping": "0.4"},
    ),
    "a flag of wins and a reason": (
        "Deal Id,Created,Deal Stage,Is Closed Won,Close Date,Closed Lost Reason",
        {"Signed & paid": "true,2025-03-01,", "No go": "false,2025-03-02,Price", "Scoping": "false,2025-05-01,"},
    ),
}


@pytest.mark.parametrize("said", ENDS_SAID)
def test_stages_in_a_companys_own_words_end_as_their_rows_say(importing: Importer, said: str) -> None:
    """What no word tells, reasons, days, odds and flags tell; each such stage is asked about, the open ones are not."""
    header, rows = ENDS_SAID[said]
    stages = list(rows)
    deals = table(header, lambda n: f"D{n:08d},2025-02-02,{stages[n % 3]},{rows[stages[n % 3]]}", 12)
    made, done = drafted(importing, {"deals.csv": deals})
    assert draft([importing.write({"deals.csv": deals})], ReadOptions()).text == made.text
    assert [(event, number) for event, number, _ in ends_of(done)] == [("lost", 4), ("won", 4)]
    column = header.split(",")[2]
    assert f"deals.csv:{column}:{stages[0]}" in asked(made)
    assert f"deals.csv:{column}:{stages[2]}" not in asked(made)


def test_days_of_wins_and_of_losses_end_deals_where_nothing_else_does(importing: Importer) -> None:
    """What has a day of a loss is lost."""
    rows = ("2025-03-01,", ",2025-03-02", ",")
    deals = table("Deal Id,Created,Won Time,Lost Time", lambda n: f"D{n:08d},2025-02-02,{rows[n % 3]}", 12)
    _, done = drafted(importing, {"deals.csv": deals})
    assert [(event, number) for event, number, _ in ends_of(done)] == [("lost", 4), ("won", 4)]


def test_ends_that_no_column_or_no_word_tells_are_asked_about(importing: Importer) -> None:
    """Of deals that have no state, and of those of which words say one end alone; the answer holds."""
    silent = importing.write({"deals.csv": table("Deal Id,Created,Value", lambda n: f"D{n:08d},2025-02-02,{n}00")})
    assert "deals.csv:stage" in asked(draft([silent], ReadOptions()))
    assert "deals.csv:stage" not in asked(draft([silent], ReadOptions(), {"deals.csv:stage": "none"}))
    stages = ("Lost", "Signed", "Talking")
    half = importing.write(
        {"deals.csv": table("Deal Id,Created,Stage", lambda n: f"D{n:08d},2025-02-02,{stages[n % 3]}")}
    )
    assert "deals.csv:won" in asked(draft([half], ReadOptions()))
    made = draft([half], ReadOptions(), {"deals.csv:won": "Signed"})
    assert ('"Signed" = "won"' in made.text, "deals.csv:won" in asked(made)) == (True, False)


def test_people_nobody_takes_for_leads_are_asked_about(importing: Importer) -> None:
    """Where no other file is of leads: all would be empty."""
    folk = table("Nom de guerre,Anschrift", lambda n: f"N{n},p{n}@x.example")
    deals = table("Deal Id,Created,Deal Stage", lambda n: f"D{n:08d},2025-02-02,{('Closed Won', 'Closed Lost')[n % 2]}")
    assert "folk.csv:table" in asked(draft([importing.write({"folk.csv": folk, "deals.csv": deals})], ReadOptions()))


def test_days_in_words_are_read_of_few_values_and_of_many(importing: Importer) -> None:
    """Whether all the values of a column were looked at or the most frequent of them."""
    months = ("Jan", "Mar", "May", "Jul")
    for rows in (9, 100):
        days = table("Lead ID,Created on", lambda n: f"L{n:04d},{n % 28 + 1} {months[n // 28]} 2024", rows)
        _, done = drafted(importing, {"leads.csv": days})
        assert done.rows("select count(created_at) from leads") == [(rows,)]


def test_a_list_of_ids_in_json_finds_its_lead(importing: Importer) -> None:
    """Records that an API names stand in cells as JSON."""
    people = table("id,createdate,email", lambda n: f"{n + 51000},2025-01-02,p{n}@x.example", 12)
    deals = table(
        "id,createdate,dealstage,associations.contacts.results",
        lambda n: f'{n + 900},2025-02-02,closedwon,"[{{""id"": ""{n + 51002}"", ""type"": ""x""}}]"',
    )
    made = draft([importing.write({"contacts.csv": people, "deals.csv": deals})], ReadOptions())
    assert 'lead_id = { column = "associations.contacts.results", of_link = "address" }' in made.text


def test_customers_and_first_names_may_be_whole_names(importing: Importer) -> None:
    """Under whatever header: the names that are there say what a column is."""
    people = PEOPLE.replace("Person - Name", "Prénom")
    made, done = drafted(
        importing, {"people.csv": people, "deals.csv": OF_PERSON.replace("Deal - Contact person", "Customer")}
    )
    assert done.rows(LINKED) == [(8, 8)]
    assert "deals.csv:lead_id" in asked(made)


def test_one_list_of_leads_and_of_the_deals_some_became(importing: Importer) -> None:
    """Each row is a lead; those that are opportunities are deals of that lead; a reason ends one at any stage."""
    ends = ("Won,2025-03-01,", "Proposition,2025-03-02,Price", "Proposition,,")
    rows = table(
        "External ID,Type,Contact Name,Email,Expected Revenue,Created on,Stage,Closed Date,Lost Reason",
        lambda n: (
            f"crm_lead_{n:04d},{'Opportunity' if n < 9 else 'Lead'},Ann,p{n}@x.example,{n}00,2025-02-02,"
            f"{ends[n % 3] if n < 9 else 'New,,'}"
        ),
        15,
    )
    made, done = drafted(importing, {"crm.csv": rows})
    assert done.rows("select count(*) from leads") == [(15,)]
    assert done.rows("select count(*), count(*) filter (where lead_id = deal_id), sum(amount) from deals") == [
        (9, 9, 3600.0)
    ]
    assert [(event, number) for event, number, _ in ends_of(done)] == [("lost", 3), ("won", 3)]
    assert {"crm.csv:both", "crm.csv:lost:Lost Reason"} <= asked(made)
    folder = importing.write({"crm.csv": rows})
    assert "crm.csv:lost:Lost Reason" not in {
        question.id for question in draft([folder], ReadOptions(), {"crm.csv:both": "no"}).questions if question.given
    }


def test_amounts_in_hundredths_are_read_from_the_column_in_whole_units(importing: Importer) -> None:
    """Where both stand; where only the hundredths do, the amount is asked."""
    row = "D{n:08d},2025-02-02,Won,{n}5050,"
    header = "Deal Id,Created,Status,value,"
    both = table(header + "value_formatted", lambda n: row.format(n=n + 1) + f'"€{n + 1},050.50"'.replace(",0", "0"))
    _, done = drafted(importing, {"deals.csv": both.replace("5050,", "05050,")})
    assert done.rows("select min(amount), max(amount) from deals") == [(1050.5, 9050.5)]
    alone = table("Deal Id,Created,Status,amount_cents", lambda n: row.format(n=n + 1).rstrip(","))
    made, _ = drafted(importing, {"deals.csv": alone})
    assert "deals.csv:amount" in asked(made)


def test_amounts_that_name_their_currency_are_amounts(importing: Importer) -> None:
    """Whatever the column is called; of several one is taken, and asked about."""
    deals = table("Deal Id,Created,Status,Size of it", lambda n: f'D{n:08d},2025-02-02,Won,"$ {n + 1}2,500.00"')
    _, done = drafted(importing, {"deals.csv": deals})
    assert done.rows("select min(amount) from deals") == [(12_500.0,)]
    two = table(
        "Deal Id,Created,Status,Size of it,Other size", lambda n: f"D{n:08d},2025-02-02,Won,$ {n + 1}000.50,$ {n}700.50"
    )
    made, _ = drafted(importing, {"deals.csv": two})
    assert "deals.csv:amount" in asked(made)


def test_texts_with_a_comma_in_a_workbook_are_amounts(importing: Importer, tmp_path: Path) -> None:
    """Cells of numbers have their mark; a cell that is a text has its own."""
    rows = [["Deal Id", "Created", "Status", "Value"]]
    rows += [[f"D{n:08d}", "2025-02-02", "Won", f"€ {n + 1}.500,25"] for n in range(5)]
    (tmp_path / "in").mkdir()
    book(tmp_path / "in" / "deals.xlsx", {"Deals": rows})
    _, done = taken(importing, tmp_path / "in")
    assert done.rows("select min(amount), max(amount) from deals") == [(1500.25, 5500.25)]


def test_a_board_says_its_header_above_each_group(importing: Importer, tmp_path: Path) -> None:
    """Headers again, names of groups and their sums are no records, and none of their words is asked about."""
    header = ["Name", "Stage", "Owner", "Deal Value", "Created"]
    rows: list[list[object]] = [["Deals"], []]
    for place, stage in enumerate(("Discovery", "Won", "Lost")):
        rows += [[f"Group {stage}"], list(header)]
        rows += [[f"Deal {place}{n}", stage, "Ann Lee", 1000 + n, "2025-02-02"] for n in range(4)]
        rows += [[None, None, None, 4006], []]
    (tmp_path / "in").mkdir()
    book(tmp_path / "in" / "deals.xlsx", {"deals": rows})
    made, done = taken(importing, tmp_path / "in")
    assert done.rows("select count(*), sum(amount) from deals") == [(12, 12_018.0)]
    assert done.quarantine == []
    assert [(event, number) for event, number, _ in ends_of(done)] == [("lost", 4), ("won", 4)]
    assert "deals.xlsx:Stage:Stage" not in asked(made)


def test_touches_are_told_by_their_words_and_numbers(importing: Importer) -> None:
    """Milliseconds under no known name, ids of a few signs, and a kind that nobody knows is another."""
    leads = table("N° prospect,Created,Email", lambda n: f"P{n:04d},2025-01-02,p{n}@x.example")
    acts = table(
        "act_ref,N° prospect,Type,Way,logged",
        lambda n: (
            f"{n},P{n % 9:04d},{('Call', 'Email', 'Pigeon')[n % 3]},{('out', 'in')[n % 2]},{1_736_000_000_000 + n}"
        ),
        18,
    )
    _, done = drafted(importing, {"leads.csv": leads, "acts.csv": acts})
    assert done.rows("select kind, count(*) from touches group by all order by all") == [
        ("call", 6),
        ("email", 6),
        ("other", 6),
    ]
    assert done.rows("select count(*) from touches where lead_id is null") == [(0,)]


LANDED = {
    "contact.csv": table("id,property_createdate,property_email", lambda n: f"{n + 100},2025-01-02,p{n}@x.example"),
    "deal.csv": table(
        "deal_id,property_createdate,property_dealname,deal_pipeline_stage_id",
        lambda n: f"{n + 500},2025-02-02,Deal {n},{n % 2 + 90}",
    ),
    "deal_contact.csv": table("contact_id,deal_id,type_id", lambda n: f"{n + 100},{n + 500},3"),
    "stages.csv": "stage_id,label,pipeline_id,closed_won\n90,Signed,1,true\n91,Talking,1,false\n",
}


def test_tables_that_mean_something_only_together_are_read_by_the_mapping_that_ships(importing: Importer) -> None:
    """A connector's tables of pairs and of stages' names; a draft of them is had by saying so."""
    made, done = drafted(importing, LANDED)
    assert done.rows(LINKED) == [(9, 9)]
    assert [question.id for question in made.open_questions] == ["files:mapping"]
    assert asked(made) == set()
    by_hand = draft([importing.write(LANDED)], ReadOptions(), {"files:mapping": "draft"})
    assert 'name = "draft"' in by_hand.text


def test_what_a_screen_exports_is_drafted_from_its_values(importing: Importer) -> None:
    """A company's own stages are in no mapping that ships; which one knows the file is said."""
    deals = table(
        "Record ID,Deal Name,Create Date,Deal Stage,Close Date",
        lambda n: f"{n + 500},Deal {n},2025-02-02,{('Closed Won', 'Closed Lost')[n % 2]},2025-03-01",
    )
    made, _ = drafted(importing, {"deals.csv": deals})
    assert "# The mapping hubspot that ships reads deals.csv" in made.text
    assert made.text.count("# The mapping ") == 1
    assert "files:mapping" not in {question.id for question in made.open_questions}
