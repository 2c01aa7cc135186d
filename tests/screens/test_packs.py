"""The pack of every kind of warehouse the screens are drawn on: it is written, and says what is missing."""

from pathlib import Path

import pytest

from dashboard.meeting.commands.looking import week_view
from dashboard.meeting.journal.journal import open_journal
from dashboard.meeting.pack.building import pack_of
from dashboard.meeting.pack.document import Pack
from dashboard.meeting.pack.writing import FORMATS, pack_json
from dashboard.scope.slices import Slice
from tests.screens.conftest import FILES


@pytest.mark.parametrize("kind", FILES)
def test_every_kind_of_warehouse_has_a_pack(kinds: dict[str, Path], kind: str) -> None:
    """In each format; what is read back of its JSON is the same, and three lines say how far to rely on it."""
    folder = kinds[kind]
    view = week_view(folder)
    pack = pack_of(folder, open_journal(folder), view.week, None, Slice(), lambda: view)[0]
    for name in FORMATS.keys() - {"pdf"}:
        assert FORMATS[name](pack, "a4")
    assert pack_json(Pack.model_validate_json(pack_json(pack))) == pack_json(pack)
    assert len(pack.content.health) == 3
    assert len(pack.content.agenda) == 3
    assert all(part.claim or part.missing for part in pack.content.agenda)
    assert bool(pack.content.unsupported) == ("It does not support" in pack.content.health[2])
