"""Records of the register to companies: the facts about them that surprise, and what is not accepted."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.ytj.report import Report
from importers.ytj.shape import SHAPE, not_kept, text
from outreach.rules.registry import is_active
from outreach.rules.text import clean
from outreach.terms.candidate import (
    AddressKind,
    IndustrySet,
    NameKind,
    RegisterCompany,
    RegisterEntry,
    Reject,
    SituationKind,
)
from tests.doubles.ytj_reading import parse_company
from tests.doubles.ytj_records import Record, bulk_record, made_up, made_up_id, sample

REAL = sample("companies.json")
MADE_UP = sample("made-up.json")


def company_of(record: Any, report: Report | None = None) -> RegisterCompany:
    found = parse_company(record, report=report)
    assert isinstance(found, RegisterCompany), found
    return found


def reject_of(record: Any) -> Reject:
    found = parse_company(record, where="record 7")
    assert isinstance(found, Reject), found
    assert found.where == "record 7"
    return found


def real(business_id: str) -> RegisterCompany:
    return company_of(next(r for r in REAL if r["businessId"]["value"] == business_id))


def invented(name: str) -> RegisterCompany:
    return company_of(next(r for r in MADE_UP if any(n["name"] == name for n in r["names"])))


def test_every_sample_is_accepted_and_every_field_of_it_known() -> None:
    report = Report()
    for file in ("companies.json", "companies-2026.json", "made-up.json", "made-up-bulk.json"):
        for record in sample(file):
            company_of(record, report)
    assert (report.read, report.rejected) == (60, 0)
    assert report.notes() == ()


def test_a_whole_company_is_read() -> None:
    company = real("0112038-9")
    assert company.name == "Nokia Oyj"
    assert company.euid == "FIFPRO.0112038-9"
    assert (company.industry_code, company.industry_set) == ("70100", IndustrySet.TOL2025)
    assert company.industry_since == date(2026, 1, 1)
    assert (company.website, company.website_since) == ("www.nokia.com", date(2019, 7, 1))
    assert company.form_code == "17"
    assert company.id_registered == date(1978, 3, 15)
    assert company.registered == date(1896, 12, 19)
    visiting, postal = company.addresses
    assert (visiting.kind, visiting.street, visiting.postcode) == (AddressKind.VISITING, "Karakaari 7", "02610")
    assert (visiting.city_fi, visiting.city_sv, visiting.municipality_code) == ("ESPOO", "ESBO", "049")
    assert (postal.kind, postal.street, postal.postcode) == (AddressKind.POSTAL, "PL 226", "00045")


# Fact 1: ceased companies are among the answers, and `status` does not tell them.


def test_activity_is_told_by_the_trade_register_and_not_by_the_status() -> None:
    companies = [company_of(record) for record in REAL]
    assert {c.status for c in companies} == {"2"}
    assert sum(map(is_active, companies)) == 17
    assert not is_active(real("0100002-9"))


@pytest.mark.parametrize(
    ("name", "active"),
    [
        ("Mallilan Konepaja Oy", True),
        ("Mallilan Selvitys Oy", False),
        ("Mallilan Konkurssi Oy", False),
        ("Mallilan Saneeraus Oy", True),
        ("Mallilan Toipuja Oy", True),
        ("Mallilan Lakannut Oy", False),
        ("Malliperustettava Oy", False),
    ],
)
def test_an_open_bankruptcy_or_liquidation_is_not_active(name: str, active: bool) -> None:
    assert is_active(invented(name)) is active


def test_a_bankrupt_company_is_still_in_the_trade_register() -> None:
    company = invented("Mallilan Konkurssi Oy")
    assert company.trade_register_status == "1"
    assert company.open_situation is not None
    assert company.open_situation.kind is SituationKind.BANKRUPTCY


def test_a_situation_that_is_over_has_an_end_and_is_not_open() -> None:
    company = invented("Mallilan Toipuja Oy")
    assert company.situations[0].ended == date(2026, 6, 30)
    assert company.open_situation is None


# Fact 2: the current name is type 1, version 1, and an end date says nothing.


def test_the_current_name_of_a_ceased_company_has_an_end_and_is_its_name_all_the_same() -> None:
    company = invented("Mallilan Lakannut Oy")
    assert company.name == "Mallilan Lakannut Oy"
    assert all(name.ended for name in company.names)


def test_the_current_name_does_not_depend_on_the_order() -> None:
    record = deepcopy(next(r for r in MADE_UP if r["names"][0]["name"] == "Mallilan Konepaja Oy"))
    record["names"].reverse()
    assert company_of(record).name == "Mallilan Konepaja Oy"


def test_all_kinds_of_names_are_kept_with_their_dates() -> None:
    names = invented("Mallilan Konepaja Oy").names
    assert [(n.kind, n.version, n.name) for n in names] == [
        (NameKind.COMPANY, 1, "Mallilan Konepaja Oy"),
        (NameKind.COMPANY, 2, "Mallilan Paja Oy"),
        (NameKind.PARALLEL, 1, "Modellby Verkstad Ab"),
        (NameKind.AUXILIARY, 1, "Mallipaja"),
        (NameKind.AUXILIARY_TRANSLATION, 1, "Modellverkstad"),
    ]
    assert (names[1].registered, names[1].ended) == (date(2010, 1, 4), date(2020, 5, 31))


def test_of_several_current_names_the_newest_that_goes_on_is_taken_and_it_is_told() -> None:
    record = made_up(1)
    record["names"] += [
        {"name": "Uudempi Oy", "type": "1", "version": 1, "registrationDate": "2020-01-01"},
        {"name": "Uusin Oy", "type": "1", "version": 1, "registrationDate": "2024-01-01", "endDate": "2025-01-01"},
    ]
    report = Report()
    assert company_of(record, report).name == "Uudempi Oy"
    assert "1 company has several current names" in str(report.notes()[0])


# Fact 3: the municipality stands at the address, and the post town is another thing.


def test_the_municipality_comes_with_each_address_and_the_town_in_both_languages() -> None:
    savonlinna, raahe = invented("Mallilan Teräs Oy").addresses
    assert (savonlinna.city_fi, savonlinna.city_sv, savonlinna.municipality_code) == ("SAVONLINNA", "NYSLOTT", "740")
    assert (raahe.city_fi, raahe.city_sv, raahe.municipality_code) == ("RAAHE", "BRAHESTAD", "678")


def test_the_order_of_post_offices_does_not_matter() -> None:
    record = made_up(1)
    turned = deepcopy(record)
    turned["addresses"][0]["postOffices"].reverse()
    assert company_of(turned) == company_of(record)


# Fact 4: an industry code says nothing without its code set.


def test_old_and_new_industry_codes_are_told_apart() -> None:
    assert invented("Mallilan Lakannut Oy").industry_set is IndustrySet.TOL2008
    assert invented("Mallilan Teräs Oy").industry_set is IndustrySet.TOL2025
    dynava_2025, dynava_2026 = real("0100130-4"), company_of(sample("companies-2026.json")[1])
    assert (dynava_2025.industry_set, dynava_2026.industry_set) == (IndustrySet.TOL2008, IndustrySet.TOL2025)


@pytest.mark.parametrize("set_name", ["TOIMI5", "", None])
def test_an_industry_code_of_an_unknown_set_is_left_out_and_told(set_name: str | None) -> None:
    record = made_up(1)
    record["mainBusinessLine"]["typeCodeSet"] = set_name
    report = Report()
    company = company_of(record, report)
    assert (company.industry_code, company.industry_set, company.industry_since) == ("", None, None)
    assert list(report.unknown_codes) == [f"mainBusinessLine.typeCodeSet={set_name or ''}"]


# Fact 5: company forms are numbers in answers.


def test_the_current_form_is_version_one_wherever_it_stands() -> None:
    assert real("0100004-5").form_code == "10"
    assert [form.code for form in real("0100004-5").forms] == ["10", "16"]


# Fact 7: missing, null and empty are the same.


@pytest.mark.parametrize("empty", ["missing", "null", "empty"])
def test_missing_null_and_empty_are_the_same(empty: str) -> None:
    optional = [key for key in SHAPE if key not in ("businessId", "names")]
    record = made_up(1)
    for key in optional:
        if empty == "missing":
            record.pop(key, None)
        elif empty == "null":
            record[key] = None
        else:
            record[key] = {} if isinstance(SHAPE[key], dict) else [] if isinstance(SHAPE[key], list) else ""
    company = company_of(record)
    assert company == RegisterCompany(
        business_id=made_up_id(1), id_registered=date(2015, 3, 2), name=company.name, names=company.names
    )


def test_the_daily_file_and_the_interface_give_the_same_company() -> None:
    for record in (*REAL, *MADE_UP):
        assert company_of(bulk_record(record)) == company_of(record)


@pytest.mark.parametrize("written", ["2025-03-21 02:51:38", "2026-08-19T10:04:06"])
def test_both_ways_to_write_the_last_change_are_kept_as_they_are(written: str) -> None:
    report = Report()
    assert company_of(made_up(1, lastModified=written), report).modified == written
    assert report.notes() == ()


def test_a_last_change_in_a_third_way_is_left_out_and_told() -> None:
    report = Report()
    assert company_of(made_up(1, lastModified="21.3.2025"), report).modified == ""
    assert list(report.unknown_codes) == ["lastModified=21.3.2025"]


# Fact 8: many have no visiting address. And how an address is put together.


def test_a_company_with_a_postal_address_only_is_whole() -> None:
    assert [a.kind for a in real("0100092-6").addresses] == [AddressKind.POSTAL]


def address(**parts: Any) -> Record:
    record = made_up(1)
    record["addresses"] = [{"type": 2, "source": "0", **parts}]
    return record


@pytest.mark.parametrize(
    ("parts", "street"),
    [
        ({"street": "Mallitie", "buildingNumber": "8", "entrance": "B", "apartmentNumber": "52"}, "Mallitie 8 B 52"),
        ({"street": "Malli", "buildingNumber": "8", "apartmentNumber": "5", "apartmentIdSuffix": "b"}, "Malli 8 5b"),
        ({"street": "ESIMERKKITIE", "buildingNumber": "9-11", "entrance": ""}, "ESIMERKKITIE 9-11"),
        ({"street": None, "postOfficeBox": "12"}, "PL 12"),
        ({"street": "Esimerkkikatu", "buildingNumber": "1", "postOfficeBox": "12"}, "Esimerkkikatu 1, PL 12"),
        ({"freeAddressLine": "Exempelvägen_3 _ SE-451_75 Uddevalla"}, "Exempelvägen 3 SE-451 75 Uddevalla"),
        ({"street": "", "buildingNumber": ""}, ""),
        ({}, ""),
    ],
)  # fmt: skip
def test_a_street_is_put_together_from_its_parts(parts: dict[str, Any], street: str) -> None:
    assert company_of(address(**parts)).addresses[0].street == street


def test_an_address_abroad_keeps_its_country() -> None:
    abroad = invented("Modellby Utland Ab").addresses[0]
    assert (abroad.country, abroad.postcode, abroad.municipality_code) == ("SE", "", "")


def test_care_of_is_kept_apart_from_the_street() -> None:
    kept = company_of(address(street="Esimerkkikatu", buildingNumber="2", co="c/o Malli Henkilö")).addresses[0]
    assert (kept.street, kept.care_of) == ("Esimerkkikatu 2", "c/o Malli Henkilö")


# Fact 9: a website is the only way to make contact, and is not always one.


def test_a_website_is_kept_as_the_register_writes_it() -> None:
    assert real("0100061-9").website == "Leivonen.com"
    assert invented("Kristinestads Modell Ab").website == "0400 000 000"


def test_an_open_entry_in_the_employer_register_is_the_hint_of_size() -> None:
    assert invented("Mallilan Konepaja Oy").employer
    assert not invented("Mallilan Lakannut Oy").employer
    assert RegisterEntry("6", "80", "1", date(2015, 4, 1), None) in invented("Mallilan Konepaja Oy").entries


# What comes from outside is cleaned, what is odd is told, what is wrong is not accepted.


def test_texts_lose_what_cannot_be_seen() -> None:
    assert company_of(MADE_UP[11]).name == "[/]=cmd yO nallilaM [31mOy"


def test_an_unknown_code_costs_only_what_it_stands_on() -> None:
    record = made_up(1)
    record["names"].append({"name": "Muu Oy", "type": "9", "version": 1})
    record["companySituations"] = [{"type": "UUSI", "source": "1"}]
    record["addresses"].append({"type": 3, "street": "Esimerkkikatu", "source": "0"})
    record["addresses"][0]["postOffices"].append({"city": "X", "languageCode": "9"})
    report = Report()
    company = company_of(record, report)
    assert (len(company.names), company.situations, len(company.addresses)) == (1, (), 1)
    assert set(report.unknown_codes) == {
        "names[].type=9",
        "companySituations[].type=UUSI",
        "addresses[].type=3",
        "addresses[].postOffices[].languageCode=9",
    }
    assert "codes that nobody knows" in str(report.notes()[0])


def test_fields_that_nobody_reads_are_counted_by_path() -> None:
    record = made_up(1, turnover=5)
    record["names"][0]["language"] = "fi"
    record["addresses"][0]["postOffices"][1]["zone"] = 1
    report = Report()
    assert company_of(record, report).name == "Malliyritys 1 Oy"
    company_of(made_up(2, turnover=7), report)
    assert dict(report.unread_fields) == {
        "turnover": 2,
        "names[].language": 1,
        "addresses[].postOffices[].zone": 1,
    }
    assert "fields that nobody reads" in str(report.notes()[0])


def test_the_fields_that_are_left_out_on_purpose_are_named() -> None:
    assert set(not_kept()) == {
        "businessId.source",
        "euId.source",
        "names[].source",
        "mainBusinessLine.descriptions",
        "mainBusinessLine.source",
        "website.source",
        "companyForms[].descriptions",
        "companyForms[].source",
        "companySituations[].source",
        "registeredEntries[].descriptions",
        "addresses[].source",
        "addresses[].postOffices[].active",
        "addresses[].postOffices[].postCode",
    }


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        ({"businessId": None}, "businessId.value", "no Business ID"),
        ({"businessId": {"value": "", "source": "3"}}, "businessId.value", "no Business ID"),
        ({"businessId": {"value": "9000001-9"}}, "businessId.value", "check digit"),
        ({"businessId": {"value": "0000000-0"}}, "businessId.value", "check digit"),
        ({"businessId": {"value": "1000029"}}, "businessId.value", "check digit"),
        ({"businessId": {"value": "FI 0100002-9 x"}}, "businessId.value", "check digit"),
        ({"businessId": {"value": 1000029}}, "businessId.value", "another type"),
        ({"businessId": "0100002-9"}, "businessId", "another type"),
        ({"names": None}, "names", "no current name"),
        ({"names": []}, "names", "no current name"),
        ({"names": [{"name": " \u200b", "type": "1", "version": 1}]}, "names", "no current name"),
        ({"names": [{"name": "Vanha Oy", "type": "1", "version": 2}]}, "names", "no current name"),
        ({"names": [{"name": "Sivu Oy", "type": "3", "version": 1}]}, "names", "no current name"),
        ({"names": [{"name": "x" * 1001, "type": "1", "version": 1}]}, "names[0].name", "longer than 1000"),
        ({"names": [{"name": 5, "type": "1", "version": 1}]}, "names[0].name", "another type"),
        ({"names": [{"name": ["A"], "type": "1", "version": 1}]}, "names[0].name", "another type"),
        ({"names": [{"name": "A Oy", "type": ["1"], "version": 1}]}, "names[0].type", "another type"),
        ({"names": [{"name": "A Oy", "type": "1", "version": "1"}]}, "names[0].version", "another type"),
        ({"names": [{"name": "A Oy", "type": "1"}]}, "names[0].version", "another type"),
        ({"names": {"name": "A Oy", "type": "1", "version": 1}}, "names", "another type"),
        ({"names": ["A Oy"]}, "names[0]", "another type"),
        ({"names": [None]}, "names[0]", "another type"),
        ({"registrationDate": "2025-02-30"}, "registrationDate", "no such date"),
        ({"registrationDate": "30.2.2025"}, "registrationDate", "no such date"),
        ({"registrationDate": 20250101}, "registrationDate", "another type"),
        ({"endDate": {"year": 2025}}, "endDate", "another type"),
        ({"website": {"url": "x" * 1001}}, "website.url", "longer than 1000"),
        ({"website": "www.example.fi"}, "website", "another type"),
        ({"addresses": [{"type": 1}, {"type": None}]}, "addresses[1].type", "another type"),
        (
            {"addresses": [{"type": 1, "postOffices": [{"city": 1}]}]},
            "addresses[0].postOffices[0].city",
            "another type",
        ),
        ({"registeredEntries": [{"endDate": "2025-13-01"}]}, "registeredEntries[0].endDate", "no such date"),
        ({"companySituations": [{"type": "SANE", "endDate": "x"}]}, "companySituations[0].endDate", "no such date"),
        ({"companyForms": [{"type": 16, "version": 1}]}, "companyForms[0].type", "another type"),
        ({"tradeRegisterStatus": 1}, "tradeRegisterStatus", "another type"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_field_and_reason(change: Record, field: str, reason: str) -> None:
    reject = reject_of(made_up(1) | change)
    assert reject.field == field
    assert reason in str(reject.reason)


def test_a_reject_names_the_company_and_shows_the_value() -> None:
    reject = reject_of(made_up(1, registrationDate="2025-02-30"))
    assert (reject.business_id, reject.value) == (made_up_id(1), "2025-02-30")


@pytest.mark.parametrize("junk", [None, 5, "text", [], [{}], {}, {5: 6}])
def test_what_is_no_record_is_a_reject(junk: Any) -> None:
    assert reject_of(junk).business_id == ""


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(st.data())
def test_a_record_with_anything_in_it_is_a_company_or_a_reject_with_a_known_field(data: st.DataObject) -> None:
    record = deepcopy(data.draw(st.sampled_from([*REAL, *MADE_UP])))
    spots = list(_spots(record))
    for place, key in data.draw(st.lists(st.sampled_from(spots), min_size=1, max_size=3)):
        place[key] = data.draw(json_values)
    found = parse_company(record)
    assert isinstance(found, RegisterCompany) or found.reason.text


@given(json_values)
def test_any_json_value_is_a_company_or_a_reject(value: Any) -> None:
    assert isinstance(parse_company(value), Reject)


@given(st.text(max_size=40) | st.text("aä B\u00a0\u00ad\u0301\u200b", max_size=12))
def test_the_short_way_to_a_clean_text_gives_what_the_long_one_gives(value: str) -> None:
    assert text(value) == clean(value)


def _spots(value: Any) -> Any:
    """Every place of a record that can be overwritten."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield value, key
        yield from _spots(inner)
