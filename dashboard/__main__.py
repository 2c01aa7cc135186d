"""The command's entry: it listens for a request to stop before anything else is loaded, and each end is a sentence.

Exit status 0 done, 1 done and found gaps (``check``), 2 could not run, 130 stopped by somebody.
"""

import os
import sys
from contextlib import suppress
from typing import NoReturn

from dashboard import stopping


def main() -> NoReturn:
    """Run the command line; the process ends here."""
    try:
        stopping.listen()
        status = _run()
    except BaseException as error:  # noqa: BLE001 — whatever it is, it ends in a sentence
        is_done = stopping.is_disabled()
        stopping.disable()
        if stopping.was_requested() and not is_done:
            _say(f"Stopped; {stopping.outcome()}.")
            os._exit(stopping.STATUS)  # a file may still be read in another thread, and nobody waits for it
        status = _explain(error)
        if is_done:
            _say("What was asked for is done all the same.")
    _leave(status)


def _run() -> int:
    """Run the command of this process; its status. Raises whatever went wrong."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # closed by whoever started us
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    from dashboard.cli import app

    status = app(standalone_mode=False)
    if sys.stdout is not None:
        sys.stdout.flush()
    return status if isinstance(status, int) else 0


def _explain(error: BaseException) -> int:
    """Say in one sentence what went wrong; the status to end with."""
    if isinstance(error, BrokenPipeError) or isinstance(error.__context__, BrokenPipeError):
        return 0  # whoever read what is printed has read enough
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else 2
    from typer.exceptions import TyperException

    from dashboard.errors import FunnelReviewError
    from icp.errors import ProfileError

    if isinstance(error, TyperException):
        words = error.format_message() if hasattr(error, "format_message") else str(error)
        if words:  # else the help was asked for by giving nothing, and is printed
            _say(f"{words.rstrip('.')}; --help says what can be given.")
    elif isinstance(error, FunnelReviewError):
        _say(str(error))
    elif isinstance(error, ProfileError):
        _say(*error.sentences)
    elif isinstance(error, OSError):
        at = f"{os.fsdecode(error.filename)}: " if isinstance(error.filename, str | bytes) else ""
        _say(f"{at}{error.strerror or error}; put that right and try again.")
    elif isinstance(error, MemoryError):
        _say("The memory of this machine is not enough for that; make room and try again.")
    else:
        _say(f"{type(error).__name__}{_place(error)}: {error}; this is an error of the product, please report it.")
    return 2


def _place(error: BaseException) -> str:
    """Where in the code an error of ours was raised: what a report needs and a sentence can hold."""
    from traceback import extract_tb

    last = extract_tb(error.__traceback__)[-1:]
    return f" in {last[0].filename}, line {last[0].lineno}" if last else ""


def _say(*lines: str) -> None:
    from dashboard.terminal import printable

    with suppress(OSError, AttributeError):
        sys.stderr.write("".join(f"{printable(line)}\n" for line in lines))
        sys.stderr.flush()


def _leave(status: int) -> NoReturn:
    """End the process; what is left to print and cannot be is dropped."""
    stopping.end()
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(status)


if __name__ == "__main__":
    main()
