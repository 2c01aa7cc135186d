"""What columns are by their values, where their names say nothing of it or something else."""

import re

from dashboard.importing.drafting.case import BY_VALUES, BY_WORD, MOST, Case, Teller, Telling
from dashboard.importing.drafting.guessing import Guess
from dashboard.importing.drafting.joins import is_of_owner
from dashboard.importing.drafting.likeness import OFTEN, Likeness, address_in, likenesses
from dashboard.importing.drafting.profiling import NEARLY_ALL, ColumnProfile, FileProfile
from dashboard.importing.drafting.telling_deals import flags, in_whole_units, reasons, stages, worth
from dashboard.importing.drafting.vocabulary import every_name, fold, meant, spoken, squeezed, words_for

SELDOM = 0.1
DAYS = {
    "leads": (("changed", "modified_at"),),
    "deals": (("expecting", "expected_close_on"), ("closing", "closed_at"), ("changed", "modified_at")),
}
"""Stems in the names of dates, and what the date is; the first that stands in a name counts."""
WORDY = {"leads": {"source": "source", "title": "title"}, "deals": {"source": "source"}}
"""What columns are that are full of words of a kind."""
OF_ANOTHER = {"created", "modified", "creator", "changed"}
"""Words of who did something to a record once, and need not work it."""
AGAIN = 3
"""A name of whoever works records stands in so many of them, on the average."""
PERSON = re.compile(r"[^\W\d_][\w'’.-]+(?: [^\W\d_a-z][\w'’.-]+){1,2}")


def told_by_values(file: FileProfile, table: str, guesses: dict[str, Guess]) -> dict[str, Guess]:
    """The guesses, with those that values make beside them, or in place of a name that misleads."""
    known = dict(guesses)
    if table == "leads":
        _people(file, known)
    for tell in TELLERS:
        for concept, column, doubt in tell(Case(file, table, known)):
            is_taken = column.header in {guess.column.header for guess in known.values()}
            is_named = doubt == BY_VALUES and squeezed(column.words) in every_name()  # so it is what its name says
            if concept not in known and not is_taken and not is_named:
                known[concept] = Guess(concept, column, doubt)
    return known


def _people(file: FileProfile, known: dict[str, Guess]) -> None:
    """Leads are the people whose addresses these are: their names stand in the addresses, and their companies."""
    address = address_in(file)
    if address is None:
        return
    known.setdefault("email", Guess("email", address, BY_VALUES))
    alike = likenesses(file)
    persons = sorted((like for like in alike.values() if like.person >= OFTEN), key=lambda like: like.place)
    whole = [like.column for like in persons if like.is_whole]
    parts = [like.column for like in persons if not like.is_whole and not is_of_owner(like.column)]
    named = known.get("name")
    if whole and named is not None and _is_no(alike.get(named.column.header)):
        known["name"] = Guess("name", whole[0])
        like = alike[named.column.header]
        if like.company >= OFTEN and "company" not in known:
            known["company"] = Guess("company", like.column)
    elif not {"name", "first_name", "last_name"} & set(known):
        if whole:
            known["name"] = Guess("name", whole[0], BY_VALUES)
        else:
            for concept, column in zip(("first_name", "last_name"), parts, strict=False):
                known[concept] = Guess(concept, column, BY_VALUES)
    taken = {guess.column.header for guess in known.values()}
    company = max(
        (like for like in alike.values() if like.company >= OFTEN and like.column.header not in taken),
        key=lambda like: like.company,
        default=None,
    )
    if "company" not in known and company is not None:
        known["company"] = Guess("company", company.column, BY_VALUES)


def _is_no(like: Likeness | None) -> bool:
    """Whether a column that is called a name holds none of a person."""
    return like is not None and like.person < SELDOM


def _directions(case: Case) -> Telling:
    """A column of incoming and outgoing is the direction of touches, be it called their type."""
    kind = case.known.get("kind")
    if case.table != "touches" or "direction" in case.known:
        return
    for column in case.lists:
        hits = [meant("direction", word) for word in column.samples]
        if all(hits) and (kind is None or kind.column is not column or not any(map(_kind, column.samples))):
            if kind is not None and kind.column is column:
                del case.known["kind"]
            yield "direction", column, ""
            return


def _kinds(case: Case) -> Telling:
    """A list all of whose words are kinds of touches, whatever it is called."""
    if case.table == "touches":
        for column in case.lists:
            if column.distinct > 1 and all(map(_kind, column.samples)):
                yield "kind", column, ""
                return


def _kind(word: str) -> str | None:
    return meant("kind", word)


def _days(case: Case) -> Telling:
    """Dates with a stem in their name that says which of a record's days they are."""
    for column in case.file.named:
        if column.is_date:
            header = squeezed(fold(column.header))
            for topic, what in DAYS.get(case.table, ()):
                if any(stem in header for stem in words_for(topic)):
                    yield what, column, BY_WORD
                    break


def _owner(case: Case) -> Telling:
    """Names under a header that says they are of whoever works the record."""
    if case.table not in {"leads", "deals"}:
        return
    texts = [
        column
        for column in case.file.named
        if column.codes < column.filled and not OF_ANOTHER & set(column.words.split())
        and not (column.is_date or column.is_number or column.is_yes_no or column.is_email)
    ]  # fmt: skip
    for column in texts:
        if is_of_owner(column) or (column.is_list and words_for("by") & set(column.words.split())):
            yield "owner", column, BY_WORD
    yield from (("owner", column, BY_VALUES) for column in texts if _is_of_people(column))


def _is_of_people(column: ColumnProfile) -> bool:
    """Whether a few names of people stand in it again and again."""
    if not column.is_list or not 1 < column.distinct <= column.filled / AGAIN:
        return False
    names = [sample for sample in column.samples if PERSON.fullmatch(sample)]
    return len(names) >= NEARLY_ALL * len(column.samples) and not any(
        set(spoken(topic, sample)) for topic in ("source", "title", "stage") for sample in names
    )


def _wordy(case: Case) -> Telling:
    """Texts most of which say words of a kind: where leads come from, what people do."""
    for concept, topic in WORDY.get(case.table, {}).items():
        for column in case.file.named:
            if column.filled and column.distinct > 1 and not (column.is_date or column.is_number or column.is_email):
                hits = sum(any(spoken(topic, sample)) for sample in column.samples)
                if hits > MOST * len(column.samples):
                    yield concept, column, BY_VALUES


def _companies(case: Case) -> Telling:
    """Names with a legal form behind many of them."""
    if case.table not in {"leads", "deals"}:
        return
    for column in case.file.named:
        last = [fold(sample).replace(".", "").replace(",", " ").split()[-1:] for sample in column.samples]
        if column.distinct > 1 and sum(bool(set(word) & words_for("legal_form")) for word in last) > len(last) / 4:
            yield "company", column, BY_VALUES


def _moment(case: Case) -> Telling:
    """The only date of a touch, or of a move, is when it was."""
    if case.table in {"touches", "lead_history", "deal_history"}:
        dates = [column for column in case.file.named if column.is_date]
        counted = [column for column in case.file.named if 0 < column.filled in {column.epochs, column.epochs_ms}]
        dates = dates or counted
        if len(dates) == 1:
            yield "at", dates[0], BY_VALUES


TELLERS: tuple[Teller, ...] = (
    _directions, _kinds, stages, flags, _days, _owner, _wordy, _companies, reasons, worth, in_whole_units, _moment,
)  # fmt: skip
"""In this order: what one has told another does not take."""
