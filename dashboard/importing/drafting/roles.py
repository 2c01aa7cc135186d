"""Which table an unknown file feeds: by what it is called, by what its columns are, and by the words in them."""

import re
from dataclasses import dataclass

from dashboard.importing.drafting.case import BY_VALUES
from dashboard.importing.drafting.guessing import Guess, guesses_in
from dashboard.importing.drafting.joins import ID_WORDS, names_record_of
from dashboard.importing.drafting.outcomes import outcomes_in, tells_both_ends
from dashboard.importing.drafting.profiling import ColumnProfile, FileProfile
from dashboard.importing.drafting.telling import told_by_values
from dashboard.importing.drafting.vocabulary import (
    DRAFTED,
    concepts,
    meant,
    names,
    records,
    spoken,
    squeezed,
    stands_in,
    words_of,
)

WEIGHTS: dict[str, dict[str, float]] = {
    "leads": {
        "email": 1.5, "first_name": 1.5, "last_name": 1.5, "title": 1, "status": 1, "stage": 1,
        "converted_at": 2, "deal_id": 1, "engagement_score": 1.5, "source": 0.7, "company": 0.7,
    },
    "deals": {
        "stage": 2, "status": 0.5, "amount": 2, "closed_at": 1.5, "expected_close_on": 2, "won_at": 2,
        "lost_at": 2, "probability": 1.5, "is_won": 1.5, "next_step": 1, "forecast": 1, "company": 0.5,
    },
    "accounts": {"domain": 1, "industry": 1, "employees": 1, "annual_revenue": 1, "name": 0.7},
    "touches": {
        "kind": 1.5, "direction": 2, "at": 1, "connected": 1.5, "subject": 1.5, "lead_id": 0.7, "deal_id": 0.7,
        "rep": 0.3, "status": 0.3,
    },
    "lead_history": {"event": 1, "before": 3, "field": 2, "at": 1, "lead_id": 1, "actor": 0.5},
    "deal_history": {"event": 1, "before": 3, "field": 2, "at": 1, "deal_id": 1, "actor": 0.5},
    "spend": {"on": 1, "amount": 2, "source": 1, "campaign": 1},
    "customers": {"started_on": 1, "churned_on": 2.5, "monthly_value": 2, "deal_id": 1},
    "reps": {"team": 1.5, "time_zone": 1.5, "rep": 0.7, "region": 0.7},
}  # fmt: skip
"""How much a column speaks for a table; what stands in several speaks little."""
HISTORIES = {"leads": "lead_history", "contacts": "lead_history", "deals": "deal_history"}
"""What the moves of records are, where a file's name says that it holds moves."""
LITTLE = 0.3
CALLED = 4.0
"""How much it speaks for a table that the file is called like it."""
KINDS = 2.0
"""How much it speaks for touches that all words of a column are kinds of them."""
ENOUGH = 3.0
"""The least that speaks for a table."""
CLOSE = 1.0
NEEDED = {
    "spend": {"on", "amount"}, "customers": {"started_on"}, "lead_history": {"at", "event"},
    "deal_history": {"at", "event"}, "touches": {"at"},
}  # fmt: skip
"""What a file must have to be of a table at all."""


@dataclass(frozen=True)
class TableRole:
    """The table a file seems to feed with its columns; ``others`` are records no figure needs, where it holds those.

    ``rivals`` are tables that fit about as well; ``is_of_contacts`` says that its leads are called contacts.
    """

    table: str | None
    guesses: dict[str, Guess]
    others: str = ""
    rivals: tuple[str, ...] = ()
    is_of_contacts: bool = False

    def column(self, *wanted: str) -> ColumnProfile | None:
        """The column of the first of these that is there."""
        return next((self.guesses[name].column for name in wanted if name in self.guesses), None)


def role_of(file: FileProfile) -> TableRole:
    """What a file seems to be."""
    name = _called(file)
    called = "leads" if name == "contacts" else name
    ranked = sorted(
        (
            (_score(file, table, guesses, called), table, guesses)
            for table in DRAFTED
            for guesses in [told_by_values(file, table, guesses_in(file, table))]
        ),
        key=lambda item: (-item[0], item[1]),
    )
    score, table, guesses = ranked[0]
    other = _others(file)
    if other and (called is None or table != called) and not (score >= 2 * ENOUGH and tells_both_ends(file)):
        return TableRole(None, {}, others=other)
    if score < ENOUGH:
        return TableRole(None, guesses if score > 0 else {})
    rivals = tuple(name for points, name, _ in ranked[1:] if score - points < CLOSE and points >= ENOUGH)
    return TableRole(table, guesses, "", rivals if table != called else (), table == "leads" and name == "contacts")


def role_as(file: FileProfile, table: str) -> TableRole | None:
    """What its columns are where a file feeds a table; None where it lacks what tells of moves."""
    guesses = guesses_in(file, table)
    pointer = {"lead_history": "lead_id", "deal_history": "deal_id"}.get(table)
    if pointer and not {pointer, *NEEDED[table]} <= set(guesses):
        return None
    return TableRole(table, guesses, is_of_contacts=table == "leads" and _called(file) == "contacts")


def likely_tables(file: FileProfile) -> list[str]:
    """The tables a file may feed, those that most speaks for first."""
    called = _called(file)
    ranked = sorted(
        (-_score(file, table, guesses_in(file, table), "leads" if called == "contacts" else called), table)
        for table in DRAFTED
    )
    return [table for _, table in ranked if role_as(file, table) is not None]


def _called(file: FileProfile) -> str | None:
    """The table whose records the sheet, or else the file, is called like: the longest of the words that are there."""
    for name in (file.place.sheet, file.place.stem):
        words = words_of(_without_numbers(name or ""))
        ranked = [(len(word), table) for word, table in records().items() if stands_in(word, words)]
        if ranked:
            table = max(ranked)[1]
            is_history = any(spoken("history", words))
            return HISTORIES.get(table, table) if is_history else table
    return None


def _others(file: FileProfile) -> str:
    """The records no figure needs that a file is called like, or whose id stands first in it."""
    for name in (file.place.sheet, file.place.stem):
        words = words_of(_without_numbers(name or ""))
        ranked = [(len(word), kind) for word, kind in records("others").items() if stands_in(word, words)]
        ours = max((len(word) for word in records() if stands_in(word, words)), default=0)
        if ranked and max(ranked)[0] > ours:
            return max(ranked)[1]
    first = file.columns[0].words.split() if file.columns else []
    if len(first) > 1 and first[-1] in {"id", "number", "code"}:
        return records("others").get(" ".join(first[:-1]), "")
    return ""


def _without_numbers(name: str) -> str:
    return re.sub(r"\d+", " ", name)


def _score(file: FileProfile, table: str, guesses: dict[str, Guess], called: str | None) -> float:
    """How well a table fits."""
    weights = WEIGHTS[table]
    sure = sum(weights.get(name, LITTLE) * (0.5 if guess.doubt else 1) for name, guess in guesses.items())
    if not NEEDED.get(table, set()) <= set(guesses):
        return 0.0
    if table in {"lead_history", "deal_history"}:
        pointer = guesses.get("lead_id" if table == "lead_history" else "deal_id")
        if pointer is None or (called != table and "before" not in guesses and "field" not in guesses):
            return 0.0
        moves = outcomes_in(guesses["event"].column)
        sure += 1 if bool(moves) == (table == "deal_history") else 0
    score = sure + (CALLED if called == table else 0)
    flags = [guesses[name].doubt for name in ("is_closed", "is_won") if name in guesses]
    if table == "deals" and called != "deal_history" and (tells_both_ends(file) or BY_VALUES in flags):
        score += 4
    kind = guesses["kind"].column if table == "touches" and "kind" in guesses else None
    if kind is not None and kind.distinct > 1 and all(meant("kind", word) for word in kind.samples):
        score += KINDS
    if table in {"leads", "deals", "accounts"}:
        own = {"leads": "lead_id", "deals": "deal_id", "accounts": "account_id"}[table]
        score += sum(
            1.5
            for column in file.named[:3]
            if (squeezed(column.words) in names(table, own) or ID_WORDS & set(column.words.split()))
            and names_record_of(column, [table, "contacts" if table == "leads" else table])
        )
    if table == "reps" and called != "reps" and {"email", "created_at"} & {_exact(column) for column in file.named}:
        score -= 3
    return score


def _exact(column: ColumnProfile) -> str:
    return next((name for name in concepts("leads") if squeezed(column.words) in names("leads", name)), "")
