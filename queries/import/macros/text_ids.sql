-- Several ids in one cell, until it is told which of them counts.

-- Several ids stand in one text with a separator no file holds between them: control characters are stripped before.
create or replace temp macro are_several_ids(text) as
    contains(text, chr(31));

-- The ids of a cell that parts them by a mark; one alone is itself. Cleaned first: `as_key` writes its argument ten times.
create or replace temp macro several_ids(text, mark) as
    nullif(
        array_to_string(
            list_filter(
                list_transform(list_transform(string_split(text, mark), lambda id: cleaned(id)), lambda id: as_key(id)),
                lambda id: id is not null
            ),
            chr(31)
        ),
        ''
    );

create or replace temp macro intact_ids(text) as
    nullif(array_to_string(list_filter(string_split(text, chr(31)), lambda id: not is_mangled_id(id)), chr(31)), '');
