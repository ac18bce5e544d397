"""A register and a list made of real names: the same spellings, near misses and strangers, with made-up contacts.

    python -m benchmarks.linkage.real --names names.csv --out DIR [--incoming 3000] [--near 0.22] [--seed 1]

names.csv has the columns businessid, name, city, source; a source that ends in "-previous" names a former name, one in
"-aux" an auxiliary one, and further names of one Business ID are parallel ones. A quarter of the organisations is held
back from the register: the strangers. Nothing of such a file belongs into the repository.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.linkage import generate
from benchmarks.linkage.incoming import Shares, records
from benchmarks.linkage.maker import Maker, key
from benchmarks.linkage.organisation import (
    ASOY,
    AY,
    KIOY,
    KY,
    OSK,
    OY,
    OYJ,
    PUBLIC,
    RY,
    SR,
    TMI,
    Organisation,
    plain,
    row,
)
from benchmarks.linkage.places import Map, Place, street
from benchmarks.linkage.register import give_contacts
from benchmarks.linkage.spelling import split_form
from benchmarks.linkage.vocabulary import REGIONS, words

HELD_BACK = 0.25  # share of the organisations that the register lacks
_KINDS = {"asoy": ASOY, "kioy": KIOY, "oyj": OYJ, "oy": OY, "tmi": TMI, "ky": KY, "ay": AY, "ry": RY, "sr": SR}
_KINDS |= {"osk": OSK}
_BUSINESS_ID = re.compile(r"\d{7}-\d")


@dataclass(slots=True)
class Names:
    """What a file says of one Business ID."""

    business_id: str
    city: str = ""
    current: list[str] = field(default_factory=list)
    aux: list[str] = field(default_factory=list)
    former: list[str] = field(default_factory=list)


def read(path: Path) -> list[Names]:
    """Organisations that bear a name now, in the order of the file."""
    found: dict[str, Names] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            if not _BUSINESS_ID.fullmatch(line["businessid"] or "") or not (line["name"] or "").strip():
                continue
            one = found.setdefault(line["businessid"], Names(line["businessid"]))
            one.city = one.city or (line["city"] or "").strip()
            source = line["source"] or ""
            kind = one.former if source.endswith("-previous") else one.aux if source.endswith("-aux") else one.current
            kind.append(line["name"].strip())
    return [one for one in found.values() if one.current]


def generate_real(names: Path, incoming: int, seed: int, out: Path, shares: Shares) -> None:
    """Writes the three files into a folder."""
    out.mkdir(parents=True, exist_ok=True)
    rng = random.Random(seed)
    maker = Maker(rng, words(), Map())
    maker.accountants = [maker.phone() for _ in range(12)]
    found = read(names)
    rng.shuffle(found)
    made = [_organisation(maker, one, number) for number, one in enumerate(found)]
    held_back = round(len(made) * HELD_BACK)
    strangers, known = made[:held_back], made[held_back:]
    for one in known:
        maker.note(one)
        maker.taken.add(key(one.kind, one.stem))
    with (out / "register.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row(one), ensure_ascii=False) + "\n" for one in known)
    generate.write_list(records(maker, known, incoming, strangers, shares), out)


def _organisation(maker: Maker, names: Names, number: int) -> Organisation:
    """An organisation of these names; where it is, when the file does not tell, and how to reach it are made up."""
    name, *others = dict.fromkeys(names.current)
    kind, stem, _ = split_form(name)
    place = _place(maker.places, names.city) or maker.places.draw(maker.rng)
    first = stem.split()[0].strip(",")
    of_region = first in REGIONS or any(first == town.genitive for town in maker.places.all)
    one = Organisation(
        number, names.business_id, _KINDS.get(kind, PUBLIC), stem, name, first, place, place.postcodes[0],
        parallel=[other for other in others if plain(other) != plain(name)], aux=names.aux, former=names.former,
        theme="region" if of_region else "word",
    )  # fmt: skip
    one.street, one.house = street(maker.rng, place)
    give_contacts(maker, one, one)
    return one


def _place(places: Map, city: str) -> Place | None:
    wanted = plain(city)
    return next((place for place in places.all if wanted and plain(place.city) == wanted), None)


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    ask = argparse.ArgumentParser(prog="python -m benchmarks.linkage.real")
    ask.add_argument("--names", type=Path, required=True)
    ask.add_argument("--out", type=Path, required=True)
    ask.add_argument("--incoming", type=int, default=3_000)
    ask.add_argument("--near", type=float, default=Shares().near, help="share of near misses among the records")
    ask.add_argument("--seed", type=int, default=1)
    given = ask.parse_args(arguments)
    generate_real(given.names, given.incoming, given.seed, given.out, Shares(near=given.near))
    print(f"{given.out}: {given.incoming} records")


if __name__ == "__main__":
    main()
