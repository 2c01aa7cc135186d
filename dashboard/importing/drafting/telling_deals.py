"""What the columns of deals are by their values: stages, flags, reasons, what a deal is worth."""

import re

from dashboard.importing.drafting.case import BY_VALUES, MOST, Case, Telling
from dashboard.importing.drafting.joins import ID_WORDS
from dashboard.importing.drafting.outcomes import fills, is_of_one_end, telling_column, tells_both_ends
from dashboard.importing.drafting.profiling import NEARLY_ALL, ColumnProfile, FileProfile
from dashboard.importing.drafting.vocabulary import meant, spoken

DECIMALS = re.compile(r"[.,]\d{1,2}$")
SIGN = re.compile(r"[$€£¥₹]|\b(?:EUR|USD|GBP|CHF)\b")
SELDOM = 0.1
HUNDREDTHS = {"cents", "pence", "centimes", "minor"}
"""Words of amounts that are counted in the smallest coin."""


def stages(case: Case) -> Telling:
    """A list most of whose words are steps of a sale."""
    if case.table != "deals":
        return
    for column in case.lists:
        hits = sum(any(spoken("stage", sample)) for sample in column.samples)
        if column.distinct > 1 and not column.is_number and hits > MOST * len(column.samples):
            yield "stage", column, BY_VALUES


def flags(case: Case) -> Telling:
    """A yes that comes with a date, and a no without, says that a deal is closed; a rarer one of those, how."""
    if case.table != "deals" or {"is_closed", "is_won"} & set(case.known) or tells_both_ends(case.file):
        return
    flags = [column for column in case.file.named if column.is_yes_no and column.distinct == 2]
    dates = [column for column in case.file.named if column.is_date and SELDOM < column.fill < 1]
    for date in dates:
        counted = {flag.header: _dated(case.file, flag, date) for flag in flags}
        closed = [flag for flag in flags if min(counted[flag.header]) >= NEARLY_ALL]
        if len(closed) == 1:
            yield "is_closed", closed[0], BY_VALUES
            yield "closed_at", date, BY_VALUES
            won = [flag for flag in flags if flag not in closed and counted[flag.header][0] >= NEARLY_ALL]
            yield from (("is_won", flag, "does this say won, and not lost?") for flag in won)
            return


def _dated(file: FileProfile, flag: ColumnProfile, date: ColumnProfile) -> tuple[float, float]:
    """Which share of the rows that say yes has a date, and which of those that say no has none."""
    shares = {True: [0, 0], False: [0, 0]}
    for value, records, filled in file.ask("draft_fills", [flag, date]):
        if value is not None:
            shares[meant("done", value) == "true"][0] += records
            shares[meant("done", value) == "true"][1] += filled
    (yes, dated), (no, also) = shares[True], shares[False]
    return dated / yes if yes else 0.0, 1 - also / no if no else 0.0


def reasons(case: Case) -> Telling:
    """Words that lost deals have, and others have not, say why they were lost."""
    if case.table != "deals" or "reason" in case.known:
        return
    ends = telling_column(case.file, case.column("stage"), case.column("status"))
    if ends is None:
        return
    for column in case.lists:
        words = set(column.words.split())
        may_be = not (column is ends.column or column.is_number or column.is_yes_no or words & ID_WORDS)
        if may_be and column.fill < 1 and is_of_one_end(fills(case.file, ends, column), "lost"):
            yield "reason", column, BY_VALUES


def worth(case: Case) -> Telling:
    """The only amounts of deals are what they are worth: numbers that are no ids, no shares and no counts of days."""
    if case.table != "deals" or "actual_amount" in case.known:
        return
    taken = {guess.column.header for guess in case.known.values()}
    numbers = [
        column
        for column in case.file.named
        if column.is_number and column.header not in taken and column.distinct > 1 and column.epochs < column.filled
        and not (column.is_yes_no or ID_WORDS & set(column.words.split())) and _is_money(column)
    ]  # fmt: skip
    amounts = [
        column
        for column in numbers
        if column.distinct < column.rows and not (any(spoken("no_worth", column.header)) or "%" in column.header)
    ]
    amounts = amounts or [column for column in numbers if _names_a_currency(column)]
    if len(amounts) == 1:
        yield "amount", amounts[0], BY_VALUES
    elif amounts and "amount" not in case.known:
        yield "amount", amounts[0], "several columns hold amounts, and none is called so"


def in_whole_units(case: Case) -> Telling:
    """What deals are worth is the column that has it in whole units, where another has the same in hundredths."""
    amount = case.column("amount") or next((column for column in case.file.named if _says_hundredths(column)), None)
    if case.table != "deals" or amount is None or not amount.is_number:
        return
    before = case.known.pop("amount", None)
    for column in case.file.named:
        if column is not amount and column.is_number and column.distinct > 1:
            ((rows, hundredths),) = case.file.ask("draft_hundredths", [amount, column])
            if rows and hundredths >= NEARLY_ALL * rows:
                yield "amount", column, ""
                return
    if _says_hundredths(amount):
        yield "amount", amount, "its name says hundredths: each deal would count a hundred times"
    elif before is not None:
        case.known["amount"] = before


def _says_hundredths(column: ColumnProfile) -> bool:
    return column.is_number and bool(HUNDREDTHS & set(column.words.split()))


def _names_a_currency(column: ColumnProfile) -> bool:
    """Whether most of its numbers have the sign of a currency beside them."""
    return 2 * sum(bool(SIGN.search(sample)) for sample in column.samples) > len(column.samples)


def _is_money(column: ColumnProfile) -> bool:
    """Whether most of its numbers have more than two figures before the decimals."""
    whole = sum(sum(sign.isdigit() for sign in DECIMALS.sub("", sample)) > 2 for sample in column.samples)
    return 2 * whole > len(column.samples)
