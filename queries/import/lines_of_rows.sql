-- The line in which each row of a plain file begins. Stands behind a `create temp table … as`.
-- $jumps: the table of pieces in which line and row run in step: from row, to row, lines ahead
-- $first_line: the line of the first row, as long as nothing moves it

select
    unnest(range(start, stop)) as place,
    place + ahead + $first_line as line
from query_table($jumps);
