"""Records that a CRM merged count once: what belongs to the one that is no more goes to the survivor."""

# ruff: noqa: E501 — the lines of an export are as long as they are

from dashboard.importing.mapping.files import load_mapping
from tests.importing.importer import Importer

CONTACTS = (
    "id,property_createdate,property_hs_lifecyclestage_marketingqualifiedlead_date,property_hs_merged_object_ids\n"
)


def test_hubspots_contacts(importing: Importer) -> None:
    """The survivor has the other's events, touches and deals, came in when the first did, and keeps what is its own."""
    done = importing(
        {
            "contact_data.csv": (
                f"{CONTACTS}100,2025-05-05,,200;300\n200,2025-05-06,2025-05-07,\n300,2025-05-01,,400\n400,2025-05-09,,\n"
                "500,2025-05-06,2025-05-08,999\n"
            ),
            "contact_property_history_data.csv": (
                "contact_id,name,value,timestamp\n100,lifecyclestage,lead,2025-05-05\n"
                "100,lifecyclestage,salesqualifiedlead,2025-05-12\n400,lifecyclestage,lead,2025-05-13\n"
                "200,lifecyclestage,marketingqualifiedlead,2025-05-07\n"
            ),
            "deal_data.csv": "deal_id,property_createdate\n901,2025-05-08\n",
            "deal_contact_data.csv": "contact_id,deal_id,type_id\n400,901,3\n",
            "call_data.csv": "engagement_id,property_hs_timestamp,property_hs_call_direction\n1,2025-05-06,OUTBOUND\n",
            "engagement_contact_data.csv": "contact_id,engagement_id\n200,1\n",
        },
        load_mapping("hubspot"),
    )
    assert done.rows("select lead_id, created_at::date::varchar from leads") == [
        ("100", "2025-05-01"),
        ("500", "2025-05-06"),
    ]
    assert done.rows("""select lead_id, event from lead_events order by lead_id, "at" """) == [
        ("100", "inquiry"),
        ("100", "mql"),
        ("100", "sql"),
        ("100", "inquiry"),
        ("500", "mql"),
    ]
    assert done.rows("select lead_id from touches union all select lead_id from deals") == [("100",), ("100",)]
    assert done.counts["contact_data.csv"] == (5, 3, 0, 2)
    assert done.rows(
        "select line, column_name, reason, value from warnings where reason <> 'day_precision' order by all"
    ) == [
        (3, "lead_id", "merged_away", "200 → 100"),
        (4, "lead_id", "merged_away", "300 → 100"),
        (5, "lead_id", "merged_away", "400 → 100"),
    ]


def test_other_words_for_a_merge(importing: Importer) -> None:
    """The audit of merges, the list with times, and a merge whose survivor is not in the export: then nothing is lost."""
    done = importing(
        {
            "contact_data.csv": (
                "id,property_createdate,property_hs_calculated_merged_vids\n1,2025-05-05,2:1621542341123;3:1621542341124\n"
                "2,2025-05-05,\n3,2025-05-05,\n4,2025-05-05,\n5,2025-05-05,\n6,2025-05-05,7:1\n7,2025-05-05,6:1\n"
            ),
            "contact_merge_audit_data.csv": "contact_id,vid_to_merge,canonical_vid\n1,4,1\n88,5,88\n",
        },
        load_mapping("hubspot"),
    )
    assert done.column("select lead_id from leads") == ["1", "5", "6", "7"]


def test_hubspots_deals(importing: Importer) -> None:
    """The survivor's own record and history say where it stands; those of the other only where it has none."""
    stages = (
        "stage_id,label,pipeline_id,is_closed,probability\ns1,Demo,p,false,0.2\nw,Won,p,true,1.0\nl,Lost,p,true,0.0\n"
    )
    done = importing(
        {
            "deal_pipeline_stage_data.csv": stages,
            "deal_data.csv": (
                "deal_id,property_createdate,property_amount,property_closedate,deal_pipeline_stage_id\n"
                "901,2025-05-08,5,2025-05-20,w\n902,2025-05-08,6,2025-05-10,l\n903,2025-05-08,7,2025-07-01,s1\n904,2025-05-01,7,2025-07-01,s1\n"
            ),
            "merged_deal_data.csv": "deal_id,merged_deal_id\n901,902\n903,904\n",
            "deal_stage_data.csv": (
                "deal_id,value,date_entered\n901,s1,2025-05-09\n901,w,2025-05-20\n902,s1,2025-05-09\n902,l,2025-05-10\n904,s1,2025-05-02\n"
            ),
            "call_data.csv": "engagement_id,property_hs_timestamp,property_hs_call_direction\n1,2025-05-09,OUTBOUND\n",
            "engagement_deal_data.csv": "deal_id,engagement_id\n902,1\n",
        },
        load_mapping("hubspot"),
    )
    assert done.rows("select deal_id, amount, created_at::date::varchar from deals") == [
        ("901", 5.0, "2025-05-08"),
        ("903", 7.0, "2025-05-01"),
    ]
    assert done.rows("""select deal_id, event, ("at")::date::varchar from deal_events order by deal_id, "at" """) == [
        ("901", "Demo", "2025-05-09"),
        ("901", "won", "2025-05-20"),
        ("903", "Demo", "2025-05-02"),
    ]
    assert done.column("select deal_id from touches") == ["901"]
    assert done.counts["deal_data.csv"] == (4, 2, 0, 2)
    assert done.counts["merged_deal_data.csv"] == (2, 0, 0, 2)


def test_hubspots_screens(importing: Importer) -> None:
    """Contacts, deals and companies under the labels people see."""
    done = importing(
        {
            "contacts.csv": (
                "Record ID,Email,Create Date,Associated Company ID,Merged record IDs\n1,a@x.example,2025-05-05,55,2\n2,b@x.example,2025-05-06,55,\n"
            ),
            "companies.csv": "Record ID,Company name,Industry,Merged record IDs\n50,Acme,Retail,55\n55,ACME,,\n",
            "deals.csv": "Record ID,Deal Name,Create Date,Associated Contact IDs,Merged record IDs\n8,A,2025-05-08,2,9\n9,B,2025-05-08,2,\n",
            "activities.csv": "Activity ID,Activity Type,Activity Date,Associated Contact Email\n1,Email,2025-05-07,b@x.example\n",
        },
        load_mapping("hubspot"),
    )
    assert done.rows("select lead_id, account_id from leads") == [("1", "50")]
    assert done.rows("select deal_id, lead_id from deals") == [("8", "1")]
    assert done.column("select lead_id from touches") == ["1"]
    assert done.column("select account_id from accounts") == ["50"]


LEADS = ("00Q1G00000nDnM5UAK", "00Q1G00000nDnM6UAK")


def test_salesforces_leads(importing: Importer) -> None:
    """The lead merged away is deleted and names the other: the other's cycle goes on, with what was the first's."""
    kept, gone = LEADS
    done = importing(
        {
            "Lead.csv": (
                "Id,CreatedDate,Company,Status,IsDeleted,MasterRecordId\n"
                f"{kept},2025-05-05,A,Open,false,\n{gone[:15]},2025-05-01,A,Duplicate,true,{kept[:15]}\n"
                "00Q1G00000nDnM7,2025-05-05,B,Open,true,\n"
            ),
            "LeadHistory.csv": (
                "LeadId,Field,OldValue,NewValue,CreatedDate\n"
                f"{gone},Status,Open,Marketing Qualified,2025-05-03\n{gone},Status,Marketing Qualified,Open,2025-05-04\n"
                f"{kept},leadMerged,,,2025-05-06\n{kept},Status,Open,Working,2025-05-07\n"
            ),
            "Task.csv": f"Id,WhoId,Status,TaskSubtype,CallType,CreatedDate\n00T1G00003Ufap9,{gone},Completed,Call,Outbound,2025-05-02\n",
            "Account.csv": "Id,Name,Website,IsDeleted,MasterRecordId\n0011G00000tM0pg,A,,false,\n0011G00000tM0ph,A,,true,0011G00000tM0pg\n",
        },
        load_mapping("salesforce"),
    )
    assert done.rows("select lead_id, created_at::date::varchar from leads") == [(kept, "2025-05-05")]
    assert done.rows("""select lead_id, event from lead_events order by "at" """) == [
        (kept, "mql"),
        (kept, "recycled"),
        (kept, "sal"),
    ]
    assert done.column("select lead_id from touches") == [kept]
    assert done.counts["Lead.csv"] == (3, 1, 0, 2)
    assert done.quarantine == []


def test_an_event_that_says_only_that(importing: Importer) -> None:
    """A record's own "merged" or "duplicate" must not close the one it became."""
    mapping = """
        name = "ours"
        [[sources]]
        name = "people"
        headers = ["id", "into"]
        [[sources.feeds]]
        table = "leads"
        [sources.feeds.columns]
        lead_id = "id"
        created_at = "born"
        [[sources.feeds]]
        table = "merged_records"
        where = [{ column = "into", empty = false }]
        [sources.feeds.columns]
        records = { constant = "leads" }
        merged_id = "id"
        survivor_id = "into"
        [[sources]]
        name = "log"
        headers = ["who", "what"]
        [[sources.feeds]]
        table = "lead_events"
        [sources.feeds.columns]
        lead_id = "who"
        at = "when"
        event = "what"
    """
    done = importing(
        {
            "people.csv": "id,born,into\n1,2025-05-01,\n2,2025-05-02,1\n",
            "log.csv": "who,what,when\n2,mql,2025-05-03\n2,merged,2025-05-04\n1,sal,2025-05-05\n1,owner_left,2025-05-06\n",
        },
        mapping,
    )
    assert done.rows("""select lead_id, event from lead_events order by "at" """) == [
        ("1", "mql"),
        ("1", "sal"),
        ("1", "owner_left"),
    ]
    assert done.counts == {"log.csv": (4, 3, 0, 1), "people.csv": (2, 1, 0, 1)}
