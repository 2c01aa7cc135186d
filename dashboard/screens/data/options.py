"""What the files leave open and only who brings them knows: boxes, and what they say."""

from datetime import date

import streamlit as st

from dashboard.importing.run import ImportOptions
from dashboard.scope.moments import FIRST_YEAR, LAST_YEAR
from dashboard.screens.frame import CARD
from dashboard.screens.reader import sees_names
from dashboard.texts import plain
from dashboard.warehouse.generation import Generation

ORDERS = {None: "As the values prove", "dmy": "Day first: 31.12.", "mdy": "Month first: 12/31"}
MARKS = {None: "As the values prove", ".": "Point: 1,234.50", ",": "Comma: 1.234,50"}
ENCODINGS = {None: "As the bytes prove", "utf-8": "UTF-8", "windows-1252": "Windows-1252", "utf-16-le": "UTF-16"}
FIRST_AS_OF, LAST_AS_OF = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
SHEETS = "sheets-to-choose-from"
"""Where a session keeps the sheets of a workbook that has several which fit."""


def reading_options(served: Generation | None) -> tuple[ImportOptions, date | None]:
    """What the files leave open and only the reader knows, and the day they are looked at from, None for now.

    A sheet is asked for only when a workbook has several.
    """
    sheets: tuple[str, ...] = st.session_state.get(SHEETS, ())
    with st.expander("Where the files leave it open: dates, decimal mark, encoding, header"):
        boxes = st.grid(4, min_column_width=CARD)
        with boxes.cell():
            order = st.selectbox("Dates", list(ORDERS), format_func=ORDERS.__getitem__)
        with boxes.cell():
            decimal = st.selectbox("Decimal mark", list(MARKS), format_func=MARKS.__getitem__)
        with boxes.cell():
            encoding = st.selectbox("Encoding", list(ENCODINGS), format_func=ENCODINGS.__getitem__)
        with boxes.cell():
            header = st.number_input("Header in line", min_value=1, max_value=200, value=None, placeholder="The first")
    boxes = st.grid(3, min_column_width=CARD)
    sheet = None
    if sheets:
        with boxes.cell():
            sheet = st.selectbox("Sheet", sheets, index=None, format_func=plain, placeholder="Choose one")
    with boxes.cell():
        as_of: date | None = st.date_input(
            "As of", None, FIRST_AS_OF, LAST_AS_OF, format="YYYY-MM-DD", key="as-of",
            help="Leave it empty for data of today. Of an older export, the day after it was made: waits and ages end "
            "with the start of that day, and what happened later is not looked at.",
        )  # fmt: skip
    with boxes.cell():
        personal = _stores_names(served)
    return ImportOptions(order, decimal, encoding, header, sheet, personal_data=personal, once=True), as_of


def _stores_names(served: Generation | None) -> bool:
    """Whether e-mails and names of leads are stored: as they are now, and otherwise for whoever may see them."""
    may_choose = sees_names()
    usual = served.has_personal_data if served else may_choose
    chosen = st.checkbox(
        "Store e-mails and names",
        usual,
        disabled=not may_choose,
        help=None if may_choose else "It stays as it is; changing it takes somebody who may see them.",
    )
    return chosen if may_choose else usual  # a browser can tick a box that is shown as disabled
