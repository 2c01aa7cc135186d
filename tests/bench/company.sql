-- A company of $leads leads for the benchmark: about four stage events and five touches a lead, a deal for every
-- tenth, three years, everything drawn from hashes of the row number so that the same size gives the same bytes.
create or replace macro draw(number, salt) as (hash(number * 1000003 + salt) % 1000000) / 1e6;
create or replace macro pick(choices, number, salt) as choices[1 + (draw(number, salt) * len(choices))::int % len(choices)];
create or replace macro moment(number, salt, total) as
    timestamp '2023-11-13' + to_seconds((number / total * 94694400 + draw(number, salt) * 600000)::bigint);

create or replace table people as
select
    range as n,
    'L' || lpad(range::varchar, 8, '0') as lead_id,
    moment(range, 1, $leads::double) as created_at,
    pick(['Organic search', 'Paid search', 'Webinar', 'Referral', 'Partner', 'Event', 'Outbound', 'Content'], range, 2) as source,
    'Campaign ' || (draw(range, 3) * 40)::int as campaign,
    'person' || range || '@company' || (range // 3) || '.example' as email,
    'Person ' || range as name,
    pick(['CEO', 'Head of Sales', 'VP Marketing', 'Analyst', 'Director IT', 'Intern'], range, 4) as title,
    'Company ' || (range // 3) as company,
    pick(['Software', 'Bank', 'Retail', 'Logistics', 'Energy', 'Health'], range, 5) as industry,
    (exp(draw(range, 6) * 8) + 1)::bigint as employees,
    (exp(draw(range, 7) * 8) * 100000)::bigint as annual_revenue,
    pick(['DE', 'FR', 'GB', 'NL', 'SE', 'US'], range, 8) as country,
    pick(['DACH', 'Nordics', 'UK', 'Americas'], range, 9) as region,
    'Rep ' || (draw(range, 10) * 24)::int as owner,
    (draw(range, 11) * 100)::int as engagement_score,
    case when draw(range, 12) < 0.4 then (draw(range, 13) * 100)::int end as readiness_score,
    case when draw(range, 14) < 0.5 then draw(range, 15) < 0.6 end as budget,
    case when draw(range, 16) < 0.5 then draw(range, 17) < 0.6 end as authority,
    case when draw(range, 18) < 0.5 then draw(range, 19) < 0.6 end as need,
    case when draw(range, 20) < 0.5 then draw(range, 21) < 0.6 end as timing,
    draw(range, 22) as luck
from range($leads);

create or replace table steps as
select
    lead_id,
    created_at + to_seconds((86400 * (1 + step * 4) * (0.2 + draw(n * 8 + step, 31)))::bigint) as happened_at,
    case
        when step = 0 then 'aql'
        when step = 1 then 'mql'
        when step = 2 then case when luck < 0.6 then 'sal' else 'rejected' end
        when step = 3 then case when luck < 0.6 then 'tql' else 'inquiry' end
        else case when luck < 0.35 then 'sql' when luck < 0.5 then 'recycled' when luck < 0.8 then 'mql' else 'disqualified' end
    end as event,
    'Rep ' || (draw(n, 10) * 24)::int as actor,
    case when step = 2 and luck >= 0.6 then pick(['No budget', 'Wrong person', 'Student', 'Competitor'], n, 32) end as reason
from people, (select unnest(range(5)) as step)
where draw(n * 8 + step, 33) < 0.8;

create or replace table contacts_made as
select
    'T' || lpad((n * 8 + step)::varchar, 9, '0') as touch_id,
    created_at + to_seconds((exp(draw(n * 8 + step, 41) * 11) * (1 + step * 3) * 4)::bigint) as happened_at,
    pick(['email', 'call', 'meeting', 'linkedin'], n * 8 + step, 42) as kind,
    case when draw(n * 8 + step, 43) < 0.75 then 'outbound' else 'inbound' end as direction,
    lead_id,
    'Rep ' || (draw(n, 10) * 24)::int as rep,
    draw(n * 8 + step, 44) < 0.3 as automated,
    case when draw(n * 8 + step, 45) < 0.5 then draw(n * 8 + step, 46) < 0.3 end as connected,
    case when draw(n * 8 + step, 47) < 0.5 then 'Template ' || (draw(n, 48) * 9)::int end as template
from people, (select unnest(range(6)) as step)
where draw(n * 8 + step, 49) < 0.834;

create or replace table opportunities as
select
    'D' || lpad(n::varchar, 8, '0') as deal_id,
    created_at + to_seconds((86400 * (3 + 20 * draw(n, 51)))::bigint) as created_at,
    lead_id,
    'Deal ' || n as name,
    owner,
    (exp(draw(n, 52) * 5) * 2000)::bigint as amount,
    'EUR' as currency,
    (created_at + to_seconds((86400 * (40 + 90 * draw(n, 53)))::bigint))::date as expected_close_on,
    case when draw(n, 54) < 0.7 then 'Call' end as next_step,
    (created_at + to_seconds((86400 * (30 + 90 * draw(n, 55)))::bigint))::date as next_step_on,
    (draw(n, 56) * 5)::int as contacts,
    n
from people
where luck < 0.1;

create or replace table moves as
select
    deal_id,
    created_at + to_seconds((86400 * (1 + 12 * step) * (0.3 + draw(n * 8 + step, 61)))::bigint) as happened_at,
    case
        when step < 4 then ['Discovery', 'Demo', 'Proposal', 'Negotiation'][step + 1]
        else case when draw(n, 62) < 0.3 then 'won' else 'lost' end
    end as event
from opportunities, (select unnest(range(5)) as step)
where draw(n * 8 + step, 63) < 0.85;
