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
