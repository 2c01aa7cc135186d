"""How the project is set up: pins that hold, nothing that ties it to one machine, and a wheel that has all it needs."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
import urllib.request
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.browser.driving import started
from tests.lanes import lane_of

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = ["requirements.lock", "requirements-dev.lock"]
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^\s;\\]+)", re.MULTILINE)


def pins(lock: str) -> set[tuple[str, str]]:
    """The (name, version) pairs of a lock."""
    return set(PIN.findall((ROOT / lock).read_text(encoding="utf-8")))


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_everything_by_hash_and_names_no_index(lock: str) -> None:
    """Every line is a pin, a hash, a marker or a comment; no address, so that any mirror serves it."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    blocks = re.split(r"\n(?=[a-z0-9])", "\n" + text)[1:]
    assert len(blocks) > 50
    for block in blocks:
        assert PIN.match(block), block
        assert "--hash=sha256:" in block, block


def test_the_runtime_is_a_part_of_the_tests_environment() -> None:
    """What is tested is what is shipped: the larger lock holds the smaller one, version for version."""
    assert pins("requirements.lock") <= pins("requirements-dev.lock")


@pytest.mark.parametrize("name", [Requirement(text).name for text in PROJECT["project"]["dependencies"]])
def test_a_declared_dependency_is_locked_within_its_range(name: str) -> None:
    """pyproject.toml and the lock tell the same story."""
    wanted = next(needed for text in PROJECT["project"]["dependencies"] if (needed := Requirement(text)).name == name)
    locked = dict(pins("requirements.lock"))
    assert wanted.specifier.contains(locked[name])


def test_what_shares_something_dear_is_in_one_lane() -> None:
    """What looks at a page shares a browser, what asks a cluster that cluster; the others can run beside them."""
    assert lane_of("tests/browser/test_slices.py") == lane_of("tests/browser/test_hostile.py")
    assert lane_of("tests/spark/test_cluster.py") == lane_of("tests/spark/test_mapped.py")
    own = ("tests/browser/test_slices.py", "tests/spark/test_cluster.py", "tests/spark/test_delta.py")
    assert len({lane_of(file) for file in own}) == 3


def tracked() -> list[Path]:
    """The project's own text files; skips outside a checkout."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("no checkout, no list of files")
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file() and path.suffix not in {".png", ".parquet", ".xlsx"}]


def test_nothing_names_a_package_index() -> None:
    """Where packages come from is the machine's business."""
    host = re.compile(rb"(pypi|pythonhosted)\.(org|python)|index-url *[=:]")
    found = [path.name for path in tracked() if path.name != "test_setup.py" and host.search(path.read_bytes())]
    assert found == []


def test_no_folder_switches_streamlit_to_its_legacy_mode() -> None:
    """A folder `pages` beside the entry script would."""
    assert not (ROOT / "dashboard" / "pages").exists()


def test_the_server_keeps_to_itself() -> None:
    """The settings that security rests on: this machine only, no export of formulas, nothing sent to anybody."""
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["server"]["address"] == "127.0.0.1"
    assert settings["server"]["enableCORS"]
    assert settings["server"]["enableXsrfProtection"]
    assert not settings["server"]["enableAgentApi"]
    assert not settings["server"]["enableStaticServing"]
    assert settings["client"]["disableDataExport"]
    assert settings["client"]["showErrorDetails"] == "none"
    assert settings["browser"]["gatherUsageStats"] is False


def contrast(one: str, other: str) -> float:
    """The contrast of two `#RRGGBB` colours, 1 to 21 (WCAG 2.2)."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_and_links_can_be_read(theme: str) -> None:
    """WCAG AAA for text, AA for links and what can be clicked, on both backgrounds of either theme."""
    look = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"][theme]
    for ground in (look["backgroundColor"], look["secondaryBackgroundColor"]):
        assert contrast(look["textColor"], ground) >= 7
        assert contrast(look["linkColor"], ground) >= 4.5
        assert contrast(look["orangeTextColor"], ground) >= 4.5
        assert contrast(look["primaryColor"], ground) >= 3


def test_whoever_makes_it_trusts_what_the_machine_trusts() -> None:
    """In an empty environment too, where a company looks into its network; whoever sets it otherwise is heard."""
    show = ["make", "--eval", "show: ; @echo $$UV_SYSTEM_CERTS", "show"]
    for said, asked in (("true", {}), ("false", {"UV_SYSTEM_CERTS": "false"})):
        found = subprocess.run(
            show, cwd=ROOT, env={"PATH": os.environ["PATH"], **asked}, capture_output=True, text=True, check=True
        )
        assert found.stdout.split() == [said]


IN_A_COMPANY = """
set -e
cd {folder}
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -keyout ca.key -out ca.pem -subj /CN=Company \\
  -addext basicConstraints=critical,CA:TRUE 2>/dev/null
openssl req -newkey rsa:2048 -nodes -keyout key.pem -out asked.pem -subj /CN=127.0.0.1 2>/dev/null
printf 'subjectAltName=IP:127.0.0.1\\nbasicConstraints=CA:FALSE\\n' > names
openssl x509 -req -in asked.pem -CA ca.pem -CAkey ca.key -days 2 -out cert.pem -extfile names 2>/dev/null
mount --bind ca.pem /etc/ssl/certs/ca-certificates.crt
exec {python} {script}
"""
ASKING = """
import functools, http.server, os, ssl, subprocess, threading

class Index(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *words): pass

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Index, directory="index"))
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain("cert.pem", "key.pem")
server.socket = context.wrap_socket(server.socket, server_side=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
index = f"https://127.0.0.1:{{server.server_port}}/simple"
for certificates in ("false", "true"):
    environment = {{"PATH": os.environ["PATH"], "HOME": os.getcwd(), "UV_SYSTEM_CERTS": certificates}}
    words = ["pip", "install", "--dry-run", "--no-cache", "--no-config", "--target", "t", "--index-url", index]
    asked = subprocess.run(["{uv}", *words, "company-package"], env=environment, capture_output=True, text=True)
    print(certificates, asked.returncode, "UnknownIssuer" in asked.stderr, "company-package==1.0" in asked.stderr)
    if asked.returncode and certificates == "true": print(asked.stderr)
"""


def test_the_certificates_of_the_machine_are_what_uv_needs(tmp_path: Path) -> None:
    """An index behind a company's own certificate, which the machine knows and uv does not bring."""
    uv = Path(sys.executable).with_name("uv")
    alone = ["unshare", "--mount", "--propagation", "private"]
    can = uv.is_file() and shutil.which("openssl") and Path("/etc/ssl/certs/ca-certificates.crt").is_file()
    if not can or os.geteuid() or subprocess.run([*alone, "true"], check=False, capture_output=True).returncode:
        pytest.skip("the machine's certificates can only be others for a moment as root, with uv, openssl and unshare")
    package = tmp_path / "index" / "simple" / "company-package"
    package.mkdir(parents=True)
    name = "company_package-1.0-py3-none-any.whl"
    with zipfile.ZipFile(package / name, "w") as wheel:
        about = "company_package-1.0.dist-info"
        wheel.writestr(f"{about}/METADATA", "Metadata-Version: 2.1\nName: company-package\nVersion: 1.0\n")
        wheel.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{about}/RECORD", "")
    (package / "index.html").write_text(f'<a href="{name}">{name}</a>')
    script = tmp_path / "asking.py"
    script.write_text(ASKING.format(uv=uv))
    steps = IN_A_COMPANY.format(folder=tmp_path, python=sys.executable, script=script)
    found = subprocess.run([*alone, "bash", "-c", steps], capture_output=True, text=True, check=True)
    assert found.stdout.split("\n")[:2] == ["false 2 True False", "true 0 False True"], found.stdout + found.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    out = tmp_path_factory.mktemp("wheel")
    build = "import hatchling.build, sys; print(hatchling.build.build_wheel(sys.argv[1]))"
    built = subprocess.run(
        [sys.executable, "-c", build, str(out)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return out / built.stdout.strip().splitlines()[-1]


def test_the_wheel_carries_all_that_is_no_python(wheel: Path) -> None:
    """Every query, definition, mapping, description and word list, the favicon, the look; and no test."""
    names = set(zipfile.ZipFile(wheel).namelist())
    data = [
        path.relative_to(ROOT).as_posix()
        for folder in ("dashboard", "icp", "queries")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.suffix in {".sql", ".toml", ".png", ".py", ".md"}
    ]
    assert {*data, "dashboard/.streamlit/config.toml"} <= names
    assert not [name for name in names if name.startswith("tests/")]


def test_the_wheel_runs_away_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    """Unpacked elsewhere, the command line answers and finds its queries and its look there."""
    zipfile.ZipFile(wheel).extractall(tmp_path)
    script = (
        "from dashboard.warehouse.catalogue import QUERIES; import dashboard.cli, dashboard.serving.start; "
        "from dashboard.importing.mapping.files import DESCRIPTION; "
        "print(QUERIES, (QUERIES / 'tables.sql').is_file(), dashboard.cli.__file__, "
        "(dashboard.serving.start.ROOT / '.streamlit' / 'config.toml').is_file(), "
        "DESCRIPTION, DESCRIPTION.is_file())"
    )
    # -P and the folder first on the path: nothing of the checkout may help
    run = subprocess.run(
        [sys.executable, "-P", "-c", script],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    queries, has_tables, cli, has_look, description, is_described = run.stdout.split()
    assert queries.startswith(str(tmp_path))
    assert cli.startswith(str(tmp_path))
    assert description.startswith(str(tmp_path))
    assert (has_tables, has_look, is_described) == ("True", "True", "True")


OWN_DATA = {
    "Lead.csv": "Id,CreatedDate,LeadSource,Status\n00Q000000000001AAA,2025-03-03T09:00:00.000Z,Web,Open\n",
    "Opportunity.csv": "Id,CreatedDate,StageName,Amount,IsClosed,IsWon,CloseDate\n"
    "006000000000001AAA,2025-03-10T09:00:00.000Z,Prospecting,1000,false,false,2025-06-30\n",
}


def test_the_readmes_commands_work_as_they_stand(tmp_path: Path) -> None:
    """Copied one after the other, in a folder that holds nothing but a company's exports."""
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    block = next(part for part in re.findall(r"```sh\n(.*?)```", page, re.DOTALL) if "import exports/" in part)
    install, *commands = [line.split("#")[0].split() for line in block.splitlines() if line.strip()]
    assert install[0] == "make"
    assert re.search(
        rf"^{install[1]}: \$\(VENV\)/\.runtime ##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE
    )
    (tmp_path / "exports").mkdir()
    for name, text in OWN_DATA.items():
        (tmp_path / "exports" / name).write_text(text, encoding="utf-8")
    for program, *words in commands[:-1]:
        assert program == ".venv/bin/funnel-review"
        installed = Path(sys.executable).parent / Path(program).name
        run = subprocess.run([installed, *words], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert run.returncode in {0, 1 if words[0] == "check" else 0}, run.stderr
        assert "Traceback" not in run.stderr
    assert commands[-1][1:] == ["serve", "--warehouse", "warehouse"]
    with started(tmp_path / "warehouse") as (_, address), urllib.request.urlopen(f"{address}/ready") as answer:  # noqa: S310 — our own address
        assert answer.status == 200
