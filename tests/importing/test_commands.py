"""What ``funnel-review import`` prints: what became of every row, for people and for scripts."""

import json
from pathlib import Path
from typing import Any

import pytest

from dashboard.errors import BadInput
from dashboard.importing.commands import import_command

FILES = {
    "leads.csv": "lead_id,created_at,employees\nL1,2025-01-01,12\nL2,2025-01-02,many\nL2,2025-01-02,many\nL3,never,\n",
    "spend.csv": "on,source,amount\nnever,web,5\nnever,web,6\n",
}
QUIET: dict[str, Any] = {
    "mappings": [],
    "settings": None,
    "as_of": "2025-06-02",
    "date_order": None,
    "decimal": None,
    "encoding": None,
    "header_row": None,
    "sheet": None,
    "store": None,
    "engine": None,
    "personal_data": True,
    "as_json": False,
}


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    """A folder of small exports."""
    folder = tmp_path / "exports"
    folder.mkdir()
    for name, content in FILES.items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("names", "aside"), [(["leads.csv"], "1 row is set aside"), (["leads.csv", "spend.csv"], "3 rows are set aside")]
)
def test_the_summary_counts_every_row(
    tmp_path: Path, exports: Path, capsys: pytest.CaptureFixture[str], names: list[str], aside: str
) -> None:
    """A line a file, what was set aside and warned of, and the generation."""
    import_command(paths=[exports / name for name in names], warehouse=tmp_path / "warehouse", **QUIET)
    head, *lines = capsys.readouterr().out.splitlines()
    assert head.split() == ["file", "read", "loaded", "quarantined", "skipped"]
    assert lines[0].split() == ["leads.csv", "4", "2", "1", "1"]
    assert f"{aside} in quarantine, each with its reason; the rest is loaded." in lines
    warned = "Warnings, each kept with its file and line (funnel-review warnings explains them): 1 × bad_number"
    assert any(line.startswith(warned) for line in lines)
    assert lines[-1].endswith(" is published.")


def test_the_summary_for_scripts(tmp_path: Path, exports: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The counts as JSON, what was doubted and what counts for nothing with its sentence, and nothing else."""
    import_command(paths=[exports], warehouse=tmp_path / "warehouse", **{**QUIET, "as_json": True})
    summary = json.loads(capsys.readouterr().out)
    assert set(summary) == {"generation", "files", "warnings", "remarks", "guards"}
    assert summary["files"] == [
        {"file": "leads.csv", "read": 4, "loaded": 2, "quarantined": 1, "skipped": 1},
        {"file": "spend.csv", "read": 2, "loaded": 0, "quarantined": 2, "skipped": 0},
    ]


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("date_order", "ymd", "--date-order ymd: must be dmy or mdy"),
        ("decimal", ";", r"--decimal ;: must be \. or ,"),
        ("header_row", 0, "--header-row counts lines from 1"),
        ("as_of", "soon", "--as-of soon: no moment of these times; write it as 2026-01-31"),
    ],
)
def test_answers_that_are_none_are_refused(
    tmp_path: Path, exports: Path, option: str, value: object, words: str
) -> None:
    """Before anything is read, with what may be said."""
    with pytest.raises(BadInput, match=words):
        import_command(paths=[exports], warehouse=tmp_path / "warehouse", **{**QUIET, option: value})
    assert not (tmp_path / "warehouse").exists()
