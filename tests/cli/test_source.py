"""Sources as people and other programs use them: looked at, added with a few questions, run, checked, removed."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from importers.fetch import Fetcher
from tests.cli.conftest import ROOT, Done
from tests.conftest import Home
from tests.doubles.site import Site, answer

Run = Callable[..., Done]
NOW = datetime(2026, 3, 10, 6, tzinfo=UTC)
HTML = {"Content-Type": "text/html; charset=utf-8"}
NAMES = (
    "Puupaja Malli Oy",
    "Hirsivuo Kokeilu Oy",
    "Konepaja Kuvitelma Ky",
    "Verkkotalo Esimerkki Oy",
    "Levyseppä Satu Oy",
    "Tarumyynti Ab",
)
KEYS = ["name", "website", "email", "phone", "address", "postcode", "town", "business_id", "description"]
FOUND = [*KEYS, "how", "confidence"]


def page(*names: str) -> bytes:
    rows = "".join(
        f'<div class="member"><h3>{name}</h3><p>Puh. 015 555 01{number:02}</p><p>57100 Savonlinna</p></div>'
        for number, name in enumerate(names)
    )
    head = '<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Jäsenyritykset</title></head>'
    return f"{head}<body><h1>Jäsenyritykset</h1>{rows}</body></html>".encode()


def fetcher(port: int) -> Fetcher:
    return Fetcher("testi@example.fi", allow=[("127.0.0.1", port)], sleep=lambda seconds: None, clock=lambda: NOW)


def lines(done: Done) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.out.splitlines()]


def names(done: Done) -> list[str]:
    return [line["name"] for line in lines(done)]


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "jasenet.html"
    path.write_bytes(page(*NAMES))
    return path


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        running.pages["/jasenet"] = answer(page(*NAMES), headers=HTML)
        yield running


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Somebody at a terminal who types these lines."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    def type_lines(*typed: str) -> None:
        monkeypatch.setattr("sys.stdin", Terminal("".join(f"{line}\n" for line in typed)))

    return type_lines


def test_a_saved_page_is_one_line_a_company_without_any_workplace(
    outreach_home: Home, outreach: Run, saved: Path
) -> None:
    done = outreach("source", "preview", str(saved), "--json")
    assert (done.code, done.err) == (0, "")
    assert names(done) == list(NAMES)
    assert list(lines(done)[0]) == FOUND
    assert (lines(done)[0]["postcode"], lines(done)[0]["business_id"]) == ("57100", "")
    assert not any(outreach_home.data.iterdir())
    assert not any(outreach_home.config.iterdir())


def test_for_people_it_tells_what_was_found_of_how_many_with_samples(
    outreach_home: Home, outreach: Run, saved: Path
) -> None:
    done = outreach("source", "preview", str(saved))
    assert done.code == 0
    assert "6 organisations in jasenet.html" in done.out
    assert "Phone" in done.out
    assert "6 of 6" in done.out
    assert "0 of 6" in done.out
    assert "and 1 more" in done.out


def test_the_given_type_names_the_letters_and_the_base_address_tells_outside_links_from_those_of_the_site(
    outreach_home: Home, outreach: Run, tmp_path: Path
) -> None:
    path = tmp_path / "vanha.html"
    text = (
        "<html><body><table><tr><th>Yritys</th><th>Kotisivu</th></tr>"
        '<tr><td>Raha € Malli Oy</td><td><a href="https://www.lista.example/jasen/1">www</a></td></tr>'
        '<tr><td>Pääsky Näyte Oy</td><td><a href="https://www.paasky.example/">www</a></td></tr></table></body></html>'
    )
    path.write_bytes(text.encode("iso-8859-15"))
    letters = ("--content-type", "text/html; charset=iso-8859-15", "--json")
    here = outreach("source", "preview", str(path), "--base-url", "https://www.lista.example/jasenet", *letters)
    elsewhere = outreach("source", "preview", str(path), "--base-url", "https://www.muualla.example/", *letters)
    assert names(here) == names(elsewhere) == ["Raha € Malli Oy", "Pääsky Näyte Oy"]
    assert [bool(line["website"]) for line in lines(here)] == [False, True]
    assert [bool(line["website"]) for line in lines(elsewhere)] == [True, True]
    assert "€" not in outreach("source", "preview", str(path), "--json").out


def test_a_page_without_companies_says_what_it_is_and_ends_with_1(
    outreach_home: Home, outreach: Run, tmp_path: Path
) -> None:
    path = tmp_path / "tyhja.html"
    path.write_text("<html><body><h1>Tervetuloa</h1><p>Täällä ei ole listaa.</p></body></html>", encoding="utf-8")
    done = outreach("source", "preview", str(path), "--json")
    assert (done.code, done.out) == (1, "")
    assert len(done.err.splitlines()) == 1
    pdf = tmp_path / "lista.html"
    pdf.write_bytes(b"%PDF-1.7\n")
    assert "PDF" in outreach("source", "preview", str(pdf), "--json").err


@pytest.mark.parametrize(
    ("where", "said"),
    [("none.html", "There is no such file"), ("http://127.0.0.1/", "open internet"), ("ftp://example.fi/x", "no such")],
)
def test_what_cannot_be_looked_at_ends_with_2(
    outreach_home: Home, outreach: Run, monkeypatch: pytest.MonkeyPatch, where: str, said: str
) -> None:
    monkeypatch.setenv("OUTREACH_CONTACT", "testi@example.fi")
    done = outreach("source", "preview", where, "--json")
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_a_spreadsheet_is_looked_at_as_a_file(outreach_home: Home, outreach: Run, tmp_path: Path) -> None:
    path = tmp_path / "lista.csv"
    path.write_text("Yritys;Kunta;Yhteyshenkilö\nPuupaja Malli Oy;Raahe;Testi Henkilö\n", encoding="utf-8")
    (line,) = lines(outreach("source", "preview", str(path), "--json"))
    assert (line["name"], line["contact_person"], line["row"], line["sheet"]) == (
        "Puupaja Malli Oy",
        "Testi Henkilö",
        2,
        "",
    )


def test_the_file_of_a_source_says_where_the_rows_are(
    outreach_home: Home, outreach: Run, saved: Path, tmp_path: Path
) -> None:
    source = tmp_path / "oma.toml"
    source.write_text('name = "Oma"\nrows = "div.member"\n[fill]\ntown = "Lohja"\n', encoding="utf-8")
    done = outreach("source", "preview", str(saved), "--source", str(source), "--json")
    assert (names(done), {line["how"] for line in lines(done)}) == (list(NAMES), {"source"})
    source.write_text('name = "Oma"\nrows = "div.nobody"\n', encoding="utf-8")
    lost = outreach("source", "preview", str(saved), "--source", str(source))
    assert lost.code == 1
    assert "div.nobody" in f"{lost.out}{lost.err}"
    source.write_text('nmae = "Oma"\n', encoding="utf-8")
    wrong = outreach("source", "preview", str(saved), "--source", str(source), "--json")
    assert (wrong.code, wrong.out) == (2, "")
    assert "line 1" in wrong.err


def test_an_address_and_the_start_pages_of_a_source_are_fetched_and_nothing_is_kept(
    outreach_home: Home, outreach: Run, site: Site, tmp_path: Path
) -> None:
    door = fetcher(site.port)
    assert names(outreach("source", "preview", f"{site.url}/jasenet", "--json", fetcher=door)) == list(NAMES)
    source = tmp_path / "oma.toml"
    source.write_text(f'name = "Oma"\nstart = "{site.url}/jasenet"\nrows = "div.member"\n', encoding="utf-8")
    assert names(outreach("source", "preview", str(source), "--json", fetcher=door)) == list(NAMES)
    assert not any(outreach_home.data.iterdir())


def test_a_look_at_a_page_loads_no_database(outreach_home: Home, saved: Path) -> None:
    heavy = ("sqlmodel", "sqlalchemy", "numpy", "alembic", "openpyxl", "textual", "requests")
    code = (
        "import sys\nfrom outreach.cli import main\n"
        f"code = main(['source', 'preview', {str(saved)!r}, '--json'])\n"
        f"print('LOADED', code, *[name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    assert done.stdout.splitlines()[-1] == "LOADED 0", done.stderr


def test_a_source_is_added_run_checked_listed_and_removed(practice: Home, outreach: Run, site: Site) -> None:
    door = fetcher(site.port)
    terms = ("--permission", "Sihteeri luvannut", "--purpose", "Jäsenhankinta")
    added = outreach("source", "add", f"{site.url}/jasenet", "--yes", *terms, fetcher=door)
    path = practice.config / "sources" / "jasenyritykset.toml"
    assert (added.code, added.out) == (0, f"{path}\n")
    text = path.read_text(encoding="utf-8")
    assert "Maija Kokeilija" in text
    assert "2026-03-10" in text
    assert "[expect]" not in text
    planned = outreach("source", "run", "jasenyritykset", "--dry-run", "--json", fetcher=door)
    assert {line["plan"] for line in lines(planned)} == {"create"}
    ran = outreach("source", "run", "jasenyritykset", "--json", fetcher=door)
    assert (ran.code, ran.data["source"], ran.data["created"]) == (0, "jasenyritykset", 6)
    assert "[expect]" in path.read_text(encoding="utf-8")
    again = outreach("source", "run", "--all", fetcher=door)
    assert again.code == 0
    assert "Unchanged: 6" in again.out
    (every,) = lines(outreach("source", "run", "--all", "--json", fetcher=door))
    assert every["unchanged"] == 6
    checked = outreach("source", "check", "--json")
    assert (checked.code, checked.data["rows"][0]["state"]) == (0, "good")
    (listed,) = outreach("source", "list", "--json").data["rows"]
    assert (listed["key"], listed["last_run"]["state"]) == ("jasenyritykset", "done")
    assert "jasenyritykset" in outreach("source", "list").out
    site.pages["/jasenet"] = answer(page(*NAMES[:2]), headers=HTML)
    refused = outreach("source", "run", "jasenyritykset", fetcher=door)
    assert (refused.code, refused.out) == (2, "")
    assert "--force" in refused.err
    assert outreach("source", "remove", "jasenyritykset").code == 0
    assert outreach("source", "run", "jasenyritykset", fetcher=door).code == 2
    assert outreach("search", "puupaja", "--json").data["total"] == 1


def test_nobody_at_the_terminal_saves_nothing_without_yes(outreach_home: Home, outreach: Run, site: Site) -> None:
    done = outreach("source", "add", f"{site.url}/jasenet", fetcher=fetcher(site.port))
    assert (done.code, done.out) == (2, "")
    assert "--yes" in done.err
    assert not (outreach_home.config / "sources").exists()


def test_the_questions_lead_to_a_source_by_an_example(
    outreach_home: Home, outreach: Run, site: Site, answers: Callable[..., None]
) -> None:
    answers(
        "e", "Ei Ole Täällä Oy", "", "e", "Hirsivuo Kokeilu Oy", "015 555 0101", "y", "Mallilan jäsenet", "", "", ""
    )
    done = outreach("source", "add", f"{site.url}/jasenet", fetcher=fetcher(site.port))
    path = outreach_home.config / "sources" / "mallilan-jasenet.toml"
    assert (done.code, done.out) == (0, f"{path}\n"), done.err
    assert "member" in path.read_text(encoding="utf-8")
    assert "robots.txt is no permission" in done.err


def test_a_no_saves_nothing(outreach_home: Home, outreach: Run, site: Site, answers: Callable[..., None]) -> None:
    answers("n")
    done = outreach("source", "add", f"{site.url}/jasenet", fetcher=fetcher(site.port))
    assert done.code == 2
    assert "Nothing was saved" in done.err
    assert not (outreach_home.config / "sources").exists()


def test_a_site_that_asks_for_long_pauses_is_read_when_the_user_agrees(
    outreach_home: Home, outreach: Run, site: Site, answers: Callable[..., None]
) -> None:
    site.pages["/robots.txt"] = answer(b"User-agent: *\nCrawl-delay: 45\n")
    address = f"{site.url}/jasenet"
    refused = outreach("source", "add", address, "--yes", fetcher=fetcher(site.port))
    assert refused.code == 2
    assert "--accept-delay 45" in refused.err
    agreed = outreach("source", "add", address, "--yes", "--accept-delay", "45", fetcher=fetcher(site.port))
    assert agreed.code == 0
    assert "accept_delay = 45" in Path(agreed.out.strip()).read_text(encoding="utf-8")
    answers("y", "y", "Toinen", "", "", "")
    asked = outreach("source", "add", address, fetcher=fetcher(site.port))
    assert asked.code == 0, asked.err


def test_an_example_teaches_a_source_and_the_former_file_is_kept(
    outreach_home: Home, outreach: Run, site: Site
) -> None:
    folder = outreach_home.config / "sources"
    folder.mkdir()
    before = f'name = "Oma"\nstart = "{site.url}/jasenet"\nrows = "div.nobody"\n'
    (folder / "oma.toml").write_text(before, encoding="utf-8")
    example = ("--example-name", "Hirsivuo Kokeilu Oy", "--example-phone", "015 555 0101")
    done = outreach("source", "learn", "oma", *example, "--yes", fetcher=fetcher(site.port))
    assert (done.code, done.out) == (0, f"{folder / 'oma.toml'}\n"), done.err
    assert (folder / "oma.toml.before").read_text(encoding="utf-8") == before
    shown = outreach("source", "preview", "oma", "--json", fetcher=fetcher(site.port))
    assert names(shown) == list(NAMES)
    fresh = outreach("source", "learn", f"{site.url}/jasenet", *example, "--yes", fetcher=fetcher(site.port))
    assert fresh.code == 0, fresh.err
    assert outreach("source", "learn", "oma", "--yes", fetcher=fetcher(site.port)).code == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run"], "--all"),
        (["run", "x", "--all"], "--all"),
        (["run", "ei-ole"], "no source called ei-ole"),
        (["check", "ei-ole"], "no source called"),
        (["remove", "ei-ole"], "outreach source add"),
        (["add", "jasenet.html", "--yes"], "not a web address"),
        (["add", "https://example.fi/", "--key", "../x", "--yes"], "cannot be called"),
    ],
)
def test_what_cannot_be_done_with_sources_is_one_sentence(
    practice: Home, outreach: Run, arguments: list[str], said: str
) -> None:
    done = outreach("source", *arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
