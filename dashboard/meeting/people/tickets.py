"""The sign-ins of this server: each browser carries a random ticket, and what it stands for stays here.

An identity may be larger than what a browser keeps or sends, and a ticket that is given up opens nothing any more.
"""

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Mapping

LONGEST_SECONDS = 24 * 3_600
MOST = 10_000


class Tickets:
    """Values by ticket, each for a day at most; the oldest go when there are too many."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[float, Mapping[str, str]]] = OrderedDict()
        self._lock = threading.Lock()

    def issue(self, values: Mapping[str, str]) -> str:
        """Keep values; gives the ticket they are kept under."""
        ticket = secrets.token_urlsafe(32)
        with self._lock:
            self._kept[ticket] = time.monotonic() + LONGEST_SECONDS, dict(values)
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return ticket

    def values_of(self, ticket: str | None) -> Mapping[str, str]:
        """The values of a ticket; none when it is unknown, given up or too old."""
        with self._lock:
            until, values = self._kept.get(ticket or "", (0.0, {}))
        return values if time.monotonic() < until else {}

    def give_up(self, ticket: str | None) -> None:
        """Give a ticket up."""
        with self._lock:
            self._kept.pop(ticket or "", None)


TICKETS = Tickets()
TICKET = "funnel_review_sign_in"
"""The browser's cookie with its ticket."""
