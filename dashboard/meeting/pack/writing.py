"""The formats of a pack, and how one is put in its file in one step."""

import secrets
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from dashboard.errors import BadInput
from dashboard.meeting.pack.document import Pack
from dashboard.meeting.pack.mail import mail
from dashboard.meeting.pack.page import Paper, page
from dashboard.meeting.pack.pdf import pdf
from dashboard.meeting.pack.plaintext import plain_text
from dashboard.meeting.pack.slack import slack_body
from dashboard.warehouse.disk import write_synced

PAPERS: tuple[Paper, ...] = ("a4", "letter")
Renderer = Callable[[Pack, Paper], bytes]
FORMATS: Mapping[str, Renderer] = {
    "slack.json": lambda pack, _: slack_body(pack).encode(),
    "html": lambda pack, paper: page(pack, paper).encode(),
    "pdf": lambda pack, paper: pdf(page(pack, paper)),
    "json": lambda pack, _: pack_json(pack),
    "eml": lambda pack, _: mail(pack),
    "txt": lambda pack, _: plain_text(pack).encode(),
}
"""By the ending of a file's name; one that ends as another does comes before it."""


def pack_json(pack: Pack) -> bytes:
    """The document itself."""
    return pack.model_dump_json(indent=1).encode() + b"\n"


def format_of(path: Path, named: str | None, formats: Collection[str] = tuple(FORMATS), of_what: str = "a pack") -> str:
    """The format named, else the one that the file's name says; raises BadInput for none of those there are."""
    if named is not None and named not in formats:
        raise BadInput(f'--format "{named}" is no format of {of_what}; use one of {", ".join(formats)}.')
    chosen = named or next((each for each in formats if path.name.lower().endswith(f".{each}")), None)
    if chosen is None:
        raise BadInput(f'--out "{path}" does not say a format; end it with one of .{", .".join(formats)}, or --format.')
    return chosen


def paper_of(named: str) -> Paper:
    """The paper of that name; raises BadInput for another."""
    paper = next((each for each in PAPERS if each == named.lower()), None)
    if paper is None:
        raise BadInput(f'--paper "{named}" is no paper of a pack; use {" or ".join(PAPERS)}.')
    return paper


def write(pack: Pack, kind: str, path: Path, paper: Paper) -> None:
    """Put the pack in its file, whole or not at all; raises BadInput where there can be no such file."""
    put(path, FORMATS[kind](pack, paper))


def put(path: Path, content: bytes) -> None:
    """Put bytes in a file, whole or not at all; raises BadInput where there can be no such file."""
    if path.is_dir():
        raise BadInput(f"--out {path} is a folder; name a file in it.")
    fresh = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        write_synced(path, content, fresh, lambda: None)
    except OSError as error:
        raise BadInput(f"--out {path} cannot be written ({error.strerror}); name another place.") from None
    finally:
        fresh.unlink(missing_ok=True)
