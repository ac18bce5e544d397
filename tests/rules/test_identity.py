"""Business IDs, actor numbers, phones, domains, mailboxes and streets."""

from __future__ import annotations

import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from outreach.errors import BadInput
from outreach.rules import identity

WEIGHTS = (7, 9, 10, 5, 8, 4, 2)
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=200)


@st.composite
def business_ids(draw: st.DrawFn) -> str:
    number = f"{draw(st.integers(1, 9_999_999)):07d}"
    remainder = sum(w * int(d) for w, d in zip(WEIGHTS, number, strict=True)) % 11
    assume(remainder != 1)
    return f"{number}-{(11 - remainder) % 11}"


@given(business_ids())
def test_a_business_id_comes_back_from_every_spelling(valid: str) -> None:
    digits = valid.replace("-", "")
    spellings = (
        valid,
        digits,
        f"FI{digits}",
        f"FI-{digits}",
        f"Y-tunnus: {valid}",
        f"FO-nummer {digits}",
        f" {valid}\n",
    )
    for text in (*spellings, f"{valid[:7]}\u2013{valid[8]}", f"FIFPRO.{valid}", f"Keksitty Oy ({valid}), Raahe"):
        assert identity.business_id(text) == valid
    assert identity.business_id_of_actor(identity.actor_of_business_id(valid)) == valid
    assert identity.vat_number(valid) == f"FI{digits}"


@given(business_ids(), st.integers(0, 7), st.integers(1, 9))
def test_one_wrong_digit_is_refused(valid: str, place: int, shift: int) -> None:
    digits = list(valid.replace("-", ""))
    digits[place] = str((int(digits[place]) + shift) % 10)
    assert identity.business_id("".join(digits[:7]) + "-" + digits[7]) == ""
    with pytest.raises(BadInput):
        identity.check_business_id("".join(digits))


def test_a_lost_leading_zero_is_given_back_when_the_check_digit_agrees() -> None:
    assert identity.business_id("100002-9") == "0100002-9"
    assert identity.business_id("1000029") == "0100002-9"
    assert identity.business_id("1000028") == ""


@pytest.mark.parametrize(
    "text", ["", "0000000-0", "puh. 1000029", "0100002-91", "12-0100002-9", "010100-123A", "ei ole"]
)
def test_other_numbers_are_no_business_ids(text: str) -> None:
    assert identity.business_id(text) == ""


def test_the_refusal_says_which_id_is_wrong() -> None:
    with pytest.raises(BadInput, match=r"The Business ID is not right: 0100002-8 \(check digit\)"):
        identity.check_business_id("0100002-8")


def test_actor_numbers_of_companies_and_of_others_never_meet() -> None:
    assert identity.actor_of_business_id("0100002-9") == 1_000_029
    assert identity.organisation_of_actor(1_000_029) is None
    other = identity.actor_of_organisation(7)
    assert other == 1_000_000_007
    assert identity.organisation_of_actor(other) == 7
    assert identity.business_id_of_actor(other) == ""
    assert identity.business_id_of_actor(5) == ""


def test_the_register_page_of_a_company() -> None:
    assert identity.register_page("FI01000029") == "https://tietopalvelu.ytj.fi/yritys/0100002-9"
    assert identity.register_page("x") == ""


@pytest.mark.parametrize(
    "text",
    [
        "040 123 4567",
        "+358 (0)40 1234567",
        "p. 040-123 4567 / 044 765 4321",
        "00358401234567",
        "040 1234567, 050 7654321",
    ],
)
def test_phones_get_one_form(text: str) -> None:
    assert identity.phone_e164(text) == "+358401234567"


@pytest.mark.parametrize("text", ["", "ei ole", "12", "www.example.fi", "040"])
def test_what_is_no_phone_gives_nothing(text: str) -> None:
    assert identity.phone_e164(text) == ""


def test_phones_of_another_country() -> None:
    assert identity.phone_e164("08-123 456 78", region="SE") == "+46812345678"


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("www.Example.fi", "example.fi"),
        ("http://www.example.fi/a?b#c", "example.fi"),
        ("https://user:pw@example.fi:8080/", "example.fi"),
        ("mailto:Info@Example.fi", "example.fi"),
        ("www.a.example, www.b.example", "a.example"),
        ("www.käsityö.example", "xn--ksity-gra4k.example"),
        ("www.fi", "www.fi"),
        ("0401234567", ""),
        ("040 123.4567", ""),
        ("http://192.168.0.1/", ""),
        ("javascript:alert(1)", ""),
        ("Oy Yritys Ab.", ""),
        ("", ""),
    ],
)
def test_domains(text: str, domain: str) -> None:
    assert identity.domain_of(text) == domain


@pytest.mark.parametrize("domain", ["gmail.com", "m.facebook.com", "pp.inet.fi", "wixsite.com", "k-rauta.fi"])
def test_shared_domains_say_nothing(domain: str) -> None:
    assert identity.is_shared_domain(domain)


@pytest.mark.parametrize("domain", ["example.fi", "keksitty.wixsite.com", ""])
def test_own_domains_say_something(domain: str) -> None:
    assert not identity.is_shared_domain(domain)


def test_the_domain_that_the_owner_registered() -> None:
    assert identity.base_domain("myynti.example.fi") == "example.fi"
    assert identity.base_domain("shop.example.co.uk") == "example.co.uk"
    assert identity.base_domain("keksitty.wixsite.com") == "keksitty.wixsite.com"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Info (at) Example.fi", "info@example.fi"),
        ("Maija Mallikas <maija.mallikas@example.fi>", "maija.mallikas@example.fi"),
        ("info@example.fi.", "info@example.fi"),
        ("a..b@example.fi", ""),
        ("x@localhost", ""),
        ("info@0401234567", ""),
    ],
)
def test_mail_addresses(text: str, address: str) -> None:
    assert identity.email_address(text) == address


@pytest.mark.parametrize("local", ["info", "myynti.raahe", "försäljning", "toimisto2", "asiakaspalvelu-oulu", "posti"])
def test_mailboxes_of_an_office(local: str) -> None:
    assert identity.is_role_mailbox(f"{local}@example.fi")


@pytest.mark.parametrize("local", ["maija.mallikas", "posti.maija", "maija.posti", "maija", "", "info.maija.mallikas"])
def test_in_doubt_a_mailbox_is_a_persons(local: str) -> None:
    assert not identity.is_role_mailbox(f"{local}@example.fi")


@pytest.mark.parametrize(
    "name", ["Tmi Maija Mallikas", "T:mi Malli", "Kahvila Malli Tmi", "Toiminimi M", "Firma M", "F:ma M"]
)
def test_names_of_sole_traders(name: str) -> None:
    assert identity.sole_trader_by_name(name)


@pytest.mark.parametrize("name", ["Oy Firma Ab", "Filma Oy", "Tmistä Oy", "Fab Malli", "Suomen Toiminimi Oy", ""])
def test_names_of_others(name: str) -> None:
    assert not identity.sole_trader_by_name(name)


@pytest.mark.parametrize(
    ("street", "key"),
    [
        ("Kauppakatu 12 A 3", "kauppakatu 12"),
        ("KAUPPAK. 12-14", "kauppakatu 12"),
        ("Kauppakatu 12a", "kauppakatu 12"),
        ("c/o Keksitty Oy, Kirkkokatu 3", "kirkkokatu 3"),
        ("Storg. 5", "storgatan 5"),
        ("2. linja 5", "2 linja 5"),
        ("P.O. Box 012", "pl 12"),
        ("PL 12", "pl 12"),
        ("Kylätie", ""),
        ("", ""),
    ],
)
def test_streets_get_one_form(street: str, key: str) -> None:
    assert identity.street_key(street) == key


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("www.example.fi", "https://www.example.fi"),
        ("HTTP://Example.fi/Polku?Q=1#loppu", "http://example.fi/Polku?Q=1"),
        ("https://user:pw@example.fi:8080/x", "https://example.fi:8080/x"),
        ("info@example.fi", ""),
        ("ftp://example.fi", ""),
        ("javascript:alert(1)", ""),
        ("http://127.0.0.1/", ""),
        ("http://example.fi:99999/", ""),
        ("0401234567", ""),
    ],
)
def test_websites_become_absolute_addresses(text: str, url: str) -> None:
    assert identity.website_url(text) == url


@given(ANY_TEXT)
def test_normal_forms_are_normal_forms_of_themselves(text: str) -> None:
    for function in (identity.business_id, identity.domain_of, identity.email_address, identity.website_url):
        once = function(text)
        assert function(once) == once


@pytest.mark.parametrize(
    "text",
    [
        "[/] [bold] =1+1 \x1b]0;x",
        "a" * 10_000,
        "a." * 5_000,
        "1 " * 5_000,
        "a@" * 5_000,
        "0-" * 5_000,
        "y-tunnus " * 2_000,
    ],
)
def test_hostile_text_is_handled_quickly(text: str) -> None:
    began = time.perf_counter()
    for function in (
        identity.business_id,
        identity.phone_e164,
        identity.domain_of,
        identity.is_shared_domain,
        identity.base_domain,
        identity.email_address,
        identity.is_role_mailbox,
        identity.sole_trader_by_name,
        identity.street_key,
        identity.website_url,
    ):
        function(text)
    assert time.perf_counter() - began < 0.5
