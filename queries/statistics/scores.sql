-- Sales' score of a lead, 0 to 100: its readiness, else 25 for each of budget, authority, need and timing known to be
-- there; null when none of the four is known.

create or replace macro sales_score(readiness_score, budget, authority, need, timing) as
    coalesce(
        readiness_score,
        case
            when coalesce(budget, authority, need, timing) is not null
                then 25 * (
                    coalesce(budget::integer, 0) + coalesce(authority::integer, 0)
                    + coalesce(need::integer, 0) + coalesce(timing::integer, 0)
                )
        end
    );

-- The tenth of the scale a score stands in, 0 to 9.
create or replace macro score_band(score) as least(greatest(floor(score / 10), 0), 9)::integer;

-- The tenth of the fit scale a fit stands in, 1 to 10.
create or replace macro fit_decile(fit) as least(10, floor(fit / 10)::int + 1);

-- In whose own profile a lead is, tier A or B being in it: both, marketing_only, sales_only, neither.
create or replace macro quadrant_of(marketing_tier, sales_tier) as
    case
        when marketing_tier in ('A', 'B') and sales_tier in ('A', 'B') then 'both'
        when marketing_tier in ('A', 'B') then 'marketing_only'
        when sales_tier in ('A', 'B') then 'sales_only'
        else 'neither'
    end;
