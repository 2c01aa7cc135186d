-- title: A week's deck
-- question: Which leads do both heads judge blind, drawn by chance from all that came in that week?
-- grain: one row per card, in an order that says nothing
-- caveat: Scores are the import's, not those of the day the lead came in. A lead that sales has not decided on is drawn with
--   those it accepted.
-- adds up: no; a deck is drawn from the leads of the whole company
-- needs: leads; There are no leads, so there is none to judge blind.
-- needs: stage MQL
-- $frame_from: cycles that opened at or after this instant
-- $frame_to: and before this one
-- $strata: the strata, in the order in which one gives what it lacks to the next
-- $cards: cards of each
-- $near_points: a score that lacks so many points of the threshold, or fewer, is near it
-- $score_threshold: the score from which a lead is a good one for marketing
-- $drawn: cycles that were drawn before, as lead|number
-- $seed: what chance rests on

with strata as (
    select unnest($strata::varchar[]) as stratum, unnest($cards::bigint[]) as cards, generate_subscripts($cards::bigint[], 1) as place
),

frame as (
    select
        c.lead_id,
        c.cycle_number,
        md5(concat_ws('|', $seed, c.lead_id, c.cycle_number)) as lot,
        case
            when h.verdict = 'rejected' then 'mql_rejected'
            when h.verdict is not null then 'mql_accepted'
            when c.engagement_score is null then 'no_score'
            when c.engagement_score >= $score_threshold - $near_points then 'near'
            else 'below'
        end as stratum
    from cycles as c
    left join handoffs as h on c.cycle_id = h.cycle_id
    where
        c.opened_at >= $frame_from and c.opened_at < $frame_to and not c.is_admin
        and not list_contains($drawn::varchar[], concat_ws('|', c.lead_id, c.cycle_number))
),

sizes as (
    select s.stratum, s.cards, s.place, count(f.lead_id) as frame
    from strata as s
    left join frame as f on s.stratum = f.stratum
    group by all
),

-- What a stratum and those before it cannot give goes to the next; what the last one lacks, round to the first again.
lacking as (
    select *, short - least(0, min(short) over (order by place)) as lacks
    from (select *, sum(cards - frame) over (order by place) as short from sizes)
),

first_round as (
    select *, cards + coalesce(lag(lacks) over (order by place), 0) - lacks as taken, max_by(lacks, place) over () as left_over
    from lacking
),

given as (
    select stratum, frame, taken + least(left_over, room) - least(left_over, room - frame + taken) as cards
    from (select *, sum(frame - taken) over (order by place) as room from first_round)
)

select
    f.lead_id,        -- the lead
    f.cycle_number,   -- which of its cycles
    f.stratum,        -- mql_accepted, mql_rejected, near, below (no MQL, by score), no_score
    g.frame,          -- cycles of its stratum that week, N
    g.cards           -- of these drawn, n
from frame as f
inner join given as g on f.stratum = g.stratum
qualify row_number() over (partition by f.stratum order by f.lot) <= g.cards
order by f.lot
