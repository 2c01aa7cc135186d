"""Which version of the product this is."""

from functools import cache
from importlib.metadata import PackageNotFoundError, version


@cache
def product_version() -> str:
    """The installed version, or ``unreleased`` where the product is not installed."""
    try:
        return version("funnel-review")
    except PackageNotFoundError:
        return "unreleased"
