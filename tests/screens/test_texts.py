"""Text that is not ours, in each place text goes: Markdown, charts, boxes."""

import ast
import re
from html import unescape
from pathlib import Path

import pytest

from dashboard.texts import distinct_labels, in_chart, in_markdown, no_formula, plain

ALIVE = [
    "$x$", "$5 off and $10 off", r"$\rule{90em}{40em}$", "**bold**", "_a_", "`code`", "[there](http://evil.example)",
    "![p](http://evil.example/p.png)", "<img src=x onerror=alert(1)>", ":red[red]", ":material/delete:", ":smile:",
    ":streamlit:", "# head", "> quote", "- item", "1. one", "a -> b", "a <-> b", "x >= y", "~~gone~~", "[^1]",
    "&amp; &#36;", r"back\slash", "5 % off", "+€ 5", "10 k",
]  # fmt: skip
JOINER = "\u2060"


@pytest.mark.parametrize("text", ALIVE)
def test_text_in_markdown_is_references_and_nothing_escapes_it_twice(text: str) -> None:
    """What Markdown makes of it is the text; a sentence of ours around it changes nothing of it."""
    source = in_markdown(text)
    assert not set("$*_`[]<>\\") & set(source)
    assert unescape(source).replace(JOINER, "") == text
    assert in_markdown(text) in no_formula(f"It cost $5 at {source} and $6.")


@pytest.mark.parametrize("text", ["http://evil.example", "www.evil.example", "me@evil.example", ":streamlit:"])
def test_what_is_alive_though_escaped_is_broken_by_a_joiner_nobody_sees(text: str) -> None:
    """Streamlit makes a link or a picture of these whatever stands for their letters."""
    assert JOINER in in_markdown(text)
    assert unescape(in_markdown(text)).replace(JOINER, "") == text


@pytest.mark.parametrize("text", ["$x$", "<b>b</b>", "%{customdata[0]}", "{x}", "&lt;", "<extra></extra>"])
def test_text_in_a_chart_is_neither_markup_nor_a_field_of_a_template(text: str) -> None:
    """Plotly reads templates, a small HTML and formulas."""
    assert not set("$<>{}%") & set(in_chart(text))
    assert unescape(in_chart(text)) == text


def test_two_texts_that_look_the_same_are_numbered_in_a_box() -> None:
    """Cut at the same place, or told apart by a mark nobody sees: a box would take one for the other."""
    long = ["x" * 80 + end for end in ("a", "b")]
    hidden = ["Web", "We\u200bb", "Web (2)"]
    for texts in (long, hidden):
        shown = distinct_labels(texts)
        assert list(shown) == texts
        assert len(set(shown.values())) == len(texts)
    assert distinct_labels(["Web"]) == {"Web": "Web"}


def test_joined_letters_and_pictures_stay_whole() -> None:
    """A joiner between letters of other scripts or between pictures belongs to them; in a plain word it is gone."""
    for text in ("👩\u200d👩\u200d👧", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"):
        assert plain(text) == text
    assert plain("a\u200db\u200c") == "ab"
    assert plain("one\ntwo\u2028three") == "one two three"


def unfilled(code: str) -> list[str]:
    """Names in braces that stand in a text as they are: of a sentence made of parts one was no f-string."""
    parts = [node.value for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Constant)]
    return [name for part in parts if isinstance(part, str) for name in re.findall(r"\{[A-Z_]{2,}\}|\{\w+\(", part)]


def test_no_sentence_shows_the_name_of_a_number() -> None:
    """Every part of a sentence that names a number writes it."""
    screens = Path(__file__).parents[2] / "dashboard" / "screens"
    assert {path.name: names for path in screens.rglob("*.py") if (names := unfilled(path.read_text("utf-8")))} == {}
    assert unfilled('f"{LIMIT} h" "after {LIMIT} h"') == ["{LIMIT}"]
