-- Fills the canonical tables of a company of several row groups (122,880 rows each), so that DuckDB adds in parallel:
-- amounts and spend with cents, scores of many levels, every deal a lead's, most of them closed.
insert into leads (lead_id, created_at, source, region, engagement_score, readiness_score)
select
    'L' || i,
    timestamp '2025-06-02' - to_seconds(1 + hash(i) % 15000000),
    'source ' || i % 5,
    case when i % 3 = 0 then 'north' end,
    hash(i + 1) % 1000 / 10,
    hash(i + 2) % 1000 / 10
from range(140000) as t (i);

insert into deals (deal_id, created_at, lead_id, amount, renewal)
select
    'D' || i,
    timestamp '2025-06-02' - to_seconds(1 + hash(i + 3) % 8000000),
    'L' || i % 140000,
    round(100 + hash(i + 4) % 100000000 / 997, 2),
    false
from range(260000) as t (i);

insert into deal_events (deal_id, "at", event)
select
    deal_id,
    created_at + to_microseconds((hash(deal_id) % 4000000000000)::bigint),
    ['won', 'lost'][1 + (hash(deal_id) % 2)::integer]
from deals
where hash(deal_id) % 20 > 0;

insert into spend (source, "on", amount)
select
    'source ' || i % 5,
    date '2025-06-01' - (i % 90)::integer,
    round(hash(i + 5) % 10000000 / 997, 2)
from range(260000) as t (i);
