"""When a cycle reached what the funnel counts, by what the sample's people did."""

from dashboard.sample.records import Cycle


def reached_mql(cycle: Cycle) -> int | None:
    """When it was qualified, or at once taken by sales."""
    return earliest(cycle.mql, cycle.sal, cycle.sql, cycle.won)


def reached_sql(cycle: Cycle) -> int | None:
    """When it became an opportunity."""
    return earliest(cycle.sql, cycle.won)


def contact(cycle: Cycle) -> int | None:
    """When there was a conversation: the answer reached somebody, or the buyer wrote or called after it."""
    if cycle.answered is None or cycle.is_reached_at_once:
        return cycle.answered
    return earliest(*(at for at in cycle.heard if at > cycle.answered))


def earliest(*times: int | None) -> int | None:
    """The first of those there are; None without one."""
    return min((at for at in times if at is not None), default=None)
