"""A file of a draft, with what it is taken for."""

from dataclasses import dataclass

from dashboard.importing.drafting.profiling import ColumnProfile, FileProfile
from dashboard.importing.drafting.roles import TableRole

EACH_ROW, EQUAL_ROWS = "each row", "equal rows"
"""What a record is where no column is its key."""


@dataclass(eq=False)
class Item:
    """One file of a draft: what it is, the column that is its key, and whose records it holds once more.

    ``opens``: the leads of the same list, of which its deals are some.
    """

    file: FileProfile
    role: TableRole
    key: ColumnProfile | None = None
    key_doubt: str = ""
    row_key: str = EACH_ROW
    repeats: str = ""
    opens: "Item | None" = None

    @property
    def table(self) -> str | None:
        """The table it feeds; none where its records stand in another file already."""
        return None if self.repeats else self.role.table
