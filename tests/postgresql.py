"""A PostgreSQL server of the tests' own: the machine's programs, a folder and a socket that go when it ends."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

RUNUSER = shutil.which("runuser", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin") or "runuser"
SUPERUSER = "postgres"


@contextmanager
def postgresql() -> Iterator[Path | None]:
    """The folder of the socket of a server that ends with the block; None where PostgreSQL is not installed.

    It listens on nothing but that socket, so it needs no port and nobody else's may be in its way.
    """
    programs = _programs()
    if programs is None:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="postgresql-") as name:
        folder = Path(name)
        if os.getuid() == 0:
            shutil.chown(folder, SUPERUSER)
        _as_owner([str(programs / "initdb"), "-D", str(folder / "data"), "-U", SUPERUSER, "--auth=trust", "-E", "UTF8"])
        control = [str(programs / "pg_ctl"), "-D", str(folder / "data"), "-w"]
        _as_owner([*control, "-l", str(folder / "log"), "-o", f"-k {folder} -c listen_addresses=''", "start"])
        try:
            yield folder
        finally:
            _as_owner([*control, "-m", "immediate", "stop"])


def psql(socket: Path, statement: str, database: str = "postgres") -> None:
    """Run one statement."""
    asked = ["psql", "-h", str(socket), "-U", SUPERUSER, "-d", database, "-q", "-v", "ON_ERROR_STOP=1", "-c", statement]
    subprocess.run(asked, check=True, capture_output=True)


def _programs() -> Path | None:
    """The folder of the newest ``initdb``; Debian does not put it on the PATH."""
    newest = max(Path("/usr/lib/postgresql").glob("*/bin/initdb"), default=None)
    named = shutil.which("initdb")
    return Path(named).parent if named else newest.parent if newest else None


def _as_owner(command: list[str]) -> None:
    """PostgreSQL refuses to run as root: as root its own user runs it."""
    prefix = [RUNUSER, "-u", SUPERUSER, "--"] if os.getuid() == 0 else []
    subprocess.run([*prefix, *command], check=True, capture_output=True, cwd="/")
