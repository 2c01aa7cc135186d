"""Text from outside on a terminal: shown, never obeyed."""

import json

from hypothesis import given
from hypothesis import strategies as st

from dashboard.terminal import UNPRINTABLE, printable, printable_json


def test_what_a_terminal_would_obey_is_shown_as_its_code() -> None:
    """Escape sequences of both kinds, line ends, marks of direction, bytes that are no letters."""
    assert printable("a\x1b[2J\x9bm\r\n\tb") == r"a\x1b[2J\x9bm\r\n\tb"
    assert printable("\u202egpj.csv\u2028\u200f") == r"\u202egpj.csv\u2028\u200f"
    assert printable(b"Lead\xe9.csv".decode("utf-8", "surrogateescape")) == r"Lead\xe9.csv"
    assert printable("\ud800") == r"\ud800"
    assert printable("Müller & Söhne 日本 1.5 €") == "Müller & Söhne 日本 1.5 €"


@given(st.text(), st.text())
def test_nothing_is_left_to_obey_and_json_means_the_same(key: str, value: str) -> None:
    """Of any text there is."""
    assert not UNPRINTABLE.search(printable(value))
    written = printable_json(json.dumps({key: [value]}, ensure_ascii=False, indent=2))
    assert json.loads(written) == {key: [value]}
    assert not UNPRINTABLE.search(written.replace("\n", ""))
