"""What of a question does not follow the slice, in sentences: the company's whole is never given for a part of it."""

from typing import TYPE_CHECKING

from dashboard.errors import BadInput
from dashboard.warehouse.catalogue import question
from dashboard.warehouse.relations import relations

if TYPE_CHECKING:
    from dashboard.asking.view import View


def left_out(view: "View", name: str) -> list[str]:
    """A sentence for each relation a question reads that holds nothing under the slice, as it lacks a field of it."""
    sentences = []
    for relation in (relations()[each] for each in sorted(question(name).relations)):
        fields = relation.slicing.unfollowed(view.slice)
        if relation.is_sliced and fields:
            sentences.append(f"{relation.name} does not follow {' and '.join(fields)}: {relation.slicing.reason}")
    return sentences


def refuse_whole(view: "View", name: str) -> None:
    """Raise BadInput for a question of which a slice would change nothing: its answer is that of the company."""
    query = question(name)
    if view.slice.is_everything or query.is_sliced or not query.relations:
        return
    relation = relations()[min(query.relations)]
    fields = " and ".join(view.slice.chosen())
    what = f"{name} cannot follow {fields}: {relation.name}, which it reads, is sliced by nothing"
    raise BadInput(f"{what} ({relation.slicing.reason}); leave --slice out.")
