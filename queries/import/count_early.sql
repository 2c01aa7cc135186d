-- What happened before it can have: events before their lead came in or their deal was created.

select
    (
        select count(*)
        from lead_events as e
        inner join leads as l on e.lead_id = l.lead_id
        where e.at < l.created_at
    ) as lead_events,
    (
        select count(*)
        from deal_events as e
        inner join deals as d on e.deal_id = d.deal_id
        where e.at < d.created_at
    ) as deal_events;
