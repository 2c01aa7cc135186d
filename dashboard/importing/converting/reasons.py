"""The reason codes of quarantined rows, emptied and doubted values, each with its sentence.

``{column}`` stands for the canonical column. Rows the reader rejects bring their own sentences.
"""

from dashboard.importing.canonical import DIRECTIONS, ENTRIES, EXITS, KINDS

REASONS = {
    "missing_required": "{column} is empty, and no row goes without it; fill it in, or filter such rows.",
    "bad_timestamp": (
        "{column} is no date this column's format reads, or one before 1990 or years ahead; "
        "correct it, or name its format in the mapping (dates), or what an abbreviation such as EST means (zones)."
    ),
    "ambiguous_date": (
        "{column} can be read day first or month first, and the rest of the column is written otherwise; "
        "correct it, or name its format in the mapping (dates)."
    ),
    "day_precision": (
        "{column} gives a day and no time: it counts at local midnight, on the day its lead or deal came in at that "
        "moment; export the time where minutes matter."
    ),
    "future_timestamp": "{column} lies more than a day after the import; correct it, or import with --as-of.",
    "repeated_hour": (
        "{column} falls into the hour that clocks show twice; it is read as the first of them: "
        "export it with its offset (+02:00) where that matters."
    ),
    "skipped_hour": (
        "{column} falls into the hour that clocks skip, so there was no such time; it is read with the offset before: "
        "export it with its offset (+02:00) where that matters."
    ),
    "bad_number": "{column} is no number; correct it, or say how it is written in the mapping (decimal, null_words).",
    "bad_boolean": "{column} is neither yes nor no; name the words in the mapping (true, false).",
    "unknown_event": (
        f"{{column}} is none of {', '.join(ENTRIES + EXITS)}; "
        "translate it in the mapping (values), or filter such rows."
    ),
    "unknown_value": (
        f"{{column}} is none of the known words (kind: {', '.join(KINDS)}; direction: {', '.join(DIRECTIONS)}; "
        "time_zone: a name such as Europe/Berlin); translate it in the mapping (values)."
    ),
    "unknown_team": "{column} is none of marketing, sdr, sales; translate it in the mapping (values).",
    "duplicate_id": (
        "{column} stands in an earlier row that says something else; the first row counts: correct whichever is wrong."
    ),
    "orphan": "{column} names a row that is not there or was set aside; export that one too, or correct the id.",
    "multi_email": (
        "{column} holds several addresses, and which one is the lead's is not told; it counts as not known "
        "until one is left."
    ),
    "invalid_email": "{column} is no e-mail address; the row keeps it, but no touch is matched by it; correct it.",
    "lookalike_domain": (
        "{column} has a domain in letters that look like those of another; the row keeps it; "
        "make sure who writes before anybody answers."
    ),
    "out_of_range": (
        "{column} lies outside what it can be (a score 0 to 100, a count or a yearly value not below 0); "
        "it is kept as it stands: correct it."
    ),
    "zero_amount": "{column} is 0 and counts as 0; leave it empty where the value is not known.",
    "currency_unset": (
        "{column} names a currency, and which one is the company's is not set; it counts as it stands: "
        "set it (setting currency), or export it converted."
    ),
    "decomposed_letters": (
        "{column} has letters typed as a letter and its accent; it counts as the same text with whole letters."
    ),
    "negative_amount": "{column} is negative; it counts as not known until it is corrected.",
    "mixed_currency": (
        "{column} is in another currency than the company's; it counts as not known: "
        "export it converted, or name the company's (setting currency)."
    ),
    "spreadsheet_error": "{column} holds an error of a spreadsheet formula; correct the formula and export again.",
    "bad_id": "{column} is no Salesforce id: its check does not fit; export it again without a spreadsheet between.",
    "wrong_object": (
        "{column} is the id of another Salesforce object, as its first three characters say; export this row with its "
        "own object, or name those characters in the mapping (salesforce_id)."
    ),
    "id_mangled_by_spreadsheet": "{column} was made a number by a spreadsheet; export it again without one between.",
    "lookup_several": (
        "what the mapping looks up has several matches; the lowest was taken (of ids, the lowest that is there): "
        "leave one, or look up by another key."
    ),
    "outcome_corrected": (
        "the deal's history gives this outcome and another one behind it, without an open stage between; it counts as "
        "corrected, and only the last one stays."
    ),
    "close_date_differs": (
        "the close date lies a day or more from the moment the deal's history closes it; the history's counts: correct "
        "the date in the CRM if it is the history that is wrong."
    ),
    "state_differs": (
        "the deal's record says it stands elsewhere than its history ends; the record counts: export both at one time, "
        "and the history whole."
    ),
    "undated_outcome": (
        "the deal is closed, but its close date is missing or lies ahead; it counts as closed at the record's last "
        "change, else at the end of the last whole week: correct the date in the CRM."
    ),
    "outcome_by_name": (
        "only the stage's name says that this deal is won or lost; export the flags beside it (IsClosed and IsWon, Is "
        "Closed Won), or translate the stage in the mapping (values)."
    ),
    "outcome_unknown": (
        "the deal is closed, and nothing says whether it is won or lost; it counts as open: export IsWon or Is Closed "
        "Won, or translate its stage in the mapping (values)."
    ),
    "looks_closed": (
        "the deal's stage looks closed, by its name, as the close dates of all deals in it have passed, or as the deal "
        "was won before, and no flag says so; it counts as open: export the flags (IsClosed and IsWon, Is Closed Won), "
        "or translate the stage in the mapping (values)."
    ),
    "undated_status": (
        "the lead's record tells its status and no date of it; it counts at the record's last change, else at the end "
        "of the last whole week: good for what became of the lead and why, not for when; export its history to know."
    ),
    "several_ids": "{column} names several; the first that is there was taken: leave the one that is meant.",
    "merged_away": "The record was merged into another one, which stands for both; what belongs to it goes there.",
    "assumed_value": (
        "nothing in the row says its {column}; the mapping assumes it: export the column that says, or correct what "
        "the mapping assumes."
    ),
}
