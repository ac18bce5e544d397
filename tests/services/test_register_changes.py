"""What counts as a change in a company between two readings of the register."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from outreach.codes import industry_successors, industry_titles
from outreach.rules.registry import LISTS, company_rows
from outreach.services.register.changes import changes
from outreach.terms.candidate import IndustrySet, RegisterForm, RegisterSituation, SituationKind
from tests.services.register_samples import IDS, address, company

STORED: dict[str, Any] = {"municipality_code": "740", "industry_set": "TOIMI4", "industry_code": "16230"}


def found(old: dict[str, Any], **new: Any) -> list[tuple[str, str, str]]:
    """Changes from a company in Savonlinna, `old` its row's columns, to the same one with other values."""
    before, after = company_rows(company(IDS[0], "Esimerkki Oy")), company_rows(company(IDS[0], "Esimerkki Oy", **new))
    columns = dict(old)
    was = columns.pop("situations", ())
    now = json.loads(after.lists[tuple(LISTS).index("registry_situation")])
    return [
        (change.kind.value, change.before, change.after)
        for change in changes(before.company._replace(**STORED | columns), after.company, was, now)
    ]


def test_nothing_different_is_no_change() -> None:
    assert found({}) == []


def test_a_new_edition_of_the_classification_is_no_new_industry() -> None:
    software = {"industry_code": "62100", "industry_set": IndustrySet.TOL2025}
    assert found({"industry_set": "TOIMI3", "industry_code": "62010"}, **software) == []


def test_another_code_than_the_main_successor_is_a_new_industry() -> None:
    assert found({"industry_set": "TOIMI3", "industry_code": "62010"}) == [("industry", "TOIMI3 62010", "TOIMI4 16230")]


def test_another_code_in_the_same_edition_is_a_new_industry() -> None:
    assert found({"industry_code": "62100"}) == [("industry", "TOIMI4 62100", "TOIMI4 16230")]


@pytest.mark.parametrize(
    "old", [{"industry_code": "", "industry_set": ""}, {"industry_set": "TOIMI2", "industry_code": "20300"}]
)
def test_an_industry_that_cannot_be_compared_is_no_change(old: dict[str, Any]) -> None:
    assert found(old) == []


def test_a_move_is_told_in_municipality_codes_and_a_first_address_is_none() -> None:
    rauma = (address("26100", "RAUMA", "RAUMO", "684"),)
    assert found({}, addresses=rauma) == [("moved", "740", "684")]
    assert found({"municipality_code": ""}, addresses=rauma) == []


def test_another_street_in_the_same_town_is_a_new_address_and_no_move() -> None:
    other = (address("57130", "SAVONLINNA", "NYSLOTT", "740", street="Uusikatu 2"),)
    told = ("address", "Olavinkatu 1, 57100 SAVONLINNA", "Uusikatu 2, 57130 SAVONLINNA")
    assert found({}, addresses=other) == [told]
    assert found({}, addresses=()) == []


def test_one_of_several_successors_of_a_code_is_no_new_industry() -> None:
    several = next(
        (code, successors)
        for code in industry_titles(IndustrySet.TOL2008, "fi")
        for successors, kind in [industry_successors(IndustrySet.TOL2008, code, IndustrySet.TOL2025)]
        if len(code) == 5 and len(successors) > 1
    )
    for successor in several[1]:
        new = {"industry_code": successor, "industry_set": IndustrySet.TOL2025}
        assert found({"industry_set": "TOIMI3", "industry_code": several[0]}, **new) == []


def test_bankruptcy_opens_and_is_over() -> None:
    opened = RegisterSituation(SituationKind.BANKRUPTCY, date(2026, 3, 6))
    closed = RegisterSituation(SituationKind.BANKRUPTCY, date(2026, 3, 6), date(2026, 9, 1))
    assert found({}, situations=(opened,)) == [("bankruptcy", "", "2026-03-06")]
    assert found({"situations": [("KONK", "2026-03-06", None)]}, situations=(opened,)) == []
    assert found({"situations": [("KONK", "2026-03-06", None)]}, situations=(closed,)) == [
        ("situation_over", "KONK", "2026-09-01")
    ]


def test_ceasing_is_told_once_by_the_day_or_by_the_status() -> None:
    ended = {"ended": date(2026, 2, 1), "trade_register_status": "4"}
    assert found({}, **ended) == [("ceased", "", "2026-02-01")]
    assert found({"trade_register_status": "4"}, **ended) == []
    assert found({}, trade_register_status="4") == [("ceased", "", "")]


def test_a_new_form_and_a_new_website_are_told() -> None:
    assert found({}, forms=(RegisterForm("17", 1),), website="www.esimerkki.example") == [
        ("form", "16", "17"),
        ("website", "", "www.esimerkki.example"),
    ]
