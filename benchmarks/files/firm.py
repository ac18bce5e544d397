"""Made-up organisations and persons for lists: no name, number or address is anybody's."""

from __future__ import annotations

import random
from dataclasses import dataclass

_FIRST = [
    "Mallila",
    "Keksinen",
    "Tekola",
    "Aamula",
    "Harjula",
    "Kuvitelma",
    "Lampola",
    "Metsola",
    "Niitty",
    "Pohjola",
    "Rantala",
    "Saarela",
    "Tuulela",
    "Vuorela",
    "Kangas",
    "Järvi",
    "Koivula",
    "Haapa",
    "Petäjä",
    "Mänty",
    "Åker",
    "Björk",
    "Strand",
    "Söder",
    "Norr",
    "Väster",
    "Öster",
    "Holm",
    "Lund",
    "Berg",
]
_SECOND = [
    "konepaja",
    "sähkö",
    "puu",
    "metalli",
    "leipomo",
    "huolto",
    "kuljetus",
    "rakennus",
    "ohjelmisto",
    "suunnittelu",
    "kala",
    "turve",
    "lämpö",
    "energia",
    "tekstiili",
    "bygg",
    "snickeri",
    "fisk",
    "verkstad",
    "el",
    "design",
    "media",
    "logistik",
]
_FORMS = (("{} Oy", 12), ("{} Ab", 4), ("Tmi {}", 2), ("{} Ky", 2), ("{} ry", 2), ("Oy {} Ab", 2), ("{} osk", 1))
_STREETS = ("Kauppakatu", "Pajatie", "Satamakatu", "Hamngatan", "Skolvägen", "Teollisuustie", "Rantakuja", "Asematie")
_TOWNS = (
    ("74100", "Iisalmi"),
    ("57100", "Savonlinna"),
    ("92100", "Raahe"),
    ("64100", "Kristiinankaupunki"),
    ("18100", "Heinola"),
    ("61800", "Kauhajoki"),
    ("42700", "Keuruu"),
    ("26100", "Rauma"),
    ("93600", "Kuusamo"),
    ("08100", "Lohja"),
    ("00100", "Helsinki"),
    ("02150", "Espoo"),
)
_GIVEN = ("Maija", "Matti", "Aino", "Pekka", "Anna", "Kalle", "Liisa", "Jukka", "Eva", "Lars", "Sari", "Timo")
_FAMILY = ("Mallinen", "Esimerkkinen", "Keksimä", "Kuvitteinen", "Exempelström", "Låtsas", "Tekonen", "Haavekoski")
_ROLES = ("toimitusjohtaja", "myyntipäällikkö", "hallituksen puheenjohtaja", "VD", "tuotantopäällikkö")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True, slots=True)
class Firm:
    name: str
    business_id: str
    street: str
    postcode: str
    town: str
    phone: str  # 040 123 4567
    email: str
    website: str  # www.mallila.example.fi
    person: str
    role: str
    trade: str

    @property
    def e164(self) -> str:
        return "+358" + self.phone.replace(" ", "")[1:]

    @property
    def digits(self) -> str:
        return self.business_id.replace("-", "")


def firms(seed: int, count: int) -> list[Firm]:
    """Different organisations; the same for the same seed."""
    draw = random.Random(seed)
    made: dict[str, Firm] = {}
    while len(made) < count:
        first, second = draw.choice(_FIRST), draw.choice(_SECOND)
        stem = f"{first} {second.capitalize()}" if draw.random() < 0.5 else f"{first}n {second}"
        form = draw.choices([form for form, _ in _FORMS], [weight for _, weight in _FORMS])[0]
        host = f"{_ascii(first)}-{_ascii(second)}.example.fi"
        postcode, town = draw.choice(_TOWNS)
        mobile = draw.random() < 0.7
        phone = f"040 {draw.randint(100, 999)} {draw.randint(1000, 9999)}" if mobile else _landline(draw)
        name = form.format(stem)
        made.setdefault(
            host,
            Firm(
                name=name,
                business_id=_business_id(draw),
                street=f"{draw.choice(_STREETS)} {draw.randint(1, 99)}{draw.choice(['', '', ' A', ' B 12'])}",
                postcode=postcode,
                town=town,
                phone=phone,
                email=f"{draw.choice(['info', 'toimisto', 'myynti', 'kontor'])}@{host}",
                website=f"www.{host}",
                person=f"{draw.choice(_GIVEN)} {draw.choice(_FAMILY)}",
                role=draw.choice(_ROLES),
                trade=second,
            ),
        )
    return list(made.values())


def person_mail(firm: Firm) -> str:
    """First and last name at the firm's domain."""
    return f"{_ascii(firm.person).replace(' ', '.')}@{firm.website.removeprefix('www.')}"


def _landline(draw: random.Random) -> str:
    return f"017 {draw.randint(200, 899)} {draw.randint(1000, 9999)}"


def _business_id(draw: random.Random) -> str:
    """A number with a right check digit in a range that is not given out."""
    while True:
        digits = f"9{draw.randint(0, 999_999):06d}"
        rest = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True)) % 11
        if rest != 1:
            return f"{digits}-{11 - rest if rest else 0}"


def _ascii(text: str) -> str:
    return text.lower().translate(str.maketrans("åäöé", "aaoe"))
