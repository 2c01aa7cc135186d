"""The first page as the body of a message to Slack: Block Kit of plain texts, so that nobody's words become markup."""

import json
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

from dashboard.meeting.pack.document import Pack
from dashboard.meeting.pack.outline import cover_lines, first_page, headline

MOST_BLOCKS, LONGEST_TEXT, LONGEST_HEADER = 50, 3_000, 150
CONTROLS = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
"""What Slack reads in any text, and how it is written there."""


def slack_body(pack: Pack) -> str:
    """The JSON to post, at most fifty blocks within Slack's lengths."""
    title = headline(pack.cover)
    blocks = [section("\n".join(cover_lines(pack.cover)))]
    for part in first_page(pack):
        blocks += [_header(part.title), *(section(f"• {line}") for line in part.lines)]
    return posted(title, blocks)


def posted(title: str, blocks: Sequence[Mapping[str, Any]]) -> str:
    """The JSON of a message under a title."""
    body = {"text": _fitted(title, LONGEST_TEXT), "blocks": [_header(title), *blocks][:MOST_BLOCKS]}
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


def _header(text: str) -> dict[str, Any]:
    return {"type": "header", "text": _plain(text, LONGEST_HEADER)}


def section(text: str) -> dict[str, Any]:
    """A block of plain text."""
    return {"type": "section", "text": _plain(text, LONGEST_TEXT)}


def _plain(text: str, longest: int) -> dict[str, Any]:
    return {"type": "plain_text", "emoji": False, "text": _fitted(text, longest)}


def _fitted(text: str, longest: int) -> str:
    """The text as Slack takes it, cut with an ellipsis where it would be too long so written."""
    written = [CONTROLS.get(letter, letter) for letter in text]
    ends = list(accumulate(map(len, written)))
    if not ends or ends[-1] <= longest:
        return "".join(written)
    return "".join(written[: bisect_left(ends, longest)]) + "…"
