"""A deck on paper: its cards as a CSV file with empty columns, and the same file read back when they are filled in."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dashboard.asking.exporting import as_csv_file
from dashboard.asking.view import View
from dashboard.errors import BadInput
from dashboard.meeting.audit.deck import CRITERIA, LONGEST_NOTE, VERDICTS, BlindJudgement, Deck
from dashboard.meeting.audit.faces import faces
from dashboard.meeting.audit.judging import deck_of, judge_blind, judgement_of, order_of, side_of
from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.person import Person

TYPED = ("verdict", *CRITERIA, "note")
LARGEST_BYTES = 1_000_000
"""Far more than a deck with every note as long as it may be."""


@dataclass(frozen=True)
class PaperLine:
    """A judgement as it came back: the deck, the place of its card in it, and the line it stands on."""

    line: int
    week: str
    place: int
    judgement: BlindJudgement


def paper_of(view: View, deck: Deck, person: Person) -> bytes:
    """The cards in the order the person sees them, as a file for spreadsheets that holds no formula."""
    side_of(person)
    known = faces(view, deck)
    rows = [
        {"deck": deck.week, "card": place + 1}
        | {name.lower(): value for name, value in known[place].lines(view.settings.currency).items()}
        | {"first_14_days": known[place].happened}
        | dict.fromkeys(TYPED, "")
        for place in order_of(deck, person)
        if place in known
    ]
    return as_csv_file(rows)


def take_paper(journal: Journal, view: View, path: Path, author: Person) -> int:
    """Keep what a filled-in file says for the author's side; returns how many cards. A line without a verdict is left.

    Raises BadInput naming the line that is wrong, and then nothing of the file is kept.
    """
    side = side_of(author)
    lines = read_paper(path)
    known = {week: deck_of(journal, week) for week in dict.fromkeys(line.week for line in lines)}
    for line in lines:
        if not 0 <= line.place < len(known[line.week].cards):
            raise BadInput(f"{path}, line {line.line}: the deck of {line.week} has no card {line.place + 1}.")
        given = known[line.week].verdict(side, line.place)
        if given is not None and given.judgement != line.judgement:
            raise BadInput(
                f"{path}, line {line.line}: card {line.place + 1} was judged otherwise already; take the line out, or "
                "change it on the screen."
            )
    fresh = [line for line in lines if known[line.week].verdict(side, line.place) is None]
    for line in fresh:
        judge_blind(journal, view, line.week, line.place, line.judgement, author)
    return len(fresh)


def read_paper(path: Path) -> list[PaperLine]:
    """The judgements of a file as ``paper_of`` writes it; raises BadInput naming the line that is wrong."""
    rows = _rows(path)
    lines, taken = [], set()
    for number, row in rows:
        values = {name: (row.get(name) or "").strip() for name in ("deck", "card", *TYPED)}
        if not values["verdict"]:
            continue
        where = f"{path}, line {number}"
        if not values["card"].isdecimal():
            raise BadInput(f'{where}: card "{values["card"]}" is no number; leave that column as it was exported.')
        line = PaperLine(number, values["deck"], int(values["card"]) - 1, _judgement(values, where))
        if (line.week, line.place) in taken:
            raise BadInput(f"{where}: card {line.place + 1} stands twice; leave one line of it.")
        taken.add((line.week, line.place))
        lines.append(line)
    return lines


def _rows(path: Path) -> list[tuple[int, dict[str, Any]]]:
    """The rows by the line they begin on; a spreadsheet may have saved them with semicolons."""
    try:
        content = path.read_bytes()
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise BadInput(f"{path} cannot be read ({error.strerror}); name the filled-in file.") from None
    except UnicodeDecodeError:
        raise BadInput(f"{path} is no text in UTF-8; save it as CSV UTF-8.") from None
    if len(content) > LARGEST_BYTES:
        raise BadInput(f"{path} is larger than a deck can be; name the file that `funnel-review audit export` wrote.")
    header = text.partition("\n")[0]
    try:
        reader = csv.DictReader(io.StringIO(text), delimiter=";" if header.count(";") > header.count(",") else ",")
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        raise BadInput(f"{path} cannot be read as CSV ({error}); save it as CSV UTF-8.") from None
    _refuse_foreign(path, reader.fieldnames or ())
    return rows


def _refuse_foreign(path: Path, names: Iterable[str]) -> None:
    missing = [name for name in ("deck", "card", *TYPED) if name not in names]
    if missing:
        raise BadInput(f"{path} has no column {missing[0]}; fill in the file that `funnel-review audit export` wrote.")


def _judgement(values: dict[str, str], where: str) -> BlindJudgement:
    verdict = values["verdict"].lower().replace(" ", "_")
    if verdict not in VERDICTS:
        raise BadInput(f'{where}: verdict "{values["verdict"]}" is none; write good, not or cannot tell.')
    criteria = {name: values[name].lower() or "unknown" for name in CRITERIA}
    for name, met in criteria.items():
        if met not in {"yes", "no", "unknown"}:
            raise BadInput(f'{where}: {name} "{values[name]}" is none; write yes, no or unknown.')
    if len(values["note"]) > LONGEST_NOTE:
        raise BadInput(f"{where}: the note has {len(values['note'])} letters; it holds {LONGEST_NOTE}.")
    return judgement_of(verdict=verdict, note=values["note"], **criteria)
