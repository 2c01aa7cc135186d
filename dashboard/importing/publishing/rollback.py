"""Going back to an earlier generation, and keeping one for good."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dashboard.errors import BadInput, NoWarehouse
from dashboard.importing.publishing.place import alone
from dashboard.importing.publishing.pointing import point_at
from dashboard.importing.publishing.scratch import make_scratch, sweep
from dashboard.importing.publishing.sending import pointer_tag
from dashboard.warehouse.about import About
from dashboard.warehouse.bucket.opening import bucket_of
from dashboard.warehouse.bucket.place import BucketFault, ObjectPath
from dashboard.warehouse.disk import locked, sync
from dashboard.warehouse.generations import FOLDER, Generations
from dashboard.warehouse.served import look_anew

HEADING = f"{'id':<29}  {'imported (UTC)':<16}  {'as of (UTC)':<16}  {'rows loaded':>14}  whole  current  kept"
BY_HAND = "by-hand"
"""Why a generation is pinned when somebody said so on the command line."""


def listed(folder: Path) -> Iterator[str]:
    """A heading and a line for each generation, the newest last; raises NothingImported or NoWarehouse for none."""
    generations = _there(folder)
    current, pinned = generations.current(), generations.pinned()
    yield HEADING
    for generation in generations.all():
        about = generations.about(generation)
        moments = (
            f"{about.imported_at:%Y-%m-%d %H:%M}  {about.as_of:%Y-%m-%d %H:%M}" if about else f"{'?':<16}  {'?':<16}"
        )
        whole = "yes" if generations.is_whole(generation) else "no"
        yield (
            f"{generation:<29}  {moments}  {f'{about.rows:,}' if about else '?':>14}  {whole:<5}  "
            f"{'yes' if generation == current else '':<7}  {'for good' if generation in pinned else ''}"
        ).rstrip()


@dataclass(frozen=True)
class KeptImport:
    """An import that is kept, by its id, and what its file says of itself."""

    generation: str
    about: About


def neighbours(folder: Path) -> tuple[KeptImport | None, KeptImport | None]:
    """The import before the one that is served, and the one after it; one that does not open is passed over."""
    generations = Generations(folder)
    there, current = generations.all(), generations.current()
    if current not in there:
        return None, None
    place = there.index(current)
    return _first(generations, reversed(there[:place])), _first(generations, there[place + 1 :])


def _first(generations: Generations, names: Iterable[str]) -> KeptImport | None:
    return next((KeptImport(name, about) for name in names if (about := generations.about(name))), None)


def use(folder: Path, generation: str) -> None:
    """Serve an earlier (or later) generation from now on, in one step.

    Raises NoWarehouse when it is not there, BusyWarehouse while an import runs, BadInput when it is damaged or the
    pointer cannot be written; then nothing has changed.
    """
    generations = _there(folder)
    generations.path(generation)
    if not generations.is_whole(generation):
        raise BadInput(
            f"Generation {generation} of {generations.place} is damaged; "
            "take another (`funnel-review generations list`)."
        )
    with alone(folder):
        try:
            sweep(folder, folder / FOLDER)
            point_at(generations, generation, {}, make_scratch(folder, ""), tag=pointer_tag(generations.place))
        except OSError as error:
            raise _cannot(folder, error) from None
        finally:
            sweep(folder, folder / FOLDER)
    look_anew(folder)


def pin(folder: Path, generation: str, why: str = BY_HAND) -> None:
    """Keep a generation for good, for the reason ``why`` (letters, digits, hyphens); pinned twice is pinned.

    Raises NoWarehouse when it is not there, BadInput when that cannot be written.
    """
    generations = _there(folder)
    try:
        place = _pin(generations, generation, why)
        if isinstance(place, ObjectPath):
            generations.path(generation)
            bucket_of(place).put(place, b"")
            generations.path(generation)  # an import elsewhere may have forgotten it just before
            return
        with locked(place.parent, wait=True):
            generations.path(generation)
            place.touch()
            sync(place.parent)
    except OSError as error:
        raise _cannot(folder, error) from None


def release(folder: Path, generation: str, why: str = BY_HAND) -> None:
    """No longer keep a generation for the reason ``why``; another reason still holds. Raises as ``pin`` does."""
    generations = _there(folder)
    generations.path(generation)
    try:
        place = _pin(generations, generation, why)
        if isinstance(place, ObjectPath):
            bucket_of(place).remove(place.parent, [place.name])
        else:
            place.unlink(missing_ok=True)
    except OSError as error:
        raise _cannot(folder, error) from None


def _pin(generations: Generations, generation: str, why: str) -> Path:
    return generations.files / f"{generation}.{why}.pin"


def _there(folder: Path) -> Generations:
    generations = Generations(folder)
    if not generations.all():
        generations.pointer()  # says whether anything ever was
        raise NoWarehouse(f"{generations.place} has no generation any more; put one back, or import again.")
    return generations


def _cannot(folder: Path, error: OSError) -> BadInput:
    if isinstance(error, BucketFault):
        return BadInput(str(error))
    return BadInput(
        f"{folder} cannot be written ({error.strerror}); nothing has changed. Check its rights and its disk."
    )
