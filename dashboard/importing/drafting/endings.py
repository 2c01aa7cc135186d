"""How deals ended and on which day, after the user has been asked which words and which column say so."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dashboard.importing.drafting.items import Item
from dashboard.importing.drafting.outcomes import EMPTY, FILLED, Ends, counted_fills, ends_in
from dashboard.importing.drafting.profiling import ColumnProfile, FileProfile
from dashboard.importing.drafting.questions import AND, NONE, Question, QuestionKind, Reply
from dashboard.importing.drafting.vocabulary import words_for
from dashboard.importing.drafting.writing import quoted

OPEN = "open"
CLOSE = "close"
MEANINGS = {"won": "Won", "lost": "Lost", OPEN: "Still open"}
MOST_WORDS = 6
MOST_OFFERED = 2


def chosen_ends(
    file: FileProfile, ends: Ends, *, by_rows: Mapping[str, str] | None = None, unclear_is_lost: bool = False
) -> Ends:
    """What the words of a stage or a status say of a deal's end, after the user said what the unclear ones mean.

    ``by_rows``: what the rows of words nobody knows say of the end.
    """
    likely_ends = {
        word: end for word, end in (by_rows or {}).items() if word not in ends.known and word not in ends.open
    }
    records = {value: count for value, count, _ in file.ask("draft_fills", [ends.column, ends.column]) if value}
    dated = _ended_by_date(file, ends)
    if len(dated) == 1 and not likely_ends and len(set(ends.known.values())) == 1:  # it is how the others ended not
        likely_ends = {dated[0]: "won" if "lost" in ends.known.values() else "lost"}
    ends = replace(ends, unclear=tuple(dict.fromkeys([*ends.unclear, *dated, *likely_ends])))
    known, still = dict(ends.known), list(ends.open)
    unclear: list[str] = []
    doubtful: list[str] = []
    for word in ends.column.samples:
        if word in ends.known and word not in ends.doubtful:
            continue
        likely = ends.known.get(word) or likely_ends.get(word)
        likely = likely or ("lost" if unclear_is_lost and word in ends.unclear else OPEN)
        doubt = _ends_so(word) if word in likely_ends else _doubt(ends, word, likely)
        evidence = "as its rows say beside it" if word in likely_ends else ""
        question = _word_question(file, ends.column, word, likely, doubt, records.get(word, 0), evidence)
        choice = file.interview.ask(question)
        if not choice.is_given and word in likely_ends:
            known[word] = likely_ends[word]
            doubtful.append(word)
            continue
        if not choice.is_given:
            unclear += [word] if word in ends.unclear else []
            doubtful += [word] if word in ends.doubtful else []
            continue
        known.pop(word, None)
        if choice.value in {"won", "lost"}:
            known[word] = str(choice.value)
        elif word not in still:
            still.append(word)
    return replace(ends, known=known, open=tuple(still), unclear=tuple(unclear), doubtful=tuple(doubtful))


def _ended_by_date(file: FileProfile, ends: Ends) -> list[str]:
    """The words that say nothing of an end, whose deals have each date that closed deals have and others have not."""
    filled: list[set[str]] = []
    for column in file.named:
        if not column.is_date or not column.filled:
            continue
        rows = file.ask("draft_fills", [ends.column, column])
        shares = {word: filled / records for word, records, filled in rows if word}
        shares_of_ends = [share for word, share in shares.items() if word in ends.known]
        others = {word: share for word, share in shares.items() if word not in ends.known}
        if shares_of_ends and min(shares_of_ends) >= FILLED and others and min(others.values()) <= EMPTY:
            filled.append({word for word, share in others.items() if share >= FILLED and word not in ends.open})
    always = set.intersection(*filled) if filled else set()
    return [word for word in ends.column.samples if word in always]


def ends_of_stage(
    file: FileProfile, stage: ColumnProfile | None, by_rows: Mapping[str, str]
) -> tuple[Ends | None, str]:
    """What the user or the rows say of stages of which no word says won or lost, None while nothing is said.

    Beside it what is open then.
    """
    if stage is None or not stage.is_list:
        return None, ""
    nothing = ends_in(stage)
    words = stage.samples[:MOST_WORDS] if set(by_rows.values()) < {"won", "lost"} else ()
    candidate = replace(nothing, unclear=tuple(dict.fromkeys([*nothing.unclear, *words])))
    ends = chosen_ends(file, candidate, by_rows=by_rows)
    return (ends, "") if ends.known else (None, doubts_about(ends))


def with_other_end(file: FileProfile, ends: Ends) -> Ends:
    """The same ends with the word that the user says ends deals the other way, where words say one end alone."""
    if len(set(ends.known.values())) != 1 or ends.unclear or ends.doubtful:
        return ends
    (only,) = set(ends.known.values())
    other = "lost" if only == "won" else "won"
    rest = [word for word in ends.column.samples if word not in ends.known]
    choice = file.interview.ask(
        Question(
            file.label,
            other,
            QuestionKind.OUTCOME,
            f"Which “{ends.column.header}” of {file.label} is of {other} deals? No word of it says so.",
            (
                *(Reply(word, f"“{word}”", "", f"its deals count as {other}") for word in rest[:MOST_OFFERED]),
                Reply(NONE, "None of them", "", f"no deal counts as {other}"),
            ),
            default=NONE,
            doubt=f"no stage says {other}: is that so?",
            records=file.rows,
            also=tuple(rest),
        )
    )
    return replace(ends, known={**ends.known, str(choice.value): other}) if choice.value in rest else ends


def doubt_of_no_ends(file: FileProfile) -> str:
    """Asks which column says how deals ended, where none is known to; the doubt, while it is one."""
    lists = [column for column in file.named if column.is_list and column.distinct > 1 and not column.is_number]
    return file.interview.ask(
        Question(
            file.label,
            "stage",
            QuestionKind.OUTCOME,
            f"Which column of {file.label} says which deals were won and which lost?",
            (
                *(Reply(each.header, each.header, each.fullness) for each in lists[:MOST_OFFERED]),
                Reply(NONE, "No column", "", "all deals count as open"),
            ),
            default=NONE,
            doubt="no column says which deals were won and which lost",
            records=file.rows,
            also=tuple(column.header for column in lists),
        )
    ).doubt


def doubts_about(ends: Ends, *, unclear_is_lost: bool = False) -> str:
    """What the words of a stage or a status leave open, each as its question says it."""
    words = (*ends.doubtful, *ends.unclear)
    doubts = (_doubt(ends, word, "lost" if unclear_is_lost else OPEN) for word in words)
    return "; ".join(filter(None, doubts))


def _ends_so(word: str) -> str:
    return f"does {quoted(word)} end a deal so?"


def _doubt(ends: Ends, word: str, likely: str) -> str:
    if word in ends.doubtful:
        return _ends_so(word)
    if word in ends.unclear and likely == "lost":
        return f"does {quoted(word)} end a deal without a win?"
    if word in ends.unclear:
        return f"{quoted(word)} counts as open: does it end a deal?"
    return ""


def _word_question(
    file: FileProfile, column: ColumnProfile, word: str, likely: str, doubt: str, records: int, evidence: str
) -> Question:
    order = sorted(MEANINGS, key=lambda meaning: meaning != likely)
    return Question(
        file.label,
        f"{column.header}:{word}",
        QuestionKind.OUTCOME,
        f"What does “{word}” in “{column.header}” of {file.label} say of a deal?",
        tuple(
            Reply(value, MEANINGS[value], evidence if value == likely else "", f"{_deals(records)} counted as {value}")
            for value in order
        ),
        default=likely,
        doubt=doubt,
        records=records,
    )


def chosen_closing(
    item: Item, ends: Ends | None, likely: Sequence[ColumnProfile], doubt: str
) -> tuple[list[ColumnProfile], str]:
    """The columns with the day a deal closed, and what is doubtful about them; likely ones come first.

    The day that closed deals have and open ones have not speaks for itself; one that open deals have is expected.
    """
    file = item.file
    taken = {item.role.column(name) for name in ("created_at", "modified_at", "next_step_on")}
    stages = tuple(f"{beginning} " for beginning in words_for("entered"))
    dates = [column for column in file.named if column.is_date and column.filled and column not in taken]
    dates = [column for column in dates if column in likely or not f"{column.words} ".startswith(stages)]
    counts = {column.header: counted_fills(file, ends, column) for column in dates} if ends is not None else {}
    rivals = [column for column in dates if column not in likely]
    rivals.sort(key=lambda column: (-_closed(counts.get(column.header)), column.at))
    offered = [likely] if likely else []
    offered += [[column] for column in rivals[: MOST_OFFERED if not likely else 1]]
    together = AND.join(column.header for column in likely)
    answers = [
        Reply(
            AND.join(column.header for column in columns),
            AND.join(column.header for column in columns),
            _evidence(columns, counts),
            _follows(columns, counts),
        )
        for columns in offered
    ]
    answers.append(
        Reply(NONE, "No column", "", "deals close at their last change, else in the last whole week before the import")
    )
    if not dates:
        return list(likely), doubt
    choice = file.interview.ask(
        Question(
            file.label,
            CLOSE,
            QuestionKind.CLOSE,
            f"Which is the day a deal of {file.label} was won or lost?",
            tuple(answers),
            default=together or NONE,
            doubt=doubt or ("" if likely else "no column is the day a deal closed"),
            records=file.rows if ends is None else _most(counts),
            also=tuple(column.header for column in dates),
        )
    )
    if not choice.is_given:
        return list(likely), choice.doubt if likely else ""
    headers = str(choice.value).split(AND) if choice.value not in {NONE, together} else []
    return (list(likely) if choice.value == together else [file.column(header) for header in headers]), ""


Counts = Mapping[str, tuple[int, int]]


def _closed(counts: Counts | None) -> int:
    return counts["won"][1] + counts["lost"][1] if counts else 0


def _most(counts: Mapping[str, Counts]) -> int:
    return max((each["won"][0] + each["lost"][0] for each in counts.values()), default=0)


def _evidence(columns: Sequence[ColumnProfile], counts: Mapping[str, Counts]) -> str:
    if not all(column.header in counts for column in columns):
        return columns[0].fullness
    closed = sum(_closed(counts[column.header]) for column in columns)
    records, filled = counts[columns[0].header]["open"]
    opened = f"empty on {records:,} open ones" if not filled else f"filled on {filled:,} of {records:,} open ones"
    return f"filled on {closed:,} closed deals, {opened}" if records else f"filled on {closed:,} closed deals"


def _follows(columns: Sequence[ColumnProfile], counts: Mapping[str, Counts]) -> str:
    if not all(column.header in counts for column in columns):
        return ""
    won = sum(counts[column.header]["won"][1] for column in columns)
    lost = sum(counts[column.header]["lost"][1] for column in columns)
    return f"{won:,} won and {lost:,} lost deals get this day"


def _deals(number: int) -> str:
    return "1 deal is" if number == 1 else f"{number:,} deals are"
