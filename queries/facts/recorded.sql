-- What the company records at all, each with the first instant that says so; a figure that rests on what is not here is
-- not known, where it would come out as 0.
-- An entry event: it stands on some timeline. won: so does a win, a deal's creation or a lost, which say that outcomes are
-- recorded. verdict: sales judged some cycle (SQL reached, rejected, disqualified). outcome: some deal, renewals aside,
-- was won or lost.
create table recorded as
with ranks as (
    select
        unnest(['inquiry', 'aql', 'mql', 'tal', 'tql', 'tgl', 'sal', 'sgl', 'sql', 'won', 'won']) as what,
        unnest(range(11)) as rank
),

signs as (
    select
        step % 32 as rank,
        min(step) // 32 as since
    from timeline
    group by step % 32
    union all
    select
        9 as rank,
        min(step) // 32 as since
    from timeline
    where deal_key is not null
)

select
    ranks.what,
    make_timestamp(min(signs.since)) as since
from signs
inner join ranks on signs.rank = ranks.rank
where signs.since is not null
group by ranks.what
union all
select
    'verdict' as what,
    min(least(reached_sql_at, case when first_exit in ('rejected', 'disqualified') then first_closed_at end)) as since
from cycles
having since is not null
union all
select
    'outcome' as what,
    min(s.closed_at) as since
from deal_spells as s
inner join deal_keys as k on s.deal_key = k.deal_key
where not k.is_renewal
having since is not null
order by what;
