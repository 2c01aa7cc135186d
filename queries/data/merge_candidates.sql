-- title: Leads that may be one person
-- question: Which leads share their e-mail, or their name and company, with another lead?
-- grain: one row per lead
-- caveat: Nothing is merged here: two people can share a mailbox or a name. Merge them in the CRM and import again.
-- adds up: no; two leads that may be one can lie in two parts
-- $most: leads shown at the most

with said as (
    select
        lead_id,
        name,
        company,
        email,
        created_at,
        source,
        owner,
        case when contains(email, '@') then lower(email) end as address,
        lower(name) || chr(31) || lower(company) as person
    from leads
),

addresses as (
    select
        address,
        min_by(lead_id, (created_at, lead_id)) as first_lead_id
    from said
    where address is not null
    group by address
    having count(*) > 1
),

people as (
    select
        person,
        min_by(lead_id, (created_at, lead_id)) as first_lead_id
    from said
    where person is not null
    group by person
    having count(*) > 1
),

candidates as (
    select
        s.*,
        coalesce(a.first_lead_id, p.first_lead_id) as first_lead_id,
        case when a.address is null then 'name and company' when p.person is null then 'e-mail' else 'both' end as shares
    from said as s
    left join addresses as a on s.address = a.address
    left join people as p on s.person = p.person
    where a.address is not null or p.person is not null
    order by first_lead_id, s.created_at, s.lead_id
    limit $most
)

select
    first_lead_id,    -- the earliest lead of those that share it
    lead_id,          -- the lead
    shares,           -- what it shares: its e-mail, its name and company, or both
    name,             -- its name
    company,          -- its company
    email,            -- its e-mail
    created_at,       -- when it was created
    source,           -- where it came from
    owner             -- who owns it
from candidates
order by first_lead_id, created_at, lead_id
