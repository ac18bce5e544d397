"""Which channel may be used for direct marketing, and the rule in words.

Act on Electronic Communications Services (917/2014): section 200 wants prior consent for electronic direct marketing to
natural persons, section 202 lets legal persons be marketed to until they object. Calls and letters are allowed until
somebody objects (General Data Protection Regulation, article 21). Where the law leaves room the stricter reading is
taken: an address that may be private counts as private.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from outreach.rules.identity import domain_of, is_role_mailbox, is_shared_domain
from outreach.terms.candidate import ActorType
from outreach.terms.message import Message, say
from outreach.terms.views import ChannelRule
from outreach.terms.work import Channel

_SOLE_TRADER = "26"  # code set YRMU of the register
_NATURAL_PERSONS = frozenset({_SOLE_TRADER, "51", "53", "57"})  # tax partnerships, estates: no legal person behind them
_ASSOCIATIONS = frozenset({"4", "6", "9", "21", "25", "29", "31", "35", "38", "47", "58"})
_PUBLIC = frozenset({"22", "40", "41", "42", "43", "44", "45", "48", "49", "61", "62", "64", "71"})
_COMPANIES = frozenset(
    {"2", "5", "7", "8", "10", "11", "12", "13", "14", "15", "16", "17", "19", "20", "23", "24", "26", "28", "30", "56"}
    | {"80", "83", "84", "85"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One way to reach somebody. `value` empty: none is known. `banned`: a do-not-contact entry stands over it."""

    channel: Channel
    value: str
    natural_person: bool = False  # the organisation is a sole trader or another body of natural persons
    banned: bool = False
    consent_on: date | None = None  # consent to e-mail


def is_sole_trader_form(form_code: str) -> bool:
    """Whether a legal form of the register is that of a private trader: a natural person in law."""
    return form_code == _SOLE_TRADER


def is_natural_person_form(form_code: str) -> bool:
    """Whether natural persons, and no legal person, stand behind a legal form of the register."""
    return form_code in _NATURAL_PERSONS


def actor_type_by_form(form_code: str) -> str:
    """Actor type that a legal form of the register tells for sure; "" when it leaves several open."""
    if form_code in _COMPANIES:
        return ActorType.COMPANY.value
    if form_code in _ASSOCIATIONS:
        return ActorType.ASSOCIATION.value
    return ActorType.PUBLIC.value if form_code in _PUBLIC else ""


def judge(route: Route) -> ChannelRule:
    """Whether a route may be used, and why."""
    allowed, why = _reason(route)
    said = say("May be used: {rule}", rule=why) if allowed else say("May not be used: {rule}", rule=why)
    return ChannelRule(channel=route.channel, allowed=allowed, rule=said, value=route.value, banned=route.banned)


def best(routes: Iterable[Route]) -> tuple[ChannelRule, ...]:
    """One rule for each channel: of the first route that may be used, else of the first known one, else of none.

    Routes come in the order of preference: the organisation's own before those of its people.
    """
    found: dict[Channel, ChannelRule] = {}
    for rule in map(judge, routes):
        known = found.get(rule.channel)
        if known is None or (not known.allowed and (rule.allowed or (not known.value and rule.value))):
            found[rule.channel] = rule
    return tuple(found[channel] for channel in (Channel.EMAIL, Channel.PHONE, Channel.POST) if channel in found)


def _reason(route: Route) -> tuple[bool, Message]:
    if route.banned:
        return False, say("do-not-contact entry")
    if not route.value:
        return False, _NOT_KNOWN[route.channel]
    if route.channel is Channel.EMAIL:
        return _email(route)
    if route.channel is Channel.PHONE:
        return True, say("calls are allowed until somebody objects")
    return True, say("letters are allowed until somebody objects")


def _email(route: Route) -> tuple[bool, Message]:
    if route.consent_on is not None:
        return True, say("consent given on {date}", date=route.consent_on)
    if route.natural_person:
        return False, say("a sole trader is a natural person: ask for consent first, by phone or letter")
    if is_role_mailbox(route.value):
        return True, say("general e-mail address")
    if is_shared_domain(domain_of(route.value)):
        return False, say("may be a private address: ask for consent first, by phone or letter")
    return True, say("personal work e-mail, only in matters that concern the person's duties")


_NOT_KNOWN = {
    Channel.EMAIL: say("no e-mail address is known"),
    Channel.PHONE: say("no phone number is known"),
    Channel.POST: say("no postal address is known"),
}
