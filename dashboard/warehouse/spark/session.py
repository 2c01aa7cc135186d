"""A session at a cluster, by Spark Connect."""

import logging
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.errors import BadInput

if TYPE_CHECKING:
    from pyspark.sql.connect.session import SparkSession

SCHEME = "sc://"
SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
}
"""Moments are naive UTC, as everywhere in the product; what cannot be reckoned is refused rather than null. Those of a
table to import that say their zone keep it in what is written on the way."""
GLOB = re.compile(r"([\[\]{}?*\\])")
RETRIES = 4
"""How often a request that nobody answers is sent again: some seconds, where the client would take ten minutes."""


def connect(url: str) -> "SparkSession":
    """A new session at the cluster ``url``.

    Raises BadInput when it is no address of one, the client is not installed, nobody answers, or the versions differ.
    """
    if not url.startswith(SCHEME):
        raise BadInput(f"{url} is no address of Spark Connect; write it as {SCHEME}host:15002.")
    try:
        with warnings.catch_warnings(action="ignore", category=FutureWarning):  # of pandas, which is not used
            from pyspark import __version__ as own
            from pyspark.errors import PySparkException
            from pyspark.sql.connect.client.retries import DefaultPolicy
            from pyspark.sql.connect.session import SparkSession
    except ImportError as error:
        raise BadInput(f"Spark's client is not installed ({error}); install funnel-review[spark].") from None
    logging.getLogger("SQLQueryContextLogger").disabled = True  # says each refusal once more, as pages of JSON
    warnings.filterwarnings("ignore", r"\[RETRIES_EXCEEDED\]")  # whoever asked says it
    try:
        session = SparkSession(connection=url)
        session.client.set_retry_policies([DefaultPolicy(max_retries=RETRIES)])
        theirs = session.version
        for name, value in SETTINGS.items():
            session.conf.set(name, value)
    except PySparkException as error:
        raise BadInput(
            f"No Spark answers at {url} ({brief(error)}); start its Connect server, or name another."
        ) from None
    if theirs.split(".")[:2] != own.split(".")[:2]:
        session.stop()
        raise BadInput(
            f"The cluster at {url} runs Spark {theirs}, the client is of {own}; install pyspark-client {theirs}."
        )
    return session


@contextmanager
def refusals(url: str) -> Iterator[None]:
    """Raises BadInput for what the cluster refuses while something is written by it."""
    from pyspark.errors import PySparkException

    try:
        yield
    except PySparkException as error:
        raise BadInput(f"The cluster at {url} gave up ({brief(error)}); nothing has changed.") from error


@contextmanager
def acting(session: "SparkSession") -> Iterator[None]:
    """The client gives what a command returns to this thread's active session, not to the one that was asked."""
    active = type(session)._active_session  # noqa: SLF001 — it has no other way to say which
    before = getattr(active, "session", None)
    active.session = session
    try:
        yield
    finally:
        active.session = before


def spark_path(path: Path) -> str:
    """A path as Spark reads it: the one place, whatever is in its name."""
    return GLOB.sub(r"\\\1", str(path))


def brief(error: Exception) -> str:
    """What Spark says, without what its server did on the way there."""
    return " ".join(str(error).partition("JVM stacktrace")[0].split())[:300].rstrip(".")
