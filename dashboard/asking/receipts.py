"""What stands behind a figure: the question, its definition, who is in and who is left out, all that was bound."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from dashboard.asking.view import Answer, View
from dashboard.warehouse.catalogue import QUERIES
from dashboard.warehouse.kept import parameters_of
from dashboard.warehouse.prelude import prelude_of

OF_DEALS = frozenset({"deals", "deal_spells", "open_deals"})
OF_LEADS = frozenset({"cycles", "leads", "stage_entries", "waterfall_cycles"})
DESCRIBED = re.compile(r"^-- \$(?P<name>\w+): (?P<words>\S.*)$")
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
        relations = self.answer.query.relations
        if relations & OF_DEALS and not relations & OF_LEADS:
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
        around = sorted(parameters_of(prelude.text()) - own.keys())
        return [
            *((name, self.answer.parameters[name], words) for name, words in own.items()),
            *((name, known[name], meaning_of(name)) for name in around),
        ]

    @cached_property
    def definitions(self) -> Mapping[str, str]:
        """What each sliced relation behind the figure holds, by its name, as its file says."""
        names = prelude_of(self.answer.query, self.view.scope).relations
        files = _files()
        return {name: files[name][0] for name in names if name in files}


def meaning_of(parameter: str) -> str:
    """What a parameter of the sliced relations means: the words of its file, or of the rule that made its name."""
    described = {name: words for _, parameters in _files().values() for name, words in parameters.items()}
    if parameter in described:
        return described[parameter]
    for pattern, words in MADE.items():
        if found := re.fullmatch(pattern, parameter):
            return words.format(*(group for group in found.groups() if group))
    return ""


@cache
def _files() -> Mapping[str, tuple[str, Mapping[str, str]]]:
    """Per file of ``queries/slice`` what its relation holds and the parameters it describes, from its first lines."""
    files = {}
    for path in sorted((QUERIES / "slice").glob("*.sql")):
        words, parameters = [], {}
        for line in path.read_text(encoding="utf-8").splitlines():
            if not line.startswith("--"):
                break
            if found := DESCRIBED.match(line):
                parameters[found["name"]] = found["words"]
            else:
                words.append(line.removeprefix("--").strip())
        files[path.stem] = (" ".join(words), parameters)
    return files
