"""What the files of an import sum to, in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.texts import count, in_markdown


def conservation(files: Sequence[Mapping[str, Any]], total: Mapping[str, Any]) -> str:
    """The sum that must hold, as a sentence in Markdown; ``total`` is that of all files."""
    sentence = (
        f"{count(total['read'])} rows read = {count(total['loaded'])} loaded + {count(total['quarantined'])} "
        f"set aside + {count(total['skipped'])} skipped"
    )
    broken = [row["file"] for row in files if row["unaccounted"]]
    if broken:
        return f"{sentence}: this does not hold for {', '.join(map(in_markdown, broken))}."
    where = "the one file" if len(files) == 1 else f"each of the {count(len(files))} files"
    return f"{sentence}. This holds for {where}."
