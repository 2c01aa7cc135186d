-- part_of (a column by its name, and the columns): the value a lead or a deal has in the column called `dimension`,
-- '(none)' where it has none, null where the name is none of these (`none`: not split).

create or replace macro part_of(
    dimension, source, campaign, segment, region, country, industry, owner, icp_tier
) as
    coalesce(
        case dimension
            when 'source' then source
            when 'campaign' then campaign
            when 'segment' then segment
            when 'region' then region
            when 'country' then country
            when 'industry' then industry
            when 'owner' then owner
            when 'icp_tier' then icp_tier
        end,
        case
            when dimension in ('source', 'campaign', 'segment', 'region', 'country', 'industry', 'owner', 'icp_tier')
                then '(none)'
        end
    );

-- The first local day of the week, month or quarter an instant (UTC) falls in; null without a grain.
create or replace macro period_of(grain, happened_at, time_zone) as
    date_trunc(grain::varchar, timezone(time_zone, happened_at at time zone 'UTC'))::date;

-- The local day of an instant (UTC).
create or replace macro local_day(happened_at, time_zone) as
    timezone(time_zone, happened_at at time zone 'UTC')::date;

-- Whether a day is one of the last five of its calendar quarter.
create or replace macro is_quarter_end(day) as
    day >= date_trunc('quarter', day) + interval 3 months - interval 5 days;
