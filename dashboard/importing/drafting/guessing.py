"""What the columns of an unknown file are: by what they are called, and by what their values can be."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from dashboard.importing.canonical import ColumnKind
from dashboard.importing.drafting.joins import forms, is_of_owner
from dashboard.importing.drafting.profiling import ColumnProfile, FileProfile
from dashboard.importing.drafting.vocabulary import (
    concepts,
    every_name,
    fold,
    meanings,
    meant,
    names,
    record_words,
    squeezed,
    worded_names,
    words_for,
)

HARMLESS = frozenset(
    [
        "date",
        "time",
        "total",
        "the",
        "of",
        "in",
        "eur",
        "usd",
        "gbp",
        "chf",
        "current",
        "my",
        "our",
        "full",
        "day",
        "value",
        "on",
        "name",
        "address",
        "1",
        "billing",
        "mailing",
        "business",
        "primary",
        "main",
        "flag",
        "code",
    ]
)
"""Words beside a known name that leave it what it is: "Total ARR", "Booking Date Date", "Address 1: Country"."""
CURRENCIES = {
    "AED", "ARS", "AUD", "BGN", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CZK", "DKK", "EGP", "EUR",
    "GBP", "HKD", "HUF", "IDR", "ILS", "INR", "ISK", "JPY", "KRW", "MXN", "MYR", "NGN", "NOK", "NZD",
    "PEN", "PHP", "PLN", "QAR", "RON", "RSD", "SAR", "SEK", "SGD", "THB", "TRY", "TWD", "UAH", "USD",
    "VND", "ZAR",
}  # fmt: skip
"""Codes a column is known by to hold currencies."""
LONGEST = 4
"""Words of a header that may be guessed from one of them; longer ones mean something of their own."""
HEADS = {"country", "region", "industry", "source", "campaign"}
"""What a header is about that has one of their names as its first or last word."""
SHORTEST = 3
"""A word alone must be longer than this to be seen as another one cut short."""
VOWELS = set("aeiou")
SHARED = ({"account_id", "company"}, {"account_id", "name"}, {"rep", "name"}, {"event", "stage"})
"""What one column may be at once."""


@dataclass(frozen=True)
class Guess:
    """What a file says and the column that seems to say it; ``doubt`` says why it may be wrong."""

    concept: str
    column: ColumnProfile
    doubt: str = ""


def guesses_in(file: FileProfile, table: str) -> dict[str, Guess]:
    """The best column for each thing a file of a table may say."""
    ranked: list[tuple[int, int, int, str, ColumnProfile, str]] = []
    for order, (concept, kind) in enumerate(concepts(table).items()):
        known = names(table, concept)
        for column in file.named:
            ranks = [(known[form], depth) for depth, form in enumerate(forms(column, table)) if form in known]
            if ranks and may_hold(kind, column, concept):
                ranked.append((0, min(ranks)[0], order, concept, column, ""))
            elif not ranks and _may_be_guessed(column, table) and may_hold(kind, column, concept):
                rank = _inside(column, known, HARMLESS | (record_words(table) - words_for("of_files")))
                if rank is not None:
                    ranked.append((1, rank, order, concept, column, "guessed from its name"))
                elif _is_short_for(column, worded_names(table, concept)):
                    ranked.append((2, 0, order, concept, column, "its name seems cut short"))
                elif concept in HEADS and _is_headed(column, known):
                    ranked.append((3, 0, order, concept, column, "guessed from a word in its name"))
    taken: dict[str, list[str]] = {}
    guesses: dict[str, Guess] = {}
    for _, _, _, concept, column, doubt in sorted(ranked, key=lambda item: (*item[:3], item[4].at)):
        already = taken.get(column.header, [])
        if (
            concept in guesses
            or (already and not any({concept, other} in SHARED for other in already))
            or (doubt and already)
        ):
            continue
        taken.setdefault(column.header, []).append(concept)
        guesses[concept] = Guess(concept, column, doubt)
    money = _currency(file, taken) if "currency" in concepts(table) and "currency" not in guesses else None
    return guesses | {"currency": Guess("currency", money)} if money else guesses


def _currency(file: FileProfile, taken: Container[str]) -> ColumnProfile | None:
    """The column whose values are codes of currencies, whatever it is called."""
    columns = (column for column in file.named if column.filled and column.header not in taken)
    return next((column for column in columns if set(column.samples) <= CURRENCIES), None)


def _may_be_guessed(column: ColumnProfile, table: str) -> bool:
    """Whether a header that is no name of its own may be told by the words in it."""
    known_elsewhere = any(form in every_name() for form in forms(column, table)[:1])
    return not known_elsewhere and not is_of_owner(column) and len(column.words.split()) <= LONGEST


def _inside(column: ColumnProfile, known: Iterable[str], harmless: frozenset[str]) -> int | None:
    """The rank of a known name that stands in a header beside harmless words alone."""
    words = column.words.split()
    for rank, name in enumerate(known):
        for start in range(len(words)):
            for end in range(start + 1, len(words) + 1):
                rest = words[:start] + words[end:]
                if rest and squeezed("".join(words[start:end])) == name and set(rest) <= harmless:
                    return rank
    return None


def _is_short_for(column: ColumnProfile, known: Iterable[Sequence[str]]) -> bool:
    """Whether each word of a header is one of a known name with letters left out: ``LOSS_RSN``."""
    words = [word for word in column.words.split() if word not in {"flag", "code"}] or column.words.split()
    bare = [word for word in words if word not in HARMLESS]
    return any(_fits(words, name) or _fits(bare, name) for name in known)


def _fits(words: Sequence[str], name: Sequence[str]) -> bool:
    return bool(words) and (
        len(name) == len(words) and (len(words) > 1 or len(words[0]) > SHORTEST) and all(map(_cuts_short, words, name))
    )


def _cuts_short(word: str, whole: str) -> bool:
    """Whether a word is another, or what is left of it without some letters; never without the first."""
    letters = iter(whole)
    is_left = len(word) > 1 and word[0] == whole[0] and all(letter in letters for letter in word)
    return word == whole or (is_left and not VOWELS & set(word[1:]))


def _is_headed(column: ColumnProfile, known: Container[str]) -> bool:
    """Whether the word that a header of few words is about is a known name: the last, in "pays d'origine" the first."""
    words = column.words.split()
    return len(words) > 1 and words[0 if words_for("of") & set(words) else -1] in known


def may_hold(kind: ColumnKind, column: ColumnProfile, concept: str) -> bool:  # noqa: PLR0911 — one for each kind
    """Whether a column's values can be what is looked for; an empty column may be anything that is not needed."""
    if not column.filled:
        return concept not in {"created_at", "at", "lead_id", "deal_id", "account_id", "email", "stage", "status"}
    if kind in (ColumnKind.INSTANT, ColumnKind.DAY):
        return column.may_be_date
    if kind in (ColumnKind.NUMBER, ColumnKind.WHOLE):
        return 2 * column.numbers >= column.filled and not column.is_date
    if kind is ColumnKind.YES_NO:
        return not column.is_date and (
            column.is_yes_no or (column.distinct <= 3 and 2 * column.numbers < column.filled)
        )
    if kind is ColumnKind.EMAIL or concept == "contact_email":
        return column.is_email
    if concept in {"status", "stage", "event"}:
        return not column.is_date and column.longest <= 80
    if concept in {"direction", "kind", "team"}:
        return not column.is_date
    if concept == "currency":
        return not column.is_date and column.longest <= 40 and not column.is_number
    if kind is ColumnKind.KEY:
        return not column.is_date or column.codes == column.filled
    return not column.is_date


def is_creation(column: ColumnProfile) -> bool:
    """Whether nothing in a date's header says that it is of something else than the record's coming."""
    words = f" {column.words} "
    folded = fold(column.header)
    strange = {"birthday", "birth"}
    return meant("no_creation", column.words) is None and not any(
        f" {word} " in words or (not word.isascii() and word in folded) or (word in strange and word in folded)
        for word in meanings("no_creation")
    )
