-- What loaded and then counts for nothing, by kind, with what it means and what to do.
create table import_remarks as
with sentences as (
    select unnest([
        {'kind': 'move_of_closed_deal', 'sentence': 'moves of deals to a stage after they had closed: they count once the deal is reopened (event reopened).'},
        {'kind': 'outcome_after_outcome', 'sentence': 'outcomes of deals that had closed already: the first counts until the deal is reopened (event reopened).'},
        {'kind': 'reopening_of_open_deal', 'sentence': 'reopenings of deals that were open: they change nothing.'},
        {'kind': 'stray_exit', 'sentence': 'exits of leads that had nothing open to exit from: is an entry missing before them?'},
        {'kind': 'second_win', 'sentence': 'wins of leads whose cycle was won already, as when the lead and its deal are both marked: the first counts.'},
        {'kind': 'lost_while_deal_open', 'sentence': 'leads marked lost while a deal of theirs was open: the deal says what becomes of them.'},
        {'kind': 'deal_of_unknown_lead', 'sentence': 'deals name a lead that is not in the data: they count as deals and for no lead; export those leads too.'},
        {'kind': 'deal_before_lead', 'sentence': 'deals were created before their lead: they open its first cycle; is it the right lead, or the right column?'},
        {'kind': 'touch_before_lead', 'sentence': 'touches lie before everything else that is known of their lead: they are no answer to it.'}
    ], recursive := true)
)

select
    s.kind,
    count(*) as records,
    s.sentence
from sentences as s
inner join import_remark_records as r on s.kind = r.kind
group by s.kind, s.sentence
order by records desc, s.kind;
