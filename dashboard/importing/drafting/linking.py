"""By which of the ways there are a record finds its lead, its deal, its account: those needed, as the user says."""

from collections.abc import Sequence
from dataclasses import replace

from dashboard.importing.drafting.items import Item
from dashboard.importing.drafting.questions import AND, NONE, Question, QuestionKind, Reply
from dashboard.importing.drafting.ways import LEAST, SURE, Way, Ways
from dashboard.importing.drafting.writing import read

ENOUGH_TOGETHER = 0.98
FINDS_NONE = "nothing here is the key, the address or the name of one"


class LinkFinder(Ways):
    """Chooses among the ways between the files of a draft."""

    def of(self, table: str) -> list[Item]:
        """The files that feed a table and have a key."""
        return [item for item in self._items if item.table == table and item.key is not None]

    def to(self, item: Item, table: str) -> list[Way]:
        """The ways from a file's records to those of a table, best first: those the user named, else those needed."""
        if item.opens is not None and item.opens.table == table and item.opens.key is not None:
            key = item.opens.key
            return [Way(key.header, read(key, **self.key_keys(key)), 1.0, 1.0, is_column=True)]
        candidates = [way for target in self.of(table) if target is not item for way in self.between(item, target)]
        needed = self._needed(candidates, table)
        is_lost = not needed and self._needs(item, table)
        if not candidates and not is_lost:
            return []
        ways = {way.name: way for way in (*needed, *sorted(candidates, key=lambda way: -way.share))}
        together = AND.join(way.name for way in needed)
        single = [name for name in ways if name != together]
        record = table[:-1]
        doubt = FINDS_NONE if is_lost else "; ".join(way.doubt for way in needed if way.doubt)
        choice = item.file.interview.ask(
            Question(
                item.file.label,
                f"{record}_id",
                QuestionKind.LINK,
                f"By what do the rows of {item.file.label} find their {record}?",
                (
                    *([_as_answer(together, needed, record)] if needed else []),
                    *(_as_answer(name, [ways[name]], record) for name in single[: 1 if needed else 2]),
                    Reply(NONE, "By nothing", "", f"they belong to no {record}"),
                ),
                default=together or NONE,
                doubt=doubt,
                records=item.file.rows,
                also=tuple(ways),
            )
        )
        if not choice.is_given:
            return needed
        named = str(choice.value).split(AND) if choice.value != NONE else []
        return [replace(ways[name], doubt="") for name in named if name in ways]

    def _needs(self, item: Item, table: str) -> bool:
        """Whether a file's records count for little where they find none of a table that is there."""
        if table != "leads" or not self.of("leads"):
            return False
        return item.table == "deals" or (item.table == "touches" and not self.to(item, "deals"))

    @staticmethod
    def _needed(candidates: Sequence[Way], table: str) -> list[Way]:
        """Of the ways those that lead somewhere, best first, as far as they are needed."""
        strong = sorted(
            (way for way in candidates if way.share >= SURE),
            key=lambda way: (bool(way.doubt), way.is_column, -way.share),
        )
        if strong:
            needed: list[Way] = []
            reached = 0.0
            for way in sorted(strong, key=lambda way: (bool(way.doubt), -way.reach, -way.share)):
                is_new = way.value not in {other.value for other in needed}
                if is_new and reached < ENOUGH_TOGETHER and (not way.doubt or not needed):
                    needed.append(way)
                    reached = max(reached, way.reach)
            return sorted(needed, key=lambda way: way.is_column)
        weak = max((way for way in candidates if way.share >= LEAST), key=lambda way: way.share, default=None)
        if weak is None:
            return []
        doubt = weak.doubt or f"only {weak.share:.0%} of them lead to one of the {table}"
        return [replace(weak, doubt=doubt)]


def _as_answer(name: str, ways: Sequence[Way], record: str) -> Reply:
    share = max(way.share for way in ways)
    return Reply(name, name, f"finds a {record} for {share:.0%} of what names one")
