"""Journals of both kinds, empty and for one test each; without a PostgreSQL its half is left out."""

import os
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.journal.store import VARIABLE, Store, place_of
from tests.postgresql import SUPERUSER, postgresql, psql

STORES = ("sqlite", "postgresql")
_databases = count(1)


@pytest.fixture(scope="session")
def socket() -> Iterator[Path]:
    """The folder of the socket of a PostgreSQL; where CI=true there has to be one."""
    with postgresql() as found:
        if found is None:
            sentence = "no PostgreSQL here; install postgresql to run its tests"
            if os.environ.get("CI") == "true":
                pytest.fail(sentence)
            pytest.skip(sentence)
        yield found


@pytest.fixture
def empty_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Callable[[str], Path]:
    """``empty_place("postgresql")``: a warehouse's folder whose journal, empty so far, lies in that kind of store."""

    def place(kind: str) -> Path:
        monkeypatch.delenv(VARIABLE, raising=False)
        folder = tmp_path / f"{kind}-{next(_databases)}"
        folder.mkdir()
        if kind == "postgresql":
            socket: Path = request.getfixturevalue("socket")
            name = f"journal_{next(_databases)}"
            psql(socket, f"create database {name}")
            monkeypatch.setenv(VARIABLE, f"postgresql://{SUPERUSER}@/{name}?host={socket}")
        return folder

    return place


@pytest.fixture(params=STORES)
def folder(request: pytest.FixtureRequest, empty_place: Callable[[str], Path]) -> Path:
    """A warehouse's folder, its journal in each kind of store."""
    return empty_place(request.param)


@pytest.fixture
def journal(folder: Path) -> Iterator[Journal]:
    """An empty journal, in each kind of store."""
    journal = Journal(Store(place_of(folder)))
    yield journal
    journal.store.close()
