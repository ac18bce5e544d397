"""Makes organisations one by one, with names and domains that no other has, as the registries see to it."""

from __future__ import annotations

import random
from itertools import accumulate

from benchmarks.linkage import vocabulary as v
from benchmarks.linkage.draws import Draws
from benchmarks.linkage.organisation import (
    AB,
    ASOY,
    AY,
    BUSINESS,
    FARM,
    HOUSES,
    KIOY,
    KY,
    OSK,
    OY,
    OYJ,
    PUBLIC,
    RF,
    RY,
    SR,
    TMI,
    Organisation,
    Taken,
    business_id,
    plain,
    same,
)
from benchmarks.linkage.places import Map, Place, street
from benchmarks.linkage.spelling import split_form
from benchmarks.linkage.stems import HOUSE_STREET, NAMESAKE, Stem, stem

_SHARES = {OY: 500, TMI: 150, ASOY: 130, KIOY: 45, RY: 80, KY: 40, AY: 14, OSK: 10, SR: 8, FARM: 22, PUBLIC: 4, OYJ: 3}
_SPELLINGS: dict[str, tuple[tuple[int, str], ...]] = {  # per cent, spelling; {} is the name
    OY: ((91, "{} Oy"), (3, "Oy {} Ab"), (2, "{} Oy Ab"), (2, "Oy {}"), (1, "{} OY"), (1, "{} Ltd Oy")),
    AB: ((80, "{} Ab"), (12, "Oy {} Ab"), (5, "Ab {}"), (3, "{} Oy Ab")),
    TMI: ((45, "Tmi {}"), (30, "{} Tmi"), (5, "T:mi {}"), (20, "{}")),
    KY: ((88, "{} Ky"), (5, "Ky {}"), (4, "Kommandiittiyhtiö {}"), (3, "{} kommandiittiyhtiö")),
    AY: ((70, "{} Ay"), (20, "{} avoin yhtiö"), (10, "Avoin yhtiö {}")),
    RY: ((80, "{} ry"), (18, "{} r.y."), (2, "{}")),
    RF: ((85, "{} rf"), (15, "{} r.f.")),
    SR: ((85, "{} sr"), (15, "{}")),
    OSK: ((50, "{} osk"), (50, "Osuuskunta {}")),
    ASOY: ((62, "Asunto Oy {}"), (16, "As Oy {}"), (14, "Asunto-osakeyhtiö {}"), (8, "As. Oy {}")),
    KIOY: ((80, "Kiinteistö Oy {}"), (10, "KOy {}"), (10, "Keskinäinen Kiinteistö Oy {}")),
    FARM: ((100, "{}"),),
    PUBLIC: ((100, "{}"),),
    OYJ: ((80, "{} Oyj"), (20, "{} Oyj Abp")),
}
_APART = {ASOY: "a", KIOY: "k", RY: "r", RF: "r", FARM: "f"}  # kinds whose names may be like those of others
_MOBILE = ("040", "0400", "044", "045", "050", "041", "046", "0500")
_AREAS = ("08", "09", "02", "03", "05", "06", "013", "014", "015", "016", "017", "018", "019")
_ENDINGS = ("fi", "fi", "fi", "fi", "fi", "com", "net")


class Maker:
    """One source of chance, words, places, and what is taken already."""

    def __init__(self, rng: random.Random, words: v.Words, places: Map) -> None:
        self.rng, self.places, self.taken = rng, places, Taken()
        self.draws = Draws(rng, words)
        self.accountants: list[str] = []  # phones that many companies give
        self._kinds, self._ends = list(_SHARES), list(accumulate(_SHARES.values()))

    def new(self, number: int) -> Organisation:
        """An organisation with a name of its own; persons may bear the same."""
        place = self.places.draw(self.rng)
        kind = self._kind(place)
        made = self._free_stem(kind, place)
        self.taken.add(key(kind, made.text))
        one = Organisation(
            number, business_id(number), kind, made.text, self.spelled(kind, made.text), made.head, place,
            self.draws.pick(place.postcodes), person=made.theme == NAMESAKE, theme=made.theme,
        )  # fmt: skip
        one.street, one.house = street(self.rng, place)
        if kind in BUSINESS and self.rng.random() < 0.04:
            one.street, one.house, one.postcode = place.park
        elif made.theme == HOUSE_STREET and self.rng.random() < 0.85:
            one.street, one.house = made.text.split()[-2:]
        return one

    def relative(self, first: Organisation, text: str, number: int, kind: str = "") -> Organisation | None:
        """An organisation beside another one; None where the name is taken."""
        kind = kind or (OY if first.kind == TMI else first.kind)
        if not self.take(kind, text):
            return None
        return Organisation(
            number, business_id(number), kind, text, self.spelled(kind, text), first.head, first.place, first.postcode,
            first.street, first.house, theme="family",
        )  # fmt: skip

    def take(self, kind: str, text: str) -> bool:
        """Takes a name if it is free; says whether it was."""
        free = key(kind, text) not in self.taken
        self.taken.add(key(kind, text))
        return free

    def _kind(self, place: Place) -> str:
        kind = self.rng.choices(self._kinds, cum_weights=self._ends)[0]
        if place.swedish and kind in (OY, RY) and self.rng.random() < 0.5:
            return AB if kind == OY else RF
        return kind

    def _free_stem(self, kind: str, place: Place) -> Stem:
        made = stem(self.draws, kind, place)
        for attempt in range(30):
            if made.theme == NAMESAKE or key(kind, made.text) not in self.taken:
                break
            made = stem(self.draws, kind, place)
            if attempt > 3 and kind not in HOUSES | {TMI}:  # it is crowded: one more word
                made = made._replace(text=f"{made.text} {self.draws.distinctive()}")
        return made

    def spelled(self, kind: str, text: str) -> str:
        """The name with its legal form, in one of the spellings that registers have."""
        at = self.rng.random() * 100
        for share, spelling in _SPELLINGS[kind]:
            at -= share
            if at < 0:
                return spelling.format(text)
        return _SPELLINGS[kind][0][1].format(text)

    def note(self, one: Organisation) -> None:
        """All names of an organisation of the register are borne from now on."""
        for name in one.names:
            self.taken.add(f"*{same(split_form(name)[1])}")

    def borne(self, name: str) -> bool:
        """Whether an organisation of the register bears a name, or once did, legal forms apart."""
        return f"*{same(split_form(name)[1])}" in self.taken

    def phone(self) -> str:
        """A number in the form that a register has: +358 40 1234567."""
        if self.rng.random() < 0.75:
            return f"+358 {self.draws.pick(_MOBILE)[1:]} {self.rng.randrange(1_000_000, 9_999_999)}"
        return f"+358 {self.draws.pick(_AREAS)[1:]} {self.rng.randrange(200_000, 8_999_999)}"

    def domain(self, text: str, head: str) -> str:
        """A domain that nobody else has, for an organisation of this name."""
        made = self._domain(text, head)
        for _ in range(8):
            if made not in self.taken:
                break
            made = self._domain(f"{text} {self.draws.pick(v.BRAND_TAILS)}", head)
        self.taken.add(made)
        return made

    def _domain(self, text: str, head: str) -> str:
        words = [word for word in map(plain, text.replace("&", " ").split()) if word]
        draw, whole = self.rng.random(), "".join(words)
        if draw < 0.5 or len(words) == 1:
            name = whole
        elif draw < 0.7:
            name = plain(head) if head in text and len(head) > 3 else whole
        elif draw < 0.85:
            name = "-".join(words)
        else:
            name = (words[0] if words else "") + self.draws.pick(["oy", "group", "ltd", ""])
        return f"{name[:40] or 'yritys'}.{self.draws.pick(_ENDINGS)}"


def key(kind: str, text: str) -> str:
    """What may be registered once."""
    return f"{_APART.get(kind, '')}:{same(text)}"
