"""The way through a source: pages after pages, the companies' own pages, loops, other sites, what cannot be opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import pytest

from importers.web.document import Document, open_document
from importers.web.sources import Crawl, crawl, next_address, read_spec
from outreach.errors import BadInput, Unreachable
from outreach.terms.message import Message, say
from outreach.terms.runs import Progress

HOME = "https://seura.example/jasenet/"


def opened(body: str, url: str) -> Document:
    made = open_document(
        f"<html><body>{body}</body></html>".encode(), source=url, url=url, fetched_at=datetime(2026, 3, 10, tzinfo=UTC)
    )
    assert isinstance(made, Document)
    return made


def card(name: str, extra: str = "") -> str:
    return f"<li class='j'><h3>{name}</h3>{extra}</li>"


def walk(
    pages: Mapping[str, str | Message | Exception],
    spec: str,
    *,
    should_stop: Callable[[], bool] = lambda: False,
    progress: Callable[[Progress], None] | None = None,
    asked: list[str] | None = None,
) -> Crawl:
    def open_page(url: str) -> Document | Message:
        if asked is not None:
            asked.append(url)
        found = pages.get(url, say("There is no such page."))
        if isinstance(found, Exception):
            raise found
        return found if isinstance(found, Message) else opened(found, url)

    text = f"start = '{HOME}'\nrows = 'li.j'\n{spec}" if "start" not in spec else spec
    return crawl(read_spec(text, "seura.toml"), open_page, should_stop=should_stop, progress=progress)


def names(found: Crawl) -> list[str]:
    return [each.name for each in found.parsed.candidates]


NEXT = "[next]\ncss = 'auto'"


def test_pages_are_followed_and_a_company_on_two_of_them_is_one() -> None:
    pages = {
        HOME: card("Malli A Oy") + f"<a href='{HOME}?sivu=2'>Seuraava</a>",
        f"{HOME}?sivu=2": card("Malli A Oy", "<p>info@mallia.example</p>") + card("Malli B Oy"),
    }
    found = walk(pages, NEXT)
    assert names(found) == ["Malli A Oy", "Malli B Oy"]
    assert found.parsed.candidates[0].email == "info@mallia.example"
    assert found.pages == (HOME, f"{HOME}?sivu=2")
    assert found.notes == ()
    assert not found.stopped
    assert [step.left for step in found.parsed.steps] == [3, 3, 2]


@pytest.mark.parametrize(
    "third",
    [
        card("Malli A Oy") + "<a rel='next' href='?sivu=4'>4</a>",  # the first page again under another address
        "<p>Ei tuloksia</p><a rel='next' href='?sivu=4'>4</a>",
    ],
)
def test_paging_ends_at_a_page_that_was_there_before_and_at_an_empty_one(third: str) -> None:
    asked: list[str] = []
    pages = {
        HOME: card("Malli A Oy") + "<a rel='next' href='?sivu=2'>2</a>",
        f"{HOME}?sivu=2": card("Malli B Oy") + "<a rel='next' href='?sivu=3'>3</a>",
        f"{HOME}?sivu=3": third,
        f"{HOME}?sivu=4": card("Malli D Oy"),
    }
    assert names(walk(pages, NEXT, asked=asked)) == ["Malli A Oy", "Malli B Oy"]
    assert asked[-1] == f"{HOME}?sivu=3"


def test_paging_ends_where_it_leads_back() -> None:
    asked: list[str] = []
    pages = {
        HOME: card("Malli A Oy") + "<a rel='next' href='?sivu=2'>2</a>",
        f"{HOME}?sivu=2": card("Malli B Oy") + f"<a rel='next' href='{HOME}#top'>1</a>",
    }
    assert names(walk(pages, NEXT, asked=asked)) == ["Malli A Oy", "Malli B Oy"]
    assert len(asked) == 2


def test_an_endless_list_ends_at_max_pages_and_says_so() -> None:
    pages = {f"{HOME}?sivu={n}": card(f"Malli {n} Oy") + f"<a rel='next' href='?sivu={n + 1}'>x</a>" for n in range(50)}
    pages[HOME] = card("Malli Oy") + "<a rel='next' href='?sivu=0'>x</a>"
    found = walk(pages, f"{NEXT}\nmax_pages = 4")
    assert len(found.pages) == 4
    assert "first 4 pages" in str(found.notes[0])
    found = walk(pages, f"{NEXT}\n[fetch]\nmax_pages = 6")
    assert len(found.pages) == 6
    assert "after 6 pages" in str(found.notes[0])


DETAILED = {
    HOME: card("Malli A Oy", "<a href='/j/a'>Lue lisää</a>") + card("Malli B Oy", "<a href='/j/b'>Lue lisää</a>"),
    "https://seura.example/j/a": "<main><h1>Malli A Oy</h1><p>Y-tunnus: 1572860-0</p><p>Katu 1, 08100 Lohja</p></main>"
    "<footer>Seura ry, puh. 09 123 4567, info@seura.example</footer>",
    "https://seura.example/j/b": say("The page is a PDF."),
}


def test_each_companys_own_page_adds_what_the_list_does_not_say() -> None:
    found = walk(DETAILED, "[detail]\nlink = 'a'\nfields.business_id = 'label: Y-tunnus'")
    first, second = found.parsed.candidates
    assert (first.business_id, first.street, first.town) == ("1572860-0", "Katu 1", "Lohja")
    assert (first.phone, first.email) == ("", "")
    assert {trace.how for trace in first.traces if trace.field in ("business_id", "street")} == {"detail page"}
    assert second.business_id == ""
    assert "The page is a PDF." in str(found.notes[0])
    assert [each.where for each in found.parsed.rejects] == ["https://seura.example/j/b"]


def test_a_companys_own_page_on_another_site_is_not_opened_unless_the_file_says_so() -> None:
    pages = {
        HOME: card("Malli A Oy", "<a class='d' href='https://muu.example/a'>Lue</a>"),
        "https://muu.example/a": "<main><h1>Malli A Oy</h1><p>Y-tunnus 1572860-0</p></main>",
    }
    closed = walk(pages, "[detail]\nlink = 'a.d'")
    assert closed.pages == (HOME,)
    assert "another site" in str(closed.notes[0])
    allowed = walk(pages, "[detail]\nlink = 'a.d'\n[fetch]\nother_sites = true")
    assert allowed.parsed.candidates[0].business_id == "1572860-0"


def test_a_link_that_no_row_has_is_told() -> None:
    assert "link to the company's own page" in str(walk({HOME: card("Malli A Oy")}, "[detail]\nlink = 'a'").notes[0])


def test_the_first_page_must_open_and_later_ones_are_told() -> None:
    gone = Unreachable(say("The site does not answer."))
    with pytest.raises(Unreachable):
        walk({HOME: gone}, NEXT)
    with pytest.raises(BadInput, match="no such page"):
        walk({}, NEXT)
    found = walk({HOME: card("Malli A Oy") + "<a rel='next' href='?sivu=2'>2</a>", f"{HOME}?sivu=2": gone}, NEXT)
    assert names(found) == ["Malli A Oy"]
    assert "does not answer" in str(found.notes[0])
    assert "does not answer" in str(found.parsed.rejects[0].reason)


def test_several_starts_are_one_list() -> None:
    other = "https://seura.example/kannatusjasenet/"
    pages = {HOME: card("Malli A Oy"), other: card("Malli B Oy")}
    spec = f"start = ['{HOME}', '{other}', '{HOME}']\nrows = 'li.j'"
    assert names(walk(pages, spec)) == ["Malli A Oy", "Malli B Oy"]


def test_a_source_without_a_start_says_what_to_add() -> None:
    with pytest.raises(BadInput, match="no start page"):
        crawl(read_spec("rows = 'li'", "a.toml"), lambda url: say("unused"))


def test_the_user_can_stop_between_pages_and_sees_how_far_it_is() -> None:
    told: list[Progress] = []
    pages = {
        HOME: card("Malli A Oy") + "<a rel='next' href='?sivu=2'>2</a>",
        f"{HOME}?sivu=2": card("Malli B Oy"),
    }
    found = walk(pages, NEXT, should_stop=lambda: bool(told), progress=told.append)
    assert found.stopped
    assert names(found) == ["Malli A Oy"]
    assert "Stopped" in str(found.notes[0])
    assert told[0].done == 0


@pytest.mark.parametrize(
    ("body", "after"),
    [
        ("<link rel='next' href='/jasenet/?s=2'>", "https://seura.example/jasenet/?s=2"),
        ("<a href='?sivu=2'>Seuraava sivu »</a>", f"{HOME}?sivu=2"),
        ("<a href='?sida=2'>Nästa</a>", f"{HOME}?sida=2"),
        ("<a href='page/2/'>Next page</a>", f"{HOME}page/2/"),
        ("<div class='pagination'><a href='?p=2'>»</a></div>", f"{HOME}?p=2"),
        ("<nav><a aria-label='Seuraava' href='?p=2'><svg></svg></a></nav>", f"{HOME}?p=2"),
        ("<ul class='pager'><li class='next'><a href='?p=2'>2-20</a></li></ul>", ""),
        ("<ul class='pager'><li><a class='next' href='?p=2'>eteenpäin</a></li></ul>", f"{HOME}?p=2"),
        ("<p><span>1</span> <a href='?p=2'>2</a> <a href='?p=3'>3</a></p>", f"{HOME}?p=2"),
        (
            "<ul><li class='active'><b>2</b></li><li><a href='?p=1'>1</a></li><li><a href='?p=3'>3</a></li></ul>",
            f"{HOME}?p=3",
        ),
        ("<div class='pages'><a href='?p=1' aria-current='page'>1</a><a href='?p=2'>2</a></div>", f"{HOME}?p=2"),
        ("<div class='pagination'><a class='disabled' href='?p=2'>Seuraava</a></div>", ""),
        ("<a href='#'>Seuraava</a><a href='javascript:next()'>Seuraava</a>", ""),
        ("<a href='https://muu.example/kurssi'>Seuraava</a>", ""),
        ("<a href='/uutiset/12'>Seuraava</a>", ""),
        ("<p>Vuosina <a href='/2024'>2024</a> ja <a href='/2025'>2025</a></p>", ""),
        ("<p>Ei muita sivuja</p>", ""),
    ],
)
def test_the_next_page_is_found_by_words_and_numbers(body: str, after: str) -> None:
    spec = read_spec(f"rows = 'li'\n{NEXT}", "a.toml")
    assert next_address(opened(body, HOME), spec) == after


def test_the_next_page_follows_from_the_number_in_the_address() -> None:
    body = "<p><a href='/jasenet/sivu/1/'>1</a> <a href='/jasenet/sivu/2/'>2</a> <a href='/jasenet/sivu/3/'>3</a></p>"
    spec = read_spec(f"rows = 'li'\n{NEXT}", "a.toml")
    assert next_address(opened(body, f"{HOME}sivu/2/"), spec) == f"{HOME}sivu/3/"
    assert next_address(opened(body, f"{HOME}sivu/3/"), spec) == ""


def test_a_selector_finds_the_next_page_and_without_next_there_is_none() -> None:
    document = opened("<div class='more'><a href='?p=2'>Lisää</a></div>", HOME)
    assert next_address(document, read_spec("rows='li'\n[next]\ncss='div.more'", "a.toml")) == f"{HOME}?p=2"
    assert next_address(document, read_spec("rows='li'", "a.toml")) == ""
