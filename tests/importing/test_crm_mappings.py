"""The mappings that ship, on small exports with every object: what becomes of each row is as the CRM means it."""

# ruff: noqa: E501 — the lines of an export are as long as they are

from dashboard.importing.mapping.files import load_mapping
from tests.importing.importer import Importer

LEAD, OTHER = "00Q1G00000nDnM5UAK", "00Q1G00000nDnM6UAK"
DEAL = "0061G00000N38JZQAZ"
USER = "0051G000005Mun4QAC"

SALESFORCE: dict[str, str | bytes] = {
    "Lead.csv": (
        "Id,CreatedDate,LeadSource,Email,FirstName,LastName,Title,Company,Industry,NumberOfEmployees,AnnualRevenue,"
        "Country,State,OwnerId,IsConverted,ConvertedDate,ConvertedOpportunityId,ConvertedContactId,ConvertedAccountId,IsDeleted\n"
        f"{LEAD},2024-01-01T10:00:00.000Z,Web,a@x.example,Ann,Lee,VP,Acme,Retail,120,5000000.0,DE,Bavaria,"
        f"{USER},true,2024-02-01,{DEAL[:15]},0031G00001S3oefQAB,0011G00000tM0pgQAC,false\n"
        f"{OTHER[:15]},2024-01-02T10:00:00.000+0000,Event,b@x.example,,Solo,,Solo,,,,,,{USER},true,2024-02-02,,,,false\n"
        "00Q1G00000nDnM7,2024-01-03T10:00:00.000Z,,,,Gone,,Gone,,,,,,,false,,,,,true\n"
    ),
    "LeadHistory.csv": (
        "Id,LeadId,CreatedById,CreatedDate,Field,OldValue,NewValue,IsDeleted\n"
        f"1,{LEAD},{USER},2024-01-05T10:00:00.000Z,Status,Open - Not Contacted,Marketing Qualified,false\n"
        f"2,{LEAD[:15]},{USER},2024-01-06T10:00:00.000Z,Status,Marketing Qualified,Working - Contacted,false\n"
        f"3,{LEAD},{USER},2024-02-01T10:00:00.000Z,leadConverted,,,false\n"
        f"4,{LEAD},{USER},2024-02-01T10:00:00.000Z,Owner,x,y,false\n"
        f"5,{OTHER},{USER},2024-01-06T10:00:00.000Z,Status,,Open - Not Contacted,false\n"
        f"6,{OTHER},{USER},2024-01-07T10:00:00.000Z,Status,New,Warming up,false\n"
    ),
    "Opportunity.csv": (
        "Id,AccountId,Name,StageName,Amount,CloseDate,CreatedDate,Type,LeadSource,NextStep,IsClosed,IsWon,OwnerId,IsDeleted\n"
        f"{DEAL},0011G00000tM0pgQAC,Big deal,Closed Won,1000.5,2024-03-01,2024-02-01T10:00:00.000Z,New Business,Web,Sign,true,true,{USER},false\n"
        f"0061G00000N38Ja,,Old deal,Gewonnen,7,2024-04-01,2024-02-02T10:00:00.000Z,Renewal,,,true,true,{USER},false\n"
        f"0061G00000N38Jb,,Lost deal,Verloren,8,2024-04-02,2024-02-02T10:00:00.000Z,,,,true,false,{USER},false\n"
        f"0061G00000N38Jc,,Open deal,Prospecting,9,2024-04-02,2024-02-02T10:00:00.000Z,,,,false,false,{USER},false\n"
    ),
    "OpportunityFieldHistory.csv": (
        "Id,OpportunityId,CreatedById,CreatedDate,Field,OldValue,NewValue\n"
        f"1,{DEAL},{USER},2024-02-05T10:00:00.000Z,StageName,Prospecting,Proposal\n"
        f"2,{DEAL},{USER},2024-02-06T10:00:00.000Z,CloseDate,2024-03-01,2024-06-01\n"
        f"3,{DEAL},{USER},2024-02-07T10:00:00.000Z,CloseDate,2024-06-01,2024-03-01\n"
        f"4,{DEAL},{USER},2024-02-08T10:00:00.000Z,StageName,Proposal,Closed Lost\n"
        f"5,{DEAL},{USER},2024-02-09T10:00:00.000Z,StageName,Closed Lost,Negotiation\n"
        f"6,{DEAL},{USER},2024-02-09T10:00:00.000Z,Amount,1,2\n"
    ),
    "Task.csv": (
        "Id,WhoId,WhatId,Subject,ActivityDate,Status,TaskSubtype,CallType,CallDisposition,OwnerId,CreatedDate,CompletedDateTime,IsDeleted\n"
        f"00T1G00003Ufap9,{LEAD[:15]},,Call,2024-01-02,Completed,Call,Outbound,Connected,{USER},2024-01-02T10:00:00.000Z,2024-01-02T11:00:00.000Z,false\n"
        f"00T1G00003UfapA,0031G00001S3oef,{DEAL},Mail,2024-02-03,Completed,Email,,,{USER},2024-02-03T10:00:00.000Z,,false\n"
        f"00T1G00003UfapB,{LEAD},,To do,2024-02-03,Not Started,Task,,,{USER},2024-02-03T10:00:00.000Z,,false\n"
        f"00T1G00003UfapC,{LEAD},,Ring,2024-02-04,Completed,Call,Inbound,,{USER},2024-02-04T10:00:00.000Z,,false\n"
    ),
    "Event.csv": (
        "Id,WhoId,WhatId,Subject,StartDateTime,EndDateTime,Type,OwnerId,CreatedDate,IsDeleted\n"
        f"00U1G00000DEayp,{LEAD},{DEAL},Demo,2024-02-10T10:00:00.000Z,2024-02-10T11:00:00.000Z,Meeting,{USER},2024-02-01T10:00:00.000Z,false\n"
    ),
    "User.csv": f"Id,Username,Name,Department,TimeZoneSidKey,IsActive\n{USER[:15]},ann@corp,Ann Rep,Sales Development,Europe/Berlin,true\n",
    "Campaign.csv": (
        "Id,Name,Type,StartDate,ActualCost,IsActive\n7011G000000AAAA,Spring,Webinar,2024-01-01,500,true\n"
        "7011G000000AAAB,Free,Other,2024-01-01,,true\n"
    ),
    "Account.csv": "Id,Name,Website,Industry,NumberOfEmployees,BillingCountry,IsDeleted\n0011G00000tM0pg,Acme Inc,acme.example,Retail,130,DE,false\n",
}


def test_salesforce_objects(importing: Importer) -> None:
    """Fifteen and eighteen characters meet; conversions, outcomes, pushes, reopenings and touches are told."""
    done = importing(SALESFORCE, load_mapping("salesforce"))
    assert done.rows("select lead_id, name, company, account_id, employees from leads") == [
        (LEAD, "Ann Lee", "Acme", "0011G00000tM0pgQAC", 120),
        (OTHER, "Solo", "Solo", None, None),
    ]
    assert done.rows("""select lead_id, event, "at"::varchar from lead_events order by "at" """) == [
        (LEAD, "mql", "2024-01-05 10:00:00"),
        (LEAD, "sal", "2024-01-06 10:00:00"),
        (LEAD, "sql", "2024-02-01 10:00:00"),
        (OTHER, "sql", "2024-02-02 00:00:00"),
    ]
    assert done.rows("select name, lead_id, company, source, amount, renewal, next_step from deals") == [
        ("Big deal", LEAD, "Acme Inc", "Web", 1000.5, False, "Sign"),
        ("Old deal", None, None, None, 7.0, True, None),
        ("Lost deal", None, None, None, 8.0, False, None),
        ("Open deal", None, None, None, 9.0, False, None),
    ]
    events = """
        select name, event, "at"::date::varchar from deal_events join deals using (deal_id) order by name, "at", event
    """
    assert done.rows(events) == [
        ("Big deal", "Proposal", "2024-02-05"),
        ("Big deal", "pushed", "2024-02-06"),
        ("Big deal", "lost", "2024-02-08"),
        ("Big deal", "Negotiation", "2024-02-09"),
        ("Big deal", "reopened", "2024-02-09"),
        ("Big deal", "won", "2024-03-01"),
        ("Lost deal", "lost", "2024-04-02"),
        ("Old deal", "won", "2024-04-01"),
    ]
    assert done.rows(
        """select kind, direction, lead_id, deal_id, connected, "at"::varchar from touches order by "at" """
    ) == [
        ("call", "outbound", LEAD, None, True, "2024-01-02 11:00:00"),
        ("email", "outbound", LEAD, DEAL, None, "2024-02-03 10:00:00"),
        ("call", "inbound", LEAD, None, None, "2024-02-04 10:00:00"),
        ("meeting", "outbound", LEAD, DEAL, None, "2024-02-10 10:00:00"),
    ]
    assert done.rows("from reps") == [(USER, "Ann Rep", "sdr", None, "Europe/Berlin")]
    assert done.rows("select source, campaign, amount from spend") == [("Webinar", "Spring", 500.0)]
    assert done.rows("select name, domain, employees from accounts") == [("Acme Inc", "acme.example", 130)]
    assert done.rows("select file, column_name, reason from quarantine") == [
        ("LeadHistory.csv", "event", "unknown_event")
    ]
    assert done.counts["LeadHistory.csv"] == (6, 3, 1, 2)


LEADS = f"Id,Company,CreatedDate,ConvertedContactId,ConvertedAccountId\n{LEAD},Acme,2024-01-01,0031G00001S3oef,{DEAL}\n"
TASK = "Id,WhoId,WhatId,Status,CreatedDate\n"


def test_a_salesforce_record_with_the_id_of_another_object_is_set_aside(importing: Importer) -> None:
    """Class 49: each file of an object holds ids of that object alone; what belongs to the row goes with it."""
    done = importing(
        {
            "Account.csv": f"Id,Name,Website\n{LEAD},Acme,acme.example\n",
            "Lead.csv": f"{LEADS}{DEAL},Bolt,2024-01-01,,\n{USER},Cog,2024-01-01,,\nL-7,Dent,2024-01-01,,\n",
            "LeadHistory.csv": f"LeadId,Field,NewValue,CreatedDate\n{DEAL},Status,Marketing Qualified,2024-01-05\n",
            "Opportunity.csv": (
                "Id,AccountId,StageName,CreatedDate,CloseDate,IsClosed\n"
                f"{DEAL},{LEAD},Prospecting,2024-02-01,2024-03-01,false\n"
                f"{LEAD},,Closed Won,2024-02-01,2024-03-01,true\n"
            ),
            "Task.csv": f"{TASK}00U1G00000DEayp,{LEAD},,Completed,2024-01-02\n",
            "User.csv": f"Id,Name,Username\n{LEAD},Ann,ann@corp\n",
        },
        load_mapping("salesforce"),
    )
    assert done.rows("select file, line, column_name, reason from quarantine order by all") == [
        ("Account.csv", 2, "account_id", "wrong_object"),
        ("Lead.csv", 3, "lead_id", "wrong_object"),
        ("Lead.csv", 4, "lead_id", "wrong_object"),
        ("LeadHistory.csv", 2, "lead_id", "wrong_object"),
        ("Opportunity.csv", 3, "deal_id", "wrong_object"),
        ("Task.csv", 2, "touch_id", "wrong_object"),
        ("User.csv", 2, "rep", "wrong_object"),
    ]
    (sentence,) = done.column("select distinct sentence from quarantine where column_name = 'lead_id'")
    assert sentence.startswith("lead_id is the id of another Salesforce object, as its first three characters say; ")
    assert done.rows("select file, column_name, reason, value from warnings order by all") == [
        ("Lead.csv", "account_id", "wrong_object", DEAL),
        ("Opportunity.csv", "account_id", "wrong_object", LEAD),
    ]
    assert done.column("select lead_id from leads") == [LEAD, "L-7"]
    assert done.rows("select deal_id, account_id from deals") == [(DEAL, None)]
    assert done.counts["Lead.csv"] == (4, 2, 2, 0)


def test_whom_a_salesforce_activity_names(importing: Importer) -> None:
    """A contact stands for its lead; one of nobody and an id in the wrong column are told, never just gone."""
    contact, stranger = "0031G00001S3oef", "0031G00001S3oeg"
    who_and_what = [
        (LEAD, ""),
        (contact, DEAL),
        (stranger, DEAL),
        (stranger, ""),
        (DEAL, DEAL),
        (DEAL, ""),
        ("", LEAD),
        (LEAD, LEAD),
        (LEAD, "0011G00000tM0pg"),
        ("", "0011G00000tM0pg"),
    ]
    tasks = "".join(
        f"00T1G00003Ufap{at},{who},{what},Completed,2024-01-02\n" for at, (who, what) in enumerate(who_and_what)
    )
    done = importing(
        {
            "Lead.csv": LEADS.replace(f",{DEAL}\n", ",\n"),
            "Opportunity.csv": f"Id,StageName,CreatedDate\n{DEAL},Prospecting,2024-02-01\n",
            "Task.csv": TASK + tasks,
        },
        load_mapping("salesforce"),
    )
    assert done.rows("select substr(touch_id, 15, 1)::int, lead_id, deal_id from touches") == [
        (0, LEAD, None),
        (1, LEAD, DEAL),
        (2, None, DEAL),
        (4, None, DEAL),
        (7, LEAD, None),
        (8, LEAD, None),
    ]
    assert done.rows(
        "select line - 2, column_name, reason, substr(value, 1, 15) from warnings where line > 0 order by all"
    ) == [
        (2, "lead_id", "orphan", stranger),
        (4, "lead_id", "wrong_object", DEAL[:15]),
        (7, "deal_id", "wrong_object", LEAD[:15]),
    ]
    assert done.rows("select line - 2, column_name, reason from quarantine order by all") == [
        (3, "lead_id", "orphan"),
        (5, "lead_id", "wrong_object"),
        (6, "deal_id", "wrong_object"),
        (9, "lead_id", "missing_required"),
    ]


def test_hubspots_lifecycle_and_stage_columns(importing: Importer) -> None:
    """One date column for each lifecycle stage and each deal stage; the ids of several contacts in one cell."""
    done = importing(
        {
            "contacts.csv": (
                "Record ID,First Name,Last Name,Email,Create Date,Original Source,Became a Marketing Qualified Lead Date,"
                "Became a Sales Qualified Lead Date,Became a Customer Date,Contact owner,Number of Employees\n"
                "101,Ann,Lee,a@x.example,2024-01-01 10:00,Paid Search,2024-01-05 10:00,2024-01-09 10:00,2024-03-01 10:00,ann,50\n"
                "102,Bob,,b@x.example,2024-01-02 10:00,Direct Traffic,,,,,\n"
            ),
            "deals.csv": (
                "Record ID,Deal Name,Deal Stage,Pipeline,Amount,Close Date,Create Date,Deal owner,Associated Contact IDs,"
                'Closed Lost Reason,"Date entered ""Qualified (Sales Pipeline)""","Date entered ""Closed Won (Sales Pipeline)"""\n'
                "201,Big,Closed Won,Sales Pipeline,100,2024-03-01 09:00,2024-02-01 10:00,ann,102;101,,2024-02-02 10:00,2024-03-01 09:00\n"
                "202,Small,Closed Lost,Renewals Pipeline,5,2024-04-01,2024-02-01,ann,101,Price,,\n"
            ),
        },
        load_mapping("hubspot"),
        settings={"time_zone": "Europe/Berlin"},
    )
    assert done.rows("select lead_id, name, source, employees, created_at::varchar from leads") == [
        ("101", "Ann Lee", "Paid Search", 50, "2024-01-01 09:00:00"),
        ("102", "Bob", "Direct Traffic", None, "2024-01-02 09:00:00"),
    ]
    assert done.rows("select lead_id, event from lead_events order by all") == [
        ("101", "mql"),
        ("101", "sql"),
        ("101", "won"),
    ]
    assert done.rows("select deal_id, lead_id, renewal from deals") == [("201", "102", False), ("202", "101", True)]
    assert done.rows("""select deal_id, event, reason, "at"::varchar from deal_events order by all""") == [
        ("201", "Qualified", None, "2024-02-02 09:00:00"),
        ("201", "won", None, "2024-03-01 08:00:00"),
        ("202", "lost", "Price", "2024-03-31 22:00:00"),
    ]
    assert done.quarantine == []


def test_hubspots_tables_as_connectors_land_them(importing: Importer) -> None:
    """Labels of stages and the links of contacts, deals and engagements are looked up."""
    done = importing(
        {
            "contact_data.csv": (
                "id,property_email,property_firstname,property_lastname,property_createdate,property_hs_lifecyclestage_customer_date,_fivetran_deleted\n"
                "1,a@x.example,Ann,Lee,2024-01-01 10:00:00,2024-03-01 10:00:00,FALSE\n2,b@x.example,,,2024-01-01 10:00:00,,TRUE\n"
            ),
            "contact_property_history_data.csv": (
                "contact_id,timestamp,name,value\n1,2024-01-05 10:00:00,lifecyclestage,marketingqualifiedlead\n"
                "1,2024-01-06 10:00:00,hs_lead_status,UNQUALIFIED\n1,2024-01-07 10:00:00,lifecyclestage,evangelist\n"
            ),
            "deal_data.csv": "deal_id,is_deleted,owner_id,property_dealname,property_amount,property_closedate,property_createdate\n7,false,9,Big,100,2024-03-01 00:00:00,2024-02-01 10:00:00\n",
            "deal_contact_data.csv": "contact_id,deal_id,type_id\n1,7,1\n",
            "deal_stage_data.csv": "deal_id,value,date_entered,_fivetran_start\n7,s1,2024-02-02 10:00:00,2024-02-02 10:00:00\n7,s2,2024-03-01 10:00:00,2024-03-01 10:00:00\n",
            "deal_pipeline_stage_data.csv": "stage_id,label,pipeline_id,closed_won,is_closed\ns1,Demo,p,FALSE,FALSE\ns2,Signed,p,TRUE,TRUE\n",
            "engagement_call_data.csv": "engagement_id,type,property_hs_timestamp,property_hs_call_direction,_fivetran_deleted\n5,CALL,2024-01-02 10:00:00,INBOUND,false\n",
            "engagement_meeting_data.csv": "engagement_id,start_time,meeting_outcome\n6,2024-02-03 10:00:00,COMPLETED\n",
            "engagement_contact_data.csv": "contact_id,engagement_id\n1,5\n",
            "engagement_deal_data.csv": "deal_id,engagement_id\n7,6\n",
            "owner_data.csv": "owner_id,email,first_name,last_name\n9,o@corp,Olga,Rep\n",
        },
        load_mapping("hubspot"),
    )
    assert done.rows("""select event from lead_events order by "at" """) == [("mql",), ("disqualified",), ("won",)]
    assert done.rows("select deal_id, lead_id, amount, owner from deals") == [("7", "1", 100.0, "9")]
    assert done.rows("""select event from deal_events order by "at" """) == [("Demo",), ("won",)]
    assert done.rows(
        "select touch_id, kind, direction, lead_id, deal_id, connected from touches order by touch_id"
    ) == [
        ("5", "call", "inbound", "1", None, None),
        ("6", "meeting", "outbound", None, "7", True),
    ]
    assert done.rows("select rep, name from reps") == [("9", "Olga Rep")]
    assert done.quarantine == []
