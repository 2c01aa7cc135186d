"""How deals ended, told by the words of a column and by the dates that closed deals have and open ones have not."""

from dataclasses import dataclass
from functools import cache

from dashboard.importing.drafting.profiling import ColumnProfile, FileProfile
from dashboard.importing.drafting.vocabulary import UNPARTED, fold, meanings, spoken, words_for, words_of

ENDS = {"won", "lost"}
FILLED, EMPTY = 0.8, 0.1
"""Of closed deals so many have the day they closed, and of open ones no more."""

EndWords = tuple[str, ...]


@dataclass(frozen=True)
class Ends:
    """What the words of a column say: which are won, lost, open; which end a deal in a way nobody says.

    ``doubtful`` are those among won and lost that say more than that.
    """

    column: ColumnProfile
    known: dict[str, str]
    open: tuple[str, ...]
    unclear: tuple[str, ...]
    doubtful: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether it says of all records whether they are open, won or lost."""
        return bool(self.open) and set(self.known.values()) >= ENDS


@cache
def outcome(text: str) -> tuple[str | None, bool]:
    """Won or lost, where a stage's name says so, and whether it may mean something else."""
    folded = fold(text)
    if UNPARTED.search(folded):
        lost = any(word in folded for word, meant in _unparted().items() if meant == "lost")
        won = any(word in folded for word, meant in _unparted().items() if meant == "won")
        return ("lost" if lost else "won" if won else None), False
    words = words_of(text).split()
    senses = set(spoken("outcome", text))
    ends = senses & ENDS
    if len(ends) != 1 or "kept" in senses:
        return None, False
    end = ends.pop()
    names = {word for word, meant in meanings("outcome").items() if meant == end}
    closed = words_for("closed")
    rest = [word for word in words if word not in names | closed | words_for("beside_outcome") and not word.isdigit()]
    if not rest or (words and words[0] in closed):
        return end, False
    return (end, True) if words[0] in names or words[-1] in names else (None, False)


@cache
def _unparted() -> dict[str, str]:
    return {word: meant for word, meant in meanings("outcome").items() if UNPARTED.search(word)}


def outcomes_in(column: ColumnProfile) -> dict[str, str]:
    """The values of a column that say won or lost."""
    return ends_in(column).known if column.is_list and not column.is_number else {}


def tells_both_ends(file: FileProfile) -> bool:
    """Whether a column says of records that they were won, and of others that they were lost."""
    return any(set(outcomes_in(column).values()) >= ENDS for column in file.named)


def ends_in(column: ColumnProfile) -> Ends:
    """What the values of a column say of the end of deals; what is kept are words alone, for any file that has them."""
    known, still, unclear, doubtful = _ends_said(column.samples)
    return Ends(column, dict(known), still, unclear, doubtful)


@cache
def _ends_said(words: EndWords) -> tuple[dict[str, str], EndWords, EndWords, EndWords]:
    """Which words say how deals ended, which that they are open, which that they ended, and which ends are doubtful."""
    known: dict[str, str] = {}
    still: list[str] = []
    unclear: list[str] = []
    doubtful: list[str] = []
    for value in words:
        end, is_doubtful = outcome(value)
        senses = set(spoken("outcome", value))
        if end:
            known[value] = end
            if is_doubtful:
                doubtful.append(value)
        elif "ended" in senses and "open" not in senses:
            unclear.append(value)
        elif meanings("outcome").get(words_of(value)) == "open":
            still.append(value)
    if other := _other_end(words, known):
        known[other[0]] = other[1]
        doubtful.append(other[0])
    return known, tuple(still), tuple(word for word in unclear if word not in known), tuple(doubtful)


def _other_end(words: EndWords, known: dict[str, str]) -> tuple[str, str] | None:
    """The one value that says closed and not how, where others say one end alone: "Deal closed" beside "Deal lost"."""
    ends = set(known.values())
    closed = [value for value in words if value not in known and words_for("closed") & set(words_of(value).split())]
    if len(ends) != 1 or len(closed) != 1:
        return None
    return closed[0], "lost" if ends == {"won"} else "won"


def telling_column(file: FileProfile, stage: ColumnProfile | None, status: ColumnProfile | None) -> Ends | None:
    """The column that says most of how deals ended: one of those, or any whose words say won or lost."""
    candidates = [column for column in (status, stage) if column] + [column for column in file.named if column.is_list]
    all_ends = [ends_in(column) for column in candidates if outcomes_in(column)]
    return max(all_ends, key=lambda ends: (ends.is_whole, len(set(ends.known.values()))), default=None)


def fills(file: FileProfile, ends: Ends, column: ColumnProfile) -> dict[str, float]:
    """Which share of the won, the lost and the other records has a value in a column."""
    counted = counted_fills(file, ends, column)
    return {kind: filled / records if records else 0.0 for kind, (records, filled) in counted.items()}


def counted_fills(file: FileProfile, ends: Ends, column: ColumnProfile) -> dict[str, tuple[int, int]]:
    """How many of the won, the lost and the other records there are, and how many have a value in a column."""
    rows = file.ask("draft_fills", [ends.column, column])
    counted: dict[str, list[int]] = {"won": [0, 0], "lost": [0, 0], "open": [0, 0]}
    for value, records, filled in rows:
        kind = ends.known.get(value or "", "open") if value not in ends.unclear else None
        if kind:
            counted[kind][0] += records
            counted[kind][1] += filled
    return {kind: (records, filled) for kind, (records, filled) in counted.items()}


def is_closing(shares: dict[str, float]) -> bool:
    """Whether closed deals have it and open ones have not."""
    return min(shares["won"], shares["lost"]) >= FILLED and shares["open"] <= EMPTY


def is_of_one_end(shares: dict[str, float], end: str) -> bool:
    """Whether the deals that ended so have it, and others have not."""
    other = "lost" if end == "won" else "won"
    return shares[end] >= FILLED and max(shares[other], shares["open"]) <= EMPTY
