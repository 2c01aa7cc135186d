"""The pack as PDF: its HTML and print CSS through WeasyPrint, else through a Chromium that is there."""

import os
import shutil
import signal
import subprocess
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

from dashboard.errors import BadInput

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--no-pdf-header-footer",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
SECONDS = 60
NEITHER = (
    "A PDF is made by WeasyPrint or by a Chromium, and neither can be used here; install funnel-review[pdf] and Pango, "
    "or write --out FILE.html, which any browser prints."
)


def may_make_pdf() -> bool:
    """Whether one of the two is installed; nothing is loaded to find that out."""
    return find_spec("weasyprint") is not None or _chromium() is not None


def pdf(html: str) -> bytes:
    """The bytes of the PDF, tagged for readers who hear it; raises BadInput when nothing here can make one."""
    made = _weasyprint()
    if made is not None:
        document: bytes = made.HTML(string=html, url_fetcher=_nothing).write_pdf(pdf_variant="pdf/ua-1")
        return document
    chromium = _chromium()
    if chromium is None:
        raise BadInput(NEITHER)
    return printed(chromium, html)


def printed(chromium: str, html: str) -> bytes:
    """The PDF that a Chromium prints, in a folder and a profile of its own; raises BadInput when it makes none."""
    with TemporaryDirectory(prefix="funnel-review-pdf-") as folder:
        source, target = Path(folder) / "pack.html", Path(folder) / "pack.pdf"
        source.write_text(html, encoding="utf-8")
        command = [
            chromium, *FLAGS, f"--user-data-dir={Path(folder) / 'profile'}", f"--print-to-pdf={target}", source.as_uri()
        ]  # fmt: skip
        child = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        try:
            with suppress(subprocess.TimeoutExpired):
                child.wait(SECONDS)
        finally:
            _end(child)
        if not target.is_file():
            raise BadInput(f"{chromium} made no PDF within {SECONDS} s; write --out FILE.html and print that.")
        return target.read_bytes()


def _end(child: "subprocess.Popen[bytes]") -> None:
    """End it with the processes it began, which are of its session."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _weasyprint() -> ModuleType | None:
    try:
        import weasyprint
    except (ImportError, OSError):  # OSError: Pango, which it loads, is not there
        return None
    module: ModuleType = weasyprint
    return module


def _chromium() -> str | None:
    return next((path for name in CHROMIUMS if (path := shutil.which(name))), None)


def _nothing(url: str) -> dict[str, object]:
    raise ValueError(url)
