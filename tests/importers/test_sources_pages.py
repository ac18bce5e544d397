"""Pages of varied build read by the file of a source: rows, rules, what is recognised, filled in and dropped."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importers.web.document import Document, open_document
from importers.web.sources import check_expect, make_expect, read_page, read_spec, write_spec
from importers.web.sources.spec import Expect, SourceSpec
from outreach.terms.candidate import Candidate, Parsed

URL = "https://seura.example/jasenet/"


def page(body: str, url: str = URL) -> Document:
    opened = open_document(
        f"<html lang='fi'><body>{body}</body></html>".encode(),
        source=url,
        url=url,
        fetched_at=datetime(2026, 3, 10, tzinfo=UTC),
    )
    assert isinstance(opened, Document)
    return opened


def read(body: str, spec: str) -> Parsed:
    return read_page(page(body), read_spec(spec, "seura.toml"))


def names(parsed: Parsed) -> list[str]:
    return [each.name for each in parsed.candidates]


def said(parsed: Parsed) -> str:
    return " ".join(map(str, parsed.notes))


def how(candidate: Candidate, field: str) -> str:
    return next((trace.how for trace in candidate.traces if trace.field == field), "")


CARDS = (
    "<nav><ul><li>Etusivu</li><li>Jäsenet</li></ul></nav><main><h1>Jäsenet</h1>"
    + "".join(
        f"<div class='card post-{n}' data-kunta='Vihti'><h3><a href='/jasen/{n}'>Malli {word} Oy</a></h3>"
        f"<p class='meta'>Kauppakatu {n}, 0810{n} Lohja</p><p>Puh: 019 123 450{n}</p>"
        f"<a class='www' href='https://malli{n}.example'>Sivut</a> <a href='mailto:info@malli{n}.example'>@</a></div>"
        for n, word in enumerate(("Konepaja", "Leipomo", "Kahvila"), start=1)
    )
    + "</main><footer>Seura ry, info@seura.example</footer>"
)


def test_rows_alone_give_whole_records_with_their_provenance() -> None:
    parsed = read(CARDS, "rows = 'div.card'")
    first = parsed.candidates[0]
    assert names(parsed) == ["Malli Konepaja Oy", "Malli Leipomo Oy", "Malli Kahvila Oy"]
    assert (first.website, first.email, first.phone) == (
        "https://malli1.example",
        "info@malli1.example",
        "+358191234501",
    )
    assert (first.street, first.postcode, first.town) == ("Kauppakatu 1", "08101", "Lohja")
    assert (first.provenance.how, first.provenance.where) == ("source", "row 1")
    assert [(str(step.step), step.left) for step in parsed.steps] == [
        ("rows found", 3),
        ("rows with a name", 3),
        ("companies, each once", 3),
    ]


def test_rules_say_where_values_stand_and_how_they_were_found() -> None:
    first = read(
        CARDS,
        r"""
rows = 'div.card'
[fields]
name = 'h3'
website = 'a.www'
phone = ['label: Puhelinvaihde', 'label: Puh']
town = '@data-kunta'
postcode = 'p.meta ~ (\d{5})'
""",
    ).candidates[0]
    assert (first.name, first.website, first.phone) == ("Malli Konepaja Oy", "https://malli1.example", "+358191234501")
    assert (first.postcode, first.town) == ("08101", "Vihti")
    assert [how(first, field) for field in ("website", "phone", "town")] == ["selector", "label", "selector"]


def test_one_rule_can_give_postcode_and_town() -> None:
    first = read(CARDS, "rows = 'div.card'\n[fields]\ntown = 'p.meta ~ ([0-9]{5}) (\\w+)'").candidates[0]
    assert (first.postcode, first.town) == ("08101", "Lohja")


def test_a_field_whose_rule_finds_nothing_stays_empty() -> None:
    parsed = read(CARDS, "rows = 'div.card'\n[fields]\nphone = 'label: Vaihde'\nemail = '.none'")
    assert [(each.phone, each.email) for each in parsed.candidates] == [("", "")] * 3


def test_a_row_without_a_name_is_told_and_left_out() -> None:
    parsed = read(CARDS + "<div class='card'><p>Puh: 019 999 9999</p></div>", "rows='div.card'\n[fields]\nname='h3'")
    assert len(parsed.candidates) == 3
    assert [(each.where, each.field) for each in parsed.rejects] == [("row 4", "name")]
    assert [step.left for step in parsed.steps] == [4, 3, 3]


@pytest.mark.parametrize(
    ("copied", "without"),
    [
        ("table > tbody > tr.firma", "tbody"),
        ("table tbody tr.firma", "tbody"),
        ("body > table:nth-child(7) > tbody > tr.firma", ":nth-child"),
        ("html > table > tr.firma", ">"),
    ],
)
def test_a_selector_copied_from_the_browser_is_tried_without_what_only_the_browser_has(
    copied: str, without: str
) -> None:
    rows = "".join(f"<tr class='firma'><td>Malli {n} Oy</td><td>info@malli{n}.example</td></tr>" for n in "AB")
    parsed = read(f"<p>Lista</p><table>{rows}</table>", f"rows = '{copied}'")
    assert names(parsed) == ["Malli A Oy", "Malli B Oy"]
    assert f"finds nothing; without {without} it finds 2" in said(parsed)


def test_a_selector_of_a_field_is_loosened_too_and_told_once() -> None:
    parsed = read(CARDS, "rows='div.card'\n[fields]\nname='div.card > h3:nth-child(4) > a'")
    assert len(parsed.candidates) == 3
    assert said(parsed).count("without :nth-child") == 1


def test_a_selector_that_finds_nothing_is_told() -> None:
    parsed = read(CARDS, "rows = 'div.jasen'")
    assert not parsed.candidates
    assert "div.jasen finds nothing" in said(parsed)
    assert parsed.steps[0].left == 0


def test_headings_of_a_table_and_its_parts_are_no_companies() -> None:
    body = (
        "<table><tr><td>Nimi</td><td>Puhelin</td><td>Kunta</td></tr><tr><td colspan=3>Metalli</td></tr>"
        "<tr><td>Malli A Oy</td><td>019 123 4561</td><td>Lohja</td></tr>"
        "<tr><td>Malli B Oy</td><td>019 123 4562</td><td>Vihti</td></tr>"
        "<tr><td>Malli C Oy</td><td>019 123 4563</td><td>Vihti</td></tr>"
        "<tr><td>Yhteensä</td><td></td><td>3</td></tr></table>"
    )
    assert names(read(body, "rows = 'tr'\n[fields]\nname='td'")) == ["Malli A Oy", "Malli B Oy", "Malli C Oy"]


@pytest.mark.parametrize("spec", ["starts = 'h3'", "[fields]\nname = 'h3'"])
def test_a_record_goes_from_one_start_to_the_next(spec: str) -> None:
    body = (
        "<main><h2>Metalli</h2><h3>Malli A Oy</h3><p>Katu 1, 08100 Lohja</p><p>019 123 4561</p>"
        "<h3>Malli B Oy</h3><p>info@mallib.example</p><h2>Palvelut</h2><p>Kysy lisää: info@seura.example</p>"
        "<h3>Malli C Oy</h3><p>www.mallic.example</p></main><footer><p>09 999 9999</p></footer>"
    )
    parsed = read(body, spec)
    assert [(each.name, each.phone, each.email, each.website) for each in parsed.candidates] == [
        ("Malli A Oy", "+358191234561", "", ""),
        ("Malli B Oy", "", "info@mallib.example", ""),
        ("Malli C Oy", "", "", "https://www.mallic.example"),
    ]


def test_a_start_inside_its_own_box_takes_the_whole_box() -> None:
    body = "".join(
        f"<div class='row'><div><img src='x.png'><h4>Malli {n} Oy</h4></div><p>info@malli{n.lower()}.example</p></div>"
        for n in "ABC"
    )
    parsed = read(body, "starts = 'h4'")
    assert [each.email for each in parsed.candidates] == [f"info@malli{n}.example" for n in "abc"]


def test_a_section_with_one_company_does_not_lend_it_its_heading() -> None:
    body = "".join(
        f"<section><h2>{n}</h2><h3>{n}-Malli Oy</h3><p>info@{n.lower()}-malli.example</p></section>" for n in "ABC"
    )
    parsed = read(body, "starts = 'h3'")
    assert [(each.name, each.email) for each in parsed.candidates] == [
        (f"{n}-Malli Oy", f"info@{n.lower()}-malli.example") for n in "ABC"
    ]


def test_definition_lists_are_read_by_their_terms() -> None:
    body = "<dl><dt>Malli A Oy</dt><dd>Lohja</dd><dd>019 123 4561</dd><dt>Malli B Ab</dt><dd>b@mallib.example</dd></dl>"
    parsed = read(body, "starts = 'dt'")
    assert names(parsed) == ["Malli A Oy", "Malli B Ab"]
    assert parsed.candidates[0].phone == "+358191234561"


@pytest.mark.parametrize("where", ["", "in = 'div.teksti'"])
def test_empty_lines_part_companies(where: str) -> None:
    body = (
        "<div class='teksti'><p>Jäsenemme ovat:</p><p><strong>Malli A Oy</strong><br>Katu 1<br>08100 Lohja<br><br>"
        "<b>Malli B Ky</b><br>info@mallib.example<br>\n<br/>Malli C Tmi<br>www.mallic.example</p></div>"
    )
    parsed = read(body, f"split = 'br br'\n{where}")
    assert [(each.name, each.town, each.email, each.website) for each in parsed.candidates] == [
        ("Malli A Oy", "Lohja", "", ""),
        ("Malli B Ky", "", "info@mallib.example", ""),
        ("Malli C Tmi", "", "", "https://www.mallic.example"),
    ]


def test_empty_paragraphs_are_empty_lines() -> None:
    lines = ("Malli A Oy", "Katu 1", "08100 Lohja", "&nbsp;", "Malli B Ky", "info@mallib.example", "", "Malli C Tmi")
    body = "".join(f"<p><span>{line}</span></p>\n" for line in (*lines, "www.mallic.example"))
    parsed = read(f"<div class='t'>{body}</div>", "split = 'br br'\nin = '.t'")
    assert [(each.name, each.town, each.email, each.website) for each in parsed.candidates] == [
        ("Malli A Oy", "Lohja", "", ""),
        ("Malli B Ky", "", "info@mallib.example", ""),
        ("Malli C Tmi", "", "", "https://www.mallic.example"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "<pre>Malli A Oy      Lohja   019 123 4561\nMalli B Ky      Vihti   019 123 4562\n\n</pre>",
        "<div>Malli A Oy, Lohja, 019 123 4561<br>Malli B Ky, Vihti, 019 123 4562<br></div>",
        "<ul><li>Malli A Oy, Lohja, 019 123 4561<br></li><li>Malli B Ky, Vihti, 019 123 4562</li></ul>",
    ],
)
def test_each_line_is_a_company(body: str) -> None:
    parsed = read(body, "split = 'line'\nin = 'pre, div, ul'")
    assert [(each.name, each.phone) for each in parsed.candidates] == [
        ("Malli A Oy", "+358191234561"),
        ("Malli B Ky", "+358191234562"),
    ]


def test_a_pattern_sees_the_blanks_between_columns_of_preformatted_text() -> None:
    body = "<pre>Malli Kone  ja Metalli   Lohja\nMalli Leipä   Vihti</pre>"
    parsed = read(body, "split = 'line'\n[fields]\nname = '~ ^(.+?)\\s{3}'\ntown = '~ \\s{3}(.+)$'")
    assert [(each.name, each.town) for each in parsed.candidates] == [
        ("Malli Kone ja Metalli", "Lohja"),
        ("Malli Leipä", "Vihti"),
    ]


@pytest.mark.parametrize(
    "row",
    [
        "<dl><dt>Y-tunnus</dt><dd>1572860-0</dd><dt>Puh.</dt><dd>019 123 4561</dd><dt>Kunta</dt><dd>Lohja</dd></dl>",
        "<table><tr><th>Y-tunnus:</th><td>1572860-0</td></tr><tr><th>Puhelin:</th><td>019 123 4561</td></tr>"
        "<tr><th>Kunta</th><td>Lohja</td></tr></table>",
        "<p><b>Y-tunnus:</b> 1572860-0<br><b>Puh:</b> 019 123 4561<br><b>Kunta:</b> Lohja</p>",
        "<p>Kunta: Lohja, Puh: 019 123 4561, Y-tunnus: 1572860-0</p>",
        "<div><span>Y-tunnus</span><span>1572860-0</span></div><div><span>Puh</span><span>019 123 4561</span></div>"
        "<div><span>Kunta</span><span>Lohja</span></div>",
    ],
)
def test_a_label_finds_its_value_in_any_build(row: str) -> None:
    parsed = read(
        f"<div class='c'><h3>Malli Oy</h3>{row}</div>",
        "rows='div.c'\n[fields]\nname='h3'\nbusiness_id='label: Y-tunnus'\nphone='label: Puh'\ntown='label: Kunta'",
    )
    (only,) = parsed.candidates
    assert (only.business_id, only.phone, only.town) == ("1572860-0", "+358191234561", "Lohja")


def test_a_labelled_link_gives_its_address() -> None:
    body = "<div class='c'><h3>Malli Oy</h3><p>Kotisivu: <a href='https://malli.example/'>avaa</a></p></div>"
    parsed = read(body, "rows='div.c'\n[fields]\nname='h3'\nwebsite='label: Kotisivu'")
    assert parsed.candidates[0].website == "https://malli.example/"


def test_small_print_and_the_word_logo_are_no_part_of_a_name() -> None:
    body = "<div class='c'><h3>Malli Oy <small>Lohja</small></h3><img alt='Malli Oy logo' src='x.png'></div>"
    assert names(read(body, "rows='div.c'\n[fields]\nname='h3'")) == ["Malli Oy"]
    assert names(read(body, "rows='div.c'\n[fields]\nname='img @alt'")) == ["Malli Oy"]
    assert names(read(body, "starts='h3'")) == ["Malli Oy"]


def test_a_rule_takes_no_fax_no_social_medium_and_reads_hidden_mailboxes() -> None:
    body = (
        "<div class='c'><h3>Malli Oy</h3><p class='n'>Fax 019 999 9999, puh. 019 123 4561</p>"
        "<p class='m'>info (at) malli.example</p><p class='w'><a href='https://facebook.com/malli'>Facebook</a> "
        "<a href='https://www.malli.example/?x=1'>Sivut</a></p></div>"
    )
    (only,) = read(body, "rows='.c'\n[fields]\nname='h3'\nphone='.n'\nemail='.m'\nwebsite='.w'").candidates
    assert (only.phone, only.email) == ("+358191234561", "info@malli.example")
    assert only.website == "https://www.malli.example/?x=1"
    assert how(only, "name") == "selector"


def test_a_mailbox_hidden_from_robots_is_read_by_a_rule() -> None:
    code = bytes([7, *(byte ^ 7 for byte in b"info@malli.example")]).hex()
    body = f"<div class='c'><h3>Malli Oy</h3><a class='m' data-cfemail='{code}'>[email protected]</a></div>"
    assert read(body, "rows='.c'\n[fields]\nname='h3'\nemail='.m'").candidates[0].email == "info@malli.example"


def test_a_box_of_boxes_gives_way_to_the_boxes_in_it() -> None:
    body = "<div class='col'>" + "".join(
        f"<div class='col'><h3>Malli {n} Oy</h3><p>info@malli{n.lower()}.example</p></div>" for n in "ABC"
    )
    assert names(read(body, "rows = '.col'\n[fields]\nname = 'h3'")) == ["Malli A Oy", "Malli B Oy", "Malli C Oy"]


def test_a_list_in_a_box_does_not_part_it() -> None:
    body = "<ul>" + "".join(f"<li>Malli {n} Oy<ul><li>hitsaus</li><li>sorvaus</li></ul></li>" for n in "AB") + "</ul>"
    assert names(read(body, "rows = 'ul li'")) == ["Malli A Oy", "Malli B Oy"]


def test_what_is_dropped_is_counted_and_constants_fill_only_gaps() -> None:
    parsed = read(
        CARDS.replace("08102 Lohja", ""),
        "rows='div.card'\n[drop]\nname=['konepaja']\nrow=['~ 0810[3]']\n[fill]\ntown='Karkkila'\ntags=['seura', 'uus']",
    )
    (only,) = parsed.candidates
    assert (only.name, only.town, how(only, "town")) == ("Malli Leipomo Oy", "Karkkila", "fill")
    assert only.description.endswith("seura, uus")
    assert [(str(step.step), step.left) for step in parsed.steps][2] == ("after [drop]", 1)


def test_an_invitation_among_the_boxes_is_no_company() -> None:
    parsed = read(CARDS + "<div class='card'><h3>Liity jäseneksi!</h3></div>", "rows='div.card'\n[fields]\nname='h3'")
    assert len(parsed.candidates) == 3
    assert "invitation" in str(parsed.rejects[0].reason)


def test_personal_mailboxes_and_persons_stay_out_unless_the_file_allows_them() -> None:
    body = (
        "<div class='c'><h3>Malli Oy</h3><p class='hlo'>Maija Mallinen, toimitusjohtaja</p>"
        "<a class='e' href='mailto:maija.mallinen@malli.example'>sähköposti</a></div>"
    )
    closed = read(body, "rows='div.c'\n[fields]\nname='h3'\nemail='a.e'")
    assert closed.candidates[0].email == ""
    assert closed.candidates[0].contact is None
    assert "1 personal e-mail address was left out" in said(closed)
    opened = read(
        body,
        "rows='div.c'\n[fields]\nname='h3'\nemail='a.e'\ncontact_person='.hlo ~ ^([^,]+)'\ncontact_email='a.e'\n"
        "[terms]\npersons=true\npermission='letter'\npurpose='invitations'",
    )
    (only,) = opened.candidates
    assert only.email == "maija.mallinen@malli.example"
    assert only.contact is not None
    assert (only.contact.name, only.contact.email) == ("Maija Mallinen", "maija.mallinen@malli.example")


def test_a_file_without_rows_reads_the_page_by_itself_and_still_drops_and_fills() -> None:
    body = "<table><tr><th>Yritys</th><th>Puhelin</th></tr>" + "".join(
        f"<tr><td>Malli {n} Oy</td><td>019 123 456{n}</td></tr>" for n in range(3)
    )
    parsed = read(body + "</table>", "[fill]\ntown='Lohja'\n[drop]\nname=['Malli 1']")
    assert [(each.name, each.town) for each in parsed.candidates] == [("Malli 0 Oy", "Lohja"), ("Malli 2 Oy", "Lohja")]


def test_a_page_in_another_language_is_noted() -> None:
    assert "language is fi, not sv" in said(read(CARDS, "rows='div.card'\nlang='sv'"))


def test_reading_leaves_the_page_as_it_was() -> None:
    document = page("<pre>Malli A Oy   Lohja\nMalli B Oy   Vihti</pre>" + CARDS)
    before = hashlib.sha256(str(document.soup).encode()).hexdigest()
    for spec in ("split='line'", "rows='div.card'", "starts='h3'", "split='br br'"):
        read_page(document, read_spec(spec, "a.toml"))
    assert hashlib.sha256(str(document.soup).encode()).hexdigest() == before


@pytest.mark.parametrize(
    "spec", ["rows='div'", "starts='b'", "split='line'", "split='br br'", "rows='div'\n[fields]\nname='label: x'"]
)
def test_ten_thousand_nested_elements_and_a_long_line_end(spec: str) -> None:
    deep = "<div><span>" * 10_000 + "Malli Oy<br><b>Toinen Oy</b>" + "</span></div>" * 10_000
    flat = "<div><b>Malli Oy</b> x<br></div>" * 600 + "<p>" + "x" * 300_000
    for body in (deep, flat):
        parsed = read_page(page(body), read_spec(spec, "a.toml"))
        assert len(parsed.candidates) <= 5_000


_markup = """<div class='c'>|</div>|<b>|</b>|<br>|<tr>|<td>|<pre>|</pre>|<h3>|</h3>|Malli Oy|
| |019 123 4561|<li>
|<a href='http://['>|</a>|<img alt='Malli'>|&#0;|<!--|-->"""
_parts = st.sampled_from(_markup.split("|"))


@given(
    st.lists(_parts, max_size=40).map("".join),
    st.sampled_from(["rows='.c'", "starts='b'", "starts='h3'", "split='line'", "split='br br'", "rows='*'", "in='.c'"]),
)
@settings(max_examples=150, deadline=None)
def test_any_markup_is_read_without_an_error(body: str, spec: str) -> None:
    parsed = read_page(page(body), read_spec(spec, "a.toml"))
    assert all(each.name.strip() for each in parsed.candidates)


def test_expectations_are_made_of_a_good_run_and_hold_for_it() -> None:
    parsed = read(CARDS.replace("Puh: 019 123 4502", ""), "rows='div.card'")
    made = make_expect(parsed)
    assert made.min == 2
    assert (made.fill["email"], made.fill["phone"]) == (0.8, 0.5)
    assert "business_id" not in made.fill
    spec = SourceSpec(rows="div.card", expect=made)
    assert read_spec(write_spec(spec), "x.toml").expect == made
    assert check_expect(spec, parsed) == []


def test_each_thing_below_the_expectation_is_told() -> None:
    spec = SourceSpec(expect=Expect(min=4, fill={"email": 0.9, "business_id": 0.2}))
    told = list(map(str, check_expect(spec, read(CARDS, "rows='div.card'"))))
    assert told == [
        "3 companies were found; the source expects 4 or more.",
        "0 % of the companies have this: Business ID; the source expects 20 % or more.",
    ]
    assert len(check_expect(spec, Parsed(()))) == 3
