"""The frozen weeks asked again beside a running server, after an import on a screen: nobody waits for it."""

import logging
import threading
from pathlib import Path

from dashboard.errors import FunnelReviewError
from dashboard.importing.progress import ImportStep
from dashboard.importing.publishing.place import has_journal
from dashboard.meeting.journal.journal import open_journal
from dashboard.meeting.restatement.revisions import keep_revisions

BEGINNING = ImportStep("Asking the frozen weeks again", 0, 0.0)
FAULT = "an error of the product, which the server's log has; please report it."


class AskingAgain:
    """Asks the frozen weeks of one warehouse, one import after another; safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        """Of the warehouse at ``folder``; nothing is asked yet."""
        self.step: ImportStep | None = None
        """How far it is; None when nothing is being asked."""
        self.failure: str | None = None
        """Why what the last import moved is not all on record; None when it is, or while it is being asked."""
        self._folder = folder
        self._is_wanted = False
        self._lock = threading.Lock()

    def begin(self) -> None:
        """Ask of the generation that is served now; while one is asked already, this one afterwards.

        Without a journal there is nothing to ask.
        """
        if not has_journal(self._folder):
            return
        with self._lock:
            self._is_wanted = True
            if self.step is None:
                self.step = BEGINNING
                threading.Thread(target=self._work, name="asking-again", daemon=True).start()

    def _work(self) -> None:
        while self._next():
            try:
                keep_revisions(self._folder, open_journal(self._folder), self._show)
            except FunnelReviewError as error:
                self.failure = str(error)
            except Exception:  # whatever it is, the import stays and the next one is asked
                logging.getLogger(__name__).exception("The frozen weeks could not be asked again.")
                self.failure = FAULT

    def _next(self) -> bool:
        with self._lock:
            is_wanted, self._is_wanted = self._is_wanted, False
            self.step = BEGINNING if is_wanted else None
            if is_wanted:
                self.failure = None
        return is_wanted

    def _show(self, step: ImportStep) -> None:
        self.step = step


_known: dict[Path, AskingAgain] = {}
_knowing = threading.Lock()


def asking_again(folder: Path) -> AskingAgain:
    """The one of this process for the warehouse at ``folder``."""
    with _knowing:
        return _known.setdefault(folder.resolve(), AskingAgain(folder))
