"""Whose a mailbox on a page is: an office's, or a person's who is left out."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from importers.web.page import parse
from outreach.terms.candidate import Parsed

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
HEAD = "<title>Jäsenyritykset</title><h1>Jäsenyritykset</h1>"


def read(body: str) -> Parsed:
    html = f"<html><head><meta charset=utf-8></head><body>{HEAD}{body}</body></html>"
    return parse(html.encode(), source="x", url="https://yhdistys.example/jasenet", fetched_at=NOW)


def cards(*mailboxes: str, more: str = "") -> Parsed:
    names = ("Kuvitelma Oy", "Keksintö Ab", "Malliverstas Oy", "Esimerkkipuu Ky")
    boxes = (
        f"<div class=card><h3>{name}</h3><p>Kauppakatu {number}, 92100 Raahe</p><p>{mailbox}</p>{more}</div>"
        for number, (name, mailbox) in enumerate(zip(names, mailboxes, strict=False), start=1)
    )
    return read("".join(boxes))


@pytest.mark.parametrize("word", ["tilaukset", "tehdas", "verstas", "hei", "moi", "ir", "studio"])
def test_a_mailbox_called_by_a_word_that_is_no_name_is_the_office_s(word: str) -> None:
    found = cards(*[f"{word}@firma{number}.example" for number in range(4)])
    assert [each.email for each in found.candidates] == [f"{word}@firma{number}.example" for number in range(4)]


@pytest.mark.parametrize("local", ["matti", "virtanen", "makela", "lindstrom", "matti.mallinen", "m.mallinen", "jpv"])
def test_a_mailbox_called_by_a_name_is_a_person_s_and_is_left_out(local: str) -> None:
    found = cards(*[f"{local}@firma{number}.example" for number in range(4)])
    assert len(found.candidates) == 4
    assert [each.email for each in found.candidates] == [""] * 4


def test_a_rare_surname_is_known_from_the_person_that_the_page_names() -> None:
    mailboxes = [f"tuisku@firma{number}.example" for number in range(4)]
    assert [each.email for each in cards(*mailboxes).candidates] == mailboxes
    named = cards(*mailboxes, more="<p>Toimitusjohtaja Maija Tuisku</p>")
    assert [each.email for each in named.candidates] == [""] * 4


def test_addresses_hidden_from_robots_are_read_in_tables_too() -> None:
    address = b"info@malli.example"
    code = "41" + "".join(f"{byte ^ 0x41:02x}" for byte in address)
    row = f'<tr><td>{{}}</td><td><a href="/cdn-cgi/l/x"><span data-cfemail="{code}">[x]</span></a></td></tr>'
    rows = "".join(row.format(name) for name in ("Malli Oy", "Näyte Oy", "Koe Ky"))
    found = read(f"<table><tr><th>Yritys</th><th>Sähköposti</th></tr>{rows}</table>")
    assert {each.email for each in found.candidates} == {"info@malli.example"}


def test_posts_of_a_forum_are_no_organisations() -> None:
    post = "<div><b>{}</b><p>Ma Loka 05, 2026 19:40</p><p>Keksintö Oy oli halvempi. www.keksinto.example</p></div>"
    html = "<title>Keskustelu</title><h1>Porakaivo</h1>" + "".join(map(post.format, ("irma", "hannu_k", "Saaripapu")))
    found = parse(html.encode(), source="x", url="https://palsta.example/", fetched_at=NOW)
    assert found.candidates == ()


def test_names_without_a_legal_form_belong_to_a_list_that_promises_members() -> None:
    names = ("Malli Oy", "Autohuolto Itäpiha", "Näyte Ab", "Mummolan Pullat", "Koe Ky", "Parturi Saksiniekka")
    found = read("<ul>" + "".join(f"<li>{name}</li>" for name in names) + "</ul>")
    assert tuple(each.name for each in found.candidates) == names


def test_a_site_behind_a_link_that_counts_clicks_is_found() -> None:
    link = "https://www.google.com/url?q=https://www.firma{0}.example/&sa=D"
    found = cards(*[f'<a href="{link.format(number)}">Kotisivut</a>' for number in range(4)])
    assert [each.website for each in found.candidates] == [f"https://www.firma{n}.example/" for n in range(4)]
