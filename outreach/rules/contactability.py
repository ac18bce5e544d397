"""Which channel may be used for direct marketing, and the rule in words."""

from __future__ import annotations

from outreach.terms.candidate import ActorType

_SOLE_TRADER = "26"  # code set YRMU of the register
_ASSOCIATIONS = frozenset({"4", "6", "9", "21", "25", "29", "31", "35", "38", "47", "58"})
_PUBLIC = frozenset({"22", "40", "41", "42", "43", "44", "45", "48", "49", "61", "62", "64", "71"})
_COMPANIES = frozenset(
    {"2", "5", "7", "8", "10", "11", "12", "13", "14", "15", "16", "17", "19", "20", "23", "24", "26", "28", "30", "56"}
    | {"80", "83", "84", "85"}
)


def is_sole_trader_form(form_code: str) -> bool:
    """Whether a legal form of the register is that of a private trader: a natural person in law."""
    return form_code == _SOLE_TRADER


def actor_type_by_form(form_code: str) -> str:
    """Actor type that a legal form of the register tells for sure; "" when it leaves several open."""
    if form_code in _COMPANIES:
        return ActorType.COMPANY
    if form_code in _ASSOCIATIONS:
        return ActorType.ASSOCIATION
    return ActorType.PUBLIC if form_code in _PUBLIC else ""
