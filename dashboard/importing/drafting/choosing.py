"""What a file is and which of its columns say what, after the user has been asked."""

from collections.abc import Sequence
from dataclasses import replace

from dashboard.errors import BadInput
from dashboard.importing.canonical import ColumnKind
from dashboard.importing.drafting.guessing import Guess, guesses_in, may_hold
from dashboard.importing.drafting.items import EACH_ROW, EQUAL_ROWS, Item
from dashboard.importing.drafting.joins import NEARLY_UNIQUE, Joins, is_of_owner
from dashboard.importing.drafting.profiling import ColumnProfile, FileProfile
from dashboard.importing.drafting.questions import NONE, Question, QuestionKind, Reply, question_id
from dashboard.importing.drafting.roles import TableRole, likely_tables, role_as, role_of
from dashboard.importing.drafting.telling import told_by_values
from dashboard.importing.drafting.vocabulary import DRAFTED, concepts

TABLE, KEY = "table", "key"
MOST_OFFERED = 3
UNUSED = {"forecast", "probability", "subject", "sequence", "before", "contact_id", "created_at", "closed_at"}
"""What a draft makes nothing of, or asks about at another place."""
NEEDED = {"stage", "status", "amount"}
"""What figures are made of, beside what is required."""


def chosen_role(file: FileProfile, *, is_most: bool) -> TableRole:
    """What a file feeds, with its columns; nothing where it has no rows, as values tell what it is.

    ``is_most``: it has more rows than all others together, so leaving it out is asked about.
    """
    if not file.rows and file.interview.given(file.label, TABLE) is None:
        return TableRole(None, {})
    role = role_of(file)
    choice = file.interview.ask(_table_question(file, role, is_most=is_most))
    if choice.is_given and choice.value != role.table:
        role = TableRole(None, {}) if choice.value in {NONE, None} else _named_role(file, str(choice.value))
    return replace(role, rivals=() if choice.is_given else role.rivals, guesses=_chosen_columns(file, role))


def ask_for_leads(files: Sequence[FileProfile], roles: Sequence[TableRole]) -> None:
    """Where no file is of leads, has an import wait for what those hold that have people's addresses, as leads do."""
    for file, role in zip(files, roles, strict=True):
        if role.table is None and any(column.is_email and not is_of_owner(column) for column in file.named):
            file.interview.ask(replace(_table_question(file, role, is_most=True), kind=QuestionKind.TABLE))


def role_with_answers(file: FileProfile, table: str) -> TableRole:
    """What its columns are where a file is known to feed a table."""
    role = TableRole(table, told_by_values(file, table, guesses_in(file, table)))
    return replace(role, guesses=_chosen_columns(file, role))


def _named_role(file: FileProfile, table: str) -> TableRole:
    role = role_as(file, table)
    if role is None:
        words = f"no column of it names the record, the day and what it moved to, which {_spaced(table)} needs"
        raise BadInput(f"{question_id(file.label, TABLE)} cannot be “{table}”: {words}; say another table, or “none”.")
    return role


def left_out(file: FileProfile, doubt: str) -> str:
    """Asks whether a file that stands in another one once more is to be left out; the doubt, while it is one."""
    return file.interview.ask(
        replace(_table_question(file, TableRole(None, {})), doubt=doubt, kind=QuestionKind.TABLE)
    ).doubt


def _table_question(file: FileProfile, role: TableRole, *, is_most: bool = False) -> Question:
    is_sure = role.table is not None and not role.rivals
    likely = [] if is_sure or role.others else likely_tables(file)[:2]
    offered = list(dict.fromkeys([*([role.table] if role.table else []), *role.rivals, *likely]))
    answers = [
        Reply(
            table,
            _spaced(table),
            "" if is_sure else _columns_known(file, table),
            f"{file.rows:,} rows are read as {_spaced(table)}",
        )
        for table in offered[: MOST_OFFERED - 1]
    ]
    answers.append(Reply(NONE, f"Leave {file.label} out", "", f"its {file.rows:,} rows are not read"))
    is_strange = role.table is None and not role.others
    doubt = f"another table fits about as well: {', '.join(map(_spaced, role.rivals))}" if role.rivals else ""
    if is_strange:
        doubt = f"nothing in {file.label} looks like a table of the product; it is left out."
    elif role.table is None and is_most:
        doubt = f"most of the rows are in {file.label}, which is left out: it holds {role.others}."
    return Question(
        file.label,
        TABLE,
        QuestionKind.TABLE if role.table or is_most else QuestionKind.STRAY,
        f"What does {file.label} hold?",
        tuple(answers),
        default=role.table or NONE,
        doubt=doubt,
        records=file.rows,
        also=tuple(DRAFTED),
    )


def _columns_known(file: FileProfile, table: str) -> str:
    role = role_as(file, table)
    headers = [f"“{guess.column.header}”" for guess in role.guesses.values()][:4] if role else []
    return f"it has {', '.join(headers)}" if headers else "none of its columns is called so"


def _chosen_columns(file: FileProfile, role: TableRole) -> dict[str, Guess]:
    """The columns that say what, after those the user named."""
    if role.table is None:
        return role.guesses
    table = DRAFTED[role.table]
    guesses = dict(role.guesses)
    for concept, kind in concepts(role.table).items():
        own = table.column(concept)
        if concept in UNUSED or concept == table.key or (own is not None and own.refers_to and not own.unchecked):
            continue
        guess = guesses.get(concept)
        choice = file.interview.ask(_column_question(file, role.table, concept, kind, guess))
        if choice.is_given:
            guesses.pop(concept, None)
            if choice.value not in {NONE, None}:
                guesses[concept] = Guess(concept, file.column(str(choice.value)))
    return guesses


def _column_question(file: FileProfile, table: str, concept: str, kind: ColumnKind, guess: Guess | None) -> Question:
    can_be = [column for column in file.named if column.filled and may_hold(kind, column, concept)]
    answers = [_of_column(guess.column)] if guess else []
    words = _spaced(concept)
    return Question(
        file.label,
        concept,
        QuestionKind.TABLE if concept in NEEDED and guess is not None and guess.doubt else QuestionKind.COLUMN,
        f"Is “{guess.column.header}” of {file.label} the {words} of {_spaced(table)}?"
        if guess
        else f"Which column of {file.label} is the {words} of {_spaced(table)}?",
        (*answers, Reply(NONE, "No column", "", f"the {words} stays empty")),
        default=guess.column.header if guess else NONE,
        doubt=guess.doubt if guess and guess.column.filled else "",
        records=guess.column.filled if guess else 0,
        also=tuple(column.header for column in can_be),
    )


def choose_key(item: Item, joins: Joins, table: str, concept: str) -> None:
    """Which column tells the rows of a file apart, or that each row is one, or that equal rows are."""
    file = item.file
    likely, doubt = joins.key(table, concept, file)
    equal = file.equal_rows() if likely is None else 0
    unique = [
        column for column in file.named if joins.uniqueness(file, column) >= NEARLY_UNIQUE and column is not likely
    ]
    answers = [_as_key(file, joins, column) for column in [*([likely] if likely else []), *unique][: MOST_OFFERED - 1]]
    answers.append(Reply(EACH_ROW, "Each row is one", "", f"{file.rows:,} {_spaced(table)}"))
    if equal:
        rows = f"{equal:,} rows equal others"
        answers.append(Reply(EQUAL_ROWS, "Equal rows are one", rows, f"{file.rows - equal:,} {_spaced(table)}"))
    same = f"; {equal:,} rows equal others: if those are the same one, say row_key = true" if equal else ""
    choice = file.interview.ask(
        Question(
            file.label,
            KEY,
            QuestionKind.KEY,
            f"Which column of {file.label} tells its {_spaced(table)} apart?",
            tuple(answers),
            default=likely.header if likely else EACH_ROW,
            doubt=doubt if likely else f"no column tells the rows apart, so each row is one{same}",
            records=equal or file.rows,
            also=(*(column.header for column in file.named if column.filled), EQUAL_ROWS),
        )
    )
    item.row_key = EQUAL_ROWS if choice.value == EQUAL_ROWS else EACH_ROW
    item.key = None if choice.value in {EACH_ROW, EQUAL_ROWS, None} else file.column(str(choice.value))
    item.key_doubt = choice.doubt


def _as_key(file: FileProfile, joins: Joins, column: ColumnProfile) -> Reply:
    apart = round(joins.uniqueness(file, column) * file.rows)
    evidence = "differs in every row" if apart >= file.rows else f"differs in {apart:,} of {file.rows:,} rows"
    return Reply(column.header, column.header, evidence, f"{apart:,} of {file.rows:,} rows load")


def _of_column(column: ColumnProfile) -> Reply:
    shown = ", ".join(f"“{sample[:30]}”" for sample in column.samples[:MOST_OFFERED])
    return Reply(column.header, column.header, f"{column.fullness}: {shown}" if shown else column.fullness)


def _spaced(name: str) -> str:
    return name.replace("_", " ")
