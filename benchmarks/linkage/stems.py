"""Made-up names without their legal forms, by kind of organisation."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from benchmarks.linkage import vocabulary as v
from benchmarks.linkage.draws import Draws
from benchmarks.linkage.organisation import ASOY, FARM, KIOY, PUBLIC, RF, RY, SR, TMI
from benchmarks.linkage.places import Place, genitive, street


class Stem(NamedTuple):
    """A name without its form, the part that a family would share, and how it was made."""

    text: str
    head: str
    theme: str


NAMESAKE, HOUSE_STREET, INITIALS = "namesake", "house_street", "initials"


def stem(draws: Draws, kind: str, place: Place) -> Stem:
    """A name of an organisation of a kind, in a place."""
    return _KINDS.get(kind, company)(draws, place)


def company(draws: Draws, place: Place) -> Stem:
    """A company's name, of one of a dozen kinds."""
    if place.swedish and draws.rng.random() < 0.55:
        return _company_sv(draws, place)
    at = draws.rng.random()
    for share, make in _COMPANIES:
        at -= share
        if at < 0:
            return make(draws, place)
    return _word(draws, place)


def _word(draws: Draws, _: Place) -> Stem:
    word = draws.distinctive()
    return Stem(word, word, "word")


def _with_trade(draws: Draws, _: Place) -> Stem:
    word = draws.distinctive()
    other = draws.trade() if draws.rng.random() < 0.7 else draws.general()
    draw = draws.rng.random()
    if draw < 0.25:
        return Stem(f"{other} {word}", word, "trade")
    return Stem(f"{word}-{other}" if draw < 0.3 else f"{word} {other}", word, "trade")


def _of_surname(draws: Draws, _: Place) -> Stem:
    name, draw = draws.surname(), draws.rng.random()
    if draw < 0.4:
        first = draws.first()
        middle = draws.pick(["", "", f"{first} ", f"{first[0]}. ", f"{first[0]} "])
        return Stem(f"{draws.firm(1.4)} {middle}{name}", name, "surname")
    if draw < 0.6:
        return Stem(f"{genitive(name)} {draws.trade()}", genitive(name), "surname")
    if draw < 0.7:
        return Stem(f"{name} & {draws.pick(['Pojat', 'Poika', 'Kumppanit', 'Co', draws.surname()])}", name, "surname")
    return Stem(f"{name} {draws.general() if draw < 0.85 else draws.trade()}", name, "surname")


def _of_town(draws: Draws, place: Place) -> Stem:
    return Stem(f"{place.genitive} {draws.trade()}", place.genitive, "town")


def _of_region(draws: Draws, _: Place) -> Stem:
    region = draws.region()
    return Stem(f"{region} {draws.trade()}", region, "region")


def _english(draws: Draws, _: Place) -> Stem:
    word, end, draw = draws.pick(v.WORDS_EN), draws.common(v.ENDS_EN, 1.2), draws.rng.random()
    if draw < 0.45:
        word = f"{word} {draws.pick(v.WORDS_EN)}"
        return Stem(word if draw < 0.22 else f"{word} {end}", word, "english")
    word = word if draw < 0.75 else draws.brand()
    return Stem(f"{word} {end}", word, "english")


def _invented(draws: Draws, _: Place) -> Stem:
    word = draws.common(v.TRADES_FI, 1.4) + draws.pick(v.INVENTED_ENDS)
    return Stem(word if draws.rng.random() < 0.5 else f"{word} {draws.distinctive()}", word, "invented")


def _of_initials(draws: Draws, _: Place) -> Stem:
    letters, draw = draws.initials(), draws.rng.random()
    if draw < 0.3:
        return Stem(letters, letters, INITIALS)
    end = draws.trade() if draws.rng.random() < 0.7 else draws.general()
    return Stem(f"{letters}{'-' if draw < 0.65 else ' '}{end}", letters, INITIALS)


def _of_person(draws: Draws, _: Place) -> Stem:
    name = draws.person()
    return Stem(name if draws.rng.random() < 0.3 else f"{name} {draws.common(v.ENDS_EN, 1.5)}", name, "person")


def _firm(draws: Draws, _: Place) -> Stem:
    word = draws.first() if draws.rng.random() < 0.33 else draws.distinctive()
    if draws.rng.random() < 0.3:
        word = f"{draws.pick(v.QUALITIES)} {draws.distinctive()}"
    return Stem(f"{draws.firm(1.0)} {word}", word, "firm")


def _with_number(draws: Draws, _: Place) -> Stem:
    number = draws.pick(v.NUMBERS)
    return Stem(f"{draws.pick(['Studio', 'Tila', 'Paja', 'Projekti', draws.brand()])} {number}", number, "number")


_COMPANIES: tuple[tuple[float, Callable[[Draws, Place], Stem]], ...] = (
    (0.17, _word), (0.16, _with_trade), (0.14, _of_surname), (0.09, _of_town), (0.04, _of_region), (0.12, _english),
    (0.08, _invented), (0.07, _of_initials), (0.05, _of_person), (0.065, _firm), (0.015, _with_number),
)  # fmt: skip


def _company_sv(draws: Draws, place: Place) -> Stem:
    name, draw = draws.surname(swedish=True), draws.rng.random()
    if draw < 0.35:
        return Stem(f"{name}s {draws.trade_sv()}", f"{name}s", "swedish")
    if draw < 0.5:
        who = name if draws.rng.random() < 0.5 else f"{draws.first(swedish=True)} {name}"
        return Stem(f"{draws.trade_sv()} {who}", name, "swedish")
    if draw < 0.6:
        return Stem(f"{place.genitive_sv} {draws.trade_sv()}", place.genitive_sv, "town")
    if draw < 0.7:
        return Stem(f"Bröderna {name}", name, "swedish")
    word = draws.distinctive()
    if draw < 0.85:
        return Stem(f"{word} {draws.trade_sv()}", word, "swedish")
    return Stem(f"{draws.pick(v.CAPITALS)} {name}", name, "swedish") if draw < 0.9 else Stem(word, word, "word")


def _trader(draws: Draws, place: Place) -> Stem:
    """A private trader, often by his or her name alone."""
    person = draws.person(swedish=place.swedish and draws.rng.random() < 0.5)
    draw = draws.rng.random()
    if draw < 0.58:
        return Stem(person, person, NAMESAKE)
    if draw < 0.68:
        return Stem(f"{draws.firm()} {person}", person, "person")
    if draw < 0.76:
        return Stem(f"{draws.trade()} {draws.surname()}", person, "surname")
    return Stem(f"{person} {draws.trade()}", person, "person") if draw < 0.82 else company(draws, place)


def _association(draws: Draws, place: Place) -> Stem:
    if place.swedish and draws.rng.random() < 0.5:
        cause = draws.pick(v.CAUSES_SV)
        return Stem(f"{place.genitive_sv} {cause.lower() if draws.rng.random() < 0.6 else cause}", cause, "cause")
    cause, draw = draws.common(v.CAUSES, 1.2), draws.rng.random()
    if draw < 0.55:
        return Stem(f"{place.genitive} {cause}", cause, "cause")
    if draw < 0.67:
        return Stem(f"{draws.region()} {cause}", cause, "cause")
    if draw < 0.75:
        return Stem(
            f"{draws.pick(v.LEAGUES)} {place.genitive} {draws.pick(['osasto', 'yhdistys', 'piiri'])}", cause, "cause"
        )
    if draw < 0.83:
        return Stem(f"{draws.pick(v.CLUBS)} {place.city}/{draws.compound()}", place.city, "club")
    return Stem(f"{genitive(draws.compound())} {draws.pick(v.VILLAGE_CAUSES)}", cause, "village")


def _house(draws: Draws, place: Place) -> Stem:
    """A housing or premises company: a town and a word, or a street with its number."""
    town = place.genitive_sv if place.swedish and draws.rng.random() < 0.4 else place.genitive
    draw = draws.rng.random()
    if draw < 0.55:
        word = draws.compound() if draws.rng.random() < 0.7 else draws.common(draws.words.nouns, 1.6)
        tail = f" {draws.pick(v.HOUSE_TAILS)}" if draws.rng.random() < 0.08 else ""
        return Stem(f"{town} {word}{tail}", word, "house")
    if draw < 0.85:
        name, number = street(draws.rng, place)
        base = f"{town} {name}" if draws.rng.random() < 0.5 else name
        letter = draws.pick("ABC") if draws.rng.random() < 0.05 else ""
        return Stem(f"{base} {number}{letter}", base, HOUSE_STREET)
    word = draws.compound()
    return Stem(word, word, "house")


def _farm(draws: Draws, _: Place) -> Stem:
    kind = draws.pick(v.FARMS)
    if kind in v.FARMS[:4]:
        name = draws.surname()
        firsts = f"{draws.first()} ja {draws.first()}"
        who = draws.pick([f"{firsts} {name}", f"{name} {draws.first()}", name, f"{name} {firsts}"])
        return Stem(f"{kind} {who}", name, "farm")
    word = draws.compound()
    if kind == "Maatila":
        return Stem(f"{genitive(word)} tila" if draws.rng.random() < 0.5 else f"{kind} {word}", word, "farm")
    return Stem(f"{genitive(word)} {kind.lower()}", word, "farm")


def _public(draws: Draws, place: Place) -> Stem:
    region = place.genitive if draws.rng.random() < 0.7 else draws.region()
    return Stem(f"{region} {draws.pick(v.PUBLIC_BODIES)}", region, "public")


def _foundation(draws: Draws, place: Place) -> Stem:
    name = draws.pick([draws.surname(), place.city, draws.compound(), f"{draws.first()} ja {draws.person()}"])
    return Stem(f"{name}{draws.pick(['n säätiö', 'säätiö', ' -säätiö', 'n rahasto'])}", name, "foundation")


_KINDS: dict[str, Callable[[Draws, Place], Stem]] = {
    TMI: _trader, RY: _association, RF: _association, ASOY: _house, KIOY: _house, FARM: _farm, PUBLIC: _public,
    SR: _foundation,
}  # fmt: skip
