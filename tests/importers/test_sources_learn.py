"""One company shown, the list found: rows are induced from where its name stands."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from importers.web.document import Document, open_document
from importers.web.sources import Example, SourceSpec, learn, read_page
from outreach.errors import BadInput

WORDS = ("Konepaja", "Leipomo", "Kahvila", "Verstas", "Kuljetus")
FURNITURE = (
    "<header><a href='/'>Seura</a></header><nav><ul><li><a href='/a'>Etusivu</a></li><li><a href='/b'>Jäsenet</a></li>"
    "<li><a href='/c'>Yhteys</a></li></ul></nav>"
)
FOOT = (
    "<footer><p>Seura ry, puh. 09 123 4567, info@seura.example</p><ul><li>Tietosuoja</li><li>Ohjeet</li></ul></footer>"
)


def page(body: str) -> Document:
    opened = open_document(
        f"<html><body>{FURNITURE}<main><h1>Jäsenet</h1>{body}</main>{FOOT}</body></html>".encode(),
        source="seura",
        url="https://seura.example/jasenet/",
        fetched_at=datetime(2026, 3, 10, tzinfo=UTC),
    )
    assert isinstance(opened, Document)
    return opened


def each(template: str) -> str:
    return "".join(template.format(n=n, word=word, low=word.lower()) for n, word in enumerate(WORDS, start=1))


PAGES = {
    "cards": "<div class='grid'>"
    + each(
        "<div class='card post-12{n}' id='yritys-{n}'><div class='inner'><h3>Malli {word} Oy</h3><p>019 123 450{n}</p>"
        "<p>info@{low}.example</p></div></div>"
    )
    + "</div><div class='card'><h3>Uutiset</h3><p>Kesäpäivä tulossa</p></div>",
    "bare list": "<ul>"
    + each("<li><b>Malli {word} Oy</b> 019 123 450{n}, <a href='https://{low}.example'>www</a></li>")
    + "</ul>",
    "rows of three": "<div class='rivi'>"
    + each("<div class='solu'><img alt='Malli {word} Oy' src='{n}.png'><br>Malli {word} Oy<br>019 123 450{n}</div>")
    + "</div>",
    "headings": each("<h3>Malli {word} Oy</h3><p>Katu {n}, 0810{n} Lohja</p><p>019 123 450{n}</p>"),
    "definitions": "<dl>" + each("<dt>Malli {word} Oy</dt><dd>019 123 450{n}</dd><dd>Lohja</dd>") + "</dl>",
    "table": "<table><tr><th>Yritys</th><th>Puhelin</th></tr>"
    + each("<tr><td>Malli {word} Oy</td><td>019 123 450{n}</td></tr>")
    + "</table>",
    "empty lines": "<div class='teksti'><p>"
    + each("Malli {word} Oy<br>Katu {n}<br>puh. 019 123 450{n}<br><br>")
    + "</p></div>",
    "lines": "<div class='teksti'>" + each("Malli {word} Oy, Lohja, 019 123 450{n}<br>") + "</div>",
    "preformatted": "<pre>" + each("Malli {word} Oy        Lohja   019 123 450{n}\n") + "</pre>",
    "bold in paragraphs": each("<p><strong>Malli {word} Oy</strong><br>019 123 450{n}</p>"),
    "lists in lists": "<ul class='alat'><li><b>Ala A</b><ul>"
    + each("<li>Malli {word} Oy, puh. 019 123 450{n}</li>")
    + "</ul></li><li><b>Ala B</b><ul><li>Malli Sorvi Oy, puh. 019 123 4509</li></ul></li></ul>",
}


@pytest.mark.parametrize("kind", PAGES)
@pytest.mark.parametrize("shown", [0, 2, 4])
def test_one_company_shown_gives_all_of_them(kind: str, shown: int) -> None:
    document = page(PAGES[kind])
    spec = learn(document, Example(name=f"Malli {WORDS[shown]} Oy", phone=f"019 123 450{shown + 1}"))
    found = {one.name: one.phone for one in read_page(document, spec).candidates}
    wanted = {f"Malli {word} Oy": f"+35819123450{n}" for n, word in enumerate(WORDS, start=1)}
    if kind == "lists in lists":
        wanted["Malli Sorvi Oy"] = "+358191234509"
    assert found == wanted


@pytest.mark.parametrize(
    "spelled", ["malli leipomo oy", "Malli  Leipomo", "Malli\u00a0Leipomo Oy", "MALLI LEIPOMO OY", "Malli Leipommo Oy"]
)
def test_the_name_may_be_spelled_a_little_differently(spelled: str) -> None:
    document = page(PAGES["cards"])
    spec = learn(document, Example(name=spelled))
    assert [one.name for one in read_page(document, spec).candidates] == [f"Malli {word} Oy" for word in WORDS]


def test_no_class_or_id_of_a_single_row_gets_into_the_selector() -> None:
    spec = learn(page(PAGES["cards"]), Example(name="Malli Leipomo Oy"))
    text = " ".join(
        (spec.rows, spec.starts, spec.within, *(rule.css for one in spec.fields.values() for rule in one.rules))
    )
    assert not any(char.isdigit() for char in text.replace("h3", ""))


def test_two_companies_of_different_build_are_both_got() -> None:
    body = "<div class='lista'>" + each("<div class='j'><h3>Malli {word} Oy</h3><p>019 123 450{n}</p></div>")
    body += "<div class='j tukija'><h4>Tuki Ab</h4><p>019 123 4599</p></div></div>"
    document = page(body)
    spec = learn(document, [Example(name="Malli Kahvila Oy"), Example(name="Tuki Ab", phone="019 123 4599")])
    assert len(read_page(document, spec).candidates) == 6


def test_what_the_source_says_besides_rows_is_kept() -> None:
    base = SourceSpec(name="Seura", start=("https://seura.example/muu/",), fill={"town": "Lohja"}, rows="p.vanha")
    spec = learn(page(PAGES["headings"]), Example(name="Malli Leipomo Oy"), spec=base)
    assert (spec.name, spec.start, spec.fill, spec.rows) == ("Seura", base.start, {"town": "Lohja"}, "")
    assert spec.starts


@pytest.mark.parametrize(
    ("body", "example", "part"),
    [
        (PAGES["cards"], Example(name="Ihan Muu Oy"), "Ihan Muu Oy does not stand on the page"),
        (PAGES["cards"], Example(name=" - "), "Give the name"),
        ("<p>Tervetuloa. Malli Yksin Oy on ainoa.</p>", Example(name="Malli Yksin Oy"), "No other companies"),
    ],
)
def test_what_cannot_be_learnt_says_what_to_do(body: str, example: Example, part: str) -> None:
    with pytest.raises(BadInput, match=part) as caught:
        learn(page(body), example)
    assert caught.value.hint is not None


def test_learning_from_a_deep_page_ends() -> None:
    body = "<div>" * 5_000 + PAGES["cards"] + "</div>" * 5_000
    document = page(body)
    spec = learn(document, Example(name="Malli Leipomo Oy"))
    assert len(read_page(document, spec).candidates) == 5
