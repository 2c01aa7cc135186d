-- What a date with slashes, dots or dashes says under one order of day and month.
-- $sample: the date as it is written
-- $formats: the strptime formats of the order

select from_day_or_month_first($sample, $formats) as read_as;
