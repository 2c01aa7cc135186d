"""The pointer of a warehouse: which generation is served, changed in one step."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from dashboard.warehouse.disk import write_synced
from dashboard.warehouse.generations import POINTER, Generations
from dashboard.warehouse.stores import digest_of_generation


def point_at(
    generations: Generations,
    generation: str,
    digests: Mapping[str, str],
    scratch: Path,
    before_swap: Callable[[], None] = lambda: None,
) -> None:
    """Make a generation the current one in one step, whatever the pointer was before; raises OSError.

    ``digests`` are those the pointer does not know yet. A generation it does not name (put back by hand, or the pointer
    could not be read) is taken in when it opens and is what its id says.
    """
    known = {**generations.digests(), **digests}
    for other in generations.all():
        if other not in known and generations.opens(other):
            known[other] = digest_of_generation(generations.file(other))
    there = {name: known[name] for name in generations.all() if name in known}
    pointer = generations.folder / POINTER
    if pointer.is_dir() and not pointer.is_symlink():
        pointer.rename(pointer.with_name(f"{POINTER}.before-{generation}"))  # not ours, so not to be lost
    text = json.dumps({"generation": generation, "digests": there}, indent=1)
    write_synced(pointer, text, scratch / POINTER, before_swap)
