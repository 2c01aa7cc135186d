"""The Data screen: sums that hold, what was set aside, what is supported, and files brought in the browser."""

import io
from datetime import date, datetime
from pathlib import Path
from shutil import copytree

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Selectbox

from dashboard.asking.ask import ask, open_warehouse
from dashboard.asking.opening import open_view
from dashboard.errors import BadInput, MustAsk
from dashboard.findings.import_words import conservation
from dashboard.importing.mapping.files import bundled
from dashboard.importing.progress import Report
from dashboard.importing.publishing.place import alone
from dashboard.importing.publishing.rollback import neighbours
from dashboard.importing.run import ImportOptions
from dashboard.importing.uploading.confined import ProcessLimits
from dashboard.importing.uploading.uploads import LIMITS, Chosen, Outcome, Upload, import_uploads, safe_name
from dashboard.metrics.rehearsing import rehearse_uploads
from dashboard.scope.settings import Settings
from dashboard.screens.data.words import in_boxes
from dashboard.texts import in_markdown, plain
from dashboard.warehouse.generations import WAREHOUSE_VARIABLE, Generations
from tests.screens.clicking import choose_row, first_number, panels, said_in_drawer
from tests.screens.conftest import FILES, PATIENCE, Draw

LEADS = b"lead_id,created_at,source\n1,2025-01-02,web\n2,2025-01-32,web\n3,2025-01-04,\n3,2025-01-04,\n"
TWICE = (
    b"lead_id,created_at,email,name,company\nL1,2025-01-01,ann@x.example,Ann Lee,Acme\n"
    b"L2,2025-01-02,ANN@x.example,A. Lee,Acme\nL3,2025-01-03,lee@y.example,ann lee,ACME\n"
    b"L4,2025-01-04,none,Bob,Acme\nL5,2025-01-05,none,Cid,Acme\n"
)
OPPORTUNITIES = (
    b"Opp Ref,Made,Stage Name,Closed date,Expected close,Amount\nO1,05/01/2026,Won,01/02/2026,01/02/2026,1000\n"
    b"O2,06/01/2026,Lost,02/02/2026,01/02/2026,2000\nO3,07/01/2026,Shelved,,01/03/2026,500\n"
    b"O4,08/01/2026,Won,03/02/2026,10/02/2026,1000\nO5,09/01/2026,Proposal,,10/04/2026,1000\n"
)
OPEN_DATES = b"lead_id,created_at\n1,01/02/2025\n2,03/04/2025\n"


def screen_on(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The screen drawn on this warehouse."""
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(warehouse))

    def entry() -> None:
        from dashboard.screens.data.screen import draw

        draw()

    return AppTest.from_function(entry, default_timeout=PATIENCE).run()


def uploaded(
    files: dict[str, bytes],
    warehouse: Path,
    *,
    order: str | None = None,
    as_of: datetime | None = None,
    limits: ProcessLimits = LIMITS,
    progress: Report = lambda _: None,
) -> Outcome:
    """Import files as the screen does."""
    uploads = [Upload(name, content) for name, content in files.items()]
    options = ImportOptions(date_order=order, once=True)
    return import_uploads(uploads, Chosen(), warehouse, Settings(), options, progress, as_of=as_of, limits=limits)


@pytest.mark.parametrize("kind", FILES)
def test_it_draws_on_every_kind_of_warehouse(drawn: Draw, kind: str) -> None:
    """Nothing raises, and the sum of the rows is said with what it holds for."""
    app = drawn("data", kind)
    assert not app.exception
    assert not app.error
    assert any("rows read = " in heading.value and "This holds for" in heading.value for heading in app.subheader)


def test_without_a_warehouse_it_takes_the_first_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new installation opens on the place to bring files, not on an error."""
    app = screen_on(tmp_path / "none", monkeypatch)
    assert not app.exception
    assert [title.value for title in app.title] == ["Bring your files"]
    assert not app.subheader
    assert not app.button  # there is nothing to import yet
    assert [code.value for code in app.code] == ["funnel-review demo --port 8502"]
    app.session_state["import-under-way"] = None  # as a click leaves it in the middle of an import
    app.run()
    assert ["stopped before it was done" in warning.value for warning in app.warning] == [True]
    assert not app.run().warning


def rehearsed(app: AppTest) -> dict[str, str]:
    """What would stand on the screens, by the words of its cards."""
    assert "What would stand on the screens" in [heading.value for heading in app.subheader]
    return {card.label: card.value for card in app.metric}


def test_rows_set_aside_are_counted_and_can_be_read(tmp_path: Path) -> None:
    """A bad date is set aside with its row, a repeated row is skipped, and the sum holds."""
    uploaded({"leads.csv": LEADS}, tmp_path)
    view = open_view(open_warehouse(tmp_path))
    (file,) = ask(view, "data/files").rows
    assert [file[part] for part in ("read", "loaded", "quarantined", "skipped", "unaccounted")] == [4, 2, 1, 1, 0]
    (reason,) = ask(view, "data/quarantine_reasons").rows
    assert (reason["reason"], reason["records"]) == ("bad_timestamp", 1)
    for chosen, rows in ((None, 1), ("bad_timestamp", 1), ("orphan", 0)):
        found = ask(view, "data/quarantine", reason=chosen, file=None, column_name=None, most=10).rows
        assert len(found) == rows
        assert all(row["line"] == 3 and row["raw"] == "2,2025-01-32,web" for row in found)


def test_a_reason_opens_into_as_many_rows_as_it_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows set aside and values doubted, each reason by a click on its row."""
    events = b"lead_id,at,event\n1,2025-01-03T10:00,mql\nnobody,2025-01-03T10:00,mql\nnobody,2025-01-04T10:00,mql\n"
    leads = b"lead_id,created_at,email,employees\n1,2025-01-02T10:00,none,many\n2,2025-01-02T10:00,a@x.example,few\n"
    uploaded({"leads.csv": leads, "lead_events.csv": events}, tmp_path, as_of=datetime.fromisoformat("2025-01-06"))
    app = screen_on(tmp_path, monkeypatch)
    tables = [element.value for element in app.dataframe if element.proto.selection_mode]
    assert [list(table["records"]) for table in tables] == [[2], [2, 1]]
    for number, table in enumerate(tables):
        for row, records in enumerate(table["records"]):
            app = choose_row(app, number, row)
            assert not app.exception
            assert first_number(said_in_drawer(app) or "") == str(records)


def test_what_counts_for_nothing_is_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each kind with its number and why; a click opens the records."""
    touches = b"touch_id,at,kind,direction,lead_id\n1,2025-01-01T09:00,call,outbound,1\n2,2025-01-01,call,outbound,1\n"
    uploaded({"leads.csv": b"lead_id,created_at\n1,2025-01-03T10:00\n", "touches.csv": touches}, tmp_path)
    view = open_view(open_warehouse(tmp_path))
    (remark,) = ask(view, "data/remarks").rows
    app = screen_on(tmp_path, monkeypatch)
    assert any(heading.value.startswith("Records loaded, then counted for nothing: 2") for heading in app.subheader)
    (place, table) = next(
        (number, element.value)
        for number, element in enumerate(each for each in app.dataframe if each.proto.selection_mode)
        if "Why" in element.value
    )
    assert list(table["Why"]) == [plain(remark["sentence"], 200)]
    app = choose_row(app, place, 0)
    assert not app.exception
    assert first_number(said_in_drawer(app) or "") == "2"
    assert list(panels(app)[0].dataframe[0].value["lead_id"]) == ["1", "1"]


def test_an_old_export_is_said_until_it_is_imported_as_of_its_own_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The foot and the freshness say what the newest record is of; the box As of is the way on, both there and back."""
    app = screen_on(tmp_path, monkeypatch)
    app.file_uploader[0].upload("leads.csv", b"lead_id,created_at\n1,2025-01-02\n2,2025-01-04\n", "text/csv").run()
    app.button("import").click().run()
    old = "The newest record is of 4 Jan 2025, so the screens open on the last week with records"
    assert sum(old in caption.value for caption in app.caption) == 2
    assert any("import with As of 2025-01-05" in warning.value for warning in app.warning)
    app.date_input(key="as-of").set_value(date(2025, 1, 5)).run()
    app.button("import").click().run()
    assert not app.exception
    assert [bool(app.success), bool(app.info)] == [True, False]
    assert not any("newest record" in part.value for part in (*app.caption, *app.warning))
    assert open_warehouse(tmp_path).generation.as_of == datetime.fromisoformat("2025-01-05")
    app.button("import").click().run()
    assert any("what is shown already" in info.value for info in app.info)
    app.date_input(key="as-of").set_value(None).run()
    app.button("import").click().run()
    assert sum(old in caption.value for caption in app.caption) == 2


def test_flags_and_people_who_are_there_twice_are_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Classes 45 and 48: the doubted address stands among the reasons, the leads that may be one person are listed."""
    uploaded({"leads.csv": TWICE}, tmp_path)
    view = open_view(open_warehouse(tmp_path))
    listed = ask(view, "data/merge_candidates", most=10).rows
    assert [(row["first_lead_id"], row["lead_id"], row["shares"]) for row in listed] == [
        ("L1", "L1", "both"),
        ("L1", "L2", "e-mail"),
        ("L1", "L3", "name and company"),
    ]
    reasons = {row["reason"]: row["records"] for row in ask(view, "data/warning_reasons").rows}
    assert reasons == {"invalid_email": 2, "merge_candidates": 1, "old_export": 1}
    app = screen_on(tmp_path, monkeypatch)
    assert not app.exception
    assert any("3 leads share their e-mail" in text.value for text in app.markdown)
    app.button("people").click().run()
    assert not app.exception
    assert first_number(said_in_drawer(app) or "") == "3"


def test_a_name_that_turns_the_direction_of_writing_is_shown_with_its_code() -> None:
    """Class 9: an override shows as what it is, marks without a meaning of their own are gone."""
    assert plain("Ann \u202egnp.exe\u200b") == "Ann \\u202egnp.exe"
    assert in_markdown("\u2067x") == "&#92;u2067x"


def test_a_sum_that_does_not_hold_is_said() -> None:
    """The file whose rows are not all accounted for is named."""
    row = {"file": "a.csv", "read": 3, "loaded": 1, "quarantined": 1, "skipped": 0, "unaccounted": 1}
    assert conservation([row], row).endswith("does not hold for a.csv.")


def test_trying_changes_nothing(kinds: dict[str, Path], tmp_path: Path) -> None:
    """A trial counts the rows as an import would, and the served data stays."""
    warehouse = Path(copytree(kinds["one-row"], tmp_path / "served"))
    before = Generations(warehouse).current()
    files, options = [Upload("leads.csv", LEADS)], ImportOptions(once=True)
    outcome, rehearsal = rehearse_uploads(files, Chosen(), Settings(), options, lambda _: None)
    assert (rehearsal.leads, rehearsal.quarantined) == (2, 1)
    assert [(file.read, file.loaded, file.quarantined) for file in outcome.summary.files] == [(4, 2, 1)]
    assert [row["lead_id"] for row in outcome.tables["leads"]] == ["1", "3"]
    assert [(row["line"], row["reason"], row["raw"]) for row in outcome.quarantine] == [
        ("3", "bad_timestamp", "2,2025-01-32,web")
    ]
    assert Generations(warehouse).current() == before


def test_an_open_date_order_is_asked_for_by_its_box(tmp_path: Path) -> None:
    """Nothing is guessed: the sentence names the box and the file as it was handed in, and its answer lets it pass."""
    with pytest.raises(MustAsk) as refused:
        uploaded({"leads.csv": OPEN_DATES}, tmp_path)
    sentence = in_boxes(str(refused.value))
    assert sentence.startswith("leads.csv:")
    assert "Dates: day first" in sentence
    assert "--" not in sentence
    assert not (tmp_path / "current.json").exists()
    uploaded({"leads.csv": OPEN_DATES}, tmp_path, order="dmy")
    assert Generations(tmp_path).current()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("leads.csv", "leads.csv"),
        ("../../etc/passwd.csv", "passwd.csv"),
        ("C:\\exports\\Opportunity.CSV", "Opportunity.CSV"),
        (".hidden.csv", "hidden.csv"),
        ("hubspot contacts (1).csv", "hubspot_contacts_1_.csv"),
        ("\x00\u202e.csv", "_.csv"),
        ("", "file.csv"),
        ("x" * 500 + ".csv", "x" * 100 + ".csv"),
    ],
)
def test_a_name_from_outside_never_leaves_the_folder(given: str, kept: str) -> None:
    """Only plain letters stay, no folder and no leading dot."""
    assert safe_name(given) == kept


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    """One would overwrite the other."""
    with pytest.raises(BadInput, match=r"Two of the files are called leads\.csv"):
        uploaded({"leads.csv": LEADS, "x/leads.csv": LEADS}, tmp_path)


def test_the_mappings_offered_exist() -> None:
    """Every mapping that ships is offered, in words, and nothing else is."""
    from dashboard.screens.data.upload import CANONICAL, MAPPINGS, OWN, PROPOSED

    assert MAPPINGS.keys() - {CANONICAL, OWN, PROPOSED} == set(bundled())


def test_a_file_handed_in_is_imported_and_shown(
    kinds: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Upload, try, import: the trial leaves the data, the import replaces it on the same screen."""
    warehouse = Path(copytree(kinds["one-row"], tmp_path / "served"))
    app = screen_on(warehouse, monkeypatch)
    app.file_uploader[0].upload("leads.csv", LEADS, "text/csv").run()
    assert not app.exception
    app.button("preview").click().run()
    assert rehearsed(app) == {"Leads": "2", "Deals": "0", "Won": "0", "Lost": "0", "Rows set aside": "1"}
    assert any("bad timestamp" in text.value for text in app.markdown)
    app.button("import").click().run()
    assert not app.exception
    assert any("Imported: 1 row set aside" in done.value for done in app.success)
    total = "4 rows read = 2 loaded + 1 set aside + 1 skipped"
    assert any(heading.value.startswith(total) for heading in app.subheader)


def test_a_file_that_is_ours_by_its_name_alone_gets_a_proposal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Called leads.csv with the headers of another system: proposed as for any name; with ours, taken as it is."""
    app = screen_on(tmp_path, monkeypatch)
    prospects = b"Prospect ID,Created On,Lead Source\nP1,2026-04-02,Web\nP2,2026-04-03,Fair\n"
    app.file_uploader[0].upload("Leads.csv", prospects, "text/csv").run()
    assert not app.exception
    assert named_mapping(app) == "proposed"
    assert 'lead_id = "Prospect ID"' in str(app.text_area[0].value)
    app.button("preview").click().run()
    assert rehearsed(app)["Leads"] == "2"
    app.file_uploader[0].set_value([]).run()
    app.file_uploader[0].upload("Leads.csv", LEADS, "text/csv").run()
    assert named_mapping(app) == "canonical"
    assert not app.text_area


def named_mapping(app: AppTest) -> object:
    """What stands in the box of mappings."""
    return next(box.value for box in app.selectbox if box.label == "Mapping")


def test_a_mapping_is_proposed_corrected_and_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of an unknown name: the draft stands in a box with its doubts; the corrected text is what is imported."""
    app = screen_on(tmp_path, monkeypatch)
    people = b"Lead ID,Created,Campaign,Stage of Life\n1,2025-01-02,N/A,a\n2,2025-01-03,Fair,b\n"
    app.file_uploader[0].upload("people.csv", people, "text/csv").run()
    assert not app.exception
    (draft,) = app.text_area
    assert 'table = "leads"' in str(draft.value)
    assert any("Stage of Life" in caption.value for caption in app.caption)
    draft.set_value(f'{draft.value}source = "Stage of Life"\n').run()
    app.button("preview").click().run()
    assert not app.exception
    assert rehearsed(app)["Rows set aside"] == "0"
    assert any("source" in table.value.columns for table in app.dataframe)
    draft = app.text_area[0].set_value("name = 3").run().text_area[0]
    app.button("import").click().run()
    assert any("The mapping" in error.value for error in app.error)
    app.file_uploader[0].set_value([]).run()
    app.file_uploader[0].upload("any.csv", b"a,b\nx,y\n", "text/csv").run()
    assert any("Nothing in these files looks like leads or deals" in text.value for text in app.markdown)
    assert app.button("import").disabled
    assert not (tmp_path / "current.json").exists()


@pytest.mark.endure
def test_a_column_chosen_for_a_field_stands_in_the_text_and_is_what_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Boxes and text are two sights of one mapping: either follows the other, and the preview reads it."""
    app = screen_on(tmp_path, monkeypatch)
    people = (
        b"Lead ID,Created,Where From,Who,Email,Company,Country,Industry,Title,Owner\n"
        b"1,2025-01-02,Web,Ann,a@b.co,Acme,DE,Metal,CEO,Eve\n2,2025-01-03,Fair,Bob,b@c.co,Best,SE,Wood,CFO,Max\n"
    )
    app.file_uploader[0].upload("people.csv", people, "text/csv").run()

    def box(field: str) -> Selectbox[str]:
        return next(found for found in app.selectbox if found.label.partition(" (")[0] == field)

    assert box("Lead id").value == "Lead ID"
    assert box("Lead id").label == "Lead id (needed)"
    assert box("Source").value == ""
    box("Source").set_value("Where From").run()
    assert 'source = "Where From"' in str(app.text_area[0].value)
    text = str(app.text_area[0].value)
    app.text_area[0].set_value(text.replace('source = "Where From"', 'source = "Who"')).run()
    assert box("Source").value == "Who"
    box("Source").set_value("Where From").run()
    app.button("preview").click().run()
    assert not app.exception
    shown = next(table.value for table in app.dataframe if "source" in table.value.columns)
    assert [*shown["source"]] == ["Web", "Fair"]
    box("Source").set_value("").run()
    assert "source =" not in str(app.text_area[0].value)
    assert box("Owner").value == "Owner"
    box("Owner").set_value("Who").run()
    assert '"Owner"' not in str(app.text_area[0].value)
    box("Owner").set_value("Owner").run()  # what was read at first can be chosen again
    assert 'owner = "Owner"' in str(app.text_area[0].value)
    app.text_area[0].set_value("[[broken").run()
    assert not app.exception
    assert any("not TOML" in warning.value for warning in app.warning)
    app.button("drop-changes").click().run()
    assert not app.warning
    assert 'lead_id = "Lead ID"' in str(app.text_area[0].value)


@pytest.mark.endure
def test_a_sheet_is_chosen_when_it_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two sheets fit: a box with their names appears, and its answer lets the preview pass."""
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for title in ("Old", "New"):
        sheet = made.create_sheet(title)
        sheet.append(["lead_id", "created_at"])
        sheet.append([title, "2025-01-02"])
    buffer = io.BytesIO()
    made.save(buffer)
    app = screen_on(tmp_path, monkeypatch)
    app.file_uploader[0].upload("leads.xlsx", buffer.getvalue(), "application/octet-stream").run()
    assert "Sheet" not in [box.label for box in app.selectbox]
    app.button("preview").click().run()
    assert not app.exception
    sheets = next(box for box in app.selectbox if box.label == "Sheet")
    assert sheets.options == ["Old", "New"]
    sheets.select("New").run()
    app.button("preview").click().run()
    assert rehearsed(app)["Leads"] == "1"
    assert any("New" in table.value.to_string() for table in app.dataframe)


@pytest.mark.endure
def test_pressing_import_again_replaces_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second press finds its files served already and says so."""
    app = screen_on(tmp_path, monkeypatch)
    app.file_uploader[0].upload("leads.csv", LEADS, "text/csv").run()
    app.button("import").click().run()
    first = Generations(tmp_path).current()
    app.button("import").click().run()
    assert not app.exception
    assert any("what is shown already" in info.value for info in app.info)
    assert Generations(tmp_path).current() == first


def test_an_import_is_undone_by_a_button_and_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The import before is shown to everybody again, and the one undone after that; each says what it would show."""
    uploaded({"leads.csv": LEADS}, tmp_path)
    app = screen_on(tmp_path, monkeypatch)
    assert not [button for button in app.button if str(button.key).startswith("use-")]
    app.file_uploader[0].upload("leads.csv", LEADS + b"4,2025-01-05,web\n", "text/csv").run()
    app.button("import").click().run()
    first, second = Generations(tmp_path).all()
    assert app.success[0].value.startswith("Imported:")
    assert any(": 2 rows loaded, as of " in text.value for text in app.markdown)
    app.button(f"use-{first}").click().run()
    assert not app.exception
    assert Generations(tmp_path).current() == first
    assert [done.value.endswith("is shown now: 2 rows.") or done.value for done in app.success] == [True]
    assert any(heading.value.startswith("4 rows read = 2 loaded") for heading in app.subheader)
    app.button(f"use-{second}").click().run()
    assert Generations(tmp_path).current() == second
    with alone(tmp_path):  # an import runs
        app.button(f"use-{first}").click().run()
    assert [error.value.partition(" into ")[0] for error in app.error] == ["An import"]
    assert Generations(tmp_path).current() == second
    app.session_state["import-under-way"] = first
    assert ["done just before" in done.value for done in app.run().success] == [True]


@pytest.mark.endure
def test_a_damaged_import_is_passed_over_when_going_back(tmp_path: Path) -> None:
    """The neighbours of the one that is served are those that open."""
    made = [
        uploaded({"leads.csv": LEADS + b"4,2025-01-05,web\n" * more}, tmp_path).summary.generation for more in (0, 1, 2)
    ]
    middle = Generations(tmp_path).file(made[1])
    middle.chmod(0o644)
    middle.write_bytes(b"no longer")
    before, after = neighbours(tmp_path)
    assert before
    assert (before.generation, before.about.rows, after) == (made[0], 2, None)


def test_what_the_files_leave_open_is_asked_with_buttons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The gravest question first, each answer with what follows; an import waits; an answer becomes a line."""
    app = screen_on(tmp_path, monkeypatch)
    app.file_uploader[0].upload("opps.csv", OPPORTUNITIES, "text/csv").run()
    assert not app.exception
    assert [app.button(key).disabled for key in ("preview", "import")] == [True, True]
    assert any("waits for the answer to" in caption.value for caption in app.caption)
    day_first = next(button for button in app.button if button.label == "Day first")
    assert app.button[0].label == day_first.label  # nothing stands before what stops the import
    assert any("is 1 February 2026" in caption.value for caption in app.caption)
    assert not any("no answer changes it" in caption.value for caption in app.caption)
    app = day_first.click().run()
    assert not app.exception
    assert "Day first" not in [button.label for button in app.button]
    assert any("**Day first**" in text.value for text in app.markdown)
    assert 'date_order = "dmy"' in str(app.text_area[0].value)
    assert [app.button(key).disabled for key in ("preview", "import")] == [False, True]
    app.button("preview").click().run()
    assert rehearsed(app)["Won"] == "2"
    assert "take-all" not in [button.key for button in app.button]  # one is left, and its button is there
    next(button for button in app.button if button.label == "Made").click().run()
    next(button for button in app.button if button.label == "Change").click().run()
    assert "Day first" in [button.label for button in app.button]
    next(button for button in app.button if button.label == "Day first").click().run()
    assert any("Every question is answered" in text.value for text in app.markdown)
    assert any("rehearse again" in caption.value for caption in app.caption)
    beside = [("opps.csv", OPPORTUNITIES, "text/csv"), ("notes.csv", b"a,b\nx,y\n", "text/csv")]
    app.file_uploader[0].set_value(beside).run()  # another file takes no answer away
    assert any("**Day first**" in text.value for text in app.markdown)
    app.session_state[f"answers-{app.session_state['files-asked-about'][0]}"]["opps.csv:key"] = "gone"
    app.run()
    assert ["cannot be" in error.value for error in app.error] == [True]
    app.button("take-back").click().run()
    assert not app.error
    app.button("import").click().run()
    assert not app.exception
    assert any(done.value.startswith("Imported:") for done in app.success)
