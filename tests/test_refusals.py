"""Every command, whatever it is given: one sentence on standard error, status 2, nothing printed, no traceback."""

import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

import pytest

from dashboard import __main__, stopping
from dashboard.importing.run import ImportOptions, run_import
from dashboard.scope.settings import Settings
from tests.enduring import some

PATIENCE = 60
LEADS = "lead_id,created_at\nA,2026-01-02\n"
PROFILE = (
    'name = "P"\nversion = "1"\neffective_from = 2025-01-01\n'
    '[[criteria]]\nname = "c"\nfield = "country"\none_of = ["DE"]\nweight = 1.0\n'
)
Place = Callable[[Path], object]
Refused = Callable[..., str]


def _written(content: bytes) -> Callable[[Path], Path]:
    def write(path: Path) -> Path:
        path.write_bytes(content)
        return path

    return write


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def _pipe(path: Path) -> Path:
    os.mkfifo(path)
    return path


def _socket(path: Path) -> Path:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path)[-100:] if len(str(path)) > 100 else str(path))
    return path


def _circle(path: Path) -> Path:
    path.symlink_to(path)
    return path


NO_FILES: dict[str, Place] = {
    "absent": lambda path: path,
    "a pipe": _pipe,
    "a circle": _circle,
    "a device": lambda _: "/dev/zero",
    "too long": lambda _: "x" * 5_000,
    "empty": lambda _: "",
    "below a file": lambda path: _written(b"x")(path.with_suffix(".x")) / "below",
    "not UTF-8": lambda path: path.with_name("\udce9\x1b[2J\n\u202e.toml"),
}
"""What stands where a file should be."""
NO_TOML = {
    "not UTF-8 text": b"a = '\xe9'",
    "deep": b"x=" + b"[" * 5_000 + b"]" * 5_000,
    "deep tables": b"x=" + b"{a=" * 5_000 + b"1" + b"}" * 5_000,
    "a long key": b"a." * 30_000 + b"a=1",
    "a long name of a table": b"[" + b"a." * 30_000 + b"a]",
    "an endless text": b'x="' + b'\\"' * 30_000,
    "an endless text of lines": b'x="""' + b'\\"' * 30_000,
    "a long number": b"x=" + b"1" * 60_000,
    "large": b"#" * 300_000,
    "a NUL": b"\0",
    "half": b"x =",
    "another thing": b"colour = 1",
}
"""What stands in a file of TOML."""
NO_EXPORT = {
    "empty.csv": b"",
    "page.csv": b"<html><body>log in",
    "packed.csv": b"PK\x03\x04" + bytes(100),
    "cut.parquet": b"PAR1" + bytes(100),
    "cut.xlsx": b"PK\x03\x04" + bytes(100),
    "leads.csv": b"lead_id,created_at\n\x00\n",
    "quote.csv": b'lead_id,"created_at\n',
    "bytes.csv": b"lead_id,created_at\n\xe9\x1b[2J,\n\xe9,\n",
    "nothing.csv": b"lead_id,created_at\nA,never\n",
}


@pytest.fixture
def patience() -> Iterator[None]:
    """A command that waits for something is ended, and the signals are the test's own again."""
    before = {each: signal.getsignal(each) for each in (*stopping.SIGNALS, signal.SIGALRM)}
    hook = sys.unraisablehook

    def lose(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, lose)
    yield
    signal.alarm(0)
    sys.unraisablehook = hook
    for each, handler in before.items():
        signal.signal(each, handler)


@pytest.fixture
def refused(patience: None, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Refused:  # noqa: ARG001
    """``refused("check", "--warehouse", …)``: the sentence the command ends with."""

    def run(*words: object) -> str:
        monkeypatch.setattr(
            sys,
            "argv",
            ["funnel-review", *(os.fspath(word) if isinstance(word, Path) else str(word) for word in words)],
        )
        monkeypatch.setattr(stopping._State, "was_requested", False)
        monkeypatch.setattr(stopping._State, "is_heard", True)
        capfd.readouterr()
        signal.alarm(PATIENCE)
        with pytest.raises(SystemExit) as ended:
            __main__.main()
        printed, sentence = capfd.readouterr()
        assert ended.value.code == 2, (words, printed[:300], sentence[:300])
        assert printed == "", words
        assert sentence.count("\n") == 1, (words, sentence)
        assert sentence.endswith((".\n", ".)\n")), (words, sentence)
        assert "Traceback" not in sentence
        assert "please report" not in sentence, (words, sentence)
        assert not any(ord(sign) < 32 or 0x7F <= ord(sign) < 0xA0 or sign in "\u202e\u2028" for sign in sentence[:-1])
        return sentence

    return run


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    """A folder with one sound export."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "leads.csv").write_text(LEADS)
    return folder


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of one lead."""
    folder = tmp_path_factory.mktemp("refusals")
    (folder / "leads.csv").write_text(LEADS)
    run_import([folder / "leads.csv"], [], folder / "w", Settings(), None, ImportOptions(), lambda _: None)
    return folder / "w"


def documents(folder: Path) -> dict[str, object]:
    """Everything a TOML file can be that it should not, by what it is."""
    places = {what: place(folder / f"no-file-{number}.toml") for number, (what, place) in enumerate(NO_FILES.items())}
    texts = {what: _written(content)(folder / f"{what}.toml") for what, content in NO_TOML.items()}
    del places["empty"]
    return {**places, **texts, "a folder": _folder(folder / "a folder.toml")}


def test_import_of_what_is_no_export(refused: Refused, tmp_path: Path) -> None:
    """Whatever stands at the path."""
    for number, (what, place) in enumerate(NO_FILES.items()):
        path = place(tmp_path / f"no-file-{number}.csv")
        if what != "empty":  # the folder one stands in
            refused("import", path, "--warehouse", tmp_path / "w")
            refused("map", path)
    for name, content in NO_EXPORT.items():
        path = _written(content)(tmp_path / name)
        refused("import", path, "--warehouse", tmp_path / "w")
        if name not in {"leads.csv", "nothing.csv"}:
            refused("map", path)
    refused("import", _folder(tmp_path / "nothing here"), "--warehouse", tmp_path / "w")
    refused("import", _socket(tmp_path / "s.csv"), "--warehouse", tmp_path / "w")
    refused("import", "--warehouse", tmp_path / "w")
    refused("map")


MOMENTS = [
    "soon",
    "9999-12-31",
    "9999-12-31T23:59:59-12:00",
    "0001-01-01",
    "2025-02-30",
    "99999-01-01",
    "\udce9",
    "x" * 9_000,
]
CODECS = [
    "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "rot13", "base64", "hex", "zlib",
    "klingon", "utf-16", "utf-32", "x" * 9_000, "\udce9", "\x1b[2J",
]  # fmt: skip


def test_import_with_answers_that_are_none(refused: Refused, exports: Path, tmp_path: Path) -> None:
    """Options of every kind."""
    given = ("import", exports, "--warehouse", tmp_path / "w")
    for moment in (*MOMENTS, "0001-01-01T00:00+14:00", "2026-01-01T25:00"):
        refused(*given, "--as-of", moment)
    for codec in CODECS:
        refused(*given, "--encoding", codec)
    for row in ("0", "-1", "9" * 30, "x", "7"):
        refused(*given, "--header-row", row)
    for option, value in (("--date-order", "ymd"), ("--decimal", ";"), ("--port", "1"), ("--mapping", "klingon")):
        refused(*given, option, value)
    refused(*given, "--as-of")
    refused(*given, "--mapping", "salesforce", "--mapping", "hubspot")
    refused("import", exports, exports, "--warehouse", tmp_path / "w")


def test_import_with_files_that_are_none(refused: Refused, exports: Path, tmp_path: Path) -> None:
    """Settings and mappings of every kind; nothing has been made by then."""
    given = ("import", exports, "--warehouse", tmp_path / "w")
    for path in documents(tmp_path).values():
        refused(*given, "--mapping", path)
        refused(*given, "--settings", path)
    for text in (
        'definitions = { shared = "a\\u0000b" }',
        'waterfall = "a\\u0000.toml"',
        "keep_generations = 0",
        "time_zone = 7",
    ):
        refused(*given, "--settings", _written(text.encode())(tmp_path / "settings.toml"))
    assert not (tmp_path / "w").exists()


def test_a_warehouse_that_is_none(refused: Refused, exports: Path, tmp_path: Path) -> None:
    """For every command that wants one; what stands there stays."""
    foreign, broken, named, spoiled = (_folder(tmp_path / name) for name in ("foreign", "broken", "named", "spoiled"))
    (foreign / "thesis.txt").write_text("theirs")
    (broken / "current.json").write_text("[]")
    (named / "current.json").write_text('{"generation": "20260101T000000-00000000"}')
    (spoiled / "generations").mkdir()
    (spoiled / "generations" / "20260101T000000-00000000.duckdb").write_bytes(b"x" * 9_999)
    no_folders = [place(tmp_path / f"place-{number}") for number, place in enumerate(NO_FILES.values())]
    no_folders = [place for place in no_folders if place and place != tmp_path / "place-0"]
    absent, file = tmp_path / "place-0", _written(b"x")(tmp_path / "a file")
    for place in (absent, *no_folders, foreign, broken, named, spoiled, file):
        for command in ("check", "metrics", "metrics --generation x", "generations use x", "generations keep x"):
            refused(*command.split(), "--warehouse", place)
        refused("generations", "keep", "x", "--no", "--warehouse", place)
    for place in (absent, *no_folders, foreign, broken, named, file):
        refused("generations", "list", "--warehouse", place)
    for place in (*no_folders, foreign, file):
        refused("import", exports, "--warehouse", place)
        for command in ("demo", "serve"):
            refused(command, "--warehouse", place)
    assert [path.name for path in foreign.iterdir()] == ["thesis.txt"]


def test_serve_on_a_port_that_is_none(refused: Refused, warehouse: Path) -> None:
    """Taken, out of range, no number."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        for port in (taken.getsockname()[1], 0, -1, 65_536, 10**30, "x", ""):
            refused("serve", "--warehouse", warehouse, "--port", port)
            refused("demo", "--warehouse", warehouse, "--port", port)


def test_metrics_of_what_cannot_be_looked_at(refused: Refused, warehouse: Path, tmp_path: Path) -> None:
    """Moments, windows, generations, slices, sections, and files of every kind."""
    given = ("metrics", "--warehouse", warehouse)
    for option in ("--as-of", "--from", "--to"):
        for moment in MOMENTS:
            refused(*given, option, moment)
    for days in ("-1", "nan", "inf", "1e308", "x", "99999"):
        refused(*given, "--horizon", days)
    for generation in ("x", "../current", "\udce9", "x" * 5_000, "20260101T000000-00000000", "/etc/passwd", "."):
        refused(*given, "--generation", generation)
    for chosen in ("x", "=", "colour=red", "source", "\udce9=x"):
        refused(*given, "--slice", chosen)
    refused(*given, "--section", "weather")
    for path in some(list(documents(tmp_path).values()), 4):
        refused(*given, "--waterfall", path)
        refused(*given, "--icp", path)
        refused(*given, "--settings", path)


def test_profiles_and_leads_that_are_none(refused: Refused, tmp_path: Path) -> None:
    """For each of the three commands on them."""
    sound = _written(PROFILE.encode())(_folder(tmp_path / "sound") / "shared.toml")
    leads = _written(b"lead_id,country\n1,DE\n")(tmp_path / "leads.csv")
    for what, path in documents(tmp_path).items():
        if what != "another thing":  # which has several faults, each a sentence
            refused("icp", "check", path)
        refused("icp", "diff", sound, path)
        refused("icp", "diff", path, sound)
        refused("icp", "score", path, leads)
        refused("icp", "score", sound, path)
    refused("icp", "score", sound, _written(b"lead_id,employees\n1,x\x1b[2J\n")(tmp_path / "bad.csv"))


def test_map_that_cannot_be_written(refused: Refused, exports: Path, tmp_path: Path) -> None:
    """There already, in no folder, a folder, a full device."""
    there = _written(b"x")(tmp_path / "there.toml")
    for out in (there, tmp_path / "nowhere" / "x.toml", tmp_path, "/dev/full", "x" * 5_000):
        refused("map", exports, "--out", out)
    assert there.read_bytes() == b"x"


def test_words_that_are_no_command(refused: Refused) -> None:
    """Commands, options and the lack of them."""
    words = (
        ("klingon",),
        ("icp", "klingon"),
        ("generations", "use"),
        ("--klingon",),
        ("check", "more"),
        ("icp", "diff", "x"),
    )
    for each in (*words, ("\udce9",)):
        refused(*each)
