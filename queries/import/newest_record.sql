-- When the newest record happened that happened before the import's moment; null without any.
-- $as_of: that moment

select greatest(
    (select max(created_at) from leads where created_at < $as_of),
    (select max(created_at) from deals where created_at < $as_of),
    (select max("at") from lead_events where "at" < $as_of),
    (select max("at") from deal_events where "at" < $as_of),
    (select max("at") from touches where "at" < $as_of)
) as newest_at;
