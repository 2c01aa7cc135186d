"""Who did what a CRM logged: a person of ours, the buyer, or a machine; and whether it reached anybody."""

# ruff: noqa: E501 — the lines of an export are as long as they are

import pytest

from dashboard.importing.mapping.files import load_mapping
from tests.importing.importer import Importer

LEAD, CONTACT, DEAL = "00Q1G00000nDnM5UAK", "0031G00001S3oef", "0061G00000N38JZQAZ"
LEADS = f"Id,CreatedDate,Company,Email,ConvertedContactId\n{LEAD},2025-01-01,Acme,a@x.example,{CONTACT}\n"
OURS, THEIRS = ("outbound", False), ("inbound", False)
MACHINES, THEIR_MACHINES = ("outbound", True), ("inbound", True)

TASKS = [
    ("Task,Email,Was Sent Email: Thanks,", MACHINES, False),
    ("ListEmail,Email,June news,", MACHINES, False),
    ("Email,Email,List Email: June news,", MACHINES, True),
    ("Task,Mass Email,June news,", MACHINES, True),
    ("Email,Email,[In] Re: pricing,", THEIRS, False),
    ("Email,Email,[Outreach] [Email] [In] Re: pricing,", THEIRS, False),
    ("Email,Email,[Outreach] [Email] [Out] Pricing,", OURS, False),
    ("Email,Email,Automatic reply: pricing,", THEIR_MACHINES, False),
    ("Email,,Undeliverable: pricing,", THEIR_MACHINES, False),
    ("Email,Email,Email: pricing,", OURS, True),
    ("Email,,Re: a listing email,", OURS, True),
    (",Email,Pricing,", OURS, True),
    ("Call,Call,Call,Inbound", THEIRS, False),
    ("Call,Call,Call,Outbound", OURS, False),
    ("Call,,Call,", OURS, True),
    ("Task,,Sent samples,", OURS, False),
]


def test_salesforce_tasks(importing: Importer) -> None:
    """By subtype, type, call type and subject; a mail or a call that nothing tells of is ours, with a warning."""
    rows = "".join(f"00T1G00003Uf{at:03},{LEAD},Completed,2025-01-02,{row}\n" for at, (row, _, _) in enumerate(TASKS))
    done = importing(
        {"Lead.csv": LEADS, "Task.csv": f"Id,WhoId,Status,CreatedDate,TaskSubtype,Type,Subject,CallType\n{rows}"},
        load_mapping("salesforce"),
    )
    got = done.rows("select direction, automated from touches order by touch_id")
    assert dict(zip([row for row, _, _ in TASKS], got, strict=True)) == {row: told for row, told, _ in TASKS}
    assert done.column("select line - 2 from warnings where reason = 'assumed_value' order by 1") == [
        at for at, (_, _, is_assumed) in enumerate(TASKS) if is_assumed
    ]


def test_salesforce_mail(importing: Importer) -> None:
    """A mail is one touch, its task's where that is there; bounced, in or out, it is known by the mail itself."""
    mails = (
        "Id,ActivityId,Incoming,MessageDate,Status,IsBounced,Subject,ToAddress,FromAddress,RelatedToId,EmailTemplateId\n"
        f"02s1G00003Uf001,00T1G00003Uf001,true,2025-01-02,1,false,Re: pricing,us@corp,a@x.example,,\n"
        f"02s1G00003Uf002,00T1G00003Uf002,false,2025-01-03,3,false,Pricing,a@x.example,us@corp,,\n"
        f"02s1G00003Uf003,00T1G00003Uf003,false,2025-01-04,3,true,Pricing,a@x.example,us@corp,,\n"
        f"02s1G00003Uf004,,false,2025-01-05 10:00:00,3,false,Pricing,a@x.example,us@corp,{DEAL},00X1\n"
        f"02s1G00003Uf005,00T1G00003Uf999,true,2025-01-06,1,false,Re: pricing,us@corp,A@X.example,,\n"
        f"02s1G00003Uf006,,false,2025-01-07,3,true,Pricing,a@x.example,us@corp,,\n"
        f"02s1G00003Uf007,,false,2025-01-08,5,false,Pricing,a@x.example,us@corp,,\n"
        f"02s1G00003Uf008,,false,2025-01-09,3,false,Pricing,nobody@x.example,us@corp,,\n"
    )
    tasks = "".join(f"00T1G00003Uf00{at},{LEAD},Completed,2025-01-0{at},Email\n" for at in (1, 2, 3))
    relations = (
        "EmailMessageId,RelationId,RelationObjectType\n02s1G00003Uf008,0051G000005Mun4QAC,User\n"
        f"02s1G00003Uf008,{LEAD},Lead\n"
    )
    files = {
        "Lead.csv": LEADS,
        "Opportunity.csv": f"Id,StageName,CreatedDate\n{DEAL},Demo,2025-01-02\n",
        "EmailMessage.csv": mails,
        "EmailMessageRelation.csv": relations,
    }
    done = importing(
        {**files, "Task.csv": f"Id,WhoId,Status,CreatedDate,TaskSubtype\n{tasks}"}, load_mapping("salesforce")
    )
    query = "select substr(touch_id, 1, 3) || substr(touch_id, 15, 1), direction, automated, lead_id, deal_id is not null, template from touches order by 1"
    assert done.rows(query) == [
        ("00T1", *THEIRS, LEAD, False, None),
        ("00T2", *OURS, LEAD, False, None),
        ("00T3", *MACHINES, LEAD, False, None),
        ("02s4", *OURS, LEAD, True, "00X1"),
        ("02s5", *THEIRS, LEAD, False, None),
        ("02s6", *MACHINES, LEAD, False, None),
        ("02s8", *OURS, LEAD, False, None),
    ]
    assert done.counts["EmailMessage.csv"] == (8, 4, 0, 4)
    assert done.warnings == []
    alone = importing(files, load_mapping("salesforce"))
    assert alone.rows("select direction, automated from touches order by touch_id") == [
        THEIRS,
        OURS,
        MACHINES,
        OURS,
        THEIRS,
        MACHINES,
        OURS,
    ]


def test_salesforce_meetings_that_were_called_off(importing: Importer) -> None:
    """A calendar keeps them under a word before their subject."""
    rows = f"00U1G00000DEay1,{LEAD},Canceled: demo,2025-01-02\n00U1G00000DEay2,{LEAD},Demo,2025-01-03\n"
    done = importing(
        {"Lead.csv": LEADS, "Event.csv": f"Id,WhoId,Subject,StartDateTime\n{rows}"}, load_mapping("salesforce")
    )
    assert done.column("select substr(touch_id, 15, 1) from touches") == ["2"]
    assert done.counts["Event.csv"] == (2, 1, 0, 1)


@pytest.mark.parametrize(
    ("word", "connected"),
    [
        ("Connected", True),
        ("Answered - interested", True),
        ("Not connected", False),
        ("No Answer", False),
        ("Left Voicemail", False),
        ("Wrong number", False),
        ("Follow up", None),
    ],
)
def test_whether_a_salesforce_call_reached_somebody(importing: Importer, word: str, connected: bool | None) -> None:
    """By the words of its disposition."""
    row = f"00T1G00003Uf001,{LEAD},Completed,2025-01-02,Call,Outbound,{word}\n"
    done = importing(
        {"Lead.csv": LEADS, "Task.csv": f"Id,WhoId,Status,CreatedDate,TaskSubtype,CallType,CallDisposition\n{row}"},
        load_mapping("salesforce"),
    )
    assert done.column("select connected from touches") == [connected]


MAILS = [
    ("direction=EMAIL,status=SENT", OURS, False),
    ("direction=INCOMING_EMAIL", THEIRS, False),
    ("direction=FORWARDED_EMAIL,status=SENT", THEIR_MACHINES, False),
    ("direction=EMAIL,status=BOUNCED", MACHINES, False),
    ("direction=EMAIL,status=FAILED", MACHINES, False),
    ("direction=EMAIL,bounce=550", MACHINES, False),
    ("direction=EMAIL,sequence=77", MACHINES, False),
    ("direction=EMAIL,source=WORKFLOWS", MACHINES, False),
    ("direction=EMAIL,object=AUTOMATION_PLATFORM", MACHINES, False),
    ("direction=EMAIL,object=SEQUENCES", MACHINES, False),
    ("direction=EMAIL,object=MARKETING_EMAIL", MACHINES, False),
    ("direction=EMAIL,source=EMAIL_INTEGRATION", OURS, False),
    ("direction=INCOMING_EMAIL,subject=Out of office: re pricing", THEIR_MACHINES, False),
    ("type=INCOMING_EMAIL", THEIRS, False),
    ("type=FORWARDED_EMAIL", THEIR_MACHINES, False),
    ("engagement=INCOMING_EMAIL", THEIRS, False),
    ("engagement=FORWARDED_EMAIL", THEIR_MACHINES, False),
    ("engagement=EMAIL", OURS, False),
    ("status=SENT", OURS, True),
]
MAIL_COLUMNS = {
    "direction": "property_hs_email_direction", "status": "property_hs_email_status", "type": "type", "subject": "property_hs_email_subject",
    "sequence": "property_hs_sequence_id", "source": "property_hs_engagement_source", "object": "property_hs_object_source",
    "bounce": "property_hs_email_bounce_error_detail_status_code",
}  # fmt: skip


def test_mail_as_connectors_land_it_of_hubspot(importing: Importer) -> None:
    """By direction, status, the engagement's type, and the marks of sequences and workflows."""
    told = [dict(item.split("=") for item in row.split(",")) for row, _, _ in MAILS]
    rows = [[f"e{at:02}", "2025-01-02", *(row.get(name, "") for name in MAIL_COLUMNS)] for at, row in enumerate(told)]
    text = "\n".join(
        ",".join(row) for row in [["engagement_id", "property_hs_timestamp", *MAIL_COLUMNS.values()], *rows]
    )
    types = "".join(f"e{at:02},{row['engagement']},1\n" for at, row in enumerate(told) if "engagement" in row)
    done = importing(
        {
            "contact_data.csv": "id,property_createdate\n1,2025-01-01\n",
            "engagement_email_data.csv": f"{text}\nx1,2025-01-02,EMAIL,SCHEDULED{',' * 6}\n",
            "engagement_data.csv": f"id,type,portal_id\n{types}",
            "engagement_contact_data.csv": "contact_id,engagement_id\n" + "".join(f"1,{row[0]}\n" for row in rows),
        },
        load_mapping("hubspot"),
    )
    got = done.rows("select direction, automated from touches order by touch_id")
    assert dict(zip([row for row, _, _ in MAILS], got, strict=True)) == {row: who for row, who, _ in MAILS}
    assert done.column("select line - 2 from warnings where reason = 'assumed_value'") == [
        at for at, (_, _, is_assumed) in enumerate(MAILS) if is_assumed
    ]
    assert done.counts["engagement_email_data.csv"][3] == 1


ACTIVITIES = [
    ("Email,,,,,", "email", *OURS, None),
    ("Incoming email,,,,,", "email", *THEIRS, None),
    ("Forwarded email,,,,,", "email", *THEIR_MACHINES, None),
    ("Email,Incoming,,,,", "email", *THEIRS, None),
    ("Email,FORWARDED_EMAIL,,,,", "email", *THEIR_MACHINES, None),
    ("Email,Outgoing,Bounced,,,", "email", *MACHINES, None),
    ("Email,,,,,Workflows", "email", *MACHINES, None),
    ("Marketing email,,,,,", "email", *MACHINES, None),
    ("Call,,,Inbound,Connected,", "call", *THEIRS, True),
    ("Call,,,Outbound,No Answer,", "call", *OURS, False),
    ("Call,,,,,", "call", *OURS, None),
    ("Meeting,,,,,", "meeting", *OURS, None),
]


def test_activities_as_hubspots_screens_export_them(importing: Importer) -> None:
    """HubSpot keeps the buyer's mail apart by its type; of a call without a direction somebody is told."""
    rows = "".join(f"{at:02},2025-01-02,a@x.example,{row}\n" for at, (row, *_) in enumerate(ACTIVITIES))
    done = importing(
        {
            "contacts.csv": "Record ID,Email,Create Date\n1,a@x.example,2025-01-01\n",
            "activities.csv": (
                "Activity ID,Activity Date,Associated Contact Email,Activity Type,Email Direction,Email Status,Call Direction,Call Outcome,Record source\n"
                f"{rows}98,2025-01-02,a@x.example,Email,,Scheduled,,,\n99,2025-01-02,a@x.example,Note,,,,,\n"
            ),
        },
        load_mapping("hubspot"),
    )
    got = done.rows("select kind, direction, automated, connected from touches order by touch_id")
    assert got == [tuple(who) for _, *who in ACTIVITIES]
    assert done.rows("select line - 2, reason from warnings where reason <> 'day_precision'") == [(10, "assumed_value")]
    assert done.counts["activities.csv"] == (14, 12, 0, 2)


def test_calls_and_messages_as_connectors_land_them(importing: Importer) -> None:
    """Outcomes by HubSpot's own ids, in either case; a call that was never made is none; notes and tasks are no touches."""
    done = importing(
        {
            "contact_data.csv": "id,property_createdate\n1,2025-01-01\n",
            "engagement_call_data.csv": (
                "engagement_id,property_hs_timestamp,property_hs_call_direction,property_hs_call_disposition,property_hs_call_status\n"
                "c1,2025-01-02,OUTBOUND,F240BBAC-87C9-4F6E-BF70-924B57D47DB7,COMPLETED\nc2,2025-01-02,OUTBOUND,73a0d17f-1163-4015-bdd5-ec830791da20,COMPLETED\n"
                "c3,2025-01-02,OUTBOUND,,NO_ANSWER\nc4,2025-01-02,OUTBOUND,,FAILED\nc5,2025-01-02,INBOUND,,COMPLETED\nc6,2025-01-02,,,COMPLETED\n"
            ),
            "engagement_communication_data.csv": "engagement_id,property_hs_timestamp,property_hs_communication_channel_type\nm1,2025-01-02,WHATS_APP\n",
            "engagement_note_data.csv": "engagement_id,property_hs_timestamp\nn1,2025-01-02\n",
            "engagement_task_data.csv": "engagement_id,property_hs_timestamp\nt1,2025-01-02\n",
            "engagement_contact_data.csv": "contact_id,engagement_id\n"
            + "".join(f"1,{key}\n" for key in ("c1", "c2", "c3", "c4", "c5", "c6", "m1", "n1", "t1")),
        },
        load_mapping("hubspot"),
    )
    assert done.rows("select touch_id, kind, direction, connected from touches order by 1") == [
        ("c1", "call", "outbound", True),
        ("c2", "call", "outbound", False),
        ("c3", "call", "outbound", False),
        ("c5", "call", "inbound", None),
        ("c6", "call", "outbound", None),
        ("m1", "chat", "outbound", None),
    ]
    assert done.rows("select file, line, reason from warnings where reason <> 'day_precision' order by all") == [
        ("engagement_call_data.csv", 7, "assumed_value"),
        ("engagement_communication_data.csv", 2, "assumed_value"),
    ]
    assert done.counts["engagement_note_data.csv"] == (1, 0, 0, 1)
