"""Companies and people: coined names, firmographics that follow how well the company fits."""

from random import Random

from dashboard.sample.records import FITS, PARTLY, UNFIT, Account
from dashboard.sample.world import ShareDraw, World

_ASCII = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "o", "å": "a", "é": "e", "Å": "a", "Ø": "o", "Ö": "oe", "ð": "d"}
)
_FORMS = {  # legal forms of small and of large companies
    "Germany": ("GmbH", "GmbH & Co. KG", "AG", "SE"), "Austria": ("GmbH", "GmbH", "AG", "AG"),
    "Switzerland": ("GmbH", "AG", "AG", "AG"), "United Kingdom": ("Ltd", "Limited", "plc", "Group Ltd"),
    "Ireland": ("Ltd", "DAC", "plc", "Group Ltd"), "Sweden": ("AB", "AB", "AB", "Group AB"),
    "Denmark": ("ApS", "A/S", "A/S", "Holding A/S"), "Norway": ("AS", "AS", "ASA", "Gruppen AS"),
    "Finland": ("Oy", "Oy", "Oyj", "Group Oy"), "Poland": ("Sp. z o.o.",), "France": ("SAS",), "Italy": ("S.r.l.",),
    "Spain": ("S.L.",), "United States": ("Inc.",), "India": ("Pvt Ltd",), "Turkey": ("A.Ş.",), "Brazil": ("Ltda",),
}  # fmt: skip
_LARGE = 250
_ENGLISH = "UK & Ireland"


def plain(text: str) -> str:
    """Text as it stands in an address: lower case letters and hyphens."""
    return text.translate(_ASCII).lower().replace(" & ", "-").replace(" ", "-")


class Accounts:
    """The accounts drawn so far, by region and fit; a lead is of a new one or of one seen before."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._dice = world.dice("accounts")
        self._taken: set[str] = set()
        self._pools: dict[tuple[str, int], list[Account]] = {}
        self._countries = {
            region.name: ShareDraw(tuple(region.countries), tuple(region.countries.values()))
            for region in world.company.regions
        }
        self.all: list[Account] = []

    def pick(self, region: str, quality: int) -> Account:
        """An account of the region that fits so well: new in six cases of ten."""
        dice = self._dice
        pool = self._pools.setdefault((region, quality), [])
        if pool and dice.random() < 0.42:
            return pool[int(len(pool) * (1 - dice.random() ** 2))]  # companies seen lately come back more often
        account = self._new(region, quality)
        pool.append(account)
        self.all.append(account)
        return account

    def _new(self, region: str, quality: int) -> Account:
        dice, words = self._dice, self._world.words
        right_trade = quality == FITS or (quality == PARTLY and dice.random() < 0.5)
        right_size = quality == FITS or (quality == PARTLY and not right_trade)
        if right_trade:
            trades = words.industries.fitting if dice.random() < 0.78 else words.industries.added
        else:
            trades = words.industries.other
        industry = trades[int(len(trades) * dice.random() ** 1.4)]
        abroad = dice.random() < (0.0, 0.03, 0.17)[quality]
        country = words.elsewhere[int(8 * dice.random() ** 1.6)] if abroad else self._countries[region].draw(dice)
        employees = _head_count(dice, right_size=right_size, unfit=quality == UNFIT)
        revenue = employees * int(dice.triangular(70, 290, 150)) * 1000
        name, stem = self._name(region if not abroad else _ENGLISH, industry, country, employees)
        number = 10_240 + 3 * len(self.all)
        return Account(
            account_id=f"A-{number}",
            name=name,
            domain=f"{plain(stem)}.example",
            industry=industry,
            employees=employees,
            revenue=None if dice.random() < 0.05 else round(revenue, -5 if revenue > 10**7 else -4),
            country=country,
            region=region,
            quality=quality,
        )

    def _name(self, region: str, industry: str, country: str, employees: int) -> tuple[str, str]:
        """A name nobody has yet, with and without its legal form."""
        dice, names = self._dice, self._world.words.names[region]
        third = 3 * list(self._world.words.names).index(region)
        branch = self._world.words.branch[industry][third : third + 3]
        forms = _FORMS[country]
        form = forms[int(len(forms) / 2 * dice.random() + (len(forms) // 2 if employees >= _LARGE else 0))]
        while True:
            stem = names.starts[int(30 * dice.random())] + names.ends[int(20 * dice.random())]
            second = names.last[int(24 * dice.random())]
            stem += f" {branch[int(3 * dice.random())]}" if dice.random() < 0.86 else f" & {second}"
            if stem in self._taken:
                stem += f" {second}"  # the owner's name tells two of one name apart
            if stem not in self._taken:
                self._taken.add(stem)
                return f"{stem} {form}", stem


def _head_count(dice: Random, *, right_size: bool, unfit: bool) -> int:
    if right_size:
        low, high = (50, 200) if dice.random() < 0.42 else (200, 2000)
    elif dice.random() < (0.86 if unfit else 0.62):
        low, high = 3, 50
    else:
        low, high = 2001, 14_000
    head_count = int(low * (high / low) ** dice.random())
    return head_count if head_count < 100 or low == 2001 else head_count // 5 * 5
