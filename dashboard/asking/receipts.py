"""What stands behind a figure: the question, its definition, who is in and who is left out, all that was bound."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from dashboard.asking.answer import Answer
from dashboard.asking.view import View
from dashboard.warehouse.kept import parameters_of
from dashboard.warehouse.prelude import prelude_of
from dashboard.warehouse.relations import relations

MADE = {
    r"slice_(\w+)": "the slice keeps only these values of {}",
    r"segment_\d+(_below)?": "bands of company size, as the settings give them",
    r"stage_(\d+)": "name of stage {} of the waterfall",
    r"before_\w+": "the shared definition as it stands: a weight, a threshold, or what a rule asks for",
    r"icp_\w+": "the shared definition: a weight, a threshold, or what a rule asks for",
    r"(marketing|sales)_\w+": "{}'s own definition: a weight, a threshold, or what a rule asks for",
}
Asking = Callable[..., Answer]
"""Asks a view a question by its name, as ``dashboard.asking.ask.ask`` does."""


@dataclass(frozen=True)
class Receipt:
    """What stands behind a figure: the question, its words, how many records are in and out, and the SQL."""

    answer: Answer
    view: View
    asking: Asking

    @cached_property
    def population(self) -> Sequence[tuple[str, str]]:
        """How many of which records are in and left out, and the reason: cycles of the question's window, or deals."""
        sliced = (relation for name in self.answer.query.relations if (relation := relations()[name]).is_sliced)
        counted = {relation.counts for relation in sliced}
        if "deals" in counted and counted.isdisjoint({"cycles", "leads"}):
            return [(f"{row['deals']:,} deals", row["reason"]) for row in self.asking(self.view, "receipt/deals").rows]
        values = {name: value for name, value, _ in self.bound}
        window = "conversion_" if "conversion_from" in values else ""
        start, end = values.get(f"{window}from"), values.get(f"{window}to")
        if start is None or end is None:
            return ()
        rows = self.asking(self.view, "receipt/population", window_from=start, window_to=end).rows
        return [(f"{row['cycles']:,} cycles", row["reason"]) for row in rows]

    @cached_property
    def bound(self) -> Sequence[tuple[str, object, str]]:
        """Every value that was bound, with its meaning: the question's own, then those of the relations it reads."""
        own = self.answer.query.parameters
        prelude = prelude_of(self.answer.query, self.view.scope)
        known = {**self.view.parameters, **self.answer.parameters, **prelude.parameters}
        texts = (prelude.text(), *prelude.kept.values())
        around = sorted(set().union(*(parameters_of(text) for text in texts)) - own.keys())
        return [
            *((name, self.answer.parameters[name], words) for name, words in own.items()),
            *((name, known[name], meaning_of(name)) for name in around),
        ]

    @cached_property
    def definitions(self) -> Mapping[str, str]:
        """What each sliced relation behind the figure holds, by its name, as its file says."""
        unit = self.view.waterfall.unit
        prelude = prelude_of(self.answer.query, self.view.scope)
        names = [*prelude.relations, *sorted(prelude.beneath - prelude.relations.keys())]
        return {name: relations()[name].of_unit(unit).holds for name in names}


def meaning_of(parameter: str) -> str:
    """What a parameter of the relations means: the words of the relation's file, or of the rule that made its name."""
    for relation in relations().values():
        if parameter in relation.parameters:
            return relation.parameters[parameter]
    for pattern, words in MADE.items():
        if match := re.fullmatch(pattern, parameter):
            return words.format(*(group for group in match.groups() if group))
    return ""
