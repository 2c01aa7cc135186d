"""The evidence of a stalled deal in one line, and what the causes say together, in words."""

from collections.abc import Mapping

LONGEST_EVIDENCE = 115  # four lines of the list


def in_one_line(shown: Mapping[str, str], cause: str | None) -> str:
    """The evidence of a deal as one line, that of ``cause`` first, as far as a row of the list holds it."""
    phrases = [*([shown[cause]] if cause else []), *(words for name, words in shown.items() if name != cause)]
    kept = len(phrases)
    while kept > 1 and len("; ".join(phrases[:kept])) > LONGEST_EVIDENCE:
        kept -= 1
    line = "; ".join(phrases[:kept]) + (f"; and {len(phrases) - kept} more" if kept < len(phrases) else "")
    return line[:1].upper() + line[1:]
