-- What a number says under one decimal mark.
-- $sample: the number as it is written
-- $mark: the decimal mark

select as_number($sample, $mark) as read_as;
