-- holds: Hand-offs from marketing to sales: one row per cycle seen as MQL, with what sales said of it. verdict:
--   rejected (closed as rejected or disqualified before any SAL, whatever was won later), accepted (reached SAL,
--   before or after the MQL), undecided. decided_at: when. is_unworked: 48 hours after the acceptance had passed
--   without a person reaching out or being reached in them.
-- stands on: cycles
-- sliced by: what it stands on
-- counts: cycles
-- personal: email, name
-- $as_of: the moment looked at
select
    *,
    case verdict when 'rejected' then verdict_at when 'accepted' then reached_sal_at end as decided_at,
    verdict = 'accepted' and reached_sal_at + interval 48 hours <= $as_of::timestamp
    and coalesce(worked_at > reached_sal_at + interval 48 hours, true) as is_unworked
from (
    select
        *,
        case
            when verdict_exit in ('rejected', 'disqualified') and coalesce(reached_sal_at > verdict_at, true)
                then 'rejected'
            when reached_sal_at is not null then 'accepted'
            else 'undecided'
        end as verdict
    from cycles
    where observed_mql_at is not null
)
