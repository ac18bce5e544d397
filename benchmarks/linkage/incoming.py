"""The records of a made-up list: organisations of the register in other spellings, their near misses, strangers."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain

from benchmarks.linkage import contacts, spelling
from benchmarks.linkage import vocabulary as v
from benchmarks.linkage.maker import Maker
from benchmarks.linkage.neighbours import neighbour
from benchmarks.linkage.organisation import Organisation, plain
from benchmarks.linkage.register import organisations
from benchmarks.linkage.spelling import Rates
from benchmarks.linkage.vocabulary import listed

STRANGERS_FROM = 2_500_000  # number of the first organisation that the register does not hold
NEAR_RATES = replace(Rates().scaled(0.6), dropped=0.0, cut=0.04, typo=0.08)  # what tells it apart seldom gets lost
SOURCES: tuple[tuple[str, float, dict[str, float]], ...] = (  # share of fields that are filled
    ("names", 0.22, {}),
    ("names_towns", 0.12, {"town": 1.0}),
    ("member_list", 0.13, {"town": 0.8, "website": 0.35, "phone": 0.25}),
    ("tech_park", 0.07, {"town": 0.9, "street": 0.7, "postcode": 0.6, "website": 0.6}),
    ("exhibitors", 0.13, {"town": 0.35, "website": 0.7, "email": 0.2}),
    ("spreadsheet", 0.14, {"town": 0.75, "phone": 0.5, "email": 0.45, "business_id": 0.3, "postcode": 0.15}),
    ("directory", 0.14, {"town": 0.9, "street": 0.85, "postcode": 0.7, "phone": 0.75, "website": 0.4}),
    ("registrations", 0.05, {"email": 0.9, "phone": 0.4, "town": 0.2}),
)
FIELDS = ("name", "town", "postcode", "street", "website", "email", "phone", "business_id")
HARDEST = listed("""
successor former auxiliary swedish brand typo_short dropped cut joined split typo order wrong_town abbreviated title
branch slash hyphen mojibake entities digraphs id_wrong other_phone form_changed village town_added marks form_moved
form_spelled form_dropped ampersand noise case town_sv
""")  # the class of a record is the first of these that was done to it


@dataclass(frozen=True, slots=True)
class Shares:
    """Of the records; the rest are strangers, organisations that the register lacks."""

    matches: float = 0.56
    near: float = 0.22


@dataclass(slots=True)
class Listed:
    """A record of the list and the truth about it."""

    source: str
    values: dict[str, str]
    register_id: str  # "" for near misses and strangers
    entity: str
    kind: str  # class
    tags: list[str] = field(default_factory=list)
    resembles: str = ""  # register_id that a near miss is near to


def records(
    maker: Maker,
    sample: Sequence[Organisation],
    count: int,
    strangers: Iterable[Organisation] = (),
    shares: Shares = Shares(),
) -> list[Listed]:
    """`count` records in mixed order. `sample`: organisations of the register in random order, more than enough.
    `strangers` are those to begin with; the others are made up."""
    rng = maker.rng
    matched = _repeated(rng, round(count * shares.matches), lambda n: partial(match, maker, sample[n % len(sample)]))
    used = len({one.entity for one in matched})
    near = _repeated(rng, round(count * shares.near), lambda n: _near(maker, sample, used, n))
    others = chain(strangers, organisations(maker, count, STRANGERS_FROM + 500_000))
    rest = count - len(matched) - len(near)
    strange = _repeated(rng, rest, lambda n: _stranger(maker, others, n))
    found = [*matched, *near, *strange]
    rng.shuffle(found)
    return found


def _repeated(rng: random.Random, count: int, entity: Callable[[int], Callable[[], Listed] | None]) -> list[Listed]:
    """`count` records of entities, most of them once, some two or three times, each time in another spelling."""
    found: list[Listed] = []
    n = 0
    while len(found) < count:
        make = entity(n)
        n += 1
        times = 1 if rng.random() < 0.86 else 2 if rng.random() < 0.75 else 3
        if make is not None:
            found += [make() for _ in range(min(times, count - len(found)))]
    return found


def _near(maker: Maker, sample: Sequence[Organisation], used: int, n: int) -> Callable[[], Listed] | None:
    """A near miss of one that the list names too, or of another one."""
    beside = maker.rng.random() < 0.2
    base = sample[n % used if beside else (used + n) % len(sample)]
    drawn = neighbour(maker, base, STRANGERS_FROM + n)
    if drawn is None or (maker.borne(drawn[0].name) and not drawn[0].person):
        return None
    other, kind = drawn

    def make() -> Listed:
        made = written(maker, other, NEAR_RATES, (other.name, []))
        made.entity, made.kind, made.resembles = f"N{n}", kind, f"R{base.number}"
        _placed(maker.rng, made, other)
        return made

    return make


def _stranger(maker: Maker, others: Iterator[Organisation], n: int) -> Callable[[], Listed] | None:
    one = next(others)
    if not one.person and maker.borne(one.name) and maker.rng.random() < 0.95:
        return None
    for names in (one.aux, one.parallel, one.former):
        names[:] = [name for name in names if not maker.borne(name) or maker.rng.random() < 0.1]

    name = _name(maker.rng, one)  # the same each time: nothing would join its names

    def make() -> Listed:
        made = written(maker, one, Rates(), name)
        made.entity, made.kind = f"S{n}", "stranger_namesake" if one.person else "stranger"
        _placed(maker.rng, made, one)
        return made

    return make


def _placed(rng: random.Random, made: Listed, one: Organisation) -> None:
    """A person whose name others bear too seldom stands in a list without a town."""
    if one.person and not made.values["town"] and rng.random() < 0.9:
        made.values["town"] = one.place.municipality


def match(maker: Maker, one: Organisation) -> Listed:
    """A record of an organisation of the register."""
    made = written(maker, one, Rates(), _name(maker.rng, one))
    made.register_id = made.entity = f"R{one.number}"
    if one.theme == "successor" or any(other.theme == "successor" for other in one.family):
        made.tags.append("successor")
    made.kind = next((kind for kind in HARDEST if kind in made.tags), "as_registered")
    if one.person and made.kind not in ("successor", "former", "auxiliary"):
        made.kind = "namesake"
    return made


def written(maker: Maker, one: Organisation, rates: Rates, known_as: tuple[str, list[str]]) -> Listed:
    """One organisation as one of the sources has it; `known_as` is a name of it, with the tags of its kind."""
    rng = maker.rng
    source, _, fields = rng.choices(SOURCES, weights=[share for _, share, _ in SOURCES])[0]
    draw = rng.random()
    rates = rates.scaled(0.3 if draw < 0.4 else 1.1 if draw < 0.85 else 1.8)
    name, tags = known_as[0], list(known_as[1])
    values = dict.fromkeys(FIELDS, "")
    where = one.place.municipality
    if len(fields) > 1 or rng.random() < fields.get("town", 0.0):
        where, tag = contacts.town(rng, one, maker.places, 0.09)
        if rng.random() < fields.get("town", 0.0):
            values["town"] = where
            tags += [tag] if tag else []
    rates = replace(rates, dropped=0.0) if one.person else rates
    for _ in range(6):
        made = spelling.write(rng, name, rates, keep=one.telling, town=where.strip())
        lost = any(tag in made.tags for tag in ("dropped", "typo", "typo_short", "cut"))
        clash = lost and maker.borne(made.text)
        if not clash or rng.random() < 0.1:
            break
    tags += made.tags
    if one.parallel and rng.random() < 0.05:
        made.text = f"{made.text} / {one.parallel[0] if rng.random() < 0.7 or not one.aux else one.aux[0]}"
        tags.append("slash")
    values["name"] = made.text
    away = "wrong_town" in tags
    if one.street and not away and rng.random() < fields.get("street", 0.0):
        values["street"] = contacts.street(rng, one.address)
    if not away and rng.random() < fields.get("postcode", 0.0):
        values["postcode"] = one.postcode if rng.random() < 0.93 else rng.choice(one.place.postcodes)
    if rng.random() < fields.get("business_id", 0.0):
        values["business_id"], tag = contacts.business_id(rng, one.business_id, 0.04)
        tags += [tag] if tag else []
    _reach(maker, one, fields, values, tags)
    return Listed(source, values, "", "", "", tags)


def _name(rng: random.Random, one: Organisation) -> tuple[str, list[str]]:
    """The name that a source knows, and the tag of its kind."""
    if one.aux and rng.random() < (0.6 if one.chain else 0.3):
        return rng.choice(one.aux), ["auxiliary"]
    if one.former and rng.random() < 0.14:
        return one.former[0], ["former"]
    if one.parallel and rng.random() < (0.45 if one.place.swedish else 0.2):
        return one.parallel[0], ["swedish"]
    if one.website and not one.chain and rng.random() < 0.05:
        word, _, ending = one.website.rpartition(".")
        return (word.capitalize() if rng.random() < 0.6 else f"{word}.{ending}"), ["brand"]
    return one.name, []


def _reach(maker: Maker, one: Organisation, fields: dict[str, float], values: dict[str, str], tags: list[str]) -> None:
    """Phone, web address, mailbox: as the register has them, such as it lacks, newer ones, or such as say nothing."""
    rng = maker.rng
    one.own_phone = one.own_phone or one.phone or maker.phone()
    one.own_site = one.own_site or one.website or maker.domain(one.aux[0] if one.aux else one.stem, one.head)
    if rng.random() < fields.get("phone", 0.0):
        other = rng.random() < 0.15
        values["phone"] = contacts.phone(rng, maker.phone() if other else one.own_phone)
        tags += ["other_phone"] if one.phone and other else []
    site = one.own_site if rng.random() < 0.95 else maker.domain(one.stem, one.head)
    if rng.random() < fields.get("website", 0.0):
        draw = rng.random()
        if draw < 0.08:
            values["website"] = f"{rng.choice(contacts.SOCIAL)}{plain(one.stem)[:25]}"
        elif draw < 0.10:
            values["website"] = f"{plain(one.stem)[:20]}.wordpress.com"
        else:
            values["website"] = contacts.website(rng, site)
    if rng.random() < fields.get("email", 0.0):
        name = f"{plain(maker.draws.first())}.{plain(maker.draws.surname())}"
        if one.email and rng.random() < 0.6:
            values["email"] = one.email if rng.random() < 0.9 else one.email.upper()
        elif rng.random() < 0.6:
            values["email"] = f"{rng.choice(['info', 'myynti', name])}@{site}"
        else:
            values["email"] = f"{name}@{rng.choice(v.MAIL)}"
