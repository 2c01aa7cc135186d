"""What can go wrong, as sentences a user can act on.

    FunnelReviewError
    ├── BadInput            a file, a mapping, a setting or an option is wrong
    │   └── MustAsk         only the user can know: the sentence names the option that answers
    ├── NoWarehouse         there is nothing to read, or not what was asked for
    │   └── NothingImported nothing was ever imported there
    ├── BadQueryFile        a .sql file breaks the convention of queries/README.md
    ├── BusyWarehouse       another import is running
    └── JournalUnavailable  what people write cannot be read or kept right now

Every message is one sentence: what is wrong, where, and the next move. The command line prints it
on stderr and ends with status 2; a screen shows it with a way on.
"""

from pathlib import Path


class FunnelReviewError(Exception):
    """Anything this product refuses; ``str(error)`` is the sentence to show."""


class BadInput(FunnelReviewError):
    """A file, a mapping, a setting or an option cannot be used as it is."""


class MustAsk(BadInput):
    """A choice only the user can make; the sentence names the option or key that makes it.

    ``sheets`` are those of a workbook to choose from, when that is the question.
    """

    def __init__(self, sentence: str, sheets: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.sheets = sheets


class NoWarehouse(FunnelReviewError):
    """The warehouse or the generation asked for does not exist or cannot be read."""


class NothingImported(NoWarehouse):
    """The folder holds no warehouse yet: the first import makes it one."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} holds no warehouse yet; build one with `funnel-review import PATH --warehouse {folder}`."
        )


class BadQueryFile(FunnelReviewError):
    """A query file breaks the convention; raised at start, so it never reaches a reader."""


class BusyWarehouse(FunnelReviewError):
    """Another process is importing into the same warehouse."""


class JournalUnavailable(FunnelReviewError):
    """The journal cannot be opened, read or written, or is busy; what was sent was not kept."""
