"""What speaks for and against a known record being the one that is looked up, in bits, line by line.

Names weigh by how rare their words are in the whole register; an identifier that many share weighs less. A Business ID
with a wrong check digit has been read as no ID, free mail and social networks as no domain.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import IntEnum
from math import log2
from typing import NamedTuple, Protocol

from outreach.rules.linkage.align import Alignment, Left, Meeting, Words, align, plain
from outreach.rules.linkage.entry import AUXILIARY, FORMER, Query, Reading
from outreach.rules.linkage.known import Known
from outreach.rules.linkage.pack import DOMAIN, EMAIL, ID, PHONE, STREET, identifier
from outreach.rules.linkage.towns import forms_of, forms_of_all
from outreach.rules.linkage.weights import Weights
from outreach.terms.linkage import Grade, NameAgreement

PERSON_FORM = "26"  # private trader: many people bear one name
RARE_ENOUGH = -4.0  # bits of words in common, less those of the whole register: 16 names hold them
FEW_OWNERS = 5  # an identifier with more owners supports no link by itself
SHARE_WITH_TOWN = 0.9  # of true pairs that name a town, how many agree on it


class Register(Protocol):
    """What the whole register says of a word, a town, an identifier."""

    @property
    def names(self) -> int: ...
    @property
    def companies(self) -> int: ...
    @property
    def known_names(self) -> int: ...
    @property
    def known_companies(self) -> int: ...
    def count(self, word: str) -> int: ...
    def rarity(self, word: str) -> float: ...
    def holds(self, word: str) -> bool: ...
    def registered(self, word: str) -> bool: ...
    def resembles(self, word: str) -> bool: ...
    def town_size(self, town: str) -> int: ...
    def owners(self, identifier: int) -> int: ...


class Bar(IntEnum):
    """Why a pair is not linked without asking, whatever its weight, unless the Business ID agrees."""

    NONE = 0
    OUR_WORD = 1  # a known word or a number that the register's name lacks
    THEIR_WORD = 2  # a word of the register's name that the record lacks
    OTHER_WORD = 3  # a word that only resembles, and is another word of the register itself
    UNKNOWN_WORD = 4  # an unknown word that nothing but the name supports
    NAMESAKE = 5  # a person's name in another town
    DOMAIN_WORD = 6  # the name was read from a web address alone
    NO_NAME = 7
    PART = 8  # the name was read from a part of the text that is not its first


class Line(NamedTuple):
    """One field that was compared. `shared_by`: owners of an identifier, companies of a town; 0 where they differ."""

    field: str
    grade: Grade
    bits: float
    shared_by: int = 0


class NameMatch(NamedTuple):
    """The best of all pairs of names."""

    agreement: NameAgreement
    bits: float
    gross: float  # before costs
    bar: Bar
    reading: Reading
    words: tuple[str, ...]  # of the register's name
    kind: int
    alignment: Alignment
    person: bool
    confirmed: float = 0.0  # bits that the word of the web address adds

    @property
    def explained(self) -> bool:
        """Whether no word of either name is left over without a reason."""
        return self.agreement in (NameAgreement.FULL, NameAgreement.LOOSE)


class Scored(NamedTuple):
    known: Known
    bits: float
    lines: tuple[Line, ...]
    name: NameMatch | None
    bar: Bar
    supports: tuple[str, ...]  # strong fields, besides the name, that agree

    def line(self, field: str) -> Line | None:
        """The line of a field, where it was compared."""
        return next((line for line in self.lines if line.field == field), None)

    @property
    def shortened(self) -> bool:
        """Whether the record's name may be the known one with words left out, of which those that stay are rare."""
        name = self.name
        if name is None or name.bar is not Bar.THEIR_WORD or name.gross < RARE_ENOUGH:
            return False
        return all(left <= Left.CUT for _, left in name.alignment.ours)


def score(query: Query, known: Known, register: Register, weights: Weights, words: Collection[str]) -> Scored:
    """Compares a record with a known one field by field. `words` are all that the record's name may mean: of several
    known names only those that hold one of them are read."""
    lines: list[Line] = []
    name = _best_name(query, known, register, weights, words)
    if name is not None:
        grade = _GRADES[name.agreement]
        lines.append(Line("name", grade, name.bits))
        if name.confirmed:
            lines.append(Line("domain_word", Grade.EQUAL, name.confirmed))
        if name.agreement is not NameAgreement.NONE and _forms_differ(name.reading.form, known.form):
            lines.append(Line("legal_form", Grade.DIFFERS, -weights.other_form_cost))
    lines.append(_business_id(query, known, weights))
    town = _town(query, known, register, weights, name)
    lines.append(town)
    if query.own.postcode and known.postcodes:
        equal = query.own.postcode in known.postcodes
        lines.append(
            Line("postcode", Grade.EQUAL if equal else Grade.DIFFERS, weights.postcode_equal if equal else 0.0)
        )
    contacts = [
        _street(query, known, register, weights, town.grade),
        _shared(DOMAIN, "domain", query.own.domains, known, register, weights.domain_equal, weights.domain_differs),
        _email(query, known, register, weights),
        _shared(PHONE, "phone", [query.own.phone], known, register, weights.phone_equal, weights.phone_differs),
    ]
    lines += [line for line in contacts if line is not None]
    supports = tuple(line.field for line in contacts if line is not None and 0 < line.shared_by <= FEW_OWNERS)
    if not known.active:
        lines.append(Line("active", Grade.DIFFERS, -weights.inactive_cost))
    return Scored(
        known, sum(line.bits for line in lines), tuple(lines), name, _bar(name, town.grade, supports), supports
    )


_GRADES = {
    NameAgreement.FULL: Grade.EQUAL,
    NameAgreement.LOOSE: Grade.SIMILAR,
    NameAgreement.PARTIAL: Grade.SIMILAR,
    NameAgreement.NONE: Grade.DIFFERS,
}


def _bar(name: NameMatch | None, town: Grade, supports: tuple[str, ...]) -> Bar:
    if name is None or name.agreement is NameAgreement.NONE:
        return Bar.NO_NAME
    if name.bar is Bar.UNKNOWN_WORD and supports:
        return Bar.NONE
    if name.bar is Bar.NONE and name.person and town is Grade.DIFFERS and not supports:
        return Bar.NAMESAKE
    return name.bar


def _business_id(query: Query, known: Known, weights: Weights) -> Line:
    theirs = {number for number in known.identifiers if number & 7 == ID} if query.own.business_id else ()
    if not theirs:
        return Line("business_id", Grade.MISSING, 0.0)
    if identifier(ID, query.own.business_id) in theirs:
        return Line("business_id", Grade.EQUAL, weights.id_equal)
    return Line("business_id", Grade.DIFFERS, weights.id_differs)


def _town(query: Query, known: Known, register: Register, weights: Weights, name: NameMatch | None) -> Line:
    """The towns of the records; where the list names none, the one that stands in the name."""
    ours = query.own.towns
    if not ours and name is not None:
        said = {word for word, left in name.alignment.ours if left is Left.TOWN}
        ours = frozenset(town for town in known.towns if said & forms_of(town))
    if not ours or not known.towns:
        return Line("town", Grade.MISSING, 0.0)
    both = ours & known.towns
    if not both:
        return Line("town", Grade.DIFFERS, weights.town_differs)
    size = max(1, min(register.town_size(town) for town in both))
    bits = log2(max(SHARE_WITH_TOWN * register.companies / size, 1.0))
    return Line("town", Grade.EQUAL, min(weights.town_equal, bits), size)


def _street(query: Query, known: Known, register: Register, weights: Weights, town: Grade) -> Line | None:
    theirs = {number for number in known.identifiers if number & 7 == STREET} if query.own.streets else ()
    if not theirs:
        return None
    equal = [number for street in query.own.streets if (number := identifier(STREET, street)) in theirs]
    if not equal and town is Grade.EQUAL:
        bare = (street[6:] if street[:5].isdigit() else street for street in query.own.streets)
        equal = [number for street in bare if (number := identifier(STREET, street)) in theirs]
    if not equal:
        return Line("street", Grade.DIFFERS, weights.street_differs)
    owners = max(1, min(register.owners(number) for number in equal))
    return Line("street", Grade.EQUAL, max(0.0, weights.street_equal - log2(owners)), owners)


def _shared(
    kind: int,
    field: str,
    values: Iterable[str],
    known: Known,
    register: Register,
    equal_bits: float,
    differs_bits: float,
) -> Line | None:
    ours = {identifier(kind, value) for value in values if value}
    theirs = {number for number in known.identifiers if number & 7 == kind} if ours else ()
    if not theirs:
        return None
    both = ours.intersection(theirs)
    if not both:
        return Line(field, Grade.DIFFERS, differs_bits)
    owners = max(1, min(register.owners(number) for number in both))
    return Line(field, Grade.EQUAL, max(0.0, equal_bits - log2(owners)), owners)


def _email(query: Query, known: Known, register: Register, weights: Weights) -> Line | None:
    """An equal address counts where its domain is everybody's; else the domain has been counted."""
    number = identifier(EMAIL, query.own.email) if query.own.email else 0
    if not number or number not in known.identifiers or not query.own.shared_domain:
        return None
    owners = max(1, register.owners(number))
    return Line("email", Grade.EQUAL, max(0.0, weights.email_equal - log2(owners)), owners)


def _forms_differ(ours: str, theirs: str) -> bool:
    return bool(ours and theirs and ours != theirs)


# Names


def _best_name(
    query: Query, known: Known, register: Register, weights: Weights, wanted: Collection[str]
) -> NameMatch | None:
    names = [name for name in known.names if any(word in wanted for word in name[0])] or known.names[:1]
    best: dict[bool, NameMatch] = {}
    for reading in query.readings:
        for words, kind in names:
            match = _name(reading, words, kind, known, register, weights)
            if reading.domain not in best or _rank(match) > _rank(best[reading.domain]):
                best[reading.domain] = match
    written, domain = best.get(False), best.get(True)
    if written is None or domain is None:
        return written or domain
    if domain.explained and written.bar in (Bar.NONE, Bar.OTHER_WORD):
        return written._replace(bar=Bar.NONE, confirmed=max(0.0, domain.bits - written.bits))
    return max(written, domain, key=_rank)


_ORDER = {NameAgreement.FULL: 3, NameAgreement.LOOSE: 2, NameAgreement.PARTIAL: 1, NameAgreement.NONE: 0}


def _rank(match: NameMatch) -> tuple[bool, int, float]:
    return match.bar is Bar.NONE, _ORDER[match.agreement], match.bits


def _name(
    reading: Reading, theirs: tuple[str, ...], kind: int, known: Known, register: Register, weights: Weights
) -> NameMatch:
    words = Words(register.holds, register.resembles, forms_of_all(known.towns).__contains__)
    alignment = align(reading.words, theirs, words, cut=reading.cut, bare=not reading.form, bare_theirs=not known.form)
    person = PERSON_FORM in (known.form, reading.form) and kind != AUXILIARY
    over = (*alignment.ours, *alignment.theirs)
    unexplained = [left for _, left in over if left > Left.CUT]
    telling = [meeting for meeting in alignment.met if meeting.how != "initial"]
    if not telling:
        return NameMatch(
            NameAgreement.NONE,
            weights.name_differs,
            weights.name_differs,
            Bar.NO_NAME,
            reading,
            theirs,
            kind,
            alignment,
            person,
        )
    whole = sum(_worth(meeting, register) for meeting in alignment.met)
    cost = sum(name_costs(alignment, reading, kind, weights).values())
    bits = whole - log2(register.names)
    if kind == AUXILIARY:
        bits += weights.auxiliary_bonus
    elif not unexplained and not person and not any(left is Left.TOWN for _, left in over):
        bits = weights.name_cap  # the register gives a name once
        if len(theirs) == 1:
            bits -= weights.one_word_cost * log2(max(register.count(theirs[0]), 1))
    gross = min(weights.name_cap, bits)
    exact = (
        not unexplained
        and alignment.ordered
        and all(m.how in ("equal", "joined") and m.likeness == 1 for m in alignment.met)
    )
    exact = exact and not alignment.ours and not alignment.theirs
    agreement = NameAgreement.PARTIAL if unexplained else NameAgreement.FULL if exact else NameAgreement.LOOSE
    bar = _name_bar(alignment, reading, register)
    return NameMatch(agreement, gross - cost, gross, bar, reading, theirs, kind, alignment, person)


def name_costs(alignment: Alignment, reading: Reading, kind: int, weights: Weights) -> dict[str, float]:
    """What is taken off the weight of a name, by reason: spelling, left_over, former, reading."""
    return {
        "spelling": sum(_cost(meeting, weights) for meeting in alignment.met)
        + (0.0 if alignment.ordered else weights.order_cost),
        "left_over": _left_cost(alignment, weights),
        "former": weights.former_cost if kind == FORMER else 0.0,
        "reading": weights.domain_word_cost if reading.domain else weights.reading_cost if reading.part else 0.0,
    }


def _worth(meeting: Meeting, register: Register) -> float:
    """Bits that a pair of words gives: how rare it is."""
    match meeting.how:
        case "equal" | "similar" | "short":
            return register.rarity(meeting.word)
        case "joined":
            parts = meeting.word if " " in meeting.word else meeting.ours
            return min(sum(map(register.rarity, parts.split())), log2(register.names))
        case "cut":
            return register.rarity(meeting.word) * len(meeting.ours) / len(meeting.word)
        case _:
            return 0.0


def _cost(meeting: Meeting, weights: Weights) -> float:
    """Bits that it costs that the two words are not written alike."""
    unlike = _unlike(meeting, weights) if meeting.likeness < 1 else 0.0
    match meeting.how:
        case "joined":
            return unlike + weights.joined_cost
        case "cut":
            return weights.cut_cost
        case "initial":
            return weights.initial_cost
        case "short":
            return weights.short_cost
        case _:
            return unlike


def _unlike(meeting: Meeting, weights: Weights) -> float:
    share = 1 - meeting.likeness
    edits = round(share * max(len(meeting.ours), len(meeting.word)))
    return weights.similar_word_cost + weights.more_edits_cost * max(edits - 1, 0) + weights.unlike_cost * share


def _left_cost(alignment: Alignment, weights: Weights) -> float:
    ours = sum(left_cost(left, True, weights) for _, left in alignment.ours)
    return ours + sum(left_cost(left, False, weights) for _, left in alignment.theirs)


def left_cost(left: Left, ours: bool, weights: Weights) -> float:
    """Bits that a word costs which the other name lacks; `ours`: on the side of the record that is looked up."""
    match left:
        case Left.FILLER:
            return weights.left_over_filler
        case Left.TOWN:
            return weights.left_over_town
        case Left.FORM:
            return weights.left_over_form
        case Left.CUT:
            return weights.behind_cost
        case Left.NUMBER:
            return weights.left_over_number
        case Left.UNKNOWN if ours:
            return weights.left_over_unknown
        case _ if ours:
            return weights.left_over_known
        case _:
            return weights.left_over_register


def _name_bar(alignment: Alignment, reading: Reading, register: Register) -> Bar:
    if any(left in (Left.KNOWN, Left.NUMBER) for _, left in alignment.ours):
        return Bar.OUR_WORD
    if any(left in (Left.KNOWN, Left.UNKNOWN, Left.NUMBER) for _, left in alignment.theirs):
        return Bar.THEIR_WORD
    for meeting in alignment.met:
        other = meeting.how == "similar" and meeting.likeness < 1 and register.holds(meeting.ours)
        if other and register.registered(meeting.word) and plain(meeting.ours) != plain(meeting.word):
            return Bar.OTHER_WORD
    if alignment.ours and any(left is Left.UNKNOWN for _, left in alignment.ours):
        return Bar.UNKNOWN_WORD
    if reading.domain:
        return Bar.DOMAIN_WORD
    return Bar.PART if reading.aside else Bar.NONE
