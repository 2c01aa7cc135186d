"""Being told to stop: Ctrl-C, and what a supervisor or a closed terminal sends, end a command in one sentence.

Knows nothing of the product, so that it can listen before anything else of it is loaded.
"""

import os
import signal
import sys
import threading
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
STATUS = 130
"""What a shell expects of a command that was interrupted."""
AGAIN_SECONDS = 0.05
NOTHING_CHANGED = "nothing has changed"


class Stopped(BaseException):
    """Somebody asked the command to stop; no Exception, so that nothing takes it for a fault of its own."""


class _State:
    was_requested = False
    is_heard = True
    outcome = NOTHING_CHANGED


def listen() -> None:
    """From now on a request to stop raises Stopped in the main thread, wherever it stands.

    What was ignored when the process began (``nohup``, a script's background) stays ignored.
    """
    for each in SIGNALS:
        if signal.getsignal(each) is not signal.SIG_IGN:
            signal.signal(each, _stop)
    sys.unraisablehook = _unraisable


def was_requested() -> bool:
    """Whether somebody asked: what else is raised then comes of it, as DuckDB raises an error of its own."""
    return _State.was_requested


def is_disabled() -> bool:
    """Whether the work is done, or being ended already."""
    return not _State.is_heard


def disable() -> None:
    """From now on requests are not heard: the work is done but for a moment, or ends already."""
    _State.is_heard = False


def enable(outcome: str = NOTHING_CHANGED) -> None:
    """From now on requests are heard again: what was done is a part of the work; ``outcome`` is what then stands."""
    _State.is_heard, _State.outcome = True, outcome


def outcome() -> str:
    """What stands where the command is stopped now, as a clause."""
    return _State.outcome


def end() -> None:
    """The process ends now, by itself: Python no longer answers requests then, and would die of one."""
    disable()
    for each in SIGNALS:
        signal.signal(each, signal.SIG_IGN)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    if _State.is_heard:
        _State.was_requested = True
        raise Stopped


def _unraisable(lost: "sys.UnraisableHookArgs") -> None:
    """Where Python would drop the request (while it forgets an object), make it again a moment later."""
    if issubclass(lost.exc_type, Stopped):
        threading.Timer(AGAIN_SECONDS, os.kill, (os.getpid(), signal.SIGINT)).start()
    else:
        sys.__unraisablehook__(lost)
