"""How the dates of an unknown column are drawn, where its values alone do not say: picture after picture is tried."""

import re
from collections.abc import Collection

import duckdb

from dashboard.importing.mapping.formats import picture
from dashboard.importing.sql import text

PICTURES = (
    "YYYYMMDD", "D MMM, YYYY HH:mm:ss", "D MMM, YYYY", "D MMM YYYY", "MMM D, YYYY", "MMM D, YYYY h:mm A",
    "MMMM D, YYYY", "D MMMM YYYY", "D-MMM-YYYY", "D-MMM-YY", "YYYY年M月D日", "M/D/YY", "D/M/YY", "D.M.YY", "D-M-YY",
)  # fmt: skip


def pictures_of(
    con: duckdb.DuckDBPyConnection, texts: str, least: float, known: Collection[str] = ()
) -> tuple[str, ...]:
    """The pictures that read ``least`` or more, and one at least, of the texts that the clause ``texts`` selects.

    Where ``known`` are all the texts there are, a picture that has the shape of none of them is not tried.
    """
    fitting = []
    for form in PICTURES:
        drawn = picture(form)
        if known and not any(re.fullmatch(drawn.shape, each) for each in known):
            continue
        shape = {"shape": drawn.shape, "formats": list(drawn.formats)}
        read = con.execute(texts + text("picture_share"), shape).fetchone()
        if read and read[0] >= least:
            fitting.append(form)
    return tuple(fitting)
