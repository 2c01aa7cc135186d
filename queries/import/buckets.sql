-- The bucket of each lead, deal and account, below $buckets: all that belongs to one account, else to one lead, is in one.
-- It follows from the key alone, and every engine finds the same: the first eight hexadecimal digits of its MD5.
-- id: the record's own; number: its row, which the facts know it by.
-- $buckets: how many there are

create temp table buckets as
with keyed as (
    select
        'lead' as kind,
        lead_id as id,
        rowid as number,
        coalesce(account_id, lead_id) as key
    from leads
    union all
    select
        'deal' as kind,
        d.deal_id as id,
        d.rowid as number,
        coalesce(l.account_id, l.lead_id, d.account_id, d.deal_id) as key
    from deals as d
    left join leads as l on d.lead_id = l.lead_id
    union all
    select
        'account' as kind,
        account_id as id,
        rowid as number,
        account_id as key
    from accounts
)

select
    kind,
    id,
    number,
    ('0x' || left(md5(key), 8))::bigint % $buckets as bucket
from keyed;
