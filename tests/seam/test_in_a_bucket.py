"""A warehouse in object storage: published by several, read by many, and what is wrong with it is one sentence."""

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from itertools import islice
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from typer.testing import CliRunner

from dashboard.asking.opening import open_view
from dashboard.cli import app
from dashboard.errors import BadInput, BusyWarehouse, FunnelReviewError, NoWarehouse
from dashboard.importing.publishing import parquet, publisher
from dashboard.importing.publishing.publisher import Publisher
from dashboard.importing.publishing.rollback import listed, neighbours, pin, release, use
from dashboard.importing.run import ImportOptions, run_import
from dashboard.importing.uploading.uploads import Chosen, Upload, import_uploads
from dashboard.scope.settings import Settings
from dashboard.warehouse import served
from dashboard.warehouse.bucket import opening
from dashboard.warehouse.bucket.objects import Bucket
from dashboard.warehouse.bucket.opening import bucket_of
from dashboard.warehouse.bucket.place import BucketFault, ObjectPath, Overtaken, published_at
from dashboard.warehouse.engine import EngineFault, Statement
from dashboard.warehouse.generations import FOLDER, POINTER, Generations
from dashboard.warehouse.stores import MANIFEST, read_manifest
from dashboard.warehouse.warehouse import Warehouse
from tests.bucket import NAME, SECRET, BucketServer, bucket_server, needs_bucket
from tests.enduring import FULL
from tests.importing.publisher import STARTED, build, content, run

LEADS = 1_500
"""So many that the files of a table are not read whole when they are opened."""
AS_OF, IMPORTED = datetime(2025, 10, 1), datetime(2025, 10, 2)  # noqa: DTZ001 — naive UTC
STEPS = (
    "locked", "verified", "synced", "place taken", "files sent", "renamed", "pointer written", "pointed", "done",
)  # fmt: skip
KILLED = STEPS if FULL else ("files sent", "pointer written")
PROCESSES = multiprocessing.get_context("forkserver")  # forked from a process that has everything imported
PROCESSES.set_forkserver_preload(["__main__", "tests.importing.publisher"])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BucketServer]:
    """One for all tests; each has a prefix of its own."""
    needs_bucket()
    with bucket_server(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture(autouse=True)
def asked(server: BucketServer) -> Iterator[None]:
    """This process knows the server, and nothing of whoever runs the tests."""
    with knowing(server):
        yield


@contextmanager
def knowing(server: BucketServer) -> Iterator[None]:
    """The environment of who may ask the server."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            patch.delenv(name)
        for name, value in server.environment.items():
            patch.setenv(name, value)
        yield


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Leads of a year, every third of them qualified the day after."""
    folder = tmp_path_factory.mktemp("company")
    leads, events = ["lead_id,created_at,source"], ["lead_id,at,event"]
    for lead in range(LEADS):
        created = AS_OF - timedelta(hours=5 * (lead + 1))
        leads.append(f"L{lead},{created},{'web' if lead % 2 else 'event'}")
        events += [f"L{lead},{created + timedelta(days=1)},mql"] if lead % 3 == 0 else []
    (folder / "leads.csv").write_text("\n".join(leads), encoding="utf-8")
    (folder / "lead_events.csv").write_text("\n".join(events), encoding="utf-8")
    return folder


@cache
def built() -> TemporaryDirectory[str]:
    """A folder for the generations that hold a number, which goes with this process."""
    return TemporaryDirectory(prefix="funnel-review-")


@cache
def made(number: int) -> tuple[str, Path]:
    """The generation of a number, as it is kept; its digest, and where it lies. One is sent to many prefixes."""
    file = Path(built().name) / f"{number}.duckdb"
    digest = build(file, number)
    parquet.write_parquet(file, file.with_suffix(".parquet"), file.parent)
    return digest, file.with_suffix(".parquet")


def publish(publisher: Publisher, number: int) -> str:
    """Publishes the generation of a number; returns its id."""
    with publisher.building(STARTED) as site:
        return publisher.publish_stored(site, *made(number))


def imported_into(folder: Path, company: Path, options: ImportOptions = ImportOptions()) -> str:  # noqa: B008 — frozen
    """An import of the company, its tables in several files; returns its id."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parquet, "LEADS_IN_A_BUCKET", LEADS // 2)
        return run_import([company], [], folder, Settings(), AS_OF, options, lambda _: None, now=IMPORTED).generation


@pytest.fixture(scope="module")
def imported(server: BucketServer, company: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The company in the bucket; nobody changes it."""
    folder = on_machine(tmp_path_factory.mktemp("machine"), "imported")
    with knowing(server):
        imported_into(folder, company)
    return folder


@pytest.fixture
def folder(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A warehouse in the bucket: what a machine has of it beside."""
    return on_machine(tmp_path, request.node.name)


def on_machine(machine: Path, prefix: str) -> Path:
    """The folder that a machine has of the warehouse with that prefix."""
    return machine / "s3:" / NAME / "".join(letter if letter.isalnum() else "-" for letter in prefix)


def there(folder: Path, *names: str) -> ObjectPath:
    """Something of the warehouse, where it lies in the bucket."""
    place = published_at(folder).joinpath(*names)
    assert isinstance(place, ObjectPath)
    return place


def keys(folder: Path) -> set[str]:
    """What lies in the bucket below the warehouse."""
    place = there(folder)
    return set(bucket_of(place).lengths(place))


def published(folder: Path) -> set[str]:
    """What the pointer, and the manifests of all that it names, say lies there."""
    generations = Generations(folder)
    found = {POINTER}
    for generation in generations.all():
        files = [MANIFEST, *(file.path for file in read_manifest(generations.path(generation)).files)]
        found |= {f"{FOLDER}/{generation}.parquet/{file}" for file in files}
    return found


def number(folder: Path) -> int:
    """The number that is served; every generation is whole."""
    generations = Generations(folder)
    assert all(generations.is_whole(each) for each in generations.all())
    return content(generations.path(str(generations.current())))[0]


def test_an_import_is_the_same_one_in_a_bucket(imported: Path, company: Path, tmp_path: Path) -> None:
    """The same id, the same digests of contents and of files, and the same figures as in a folder and in a file."""
    places = [imported, tmp_path / "folder", tmp_path / "file"]
    imported_into(places[1], company, ImportOptions(store="parquet"))
    imported_into(places[2], company, ImportOptions(store="duckdb"))
    pointers = [Generations(place).pointer() for place in places]
    assert pointers[0] == pointers[1]
    assert pointers[0].generation == pointers[2].generation
    assert keys(imported) == published(imported)
    assert sum("/leads/" in key for key in keys(imported)) == 2
    assert sorted(each.name for each in imported.iterdir()) == [FOLDER, "import.lock"]
    said = [commanded("metrics", "--warehouse", str(place)) for place in (imported, places[2])]
    assert said[0] == said[1]


def test_an_import_is_compared_with_the_one_before(imported: Path, company: Path) -> None:
    """What stood in the bucket is read by the next import, which finds itself in it and is published no second time."""
    known, before = Generations(imported).current(), keys(imported)
    assert imported_into(imported, company, ImportOptions(once=True)) == known
    assert keys(imported) == before


def copied(source: Path, folder: Path) -> None:
    """The same objects under another prefix."""
    bucket = bucket_of(there(source))
    for key in sorted(keys(source)):
        bucket.put(there(folder, key), bucket.read(there(source, key))[0])


def published_there(
    environment: Mapping[str, str], folder: Path, first: int, count: int, dies_at: str, line: Connection
) -> None:
    """Publish numbers, in a process of its own that knows the server."""
    os.environ.update(environment)
    run(folder, first, count, dies_at, "parquet", line)


def begun(
    server: BucketServer, folder: Path, first: int, count: int, dies_at: str = ""
) -> tuple[ForkServerProcess, Connection]:
    """Such a process, told to begin."""
    line, theirs = PROCESSES.Pipe()
    process = PROCESSES.Process(
        target=published_there, args=(server.environment, folder, first, count, dies_at, theirs)
    )
    process.start()
    theirs.close()
    line.send("go")
    return process, line


@pytest.mark.parametrize("step", KILLED)
def test_killed_at_a_step_the_old_or_the_new_generation_is_served(
    server: BucketServer, folder: Path, step: str
) -> None:
    """``kill -9`` between any two steps: before the swap the old one, after it the new one; the next import sweeps."""
    publish(Publisher(folder), 1)
    process, _ = begun(server, folder, 2, 1, step)
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert number(folder) == (2 if step in {"pointed", "done"} else 1)
    assert (keys(folder) == published(folder)) == (step in {"locked", "verified", "synced", "pointed", "done"})
    publish(Publisher(folder), 3)
    assert number(folder) == 3
    assert keys(folder) == published(folder)


@pytest.mark.endure
def test_killed_at_a_random_moment_the_warehouse_opens(server: BucketServer, folder: Path) -> None:
    """Killed after any line of its protocol, at whatever it is doing by then: every published number is still there."""
    dice = random.Random(20261130)
    acknowledged = 0
    publish(Publisher(folder), acknowledged)
    for _ in range(8):
        process, line = begun(server, folder, acknowledged + 1, 500)
        told = list(islice(iter(line.recv, None), dice.randrange(1, 40)))
        process.kill()
        process.join()
        acknowledged += sum(kind == "published" for kind, _ in told)
        assert number(folder) >= acknowledged
        acknowledged = number(folder) + 1
        publish(Publisher(folder), acknowledged)
        assert keys(folder) == published(folder)


def test_of_two_imports_at_once_one_is_told(folder: Path, tmp_path: Path) -> None:
    """On two machines, which share no lock: who is slower hears it, leaves nothing, and mixes nothing."""
    slow, fast = Publisher(folder), Publisher(on_machine(tmp_path / "other", folder.name))
    publish(slow, 1)
    sentence = r"was published while this one was made, so this one was not; what is shown is the other\. Import again"
    with pytest.raises(BusyWarehouse, match=sentence), slow.building(STARTED) as site:
        publish(fast, 2)
        slow.publish_stored(site, *made(3))
    assert number(folder) == 2
    assert keys(folder) == published(folder)
    publish(slow, 4)
    assert number(folder) == 4


def test_a_first_import_is_told_of_another_first(folder: Path, tmp_path: Path) -> None:
    """Where nothing was published, whoever puts the first pointer is the first."""
    slow, fast = Publisher(folder), Publisher(on_machine(tmp_path / "other", folder.name))
    with pytest.raises(BusyWarehouse, match="Another import into s3://acme/"), slow.building(STARTED) as site:
        publish(fast, 2)
        slow.publish_stored(site, *made(3))
    assert number(folder) == 2


def test_a_place_that_another_import_took_is_left_to_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two of the same second and contents ask for one id before either sees the other: the second takes the next."""
    known = publish(Publisher(folder), 1)
    name = next(read_manifest(there(folder, FOLDER, f"{known}.parquet")).files).path
    taken, free_id = "20261122T041500.0001-00000002", Publisher._free_id
    given = iter([taken])
    monkeypatch.setattr(Publisher, "_free_id", lambda *args: next(given, None) or free_id(*args))
    first = there(folder, FOLDER, f"{taken}.parquet", name)
    bucket_of(first).put_new(first, b"another's")
    monkeypatch.setattr(publisher, "remove", lambda *_: None)  # the other is at work: it is no leftover
    assert publish(Publisher(folder), 2) == "20261122T041500.0002-00000002"
    assert bucket_of(first).read(first)[0] == b"another's"
    assert [key for key in keys(folder) if taken in key] == [f"{FOLDER}/{taken}.parquet/{name}"]
    assert number(folder) == 2


def test_an_answer_that_is_lost_is_looked_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pointer was swapped and the answer never came: asked again, the store says it is another already."""
    replace = Bucket.replace

    def lost(self: Bucket, place: ObjectPath, text: bytes, tag: str | None) -> None:
        replace(self, place, text, tag)
        raise Overtaken

    monkeypatch.setattr(Bucket, "replace", lost)
    publish(Publisher(folder), 1)
    assert number(folder) == 1


def test_a_swap_that_fails_changes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Said with the place; what was sent stays for the next import to take away, as nobody knows what was swapped."""
    publish(Publisher(folder), 1)

    def fails(_: Bucket, place: ObjectPath, *__: object) -> None:
        raise BucketFault(place, "nobody answers at http://store", "look")

    with monkeypatch.context() as patch:
        patch.setattr(Bucket, "replace", fails)
        with pytest.raises(
            BadInput, match=r"^s3://acme/.*/current.json: nobody answers at http://store; the import st"
        ):
            publish(Publisher(folder), 2)
        patch.setattr(Bucket, "read", fails)
        with pytest.raises(BadInput, match="nobody answers"):
            publish(Publisher(folder), 2)
    assert number(folder) == 1
    publish(Publisher(folder), 3)
    assert keys(folder) == published(folder)


def test_a_file_that_cannot_be_sent_leaves_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bucket says no in the middle: what was put is taken away again."""
    publish(Publisher(folder), 1)
    put_new = Bucket.put_new

    def fails(self: Bucket, place: ObjectPath, made: Path) -> None:
        if "/leads/" in str(place):
            raise BucketFault(place, "it is full", "make room")
        put_new(self, place, made)

    with monkeypatch.context() as patch:
        patch.setattr(Bucket, "put_new", fails)
        with pytest.raises(BadInput, match="it is full; the import stopped, nothing has changed"):
            publish(Publisher(folder), 2)
    assert keys(folder) == published(folder)
    assert number(folder) == 1


def test_the_newest_and_the_pinned_are_kept(folder: Path) -> None:
    """As in a folder: so many, and what somebody keeps for good, until nobody does."""
    keeper = Publisher(folder, keep=2)
    first, second, *_ = [publish(keeper, each) for each in range(2)]
    pin(folder, first)
    newer = [publish(keeper, each) for each in range(2, 4)]
    assert Generations(folder).all() == [first, *newer]
    with pytest.raises(NoWarehouse, match=f"has no generation {second}; take one of {first}, "):
        use(folder, second)
    assert [line.rstrip().endswith("for good") for line in listed(folder)] == [False, True, False, False]
    release(folder, first)
    newest = publish(keeper, 4)
    assert Generations(folder).all() == [newer[-1], newest]
    assert keys(folder) == published(folder)


def test_a_damaged_pointer_is_repaired_and_nothing_is_lost(folder: Path) -> None:
    """Nobody knows then what was published: what opens is taken in, and the next import removes none of it."""
    before = [publish(Publisher(folder), each) for each in range(2)]
    place = there(folder, POINTER)
    bucket_of(place).put(place, b"{")
    with pytest.raises(NoWarehouse, match=r"current.json is damaged; `funnel-review generations use ID` or the next"):
        Warehouse(folder)
    assert [*before, publish(Publisher(folder), 2)] == Generations(folder).all() == [*Generations(folder).digests()]


@pytest.fixture
def shown(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], str]:
    """Which generation a server shows; the clock stands still."""
    monkeypatch.setattr(time, "monotonic", lambda: 0.0)
    return lambda: served.open_warehouse(folder).generation.id


def passes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time goes by after which a pointer is looked at again."""
    now = time.monotonic() + served.LOOK_SECONDS
    monkeypatch.setattr(time, "monotonic", lambda: now)


def test_a_server_shows_a_new_import_by_one_look(
    folder: Path, shown: Callable[[], str], server: BucketServer, imported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until it is time nothing is asked; then the pointer alone; what was read of the files is not read again."""
    copied(imported, folder)
    first = shown()
    view = open_view(served.open_warehouse(folder))
    view.ask("waterfall/stages")
    asked = server.requests()
    assert shown() == first
    assert server.requests() == asked
    passes(monkeypatch)
    assert shown() == first
    assert server.requests() == asked + 1
    view.warehouse.memory.retire()
    view.ask("waterfall/stages")
    assert server.requests() == asked + 1
    second = publish(Publisher(folder), 2)
    assert shown() == first
    passes(monkeypatch)
    assert shown() == second
    view.ask("waterfall/stages")  # who looks at the earlier one still can


def test_going_back_shows_at_once(folder: Path, shown: Callable[[], str]) -> None:
    """Who changes the pointer here need not wait for the next look."""
    first, second = (publish(Publisher(folder), number) for number in (1, 2))
    assert shown() == second
    before, _ = neighbours(folder)
    assert before is not None
    use(folder, before.generation)
    assert shown() == first


def test_files_that_are_handed_in_are_published_there(folder: Path, shown: Callable[[], str], company: Path) -> None:
    """The process that reads them is told who may ask the bucket; its import shows at once."""
    files = [Upload(path.name, path.read_bytes()) for path in sorted(company.iterdir())]
    publish(Publisher(folder), 1)
    before = shown()
    outcome = import_uploads(files, Chosen(), folder, Settings(), ImportOptions(), lambda _: None, as_of=AS_OF)
    assert before != shown() == outcome.summary.generation


def test_a_file_that_goes_is_said_until_it_is_back(
    folder: Path, shown: Callable[[], str], imported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A question finds it gone; then the newest that is whole is shown, and the right one once it is put back."""
    copied(imported, folder)
    first = Generations(folder).current()
    earlier = publish(Publisher(folder), 2)
    use(folder, str(first))
    assert shown() == first
    file = there(folder, FOLDER, f"{first}.parquet", "cycles", "bucket=0", parquet.FIRST_FILE)
    kept = bucket_of(file).read(file)[0]
    view = open_view(served.open_warehouse(folder))
    bucket_of(file).remove(file.parent, [file.name])
    with pytest.raises(
        NoWarehouse, match=r"can no longer be read \(.*cycles/bucket=0/data_0.parquet: No such fi.*; put"
    ):
        view.ask("waterfall/stages")
    assert shown() == earlier
    trouble = served.trouble(folder)
    assert trouble is not None
    assert f"damaged or gone on disk. These are the figures of the newest that is whole, {earlier}" in trouble.sentence
    bucket_of(file).put_new(file, kept)
    passes(monkeypatch)
    assert shown() == first
    assert served.trouble(folder) is None


def test_a_bucket_that_does_not_answer_leaves_the_last_figures(
    folder: Path, shown: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was opened stays, with a word that says why."""
    publish(Publisher(folder), 1)
    first = shown()
    passes(monkeypatch)
    with monkeypatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
        assert shown() == first
        trouble = served.trouble(folder)
    assert trouble is not None
    assert trouble.sentence.startswith(
        f"{published_at(folder)}/current.json: nobody answers at http://127.0.0.1:9. These"
    )


NO_SECRET = {"AWS_SECRET_ACCESS_KEY": ""}
UNREACHED = {"AWS_ENDPOINT_URL": "http://127.0.0.1:9"}
BAD: dict[str, tuple[Mapping[str, str], str, str]] = {
    "no secret": (NO_SECRET, "s3://acme/x", r"^AWS_SECRET_ACCESS_KEY is not set, so no bucket can be asked; set what "),
    "no server": (UNREACHED, "s3://acme/x", r"^s3://acme/x.*: nobody answers at http://127.0.0.1:9; see that AWS_END"),
    "no address": (
        {"AWS_ENDPOINT_URL": f"ftp://me:{SECRET}@store"}, "s3://acme/x", r"^AWS_ENDPOINT_URL names no server; write it "
    ),
    "no bucket": ({}, "s3://none/x", r"^s3://none/x.*: there is no bucket none at http://127.0.0.1:\d+; make it, or"),
    "no warehouse": ({}, "s3://acme/none", r"^s3://acme/none holds no warehouse yet; build one with `funnel-review im"),
    "no name": ({}, "s3://", r"^s3:// names no bucket; write s3://BUCKET/PREFIX\.$"),
    "a pattern": ({}, "s3://acme/x*", r"^s3://acme/x\*: a bucket and its prefix are named by letters, digits and - _"),
    "another's name": ({}, "gs://acme/x", r"^gs://acme/x: a bucket is named s3://BUCKET/PREFIX; write that\.$"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_what_is_wrong_is_one_sentence_without_the_secret(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What, where, next move; before anything is written anywhere."""
    environment, name, sentence = BAD[case]
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value)
    with pytest.raises(FunnelReviewError, match=sentence) as refused:
        commanded("metrics", "--warehouse", name)
    assert SECRET not in str(refused.value)


def commanded(*words: str) -> str:
    """What a command says; raises what it refuses."""
    done = CliRunner().invoke(app, words)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.output


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ["serve"],
            "lies in a bucket, and what people write in a PostgreSQL that all its servers reach; name that in FUN",
        ),
        (["review", "list"], "lies in a bucket, and what people write in a PostgreSQL that all its servers reach"),
        (["metrics", "--engine", "sc://localhost:1"], "a cluster reads and writes a bucket by a connector of its own"),
        (
            ["import", "leads.csv", "--engine", "sc://localhost:1"],
            "which was not tried with this product, so none is as",
        ),
        (["import", "leads.csv", "--store", "duckdb"], "a bucket holds Parquet; leave --store duckdb out"),
        (["demo"], "The sample company is kept in a folder"),
    ],
)
def test_what_cannot_work_there_is_refused(words: list[str], sentence: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A journal of one machine, a cluster, a file of DuckDB's."""
    monkeypatch.delenv("FUNNEL_REVIEW_JOURNAL", raising=False)
    with pytest.raises(FunnelReviewError, match=sentence):
        commanded(*words, "--warehouse", "s3://acme/refused")


def test_what_is_not_ours_is_left_alone(folder: Path) -> None:
    """A prefix with other things below it becomes no warehouse."""
    place = there(folder, "lake.parquet")
    bucket_of(place).put(place, b"theirs")
    with pytest.raises(BadInput, match=r"is no warehouse and not empty \(lake.parquet\); name a new or an empty one"):
        publish(Publisher(folder), 1)
    assert keys(folder) == {"lake.parquet"}


def test_without_the_extra_it_says_what_to_install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """DuckDB's extension is never looked for elsewhere."""
    monkeypatch.setattr(opening, "find_spec", lambda _: None)
    with pytest.raises(
        BadInput, match=r"lies in a bucket, and what reads one is not installed; install funnel-review\[s3"
    ):
        Warehouse(folder)


def test_who_may_not_is_told(folder: Path, server: BucketServer) -> None:
    """The word of the store, and which variables to look at; a warehouse in a folder asks none of it."""
    publish(Publisher(folder), 1)
    with server.refusing(), pytest.raises(NoWarehouse) as refused:
        Warehouse(folder)
    assert str(refused.value) == (
        f"{there(folder, POINTER)}: {server.address} refuses access (InvalidAccessKeyId); "
        "see what AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY may do there."
    )


def test_a_question_reaches_nothing_but_its_generation(folder: Path, server: BucketServer) -> None:
    """Not the pointer beside it, not the server by another way; and who asks is told nowhere."""
    publish(Publisher(folder), 1)
    warehouse = Warehouse(folder)
    for place in (there(folder, POINTER), f"{server.address}/{NAME}/x.csv", "/etc/hostname"):
        with pytest.raises(EngineFault, match="disabled by configuration"):
            warehouse.select(Statement(f"from read_text('{place}')"))
    assert SECRET not in str(warehouse.select(Statement("from duckdb_secrets()")).values)
    warehouse.close()


def test_keys_that_expire_are_sent_with_their_token(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By whoever writes and by DuckDB: a region and a token are taken like the keys."""
    monkeypatch.setenv("AWS_SESSION_TOKEN", "of-the-hour")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    publish(Publisher(folder), 1)
    con = duckdb.connect()
    opening.make_readable(con, there(folder))
    ((secret,),) = con.execute("select secret_string from duckdb_secrets()").fetchall()
    assert "region=eu-central-1" in secret
    assert "session_token=redacted" in secret
    assert number(folder) == 1
    con.close()
