"""What leaves an actor out of the candidates of a need altogether, and why. Only known facts do: unknown ones never."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from outreach.terms.candidate import SituationKind
from outreach.terms.message import Message, say
from outreach.terms.needs import ActorFacts, Age, NeedSpec, Place, Size

HOUSING_FORMS = frozenset({"2", "10"})  # code set YRMU: housing companies, mutual real estate companies


def standing_gate(facts: ActorFacts) -> Message | None:
    """Reasons that hold for every need: do-not-contact, ceased, bankrupt, in liquidation, a housing company."""
    if facts.suppressed:
        return say("Do not contact")
    if facts.ended:
        return say("Ceased")
    if facts.situation == SituationKind.BANKRUPTCY:
        return say("In bankruptcy")
    if facts.situation == SituationKind.LIQUIDATION:
        return say("In liquidation")
    if not facts.active:
        return say("not active in the register")
    if facts.form_code in HOUSING_FORMS:
        return say("a housing or mutual real estate company")
    return None


def hard_gate(need: NeedSpec, *, place: float | None, size: float | None, age: float | None) -> Message | None:
    """Hard wishes of the need that the actor is known not to meet."""
    if need.place and need.place.hard and place == 0.0:
        return say("works elsewhere, and the need is bound to a place")
    if need.size and need.size.hard and size == 0.0:
        return say("not in the employer register") if need.size.employer else say("in the employer register")
    if need.age and need.age.hard and age == 0.0:
        return say("its age is outside what the need asks for")
    return None


def place_share(place: Place, codes: tuple[str, ...], region_of: Mapping[str, str]) -> tuple[float | None, str]:
    """1.0 in a wanted municipality, 0.6 in a wanted region (1.0 where the need names regions alone), else 0; and the
    municipality that decided. None when no place is known."""
    if not codes:
        return None, ""
    in_region = 0.6 if place.municipalities else 1.0
    shares = [
        1.0 if code in place.municipalities else in_region if region_of.get(code) in place.regions else 0.0
        for code in codes
    ]
    best = max(shares)
    return best, codes[shares.index(best)]


def size_share(size: Size, employer: bool | None) -> float | None:
    return None if employer is None else float(employer is size.employer)


def years_since(registered: date, today: date) -> int:
    """Full years; a day that has not come yet this year does not count."""
    return today.year - registered.year - ((today.month, today.day) < (registered.month, registered.day))


def age_share(age: Age, registered: date | None, today: date) -> float | None:
    if registered is None:
        return None
    years = years_since(registered, today)
    low = age.at_least if age.at_least is not None else years
    high = age.at_most if age.at_most is not None else years
    return float(low <= years <= high)
