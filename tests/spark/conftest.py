"""One cluster for all tests that need one, which are in one lane, and a company on both engines."""

from collections.abc import Iterator

import pytest

from dashboard.asking.view import View
from tests.spark.cluster import Cluster, needs_java, running_cluster
from tests.spark.companies import drawn_company


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A server of Spark Connect on this machine."""
    needs_java()
    with running_cluster(tmp_path_factory.mktemp("cluster")) as running:
        yield running


@pytest.fixture(scope="session")
def views(tmp_path_factory: pytest.TempPathFactory, cluster: Cluster) -> Iterator[tuple[View, View]]:
    """A drawn company on DuckDB and on the cluster."""
    with drawn_company(tmp_path_factory.mktemp("companies"), cluster.url) as pair:
        yield pair
