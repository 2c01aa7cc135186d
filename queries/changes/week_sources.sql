-- title: Sources of the week
-- question: Which source did the week's enquiries come from, and which those of the weeks before?
-- grain: one row per source, the largest of the week first
-- caveat: An enquiry is a qualification cycle that opened; a lead that comes back is one more.
-- adds up: inquiries, inquiries_before
-- needs: leads; There are no leads.
-- $week_starts: the starts of the weeks before and of the week itself, which is the last
-- $as_of: the moment looked at, where the last week ends

with counted as (
    select
        coalesce(source, '(none)') as source,
        count(*) filter (where opened_at >= list_max($week_starts::timestamp[])) as inquiries,
        count(*) filter (where opened_at < list_max($week_starts::timestamp[])) as inquiries_before
    from cycles
    where opened_at >= list_min($week_starts::timestamp[]) and opened_at < $as_of
    group by coalesce(source, '(none)')
)

select
    source,                                                                                      -- source
    inquiries,                                                                                   -- enquiries of the week
    inquiries / nullif(sum(inquiries) over (), 0)::double as share,                              -- share of the week's enquiries
    inquiries_before,                                                                            -- enquiries of the weeks before
    inquiries_before / nullif(len($week_starts::timestamp[]) - 1, 0)::double as mean_a_week,     -- of those, in a week
    inquiries_before / nullif(sum(inquiries_before) over (), 0)::double as share_before          -- share of their enquiries
from counted
order by inquiries desc, inquiries_before desc, source
