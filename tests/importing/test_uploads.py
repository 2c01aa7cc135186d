"""Files handed in through a browser are read in a process of their own, which ends, whatever is in them."""

import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest
from pyarrow import parquet

from dashboard.errors import BadInput, MustAsk
from dashboard.importing.progress import ImportStep, Report
from dashboard.importing.run import ImportOptions
from dashboard.importing.uploading import confined, uploads
from dashboard.importing.uploading.confined import ProcessLimits
from dashboard.importing.uploading.folder import sweep_upload_folders
from dashboard.importing.uploading.uploads import (
    LIMITS,
    Chosen,
    Outcome,
    Upload,
    draft_uploads,
    import_uploads,
    recognise_uploads,
    tried_uploads,
)
from dashboard.scope.settings import Settings
from dashboard.warehouse.generations import Generations
from tests.importing.test_bombs import BOMBS

LEADS = b"lead_id,created_at,email\n1,2025-01-02,ann@x.example\n2,2025-01-03,bob@x.example\n"


@pytest.fixture(autouse=True)
def started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Every process started; when a test ends all have ended, and nothing is left of the files."""
    processes: list[subprocess.Popen[bytes]] = []
    popen = subprocess.Popen

    def start(*arguments: Any, **options: Any) -> subprocess.Popen[bytes]:
        processes.append(popen(*arguments, **options))
        return processes[-1]

    monkeypatch.setattr(subprocess, "Popen", start)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    yield processes
    assert processes == [] or all(process.returncode is not None for process in processes)
    assert list(tmp_path.glob("funnel-review-upload-*")) == []


def handed_in(
    content: bytes,
    warehouse: Path,
    *,
    name: str = "leads.csv",
    chosen: Chosen = Chosen(),  # noqa: B008 — frozen
    only_try: bool = False,
    limits: ProcessLimits = LIMITS,
    progress: Report = lambda _: None,
    **options: Any,
) -> Outcome:
    """One file, as the screen hands it on."""
    files, how = [Upload(name, content)], ImportOptions(once=True, **options)
    if only_try:
        with tried_uploads(files, chosen, Settings(), how, progress, limits=limits) as (outcome, _):
            return outcome
    return import_uploads(files, chosen, warehouse, Settings(), how, progress, limits=limits)


def test_steps_come_through_and_rise(tmp_path: Path, started: list[subprocess.Popen[bytes]]) -> None:
    """The bar of the browser is the import's own, to the end."""
    steps: list[ImportStep] = []
    outcome = handed_in(LEADS, tmp_path / "w", progress=steps.append)
    assert [step.share for step in steps] == sorted(step.share for step in steps)
    assert steps[-1].share > 0.8
    assert Generations(tmp_path / "w").current() == outcome.summary.generation
    assert len(started) == 1


def test_pressing_twice_publishes_once(tmp_path: Path) -> None:
    """The same files, mapping and settings: the generation that is served stays; anything else makes a new one."""
    first = handed_in(LEADS, tmp_path / "w").summary.generation
    assert handed_in(LEADS, tmp_path / "w").summary.generation == first
    assert Generations(tmp_path / "w").all() == [first]
    hidden = handed_in(LEADS, tmp_path / "w", personal_data=False).summary.generation
    assert hidden != first
    other = handed_in(LEADS.replace(b"bob", b"eve"), tmp_path / "w").summary.generation
    assert Generations(tmp_path / "w").all() == [first, hidden, other]


@pytest.mark.parametrize(
    ("limits", "says"),
    [(ProcessLimits(memory=300 << 20), "more memory"), (ProcessLimits(seconds=0.3), "more memory or time")],
)
def test_a_file_that_takes_too_much_ends_its_process_alone(tmp_path: Path, limits: ProcessLimits, says: str) -> None:
    """Out of memory or of time: one sentence with the way on, and the figures served before stay."""
    before = handed_in(LEADS, tmp_path / "w").summary.generation
    rows = b"".join(b"%d,2025-01-02,somebody%d@x.example\n" % (number, number) for number in range(200_000))
    with pytest.raises(BadInput, match=says):
        handed_in(b"lead_id,created_at,email\n" + rows, tmp_path / "w", limits=limits)
    assert Generations(tmp_path / "w").current() == before


def test_leaving_the_page_ends_the_import(tmp_path: Path, started: list[subprocess.Popen[bytes]]) -> None:
    """Streamlit raises in the middle of a step when the page is left: no process, no files, no change, no remains."""

    class Left(BaseException):
        """What leaving a page raises is no Exception."""

    def leave(step: ImportStep) -> None:
        if step.rows:  # by then it builds
            assert any(name.name.startswith(".") for name in (tmp_path / "w").iterdir())
            raise Left

    with pytest.raises(Left):
        handed_in(LEADS, tmp_path / "w", progress=leave)
    assert started[0].returncode != 0
    assert Generations(tmp_path / "w").current() is None
    assert {str(path.relative_to(tmp_path / "w")) for path in (tmp_path / "w").rglob("*")} == {
        "generations",
        "import.lock",
    }


def test_a_page_that_is_left_is_noticed_while_nothing_moves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit can raise only when it is told of a step: a step that takes long is told again, and again."""
    monkeypatch.setattr(confined, "BEAT_SECONDS", 0.02)
    steps: list[ImportStep] = []
    handed_in(LEADS, tmp_path / "w", progress=steps.append)
    assert steps[:2] == [confined.STARTING, confined.STARTING]  # its process takes longer than that to begin
    assert [step.share for step in steps] == sorted(step.share for step in steps)


def test_the_process_knows_nothing_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its environment is empty but for where programs and zones lie."""
    monkeypatch.setenv("A_SECRET", "canary")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "canary")
    given: dict[str, Any] = {}
    popen = subprocess.Popen

    def start(*words: Any, **options: Any) -> Any:
        given.update(options["env"])
        return popen(*words, **options)

    monkeypatch.setattr(subprocess, "Popen", start)
    handed_in(LEADS, tmp_path / "w", only_try=True)
    assert "A_SECRET" in os.environ
    assert set(given) <= {*confined.KEPT_VARIABLES, "PYTHONPATH"}


def test_too_much_is_refused_before_anything_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """More bytes or files than a browser's import takes: the sentence says what to do instead."""
    monkeypatch.setattr(uploads, "MOST_BYTES", 1 << 20)
    with pytest.raises(BadInput, match=r"2 MB together and .* takes 1 MB; .*funnel-review import"):
        handed_in(b"x" * (2 << 20), tmp_path / "w")
    with pytest.raises(BadInput, match="51 files were handed in"):
        draft_uploads([Upload(f"{number}.csv", LEADS) for number in range(51)], ImportOptions(), {})


def test_a_trial_shows_what_would_load_and_what_would_not(tmp_path: Path) -> None:
    """Rows as text, with the reasons of those set aside; no warehouse is made."""
    outcome = handed_in(LEADS + b"3,never,\n", tmp_path / "w", only_try=True)
    assert [row["lead_id"] for row in outcome.tables["leads"]] == ["1", "2"]
    assert list(outcome.tables) == ["leads"]
    assert [(row["line"], row["reason"]) for row in outcome.quarantine] == [("4", "bad_timestamp")]
    assert not (tmp_path / "w").exists()


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_a_file_is_ours_by_its_headers_and_not_by_its_name_alone(ending: str) -> None:
    """Whatever the kind of file; two files are ours only when both are, and one that cannot be read is refused."""
    ours, others = (
        Upload(f"{name}.{ending}", table(ending, headers))
        for name, headers in (("Leads", ["Lead_ID", "created_at"]), ("deals", ["Prospect ID", "Created On"]))
    )
    assert recognise_uploads([ours])
    assert not recognise_uploads([others])
    assert not recognise_uploads([ours, others])
    assert not recognise_uploads([Upload(f"people.{ending}", ours.content)])
    with pytest.raises(BadInput, match=r"leads\.\w+"):
        recognise_uploads([Upload(f"leads.{ending}", b"%PDF-1.7 \x00\x01")])


def table(ending: str, headers: list[str]) -> bytes:
    """A file of one row below these headers."""
    file = io.BytesIO()
    if ending == "csv":
        return ",".join(headers).encode() + b"\n1,2025-01-02\n"
    if ending == "xlsx":
        made = openpyxl.Workbook()
        made.worksheets[0].append(headers)
        made.worksheets[0].append(["1", "2025-01-02"])
        made.save(file)
    else:
        parquet.write_table(pa.table({header: ["1"] for header in headers}), file)
    return file.getvalue()


def test_a_draft_can_be_corrected_and_imported(tmp_path: Path) -> None:
    """What ``funnel-review map`` would write, edited as a reader edits it."""
    people = [Upload("people.csv", b"Lead ID,Created,Mail\n1,2025-01-02,a@x.example\n")]
    text = draft_uploads(people, ImportOptions(), {}).text
    assert 'table = "leads"' in text
    corrected = Chosen(text=text.replace("email =", "name ="))
    with tried_uploads(people, corrected, Settings(), ImportOptions(), lambda _: None) as (outcome, _):
        pass
    assert outcome.tables["leads"][0]["lead_id"] == "1"
    with pytest.raises(BadInput, match=r"The mapping: not TOML: .*correct that line"):
        handed_in(LEADS, tmp_path / "w", chosen=Chosen(text="name = "))


def test_a_mapping_that_fits_no_file_leads_to_the_proposed_one(tmp_path: Path) -> None:
    """What the files begin with and the way on, which here is on the page; nothing of our folder."""
    with pytest.raises(BadInput) as refused:
        handed_in(b"Datensatz-ID,Vorname\n1,Ann\n", tmp_path / "w", name="kontakte.csv", chosen=Chosen(name="hubspot"))
    assert str(refused.value) == (
        "hubspot reads none of your files: kontakte.csv begins with “Datensatz-ID”, “Vorname”; switch HubSpot to "
        "English before the export, or take the mapping that is proposed."
    )


def test_a_question_comes_with_its_choices(tmp_path: Path) -> None:
    """Two sheets fit: the names are handed on for a box, and the answer is taken."""
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for title in ("Old", "New"):
        sheet = made.create_sheet(title)
        sheet.append(["lead_id", "created_at"])
        sheet.append([title, "2025-01-02"])
    buffer = io.BytesIO()
    made.save(buffer)
    with pytest.raises(MustAsk) as asked:
        handed_in(buffer.getvalue(), tmp_path / "w", name="leads.xlsx", only_try=True)
    assert asked.value.sheets == ("Old", "New")
    assert str(asked.value).startswith("leads.xlsx:")
    outcome = handed_in(buffer.getvalue(), tmp_path / "w", name="leads.xlsx", only_try=True, sheet="New")
    assert outcome.tables["leads"][0]["lead_id"] == "New"


@pytest.mark.parametrize(
    "name", ["long_values.parquet", "rows_of_nothing.parquet", "far_cell.xlsx", "shared_text.xlsx"]
)
def test_a_bomb_in_the_browser_is_the_same_sentence(tmp_path: Path, name: str) -> None:
    """It names the file and what to do, and sends nobody to the command line, where it would be no other."""
    path = tmp_path / f"leads.{name.rpartition('.')[2]}"
    BOMBS[name](path)
    with pytest.raises(BadInput, match=rf"^{path.name}: ") as refused:
        handed_in(path.read_bytes(), tmp_path / "w", name=path.name, only_try=True)
    assert "command line" not in str(refused.value)


HANDING_IN = """
import sys
from pathlib import Path
from dashboard.importing.run import ImportOptions
from dashboard.importing.uploading.uploads import Chosen, Upload, import_uploads
from dashboard.scope.settings import Settings

rows = b"".join(b"%d,2025-01-02\\n" % number for number in range(300_000))
upload = Upload("leads.csv", b"lead_id,created_at\\n" + rows)
import_uploads(
    [upload], Chosen(), Path(sys.argv[1]), Settings(), ImportOptions(),
    lambda step: print(step.words, flush=True),
)
"""


def test_what_a_killed_server_leaves_is_swept(tmp_path: Path) -> None:
    """Killed in the middle of an import, its process ends too, publishes nothing; the next start removes the files."""
    place = {**os.environ, "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-c", HANDING_IN, str(tmp_path / "w")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=place) as server:
        assert server.stdout
        server.stdout.readline()
        (folder,) = tmp_path.glob("funnel-review-upload-*")
        sweep_upload_folders()
        assert (folder / "files" / "leads.csv").is_file()  # its owner lives
        server.kill()
    deadline = time.monotonic() + 30
    while is_used(tmp_path) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_used(tmp_path)
    assert Generations(tmp_path / "w").current() is None
    stranger = tmp_path / "funnel-review-upload-of-somebody"
    stranger.mkdir()
    (stranger / "thesis.txt").write_text("theirs")
    sweep_upload_folders()
    assert not folder.exists()
    assert (stranger / "thesis.txt").read_text() == "theirs"
    shutil.rmtree(stranger)


def is_used(folder: Path) -> bool:
    """Whether a process has a file of the folder open."""
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        with suppress(OSError):
            if str(link.readlink()).startswith(str(folder)):
                return True
    return False


def test_a_value_is_bound_without_what_duckdb_would_load_for_it(tmp_path: Path) -> None:
    """The process looks at files with DuckDB, and pandas is asked for and not there."""
    (tmp_path / "leads.csv").write_bytes(LEADS)
    request = {"action": "draft", "folder": str(tmp_path), "reading": {}, "answers": {}, "memory": LIMITS.memory}
    command = [sys.executable, "-X", "importtime", "-m", "dashboard.importing.uploading.child"]
    with (
        (tmp_path / "loaded").open("wb") as said,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said) as process,
    ):
        assert process.stdin
        assert process.stdout
        process.stdin.write(f"{json.dumps(request)}\n".encode())
        process.stdin.flush()
        assert process.stdout.read()
    lines = (tmp_path / "loaded").read_text(encoding="utf-8").splitlines()
    loaded = {line.rpartition("|")[2].strip() for line in lines}
    assert "duckdb" in loaded
    assert [name for name in loaded if name.startswith("pandas.")] == []
