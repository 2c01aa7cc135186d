-- What a measure of cycles looks at. measured_from: the instant a cycle is counted at and given its time from, by the
-- measure's name: its opening, or for `mql_sal` and `reached_mql` and their like the stage it has reached; null where
-- it has not. measured_to: when it reached what the measure asks for (`mql`, `sal`, `sql`, `won`, or the second stage
-- of a step); null where it has not, and for plain counts.

create or replace macro measured_from(measure, opened_at, mql_at, sal_at, sql_at, won_at) as
    case
        when measure in ('mql_sal', 'reached_mql') then mql_at
        when measure in ('sal_sql', 'reached_sal') then sal_at
        when measure in ('sql_won', 'reached_sql') then sql_at
        when measure = 'reached_won' then won_at
        else opened_at
    end;

create or replace macro measured_to(measure, mql_at, sal_at, sql_at, won_at) as
    case
        when measure = 'mql' then mql_at
        when measure in ('sal', 'mql_sal') then sal_at
        when measure in ('sql', 'sal_sql') then sql_at
        when measure in ('won', 'sql_won') then won_at
    end;
