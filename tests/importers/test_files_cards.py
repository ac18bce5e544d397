"""Address books in vCard form: organisations, persons who work in them, and persons who are nobody's business."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importers.files import parse
from outreach.errors import BadInput, OutreachError
from outreach.terms.candidate import Candidate, Contact, Parsed

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


def read(*cards: str, version: str = "3.0") -> Parsed:
    text = "".join(f"BEGIN:VCARD\r\nVERSION:{version}\r\n{card}\r\nEND:VCARD\r\n" for card in cards)
    return parse(text.encode(), source="kontaktit.vcf", fetched_at=NOW)


def only(card: str, version: str = "3.0") -> Candidate:
    (candidate,) = read(card, version=version).candidates
    return candidate


def told_or_read(raw: bytes) -> Parsed | str:
    try:
        return parse(raw, source="kontaktit.vcf", fetched_at=NOW)
    except OutreachError as error:
        return str(error)


def test_a_card_of_outlook_is_read_with_its_encoded_letters_and_without_its_fax() -> None:
    found = only(
        "N;CHARSET=Windows-1252;ENCODING=QUOTED-PRINTABLE:M=E4kinen;P=E4ivi\r\n"
        "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:P=C3=A4ivi M=C3=A4kinen\r\n"
        "ORG;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Keksitty=20P=C3=A4=\r\nj=C3=A4 Oy;Myynti\r\n"
        "TITLE:VD\r\nTEL;WORK;FAX:017 555 0000\r\nTEL;WORK;VOICE:017 555 1234\r\nTEL;CELL:0401234567\r\n"
        "ADR;WORK;PREF;ENCODING=QUOTED-PRINTABLE:;;Pajatie 1;Lohja;;08100;Finland\r\n"
        "EMAIL;PREF;INTERNET:paivi.makinen@keksitty.example.fi\r\nEMAIL;INTERNET:info@keksitty.example.fi\r\n"
        "URL;WORK:http://www.keksitty.example.fi",
        version="2.1",
    )
    assert (found.name, found.street, found.postcode, found.town) == ("Keksitty Päjä Oy", "Pajatie 1", "08100", "Lohja")
    assert (found.phone, found.email) == ("+358175551234", "info@keksitty.example.fi")
    assert found.website == "http://www.keksitty.example.fi"
    assert found.contact == Contact(
        name="Päivi Mäkinen", role="VD", email="paivi.makinen@keksitty.example.fi", phone="+358401234567"
    )
    assert (found.provenance.how, found.provenance.where, found.provenance.row) == ("vcard", "card 1", 1)


def test_a_company_of_apple_is_its_own_card_and_a_note_can_hold_its_number() -> None:
    found = only(
        "N:;;;;\r\nFN:Keksitty\\, Paja & Co\r\nORG:Keksitty\\, Paja & Co;\r\nX-ABShowAs:COMPANY\r\n"
        "item1.URL;type=pref:https\\://keksitty.example.fi\r\nitem1.X-ABLabel:_$!<HomePage>!$_\r\n"
        "NOTE:Y-tunnus 9000001-1\\nJäsen\r\nPHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ\r\n SkZJRgAB"
    )
    assert (found.name, found.website, found.contact) == ("Keksitty, Paja & Co", "https://keksitty.example.fi", None)
    assert (found.business_id, found.description) == ("9000001-1", "Y-tunnus 9000001-1\nJäsen")


def test_the_newest_form_gives_addresses_of_telephones() -> None:
    found = only(
        "KIND:org\r\nFN:Exempel Ab\r\n"
        'TEL;VALUE=uri;PREF=1;TYPE="voice,work":tel:+358-40-123-4567;ext=12\r\n'
        'ADR;TYPE=work;LABEL="Hamngatan 2\\n10300 Karis":;;Hamngatan 2;Karis;;10300;Finland',
        version="4.0",
    )
    assert (found.name, found.phone, found.street, found.town) == (
        "Exempel Ab",
        "+358401234567",
        "Hamngatan 2",
        "Karis",
    )


@pytest.mark.parametrize(
    ("card", "reason"),
    [
        ("FN:Maija Mallinen\r\nN:Mallinen;Maija;;;\r\nTEL:0401234567", "private person"),
        ("FN:Yritykset\r\nX-ADDRESSBOOKSERVER-KIND:group", "group of cards"),
        ("KIND:individual\r\nFN:Matti Mallinen", "private person"),
    ],
)
def test_private_persons_and_groups_are_rejected_with_the_number_of_the_card(card: str, reason: str) -> None:
    found = read("FN:Keksitty Oy", card)
    assert [each.name for each in found.candidates] == ["Keksitty Oy"]
    (reject,) = found.rejects
    assert (reject.row, reject.where) == (2, "card 2")
    assert reason in str(reject.reason)


def test_a_card_that_is_broken_off_loses_only_itself() -> None:
    raw = b"BEGIN:VCARD\nFN:Keksitty Oy\nEND:VCARD\nBEGIN:VCARD\nFN:Tor\nBEGIN:VCARD\nFN:Toinen Ab\nEND:VCARD\n"
    found = parse(raw, source="kontaktit.vcf", fetched_at=NOW)
    assert [(each.name, each.provenance.row) for each in found.candidates] == [("Keksitty Oy", 1), ("Toinen Ab", 3)]
    assert [each.row for each in found.rejects] == [2]


def test_a_large_card_and_one_without_lines_are_told() -> None:
    found = read("FN:Keksitty Oy", "NOTE:" + "x" * 300_000)
    assert str(found.rejects[0].reason) == "The card is too large"
    with pytest.raises(BadInput, match="Nothing was saved"):
        parse(b"BEGIN:VCARD", source="kontaktit.vcf", fetched_at=NOW)
    with pytest.raises(BadInput, match="has no sheets or columns"):
        parse(b"BEGIN:VCARD\nFN:A Oy\nEND:VCARD", source="kontaktit.vcf", fetched_at=NOW, sheet="1")


_LINE = st.text(st.characters(max_codepoint=0x17F, exclude_characters="\r\n"), max_size=40)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.lists(
            st.one_of(_LINE, st.builds("{}:{}".format, st.sampled_from(["TEL", "ADR", "N", "ORG", "EMAIL"]), _LINE))
        ),
        min_size=1,
        max_size=5,
    )
)
def test_no_card_makes_the_reader_fail_and_each_is_told_with_its_number(cards: list[list[str]]) -> None:
    lines = ["\n".join(["BEGIN:VCARD", *card, "END:VCARD"]) for card in cards]
    found = told_or_read("\n".join(lines).encode())
    if isinstance(found, str):
        assert "Nothing was saved" in found
        return
    told = [*(each.provenance.row for each in found.candidates), *(each.row for each in found.rejects)]
    assert sorted(told) == list(range(1, len(cards) + 1))
