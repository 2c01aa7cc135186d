"""Entries of a definition as RE2 patterns: case-folded, trimmed, whole words.

Case-folded is Unicode lower case. It is done on the pattern's side, letter by letter: each letter becomes the class of
all characters whose lower case it is. The database then compares a lead's text as it stands, which is both exact
(DuckDB's own ``lower`` turns İ into i, Unicode into i̇) and fast. Nothing a document says reaches the database
as a pattern: every character but letters and digits is escaped.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

WHITE_SPACE: Final = "".join(
    map(
        chr,
        [*range(0x9, 0xE), 0x20, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000],
    )
)
"""The characters Unicode calls white space."""

_SPACES: Final = "[" + "".join(f"\\x{{{ord(space):x}}}" for space in WHITE_SPACE) + "]*"
_NO_LETTER_OR_DIGIT: Final = r"[^\p{L}\p{N}]"
_BEFORE: Final = rf"(?:{_NO_LETTER_OR_DIGIT}|İ)"
_WORD: Final = re.compile(r"[^\W_]+")
_SIGMA: Final = "\N{GREEK SMALL LETTER SIGMA}"
_FINAL_SIGMA: Final = "\N{GREEK SMALL LETTER FINAL SIGMA}"
_DOTTED_I: Final = "i̇"  # lower case of İ: the only character whose lower case is two
CASED: Final = 0x20000  # letters that have cases stand below it; looking beyond takes a process a third of a second
_LETTERS_OF_A_PATTERN: Final = 1_500  # twice as many, and RE2 leaves its fast automaton: twenty times slower


def folded(text: str) -> str:
    """``text`` in lower case and trimmed. The final sigma is written like any other, as upper case has but one."""
    return text.strip(WHITE_SPACE).lower().replace(_FINAL_SIGMA, _SIGMA)


def words(text: str) -> list[str]:
    """The words of ``text``, each once and in order: runs of letters or digits of the folded text."""
    return list(dict.fromkeys(_WORD.findall(folded(text))))


def whole_text(entries: Iterable[str]) -> list[str]:
    """Patterns of which one covers a text exactly when the text, folded, is one of ``entries``."""
    return [f"{_SPACES}(?:{'|'.join(map(_any_case, some))}){_SPACES}" for some in _batches(entries)]


def has_a_word(entries: Iterable[str]) -> list[str]:
    """Patterns of which one covers a text exactly when one of ``entries``, themselves words, is among its words."""
    return [f"(?s)(?:.*{_BEFORE})?(?:{_and_the_rest(some)})" for some in _batches(entries)]


def _and_the_rest(some: list[str]) -> str:
    """One of some words, and the text up to its end.

    The dot of a folded İ is no letter: a word that ends in i may end there, and the next may begin. What follows a
    word is written once for all, because the class of all letters is large.
    """
    plain = f"(?:{'|'.join(map(_any_case, some))})(?:{_NO_LETTER_OR_DIGIT}.*)?"
    dotted = [_any_case(word[:-1]) for word in some if word.endswith("i")]
    return f"{plain}|(?:{'|'.join(dotted)})İ.*" if dotted else plain


def _batches(entries: Iterable[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    for entry in sorted({folded(entry) for entry in entries}):
        if batch and sum(map(len, batch)) + len(entry) > _LETTERS_OF_A_PATTERN:
            yield batch
            batch = []
        batch.append(entry)
    if batch:
        yield batch


def _any_case(text: str) -> str:
    return "".join(
        f"(?:{_one_character('i')}{_literal(part[1])}|İ)" if part == _DOTTED_I else _one_character(part)
        for part in re.findall(f"{_DOTTED_I}|.", text)
    )


def _one_character(character: str) -> str:
    others = _upper_cases().get(character, "")
    return f"[{character}{others}]" if others else _literal(character)


def _literal(character: str) -> str:
    return character if character.isascii() and character.isalnum() else f"\\x{{{ord(character):x}}}"


@cache
def _upper_cases() -> dict[str, str]:
    """Character in lower case → the other characters that have it as their lower case."""
    others: dict[str, str] = {_SIGMA: _FINAL_SIGMA}
    for character in map(chr, range(CASED)):
        lower = character.lower()
        if lower != character and len(lower) == 1:
            others[lower] = others.get(lower, "") + character
    return others
