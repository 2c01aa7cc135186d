"""The last of the cluster's tests: afterwards nothing answers any more."""

from dataclasses import replace

import pytest

from dashboard.asking.view import View
from dashboard.errors import BadInput, NoWarehouse
from dashboard.scope.slices import Slice
from dashboard.warehouse.engines import ENGINE_VARIABLE
from dashboard.warehouse.warehouse import Warehouse
from tests.spark.cluster import Cluster


def test_a_killed_cluster(views: tuple[View, View], cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    """The warehouse is broken until a cluster answers, and says so within seconds."""
    monkeypatch.setenv(ENGINE_VARIABLE, cluster.url)
    cluster.kill()
    with pytest.raises(NoWarehouse, match=r"^The cluster that reads generation .* is gone \(.*\); start it again\.$"):
        replace(views[1], slice=Slice.of({"source": ["x"]})).ask("waterfall/stages")
    assert views[1].warehouse.is_broken
    with pytest.raises(BadInput, match=rf"^No Spark answers at {cluster.url} \(.*\); start its Connect server"):
        Warehouse(views[1].warehouse.folder)
