"""Journals of both kinds, empty and for one test each; without a PostgreSQL its half is left out."""

import os
import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from dashboard.asking.view import View
from dashboard.meeting.commands.looking import week_view
from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.journal.store import VARIABLE, Store, place_of
from dashboard.meeting.review import freezing
from tests.meeting.company import company
from tests.meeting.people import CHAIR
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


@pytest.fixture(scope="session")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of the tests' company; nobody writes into it."""
    folder = tmp_path_factory.mktemp("reviewed")
    company().import_into(folder / "w", folder / "files")
    return folder / "w"


@pytest.fixture(scope="session")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse whose last week is frozen; nobody writes into it."""
    folder = tmp_path_factory.mktemp("frozen")
    company().import_into(folder / "w", folder / "files")
    view = week_view(folder / "w")
    freezing.freeze(Journal(Store(place_of(folder / "w"))), view, CHAIR)
    view.warehouse.close()
    return folder / "w"


@pytest.fixture
def view(reviewed: Path) -> Iterator[View]:
    """The look at the end of its last whole week."""
    found = week_view(reviewed)
    yield found
    found.warehouse.close()


@pytest.fixture
def own(tmp_path: Path, reviewed: Path) -> Path:
    """A copy of that warehouse, to be written into, with a journal of its own."""
    folder = tmp_path / "own"
    shutil.copytree(reviewed, folder)
    return folder


@pytest.fixture
def minutes(tmp_path: Path) -> Iterator[Journal]:
    """An empty journal in a SQLite file, for what does not depend on the store."""
    journal = Journal(Store(place_of(tmp_path)))
    yield journal
    journal.store.close()
