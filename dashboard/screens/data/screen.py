"""The Data screen: what was imported, what was set aside, how complete and fresh it is, and what it supports."""

from dataclasses import replace

import streamlit as st

from dashboard.asking.ask import ask, open_warehouse
from dashboard.asking.exporting import as_csv_file
from dashboard.asking.view import View
from dashboard.errors import NoWarehouse
from dashboard.findings.about import of_the_moment
from dashboard.findings.import_words import conservation
from dashboard.importing.publishing.remarks import MERGE_CANDIDATES
from dashboard.meeting.people.matrix import Action
from dashboard.metrics.report import section
from dashboard.metrics.support import support
from dashboard.scope.slices import Slice
from dashboard.screens.data.access import who_may_what
from dashboard.screens.data.completeness import deal_completeness, freshness, lead_completeness
from dashboard.screens.data.empty import first_files
from dashboard.screens.data.upload import bring_files
from dashboard.screens.data.words import in_all, in_boxes, kind_words, support_rows, supported
from dashboard.screens.drawers import drawer, opening_table
from dashboard.screens.evidence import behind
from dashboard.screens.frame import HALF, screen
from dashboard.screens.headings import finding
from dashboard.screens.reader import can, for_reader
from dashboard.screens.refusals import warehouse_folder
from dashboard.texts import day, in_markdown, plain

TITLE = "Data"
MOST_IN_DRAWER = 20_000
EVERYTHING = 2**62
REASONS_OF = {"quarantine": "data/quarantine_reasons", "warnings": "data/warning_reasons"}
TOTALS = "data/totals"
TOTAL_OF = {"quarantine": "rows_aside", "warnings": "values_doubted"}
RECORDS_OF = {"quarantine": "data/quarantine", "warnings": "data/warnings"}
HEADINGS = {"read": "Read", "loaded": "Loaded", "quarantined": "Set aside", "skipped": "Skipped"}
REASON_WIDTHS = {"records": st.column_config.NumberColumn("Rows", width=70, format="localized")}


def draw() -> None:
    """Draw the screen; without a warehouse it is the place to bring the first files."""
    try:
        open_warehouse(warehouse_folder())
    except NoWarehouse as error:
        first_files(error)
        return
    screen(TITLE, "Can I trust it?", _draw)


def _draw(view: View) -> None:
    whole = replace(view, slice=Slice())
    may_import = can(Action.IMPORT)
    if may_import:
        bring_files(view.warehouse.folder, view.warehouse.generation)
    _files(whole)
    halves = st.grid(2, min_column_width=HALF, gap="large")
    with halves.cell():
        _reasons(
            whole, "quarantine", "Rows set aside", "No row was set aside.",
            "Each breaks a rule; the other rows are loaded. Click a reason for its rows.",
        )  # fmt: skip
    with halves.cell():
        _reasons(
            whole, "warnings", "Values left empty or doubted", "Every value could be used.",
            "The row is loaded, without the value where it could not be read. Click a reason for its values.",
        )  # fmt: skip
        _people(whole)
    _counting_for_nothing(whole)
    halves = st.grid(2, min_column_width=HALF, gap="large")
    with halves.cell():
        lead_completeness(view)
    with halves.cell():
        deal_completeness(view)
        freshness(view)
    _support(view)
    if not may_import:
        bring_files(view.warehouse.folder, view.warehouse.generation)
    who_may_what()


def _files(view: View) -> None:
    about = view.warehouse.generation
    files = ask(view, "data/files").rows
    imported = view.local(about.imported_at)
    finding("What was imported?", conservation(files, ask(view, TOTALS).one()), f"import {about.id}")
    st.caption(
        f"Imported {day(imported)} at {imported:%H:%M}; no filter narrows an import. Skipped: the mapping's own "
        "filter, exact duplicates, footers. "
        + ("E-mails and names are stored." if about.has_personal_data else "E-mails and names are not stored."),
    )
    st.dataframe(
        [
            {"File": plain(row["file"]), **{name: row[name] for name in HEADINGS}}
            | {
                "Adds up": "no" if row["unaccounted"] else "yes",
                "Feeds": row["feeds"].replace("_", " "),
                "Read as": row["dialect"],
            }
            for row in files
        ],
        hide_index=True,
        column_config={"File": st.column_config.TextColumn(width=150)}
        | {name: st.column_config.NumberColumn(HEADINGS[name], width=80, format="localized") for name in HEADINGS}
        | {"Adds up": st.column_config.TextColumn(width=70)},
        alt="Rows read, loaded, set aside and skipped of each file",
    )
    behind(view, "data/files", files)


def _reasons(view: View, kind: str, title: str, none: str, how: str) -> None:
    """Reasons with their number; a click opens the rows, a button downloads all."""
    name = REASONS_OF[kind]
    rows = [row for row in ask(view, name).rows if row["reason"] != MERGE_CANDIDATES]  # they stand below
    total, import_id = ask(view, TOTALS).one()[TOTAL_OF[kind]], f"import {view.warehouse.generation.id}"
    finding(f"{title}?", in_all(rows, "reason", total, title) or none, import_id)
    if not rows:
        behind(view, name, rows)
        return
    shown = [
        {
            "records": row["records"],
            "Reason": kind_words(row["reason"]),
            "Where": plain(" · ".join(part for part in (row["file"], row["column_name"]) if part)),
            "What to do": plain(in_boxes(row["sentence"]), 200),
        }
        for row in rows
    ]
    place = opening_table(shown, kind, f"{title} by reason", column_config=REASON_WIDTHS)
    st.caption(how)
    _download_all(view, kind)
    behind(view, name, rows)
    if place is not None:
        row = rows[place]
        drawer(
            f"{title}: {row['reason'].replace('_', ' ')}", view, RECORDS_OF[kind], row["records"], reason=row["reason"],
            file=row["file"], column_name=row["column_name"], most=MOST_IN_DRAWER,
        )  # fmt: skip


def _people(view: View) -> None:
    """Leads that may be one person: how many the import found, and their list for whoever asks."""
    sentences = [row["sentence"] for row in ask(view, "data/warning_reasons").rows if row["reason"] == MERGE_CANDIDATES]
    for sentence in sentences:
        st.markdown(f"**Leads that may be one person.** {in_markdown(sentence)}")
        if st.button("List them", icon=":material/group:", key="people"):
            drawer("Leads that may be one person", view, "data/merge_candidates", most=MOST_IN_DRAWER)


def _counting_for_nothing(view: View) -> None:
    """What loaded and then counts for nothing, by kind; a click opens the records."""
    rows = ask(view, "data/remarks").rows
    if not rows:
        return
    total = ask(view, TOTALS).one()["counted_for_nothing"]
    words = in_all(rows, "kind", total, "Records loaded, then counted for nothing")
    finding("What counts for nothing?", words, f"import {view.warehouse.generation.id}")
    shown = [
        {"records": row["records"], "Kind": kind_words(row["kind"]), "Why": plain(row["sentence"], 200)} for row in rows
    ]
    place = opening_table(shown, "remarks", "Records that count for nothing by kind", column_config=REASON_WIDTHS)
    st.caption("The records are there and no figure counts them. Click a kind for them.")
    behind(view, "data/remarks", rows)
    if place is not None:
        row = rows[place]
        drawer(
            kind_words(row["kind"]), view, "data/remark_records", row["records"], kind=row["kind"], most=MOST_IN_DRAWER
        )


def _download_all(view: View, kind: str) -> None:
    """Every row, asked for only when somebody downloads it, and not kept in memory after."""

    def _all() -> bytes:
        return as_csv_file(view.ask(RECORDS_OF[kind], reason=None, file=None, column_name=None, most=EVERYTHING).rows)

    st.download_button(
        "Download all", data=for_reader(_all), file_name=f"{kind}.csv", mime="text/csv", on_click="ignore",
        icon=":material/download:", key=f"download-all-{kind}",
    )  # fmt: skip


def _support(view: View) -> None:
    rows = support_rows(support(view, section))
    finding("What can each screen show?", supported(rows), of_the_moment(view, "records known"))
    halves = st.grid(2, min_column_width=HALF, gap="large")
    with halves.cell():
        st.dataframe(
            [{"Screen": row["Screen"], "Shows": row["Shows"], "Figures": row["Figures"]} for row in rows],
            hide_index=True,
            height="content",
            alt="Figures each screen can show",
        )
    with halves.cell():
        for row in rows:
            if row["missing"]:
                sentences = "".join(f"\n- {in_markdown(sentence)}" for sentence in row["missing"])
                st.markdown(f"**{row['Screen']}**\n{sentences}")
    st.caption("A figure the data cannot support is never shown as 0: its place says what is missing.")
