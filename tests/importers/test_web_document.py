"""Opened pages: their links, whose site they are, and large ones made small enough."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.web.document import Document, open_document
from importers.web.slim import LARGE, MOST_ELEMENTS, slimmed
from tests.importers.pages import NOW, names, read


def opened(text: str, url: str = "https://www.mallila.example/a/jasenet") -> Document:
    document = open_document(text.encode(), source="mallila", url=url, fetched_at=NOW)
    assert isinstance(document, Document)
    return document


@pytest.mark.parametrize(
    ("href", "whole"),
    [
        ("b.html", "https://www.mallila.example/a/b.html"),
        ("/c", "https://www.mallila.example/c"),
        ("//x.example/d", "https://x.example/d"),
        (" http://x.example/e ", "http://x.example/e"),
        ("mailto:info@x.example", ""),
        ("javascript:void(0)", ""),
        ("http://[broken", ""),
    ],
)
def test_links_become_whole_addresses(href: str, whole: str) -> None:
    assert opened("<p>").absolute(href) == whole


def test_a_page_without_an_address_is_whose_it_says() -> None:
    page = opened('<base href="https://mallila.example/x/"><a href="y">', url="saved.html")
    assert (page.site, page.absolute("y")) == ("mallila.example", "https://mallila.example/x/y")
    assert opened('<link rel="canonical" href="https://www.mallila.example/">', url="").site == "mallila.example"
    assert (opened("<p>", url="saved.html").site, opened("<p>", url="saved.html").absolute("y")) == ("", "")


def test_what_a_large_page_does_not_show_is_dropped_and_its_list_is_read() -> None:
    noise = "<!-- x --><script>var a = '<b>';</script><style>b{}</style><svg><path d='M0'/></svg>" * 9_000
    data = '<script type="application/ld+json">{"@type": "Organization", "name": "Kolmas Keksitty Oy"}</script>'
    cards = "".join(f"<li><b>Firma {n} Oy</b><br>Katu {n}, 26100 Rauma</li>" for n in range(5))
    text = f"<h1>Jäsenet</h1>{noise}<ul>{cards}</ul>{noise}{data}"
    assert len(text) > LARGE
    assert names(read(text)) == [f"Firma {n} Oy" for n in range(5)]
    small, cut = slimmed(text)
    assert (cut, "Kolmas" in small, "var a" in small, "<path" in small) == (False, True, False, False)


def test_a_page_of_too_many_elements_is_cut_and_the_user_is_told() -> None:
    line = "<li><b>Firma {n} Oy</b><i>x</i><i>y</i><br>Katu {n}, 26100 Rauma</li>"
    text = f"<h1>Jäsenet</h1><ul>{''.join(line.format(n=n) for n in range(MOST_ELEMENTS // 4))}</ul>"
    small, cut = slimmed(text)
    assert cut
    assert small.count("<") - small.count("</") <= MOST_ELEMENTS + 1
    assert slimmed(text[: LARGE - 1]) == (text[: LARGE - 1], False)


_PIECES = (
    "<script>",
    "</script>",
    "<!--",
    "-->",
    "<svg",
    ">",
    "</svg>",
    "<p>",
    "x" * 50_000,
    "<pre>",
    "  \n ",
    "data:a/b,",
)


@given(st.lists(st.sampled_from(_PIECES), max_size=30))
def test_no_jumble_is_made_larger(pieces: list[str]) -> None:
    text = "y" * LARGE + "".join(pieces)
    assert len(slimmed(text)[0]) <= len(text) + 17 * text.count("<script")


def rows() -> Iterator[str]:
    for n in range(30):
        yield f"<tr><td>Firma {n} Oy</td><td>x</td><td>044 12345{n:02}</td></tr>"


def test_the_tree_of_a_page_is_the_same_after_reading_it() -> None:
    from importers.web.page import parse_document

    document = opened(f"<h1>Jäsenet</h1><table><tr><th>Yritys<th>Ala<th>Puh.</tr>{''.join(rows())}</table><p>Loppu</p>")
    before = str(document.soup)
    assert len(parse_document(document).candidates) == 30
    assert str(document.soup) == before
