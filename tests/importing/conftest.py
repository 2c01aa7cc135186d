"""What the tests of importing share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.importing.importer import Importer, without_facts


@pytest.fixture
def importing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Importer]:
    """Imports texts of files into a fresh warehouse."""
    without_facts(monkeypatch)
    importer = Importer(tmp_path)
    yield importer
    importer.close()
