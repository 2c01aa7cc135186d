"""What an earlier generation held of the deals that were open at its moment: where the week's bridge starts (§7)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tests.oracle.clock import week_start
from tests.oracle.deals import Deal
from tests.oracle.read import Tables
from tests.oracle.world import World


@dataclass
class Held:
    """The earlier generation's open deals by id, and the moment of the generation now, whose week they count in."""

    world: World
    deals: dict[str, Deal]
    as_of: int


def held_before(world: World, past: Sequence[tuple[int, Path]], as_of: int, currency: str | None) -> Held | None:
    """From the newest generation of the week's start or before, else the earliest of the week; None without one."""
    start = week_start(as_of, world.zone)
    before = [pair for pair in past if pair[0] <= start]
    within = [pair for pair in past if start < pair[0] <= as_of]
    if not before and not within:
        return None
    moment, folder = max(before) if before else min(within)
    then = World(replace(world.base, tables=Tables(folder, world.zone, currency, moment)), moment)
    return Held(then, {deal.row["deal_id"]: deal for deal in then.company_deals if deal.is_open}, as_of)
