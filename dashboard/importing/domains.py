"""International domain names, which a mail program writes in ASCII and people in their own letters."""

import unicodedata

PREFIX = "xn--"


def from_punycode(domain: str) -> str:
    """A domain in small letters with each ``xn--…`` name in its own letters; one that is none stays as it is."""
    return ".".join(_own_letters(name) for name in domain.split("."))


def _own_letters(name: str) -> str:
    if not name.startswith(PREFIX):
        return unicodedata.normalize("NFC", name)
    try:
        return unicodedata.normalize("NFC", name.removeprefix(PREFIX).encode("ascii").decode("punycode"))
    except UnicodeError:
        return name
