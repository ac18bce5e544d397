"""The number that tells whether a company has changed."""

from __future__ import annotations

import random
from copy import deepcopy
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rules import registry
from outreach.terms.candidate import RegisterCompany, RegisterEntry
from tests.doubles.ytj_reading import parse_company
from tests.doubles.ytj_records import Record, bulk_record, made_up, sample

RECORDS = [*sample("companies.json"), *sample("made-up.json")]


def company_of(record: Record) -> RegisterCompany:
    found = parse_company(record)
    assert isinstance(found, RegisterCompany)
    return found


def content_hash(company: RegisterCompany) -> int:
    return registry.content_hash(registry.company_rows(company))


@given(st.sampled_from(RECORDS), st.randoms(use_true_random=False))
def test_a_reordered_export_gives_the_same_number(record: Record, shuffler: random.Random) -> None:
    turned = deepcopy(record)
    for key in ("names", "companyForms", "companySituations", "registeredEntries", "addresses"):
        shuffler.shuffle(turned.get(key) or [])
    for address in turned.get("addresses") or []:
        shuffler.shuffle(address.get("postOffices") or [])
    keys = list(turned)
    shuffler.shuffle(keys)
    assert content_hash(company_of({key: turned[key] for key in keys})) == content_hash(company_of(record))


def test_what_is_not_kept_does_not_count() -> None:
    record = made_up(1)
    other = bulk_record(made_up(1, lastModified="2026-11-01T00:00:00", unknown="x"))
    other["mainBusinessLine"]["descriptions"] = []
    assert content_hash(company_of(other)) == content_hash(company_of(record))


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Toinen Oy"},
        {"euid": "FIFPRO.0112038-9"},
        {"industry_code": "62200"},
        {"industry_set": None},
        {"industry_since": None},
        {"website": "www.example.fi"},
        {"website_since": date(2026, 1, 1)},
        {"trade_register_status": "4"},
        {"status": "1"},
        {"registered": None},
        {"ended": date(2026, 1, 1)},
        {"id_registered": None},
        {"names": ()},
        {"forms": ()},
        {"addresses": ()},
        {"entries": (RegisterEntry("7", "41", "1"),)},
        {"business_id": "0112038-9"},
    ],
)
def test_every_value_that_is_kept_counts(change: Record) -> None:
    company = company_of(made_up(1))
    assert content_hash(company._replace(**change)) != content_hash(company)


def test_a_value_that_moves_to_another_field_counts() -> None:
    company = company_of(made_up(1))
    ended, registered = (
        company._replace(registered=None, ended=date(2026, 1, 1)),
        company._replace(registered=date(2026, 1, 1)),
    )
    assert content_hash(ended) != content_hash(registered)


def test_the_number_is_the_same_in_every_run_and_fits_a_signed_column() -> None:
    assert content_hash(company_of(made_up(1))) == 6508071961583455546
    assert all(-(2**63) <= content_hash(company_of(record)) < 2**63 for record in RECORDS)


def test_different_companies_have_different_numbers() -> None:
    assert len({content_hash(company_of(record)) for record in RECORDS}) == len(RECORDS)
