"""Sources from the file to the history: read, believed or not, marked as gone, checked without the network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from db.models import Organisation, Person, SourceRecord, StoredPage
from outreach import config as settings
from outreach.errors import BadInput, NotFound, Refused
from outreach.jobs import imports, nightly, source_add, source_runs, sources
from outreach.services import card, edits, pages, privacy, runs, setup, undo
from outreach.services.session import Workplace, open_workplace
from outreach.terms.message import say
from outreach.terms.nightly import Source, SourceState
from outreach.terms.runs import RunState
from outreach.terms.sources import CheckState, Plan
from tests.conftest import Home
from tests.doubles.fake_time import FakeTime
from tests.doubles.site import Site, answer
from tests.services.office import dump

NAMES = ("Puupaja Malli Oy", "Toinen Sivulla Oy", "Kolmas Konepaja Ky", "Neljäs Näyte Oy")
HTML = {"Content-Type": "text/html; charset=utf-8"}


def page(*names: str, more: str = "") -> bytes:
    rows = "".join(
        f'<div class="member"><h3>{name}</h3><p>Puh. 015 555 01{number:02}</p><p>57100 Savonlinna</p></div>'
        for number, name in enumerate(names)
    )
    head = '<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Jäsenyritykset</title></head>'
    return f"{head}<body><h1>Jäsenyritykset</h1>{rows}{more}</body></html>".encode()


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        running.pages["/jasenet"] = answer(page(*NAMES), headers=HTML | {"ETag": '"one"'})
        yield running


@pytest.fixture
def place(ready_database_url: str, outreach_home: Home) -> Iterator[Workplace]:
    made = open_workplace(settings.load(overrides={"database": ready_database_url, "town": "740"}))
    with made.write() as uow:
        setup.ensure_towns(uow)
        adviser_id = setup.create_adviser(uow, "Maija Kokeilija", town_code="740")
    yield made.as_adviser(adviser_id)
    made.database.close()


def write(place: Workplace, site: Site, *lines: str, key: str = "jasenet") -> Path:
    text = "\n".join(['name = "Jäsenet"', f'start = "{site.url}/jasenet"', 'rows = "div.member"', *lines, ""])
    return sources.write(place.config, key, text, new=False)


def run(place: Workplace, site: Site, key: str = "jasenet", **options: Any) -> Any:
    with FakeTime().fetcher(site.port) as fetcher:
        return source_runs.run(place, fetcher, key, **options)


def rows(place: Workplace, model: Any) -> list[Any]:
    with place.read() as uow:
        found = list(uow.session.execute(select(model).order_by(model.id)).scalars())
        uow.session.expunge_all()
        return found


def test_a_run_takes_in_what_the_pages_give_under_the_key_of_the_source(place: Workplace, site: Site) -> None:
    write(place, site)
    result = run(place, site)
    assert (result.state, result.source, result.created) == (RunState.DONE, "jasenet", 4)
    assert [row.name for row in rows(place, Organisation)] == list(NAMES)
    record = rows(place, SourceRecord)[0]
    assert (record.source, record.how, record.candidate["for_town"]) == ("jasenet", "source", "740")
    assert record.confidence > 0
    assert f"{site.url}/jasenet" in record.place


def test_what_the_first_good_run_gave_is_expected_of_later_ones_and_the_file_is_otherwise_kept(
    place: Workplace, site: Site
) -> None:
    path = write(place, site, "# a comment of a person")
    run(place, site)
    text = path.read_text(encoding="utf-8")
    assert "# a comment of a person" in text
    assert text.count("[expect]") == 1
    assert sources.spec_of(place.config, "jasenet").expect.min == 3
    run(place, site)
    assert path.read_text(encoding="utf-8") == text


def test_an_unchanged_page_is_asked_for_by_its_etag_and_changes_nothing(place: Workplace, site: Site) -> None:
    write(place, site)
    run(place, site)

    def not_modified(handler: Any) -> None:
        handler.send_response(304)
        handler.end_headers()

    site.pages["/jasenet"] = not_modified
    before = dump_records(place)
    result = run(place, site)
    assert site.asked[-1][1]["if-none-match"] == '"one"'
    assert (result.unchanged, result.changed, result.created, result.vanished) == (4, 0, 0, 0)
    assert "as it was last time" in str(result.notes)
    assert dump_records(place) == before


def dump_records(place: Workplace) -> list[str]:
    return [line for line in dump(place.database).splitlines() if line.startswith(("source_record:", "organisation:"))]


def test_what_is_gone_is_marked_and_comes_back_unmarked_and_undo_takes_the_mark_away(
    place: Workplace, site: Site
) -> None:
    write(place, site)
    run(place, site)
    site.pages["/jasenet"] = answer(page(*NAMES[:3]), headers=HTML)
    result = run(place, site)
    assert (result.unchanged, result.vanished) == (3, 1)
    gone = rows(place, SourceRecord)[3]
    assert gone.gone_at is not None
    assert len(rows(place, Organisation)) == 4
    with place.read() as uow:
        (shown,) = card.sources(uow, 0, gone.organisation_id)
        assert shown.gone_on is not None
    assert run(place, site).vanished == 0
    with place.write() as uow:
        undo.undo_list(uow, result.run_id)
    assert rows(place, SourceRecord)[3].gone_at is None
    assert run(place, site).vanished == 1
    site.pages["/jasenet"] = answer(page(*NAMES), headers=HTML)
    back = run(place, site)
    assert (back.unchanged, back.changed, back.vanished) == (3, 1, 0)
    assert rows(place, SourceRecord)[3].gone_at is None


def test_fewer_than_half_of_last_time_writes_nothing_until_it_is_forced(place: Workplace, site: Site) -> None:
    write(place, site, "[expect]", "min = 1")
    run(place, site)
    site.pages["/jasenet"] = answer(page(NAMES[0]), headers=HTML)
    before = dump_records(place), rows(place, StoredPage)[0].sha256
    with pytest.raises(Refused, match="fewer than half"):
        run(place, site)
    with place.read() as uow:
        assert runs.runs(uow).rows[0].state is RunState.REFUSED
    assert (dump_records(place), rows(place, StoredPage)[0].sha256) == before
    assert run(place, site, force=True).vanished == 3


def test_less_than_the_file_expects_writes_nothing(place: Workplace, site: Site) -> None:
    write(place, site, "[expect]", "min = 4", "fill = { website = 0.5 }")
    with pytest.raises(Refused, match="expects"):
        run(place, site)
    assert rows(place, SourceRecord) == []


def test_a_page_without_companies_writes_nothing_even_by_force(place: Workplace, site: Site) -> None:
    write(place, site)
    run(place, site)
    site.pages["/jasenet"] = answer(page(), headers=HTML)
    with pytest.raises(Refused):
        run(place, site, force=True)
    assert all(row.gone_at is None for row in rows(place, SourceRecord))


def test_a_dry_run_tells_what_the_run_does_and_keeps_nothing(place: Workplace, site: Site) -> None:
    path = write(place, site)
    text, before = path.read_text(encoding="utf-8"), dump(place.database)
    with FakeTime().fetcher(site.port) as fetcher:
        planned = source_runs.rehearse_run(place, fetcher, "jasenet")
    assert [row.plan for row in planned.planned] == [Plan.CREATE] * 4
    assert (dump(place.database), path.read_text(encoding="utf-8")) == (before, text)
    assert run(place, site).created == 4


def test_one_undo_takes_a_run_back(place: Workplace, site: Site) -> None:
    write(place, site)
    result = run(place, site)
    with place.write() as uow:
        undo.undo_list(uow, result.run_id)
    assert rows(place, Organisation) == []


def test_check_reads_kept_pages_without_the_network(place: Workplace, site: Site) -> None:
    write(place, site)
    sources.write(place.config, "rikki", 'nmae = "x"\n', new=True)
    assert {row.key: row.state for row in sources.check(place)} == {
        "jasenet": CheckState.UNREAD,
        "rikki": CheckState.BROKEN,
    }
    run(place, site)
    asked = len(site.asked)
    (good,) = sources.check(place, "jasenet")
    assert (good.state, good.found, good.checked_pages) == (CheckState.GOOD, 4, 1)
    write(place, site, "[fields]", 'name = "h4"', "[expect]", "min = 4")
    (bad,) = sources.check(place, "jasenet")
    assert bad.state is CheckState.BAD
    assert bad.said
    assert len(site.asked) == asked


def test_sources_are_listed_with_their_last_run_and_what_is_wrong_with_their_file(place: Workplace, site: Site) -> None:
    write(place, site)
    sources.write(place.config, "rikki", 'nmae = "x"\n', new=True)
    run(place, site)
    good, broken = sources.listed(place)
    assert (good.key, good.name, good.last_run.state if good.last_run else None) == (
        "jasenet",
        "Jäsenet",
        RunState.DONE,
    )
    assert "nmae" in str(broken.problem)
    aside = sources.remove(place.config, "rikki")
    assert aside.exists()
    assert sources.keys(place.config) == ("jasenet",)
    with pytest.raises(NotFound, match="jasenet"):
        sources.spec_of(place.config, "rikki")


def test_keys_are_made_of_names_and_are_free(place: Workplace, site: Site) -> None:
    write(place, site)
    assert sources.key_for(place.config, "Jäsenet") == "jasenet-2"
    assert sources.key_for(place.config, "", "https://www.esimerkki.example/x") == "esimerkki-example"
    for wrong in ("../x", "A", "", "a" * 80):
        with pytest.raises(BadInput):
            sources.checked_key(wrong)


def test_an_example_on_the_page_gives_the_rows(place: Workplace, site: Site) -> None:
    with FakeTime().fetcher(site.port) as fetcher:
        looked = source_add.look(fetcher, f"{site.url}/jasenet", now=place.now)
    found = source_add.learnt(looked, name="Toinen Sivulla Oy", phone="015 555 0101")
    assert [one.name for one in found.preview.candidates] == list(NAMES)
    assert source_add.title_of(looked) == "Jäsenyritykset"
    path = sources.save(place.config, "uusi", found.spec, new=True)
    assert sources.spec_of(place.config, "uusi").start == (f"{site.url}/jasenet",)
    with pytest.raises(BadInput):
        sources.save(place.config, path.stem, found.spec, new=True)


def test_the_night_reads_sources_and_no_page_of_theirs_twice(place: Workplace, site: Site) -> None:
    write(place, site)
    with FakeTime().fetcher(site.port) as fetcher:
        imports.import_web(place, fetcher, f"{site.url}/jasenet")
        night = nightly.run(place, fetcher, only=(Source.WEB,), defect=lambda error: say("Nothing changed"))
    web = [found for found in night.sources if found.source is Source.WEB]
    assert [(found.name, found.state) for found in web] == [("jasenet", SourceState.DONE)]


def test_the_night_leaves_a_source_alone_whose_run_was_taken_back(place: Workplace, site: Site) -> None:
    write(place, site)
    result = run(place, site)
    with place.write() as uow:
        undo.undo_list(uow, result.run_id)
    with FakeTime().fetcher(site.port) as fetcher:
        night = nightly.run(place, fetcher, only=(Source.WEB,), defect=lambda error: say("Nothing changed"))
    assert [found.name for found in night.sources if found.source is Source.WEB] == []
    assert rows(place, Organisation) == []
    assert run(place, site).created == 4


def test_erasing_a_person_drops_the_pages_that_name_the_person(place: Workplace, site: Site) -> None:
    more = "<p>Yhteys: Testi <b>Henkilövuo</b>, testi.henkilovuo (at) mallila.example</p>"
    site.pages["/jasenet"] = answer(page(*NAMES, more=more), headers=HTML)
    site.pages["/muut"] = answer(page("Viides Näyte Oy"), headers=HTML)
    write(place, site)
    run(place, site)
    with FakeTime().fetcher(site.port) as fetcher:
        imports.import_web(place, fetcher, f"{site.url}/muut")
    organisation = rows(place, Organisation)[0]
    with place.write() as uow:
        person_id = edits.add_person(uow, organisation.id, source="sivut", name="Testi Henkilövuo")
    with place.read() as uow:
        told = privacy.export_person(uow, person_id)
    assert {"where": "stored_page", "text": f"{site.url}/jasenet"} in told["mentioned_in"]
    with place.write() as uow:
        privacy.erase_person(uow, place.key, person_id)
    assert [row.url for row in rows(place, StoredPage)] == [f"{site.url}/muut"]
    assert rows(place, Person) == []
    assert run(place, site).unchanged == 4


def test_pages_that_nobody_has_read_for_two_years_are_dropped(place: Workplace, site: Site) -> None:
    write(place, site)
    run(place, site)
    read_at = rows(place, StoredPage)[0].fetched_at
    with place.write() as uow:
        assert pages.drop_unread(uow, read_at + pages.KEPT_FOR) == 0
        assert pages.drop_unread(uow, read_at + 2 * pages.KEPT_FOR) == 1
    assert rows(place, StoredPage) == []
