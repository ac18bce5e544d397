"""A made-up organisation: what is true of it, before any list writes it down its own way."""

from __future__ import annotations

import re
import unicodedata
import zlib
from dataclasses import dataclass, field
from functools import lru_cache

from benchmarks.linkage.places import Place

OY, OYJ, AB, TMI, KY, AY = "oy", "oyj", "ab", "tmi", "ky", "ay"
RY, RF, SR, OSK, ASOY, KIOY, FARM, PUBLIC = "ry", "rf", "sr", "osk", "asoy", "kioy", "farm", "public"
FORM_CODES = {OY: "16", AB: "16", OYJ: "17", TMI: "26", KY: "13", AY: "5", RY: "6", RF: "6", SR: "18", OSK: "14"}
FORM_CODES |= {ASOY: "2", KIOY: "10", FARM: "", PUBLIC: ""}
BUSINESS = frozenset({OY, AB, KY, AY, OYJ, TMI})
HOUSES = frozenset({ASOY, KIOY})
ASSOCIATIONS = frozenset({RY, RF})
NAMED_AFTER_PLACES = frozenset({"town", "region", "cause", "public"})  # themes


@dataclass(slots=True)
class Organisation:
    """`stem` is the name without its legal form; `head` the distinctive part of it that a family shares; `theme` how
    the name was made. Phone, site and mailbox are what the register knows; `own_phone` and `own_site` what is true.
    """

    number: int
    business_id: str
    kind: str
    stem: str
    name: str
    head: str
    place: Place
    postcode: str
    street: str = ""
    house: str = ""
    parallel: list[str] = field(default_factory=list)
    aux: list[str] = field(default_factory=list)
    former: list[str] = field(default_factory=list)
    website: str = ""
    email: str = ""
    phone: str = ""
    own_phone: str = ""
    own_site: str = ""
    person: bool = False  # the name of a person and nothing else
    chain: str = ""  # domain of the chain that its shop belongs to
    theme: str = ""
    family: list[Organisation] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Street with the number of the house."""
        return f"{self.street} {self.house}".strip()

    @property
    def names(self) -> list[str]:
        """All of them, those of old times too."""
        return [self.name, *self.parallel, *self.aux, *self.former]

    @property
    def telling(self) -> str:
        """The words without which nobody would know it."""
        return self.stem.rpartition(" ")[2] if self.theme in NAMED_AFTER_PLACES else self.head


def row(one: Organisation) -> dict[str, object]:
    """The line of register.jsonl."""
    return {
        "register_id": f"R{one.number}",
        "business_id": one.business_id,
        "name": one.name,
        "parallel_names": one.parallel,
        "aux_names": one.aux,
        "former_names": one.former,
        "form": FORM_CODES[one.kind],
        "street": one.address,
        "postcode": one.postcode,
        "city": one.place.city.upper(),
        "municipality": one.place.municipality,
        "municipality_sv": one.place.municipality_sv,
        "tol": "",
        "website": f"www.{one.website}" if one.website and one.number % 3 else one.website,
        "email": one.email,
        "phone": one.phone,
    }


def business_id(number: int) -> str:
    """A valid Business ID for each number: no two numbers below 3.8 million share one."""
    digits = 100_000 + (number * 1_640_531 + 77_777) % 3_899_989  # a prime
    while (digit := _check_digit(f"{digits:07d}")) is None:
        digits += 4_100_000  # another range for the few that no digit fits
    return f"{digits:07d}-{digit}"


def _check_digit(digits: str) -> int | None:
    rest = sum(int(d) * w for d, w in zip(digits[-7:], (7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    return None if rest == 1 else (11 - rest) % 11


@lru_cache(maxsize=200_000)
def plain(text: str) -> str:
    """Small letters and digits without marks: what the office for registration would take for the same name."""
    folded = unicodedata.normalize("NFD", text.lower())
    return re.sub(r"[^a-z0-9]", "", folded)


def same(text: str) -> str:
    """Equal for names that could not stand beside each other in a register: of the same words, in any order."""
    return " ".join(sorted(filter(None, map(plain, text.split()))))


class Taken:
    """Which names are taken, in 64 MB: a false "yes" costs a new draw, a false "no" never comes."""

    _BITS = 29

    def __init__(self) -> None:
        self._table = bytearray(1 << (self._BITS - 3))

    def __contains__(self, text: str) -> bool:
        byte, bit = self._place(text)
        return bool(self._table[byte] & bit)

    def add(self, text: str) -> None:
        """It is taken from now on."""
        byte, bit = self._place(text)
        self._table[byte] |= bit

    def _place(self, text: str) -> tuple[int, int]:
        number = zlib.crc32(text.encode()) & ((1 << self._BITS) - 1)
        return number >> 3, 1 << (number & 7)
