"""Words drawn by chance: surnames, compounds, invented brands, trades; common ones far more often than rare ones."""

from __future__ import annotations

import random
from collections.abc import Sequence

from benchmarks.linkage import vocabulary as v


class Draws:
    """Words from lists, and made of parts, with one source of chance."""

    def __init__(self, rng: random.Random, words: v.Words) -> None:
        self.rng, self.words = rng, words

    def common(self, of: Sequence[str], power: float) -> str:
        """A word of an ordered list; the greater `power` (1 and up), the more often one of the first."""
        return of[int(self.rng.random() ** power * len(of))]

    def pick(self, of: Sequence[str]) -> str:
        """Any word of a list."""
        return of[int(self.rng.random() * len(of))]

    def surname(self, *, swedish: bool = False) -> str:
        return self.common(self.words.surnames_sv, 1.3) if swedish else self.common(self.words.surnames, 1.7)

    def first(self, *, swedish: bool = False) -> str:
        """A first name."""
        return self.common(self.words.first_sv if swedish else self.words.first_fi, 1.4)

    def person(self, *, swedish: bool = False) -> str:
        return f"{self.first(swedish=swedish)} {self.surname(swedish=swedish)}"

    def region(self) -> str:
        """Of a region: Pirkanmaan."""
        return self.common(v.REGIONS, 1.2)

    def compound(self) -> str:
        """A word like a house's or a surname: Koivuniemi, Isokoivuniemi."""
        head, end = self.pick(v.NATURE), self.pick(v.PLACE_ENDS)
        made = head if head.lower().endswith(end) else head + end
        return self.pick(v.BEFORE) + made.lower() if self.rng.random() < 0.06 else made

    def brand(self) -> str:
        """An invented word: Mecklift, Bytelab, Vironta. At times two companies invent the same."""
        made = self.common(self.words.brands, 1.25)
        draw = self.rng.random()
        if draw < 0.86:
            return made.capitalize()
        return made.upper() if draw < 0.92 else made[:3].capitalize() + made[3:].capitalize()

    def distinctive(self) -> str:
        """A word that tells a company from the others, common or rare."""
        draw = self.rng.random()
        if draw < 0.25:
            return self.common(self.words.nouns, 1.6)
        if draw < 0.45:
            return self.compound()
        if draw < 0.86:
            return self.brand()
        return self.pick(v.WORDS_EN) if draw < 0.94 else self.pick(v.WORDS_EN) + self.pick(v.WORDS_EN).lower()

    def trade(self) -> str:
        """What a company does, in a word: Rakennus, Kuljetuspalvelu."""
        word = self.common(v.TRADES_FI, 1.5)
        return word if self.rng.random() < 0.55 else word + self.common(v.TRADE_ENDS_FI, 1.5)

    def trade_sv(self) -> str:
        """The same in Swedish."""
        word = self.common(v.TRADES_SV, 1.3)
        return word if self.rng.random() < 0.5 else word + self.pick(v.ENDS_SV)

    def general(self) -> str:
        """A word that any company may add: Palvelut, Invest."""
        return self.common(v.GENERAL_FI, 1.2)

    def firm(self, power: float = 1.2) -> str:
        """The kind of firm that stands in front of a name: Rakennusliike."""
        return self.common(v.FIRMS_FI, power)

    def initials(self) -> str:
        """VB, JKR, M&T."""
        letters = self.pick(v.CAPITALS) + self.pick(v.CAPITALS)
        draw = self.rng.random()
        if draw < 0.2:
            return f"{letters[0]}&{letters[1]}"
        return letters + self.pick(v.CAPITALS) if draw < 0.5 or letters in v.FORM_LETTERS else letters
