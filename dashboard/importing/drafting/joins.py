"""Which column tells a file's rows apart, and which column holds the keys of another file: told by the values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import get_args

from dashboard.importing.drafting.profiling import ColumnProfile, FileProfile
from dashboard.importing.drafting.vocabulary import meanings, names, record_words, records, squeezed, words_for
from dashboard.importing.mapping.readings import LinkPart
from dashboard.importing.sql import run

NEARLY_UNIQUE = 0.98
"""So much of a column must differ for it to be a key; the rest are the same record twice."""
LONGEST_KEY = 120
LINK_PARTS = get_args(LinkPart)
ADDRESS_KEY, ID_KEY = "address_key(text)", "lookup_id(text)"
SALESFORCE_KEY = (
    "case when regexp_full_match(text, '0[0-2][a-zA-Z0-9]{13}([a-zA-Z0-9]{3})?') "
    f"then coalesce(salesforce_id(text), {ID_KEY}) else {ID_KEY} end"
)
"""What two spellings of a value have in common, by what it names."""
SHORT = 8
"""Ids shorter than this may be another file's by chance."""
ID_WORDS = {
    "id",
    "ids",
    "guid",
    "uuid",
    "key",
    "nr",
    "no",
    "number",
    "code",
    "ref",
    "reference",
    "identifier",
    "uid",
    "num",
}
POINTING = {"who", "what", "related", "regarding", "associated", "parent", "linked"}
DIFFERENT = 0.2
"""So much differs of a column that names a record each; counts are few numbers again and again."""
IDENTIFYING = 2.0
"""The least that speaks for a column that is to tell the rows apart."""


@dataclass(frozen=True)
class Link:
    """A column of one file whose values are a column of another: the share of them that is there, and how many.

    ``covered`` is the share of the other column's values that are named. ``part``: of links, which part is there.
    """

    file: FileProfile
    column: ColumnProfile
    target: FileProfile
    key: ColumnProfile
    share: float
    shared: int
    covered: float
    part: str = ""


class Joins:
    """The columns of several files that tell rows apart, and the links between them."""

    def __init__(self, files: Sequence[FileProfile]) -> None:
        self._files = files
        self._unique: dict[tuple[int, int], float] = {}
        self._links: list[Link] = []
        con = files[0].con
        run(con, "draft_values")
        for number, file in enumerate(files):
            for column in file.named:
                if _may_join(column):
                    self._take(number, file, column)
        for a, at_a, part, b, at_b, values_a, values_b, shared in run(con, "draft_joins").fetchall():
            file, target = files[a], files[b]
            column, key = _column(file, at_a), _column(target, at_b)
            if self.uniqueness(target, key) >= NEARLY_UNIQUE or _is_single(key):
                self._links.append(Link(file, column, target, key, shared / values_a, shared, shared / values_b, part))

    def _take(self, number: int, file: FileProfile, column: ColumnProfile) -> None:
        _compare_by(file, ADDRESS_KEY if column.is_email else ID_KEY)
        ((rows, filled, distinct, may_be_salesforce),) = file.ask("draft_column", [column])
        unique = min(filled, distinct) / rows if rows else 0.0
        self._unique[number, column.at] = unique
        step = 1 if unique >= NEARLY_UNIQUE else column.step
        key = ADDRESS_KEY if column.is_email else SALESFORCE_KEY if may_be_salesforce else ID_KEY
        for part in ("", *LINK_PARTS) if column.has_links else ("",):
            _compare_by(
                file, f"case when contains(text, '@') then {ADDRESS_KEY} else {key} end" if part == "address" else key
            )
            file.keep("draft_values", "draft_column_values", column, file_number=number, step=step, part=part)

    def uniqueness(self, file: FileProfile, column: ColumnProfile) -> float:
        """The share of the file's rows that a column tells apart; 1 for a key."""
        number = next(at for at, other in enumerate(self._files) if other is file)
        return self._unique.get((number, column.at), 0.0)

    def links(self, file: FileProfile, target: FileProfile) -> list[Link]:
        """The links from one file to another, those that find most first."""
        links = [link for link in self._links if link.file is file and link.target is target]
        return sorted(links, key=lambda link: (-link.share, -link.shared, link.column.at, link.key.at))

    def into(self, target: FileProfile) -> list[Link]:
        """The links of all other files to one."""
        return [link for link in self._links if link.target is target]

    def named_by_others(self, file: FileProfile, column: ColumnProfile) -> float:
        """The best share of another file's column that is found in this one."""
        to_it = (link for link in self._links if link.target is file and link.key is column)
        return max((link.share for link in to_it if points_to(link)), default=0.0)

    def key(self, table: str, concept: str, file: FileProfile) -> tuple[ColumnProfile | None, str]:
        """The column that tells the file's rows apart, and what may be wrong with it."""
        scored = [
            (self._score(table, concept, file, column), -column.at, column)
            for column in file.named
            if self.uniqueness(file, column) >= NEARLY_UNIQUE
        ]
        score, _, best = max(scored, key=lambda item: item[:2], default=(0.0, 0, None))
        if best is None or score < IDENTIFYING:
            return self._stand_in(table, file)
        if self.uniqueness(file, best) < 1:
            return best, "some rows repeat it or have none: of those that repeat one, the first counts"
        return best, ""

    def _stand_in(self, table: str, file: FileProfile) -> tuple[ColumnProfile | None, str]:
        """An address or a name that tells rows apart, where no id does."""
        for column in file.named:
            whole = self.uniqueness(file, column)
            if table == "leads" and column.is_email and whole >= NEARLY_UNIQUE:
                return column, "there is no id, so the address tells the leads apart"
            is_name = squeezed(column.words) in names(table, "name")
            if table in {"accounts", "reps", "deals"} and is_name and whole >= NEARLY_UNIQUE:
                doubt = "there is no id, so the name tells them apart" if table == "deals" else ""
                return column, doubt
        return None, ""

    def _score(self, table: str, concept: str, file: FileProfile, column: ColumnProfile) -> float:
        """How much speaks for a column that tells the rows apart to be the record's own id."""
        words = column.words.split()
        known = names(table, concept)
        own = record_words(table)
        named = (word for name, meant in records().items() if meant not in _kin(table) for word in name.split())
        strange = {word for word in named if word not in own}
        score = 0.0
        if (rank := rank_of(column, table, known)) is not None:
            score += 6 - min(rank, 10) / 5
        if ID_WORDS & set(words) or any(
            squeezed(column.words).endswith(word) for word in ("id", "guid", "uuid", "nummer", "nr", "番号")
        ):
            score += 2
        if set(words) & strange and squeezed(column.words) not in known:
            score -= 4
        if is_of_owner(column):
            score -= 10
        if column.is_numbered and not ID_WORDS & set(words):
            score += 2
        if column.codes == column.filled:
            score += 3 if squeezed(column.words) in own else 1
        if column.is_email or column.is_date or any(" " in sample for sample in column.samples[:20]):
            score -= 5
        return score + 2 * self.named_by_others(file, column)


def points_to(link: Link) -> bool:
    """Whether a link is one by more than chance: its values are long, or its header says what it names."""
    column = link.column
    if column.is_email or column.is_numbered or (column.codes == column.filled and not column.is_number):
        return True
    words = set(column.words.split())
    is_text = not column.is_number and min((len(sample) for sample in column.samples), default=0) >= SHORT
    return bool(is_text or words & (ID_WORDS | POINTING) or squeezed(column.words).endswith("id"))


def counts_records(link: Link) -> bool:
    """Whether a column counts records and names none: few small numbers again and again, under no name of an id."""
    column = link.column
    words = set(column.words.split())
    is_short = column.is_number and column.longest < SHORT and column.distinct < DIFFERENT * column.filled
    return is_short and (not words & (ID_WORDS - {"number", "no", "num"}) and not squeezed(column.words).endswith("id"))


def names_record_of(column: ColumnProfile, tables: Iterable[str]) -> bool:
    """Whether a header has what records of one of the tables are called in it."""
    whole = squeezed(column.words)
    return any(word in whole for table in tables for word in record_words(table) if len(word) > 2)


def is_of_owner(column: ColumnProfile) -> bool:
    """Whether a header says that its values are of whoever works a record."""
    words = f" {column.words} "
    return any(f" {word} " in words for word in meanings("owner"))


def rank_of(column: ColumnProfile, table: str, known: dict[str, int]) -> int | None:
    """The rank of a header among known names, as it is or without its record's name in front."""
    ranks = [known[form] for form in forms(column, table) if form in known]
    return min(ranks, default=None)


def forms(column: ColumnProfile, table: str) -> list[str]:
    """A header squeezed: whole, and without what a record of the table is called in front of it."""
    words = column.words.split()
    forms = [squeezed(column.words)]
    own = record_words(table) - words_for("of_files")
    while len(words) > 1 and words[0] in own:
        words = words[1:]
        forms.append("".join(words))
    return forms


def _is_single(column: ColumnProfile) -> bool:
    """Whether codes that some rows have name no two of them."""
    is_code = column.codes == column.filled and not column.is_number and column.step == 1
    return is_code and column.distinct >= NEARLY_UNIQUE * column.filled


def _kin(table: str) -> set[str]:
    return {"leads": {"leads", "contacts"}}.get(table, {table})


def _compare_by(file: FileProfile, key: str) -> None:
    """Makes ``key`` what two spellings of a value have in common.

    It is no wider than the column needs: what tells addresses or Salesforce's ids alike takes longer to plan than the
    rows of a small file take to read.
    """
    file.con.execute(f"create or replace temp macro draft_key(text) as {key}")


def _may_join(column: ColumnProfile) -> bool:
    """Whether a column's values may tell rows apart, or name those of another file."""
    return (
        column.filled > 0
        and (column.longest <= LONGEST_KEY or column.has_links)
        and not (column.is_date and column.codes < column.filled)
        and not (column.is_yes_no and column.distinct < column.rows)
        and not any("." in sample or "," in sample for sample in column.samples[:20] if column.is_number)
    )


def _column(file: FileProfile, at: int) -> ColumnProfile:
    return next(column for column in file.columns if column.at == at)
