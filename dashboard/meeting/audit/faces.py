"""What a card shows: the lead as it would be met by somebody who knows nothing of where it came from or went to."""

from collections.abc import Mapping
from typing import Any

from dashboard.asking.view import View
from dashboard.meeting.audit.deck import Deck
from dashboard.meeting.audit.drawing import drawing_view
from dashboard.meeting.model import MeetingModel
from dashboard.texts import count, money, plain

KEY = ("lead_id", "cycle_number")


class CardTouch(MeetingModel):
    """What happened in the first days: how often by one kind of touch, which way, with somebody reached or not."""

    kind: str
    direction: str
    connected: bool
    touches: int

    @property
    def words(self) -> str:
        """``2 × email to them``, ``call to them, reached``."""
        times = f"{count(self.touches)} × " if self.touches > 1 else ""
        way = "to them" if self.direction == "outbound" else "from them"
        return f"{times}{self.kind} {way}{', reached' if self.connected else ''}"


class CardFace(MeetingModel):
    """All that may be known of a lead while it is judged blind."""

    company: str | None
    industry: str | None
    employees: int | None
    annual_revenue: float | None
    country: str | None
    title: str | None
    touches: tuple[CardTouch, ...] = ()

    def lines(self, currency: str | None) -> dict[str, str]:
        """What stands on the card by its label, text of the lead as it is; a dash for what is not known."""
        return {
            "Company": _text(self.company),
            "Industry": _text(self.industry),
            "Employees": count(self.employees),
            "Revenue": money(self.annual_revenue, currency),
            "Country": _text(self.country),
            "Title": _text(self.title),
        }

    @property
    def happened(self) -> str:
        """What happened in the first days, in words."""
        return "; ".join(touch.words for touch in self.touches) or "nothing"


def faces(view: View, deck: Deck) -> dict[int, CardFace]:
    """The faces of the cards by their place, of those whose leads are still in the data, as they are there now."""
    view = drawing_view(view)
    bound = {
        "lead_ids": [card.lead_id for card in deck.cards],
        "cycle_numbers": [card.cycle_number for card in deck.cards],
    }
    places = {(card.lead_id, card.cycle_number): place for place, card in enumerate(deck.cards)}
    touches: dict[int, list[CardTouch]] = {}
    for row in view.ask("audit/card_touches", **bound).rows:
        touches.setdefault(places[_key(row)], []).append(CardTouch(**_without_key(row)))
    known: dict[int, CardFace] = {}
    for row in view.ask("audit/cards", **bound).rows:
        place = places[_key(row)]
        known[place] = CardFace(**_without_key(row), touches=tuple(touches.get(place, ())))
    return known


def _key(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in KEY)


def _without_key(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in KEY}


def _text(value: str | None) -> str:
    return plain(value) if value else "–"
