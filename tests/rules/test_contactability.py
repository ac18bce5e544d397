"""Which channel may be used, and the rule that is said."""

from __future__ import annotations

from datetime import date

import pytest

from outreach.rules.contactability import Route, actor_type_by_form, best, is_sole_trader_form, judge
from outreach.terms.work import Channel


@pytest.mark.parametrize(
    ("route", "allowed", "said"),
    [
        (Route(channel=Channel.EMAIL, value="info@konepaja.example"), True, "May be used: general e-mail address"),
        (
            Route(channel=Channel.EMAIL, value="testi.henkilo@konepaja.example"),
            True,
            "May be used: personal work e-mail, only in matters that concern the person's duties",
        ),
        (
            Route(channel=Channel.EMAIL, value="testi.henkilo@gmail.com"),
            False,
            "May not be used: may be a private address: ask for consent first, by phone or letter",
        ),
        (
            Route(channel=Channel.EMAIL, value="info@tmi.example", natural_person=True),
            False,
            "May not be used: a sole trader is a natural person: ask for consent first, by phone or letter",
        ),
        (
            Route(channel=Channel.EMAIL, value="x@tmi.example", natural_person=True, consent_on=date(2026, 3, 9)),
            True,
            "May be used: consent given on 2026-03-09",
        ),
        (
            Route(channel=Channel.EMAIL, value="x@tmi.example", consent_on=date(2026, 3, 9), banned=True),
            False,
            "May not be used: do-not-contact entry",
        ),
        (Route(channel=Channel.EMAIL, value=""), False, "May not be used: no e-mail address is known"),
        (
            Route(channel=Channel.PHONE, value="+358405550100", natural_person=True),
            True,
            "May be used: calls are allowed until somebody objects",
        ),
        (Route(channel=Channel.PHONE, value=""), False, "May not be used: no phone number is known"),
        (Route(channel=Channel.POST, value="Katu 1"), True, "May be used: letters are allowed until somebody objects"),
        (Route(channel=Channel.POST, value=""), False, "May not be used: no postal address is known"),
        (Route(channel=Channel.POST, value="", banned=True), False, "May not be used: do-not-contact entry"),
    ],
)
def test_each_route_is_judged_with_its_rule(route: Route, allowed: bool, said: str) -> None:
    rule = judge(route)
    assert (rule.allowed, str(rule.rule), rule.value, rule.banned) == (allowed, said, route.value, route.banned)


def test_one_rule_a_channel_the_first_usable_route_else_the_first_known() -> None:
    role, person = "info@konepaja.example", "testi@konepaja.example"
    rules = best(
        [
            Route(channel=Channel.PHONE, value=""),
            Route(channel=Channel.PHONE, value="1", banned=True),
            Route(channel=Channel.EMAIL, value=role, banned=True),
            Route(channel=Channel.EMAIL, value=person),
            Route(channel=Channel.EMAIL, value="other@konepaja.example"),
            Route(channel=Channel.POST, value=""),
        ]
    )
    assert [(rule.channel, rule.value, rule.allowed) for rule in rules] == [
        (Channel.EMAIL, person, True),
        (Channel.PHONE, "1", False),
        (Channel.POST, "", False),
    ]


@pytest.mark.parametrize(
    ("form", "kind", "trader"),
    [
        ("16", "company", False),
        ("26", "company", True),
        ("6", "association", False),
        ("41", "public", False),
        ("18", "", False),
        ("", "", False),
    ],
)
def test_the_legal_form_tells_the_type_of_actor(form: str, kind: str, trader: bool) -> None:
    assert (actor_type_by_form(form), is_sole_trader_form(form)) == (kind, trader)
