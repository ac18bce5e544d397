"""What made-up companies are made of: words of names, places, industries with their codes in both editions.

Chance comes from a fixed source here, so that every seed of the generator draws from the same words.
"""

from __future__ import annotations

import random
from functools import cache
from itertools import accumulate, permutations
from typing import NamedTuple

from outreach import codes
from outreach.codes import Succession
from outreach.terms.candidate import IndustrySet
from scripts.practice_words import FIRST_FI, FIRST_SV, INDUSTRIES

DRAWS = 4096  # places of a table of weighted choices: int(chance * DRAWS) picks one
STEMS = 24_000
# Per cent of companies by division (TOL 2008), as in benchmarks.scoring; the rest is spread over all codes.
DIVISIONS = {"01": 4, "10": 1, "16": 1, "25": 2, "28": 1, "41": 6, "43": 10, "47": 9, "49": 7, "55": 1, "56": 5}
DIVISIONS |= {"62": 5, "68": 12, "69": 4, "70": 7, "71": 5, "72": 1, "74": 3, "85": 2, "86": 5, "90": 2, "96": 4}
HOUSING = "68202"  # TOL 2008: what housing companies do
COMMON_FI = ("palvelu", "huolto", "konsultointi", "kauppa", "tekniikka", "yhtiöt", "invest", "ryhmä", "tuote", "työ")
COMMON_SV = ("Service", "Konsult", "Handel", "Teknik", "Invest", "Produkter", "Fastigheter")
# Per mille of companies in the largest places; the ten towns have about 3.3 % together, the rest is spread.
LARGE = {"091": 200, "049": 70, "837": 62, "092": 48, "564": 40, "853": 42, "179": 28, "297": 24, "398": 24, "609": 16}
LARGE |= {"905": 16, "743": 14, "167": 14, "405": 13, "186": 9, "286": 14, "109": 13, "106": 9, "638": 11, "698": 12}
STREETS: tuple[str, ...] = ("Esimerkki", "Malli", "Kokeilu", "Näyte", "Harjoitus", "Luonnos", "Kaava", "Ranta")
STREETS += ("Tehtaan", "Asema", "Koulu", "Mylly", "Kirkko", "Puisto", "Satama", "Teollisuus", "Kauppa", "Niitty")
STREETS += ("Metsä", "Pelto", "Tori")
ROADS = ("katu", "tie", "kuja", "polku", "väylä")
SWEDISH_STREETS = ("Exempel", "Prov", "Modell", "Övnings", "Skiss", "Strand", "Fabriks", "Skol", "Kyrko", "Hamn")


class Industry(NamedTuple):
    """One trade: its code until TOL 2025 came, and since; `kind` says how surely the one leads to the other."""

    old: str
    new: str
    kind: Succession


class Place(NamedTuple):
    municipality: str
    postcode: str
    city_fi: str
    city_sv: str
    swedish: bool  # names and streets are Swedish more often than not


@cache
def stems() -> tuple[str, ...]:
    """First words of names: everyday words first, which are drawn often, then invented ones."""
    rng = random.Random(1)
    heads = [c + v for c in ("", *"hjklmnprstv") for v in ("a", "e", "i", "o", "u", "ä", "aa", "ee", "uo", "ie", "au")]
    middles = [c + v for c in (*"hjklmnrstv", "ll", "tt", "rk", "lm", "nt", "st") for v in "aeiouy"]
    ends = ["", "", "n", "s", "nen", "la", "ri", "ko", "mo", "va"]
    found = dict.fromkeys((*FIRST_FI, *FIRST_SV))
    while len(found) < STEMS:
        made = rng.choice(heads) + rng.choice(middles) + (rng.choice(middles) if rng.random() < 0.4 else "")
        found[(made + rng.choice(ends)).capitalize()] = None
    return tuple(found)


@cache
def trades() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Words of trades, Finnish and Swedish, by division of TOL 2025."""
    found: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    for code, (_, fi, sv) in INDUSTRIES.items():
        before = found.get(code[:2], ((), ()))
        found[code[:2]] = (before[0] + fi, before[1] + sv)
    return found


@cache
def industries() -> tuple[Industry, ...]:
    """Industries to draw from, in about the shares that divisions have. Codes that are split go to each of their
    successors."""
    rng = random.Random(2)
    five = [code for code in codes.industry_titles(IndustrySet.TOL2008, "fi") if len(code) == 5 and code.isdigit()]
    olds: list[str] = []
    for division, per_cent in DIVISIONS.items():
        inside = [code for code in five if code.startswith(division)]
        rng.shuffle(inside)
        olds += [inside[int(rng.random() ** 6 * len(inside))] for _ in range(DRAWS * per_cent // 100)]
    olds += [rng.choice(five) for _ in range(DRAWS - len(olds))]
    found = [_industry(old, rng) for old in olds]
    rng.shuffle(found)
    return tuple(found)


@cache
def housing() -> Industry:
    return _industry(HOUSING, random.Random(2))


def _industry(old: str, rng: random.Random) -> Industry:
    successors = codes.industry_successors(IndustrySet.TOL2008, old, IndustrySet.TOL2025)
    fitting = [code for code in successors.codes if len(code) == 5] or [old]
    new = rng.choice(fitting) if successors.kind is Succession.SPLIT else fitting[0]
    return Industry(old, new, successors.kind)


@cache
def places() -> tuple[Place, ...]:
    """Places to draw from. Postal codes are real for the ten towns only, and made up everywhere else."""
    rng = random.Random(3)
    towns = codes.municipalities()
    taken = {code for town in towns.values() for code in town.postcodes}
    rest = 1000 - sum(LARGE.values()) - 33
    weights = {
        code: 3.3 if town.participating else LARGE.get(code) or rest / (len(towns) - len(LARGE) - 10)
        for code, town in towns.items()
    }
    within: dict[str, list[Place]] = {}
    for code, town in towns.items():
        made = [] if town.postcodes else [f"{int(code):03d}{n}0" for n in range(10)]
        within[code] = [
            Place(
                code, postcode, town.name_fi.upper(), (town.name_sv or town.name_fi).upper(), town.language_code > "1"
            )
            for postcode in (*town.postcodes, *made)
            if postcode not in taken or town.postcodes
        ]
    ends = list(accumulate(weights.values()))
    for inside in within.values():
        rng.shuffle(inside)
    drawn = rng.choices(list(weights), cum_weights=ends, k=DRAWS)
    return tuple(within[code][int(rng.random() ** 3 * len(within[code]))] for code in drawn)


@cache
def texts(code_set: str, code: str) -> tuple[str, ...]:
    """The descriptions of a code as the file writes them, in each order of the languages.

    `code_set` is TOIMI3, TOIMI4, YRMU or REK_KDI.
    """
    row = {language: _text(code_set, code, language) for language in ("fi", "sv", "en")}
    parts = [
        f'{{"languageCode":"{number}","description":"{text}"}}'
        for number, text in (("1", row["fi"]), ("2", row["sv"]), ("3", row["en"]))
        if text
    ]
    orders = [f"[{','.join(order)}]" for order in permutations(parts)]
    return tuple((orders * 6)[:5] + [orders[0]] * 3)  # eight, of which one order comes more often


def _text(code_set: str, code: str, language: str) -> str:
    if code_set == "YRMU":
        found = codes.form_name(code, language)
    elif code_set == "REK_KDI":
        found = codes.register_code_text("REK_KDI", code, language)
    else:
        found = codes.industry_title(IndustrySet(code_set), code, language)
    return found.replace("\\", "\\\\").replace('"', '\\"')
