"""How deals end, by every shape of export, each alone and together: the record says where, the history when."""

# ruff: noqa: E501 — the lines of an export are as long as they are

from collections.abc import Callable, Iterable
from itertools import combinations, product
from typing import Any, NamedTuple

import pytest

from dashboard.importing.mapping.files import load_mapping
from tests.enduring import FULL, some
from tests.importing.importer import Imported, Importer

CREATED = "2025-04-07 09:00:00"
CLOSED = {"Closed Won": ("true", "true"), "Closed Lost": ("true", "false")}


class Deal(NamedTuple):
    """A deal: where its record says it stands, its close date, its moves, and the events they make."""

    stage: str
    close_date: str
    moves: tuple[tuple[str, str], ...]
    events: tuple[tuple[str, str], ...]


DEALS = {
    "slipped, then won": Deal(
        "Closed Won",
        "2025-05-20",
        (("2025-05-05", "Closed Lost"), ("2025-05-12", "Negotiation"), ("2025-05-20", "Closed Won")),
        (("2025-05-05", "lost"), ("2025-05-12", "reopened"), ("2025-05-12", "Negotiation"), ("2025-05-20", "won")),
    ),
    "slipped, open again": Deal(
        "Negotiation",
        "2025-07-30",
        (("2025-05-05", "Closed Lost"), ("2025-05-12", "Negotiation")),
        (("2025-05-05", "lost"), ("2025-05-12", "reopened"), ("2025-05-12", "Negotiation")),
    ),
    "lost": Deal("Closed Lost", "2025-05-12", (("2025-05-12", "Closed Lost"),), (("2025-05-12", "lost"),)),
    "corrected to won": Deal(
        "Closed Won",
        "2025-05-11",
        (("2025-05-10", "Closed Lost"), ("2025-05-11", "Closed Won")),
        (("2025-05-11", "won"),),
    ),
    "corrected to lost": Deal(
        "Closed Lost",
        "2025-05-18",
        (("2025-05-16", "Closed Won"), ("2025-05-18", "Closed Lost")),
        (("2025-05-18", "lost"),),
    ),
    "open": Deal("Demo", "2025-07-30", (("2025-05-02", "Demo"),), (("2025-05-02", "Demo"),)),
}
ENDS = [(name, {"Closed Won": "won", "Closed Lost": "lost"}.get(deal.stage)) for name, deal in sorted(DEALS.items())]
MOVED = sorted((name, at, event) for name, deal in DEALS.items() for at, event in deal.events)
IDS = {name: f"0065g00000{at:05}" for at, name in enumerate(DEALS)}
FIRST = "Qualification"


def moves(deal: Deal) -> Iterable[tuple[str, str, str]]:
    """When, from which stage, to which: in the order they happened."""
    before = FIRST
    for at, stage in deal.moves:
        yield f"{at} 10:00:00", before, stage
        before = stage


def lines(header: str, rows: Iterable[Iterable[str]]) -> str:
    """A file of these rows."""
    return "\n".join([header, *(",".join(row) for row in rows)]) + "\n"


def flags(stage: str) -> tuple[str, str]:
    """Whether it is closed, whether it is won."""
    return CLOSED.get(stage, ("false", "false"))


SALESFORCE = {
    "Opportunity.csv": lines(
        "Id,Name,StageName,CreatedDate,CloseDate,IsClosed,IsWon",
        (
            (IDS[name], name.replace(",", ""), deal.stage, CREATED, deal.close_date, *flags(deal.stage))
            for name, deal in DEALS.items()
        ),
    ),
    "OpportunityHistory.csv": lines(
        "OpportunityId,StageName,CreatedDate",
        (
            (IDS[name], stage, at)
            for name, deal in DEALS.items()
            for at, _, stage in [(CREATED, "", FIRST), *moves(deal), *moves(deal)]  # other fields change too
        ),
    ),
    "OpportunityFieldHistory.csv": lines(
        "OpportunityId,Field,OldValue,NewValue,CreatedDate",
        ((IDS[name], "StageName", old, new, at) for name, deal in DEALS.items() for at, old, new in moves(deal)),
    ),
    "opportunity_versions.csv": lines(
        "id,stage_name,is_closed,is_won,_fivetran_start,_fivetran_end,_fivetran_active",
        (
            (IDS[name], stage, *flags(stage), at, "", "false")
            for name, deal in DEALS.items()
            for at, _, stage in [(CREATED, "", FIRST), *moves(deal)]
        ),
    ),
}
HISTORIES = [name for name in SALESFORCE if name != "Opportunity.csv"]
NOT_FIRST = f"event <> '{FIRST}'"


def events(done: Imported) -> list[tuple[Any, ...]]:
    """Each deal's events but its first stage, in order."""
    return done.rows(f"""
        select name, ("at")::date::varchar, event from deal_events join deals using (deal_id)
        where {NOT_FIRST} order by 1, "at", case event when 'reopened' then 0 else 1 end, event
    """)


def ends(done: Imported) -> list[tuple[Any, ...]]:
    """Each deal with the outcome it ends with, by the contract's own words: none after a `reopened`."""
    return done.rows("""
        select name, nullif(arg_max(event, ("at", case event when 'reopened' then 0 else 1 end))
            filter (where event in ('won', 'lost', 'reopened')), 'reopened')
        from deals left join deal_events using (deal_id) group by 1 order by 1
    """)


def named(rows: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The rows in order, their names as the files write them."""
    return sorted((row[0].replace(",", ""), *row[1:]) for row in rows)


@pytest.mark.parametrize(
    "histories", some([chosen for count in range(4) for chosen in combinations(HISTORIES, count)], 20), ids=" + ".join
)
def test_salesforce_histories_alone_and_together(importing: Importer, histories: tuple[str, ...]) -> None:
    """Adding a history never changes how a deal ends; any one tells when it moved, several no more than one."""
    files = {name: SALESFORCE[name] for name in ("Opportunity.csv", *histories)}
    done = importing(files, load_mapping("salesforce"))
    assert ends(done) == named(ENDS)
    if histories:
        assert sorted(events(done)) == sorted(named(MOVED))
    assert done.quarantine == []
    corrected = 2 if histories else 0
    assert (
        done.rows("select reason, count(*) from warnings where reason <> 'day_precision' group by all")
        == [("outcome_corrected", corrected)][:corrected]
    )


@pytest.mark.parametrize("flagged", [("IsClosed", "IsWon"), ("IsClosed",), ("IsWon",), ("ForecastCategory",), ()])
@pytest.mark.parametrize("history", [True, False])
def test_salesforce_flags_or_none(importing: Importer, flagged: tuple[str, ...], history: bool) -> None:
    """Stages of other names: by both flags, one of them, a forecast category, or a name that says it."""
    stages = {
        "Won": ("7 - Closed (Won)", "true", "true", "Closed"),
        "Lost": ("8 - Closed: lost", "true", "false", "Omitted"),
        "Open": ("3 - Won over", "false", "false", "Pipeline"),
    }
    place = {"IsClosed": 1, "IsWon": 2, "ForecastCategory": 3}
    rows = [
        (f"00600000000000{at}", name, stage[0], CREATED, "2025-05-20", *(stage[place[flag]] for flag in flagged))
        for at, (name, stage) in enumerate(stages.items())
    ]
    files = {"Opportunity.csv": lines(",".join(["Id,Name,StageName,CreatedDate,CloseDate", *flagged]), rows)}
    if history:
        files["OpportunityHistory.csv"] = lines(
            "OpportunityId,StageName,CreatedDate", ((row[0], row[2], "2025-05-20 10:00:00") for row in rows)
        )
    done = importing(files, load_mapping("salesforce"))
    assert ends(done) == [("Lost", "lost"), ("Open", None), ("Won", "won")]
    by_name = {
        "IsClosed": [("outcome_by_name", 2)],
        "IsWon": [("looks_closed", 1)],
        "ForecastCategory": [("looks_closed", 1), ("outcome_by_name", 1)],
    }
    expected = (
        by_name.get(flagged[0], [])
        if len(flagged) == 1
        else []
        if flagged
        else [("looks_closed", 1), ("outcome_by_name", 2)]
    )
    assert (
        done.rows("select reason, count(*) from warnings where reason <> 'day_precision' group by all order by all")
        == expected
    )


STAGES = {"Qualification": "101", "Demo": "102", "Negotiation": "103", "Closed Won": "closedwon", "Closed Lost": "104"}
CONNECTOR_FLAGS: dict[str, dict[str, Callable[[str], str]]] = {
    "both, true for lost": {
        "closed_won": lambda stage: flags(stage)[0],
        "is_closed": lambda stage: flags(stage)[0],
        "probability": lambda stage: {"Closed Won": "1.0", "Closed Lost": "0.0"}.get(stage, "0.4"),
    },
    "both, as they say": {"closed_won": lambda stage: flags(stage)[1], "is_closed": lambda stage: flags(stage)[0]},
    "the old one": {
        "closed_won": lambda stage: flags(stage)[0],
        "probability": lambda stage: {"Closed Won": "1.0", "Closed Lost": "0.0"}.get(stage, "0.4"),
    },
    "the old one alone": {"closed_won": lambda stage: flags(stage)[0]},
    "the new one": {
        "is_closed": lambda stage: flags(stage)[0],
        "probability": lambda stage: {"Closed Won": "1", "Closed Lost": "0"}.get(stage, "0.4"),
    },
    "the new one alone": {"is_closed": lambda stage: flags(stage)[0]},
    "none": {},
}


@pytest.mark.parametrize(
    ("columns", "tells"),
    [
        (columns, tells)
        for columns, tells in product(CONNECTOR_FLAGS, ("history", "record", "both", "property history"))
        if FULL or tells == "record" or columns in {"both, true for lost", "none"}
    ],
)
def test_what_connectors_land_of_hubspot(importing: Importer, columns: str, tells: str) -> None:
    """Retired and renamed columns of the table of stages; the deal's own stage beside its stages entered, or alone."""
    read = CONNECTOR_FLAGS[columns]
    stage_id = "deal_pipeline_stage_id"
    files = {
        "deal_pipeline_stage_data.csv": lines(
            ",".join(["stage_id,label,pipeline_id", *read]),
            ((number, label, "p", *(flag(label) for flag in read.values())) for label, number in STAGES.items()),
        ),
        "deal_data.csv": lines(
            f"deal_id,property_createdate,property_dealname,property_closedate,{stage_id if tells != 'history' else 'other'}",
            (
                (IDS[name], CREATED, name.replace(",", ""), f"{deal.close_date} 10:00:00", STAGES[deal.stage])
                for name, deal in DEALS.items()
            ),
        ),
    }
    if tells == "property history":
        files["deal_property_history_data.csv"] = lines(
            "deal_id,name,value,timestamp,_fivetran_start",
            (
                (IDS[name], key, value, at, at)
                for name, deal in DEALS.items()
                for at, _, stage in [(CREATED, "", FIRST), *moves(deal)]
                for key, value in (("dealstage", STAGES[stage]), ("amount", "5"))
            ),
        )
    elif tells != "record":
        files["deal_stage_data.csv"] = lines(
            "deal_id,value,date_entered,_fivetran_start",
            (
                (IDS[name], STAGES[stage], at, at)
                for name, deal in DEALS.items()
                for at, _, stage in [(CREATED, "", FIRST), *moves(deal)]
            ),
        )
    done = importing(files, load_mapping("hubspot"))
    assert ends(done) == named(ENDS)
    if tells != "record":
        assert sorted(events(done)) == sorted(named(MOVED))
    assert done.quarantine == []


@pytest.mark.parametrize("names", ['Date entered "{} (Sales)"', "date_entered_{}"])
@pytest.mark.parametrize(
    "flagged", [(), ("Is Closed Won",), ("Is Closed Won", "Is closed lost"), ("is_closed", "is_closed_won")]
)
def test_what_hubspots_screens_export(importing: Importer, names: str, flagged: tuple[str, ...]) -> None:
    """A column for each stage: the last time each was entered. Its own flags tell the end, whatever the stage is called."""
    entered = ["Demo", "Negotiation", "Closed Won", "Closed Lost"]
    told = {
        "Is Closed Won": lambda stage: flags(stage)[1],
        "is_closed_won": lambda stage: flags(stage)[1],
        "is_closed": lambda stage: flags(stage)[0],
        "Is closed lost": lambda stage: str(stage == "Closed Lost").lower(),
    }
    header = [names.format(stage).replace('"', '""') for stage in entered]
    rows = (
        (
            IDS[name], name.replace(",", ""), deal.stage, CREATED, f"{deal.close_date} 10:00", *(told[flag](deal.stage) for flag in flagged),
            *(next((f"{at} 10:00" for at, moved in deal.moves if moved == stage), "") for stage in entered),
        )
        for name, deal in DEALS.items()
    )  # fmt: skip
    files = {
        "deals.csv": lines(
            ",".join(
                ["Record ID,Deal Name,Deal Stage,Create Date,Close Date", *flagged, *(f'"{item}"' for item in header)]
            ),
            rows,
        )
    }
    done = importing(files, load_mapping("hubspot"))
    assert ends(done) == named(ENDS)
    assert sorted(events(done)) == sorted(named(MOVED))
    assert done.quarantine == []


def test_hubspot_deals_without_a_stage(importing: Importer) -> None:
    """Some exports hold the flags alone."""
    done = importing(
        {
            "deals.csv": (
                "deal_id,deal_name,create_date,close_date,is_closed,is_closed_won,date_entered_pitching,date_entered_signed\n"
                "1,A,2025-04-07,2025-05-20,true,true,2025-05-02,2025-05-20\n2,B,2025-04-07,2025-05-20,true,false,2025-05-02,\n"
                "3,C,2025-04-07,2025-07-20,false,false,2025-05-02,\n"
            )
        },
        load_mapping("hubspot"),
    )
    assert ends(done) == [("A", "won"), ("B", "lost"), ("C", None)]


DEAL = "006000000000001"
OPPORTUNITY = "Id,Name,StageName,CreatedDate,CloseDate,LastModifiedDate,IsClosed,IsWon,Loss_Reason__c\n"
HISTORY = "OpportunityId,StageName,CreatedDate,CreatedById\n"
REP = "005000000000001"


@pytest.mark.parametrize(
    ("record", "steps", "expected", "reasons"),
    [
        pytest.param(
            "Demo,2025-04-07,2025-07-01,,false,false,",
            ["Demo,2025-05-01", "Closed Lost,2025-05-05"],
            [("2025-05-01 00:00:00", "Demo")],
            ["state_differs"],
            id="taken back, nobody knows when",
        ),
        pytest.param(
            "Proposal,2025-04-07,2025-07-01,2025-05-09T08:00:00Z,false,false,",
            ["Demo,2025-05-01", "Closed Lost,2025-05-05"],
            [("2025-05-01 00:00:00", "Demo"), ("2025-05-05 00:00:00", "lost"), ("2025-05-09 08:00:00", "reopened"), ("2025-05-09 08:00:00", "Proposal")],
            ["state_differs"],
            id="taken back by the last change",
        ),
        pytest.param(
            "Closed Lost,2025-04-07,2025-05-08,,true,false,Price",
            ["Demo,2025-05-01", "Closed Won,2025-05-05"],
            [("2025-05-01 00:00:00", "Demo"), ("2025-05-08 00:00:00", "lost")],
            ["state_differs"],
            id="ends otherwise than its history",
        ),
        pytest.param(
            "Closed Lost,2025-04-07,2025-05-02,,true,false,Price",
            ["Demo,2025-05-01", "Closed Lost,2025-05-05T11:00:00Z"],
            [("2025-05-01 00:00:00", "Demo"), ("2025-05-05 11:00:00", "lost")],
            ["close_date_differs"],
            id="the close date contradicts the history",
        ),
        pytest.param(
            "Closed Lost,2025-04-07,2025-05-05,,true,false,Price",
            ["Demo,2025-05-01", "Closed Lost,2025-05-05T11:00:00Z"],
            [("2025-05-01 00:00:00", "Demo"), ("2025-05-05 11:00:00", "lost")],
            [],
            id="the close date is the history's day",
        ),
        pytest.param(
            "Closed Won,2025-04-07,2025-05-02,,true,true,",
            ["Demo,2025-05-01", "Proposal,2025-05-05"],
            [("2025-05-01 00:00:00", "Demo"), ("2025-05-05 00:00:00", "Proposal"), ("2025-05-05 00:00:00", "won")],
            ["close_date_differs"],
            id="closed before its last move",
        ),
        pytest.param(
            "Closed Won,2025-04-07,,2025-05-09T08:00:00Z,true,true,", [], [("2025-05-09 08:00:00", "won")], ["undated_outcome"], id="no close date",
        ),
        pytest.param(
            "Closed Won,2025-04-07,2025-08-01,,true,true,", [], [("2025-06-01 23:59:59.999999", "won")], ["undated_outcome"], id="a close date ahead",
        ),
        pytest.param(
            "Closed Lost,2025-04-07,2025-04-07,,true,false,Price",
            ["Closed Lost,2025-04-01", "Demo,2025-04-02", "Closed Lost,2025-04-07"],
            [("2025-04-02 00:00:00", "Demo"), ("2025-04-07 00:00:00", "lost")],
            ["outcome_corrected"],
            id="what was over at the creation",
        ),
        pytest.param(
            "Signed,2025-04-07,2025-05-08,,true,,", ["Demo,2025-05-01"], [("2025-05-01 00:00:00", "Demo")], ["outcome_unknown"], id="closed, and nobody says how",
        ),
    ],
)  # fmt: skip
def test_where_record_and_history_differ(
    importing: Importer, record: str, steps: list[str], expected: list[tuple[str, str]], reasons: list[str]
) -> None:
    """The record decides where a deal ends, the history when; each difference is a warning of its own."""
    stage, rest = record.split(",", maxsplit=1)
    files = {"Opportunity.csv": f"{OPPORTUNITY}{DEAL},A,{stage},{rest}\n"}
    if steps:
        files["OpportunityHistory.csv"] = HISTORY + "".join(f"{DEAL},{step},{REP}\n" for step in steps)
    done = importing(files, load_mapping("salesforce"))
    got = done.rows("""
        select ("at")::varchar, event from deal_events order by "at", case event when 'reopened' then 0 when 'lost' then 2 when 'won' then 2 else 1 end
    """)
    assert got == expected
    assert done.column("select reason from warnings where reason <> 'day_precision' order by all") == reasons
    if record.startswith("Closed Lost") and reasons != ["state_differs"] and steps:
        assert done.rows("select reason, actor from deal_events where event = 'lost'") == [("Price", f"{REP}AAA")]


def test_a_stage_that_looks_closed_is_said(importing: Importer) -> None:
    """Neither flag nor name says that Signed is closed: every deal in it is past its close date, others' are not."""
    rows = [
        ("1", "Signed", "2025-05-01"),
        ("2", "Signed", "2025-05-02"),
        ("3", "Demo", "2025-05-01"),
        ("4", "Demo", "2025-07-01"),
        ("5", "Dead", "2025-07-01"),
    ]
    text = lines(
        "Id,Name,StageName,CreatedDate,CloseDate",
        ((f"00600000000000{at}", at, stage, CREATED, day) for at, stage, day in rows),
    )
    done = importing({"Opportunity.csv": text}, load_mapping("salesforce"))
    assert done.rows("select line, reason, value from warnings where reason <> 'day_precision' order by all") == [
        (2, "looks_closed", "Signed"),
        (3, "looks_closed", "Signed"),
        (6, "looks_closed", "Dead"),
    ]
    assert done.rows("from deal_events") == []
    history = f"OpportunityId,StageName,CreatedDate\n{DEAL},Closed Won,2025-05-01\n{DEAL},Onboarding,2025-05-05\n"
    record = f"Id,Name,StageName,CreatedDate,CloseDate\n{DEAL},A,Onboarding,{CREATED},2025-05-01\n"
    done = importing({"Opportunity.csv": record, "OpportunityHistory.csv": history}, load_mapping("salesforce"))
    assert done.rows("select reason, value from warnings where reason <> 'day_precision'") == [
        ("looks_closed", "Onboarding")
    ]


def test_a_company_names_its_stages(importing: Importer) -> None:
    """Salesforce's own table of stages says what each means, under its API name and its label."""
    done = importing(
        {
            "Opportunity.csv": f"Id,Name,StageName,CreatedDate,CloseDate\n{DEAL},A,signed_api,{CREATED},2025-05-20\n{DEAL[:-1]}2,B,Dropped,{CREATED},2025-05-20\n",
            "OpportunityStage.csv": "Id,MasterLabel,ApiName,IsClosed,IsWon\n1,Signed,signed_api,true,true\n2,Dropped,dropped_api,true,false\n3,Demo,demo_api,false,false\n",
            "OpportunityHistory.csv": f"OpportunityId,StageName,CreatedDate\n{DEAL},demo_api,2025-05-01\n{DEAL},signed_api,2025-05-20T10:00:00Z\n",
        },
        load_mapping("salesforce"),
    )
    assert events(done) == [("A", "2025-05-01", "Demo"), ("A", "2025-05-20", "won"), ("B", "2025-05-20", "lost")]
    assert done.warnings == []


def test_versions_alone(importing: Importer) -> None:
    """Where a connector keeps versions of opportunities and nothing else, the one that holds now is the record."""
    versions = lines(
        "id,name,created_date,close_date,stage_name,is_closed,is_won,_fivetran_start,_fivetran_end,_fivetran_active",
        (
            (
                IDS[name],
                name.replace(",", ""),
                CREATED,
                deal.close_date,
                stage,
                *flags(stage),
                at,
                "",
                str(stage == deal.stage).lower(),
            )
            for name, deal in DEALS.items()
            for at, _, stage in [(CREATED, "", FIRST), *moves(deal)]
        ),
    )
    done = importing({"opportunity_history.csv": versions}, load_mapping("salesforce"))
    assert ends(done) == named(ENDS)
    assert sorted(events(done)) == sorted(named(MOVED))
    assert done.quarantine == []


def test_the_date_of_the_current_stage_is_no_stage(importing: Importer) -> None:
    """HubSpot has a column for it beside those of the stages."""
    columns = "property_hs_v2_date_entered_current_stage,property_hs_v2_date_entered_demo"
    done = importing(
        {
            "deal_data.csv": f"deal_id,property_createdate,property_dealname,{columns}\n1,{CREATED},A,2025-05-02,2025-05-01\n"
        },
        load_mapping("hubspot"),
    )
    assert events(done) == [("A", "2025-05-01", "demo")]


def test_what_canonical_files_say_is_never_altered(importing: Importer) -> None:
    """Outcome upon outcome, a move of a closed deal: as they stand in the file."""
    rows = "D,2025-05-01,lost\nD,2025-05-02,won\nD,2025-05-03,Demo\nD,2025-05-04,Closed Won\n"
    done = importing(
        {"deals.csv": "deal_id,created_at\nD,2025-04-01\n", "deal_events.csv": f"deal_id,at,event\n{rows}"}
    )
    assert done.column('select event from deal_events order by "at"') == ["lost", "won", "Demo", "Closed Won"]
    assert done.warnings == []
