"""Texts of TOML made to stop their reader: refused at once, on the command line and in the browser's box alike."""

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from dashboard.errors import BadInput
from dashboard.importing.mapping.edit import feeds
from dashboard.importing.mapping.files import load_mapping
from dashboard.meeting.people.access import read_access
from dashboard.scope.documents import LARGEST_BYTES, parsed, read_document
from dashboard.scope.settings import load_settings
from dashboard.scope.waterfalls import read_waterfall
from icp.errors import BadDocument
from icp.outline import outline
from icp.reading import parse
from tests.test_refusals import NO_TOML

ENDLESS = {
    "dots": "a." * 30_000 + "a = 1",
    "dots and blanks": "a . " * 20_000 + "a = 1",
    "quoted dots": '"a"."b".' * 15_000 + "c = 1",
    "a header of dots": "[" + "a." * 30_000 + "a]",
    "lists": "x = " + "[" * 30_000,
    "tables": "x = " + "{a=" * 20_000,
    "a text": 'x = "' + '\\"' * 30_000,
    "a text of lines": 'x = """' + '\\"' * 30_000,
    "a raw text of lines": "x = '''" + "''a" * 20_000,
    "quotes": '"' * 60_000,
    "apostrophes": "'" * 60_000,
    "digits": "x = " + "1" * 60_000,
    "digits and lines": "x = " + "1_" * 30_000 + "1",
    "headers": "[[a.b.c]]\n" * 6_000,
    "brackets that close": "]" * 60_000,
}
SOONEST = 1.0


@pytest.mark.parametrize("what", ENDLESS)
def test_no_text_keeps_a_thread_busy(what: str) -> None:
    """Sixty kilobytes of anything: read or refused within a second, on every way in."""
    text = ENDLESS[what]
    for read in (lambda: parsed(text, "w"), lambda: feeds(text), lambda: parse(text, "x.toml"), lambda: outline(text)):
        began = time.process_time()
        with suppress(BadInput, BadDocument):
            read()
        assert time.process_time() - began < SOONEST


@pytest.mark.parametrize("what", NO_TOML)
def test_what_is_no_document_is_refused_in_the_box_too(what: str) -> None:
    """The text of a mapping as the browser hands it on."""
    text = NO_TOML[what].decode("latin-1")
    if what not in {"large", "another thing", "not UTF-8 text"}:
        with pytest.raises(BadInput, match=r"^The mapping: "):
            feeds(text)


def test_a_document_is_a_small_file(tmp_path: Path) -> None:
    """At the bound it is read, beyond it is not; an editor's mark and line ends do no harm."""
    path = tmp_path / "x.toml"
    path.write_bytes(b"\xef\xbb\xbfa = 1\r\n" + b"#" * (LARGEST_BYTES - 10))
    assert parsed(read_document(path, "the file"), "x") == {"a": 1}
    path.write_bytes(b"#" * (LARGEST_BYTES + 1))
    with pytest.raises(BadInput, match=r"x\.toml: the file is larger than 256 kB; name the right TOML file\."):
        read_document(path, "the file")
    with pytest.raises(BadInput, match="w: larger than 256 kB"):
        parsed("#" * (LARGEST_BYTES + 1), "w")


READERS: dict[str, tuple[Callable[[Path], object], str]] = {
    "settings": (load_settings, "funnel-review.toml"),
    "waterfall": (lambda path: read_waterfall(str(path)), "own.toml"),
    "mapping": (lambda path: load_mapping(str(path)), "my.toml"),
    "access": (lambda path: read_access(path.parent), "access.toml"),
}
"""Who makes a model of a file, and the file's name."""
FAULTS = {
    "settings": (
        "time_zone = 1",
        "clock = 'mql'\ncolour = 1",
        "segments = 3",
        "targets = [{ figure = 'x' }]",
        "keep_generations = 0",
    ),
    "waterfall": (
        "stages = 3",
        "[[stages]]\nname = 'A'",
        "unit = 'lead'",
        "[[stages]]\nname = 1\nevents = []",
        "colour = 1",
    ),
    "mapping": (
        "name = 1",
        "name = 'x'\nsources = 3",
        "colour = 1",
        "sources = []",
        "name = 'x'\n[[sources]]\nname = 1",
    ),
    "access": ("roles = 3", "[roles]\n'ann@x.example' = 'queen'", "colour = 1", "deputies = [{ of = 'x' }]", "ask = 1"),
}


@pytest.mark.parametrize(("reader", "text"), [(reader, text) for reader, texts in FAULTS.items() for text in texts])
def test_what_no_model_takes_is_one_sentence(tmp_path: Path, reader: str, text: str) -> None:
    """It names the file and the key, in our words: the same helper makes all of them."""
    read, name = READERS[reader]
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as refusal:
        read(tmp_path / name)
    sentence = str(refusal.value)
    assert sentence.startswith(f"{tmp_path / name}: ")
    assert sentence.endswith(".")
    assert "\n" not in sentence
    for foreign in ("Input should", "Extra inputs", "Field required", "Value error"):
        assert foreign not in sentence


def test_a_note_of_columns_not_used_is_no_way_in() -> None:
    """The comment of a drafted mapping is read too, within the same limits; what is none of ours says nothing."""
    source = '[[sources]]\nname = "a"\n[[sources.feeds]]\ntable = "leads"\ncolumns = { lead_id = "Id" }\n'
    for note in ("[" * 5_000 + "]" * 5_000, "1" * 60_000, '"', "{a=" * 5_000):
        (feed,) = feeds(f"name = 'x'\n{source}# Not used: {note}\n")
        assert feed.columns == ("Id",)
    (feed,) = feeds(f'name = "x"\n{source}# Not used: "Phone", "Fax"\n')
    assert feed.columns == ("Id", "Phone", "Fax")
