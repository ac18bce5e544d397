"""Near misses: organisations that no register holds, with names like one that it does."""

from __future__ import annotations

import re

from benchmarks.linkage import vocabulary as v
from benchmarks.linkage.maker import Maker
from benchmarks.linkage.organisation import (
    ASSOCIATIONS,
    FARM,
    HOUSES,
    NAMED_AFTER_PLACES,
    OY,
    TMI,
    Organisation,
    business_id,
)
from benchmarks.linkage.places import Place
from benchmarks.linkage.stems import INITIALS

_SHARED = {"near_family": 0.6, "near_house": 0.45, "near_chain": 0.0, "near_trade": 0.12, "near_district": 0.25}


def neighbour(maker: Maker, base: Organisation, number: int) -> tuple[Organisation, str] | None:
    """(organisation, class), or None where every name that was tried is taken."""
    for _ in range(6):
        kind, form, stem, place = _stem(maker, base)
        if kind == "near_namesake":
            made: Organisation | None = _person(maker, place, stem, number)
        elif stem.lower() == base.stem.lower():
            continue
        else:
            made = maker.relative(base, stem, number, form)
        if made is None:
            continue
        made.theme = kind
        if kind == "near_chain":
            made.name, made.chain, made.website = stem, base.chain, base.chain
        if place is not base.place:
            made.place, made.postcode = place, maker.rng.choice(place.postcodes)
            made.street = made.house = ""
        _contacts(maker, made, base, kind)
        return made, kind
    return None


def _stem(maker: Maker, base: Organisation) -> tuple[str, str, str, Place]:
    """(class, legal form, name without it, where it is)."""
    rng, draw, here = maker.rng, maker.rng.random(), base.place
    if base.chain:
        chain = next(name for name, site in v.CHAINS if site == base.chain)
        other = maker.places.other(rng, here)
        return "near_chain", OY, f"{chain} {other.city}", other
    if base.kind in HOUSES:
        if draw < 0.15 and here.genitive in base.stem:
            other = maker.places.other(rng, here)
            return "near_house", base.kind, base.stem.replace(here.genitive, other.genitive), other
        return "near_house", base.kind, _house(maker, base), here
    if base.theme in NAMED_AFTER_PLACES and draw < 0.6:
        return _elsewhere(maker, base)
    if base.kind in ASSOCIATIONS:
        if draw < 0.8:
            return "near_district", base.kind, f"{base.name}:n {maker.draws.pick(v.REGIONS)} piiri", here
        return "near_cause", base.kind, f"{here.genitive} {maker.draws.pick(v.CAUSES)}", here
    if base.person:
        if draw < 0.5:
            return "near_namesake", TMI, base.stem, maker.places.other(rng, here)
        first, _, last = base.stem.partition(" ")
        changed = f"{maker.draws.first()} {last}" if draw < 0.75 else f"{first} {maker.draws.surname()}"
        return "near_namesake", TMI, changed, here
    if base.kind == FARM:
        words = base.stem.split()
        return (
            "near_trade",
            FARM,
            f"{words[0]} {maker.draws.first()} {words[1] if len(words) > 1 else maker.draws.surname()}",
            here,
        )
    kind, form, stem = _company(maker, base)
    return kind, form, stem, here


def _elsewhere(maker: Maker, base: Organisation) -> tuple[str, str, str, Place]:
    """The same in another town or region."""
    other = maker.places.other(maker.rng, base.place)
    for old, new in (
        (base.place.genitive, other.genitive),
        (base.place.genitive_sv, other.genitive_sv),
        (base.place.city, other.city),
        (base.head, maker.draws.pick(v.REGIONS)),
    ):
        if base.stem.startswith(old) or (old != base.head and old in base.stem):
            return "near_place", base.kind, base.stem.replace(old, new, 1), other if old != base.head else base.place
    return "near_place", base.kind, f"{other.genitive} {base.stem.split()[-1]}", other


def _company(maker: Maker, base: Organisation) -> tuple[str, str, str]:
    rng, draw = maker.rng, maker.rng.random()
    numbers = re.findall(r"\d+", base.stem)
    if numbers and draw < 0.7:
        return (
            "near_number",
            base.kind,
            base.stem.replace(numbers[-1], str(int(numbers[-1]) + rng.choice([1, 2, -1, 10]))),
        )
    if base.theme == INITIALS and draw < 0.5:
        letters = base.head
        at = rng.randrange(len(letters))
        new = letters[:at] + maker.draws.pick("ABHJKLMPRSTV") + letters[at + 1 :]
        return "near_initials", base.kind, base.stem.replace(letters, new, 1)
    if draw < 0.5:
        return "near_family", OY, f"{base.head} {rng.choice(v.FAMILY_WORDS)}"
    if draw < 0.58:
        return "near_family", OY, f"{base.stem} {rng.choice([*v.FAMILY_WORDS, '2', 'II', base.place.city])}"
    if draw < 0.66 and base.theme in ("surname", "person", "swedish"):
        first = maker.draws.first()
        words = [word for word in base.stem.split() if word != base.head]
        return "near_family", base.kind, f"{' '.join(words[:1])} {first} {base.head}".strip()
    words = base.stem.split()
    if len(words) > 1:
        at = next((n for n, word in enumerate(words) if word not in base.head.split()), 0)
        words[at] = maker.draws.trade() if base.theme != "english" else maker.draws.pick(v.ENDS_EN)
        return "near_trade", base.kind, " ".join(words)
    return "near_trade", base.kind, f"{base.head} {maker.draws.trade()}"


def _house(maker: Maker, base: Organisation) -> str:
    rng, stem = maker.rng, base.stem
    numbers = re.findall(r"\d+", stem)
    if numbers and rng.random() < 0.8:
        return stem.replace(numbers[-1], str(max(1, int(numbers[-1]) + rng.choice([2, -2, 2, 4, 1, 10]))))
    if rng.random() < 0.75:
        bare = re.sub(r" (?:[0-9]|I+|[ABC])$", "", stem)
        return f"{bare} {rng.choice(['2', '2', '3', '4', 'II', 'III', 'B', 'A', 'C'])}"
    return f"{base.place.genitive} {base.head}{rng.choice(['nranta', 'npuisto', 'nrinne', 'nkulma', 'nhelmi'])}"


def _person(maker: Maker, place: Place, stem: str, number: int) -> Organisation:
    """A person of the same or nearly the same name."""
    return Organisation(
        number, business_id(number), TMI, stem, maker.spelled(TMI, stem), stem, place, place.postcodes[0], person=True
    )


def _contacts(maker: Maker, made: Organisation, base: Organisation, kind: str) -> None:
    """Those of the one it resembles, or its own."""
    rng, shared = maker.rng, _SHARED.get(kind, 0.03)
    if rng.random() < shared and made.place is base.place:
        made.street, made.house, made.postcode = base.street, base.house, base.postcode
        made.phone = base.phone if rng.random() < 0.8 else ""
        if kind != "near_house" and not base.chain:
            made.website, made.email = base.website, base.email
    elif not made.chain and kind != "near_chain":
        made.street, made.house = "", ""
        made.website = "" if rng.random() < 0.6 else maker.domain(made.stem, made.head)
    made.phone = made.phone or (maker.phone() if rng.random() < 0.5 else "")
