"""The evidence of a stalled deal in one line, and what the causes say together, in words."""

from collections.abc import Mapping

LONGEST_EVIDENCE = 115  # four lines of the list


def in_one_line(shown: Mapping[str, str], cause: str | None) -> str:
    """The evidence of a deal as one line, that of ``cause`` first, as far as a row of the list holds it."""
    told = [*([shown[cause]] if cause else []), *(words for name, words in shown.items() if name != cause)]
    kept = len(told)
    while kept > 1 and len("; ".join(told[:kept])) > LONGEST_EVIDENCE:
        kept -= 1
    line = "; ".join(told[:kept]) + (f"; and {len(told) - kept} more" if kept < len(told) else "")
    return line[:1].upper() + line[1:]
