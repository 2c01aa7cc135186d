"""A company's file that is broken beneath a running server: what it said before stays in force, and it is said."""

from itertools import product
from pathlib import Path
from shutil import copytree

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.importing.run import ImportOptions, run_import
from dashboard.scope.settings import Settings, load_settings
from dashboard.screens.listing import SCREENS
from dashboard.texts import in_markdown
from dashboard.warehouse.generations import WAREHOUSE_VARIABLE
from tests.enduring import some
from tests.screens.conftest import IMPORTED_AS_OF, PATIENCE

LEADS = "lead_id,created_at,country,employees\n" + "".join(f"{n},2025-05-{1 + n % 28:02},DE,{n}\n" for n in range(60))
SHARED = """name = "Profile"
version = "1"
effective_from = 2025-01-01
[[criteria]]
name = "country"
field = "country"
one_of = ["DE"]
weight = 1.0
"""
STAGES = '[[stages]]\nname = "In"\nevents = ["inquiry"]\n\n[[stages]]\nname = "Up"\nevents = ["mql"]\n'
SETTINGS = 'response_sla_hours = 7.0\nwaterfall = "stages.toml"\n[definitions]\nshared = "definitions/shared.toml"\n'
FILES = {
    "funnel-review.toml": SETTINGS,
    "stages.toml": STAGES,
    "definitions/shared.toml": SHARED,
    "definitions/marketing.toml": SHARED.replace("Profile", "Marketing's"),
    "definitions/sales.toml": SHARED.replace("Profile", "Sales'"),
}
BROKEN = ["name = ", "", "\0", "x=" + "[" * 5_000, "\xff"]


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with files of the company beside it, of which each test has a copy."""
    above = tmp_path_factory.mktemp("imported")
    folder = above / "w"
    (folder / "definitions").mkdir(parents=True)
    for name, text in FILES.items():
        (folder / name).write_text(text)
    (above / "leads.csv").write_text(LEADS)
    settings = load_settings(folder / "funnel-review.toml")
    run_import([above / "leads.csv"], [], folder, settings, IMPORTED_AS_OF, ImportOptions(), lambda _: None)
    return folder


@pytest.fixture
def company(imported: Path, tmp_path: Path) -> Path:
    """That warehouse, to be spoiled."""
    return copytree(imported, tmp_path / "w")


def drawn(folder: Path, screen: str, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """A screen on that warehouse."""
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(folder))
    monkeypatch.setenv("FUNNEL_REVIEW_SCREEN", screen)

    def entry() -> None:
        import os

        from dashboard.screens.listing import SCREENS

        next(screen for screen in SCREENS if screen.path == os.environ["FUNNEL_REVIEW_SCREEN"]).draw()

    return AppTest.from_function(entry, default_timeout=PATIENCE).run()


def words(app: AppTest) -> list[str]:
    """What a screen says beside its warnings."""
    return [part.value for part in (*app.markdown, *app.caption, *app.subheader, *app.metric, *app.warning)]


@pytest.mark.parametrize("name", some(list(FILES), 3))
def test_it_is_said_on_every_screen_and_the_figures_stay(
    company: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Each screen draws what it drew before, with one sentence that names the file; mended, the sentence goes."""
    screens = some(SCREENS, 4)
    before = {screen.path: words(drawn(company, screen.path, monkeypatch)) for screen in screens}
    (company / name).write_text(BROKEN[0])
    for screen in screens:
        app = drawn(company, screen.path, monkeypatch)
        assert not app.exception, (screen.path, app.exception)
        assert not app.error, (screen.path, app.error)
        told = [sentence for sentence in words(app) if "What stood there before stays in force" in sentence]
        assert len(told) == 1, (screen.path, told)
        assert in_markdown(name.rpartition("/")[2]) in told[0]
        others = [sentence for sentence in words(app) if sentence not in told and not sentence.startswith("Left out")]
        assert others == before[screen.path]
    (company / name).write_text(FILES[name])
    assert words(drawn(company, "review", monkeypatch)) == before["review"]


@pytest.mark.parametrize(("name", "content"), some(list(product(FILES, [*BROKEN[1:], "a folder", "a pipe"])), 6))
def test_it_is_a_sentence_where_nothing_was_read_before(
    company: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: str
) -> None:
    """A server that starts on the broken file draws all the same, without a definition, with the import's settings."""
    import os

    fresh = company.rename(company.with_name(f"w-{abs(hash((name, content)))}"))
    path = fresh / name
    if content.startswith("a "):
        path.unlink()
        path.mkdir() if content == "a folder" else os.mkfifo(path)
    else:
        path.write_bytes(content.encode("latin-1"))
    for screen in ("waterfall", "icp"):
        app = drawn(fresh, screen, monkeypatch)
        assert not app.exception
        assert not app.error
        # an empty file of settings says nothing, and what is no file is not there
        says_nothing = name == "funnel-review.toml" and (not content or content.startswith("a "))
        assert says_nothing or any("Until then" in warning.value for warning in app.warning)


def test_a_definition_that_is_gone_stays_in_force_until_it_is_back(
    company: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole folder of definitions moved away beneath the server."""
    before = words(drawn(company, "icp", monkeypatch))
    copytree(company / "definitions", company / "kept")
    for file in (company / "definitions").iterdir():
        file.unlink()
    app = drawn(company, "icp", monkeypatch)
    assert any("is gone" in warning.value for warning in app.warning)
    assert [sentence for sentence in words(app) if "is gone" not in sentence] == before
    assert load_settings(company / "funnel-review.toml") != Settings()
