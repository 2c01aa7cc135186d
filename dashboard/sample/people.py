"""Leads as people: who they are, which company they are of, who works them."""

from dashboard.sample.accounts import Accounts, plain
from dashboard.sample.arrivals import Arrival
from dashboard.sample.parameters import Rep
from dashboard.sample.records import FITS, PARTLY, UNFIT, SampleLead
from dashboard.sample.world import ShareDraw, World

_TITLES = ((0.56, 0.95), (0.38, 0.86), (0.17, 0.58))  # share of deciders, share of deciders and users
_NURTURED = {"Content download", "Webinar", "Paid social"}


class People:
    """Turns arrivals into leads."""

    def __init__(self, world: World, accounts: Accounts) -> None:
        self._world = world
        self._accounts = accounts
        self._dice = world.dice("people")
        regions = world.company.regions
        self._regions = ShareDraw([r.name for r in regions], [r.weight for r in regions])
        self._owners = {
            (team, region.name): ShareDraw(reps, [rep.leads or rep.deals or 1.0 for rep in reps])
            for team in ("sdr", "sales", "marketing")
            for region in regions
            if (reps := world.reps_of(team, region.name) or world.reps_of(team, "UK & Ireland"))
        }

    def lead(self, number: int, arrival: Arrival) -> SampleLead:
        """The lead of an arrival."""
        dice, source = self._dice, arrival.source
        region = self._regions.draw(dice)
        quality = self._quality(arrival)
        account = self._accounts.pick(region, quality) if dice.random() < 0.955 else None
        is_mql = dice.random() < (self._world.company.stories.burst_mql if arrival.is_burst else source.mql)
        names = self._world.words.names[region]
        first = names.first[int(24 * dice.random())]
        last = names.last[int(24 * dice.random())]
        domain = account.domain if account else "mail.example"
        lead = SampleLead(
            lead_id=f"L-{100_000 + number}",
            created=arrival.at,
            source=source,
            campaign=arrival.campaign,
            region=region,
            quality=quality,
            account=account,
            owner=self._owner(arrival, region, is_mql=is_mql, large=bool(account and account.employees >= 1000)),
            is_mql=is_mql,
            name=f"{first} {last}",
            email=f"{plain(first)}.{plain(last)}@{domain}" if dice.random() < 0.985 else None,
            title=self._title(quality) if dice.random() < 0.95 else None,
            industry_known=dice.random() < 0.9,
            employees_known=dice.random() < 0.86,
            revenue_known=dice.random() < 0.6,
        )
        if dice.random() < 0.97:
            mean = source.engagement + (10 if is_mql else -9)
            lead.engagement = min(100, max(0, round(dice.gauss(mean, 13))))
        return lead

    def _quality(self, arrival: Arrival) -> int:
        source, die = arrival.source, self._dice.random()
        burst_fit = self._world.company.stories.burst_fit if arrival.is_burst else 1.0
        if die < source.good * burst_fit:
            return FITS
        return UNFIT if die > 1 - source.poor / burst_fit else PARTLY

    def _title(self, quality: int) -> str:
        words, die = self._world.words, self._dice.random()
        deciders, known = _TITLES[quality]
        titles = words.deciders if die < deciders else words.users if die < known else words.others
        return titles[int(len(titles) * self._dice.random())]

    def _owner(self, arrival: Arrival, region: str, *, is_mql: bool, large: bool) -> Rep:
        """Sales takes its own sources and large demo requests, marketing nurtures, SDRs work the rest."""
        source = arrival.source
        if source.path == "sgl" or (source.name == "Demo request" and large):
            team = "sales"
        elif source.name in _NURTURED and not is_mql and self._dice.random() < 0.4:
            team = "marketing"
        else:
            team = "sdr"
        return self._owners[team, region].draw(self._dice)
