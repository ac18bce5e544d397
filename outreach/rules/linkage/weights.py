"""Weights of evidence in bits, and the thresholds of a decision: the numbers that linkage turns on, in one place.

A weight is the base-2 logarithm of how much more often a field agrees (or differs) in pairs that are one organisation
than in pairs that are not. The shipped values were tuned on made-up lists against registers of 10 000 to 2 million
companies (benchmarks/linkage); `calibrate` estimates others from pairs that people have judged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

VERSION = 1  # of the meaning of the fields: stored weights of another version are not used

LINK_AT = 0.60  # posterior from which a pair that qualifies is linked; 0.90 is the cautious setting
REVIEW_AT = 0.03  # posterior from which a person is asked


@dataclass(frozen=True, slots=True)
class Weights:
    """Bits. What is subtracted is written as a positive number and called a cost."""

    id_equal: float = 24.0
    id_differs: float = -22.0
    name_cap: float = 7.0  # the most that a name gives
    name_differs: float = -8.0  # no telling word in common
    auxiliary_bonus: float = 1.0  # a whole auxiliary name, which several may bear, above the rarity of its words
    similar_word_cost: float = 2.2  # a misspelt word; plus `unlike_cost` times how unlike the two are
    more_edits_cost: float = 2.5  # each further letter that is wrong
    unlike_cost: float = 6.0
    joined_cost: float = 0.5  # words written as one, or one as two
    order_cost: float = 0.7  # the same words in another order
    initial_cost: float = 2.0
    short_cost: float = 1.5  # an abbreviation
    cut_cost: float = 1.0  # a word that lost its end to the width of a column
    behind_cost: float = 2.0  # a word that is lost whole
    one_word_cost: float = 0.5  # of a name of one word, for each doubling of the names that hold it
    left_over_unknown: float = 5.0  # a word that the other name lacks and no name of the register has
    left_over_known: float = 8.0  # such a word that the register knows: on the side of the list
    left_over_register: float = 5.0  # on the side of the register
    left_over_number: float = 7.0
    left_over_town: float = 1.0  # the town of the other side, or of the record itself
    left_over_form: float = 1.5  # "Asunto Oy" and the like, which lists leave out
    left_over_filler: float = 0.3  # a word of pages, not of names: "etusivu"
    other_form_cost: float = 2.5
    former_cost: float = 2.0
    reading_cost: float = 0.5  # a part of a title read as the name
    domain_word_cost: float = 4.0  # the word of the web address read as the name
    town_equal: float = 4.0  # the most; less where many have their seat there
    town_differs: float = -3.5
    postcode_equal: float = 2.5
    street_equal: float = 5.0
    street_differs: float = -0.5
    domain_equal: float = 7.0
    domain_differs: float = -3.5
    email_equal: float = 7.0
    phone_equal: float = 7.0
    phone_differs: float = -1.5
    inactive_cost: float = 1.0  # a company that no longer works
    nobody: float = 0.8  # weight (not bits) of "none of these" beside the sum of 2^bits

    def as_plain(self) -> dict[str, float]:
        """Name of each weight with its value."""
        return asdict(self)

    @classmethod
    def from_plain(cls, plain: Mapping[str, float]) -> Weights:
        """Weights from what `as_plain` gave; those that are missing are the shipped ones."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: float(value) for name, value in plain.items() if name in known})


@dataclass(frozen=True, slots=True)
class Settings:
    """Probabilities from which a record is linked without asking, and from which a person is asked."""

    link_at: float = LINK_AT
    review_at: float = REVIEW_AT
    weights: Weights = Weights()
