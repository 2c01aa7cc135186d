"""The pointer of a warehouse: which generation is served, changed in one step."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from dashboard.importing.publishing.sending import swap_pointer
from dashboard.warehouse.bucket.place import ObjectPath
from dashboard.warehouse.disk import write_synced
from dashboard.warehouse.generations import POINTER, Generations
from dashboard.warehouse.stores import digest_of_generation


def point_at(
    generations: Generations,
    generation: str,
    digests: Mapping[str, str],
    scratch: Path,
    before_swap: Callable[[], None] = lambda: None,
    tag: str | None = None,
) -> None:
    """Make a generation the current one in one step, whatever the pointer was before; raises OSError.

    In a bucket the pointer must still be the one that had ``tag``: raises BusyWarehouse where another was faster.

    ``digests`` are those the pointer does not know yet. A generation it does not name (put back by hand, or the pointer
    could not be read) is taken in when it opens and is what its id says.
    """
    known = {**generations.digests(), **digests}
    there = sorted({*generations.all(), generation})
    for other in there:
        if other not in known and generations.opens(other):
            known[other] = digest_of_generation(generations.file(other))
    text = json.dumps(
        {"generation": generation, "digests": {name: known[name] for name in there if name in known}}, indent=1
    )
    pointer = generations.place / POINTER
    if isinstance(pointer, ObjectPath):
        before_swap()
        swap_pointer(pointer, text, tag)
        return
    if pointer.is_dir() and not pointer.is_symlink():
        pointer.rename(pointer.with_name(f"{POINTER}.before-{generation}"))  # not ours, so not to be lost
    write_synced(pointer, text, scratch / POINTER, before_swap)
