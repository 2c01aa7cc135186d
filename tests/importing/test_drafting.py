"""Drafts of mappings tell keys, links, outcomes and dates by the values, and are imported without an edit."""

from collections.abc import Callable
from typing import Any

import pytest
from typer.testing import CliRunner

from dashboard.cli import app
from dashboard.importing.drafting.mapdraft import draft, draft_mapping
from dashboard.importing.reading.staged import ReadOptions
from tests.importing.importer import Imported, Importer
from tests.importing.test_layouts import book

ENDS = ("Closed Won", "Closed Lost", "Proposal")


def table(header: str, row: Callable[[int], str], rows: int = 9) -> str:
    """A CSV text of numbered rows."""
    return "\n".join([header, *(row(number) for number in range(rows))]) + "\n"


def drafted(importing: Importer, files: dict[str, str]) -> tuple[str, Imported]:
    """The draft for files, and what it imports as it stands."""
    folder = importing.write(files)
    text = draft_mapping([folder], ReadOptions())
    return text, importing(folder, text)


def ends_of(done: Imported) -> list[tuple[str, int, str]]:
    """How many deals were won and lost, and when the first."""
    return done.rows(
        """
        select event, count(*), min("at")::date::varchar from deal_events
        where event in ('won', 'lost') group by event order by event
        """
    )


LEADS = table(
    "Lead ID,Email,Created Date,Lead Source", lambda n: f"00Q{n:012d},p{n}@x{n}.example,2025-01-{n + 1:02d},Web"
)
DEALS = "Opportunity ID,Contact ID,Stage,Close Date,Amount,Created Date"


@pytest.mark.parametrize(
    ("header", "row", "key"),
    [
        ("LEADID,Lead Owner Id,Created,Email", "Z{n}9,U{half},2025-01-0{day},p{n}@x.example", "LEADID"),
        ("Lead Owner Id,Record Id,Created", "U{n}00,zcrm_10000{n},2025-01-0{day}", "Record Id"),
        ("(Do Not Modify) Lead,Created,Name", "a1b2c3d4-0000-4000-8000-00000000000{n},2025-01-0{day},P {n}", None),
        ("Name,Created,Ref", "P {n},2025-01-0{day},R-{n}", "Ref"),
        ("Account Id,Created,Email", "001A{half},2025-01-0{day},p{n}@x.example", "Email"),
    ],
)
def test_the_key_is_the_records_own_id(importing: Importer, header: str, row: str, key: str | None) -> None:
    """In capitals or as a GUID; never an owner's or another record's, be it unique or not."""
    files = {"leads.csv": table(header, lambda n: row.format(n=n, half=n // 2, day=n + 1))}
    text, done = drafted(importing, files)
    assert f'lead_id = "{key or header.partition(",")[0]}"' in text
    assert done.rows("select count(*), count(distinct lead_id) from leads") == [(9, 9)]


def test_rows_without_a_key_are_each_one_and_that_is_asked(importing: Importer) -> None:
    """Equal rows count, and the draft says how many there are."""
    text, done = drafted(
        importing, {"leads.csv": table("Created Date,UTM Medium", lambda n: f"2025-01-0{n // 3 + 1},web")}
    )
    assert 'lead_id = { row_key = "each row" }  # unsure: no column tells the rows apart' in text
    assert "6 rows equal others: if those are the same one, say row_key = true" in text
    assert done.rows("select count(*) from leads") == [(9,)]


@pytest.mark.parametrize(
    ("leads", "deals"),
    [
        (
            table("LeadId,CreatedDate,ConvertedOpportunityId", lambda n: f"L{n:08d},2025-01-02,O{n:08d}", 6),
            table("OpportunityId,CreatedDate,Amount,Stage", lambda n: f"O{n:08d},2025-02-02,5,{ENDS[n % 3]}", 6),
        ),
        (
            table("Record ID,Create Date,Email", lambda n: f"{n + 10_000},2025-01-02,p{n}@x.example"),
            table("Deal ID,Created,Associated Contact IDs", lambda n: f"{n + 70_000},2025-02-02,{n + 10_000};10003", 6),
        ),
        (
            table("Lead,Lead ID,Created,Email", lambda n: f"P {n},L-{n},2025-01-02,p{n}@x.example"),
            table("Deal ID,Created,Amount,Contact Email", lambda n: f"D-{n},2025-02-02,5,P{n}@X.example", 6),
        ),
        (
            table("Lead ID,Created,Name", lambda n: f"00Q000000000{n:03d}EAA,2025-01-02,P"),
            table("Opportunity ID,Created,Lead", lambda n: f"006000000000{n:03d},2025-02-02,00Q000000000{n:03d}", 6),
        ),
    ],
    ids=["the lead names its deal", "several contacts", "addresses", "15 and 18 characters"],
)  # fmt: skip
def test_deals_find_their_leads_by_the_values(importing: Importer, leads: str, deals: str) -> None:
    """Whichever file names the other, and however it is written."""
    text, done = drafted(importing, {"leads.csv": leads, "deals.csv": deals})
    assert "# lead_id finds a record for 100% of what names one." in text
    assert done.rows("select count(*), count(lead_id), count(distinct lead_id) from deals") == [(6, 6, 6)]


def test_a_contact_leads_to_the_lead_with_its_address(importing: Importer) -> None:
    """A table between that has no day of its own feeds nothing, is looked up, and says so."""
    files = {
        "leads.csv": LEADS,
        "contacts.csv": table("Contact ID,Email,Name", lambda n: f"003{n:012d},P{n}@x{n}.example,N{n}"),
        "opportunities.csv": table(
            DEALS, lambda n: f"006{n:012d},003{n:012d},{ENDS[n % 3]},2025-03-0{n + 1},9,2025-02-0{n + 1}"
        ),
    }
    text, done = drafted(importing, files)
    assert "# contacts.csv feeds no leads: it has no day people came in, and leads.csv has; it is looked up." in text
    assert done.rows("select count(*) from leads") == [(9,)]
    assert done.rows("select count(*) from deals where lead_id = '00Q' || substring(deal_id, 4)") == [(9,)]


def test_contacts_that_are_the_leads_once_more_are_no_leads(importing: Importer) -> None:
    """People of both files would count twice; contacts who are nobody's lead count."""
    same = table("Contact ID,Email,Created Date", lambda n: f"003{n:012d},p{n}@x{n}.example,2025-01-{n + 1:02d}")
    text, done = drafted(importing, {"leads.csv": LEADS, "contacts.csv": same})
    assert "unsure: contacts.csv feeds no leads, as its people stand in leads.csv; it is left out." in text
    assert done.rows("select count(*) from leads") == [(9,)]
    _, done = drafted(importing, {"leads.csv": LEADS, "contacts.csv": same.replace("@x", "@y")})
    assert done.rows("select count(*) from leads") == [(18,)]


def test_what_is_not_there_is_said(importing: Importer) -> None:
    """Deals that name no lead, states without a day; a currency is told by its codes, whatever it is called."""
    leads = table("Lead ID,Created,Stage", lambda n: f"L{n:05d},2025-01-02,{('New', 'MQL')[n % 2]}")
    deals = table("Deal ID,Created,Amount,Amount Unit", lambda n: f"D{n:05d},2025-02-02,5,{('EUR', 'JPY')[n % 2]}")
    text, done = drafted(importing, {"leads.csv": leads, "deals.csv": deals})
    assert "# unsure: no lead is found: nothing here is the key, the address or the name of one." in text
    assert '# unsure: "MQL" of "Stage" have no day, and count for nothing; a history would date them.' in text
    assert done.rows("select currency, count(*) from deals group by currency order by currency") == [
        ("EUR", 5),
        ("JPY", 4),
    ]


def test_small_numbers_that_meet_by_chance_are_no_link(importing: Importer) -> None:
    """A count of employees is among the ids of leads, and names none."""
    files = {
        "leads.csv": table("ID,Created", lambda n: f"{n + 1},2025-01-02"),
        "deals.csv": table("Deal ID,Created,Amount,Seats", lambda n: f"{n + 50},2025-02-02,5,{n % 4 + 1}"),
    }
    text, done = drafted(importing, files)
    assert ('# Not used: "Seats"' in text, "no lead is found" in text) == (True, True)
    assert done.rows("select count(lead_id) from deals") == [(0,)]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Deal ID,Created,Value,Stage,Expected close date,Closed on", "{id},{created},5,{end},2025-09-01,{closed}"),
        ("Deal ID,Created,Value,Stage,Close Date,Real End", "{id},{created},5,{end},2025-09-01,{closed}"),
        ("Deal ID,Created,Value,Stage,Status,Won time,Lost time", "{id},{created},5,Demo,{status},{won},{lost}"),
        ("Deal ID,Created,Value,Stage,Closing Date", "{id},{zoho},5,{end},{zoho_closed}"),
    ],
    ids=["closed beside expected", "told by the values alone", "a day for each end", "in words"],
)
def test_a_deal_closes_on_the_day_that_open_deals_have_not(importing: Importer, header: str, row: str) -> None:
    """Never the day that is expected; a format that was found holds wherever the column is read."""

    def line(n: int) -> str:
        closed = "" if n % 3 == 2 else f"2025-03-0{n + 1}"
        return row.format(
            id=f"D{n:04d}", created=f"2025-02-0{n + 1}", end=ENDS[n % 3], closed=closed,
            status=("Won", "Lost", "Open")[n % 3], won=closed if n % 3 == 0 else "", lost=closed if n % 3 == 1 else "",
            zoho=f'"{n + 1} Feb, 2025 10:00:00"', zoho_closed=f'"{n + 1} Mar, 2025 10:00:00"',
        )  # fmt: skip

    _, done = drafted(importing, {"deals.csv": table(header, line)})
    assert ends_of(done) == [("lost", 3, "2025-03-02"), ("won", 3, "2025-03-01")]
    assert done.rows("select count(*) from warnings where reason = 'bad_timestamp'") == [(0,)]


def test_states_without_a_day_are_told(importing: Importer) -> None:
    """A lead that is disqualified now counts so, with its reason."""
    states = ("Disqualified", "Junk Lead", "Working")
    rows = table(
        "LeadId,CreatedDate,Stage,DisqualifiedReason",
        lambda n: f"L{n},2025-01-02,{states[n % 3]},{'Budget' if n % 3 < 2 else ''}",
    )
    _, done = drafted(importing, {"Leads.csv": rows})
    assert done.rows("select event, reason, count(*) from lead_events group by all") == [("disqualified", "Budget", 6)]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Products.csv", "products"),
        ("Cases.csv", "cases"),
        ("invoices_2025.csv", "invoices"),
        ("Angebote.csv", "quotes"),
    ],
)
def test_what_no_figure_needs_is_left_out_by_name(importing: Importer, name: str, kind: str) -> None:
    """It does not become leads because it has ids, days and owners."""
    other = table("Id,Created Date,Owner,Name,Status", lambda n: f"X{n},2025-01-02,Ann,Thing,New")
    text, done = drafted(importing, {"leads.csv": LEADS, name: other})
    assert f"# {name} is left out: it holds {kind}, which no figure needs." in text
    assert done.rows("select count(*) from leads") == [(9,)]


def test_moves_are_histories_and_no_deals(importing: Importer) -> None:
    """Moves of the stage are kept, others left out; words that only may be an acceptance are asked about."""
    moves = ("MQL", "Working", "Unqualified")
    files = {
        "leads.csv": LEADS,
        "lead_history.csv": table(
            "Lead ID,Field,Old Value,New Value,Edit Date",
            lambda n: f"00Q{n:012d},{('Status', 'Owner')[n // 8]},New,{moves[n % 3]},2025-02-0{n + 1}",
        ),
        "opportunities.csv": table(
            "Opportunity ID,Created,Amount,Stage", lambda n: f"006{n:012d},2025-02-01,9,{ENDS[n % 3]}"
        ),
        "opp history.csv": table(
            "Opportunity ID,To Stage,Date,Amount", lambda n: f"006{n:012d},{ENDS[n % 3]},2025-03-0{n + 1},9"
        ),
    }
    text, done = drafted(importing, files)
    assert '# unsure: does sales accept a lead that is "Working"?' in text
    assert done.rows("select event, count(*) from lead_events group by event order by event") == [
        ("disqualified", 2),
        ("mql", 3),
        ("sal", 3),
    ]
    assert done.rows("select count(*) from deals") == [(9,)]
    assert ends_of(done) == [("lost", 3, "2025-03-02"), ("won", 3, "2025-03-01")]


def test_a_grouped_report_is_filled_down(importing: Importer) -> None:
    """What stands once above its group holds for the group; a key with gaps is no group."""
    rows = (
        "Opportunity Owner,Stage,Opportunity ID,Amount,Created Date,Close Date\n"
        "Ann,Closed Won,O1,1,2025-01-02,2025-02-02\n,,O2,1,2025-01-02,2025-02-02\n"
        ",Closed Lost,O3,1,2025-01-02,2025-02-02\n"
        "Bob,Closed Won,O4,1,2025-01-02,2025-02-02\n,,O5,1,2025-01-02,2025-02-02\n"
        ",Proposal,O6,1,2025-01-02,2025-02-02\n"
    )
    text, done = drafted(importing, {"deals.csv": rows})
    assert 'fill_down = ["Opportunity Owner", "Stage"]  # unsure: do the blanks repeat what stands above?' in text
    assert done.rows("select owner, count(*) from deals group by owner order by owner") == [("Ann", 3), ("Bob", 3)]
    assert done.rows("select count(*) from deal_events where event = 'won'") == [(4,)]
    gaps = table("Lead ID,Created,Email", lambda n: f"{'' if n % 3 else f'L{n}'},2025-01-02,p{n}@x.example")
    assert "fill_down" not in draft_mapping([importing.write({"leads.csv": gaps})], ReadOptions())


LABELS = {
    "de": """
        Datensatz-ID,Vorname,Nachname,E-Mail,Erstellungsdatum
        Datensatz-ID,Deal-Name,Deal-Phase,Betrag,Erstellungsdatum,Abschlussdatum,Zugeordnete Kontakt-IDs
        Abgeschlossen und gewonnen,Abgeschlossen und verloren""",
    "fr": """
        ID de fiche d'informations,Prénom,Nom de famille,E-mail,Date de création
        ID de fiche d'informations,Nom,Phase,Montant,Date de création,Date de fermeture,ID de contact associés
        Fermé gagné,Fermé perdu""",
    "es": """
        ID de registro,Nombre,Apellidos,Correo,Fecha de creación
        ID de registro,Negocio,Etapa del negocio,Valor,Fecha de creación,Fecha de cierre,ID de contacto asociados
        Cierre ganado,Cierre perdido""",
    "pt": """
        ID do registro,Nome,Sobrenome,E-mail,Data de criação
        ID do registro,Negócio,Etapa do negócio,Valor,Data de criação,Data de fechamento,IDs de contato associado
        Negócio fechado ganho,Negócio perdido""",
    "nl": """
        Record-ID,Voornaam,Achternaam,E-mail,Aanmaakdatum
        Record-ID,Dealnaam,Dealfase,Bedrag,Aanmaakdatum,Sluitingsdatum,Gekoppelde contact-ID's
        Gesloten gewonnen,Gesloten verloren""",
    "it": """
        ID record,Nome,Cognome,E-mail,Data di creazione
        ID record,Nome trattativa,Fase della trattativa,Importo,Data di creazione,Data di chiusura,ID contatto associati
        Chiuso vinto,Chiuso perso""",
    "ja": """
        レコードID,名,姓,Eメール,作成日
        レコードID,取引名,取引ステージ,金額,作成日,クローズ日,関連づけられたコンタクトID
        成約,失注""",
}  # fmt: skip
"""HubSpot's labels of contacts and of deals, and how a deal ends."""


@pytest.mark.parametrize("language", LABELS)
def test_labels_in_other_languages(importing: Importer, language: str) -> None:
    """Of two dates the day of creation is the one called so; stages say in their own words how a deal ended."""
    contacts, deals, ends = (line.strip() for line in LABELS[language].strip().splitlines())
    stages = (*ends.split(","), "X 1")

    def deal(n: int) -> str:
        closed = "" if n % 3 == 2 else f"2025-03-0{n + 1}"
        return f"{n + 70_000},T{n},{stages[n % 3]},100,2025-02-0{n + 1},{closed},{n + 10_000}"

    people = table(contacts, lambda n: f"{n + 10_000},A{n},B{n},p{n}@x.example,2025-01-0{n + 1}")
    _, done = drafted(importing, {"people.csv": people, "sales.csv": table(deals, deal)})
    leads = "select count(*), count(email), min(created_at)::date::varchar from leads"
    assert done.rows(leads) == [(9, 9, "2025-01-01")]
    figures = "select count(*), count(lead_id), sum(amount), min(created_at)::date::varchar from deals"
    assert done.rows(figures) == [(9, 9, 900.0, "2025-02-01")]
    assert ends_of(done) == [("lost", 3, "2025-03-02"), ("won", 3, "2025-03-01")]


def test_what_only_the_user_knows_is_left_open(importing: Importer) -> None:
    """Nothing required is bound to nonsense: the line is a comment, and one sentence says what is missing."""
    folder = importing.write(
        {"people.csv": table("Prospect ID,Lead Source,Email", lambda n: f"P{n},Web,p{n}@x.example")}
    )
    found = draft([folder], ReadOptions())
    (asked,) = found.required
    assert asked.doubt == "leads need the day the lead came in, and no column of it holds dates"
    assert "# created_at =  # unsure: leads need the day the lead came in" in found.text
    out = importing.folder / "m.toml"
    done = CliRunner().invoke(app, ["map", str(folder), "--out", str(out)])
    assert f"people.csv: {asked.doubt}" in done.stderr
    assert str(done.exception) == (
        "Nothing can be imported before this is answered: Which column of people.csv is the day the lead came in? "
        "--answer people.csv:created_at=none."
    )
    assert out.exists()


def test_files_that_say_nothing_get_no_mapping(importing: Importer) -> None:
    """Status 2, a sentence with what was seen, and no file that could not be imported."""
    folder = importing.write({"poem.csv": "line,verse\nTyger,tyger\n"})
    out = importing.folder / "m.toml"
    done = CliRunner().invoke(app, ["map", str(folder), "--out", str(out)])
    assert done.exit_code != 0
    assert "Nothing in these files is recognised as leads or deals: poem.csv has “line”, “verse”; add" in str(
        done.exception
    )
    assert not out.exists()


def test_a_report_in_a_workbook_loads_its_records_alone(importing: Importer) -> None:
    """Two header lines, merged cells, subtotals, a note below: each record counts once, nothing is set aside."""
    people: list[list[Any]] = [
        ["Lead overview"],
        [],
        ["Lead", None, None, "Origin"],
        ["Id", "Created", "Email", "Source"],
    ]
    people += [
        [f"L-{n:06d}", f"2025-01-{n + 1:02d}", f"p{n}@x{n}.example", ("Web", "Fair")[n // 6] if n % 6 == 0 else None]
        for n in range(12)
    ]
    people += [["Summe", None, None, 12], [], ["Vertraulich, nur für den internen Gebrauch"]]
    sales: list[list[Any]] = [["Owner", "Stage", "Deal Id", "Lead Id", "Opened", "Closed on", "Amount"]]
    for number in range(12):
        closed = None if number % 6 > 3 else f"2025-03-{number + 1:02d}"
        who, stage = ("Ann", "Bob")[number // 6], ("Won", "Lost", "Demo")[number % 6 // 2]
        ids = [f"D-{number:06d}", f"L-{number:06d}", f"2025-02-{number + 1:02d}", closed, 100]
        sales.append([None if number % 6 else who, None if number % 2 else stage, *ids])
        sales += [[None, "Zwischensumme", *[None] * 4, 200]] if number % 2 else []
        sales += [[f"Total {who}", *[None] * 5, 600]] if number % 6 == 5 else []
    folder = importing.write({})
    book(
        folder / "review.xlsx", {"People": people, "Sales": sales, "Cover": [["Sales review"]]}, merged="D5:D10 D11:D16"
    )
    text = draft_mapping([folder], ReadOptions())
    done = importing(folder, text)
    assert 'fill_down = ["Source"]' in text
    assert done.quarantine == []
    assert done.rows("select source, count(*) from leads group by source order by source") == [("Fair", 6), ("Web", 6)]
    assert done.rows("select owner, count(*), count(lead_id) from deals group by owner order by owner") == [
        ("Ann", 6, 6),
        ("Bob", 6, 6),
    ]
    assert ends_of(done) == [("lost", 4, "2025-03-03"), ("won", 4, "2025-03-01")]


def test_deleted_records_are_left_out(importing: Importer) -> None:
    """A CRM exports what was deleted or archived, too; it is left out and said, and a column that marks none is."""
    rows = table(
        "Opportunity ID,Created Date,Stage,Amount,IsDeleted,Archiviert",
        lambda n: f"006{n:012d},2025-02-0{n + 1},{ENDS[n % 3]},5,{'TRUE' if n < 4 else 'FALSE'},false",
    )
    text, done = drafted(importing, {"opportunities.csv": rows})
    assert '# 4 rows are marked in "IsDeleted", and left out.' in text
    assert "Archiviert" in text.partition("keep = ")[2].partition("\n")[0]
    assert done.rows("select count(*) from deals") == [(5,)]
