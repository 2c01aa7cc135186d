"""Publishes generations that hold a number in two tables, in a process of its own that may be killed."""

import os
import signal
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path

import duckdb

from dashboard.errors import BusyWarehouse
from dashboard.importing.publishing.publisher import Publisher
from dashboard.warehouse.catalogue import QUERIES
from dashboard.warehouse.stores import StoreKind, opened

STARTED = datetime(2026, 11, 22, 4, 15)  # noqa: DTZ001 — naive UTC, as the product keeps instants


def build(path: Path, number: int) -> str:
    """A closed generation file holding ``number`` twice, as digest and as lead; returns the digest."""
    digest = f"{number:08d}"
    with duckdb.connect(str(path)) as con:
        con.execute((QUERIES / "tables.sql").read_text(encoding="utf-8"))
        con.execute("insert into leads (lead_id, created_at) values ($number, $at)", {"number": digest, "at": STARTED})
        con.execute(
            "insert into generation values ($at, $at, $at, '{}', $digest, false, 'test')",
            {"at": STARTED, "digest": digest},
        )
        con.execute("create table recorded (what varchar, since timestamp)")
        con.execute("checkpoint")
    return digest


def publish(publisher: Publisher, number: int) -> str:
    """Builds and publishes the generation of a number; returns its id."""
    with publisher.building(STARTED) as site:
        return publisher.publish(site, build(site.file, number))


def content(path: Path) -> tuple[int, int]:
    """The number of a generation file, as each of its two tables tells it."""
    with opened(path, ("generation", "leads")) as con:
        digest, lead = con.execute("select digest, lead_id from generation, leads").fetchall()[0]
        return int(digest), int(lead)


def run(folder: Path, first: int, count: int, dies_at: str, kind: StoreKind, line: Connection) -> None:
    """Publishes ``count`` numbers from ``first`` on, once told to over ``line``, and tells every step and every id.

    Kills itself with SIGKILL at the step ``dies_at``; tells the sentence when the warehouse is busy.
    """

    def step(name: str) -> None:
        line.send(("step", name))
        if name == dies_at:
            os.kill(os.getpid(), signal.SIGKILL)

    publisher = Publisher(folder, step=step, kind=kind)
    line.recv()
    try:
        for number in range(first, first + count):
            line.send(("published", publish(publisher, number)))
    except BusyWarehouse as error:
        line.send(("refused", str(error)))
