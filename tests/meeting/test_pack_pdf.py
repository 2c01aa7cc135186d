"""The pack as PDF: every page whole, on both papers, with one stalled deal and with two hundred."""

import shutil
import subprocess
import unicodedata
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from dashboard.errors import BadInput
from dashboard.meeting.commands.looking import week_view
from dashboard.meeting.journal.journal import open_journal
from dashboard.meeting.pack import pdf as making
from dashboard.meeting.pack.building import pack_of
from dashboard.meeting.pack.document import Grid, Pack
from dashboard.meeting.pack.page import Paper, page
from dashboard.meeting.pack.pdf import pdf
from dashboard.scope.slices import Slice
from tests.browser.driving import chromium
from tests.enduring import FULL
from tests.weasyprinted import needs_weasyprint

SMALLEST_POINTS = 8
SIZES = {"a4": (595, 842), "letter": (612, 792)}
FOOT = 50
"""Points at the bottom of a page for its number."""
ALL_CASES: list[tuple[Paper, int]] = [("a4", 200), ("letter", 1), ("a4", 1), ("letter", 200)]
CASES = ALL_CASES if FULL else ALL_CASES[:1]


@pytest.fixture(scope="module")
def pack(demo_folder: Path) -> Pack:
    """The pack of the sample company."""
    needs_weasyprint()
    view = week_view(demo_folder)
    return pack_of(demo_folder, open_journal(demo_folder), view.week, None, Slice(), lambda: view)[0]


def with_deals(pack: Pack, number: int) -> Pack:
    """The same with so many stalled deals."""
    tables = [_resized(table, number) if table.columns[0] == "Deal" else table for table in pack.content.appendix]
    return pack.model_copy(update={"content": pack.content.model_copy(update={"appendix": tuple(tables)})})


def _resized(table: Grid, number: int) -> Grid:
    rows = [(f"D-{place}", *table.rows[place % len(table.rows)][1:]) for place in range(number)]
    return table.model_copy(update={"rows": tuple(rows)})


def letters_of(text: str) -> str:
    """The letters of a text, whatever breaks its lines; a font may have one sign for two of them."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def words_of(reader: PdfReader) -> list[list[tuple[float, float, str]]]:
    """The texts of each page: height above the foot, size in points, words."""
    pages = []
    for each in reader.pages:
        found: list[tuple[float, float, str]] = []

        def visit(text: str, outer: Any, inner: Any, _: Any, size: float, found: Any = found) -> None:
            if text.strip():
                scale = (outer[2] ** 2 + outer[3] ** 2) ** 0.5 * (inner[2] ** 2 + inner[3] ** 2) ** 0.5
                found.append((inner[5] * outer[3] + outer[5], size * scale, text.strip()))

        each.extract_text(visitor_text=visit)
        pages.append(found)
    return pages


@pytest.mark.parametrize(("paper", "deals"), CASES)
def test_every_page_is_whole(pack: Pack, paper: Paper, deals: int) -> None:
    """Its paper, its number, no type below 8 points, no heading at its end, a table's head on each page it is on."""
    drawn = with_deals(pack, deals)
    reader = PdfReader(BytesIO(pdf(page(drawn, paper))))
    headings = {"Early signals", "The agenda", "4 · Decisions", "What was restated", "Definitions and tables"}
    headings |= {table.title for table in (drawn.content.definitions, *drawn.content.appendix)}
    pages = words_of(reader)
    assert len(pages) < 20
    rows = 0
    for number, (leaf, words) in enumerate(zip(reader.pages, pages, strict=True), 1):
        assert tuple(round(float(each)) for each in (leaf.mediabox.width, leaf.mediabox.height)) == SIZES[paper]
        text = leaf.extract_text()
        assert f"{number} / {len(pages)}" in text
        assert min(size for _, size, _ in words) >= SMALLEST_POINTS - 0.01
        body = [(height, line) for height, _, line in words if height > FOOT]
        assert min(body)[1] not in headings, number
        deals_here = sum(line.startswith("D-") for line in text.splitlines())
        rows += deals_here
        if deals_here:
            assert "In it for" in text, number
    assert rows == deals
    first = letters_of(reader.pages[0].extract_text())
    assert letters_of("What came of the last decisions") in first
    assert all(letters_of(claim) in first for claim in drawn.moved)
    assert letters_of("Early signals") not in first


def test_it_is_tagged_for_those_who_hear_it(pack: Pack) -> None:
    """PDF/UA: language, title, structure."""
    reader = PdfReader(BytesIO(pdf(page(pack))))
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    assert reader.metadata is not None
    assert reader.metadata.title == f"Weekly funnel review {pack.cover.week}"


def test_a_chromium_prints_the_same(pack: Pack) -> None:
    """The other way: the same words on its pages, and nothing of it is left behind."""
    executable = chromium()
    if executable is None:
        pytest.skip("no Chromium here")
    printed = PdfReader(BytesIO(making.printed(executable, page(pack))))
    text = letters_of(" ".join(each.extract_text() for each in printed.pages))
    assert all(letters_of(claim) in text for claim in pack.moved)
    processes = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert "funnel-review-pdf-" not in processes


def test_without_either_there_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says what to install, and what can be written anyway."""
    monkeypatch.setattr(making, "_weasyprint", lambda: None)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(BadInput, match=r"install funnel-review\[pdf\] and Pango, or write --out FILE.html"):
        pdf("<p>nothing</p>")
