"""What a frozen review stands on, named by digests: the data, the code, the settings, the definitions, the figures."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from pydantic_core import to_json

from dashboard.asking.view import View
from dashboard.meeting.journal.canonical import canonical, sha256
from dashboard.meeting.journal.journal import Blob, Journal
from dashboard.meeting.model import MeetingModel
from dashboard.meeting.restatement.rows import rows_of
from dashboard.metrics.report import report
from dashboard.scope.profiles import Profiles
from dashboard.scope.settings import Settings, settings_to_json
from dashboard.version import product_version
from dashboard.warehouse.catalogue import QUERIES
from icp.document import Definition

JSON = "application/json"
PARQUET = "application/vnd.apache.parquet"
TALKED = ("decision", "deal", "comment")
"""The kinds of entries that a freeze closes off."""


class Document(MeetingModel):
    """A customer definition that was in force, under the name of whose it is: shared, marketing, sales."""

    name: str
    version: str
    sha256: str


class Last(MeetingModel):
    """The last entry of what was decided and said; ``seq`` 0 when there is none."""

    seq: int
    digest: str


class Manifest(MeetingModel):
    """The digests of all a frozen review stands on; ``settings``, ``waterfall``, … are those of blobs."""

    week: str
    revision: int
    generation: str
    generation_digest: str
    as_of: datetime
    product_version: str
    queries_sha256: str
    settings: str
    waterfall: str
    definitions: tuple[Document, ...]
    profile_note: str | None
    figures_sha256: str
    decisions_upto: Last
    rows_sha256: str
    pack_sha256: str | None = None
    """None of a week that was frozen before packs were kept."""
    previous_manifest: str | None


def manifest_of(
    journal: Journal, view: View, week: str, revision: int, previous: str | None, pack: Blob
) -> tuple[Blob, list[Blob]]:
    """The manifest of a freeze of what ``view`` shows, as a blob, and the blobs that it names, ``pack`` among them."""
    figures = Blob(JSON, figures_of(view))
    settings = Blob(JSON, settings_to_json(view.settings).encode())
    waterfall = Blob(JSON, canonical(view.waterfall.model_dump(mode="json")).encode())
    rows = Blob(PARQUET, rows_of(view))
    documents = _documents(view.profiles)
    last = max((entry for kind in TALKED for entry in journal.kind(kind)), key=lambda entry: entry.seq, default=None)
    manifest = Manifest(
        week=week,
        revision=revision,
        generation=view.warehouse.generation.id,
        generation_digest=view.warehouse.generation.digest,
        as_of=view.as_of,
        product_version=product_version(),
        queries_sha256=queries_sha256(),
        settings=settings.digest,
        waterfall=waterfall.digest,
        definitions=tuple(
            Document(name=name, version=definition.version, sha256=blob.digest)
            for name, (definition, blob) in documents.items()
        ),
        profile_note=view.profiles.note,
        figures_sha256=figures.digest,
        decisions_upto=Last(seq=last.seq, digest=last.digest) if last else Last(seq=0, digest=""),
        rows_sha256=rows.digest,
        pack_sha256=pack.digest,
        previous_manifest=previous,
    )
    named = [figures, settings, waterfall, rows, pack, *(blob for _, blob in documents.values())]
    return Blob(JSON, canonical(manifest.model_dump(mode="json")).encode()), named


def figures_of(view: View) -> bytes:
    """The whole JSON of ``funnel-review metrics``, as bytes: the same figures, the same bytes."""
    return to_json(report(view), inf_nan_mode="constants")


@cache
def queries_sha256() -> str:
    """The digest of all that asks: every ``.sql`` file by its place and contents, as this process first met them."""
    files = sorted(QUERIES.rglob("*.sql"))
    return sha256("\n".join(f"{path.relative_to(QUERIES).as_posix()} {sha256(path.read_bytes())}" for path in files))


def read_manifest(journal: Journal, digest: str) -> Manifest:
    """The manifest of a digest; raises BadInput when it is not there, or not what it was."""
    return Manifest.model_validate_json(journal.blob(digest).content)


def kept_settings(journal: Journal, manifest: Manifest) -> Settings:
    """The settings of the freeze."""
    return Settings.model_validate_json(journal.blob(manifest.settings).content)


def kept_profiles(journal: Journal, manifest: Manifest) -> Profiles:
    """The definitions of the freeze, whatever their files say today."""
    named = {each.name: journal.blob(each.sha256) for each in manifest.definitions}
    kept = {name: Definition.model_validate_json(blob.content) for name, blob in named.items()}
    shared = kept.pop("shared", None)
    return Profiles(shared, (shared,) if shared else (), note=manifest.profile_note, teams=kept)


def _documents(profiles: Profiles) -> Mapping[str, tuple[Definition, Blob]]:
    shared = {"shared": profiles.shared} if profiles.shared else {}
    return {name: (each, _document(each)) for name, each in {**shared, **profiles.teams}.items()}


def _document(definition: Definition) -> Blob:
    kept: Any = definition.model_dump(mode="json")
    return Blob(JSON, canonical(kept).encode())
