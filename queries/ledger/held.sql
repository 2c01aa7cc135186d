-- What an earlier generation (`before`) held of the deals open at the start of its review week, against a later one
-- (`after`): what is gone since, and by how much the deals that were open then are worth more.
-- $week_from: the start of the review week
select
    coalesce((
        select exact_sum(p.amount)
        from before.previous_open_deals as p
        where p.deal_id not in (select d.deal_id from after.deals as d)
    ), 0) as removed,
    coalesce((
        select exact_sum(coalesce(d.amount, 0) - coalesce(p.amount, 0))
        from before.previous_open_deals as p
        inner join after.deal_facts as d on p.deal_id = d.deal_id
        inner join after.deal_spells as s on d.deal_key = s.deal_key
        where
            not d.is_renewal and s.opened_at < $week_from
            and (s.closed_at is null or s.closed_at >= $week_from)
    ), 0) as revalued;
