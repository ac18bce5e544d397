"""A made-up register: organisations one by one, families of them, chains and housing estates side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator

from benchmarks.linkage import vocabulary as v
from benchmarks.linkage.maker import Maker
from benchmarks.linkage.organisation import (
    AB,
    ASOY,
    ASSOCIATIONS,
    AY,
    BUSINESS,
    FARM,
    HOUSES,
    KIOY,
    KY,
    OSK,
    OY,
    OYJ,
    RF,
    RY,
    SR,
    TMI,
    Organisation,
    business_id,
    plain,
)
from benchmarks.linkage.stems import HOUSE_STREET, stem

SHARED_NAME = 0.35  # of the auxiliary names that somebody bears already, how many are given all the same
SWEDISH_FORM = {OY: "{} Ab", OYJ: "{} Abp", KY: "{} Kb", AY: "{} Öb", RY: "{} rf", SR: "{} sr", OSK: "{} andelslag"}
SWEDISH_FORM |= {ASOY: "Bostads Ab {}", KIOY: "Fastighets Ab {}", AB: "{} Ab", RF: "{} rf"}


def organisations(maker: Maker, size: int, start: int = 0) -> Iterator[Organisation]:
    """`size` organisations; members of a family follow each other and know each other."""
    rng, made = maker.rng, 0
    if not maker.accountants:
        maker.accountants = [maker.phone() for _ in range(max(3, size // 400))]
    while made < size:
        first = maker.new(start + made)
        members = [first]
        draw = rng.random()
        if first.kind in HOUSES and draw < 0.22:
            members += _estate(maker, first, start + made + 1)
        elif first.kind in BUSINESS and draw < 0.055 and not first.person:
            members += _family(maker, first, start + made + 1)
        elif first.kind in BUSINESS and draw < 0.07:
            _chain(maker, first)
        members = members[: size - made]
        for one in members:
            _names(maker, one)
            give_contacts(maker, one, first)
        if first.kind == OY and rng.random() < 0.003 and made + 1 < size and len(members) == 1:
            members.append(_successor(maker, first, start + made + 1))
        for one in members:
            one.family = members
        yield from members
        made += len(members)


def _family(maker: Maker, first: Organisation, number: int) -> list[Organisation]:
    """Companies of one family name: X Holding, X Kiinteistöt."""
    found: list[Organisation] = []
    for word in maker.rng.sample(v.FAMILY_WORDS, 1 + int(maker.rng.random() ** 2 * 4)):
        if (made := maker.relative(first, f"{first.head} {word}", number + len(found))) is not None:
            found.append(made)
    return found


def _estate(maker: Maker, first: Organisation, number: int) -> list[Organisation]:
    """Housing companies of one estate: the next number, the next house, the same word with another end."""
    rng, found = maker.rng, list[Organisation]()
    for n in range(1 + int(rng.random() ** 1.5 * 4)):
        bare = re.sub(r" (?:[0-9]|I+|[ABC])$", "", first.stem)
        if first.theme == HOUSE_STREET:
            base, _, house = first.stem.rpartition(" ")
            text = f"{base} {int(''.join(filter(str.isdigit, house)) or 1) + 2 * (n + 1)}"
        elif rng.random() < 0.8:
            text = f"{bare} {rng.choice(['2', '3', '4', 'II', 'III', 'B', 'C'])}"
        else:
            text = bare + rng.choice(["n Tammi", "n Kuusi", "npuisto", "nranta"])
        if (made := maker.relative(first, text, number + len(found))) is not None:
            found.append(made)
    return found


def _chain(maker: Maker, first: Organisation) -> None:
    """A shop of a chain: the company bears its keeper's name, the chain's name with the town is an auxiliary one."""
    name, first.chain = maker.rng.choice(v.CHAINS)
    first.aux.append(f"{name} {first.place.city if maker.rng.random() < 0.7 else maker.draws.compound()}")


def _successor(maker: Maker, old: Organisation, number: int) -> Organisation:
    """The same name under another Business ID: one that took over after a bankruptcy."""
    made = Organisation(
        number, business_id(number), old.kind, old.stem, old.name, old.head, old.place, old.postcode, theme="successor"
    )
    if maker.rng.random() < 0.5:
        made.street, made.house = old.street, old.house
    made.website = old.website if maker.rng.random() < 0.5 else ""
    made.phone = maker.phone()
    return made


def _names(maker: Maker, one: Organisation) -> None:
    """Parallel, auxiliary and former names."""
    rng = maker.rng
    if one.kind in SWEDISH_FORM and rng.random() < (0.35 if one.place.bilingual else 0.04):
        swedish = _in_swedish(maker, one)
        if plain(swedish) == plain(one.stem) or maker.take(one.kind, swedish):
            one.parallel.append(SWEDISH_FORM[one.kind].format(swedish))
    elif one.kind in (OY, RY) and rng.random() < 0.05:
        english = f"{one.head} {maker.draws.common(v.ENDS_EN, 1.2)}"
        one.parallel.append(f"{english} Ltd" if one.kind == OY else english)
    if one.kind in BUSINESS and not one.aux and rng.random() < 0.12:
        drawn = [_auxiliary(maker) for _ in range(1 + (rng.random() < 0.25))]
        one.aux += [name for name in drawn if maker.take(one.kind, name) or rng.random() < SHARED_NAME]
    if rng.random() < 0.16 and one.kind not in (TMI, FARM):
        draw = rng.random()
        if draw < 0.2 and one.kind in (OY, AB):
            one.former.append(f"{one.stem} {rng.choice(['Ky', 'Ay', 'Tmi'])}")
            return
        family = f"{one.head} {rng.choice(v.FAMILY_WORDS)}"
        former = family if draw < 0.4 else stem(maker.draws, one.kind, one.place).text
        if maker.take(one.kind, former) or rng.random() < 0.05:  # some took over a name that another one had
            one.former.append(maker.spelled(one.kind, former))


def _auxiliary(maker: Maker) -> str:
    """A trade name: common words at times, and nobody sees to it that only one bears it."""
    draws, draw = maker.draws, maker.rng.random()
    if draw < 0.25:
        word = draws.pick(v.WORDS_EN)
        return word if draw < 0.1 else f"{word} {draws.pick(v.WORDS_EN)}"
    if draw < 0.55:
        return f"{draws.firm(1.0)} {draws.distinctive()}"
    if draw < 0.65:
        return draws.trade()
    return f"{draws.distinctive()} {draws.trade()}" if draw < 0.85 else draws.brand()


def _in_swedish(maker: Maker, one: Organisation) -> str:
    """The name in Swedish: the distinctive word stays, what it does is said anew."""
    if one.kind in HOUSES:
        return one.stem.replace(one.place.genitive, one.place.genitive_sv)
    if one.kind in ASSOCIATIONS:
        return f"{one.place.city_sv} {maker.draws.pick(v.CAUSES_SV).lower()}"
    if one.theme in ("word", "initials", "english") or maker.rng.random() < 0.3:
        return one.stem
    return f"{one.head} {maker.draws.trade_sv()}"


def give_contacts(maker: Maker, one: Organisation, first: Organisation) -> None:
    """Phone, site, mailbox: those of the first of a family, an accountant's, a chain's or its own."""
    rng, business = maker.rng, one.kind not in HOUSES | {FARM}
    if one is not first:
        one.phone = first.phone if rng.random() < 0.65 else ""
        if rng.random() < 0.15:
            one.street = one.house = ""
        if rng.random() < 0.55:
            one.website, one.email = first.website, first.email
    elif rng.random() < 0.08:
        one.street = one.house = ""
    if not one.phone and rng.random() < (0.5 if business else 0.3):
        shared = rng.random() < (0.06 if business else 0.5)
        one.phone = rng.choice(maker.accountants) if shared else maker.phone()
    if one.chain:
        one.website = one.chain if rng.random() < 0.7 else ""
    elif not one.website and rng.random() < (0.36 if business else 0.04):
        one.website = maker.domain(one.aux[0] if one.aux and rng.random() < 0.5 else one.stem, one.head)
    if not one.email and rng.random() < (0.3 if business else 0.1):
        if one.website and not one.chain and rng.random() < 0.8:
            box = rng.choice(["info", "info", "myynti", "toimisto", plain(maker.draws.first())])
            one.email = f"{box}@{one.website}"
        else:
            one.email = f"{plain(one.head)[:20] or 'posti'}{rng.choice(['', '', '1', '.oy'])}@{rng.choice(v.MAIL)}"
