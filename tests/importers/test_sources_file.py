"""The file of a source: what it may say, how mistakes in it are told, and that writing and reading agree."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importers.web.sources import SourceSpec, read_spec, write_spec
from importers.web.sources.keys import DROPPABLE, EXPECTED, FILLABLE, KEYS, ORGANISATION, Takes
from importers.web.sources.spec import Detail, Expect, Fetching, FieldRule, NextPage, Rule, Terms
from outreach.errors import BadInput
from outreach.rules.text import clean

DOCS = Path(__file__).resolve().parents[2] / "docs" / "sources.md"

WHOLE = r"""
name  = "Mallilan Yrittäjät, jäsenet"
start = ["https://mallila.example/jasenet/"]
lang  = "fi"
rows  = "div.member-card"
[fields]
name    = "h3"
website = "a.www @href"
phone   = ["label: Puh", "p.phone"]
town    = 'p.meta ~ (\d{5}) (\w+)'
[next]
css = "a.next"
[detail]
link = "h3 a"
fields.business_id = "label: Y-tunnus"
[fill]
town = "Lohja"
tags = ["mallilan-yrittajat"]
[drop]
name = ["Liity jäseneksi", "~ ^Lue"]
[expect]
min = 40
fill = { phone = 0.5 }
[fetch]
delay = 3
[terms]
checked_by = "Analyytikko"
checked_on = 2026-03-10
"""


def complaint(text: str) -> str:
    with pytest.raises(BadInput) as caught:
        read_spec(text, "jasenet.toml")
    return str(caught.value)


def test_a_whole_file_is_read() -> None:
    spec = read_spec(WHOLE, "jasenet.toml")
    assert (spec.name, spec.lang, spec.rows) == ("Mallilan Yrittäjät, jäsenet", "fi", "div.member-card")
    assert spec.fields["website"] == FieldRule((Rule(css="a.www", attribute="href"),))
    assert spec.fields["phone"].rules == (Rule(label="Puh"), Rule(css="p.phone"))
    assert spec.fields["town"].rules == (Rule(css="p.meta", pattern=r"(\d{5}) (\w+)"),)
    assert spec.next == NextPage(css="a.next", max_pages=20)
    assert spec.detail is not None
    assert spec.detail.fields["business_id"].rules == (Rule(label="Y-tunnus"),)
    assert spec.drop == {"name": ("Liity jäseneksi", "~ ^Lue")}
    assert spec.fill == {"town": "Lohja", "tags": ("mallilan-yrittajat",)}
    assert spec.expect == Expect(min=40, fill={"phone": 0.5})
    assert spec.fetch.delay == 3
    assert spec.terms.checked_on == date(2026, 3, 10)
    assert not spec.automatic


def test_an_empty_file_reads_the_page_by_itself_and_is_named_by_its_file() -> None:
    spec = read_spec("", "mallilan-jasenet.toml")
    assert spec.automatic
    assert spec.name == "mallilan-jasenet"


def test_a_selector_of_the_name_alone_says_where_companies_begin() -> None:
    spec = read_spec('[fields]\nname = "h3"', "a.toml")
    assert spec.begins == "h3"
    assert not spec.automatic


def test_address_is_another_word_for_street() -> None:
    spec = read_spec('rows = "li"\n[fields]\naddress = ".osoite"', "a.toml")
    assert spec.fields == {"street": FieldRule((Rule(css=".osoite"),))}


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("\n\nrow = 'li'", 3, "rows"),
        ("rows='li'\n[fields]\nname='h3'\npuhelin='b'", 4, "phone"),
        ("[fetsh]\ndelay=2", 1, "fetch"),
        ("# first\n[expect]\nmin=3\nfil={phone=0.5}", 4, "fill"),
        ("[expect]\nfill = { phon = 0.5 }", 2, "phone"),
        ("rows='li'\n[detail]\nlink='a'\nfields.ytunnus='b'", 4, "business_id"),
        ("min = 3", 1, "expect.min"),
        ("rows = '''li\n'''\nfoo = 3", 3, "rows"),
        ("start = [\n 'https://a.example/',\n]\nlangg='fi'", 4, "lang"),
    ],
)
def test_an_unknown_key_is_told_with_its_line_and_the_nearest_right_word(text: str, line: int, word: str) -> None:
    told = complaint(text)
    assert f"jasenet.toml, line {line}:" in told
    assert "is not known" in told
    assert word in told


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ("name = 3", 1, "text in quotation marks"),
        ("\nlang = 'de'", 2, "fi, sv, en"),
        ("start = 'ftp://a.example'", 1, "https://"),
        ("start = ['https://a.example', 'jasenet.html']", 1, "https://"),
        ("rows = 'li'\nsplit = 'line'", 2, "only one of rows, starts and split"),
        ("split = 'hr'", 1, "br br"),
        ("rows = 'div..x'", 1, "div..x"),
        ("rows = 'a::before'", 1, "::before"),
        ("rows = '#5'", 1, "digit"),
        ("[next]\nmax_pages = 0", 2, "from 1 to 200"),
        ("[fetch]\nmax_mb = 26", 2, "from 1 to 25"),
        ("[fetch]\nother_sites = 'yes'", 2, "true or false"),
        ("[expect]\nfill = { phone = 5 }", 2, "from 0 to 1"),
        ("[expect]\nmin = true", 2, "whole number"),
        ("[terms]\nchecked_on = 'eilen'", 2, "2026-03-10"),
        ("rows='li'\n[fields]\nname = 3", 3, "text in quotation marks"),
        ("rows='li'\n[fields]\nname = 'h3 >> b'", 3, "h3 >> b"),
        ("rows='li'\n[fields]\nphone = 'label:'", 3, "label: Puh"),
        ("rows='li'\n[fields]\nphone = 'p ~ '", 3, "regular expression"),
        ("[drop]\nname = ['~ (a+)+']", 2, "repeat within a repeat"),
        ("fields = 'h3'", 1, "a table"),
        ("[detail]\nfields.phone = 'b'", 1, "needs to know"),
        ("rows = 'li'\n[detail]\nfields.phone = 'b'", 2, "no link"),
        ("[fields]\nphone = 'b'", 1, "where a company begins"),
        ("[fill]\nname = 'Sama Oy'", 2, "is not known"),
        ("rows = div", 1, "quotation marks"),
        ("rows = 'li'\n[fields]\nphone = \"~ \\d+\"", 3, "single ones"),
    ],
)
def test_what_does_not_fit_is_told_with_its_line(text: str, line: int, part: str) -> None:
    told = complaint(text)
    assert f"jasenet.toml, line {line}:" in told
    assert part in told


@pytest.mark.parametrize("missing", ["permission", "purpose"])
def test_persons_want_permission_and_purpose(missing: str) -> None:
    terms = {"permission": "'letter of 1 March'", "purpose": "'invitations'"}
    lines = [f"{key} = {value}" for key, value in terms.items() if key != missing]
    assert "permission and purpose" in complaint("\n".join(["[terms]", "persons = true", *lines]))
    whole = "\n".join(["[terms]", "persons = true", *(f"{key} = {value}" for key, value in terms.items())])
    assert read_spec(whole, "a.toml").persons


def test_a_contact_person_is_refused_without_persons() -> None:
    assert "persons = true" in complaint("rows='li'\n[fields]\ncontact_person='b'")


def test_a_file_with_windows_line_ends_and_a_byte_order_mark_is_read() -> None:
    assert read_spec("\ufeffrows = 'li'\r\nlang = 'sv'\r\n", "a.toml").lang == "sv"


def test_a_hostile_file_ends_in_one_sentence() -> None:
    assert "cannot be read" in complaint("x = " + "[" * 30_000)
    assert "characters" in complaint("# " + "x" * 200_000)


def test_what_is_written_is_commented_and_reads_as_before() -> None:
    spec = read_spec(WHOLE, "jasenet.toml")
    text = write_spec(spec)
    assert read_spec(text, "jasenet.toml") == spec
    assert all("#" in line for line in text.splitlines() if line.startswith("["))


def test_comments_are_put_into_the_readers_language() -> None:
    assert "# oma kommentti" in write_spec(SourceSpec(rows="li"), tr=lambda message: "oma kommentti")


_letters = st.characters(codec="utf-8", exclude_categories=("C", "Z"))
_words = st.text(_letters, min_size=1, max_size=8).filter(lambda word: clean(word) == word)
_texts = st.lists(_words, min_size=1, max_size=3).map(" ".join)
_css = st.sampled_from(["li", "div.card", "a[href*='x ~ y']", "h3 > a", "td:nth-child(2)", 'p[title="a@b"]', "#x li"])
_patterns = st.sampled_from(["", r"(\d{5}) (\w+)", r"^(.+?), puh", "['\"]+", r"\\"])
_rules = st.one_of(
    st.builds(Rule, css=_css, attribute=st.sampled_from(["", "href", "data-x"]), pattern=_patterns),
    st.builds(Rule, attribute=st.just("title"), pattern=_patterns),
    st.builds(Rule, label=st.sampled_from(["Puh", "Y-tunnus", "Web address"]), pattern=_patterns),
    st.builds(Rule, pattern=st.just(r"[A-Z]\w+")),
)
_field_rules = st.builds(FieldRule, st.lists(_rules, min_size=1, max_size=3).map(tuple))
_fields = st.dictionaries(st.sampled_from(sorted({*ORGANISATION} - {"address"})), _field_rules, max_size=4)
_shares = st.integers(0, 10).map(lambda tenths: tenths / 10)
_one_of_rows = st.sampled_from(
    [{"rows": "li.x"}, {"starts": "h3"}, {"split": "br br"}, {"split": "line", "within": "pre"}]
)


@st.composite
def specs(draw: st.DrawFn) -> SourceSpec:
    fill = draw(st.dictionaries(st.sampled_from(sorted({*FILLABLE} - {"tags", "competences"})), _texts, max_size=3))
    tags = draw(st.lists(_words, max_size=3, unique=True))
    return SourceSpec(
        **draw(_one_of_rows),
        name=draw(_texts),
        start=tuple(draw(st.lists(st.sampled_from(["https://a.example/", "http://b.example/x?y=1"]), unique=True))),
        lang=draw(st.sampled_from(["", "fi", "sv", "en"])),
        note=draw(st.one_of(st.just(""), _texts)),
        fields=draw(_fields),
        next=draw(st.one_of(st.none(), st.builds(NextPage, css=st.one_of(st.just("auto"), _css)))),
        detail=draw(st.one_of(st.none(), st.builds(Detail, link=_rules, fields=_fields))),
        fill={**fill, **({"tags": tuple(tags)} if tags else {})},
        drop=draw(
            st.dictionaries(
                st.sampled_from(sorted(DROPPABLE)),
                st.lists(_texts.filter(lambda text: not text.startswith("~")), min_size=1, unique=True).map(tuple),
                max_size=2,
            )
        ),
        expect=Expect(
            min=draw(st.integers(0, 99)), fill=draw(st.dictionaries(st.sampled_from(sorted(EXPECTED)), _shares))
        ),
        fetch=draw(st.builds(Fetching, delay=st.integers(0, 9).map(float), max_mb=st.integers(1, 25))),
        terms=draw(st.builds(Terms, checked_by=_texts, checked_on=st.one_of(st.none(), st.dates()))),
    )


@given(specs())
@settings(max_examples=60, deadline=None)
def test_any_source_reads_as_it_was_written(spec: SourceSpec) -> None:
    assert read_spec(write_spec(spec), "x.toml") == spec


@given(st.text(max_size=200))
@settings(deadline=None)
def test_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    try:
        told = read_spec(text, "x.toml").name
    except BadInput as error:
        told = str(error)
    assert told


def test_every_key_stands_in_the_page_on_sources() -> None:
    page = DOCS.read_text(encoding="utf-8")
    shown = [key.path for key in KEYS if key.takes is not Takes.TABLE and not key.path.endswith("*")]
    assert [path for path in shown if f"| `{path}` |" not in page] == []
    names = {name for key in KEYS for name in key.names or ()}
    assert [name for name in sorted(names) if f"`{name}`" not in page] == []


def test_the_examples_of_the_page_on_sources_are_read() -> None:
    page = DOCS.read_text(encoding="utf-8")
    examples = [part.partition("```")[0] for part in page.split("```toml\n")[1:]]
    assert len(examples) >= 2
    for text in examples:
        assert read_spec(text, "example.toml").name
