"""How lists write places, streets, phones, web addresses and Business IDs."""

from __future__ import annotations

import random
import re

from benchmarks.linkage.organisation import Organisation
from benchmarks.linkage.places import Map

SOCIAL = ("https://www.facebook.com/", "facebook.com/", "https://instagram.com/")


def town(rng: random.Random, one: Organisation, places: Map, wrong: float) -> tuple[str, str]:
    """(town as written, tag or "")."""
    place, draw = one.place, rng.random()
    if draw < wrong:
        sibling = places.sibling(rng, place)
        if sibling and rng.random() < 0.4:
            return _cased(rng, sibling.city), "village"
        return _cased(rng, places.other(rng, place).city), "wrong_town"
    if place.bilingual and rng.random() < (0.5 if place.swedish else 0.08) and place.city_sv != place.city:
        return _cased(rng, place.city_sv), "town_sv"
    return _cased(rng, place.municipality if rng.random() < 0.5 else place.city), ""


def _cased(rng: random.Random, text: str) -> str:
    draw = rng.random()
    if rng.random() < 0.012 and len(text) > 4:  # mistyped
        at = rng.randrange(1, len(text) - 1)
        text = text[:at] + text[at + 1 :]
    return text.upper() if draw < 0.15 else text.lower() if draw < 0.2 else f" {text}" if draw < 0.21 else text


def street(rng: random.Random, text: str) -> str:
    """A street with its number, abbreviated, with stair and flat, or as it is."""
    draw = rng.random()
    if draw < 0.12:
        text = re.sub(r"(?<=\w{3})(katu|kuja|väylä|vägen|gatan)\b", lambda m: m[0][0] + ".", text)
        text = re.sub(r"(?<=\w{3})tie\b", "t.", text)
    if rng.random() < 0.15:
        text += rng.choice([" A", " B", " A 3", " B 12", ", 2. krs", " as. 4", " C"])
    if rng.random() < 0.05:
        text = text.upper()
    return text.translate(str.maketrans("åäöÅÄÖ", "aaoAAO")) if rng.random() < 0.04 else text


def phone(rng: random.Random, text: str) -> str:
    """A number of the form +358 40 1234567 in one of the spellings that people use."""
    _, area, rest = text.split()
    near = f"{rest[:3]} {rest[3:]}"
    return rng.choice([
        f"0{area} {near}", f"0{area} {near}", f"0{area}-{rest}", f"+358{area}{rest}", f"+358 {area} {near}",
        f"+358 (0){area} {near}", f"0{area}{rest}", f"00358 {area} {rest}", f"puh. 0{area} {near}",
        f"Tel. +358 {area} {near}", f"(0{area}) {rest}", f"0{area} {rest[:3]} {rest[3:5]} {rest[5:]}",
        f"+358-{area}-{rest}",
    ])  # fmt: skip


def website(rng: random.Random, domain: str) -> str:
    """A domain as it is copied from a browser or a business card."""
    return rng.choice([
        f"https://www.{domain}/", f"https://{domain}", f"www.{domain}", f"www.{domain}", domain, f"http://www.{domain}",
        f"http://{domain}/", f"https://www.{domain}/yhteystiedot", f"https://{domain}/fi/etusivu?utm_source=lista",
        f"WWW.{domain.upper()}", domain.capitalize(), f"https://www.{domain}/index.php?id=3",
    ])  # fmt: skip


def business_id(rng: random.Random, text: str, wrong: float) -> tuple[str, str]:
    """(Business ID as written, tag "id_wrong" where a digit was keyed wrong, else "")."""
    tag = ""
    if rng.random() < wrong:
        at = rng.randrange(7)
        text = text[:at] + str((int(text[at]) + rng.randint(1, 9)) % 10) + text[at + 1 :]
        tag = "id_wrong"
    draw = rng.random()
    if draw < 0.12:
        return f"FI{text.replace('-', '')}", tag
    if draw < 0.16:
        return f"FI-{text}", tag
    if draw < 0.24:
        return f"Y-tunnus: {text}", tag
    if draw < 0.32:
        return text.replace("-", ""), tag
    return (text.lstrip("0") if draw < 0.34 else text), tag
