-- What each rule of a definition asks of a lead's column, and how the answers make a tier. Scoring, explaining and
-- what-if all call these macros and nothing else judges a lead. Run once on a connection, before anything is scored.
--
-- A verdict is true (met), false (not met) or null (unknown): every rule answers null for a null column.
-- `pattern` is a regular expression made by icp/patterns.py from the document's own entries; it runs in RE2, whose time
-- is bounded, and must cover the whole text: DuckDB then judges a dictionary-compressed column once per distinct
-- value, which regexp_matches does not get (a million titles in 15 ms instead of 80).

-- Text is one of the entries, case-folded and trimmed.
create or replace macro icp_one_of(words, pattern) as regexp_full_match(words, pattern);

create or replace macro icp_not_one_of(words, pattern) as not regexp_full_match(words, pattern);

-- Text holds the words: `pattern` stands for one word that must be there, or for several of which one must.
create or replace macro icp_matches(words, pattern) as regexp_full_match(words, pattern);

-- A number is one of the entries.
create or replace macro icp_number_one_of(number, entries) as number in entries;

create or replace macro icp_number_not_one_of(number, entries) as number not in entries;

-- A number lies in a range, both ends included. An open end is infinite.
create or replace macro icp_between(number, low, high) as number between low and high;

create or replace macro icp_at_least(number, low) as number >= low;

create or replace macro icp_at_most(number, high) as number <= high;

create or replace macro icp_is_true(answer) as answer;

-- The weight a verdict adds to what is met, and to what is known.
create or replace macro icp_weight_met(verdict, weight) as case when verdict then weight else 0.0::double end;

create or replace macro icp_weight_known(verdict, weight) as case when verdict is null then 0.0::double else weight end;

-- 0 to 100; null when nothing is known. The weights are scaled to whole numbers, so both sums are exact and a lead
-- that earns exactly 60 of 100 is not pushed below the threshold by a rounding.
-- Everything met is 100, however far apart the weights are: 100 times their sum may be no whole number any more.
create or replace macro icp_fit(met, known) as
    if(met = known and known > 0, 100::double, 100 * met / nullif(known, 0));

-- The tests stand in the order of the contract: a required criterion not met, then too little known, then thresholds.
create or replace macro icp_tier(is_out, fit, coverage, min_coverage, from_a, from_b, from_c) as
    case
        when is_out then 'Out'
        when fit is null or coverage < min_coverage then 'Unknown'
        when fit >= from_a then 'A'
        when fit >= from_b then 'B'
        when fit >= from_c then 'C'
        else 'D'
    end;
