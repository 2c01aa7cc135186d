"""A generation's way into a bucket: its files first, its manifest next, the pointer only where nobody was faster."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from dashboard.errors import BadInput, BusyWarehouse
from dashboard.warehouse.bucket.opening import bucket_of
from dashboard.warehouse.bucket.place import BucketFault, ObjectPath, Overtaken
from dashboard.warehouse.generations import POINTER
from dashboard.warehouse.stores import MANIFEST, read_manifest

AT_ONCE = 8


def pointer_tag(place: Path) -> str | None:
    """What tells the pointer as it is now from any later one; None where there is none, or ``place`` is on a disk.

    Raises BucketFault.
    """
    pointer = place / POINTER
    if isinstance(pointer, ObjectPath):
        with suppress(FileNotFoundError):
            return bucket_of(pointer).read(pointer)[1]
    return None


def send(made: Path, into: ObjectPath, step: Callable[[str], None]) -> None:
    """Put the files of the folder ``made`` into a bucket, the manifest last; raises FileExistsError, or BucketFault.

    The first file takes the place: where another import has it, nothing was put. What was put is taken away again when
    not all of it could be.
    """
    bucket = bucket_of(into)
    first, *others = [file.path for file in read_manifest(made).files]
    bucket.put_new(into / first, made / first)
    try:
        step("place taken")

        def put(name: str) -> None:
            with suppress(FileExistsError):  # nobody else puts any here: it is ours, and its answer was lost
                bucket.put_new(into / name, made / name)

        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(put, others))
        step("files sent")
        put(MANIFEST)
    except BaseException:
        with suppress(OSError):  # the next import takes it away
            bucket.remove(into, [MANIFEST, first, *others])
        raise


def swap_pointer(pointer: ObjectPath, text: str, tag: str | None) -> None:
    """Put the pointer in the place of the one with ``tag``; raises BusyWarehouse where it is another by now.

    An answer that is lost on its way is none: the pointer itself tells then whether it was changed. Raises BucketFault
    where it was not, BadInput where that cannot be known.
    """
    bucket = bucket_of(pointer)
    try:
        bucket.replace(pointer, text.encode(), tag)
    except (Overtaken, BucketFault) as error:
        if _is_now(pointer, text.encode()):
            return
        if isinstance(error, BucketFault):
            raise
        raise BusyWarehouse(
            f"Another import into {pointer.parent} was published while this one was made, so this one was not; what is "
            "shown is the other. Import again, if this one is still the newer."
        ) from None


def _is_now(pointer: ObjectPath, content: bytes) -> bool:
    try:
        return bucket_of(pointer).read(pointer)[0] == content
    except FileNotFoundError:
        return False
    except BucketFault as fault:
        raise BadInput(
            f"{pointer}: {fault.strerror}, and nobody knows yet whether this import is served; "
            "`funnel-review generations list` says it, once the bucket answers."
        ) from None
