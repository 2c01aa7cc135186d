"""Files of a few bytes that would fill the memory or the day: one sentence, soon, and memory stays (class 61)."""

import os
import resource
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard.errors import BadInput
from dashboard.importing.reading import weight
from dashboard.importing.reading.weight import bytes_of_text, bytes_of_text_apart
from tests.enduring import some
from tests.importing.staging import read
from tests.importing.workbooks import LEADS, text_cell, write_workbook

MOST_SECONDS = 10
MOST_MEMORY = 2 << 30
SHARED_ROWS = 200_000


def repeating(path: Path, value: str | bytes, rows: int, groups: int, kind: pa.DataType) -> None:
    """A Parquet file in which one long value, written once a row group, stands in every row."""
    fields = [("lead_id", pa.string()), ("created_at", pa.string()), ("name", pa.dictionary(pa.int32(), kind))]
    with pq.ParquetWriter(path, pa.schema(fields), compression="zstd") as out:
        for group in range(groups):
            names = pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), pa.array([value], kind))
            ids = [f"L{group}_{number}" for number in range(rows)]
            out.write_table(pa.table({"lead_id": ids, "created_at": ["2025-01-02"] * rows, "name": names}))


def long_values(path: Path) -> None:
    """180 GB of text in less than a megabyte."""
    repeating(path, "x" * 900_000, 100_000, 2, pa.string())


def middling_values(path: Path) -> None:
    """4 GB in as little: no single value is long."""
    repeating(path, "x" * 20_000, 100_000, 2, pa.string())


def bytes_of_one_size(path: Path) -> None:
    """Binary values that all have the same length."""
    repeating(path, b"x" * 30_000, 20_000, 2, pa.binary(30_000))


def prefixes(path: Path) -> None:
    """Values written as what they share with the one before, which is everything: 1.2 GB."""
    fields = [("lead_id", pa.string()), ("created_at", pa.string()), ("name", pa.string())]
    encoding = {"name": "DELTA_BYTE_ARRAY", "lead_id": "PLAIN", "created_at": "PLAIN"}
    columns = {"lead_id": ["L"] * 400, "created_at": ["2025-01-02"] * 400, "name": ["x" * 100_000] * 400}
    table = pa.table(columns, pa.schema(fields))
    with pq.ParquetWriter(
        path, table.schema, use_dictionary=False, column_encoding=encoding, compression="zstd"
    ) as out:
        for _ in range(30):
            out.write_table(table)


def rows_of_nothing(path: Path) -> None:
    """Rows by the million, without a value."""
    nothing = pa.table({"lead_id": pa.nulls(1_000_000, pa.string()), "created_at": pa.nulls(1_000_000, pa.string())})
    with pq.ParquetWriter(path, nothing.schema) as out:
        for _ in range(12):
            out.write_table(nothing)


def columns_of_nothing(path: Path) -> None:
    """Nearly a thousand columns without a value."""
    rows = 500_000
    nothing = {f"c{number}": pa.nulls(rows, pa.int8()) for number in range(900)}
    pq.write_table(pa.table({"lead_id": pa.nulls(rows, pa.string()), **nothing}), path)


def far_cell(place: str, template: str = '<c r="{place}"><v>1</v></c>') -> Callable[[Path], None]:
    """A workbook with one cell far from the others."""

    def write(path: Path) -> None:
        write_workbook(path, [[LEADS, f'<row r="3">{template.format(place=place)}</row>']])

    return write


def far_row_without_places(path: Path) -> None:
    """Cells that do not say where they stand: one row as wide as may be, and as many rows as may be."""
    wide = "".join(f'<c t="str"><v>c{number}</v></c>' for number in range(16_384))
    narrow = ["<row><c><v>1</v></c></row>" * 10_000] * 104
    write_workbook(path, [[f"<row>{wide}</row>", *narrow]])


def names_the_shared_text(row: int) -> str:
    """A lead whose name is the first of the shared texts."""
    cells = text_cell(f"A{row}", f"L{row}") + text_cell(f"B{row}", "2025-01-02")
    return f'<row r="{row}">{cells}<c r="C{row}" t="s"><v>0</v></c></row>'


def shared_text(path: Path) -> None:
    """A long text that every row names."""
    write_workbook(path, [[LEADS, *map(names_the_shared_text, range(3, SHARED_ROWS))]], shared=["x" * 300_000])


def sheets_of_one_part(path: Path) -> None:
    """Thousands of sheets that all are the same large one."""
    rows = (f'<row r="{n}">{text_cell(f"A{n}", f"L{n}")}</row>' for n in range(3, 50_000))
    write_workbook(path, [[LEADS, *rows]], names=[f"Sheet {number}" for number in range(5_000)])


def parts(path: Path) -> None:
    """Tens of thousands of parts."""
    write_workbook(path, [[LEADS]])
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(30_000):
            archive.writestr(f"xl/media/{number}.txt", b"")


def packed_parts(path: Path) -> None:
    """Many parts that each unpack to less than is allowed."""
    write_workbook(path, [[LEADS]])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        for number in range(8):
            with archive.open(f"xl/media/{number}.bin", "w") as part:
                for _ in range(200):
                    part.write(bytes(1 << 20))


def in_a_zip(path: Path) -> None:
    """A zip in a zip that calls itself a workbook."""
    inner = path.with_suffix(".inner")
    packed_parts(inner)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(inner, "xl/workbook.xml")


BOMBS: dict[str, Callable[[Path], None]] = {
    "long_values.parquet": long_values,
    "middling_values.parquet": middling_values,
    "bytes_of_one_size.parquet": bytes_of_one_size,
    "prefixes.parquet": prefixes,
    "rows_of_nothing.parquet": rows_of_nothing,
    "columns_of_nothing.parquet": columns_of_nothing,
    "far_cell.xlsx": far_cell("XFD1048576"),
    "far_cell_in_small_letters.xlsx": far_cell("xfd1048576"),
    "far_cell_otherwise_quoted.xlsx": far_cell("XFD1048576", "<c\n t='n'  r = '{place}' ><v>1</v></c>"),
    "far_cell_behind_all.xlsx": far_cell("ZZZZZ99999999"),
    "far_row_without_places.xlsx": far_row_without_places,
    "shared_text.xlsx": shared_text,
    "sheets_of_one_part.xlsx": sheets_of_one_part,
    "parts.xlsx": parts,
    "packed_parts.xlsx": packed_parts,
    "in_a_zip.xlsx": in_a_zip,
}


class Watch:
    """The most memory that a process and its children hold together, as long as they run."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.most = 0
        self._process = process
        self._thread = threading.Thread(target=self._look)
        self._thread.start()

    def _look(self) -> None:
        while self._process.poll() is None:
            self.most = max(self.most, sum(map(_held, _family(self._process.pid))))
            time.sleep(0.02)

    def end(self) -> int:
        """The bytes, once the process has ended."""
        self._thread.join()
        return self.most


def _family(process: int) -> list[int]:
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return []
    return [process, *(each for child in children for each in _family(int(child)))]


def _held(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * resource.getpagesize()
    except OSError:
        return 0


@pytest.mark.parametrize("name", some(list(BOMBS), 9))
def test_a_bomb_is_a_sentence_in_time_and_in_memory(tmp_path: Path, name: str) -> None:
    """On the command line, where nothing else stands between it and the machine; nothing is published, nothing left."""
    folder = tmp_path / "in"
    folder.mkdir()
    BOMBS[name](folder / f"leads.{name.rpartition('.')[2]}")
    for extra in folder.glob("*.inner"):
        extra.unlink()
    began = time.monotonic()
    command = [sys.executable, "-m", "dashboard", "import", str(folder), "--warehouse", str(tmp_path / "w")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    watch = Watch(process)
    said, sentence = process.communicate(timeout=120)
    most = watch.end()
    assert process.returncode == 2, said
    assert sentence.startswith("leads.")
    assert sentence.count("\n") == 1
    assert sentence.endswith(".\n")
    assert most < MOST_MEMORY
    assert time.monotonic() - began < MOST_SECONDS * (1 + os.getloadavg()[0])
    assert sorted(path.name for path in (tmp_path / "w").iterdir()) == ["generations", "import.lock"]


@pytest.mark.endure
def test_what_only_looks_like_a_bomb_is_read(tmp_path: Path) -> None:
    """Cells that are only coloured far out, texts that many rows share, words of few kinds, a sparse table."""
    coloured = write_workbook(tmp_path / "coloured.xlsx", [[LEADS, '<row r="1048576"><c r="XFD1048576" s="0"/></row>']])
    assert read(coloured).cells == [("L1", "2025-01-02")]
    header = LEADS.replace("</row>", text_cell("C1", "name") + "</row>", 1)
    shared = write_workbook(
        tmp_path / "shared.xlsx", [[header, *map(names_the_shared_text, range(3, 2_000))]], shared=["x" * 30_000]
    )
    assert read(shared).cells[-1] == ("L1999", "2025-01-02", "x" * 30_000)
    ids = [f"L{number}" for number in range(300_000)]
    words = pa.table(
        {
            "lead_id": ids,
            "created_at": ["2025-01-02"] * len(ids),
            "name": [("a long name of a company, said again and again " * 4 + str(n % 50)) for n in range(len(ids))],
            **{f"empty {number}": pa.nulls(len(ids), pa.string()) for number in range(60)},
        }
    )
    pq.write_table(words, tmp_path / "words.parquet", compression="zstd", row_group_size=50_000)
    assert len(read(tmp_path / "words.parquet").rows) == len(ids)


@pytest.mark.parametrize(("claimed", "says"), [(8_000, "claims 8,000 rows but holds 300"), (100, None)])
def test_a_number_of_rows_that_lies(tmp_path: Path, claimed: int, says: str | None) -> None:
    """More than there are is refused; fewer than there are loses none."""
    path = tmp_path / "leads.parquet"
    pq.write_table(pa.table({"lead_id": [f"L{n}" for n in range(300)], "created_at": ["2025-01-02"] * 300}), path)

    def written(number: int) -> bytes:
        number *= 2
        return bytes([number & 0x7F | 0x80, number >> 7])

    whole = path.read_bytes()
    footer = len(whole) - 8 - int.from_bytes(whole[-8:-4], "little")
    at = whole.index(written(300), footer)
    path.write_bytes(whole[:at] + written(claimed) + whole[at + 2 :])
    assert pq.ParquetFile(path).metadata.num_rows == claimed
    if says is None:
        assert len(read(path).rows) == 300
    else:
        with pytest.raises(BadInput, match=says):
            read(path)


def test_the_weight_of_a_column(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted where its dictionary tells nothing, else bounded; of a damaged file or without memory it is told so."""
    path = tmp_path / "leads.parquet"
    repeating(path, "x" * 3_000, 1_000, 3, pa.string())
    assert bytes_of_text(path, "name", 1 << 30) == 9_000_000  # one value: counted exactly
    assert bytes_of_text(path, "lead_id", 1 << 30) == pytest.approx(3 * (1_000 * 6 + 11_000), rel=0.5)  # a bound
    assert (bytes_of_text(path, "name", 1_000) or 0) > 1_000
    assert bytes_of_text_apart(path, "name", 1 << 30) == 9_000_000
    path.write_bytes(path.read_bytes()[:-300] + b"x" * 292 + path.read_bytes()[-8:])
    assert bytes_of_text(path, "name", 1 << 30) is None
    assert bytes_of_text_apart(path, "name", 1 << 30) is None
    repeating(path, "x" * 3_000, 1_000, 3, pa.string())
    monkeypatch.setattr(weight, "MEMORY", 100 << 20)
    assert bytes_of_text_apart(path, "name", 1 << 30) == (1 << 30) + 1  # its process has ended
