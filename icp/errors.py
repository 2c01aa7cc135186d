"""What can be wrong with a definition or the leads given to it, as sentences a person can act on.

ProfileError
├── BadDocument     a definition cannot be used: file, line, key, what is wrong, what is allowed
│   └── AllFaults   every fault of it is asked for, not the first alone
└── BadLeads        a file of leads cannot be scored: file, line, column, what is wrong
"""

from collections.abc import Sequence


class ProfileError(Exception):
    """Anything this package refuses; ``str(error)`` is the sentence to show."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """What to print, a line each."""
        return (str(self),)


class BadDocument(ProfileError):
    """A definition cannot be used as it stands. ``problems`` holds a sentence for each fault, in line order."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        more = len(self.problems) - 1
        super().__init__(self.problems[0] + (f" ({more} more: see `funnel-review icp check`.)" if more else ""))


class AllFaults(BadDocument):
    """The same for who asked for every fault."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """Each of the problems."""
        return self.problems


class BadLeads(ProfileError):
    """The leads given cannot be read: one sentence with the line and the column."""
