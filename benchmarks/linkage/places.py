"""Towns, villages, postcodes and streets of made-up organisations."""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path

from benchmarks.linkage.vocabulary import NATURE, PLACE_ENDS, STREET_ENDS, STREET_ENDS_SV, STREETS, STREETS_SV, listed
from outreach import codes

# Per mille of organisations in the largest places; the ten towns of the program have 4 % together.
LARGE = {"091": 170, "049": 60, "837": 55, "092": 42, "564": 38, "853": 38, "179": 26, "297": 24, "398": 24, "609": 18}
LARGE |= {"905": 16, "743": 15, "167": 14, "405": 14, "186": 8, "286": 14, "109": 13, "106": 9, "638": 11, "698": 12}
VILLAGES = {  # post towns that are no municipality
    "564": "Haukipudas Kiiminki Oulunsalo Kello Jääli Ylikiiminki",
    "179": "Vaajakoski Korpilahti Tikkakoski Säynätsalo",
    "398": "Nastola Villähde Uusikylä",
    "286": "Kuusankoski Valkeala Elimäki Myllykoski Inkeroinen Jaala",
    "734": "Perniö Halikko Suomusjärvi Kiikala Teijo",
    "109": "Lammi Hauho Renko Tuulos Iittala",
    "743": "Nurmo Ylistaro Peräseinäjoki",
    "272": "Kälviä Lohtaja Ullava",
    "405": "Joutseno Nuijamaa Ylämaa",
    "491": "Haukivuori Ristiina Anttola Suomenniemi Otava",
    "167": "Eno Tuupovaara Kiihtelysvaara Uimaharju",
    "297": "Nilsiä Karttula Vehmersalmi Riistavesi Melalahti",
    "927": "Nummela Vihtijärvi Ojakkala",
    "543": "Klaukkala Rajamäki Röykkä",
    "257": "Masala Veikkola Kantvik",
    "858": "Kellokoski Jokela Hyrylä",
    "444": "Virkkala Nummi Karjalohja Saukkola",
    "980": "Kuru",
    "740": "Punkaharju Kerimäki Savonranta",
    "678": "Pattijoki Vihanti Saloinen Lampinsaari",
    "684": "Lappi Kodisjoki",
    "111": "Vierumäki Lusi",
    "140": "Peltosalmi Runni Kirma",
    "249": "Haapamäki Pihlajavesi Kolho",
    "305": "Rukatunturi Käylä",
}


@dataclass(frozen=True)
class Place:
    """A post town within a municipality. `swedish`: the commoner language there."""

    code: str
    municipality: str
    municipality_sv: str
    city: str
    city_sv: str
    postcodes: tuple[str, ...]
    swedish: bool
    bilingual: bool
    participating: bool

    @property
    def genitive(self) -> str:
        """Of the post town: Raahen."""
        return genitive(self.city)

    @property
    def park(self) -> tuple[str, str, str]:
        """Street, house and postcode of the business park, where many have their offices."""
        pick = sum(map(ord, self.city))
        return (
            ("Teknologiantie", "Yrityspuisto", "Tiedepuistonkatu", "Yrittäjänkatu")[pick % 4],
            str(1 + pick % 9),
            self.postcodes[0],
        )

    @property
    def genitive_sv(self) -> str:
        """Of the post town in Swedish: Kristinestads, Helsingfors."""
        return self.city_sv if self.city_sv.endswith("s") else f"{self.city_sv}s"


class Map:
    """Places to draw from, in about the shares that organisations have."""

    def __init__(self, folder: Path | None = None) -> None:
        """With `postcodes.tsv` of a folder, postcodes are real; else those of the ten towns only."""
        real = _real_postcodes(folder) if folder else {}
        self.towns: dict[str, list[Place]] = {}
        weights: list[float] = []
        self.all: list[Place] = []
        rest = (1000 - sum(LARGE.values()) - 40) / 268
        for code, town in codes.municipalities().items():
            here = real.get(code) or _made(code)
            places = [
                Place(
                    code, town.name_fi, town.name_sv or town.name_fi, city, city_sv, tuple(postcodes),
                    town.language_code > "1", town.language_code in "123", town.participating,
                )
                for (city, city_sv), postcodes in here.items()
            ]  # fmt: skip
            self.towns[code] = places
            weight = 4.0 if town.participating else LARGE.get(code, rest)
            for n, place in enumerate(places):
                self.all.append(place)
                weights.append(weight * (0.8 if n == 0 else 0.2 / max(1, len(places) - 1)))
        self.ends = list(accumulate(weights))

    def draw(self, rng: random.Random) -> Place:
        """A place by its weight."""
        return rng.choices(self.all, cum_weights=self.ends)[0]

    def other(self, rng: random.Random, place: Place) -> Place:
        """A place in another municipality, one time in three in the same province of postcodes."""
        for _ in range(40):
            found = self.draw(rng)
            if found.code != place.code and (rng.random() < 0.67 or found.postcodes[0][:2] == place.postcodes[0][:2]):
                return found
        return self.all[0] if self.all[0].code != place.code else self.all[-1]

    def sibling(self, rng: random.Random, place: Place) -> Place | None:
        """Another post town of the same municipality: a village for the town, the town for a village."""
        others = [one for one in self.towns[place.code] if one.city != place.city]
        return rng.choice(others) if others else None


def street(rng: random.Random, place: Place) -> tuple[str, str]:
    """Name of a street and the number of a house."""
    if place.swedish and rng.random() < 0.6:
        name = STREETS_SV[int(rng.random() ** 1.5 * len(STREETS_SV))] + rng.choice(STREET_ENDS_SV)
    elif rng.random() < 0.6:
        name = STREETS[int(rng.random() ** 1.5 * len(STREETS))] + rng.choice(STREET_ENDS)
    else:
        name = rng.choice(NATURE) + genitive(rng.choice(PLACE_ENDS)) + rng.choice(STREET_ENDS)
    return name, str(1 + int(rng.random() ** 2 * 90))


_GENITIVES = [
    pair.split(":")
    for pair in listed("""
nen:sen järvi:järven joki:joen lahti:lahden niemi:niemen salmi:salmen koski:kosken mäki:mäen saari:saaren nummi:nummen
lampi:lammen ranta:rannan kaupunki:kaupungin vesi:veden lehti:lehden linna:linnan virta:virran kangas:kankaan
helsinki:helsingin turku:turun tampere:tampereen kulma:kulman laakso:laakson lehto:lehdon pelto:pellon puisto:puiston
rinne:rinteen ruukki:ruukin aho:ahon korpi:korven kivi:kiven pirtti:pirtin kunta:kunnan salo:salon kallio:kallion
silta:sillan vaara:vaaran seutu:seudun
""")
]


@cache
def genitive(name: str) -> str:
    """A rough genitive of a place or surname: Iisalmi, Iisalmen."""
    low = name.lower()
    for end, new in _GENITIVES:
        if low.endswith(end):
            made = name[: len(name) - len(end)] + new
            return made[0].upper() + made[1:] if name[0].isupper() else made
    if low.endswith("s"):
        return name[:-1] + "ksen"
    if low.endswith("e") and not low.endswith(("ee", "he")):
        return name + "en"
    return name + "n" if low[-1:] in "aeiouyäö" else name + "in"


def _made(code: str) -> dict[tuple[str, str], list[str]]:
    """Post towns of a municipality: those the program knows, else made up from its number."""
    town = codes.municipalities()[code]
    names = [(town.name_fi, town.name_sv or town.name_fi), *((v, v) for v in VILLAGES.get(code, "").split())]
    postcodes = list(town.postcodes)
    if not postcodes:
        known = sum(ord(letter) * 7**n for n, letter in enumerate(town.name_fi)) % 890
        postcodes = [f"{known + 10:03d}{n}0" for n in range(10)]
        postcodes[0] = postcodes[0][:4] + "0"
    share = max(1, len(postcodes) // (len(names) + 2))
    found = {names[0]: postcodes[: max(1, len(postcodes) - share * (len(names) - 1))]}
    for n, name in enumerate(names[1:], 1):
        found[name] = postcodes[-share * n :][:share]
    return found


@cache
def _real_postcodes(folder: Path) -> dict[str, dict[tuple[str, str], list[str]]]:
    found: dict[str, dict[tuple[str, str], list[str]]] = {}
    with (folder / "postcodes.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            city = (row["post_fi"].title(), (row["post_sv"] or row["post_fi"]).title())
            found.setdefault(row["mun_code"], {}).setdefault(city, []).append(row["postcode"])
    for code, cities in found.items():
        town = codes.municipality(code)
        own = [city for city in cities if town and city[0].lower() == town.name_fi.lower()]
        found[code] = {city: cities[city] for city in (*own, *(c for c in cities if c not in own))}
    return found
