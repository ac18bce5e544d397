"""Bytes of pages as text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.web.decode import decode, repaired

WORDS = "Käyntiosoite Åbovägen – ”yhteystiedot”"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_with_its_own_mark_or_in_utf_8_is_read_whatever_is_declared(encoding: str) -> None:
    assert decode(WORDS.encode(encoding), "iso-8859-15") == WORDS


@pytest.mark.parametrize("declared", ["", "utf-8", "iso-8859-1", "ISO_8859-1", "windows-1252", "no-such", "hex"])
def test_windows_1252_is_read_under_every_label_that_pages_give_it(declared: str) -> None:
    assert decode(WORDS.encode("cp1252"), declared) == WORDS


def test_a_declared_charset_that_fits_is_used() -> None:
    assert decode("Рауma".encode("cp1251"), "windows-1251") == "Рауma"
    assert decode(b'<meta charset="iso-8859-15">' + "10 €".encode("iso-8859-15")).endswith("10 €")


def test_one_broken_byte_does_not_turn_a_page_of_utf_8_into_mojibake() -> None:
    raw = "äöå ".encode() * 2 + b"\xe4" + " Pörhö".encode() + b" R\xc3"
    assert decode(raw, "iso-8859-1") == "äöå äöå ä Pörhö R\ufffd"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_known_without_a_mark(encoding: str) -> None:
    page = f"<html><body><p>{WORDS}</p></body></html>"
    assert decode(page.encode(encoding), "utf-8") == page


@pytest.mark.parametrize("first", ["cp1252", "latin-1"])
def test_letters_that_were_encoded_twice_come_right(first: str) -> None:
    once = "Pörhölän Sähkö Åkerblom Äänekoski Östermalm"
    assert decode(once.encode().decode(first).encode()) == once


def test_a_page_that_calls_itself_utf_16_within_is_what_its_bytes_say() -> None:
    assert decode('<meta charset="utf-16">Åbo'.encode(), "utf-16") == '<meta charset="utf-16">Åbo'


@given(st.binary(max_size=500), st.text(max_size=20))
def test_decoding_never_fails(raw: bytes, declared: str) -> None:
    assert isinstance(decode(raw, declared), str)


@given(st.text(max_size=200))
def test_utf_8_comes_back_unchanged(text: str) -> None:
    raw = text.encode("utf-8", "ignore")
    if not raw.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) and b"\0" not in raw:
        assert decode(raw) == repaired(raw.decode())
