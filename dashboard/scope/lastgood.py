"""What people's files said when they could last be read: one that is broken now changes nothing until it is mended."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from dashboard.errors import FunnelReviewError
from icp.errors import ProfileError

Loaded = TypeVar("Loaded")

_last: dict[Hashable, Any] = {}


def last_good(key: Hashable, read: Callable[[], Loaded]) -> tuple[Loaded | None, str | None]:
    """What ``read`` gives now, else what it gave for ``key`` when it last could; and what is wrong, if anything is."""
    try:
        value = read()
    except (FunnelReviewError, ProfileError) as error:
        if key not in _last:
            return None, str(error)
        return _last[key], f"{error} What stood there before stays in force."
    _last[key] = value
    return value, None
