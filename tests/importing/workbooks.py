"""Workbooks that no spreadsheet would write, part by part."""

import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
ROOT = (
    f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{DOCUMENT}/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>'
)


def text_cell(place: str, text: str) -> str:
    """A cell with its text in it."""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


LEADS = (
    f'<row r="1">{text_cell("A1", "lead_id")}{text_cell("B1", "created_at")}</row>'
    f'<row r="2">{text_cell("A2", "L1")}{text_cell("B2", "2025-01-02")}</row>'
)
"""A header and a lead."""


def write_workbook(
    path: Path, sheets: Sequence[Iterable[str]], shared: Sequence[str] = (), names: Sequence[str] = ()
) -> Path:
    """A workbook of these sheets, each of pieces of its rows, and shared texts.

    ``names``: called so, and as many of them, each a name of the first sheet; else S0, S1 …
    """
    listed = list(names) or [f"S{number}" for number in range(len(sheets))]
    book = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(listed, 1))
    targets = [1 if names else number for number in range(1, len(listed) + 1)]
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{DOCUMENT}/worksheet" Target="worksheets/sheet{target}.xml"/>'
        for n, target in enumerate(targets, 1)
    )
    if shared:
        links += f'<Relationship Id="rIdS" Type="{DOCUMENT}/sharedStrings" Target="sharedStrings.xml"/>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", ROOT)
        archive.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENT}"><sheets>{book}</sheets></workbook>'
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'
        )
        for number, pieces in enumerate(sheets, 1):
            with archive.open(f"xl/worksheets/sheet{number}.xml", "w") as part:
                part.write(f'<worksheet xmlns="{MAIN}"><sheetData>'.encode())
                for piece in pieces:
                    part.write(piece.encode())
                part.write(b"</sheetData></worksheet>")
        if shared:
            texts = "".join(f"<si><t>{text}</t></si>" for text in shared)
            archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{texts}</sst>')
    return path
