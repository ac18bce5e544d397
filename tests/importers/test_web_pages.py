"""Saved pages against what a person reads on them, and what a page is that lists nothing."""

from __future__ import annotations

import json
import time
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importers.web import parse
from outreach.errors import BadInput
from outreach.terms.candidate import Candidate, Parsed

SAMPLES = Path(__file__).parents[1] / "samples" / "web"
URL = "https://mallila.example/jasenet"
NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


def parsed(page: Path) -> Parsed:
    url = "https://kuvitelma.example/" if page.stem == "oma_sivusto" else URL
    return parse(page.read_bytes(), source=url, url=url, fetched_at=NOW)


def parse_text(text: str, **more: Any) -> Parsed:
    return parse(text.encode(), source=URL, url=URL, fetched_at=NOW, **more)


def as_plain(found: Parsed) -> dict[str, Any]:
    """Candidates without their empty fields, each with its place; rejects and notes as a person reads them."""
    return {
        "candidates": [_plain(each) for each in found.candidates],
        "rejects": [f"{each.where}, {each.field}: {each.reason}" for each in found.rejects],
        "notes": [str(note) for note in found.notes],
    }


def _plain(candidate: Candidate) -> dict[str, Any]:
    names = [each.name for each in fields(Candidate) if each.name != "provenance"]
    filled = {name: value for name in names if (value := getattr(candidate, name))}
    plain = {name: list(value) if isinstance(value, tuple) else value for name, value in filled.items()}
    return plain | {"where": candidate.provenance.where, "how": candidate.provenance.how}


@pytest.mark.parametrize("page", sorted(SAMPLES.glob("*.html")), ids=lambda page: page.stem)
def test_a_saved_page_gives_what_a_person_reads_on_it(page: Path) -> None:
    expected = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    assert as_plain(parsed(page)) == expected


def test_every_candidate_says_where_when_and_from_which_content_it_comes() -> None:
    page = SAMPLES / "jasentaulukko.html"
    found = parse(page.read_bytes(), source="teollisuuspuisto", url=URL, fetched_at=NOW).candidates[0].provenance
    assert (found.source, found.where, found.fetched_at) == ("teollisuuspuisto", f"{URL}, table 2, row 4", NOW)
    assert len(found.content_hash) == 64
    assert 0 < found.confidence < 1


def test_no_person_and_no_personal_mailbox_comes_from_a_page() -> None:
    for page in sorted(SAMPLES.glob("*.html")):
        found = parsed(page)
        told = json.dumps(as_plain(found), ensure_ascii=False).replace("Tmi Matti Mallinen", "")
        assert all(each.contact is None for each in found.candidates)
        assert "Mallinen" not in told
        assert "mallinen@" not in told


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"%PDF-1.7 ...", "The page is a PDF"),
        (b"PK\x03\x04....", "a file: download it"),
        (b"", "The page is empty."),
        (b"only words", "This is not a web page"),
        (b'<?xml version="1.0"?><rss version="2.0"><channel></channel></rss>', "This is not a web page but data"),
        (b"<html><body><p>Tervetuloa!</p></body></html>", "No organisations were found on the page"),
    ],
)
def test_a_page_that_lists_nothing_is_told_in_one_sentence(raw: bytes, sentence: str) -> None:
    found = parse(raw, source=URL, url=URL, fetched_at=NOW)
    assert (found.candidates, len(found.notes)) == ((), 1)
    assert sentence in str(found.notes[0])


def test_a_page_of_more_than_25_mb_is_refused_with_a_sentence() -> None:
    with pytest.raises(BadInput, match="larger than 25 MB"):
        parse(b" " * 25_000_001, source=URL, url=URL, fetched_at=NOW)


@pytest.mark.parametrize("tag", ["<div>", "<table><tr><td>", "<table>", "<tr><td><div>", "<b><i>", "<ul><li>"])
def test_ten_thousand_nested_tags_end_quickly(tag: str) -> None:
    started = time.process_time()
    assert parse_text("<table>" + tag * 10_000).candidates == ()
    assert time.process_time() - started < 8  # quadratic work takes minutes


def test_merged_cells_of_absurd_size_are_bounded() -> None:
    cell = '<td colspan="999999" rowspan="999999">x</td>'
    assert parse_text(f"<table>{f'<tr>{cell * 20}</tr>' * 200}</table>").candidates == ()


def test_the_same_organisation_in_structured_data_and_in_a_table_is_one_candidate() -> None:
    page = """<script type="application/ld+json">
        {"@type": "Organization", "name": "Sorvi Keksitty Oy", "vatID": "FI90000054"}</script>
        <table><tr><th>Yritys<th>Y-tunnus<th>Kunta
        <tr><td>SORVI KEKSITTY<td>9000005-4<td>Rauma
        <tr><td>Jyrsin Keksitty Oy<td><td>Rauma
        <tr><td>Jyrsin Keksitty Oy<td><td>Heinola</table>"""
    found = parse_text(page).candidates
    assert [(each.name, each.business_id, each.town) for each in found] == [
        ("Sorvi Keksitty Oy", "9000005-4", "Rauma"),
        ("Jyrsin Keksitty Oy", "", "Rauma"),
        ("Jyrsin Keksitty Oy", "", "Heinola"),
    ]
    assert found[0].other_names == ("SORVI KEKSITTY",)


def test_two_business_ids_under_one_name_stay_two_organisations() -> None:
    row = "<tr><td>Sama Keksitty Oy<td>{}<td>Rauma"
    page = "<table><tr><th>Yritys<th>Y-tunnus<th>Kunta" + row.format("9000005-4") + row.format("9000006-2")
    assert [each.business_id for each in parse_text(page).candidates] == ["9000005-4", "9000006-2"]


def test_the_owner_of_a_directory_is_not_one_of_those_that_it_lists() -> None:
    page = """<script type="application/ld+json">{"@type": "Organization", "name": "Mallilan Yrittäjät ry",
        "url": "https://www.mallila.example"}</script><table><tr><th>Yritys<th>Kunta<tr><td>Sorvi Keksitty Oy<td>Rauma
        </table>"""
    assert [each.name for each in parse_text(page).candidates] == ["Sorvi Keksitty Oy"]


def test_control_characters_and_markup_in_names_come_out_as_plain_text() -> None:
    page = "<table><tr><th>Yritys<th>Kunta<tr><td>A\u202e\x1b[31m [/]&lt;b&gt; Oy<td>Rauma</table>"
    assert parse_text(page).candidates[0].name == "A[31m [/]<b> Oy"


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=2_000))
def test_no_bytes_make_the_parser_fail(raw: bytes) -> None:
    found = parse(raw, source=URL, url=URL, fetched_at=NOW)
    assert found.candidates or found.notes


_MARKUP = """
<table> <tr> <td> <th> </table> <td/rowspan=3> <th/colspan=9> Yritys Kunta Oy 9000001-1 <a/href="mailto:x@example.fi">
<script/type="application/ld+json"> { } [ ] "@type" : "Organization" , "name" "address" null 7 </script> <!-- ]]> é
"""
_PIECES = st.sampled_from([piece.replace("/", " ", 1) if "=" in piece else piece for piece in _MARKUP.split()])


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, max_size=60))
def test_no_jumble_of_markup_makes_the_parser_fail(pieces: list[str]) -> None:
    found = parse_text(" ".join(pieces))
    assert found.candidates or found.notes
    assert all(each.name for each in found.candidates)
