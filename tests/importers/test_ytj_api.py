"""The open interface: every company of a post code once, politely, and its failures in one sentence."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from importers.fetch import REGISTER, Downloaded, Unchanged
from importers.ytj.api import (
    BASE_URL,
    Page,
    bulk_url,
    company_by_id,
    description,
    pages_for_postcodes,
    post_codes,
)
from importers.ytj.report import Report
from outreach.errors import BadInput, NotFound, Unreachable
from outreach.terms.candidate import RegisterCompany, Reject
from tests.doubles.fake_time import FakeTime
from tests.doubles.ytj_reading import scan_bulk
from tests.doubles.ytj_records import Record, made_up, made_up_id
from tests.doubles.ytj_server import Reply, YtjServer, error, too_many

Serve = Callable[..., YtjServer]


@pytest.fixture
def serve() -> Iterator[Serve]:
    running: list[YtjServer] = []

    def start(records: list[Record], **options: Any) -> YtjServer:
        server = YtjServer(records, **options)
        running.append(server)
        return server.__enter__()

    yield start
    for server in running:
        server.__exit__()


def pages(server: YtjServer, *postcodes: str, time: FakeTime | None = None, **options: Any) -> list[Page]:
    with (time or FakeTime()).fetcher(server.port) as fetcher:
        return list(pages_for_postcodes(fetcher, server.url, postcodes, **options))


def ids(found: list[Page]) -> list[str]:
    return [company.business_id for page in found for company in page.companies]


def asked_pages(server: YtjServer) -> list[tuple[str, str]]:
    return [(parameters["postCode"], parameters["page"]) for _, parameters in server.asked]


def test_pages_are_counted_by_the_total_and_each_company_comes_once(serve: Serve) -> None:
    server = serve([made_up(number) for number in range(250)])
    found = pages(server, "57130")
    assert [(page.page, page.of, page.total, len(page.companies)) for page in found] == [
        (1, 3, 250, 100),
        (2, 3, 250, 100),
        (3, 3, 250, 50),
    ]
    assert len(set(ids(found))) == 250
    assert asked_pages(server) == [("57130", "1"), ("57130", "2"), ("57130", "3")]


def test_a_full_last_page_is_the_last(serve: Serve) -> None:
    server = serve([made_up(number) for number in range(200)])
    assert len(ids(pages(server, "57130"))) == 200
    assert len(server.asked) == 2


def test_a_post_code_without_companies_is_one_empty_page(serve: Serve) -> None:
    page = pages(serve([]), "57130")[0]
    assert (page.page, page.of, page.total, page.companies, page.note) == (1, 1, 0, (), None)


def test_one_request_in_two_seconds_unless_told_otherwise(serve: Serve) -> None:
    server = serve([made_up(number) for number in range(250)])
    time = FakeTime()
    pages(server, "57130", time=time)
    assert time.slept == [2, 2]
    time = FakeTime()
    pages(server, "57130", time=time, interval=0.2)
    assert time.slept == pytest.approx([0.2, 0.2])


def test_a_company_of_two_post_codes_is_given_once(serve: Serve) -> None:
    both = made_up(3)
    both["addresses"] += made_up(3, postcode="92100")["addresses"]
    server = serve([made_up(1), made_up(2, postcode="92100"), both])
    found = pages(server, "57130", "92100", "57130")
    assert sorted(ids(found)) == sorted({made_up_id(1), made_up_id(2), made_up_id(3)})
    assert [page.repeated for page in found] == [0, 1]
    assert all(page.note is None for page in found)


def test_a_list_that_changes_while_it_is_read_is_read_again(serve: Serve) -> None:
    server = serve([made_up(number) for number in range(250)])

    def one_leaves(page: int) -> None:
        if page == 2 and len(server.records) == 250:
            del server.records[0]

    server.before_page = one_leaves
    found = pages(server, "57130")
    assert set(ids(found)) == {record["businessId"]["value"] for record in server.records} | {made_up_id(0)}
    assert asked_pages(server) == [("57130", str(page)) for page in (1, 2, 1, 2, 3)]
    assert [page.note for page in found] == [None] * 5


def test_a_list_that_shrinks_below_the_page_asked_for_is_noticed(serve: Serve) -> None:
    server = serve([made_up(number) for number in range(150)])

    def many_leave(page: int) -> None:
        if page == 2 and len(server.records) == 150:
            del server.records[90:]

    server.before_page = many_leave
    found = pages(server, "57130")
    assert len(ids(found)) == len(set(ids(found))) == 100
    assert found[-1].total == 90


def test_a_list_that_never_stays_the_same_ends_with_a_note(serve: Serve) -> None:
    server = serve([made_up(number) for number in range(250)])

    def one_leaves(page: int) -> None:
        server.records.pop()

    server.before_page = one_leaves
    found = pages(server, "57130")
    assert "changed while it was read" in str(found[-1].note)
    assert len(server.asked) < 12


def test_an_interrupted_reading_goes_on_after_the_last_page(serve: Serve) -> None:
    server = serve([made_up(number) for number in range(250)] + [made_up(300, postcode="92100")])
    with FakeTime().fetcher(server.port) as fetcher:
        reading = pages_for_postcodes(fetcher, server.url, ["57130", "92100"])
        first = [next(reading), next(reading)]
    resume = json.loads(json.dumps(first[-1].resume))
    server.asked.clear()
    rest = pages(server, "57130", "92100", resume=resume)
    assert asked_pages(server) == [("57130", "3"), ("92100", "1")]
    assert len(set(ids(first + rest))) == 251
    server.asked.clear()
    assert pages(server, "57130", "92100", resume=rest[-1].resume) == []
    assert server.asked == []


def test_a_resumed_list_that_has_changed_is_read_from_its_beginning(serve: Serve) -> None:
    server = serve([made_up(number) for number in range(250)])
    with FakeTime().fetcher(server.port) as fetcher:
        first = next(pages_for_postcodes(fetcher, server.url, ["57130"]))
    server.records.pop(0)
    server.asked.clear()
    found = pages(server, "57130", resume=first.resume)
    assert asked_pages(server)[:2] == [("57130", "2"), ("57130", "1")]
    assert len(set(ids(found))) == 249


def test_a_bad_record_is_a_reject_with_its_place(serve: Serve) -> None:
    server = serve([made_up(3), made_up(4, names=[]), made_up(5)])
    report = Report()
    page = pages(server, "57130", report=report)[0]
    assert len(page.companies) == 2
    assert [(r.where, r.business_id) for r in page.rejects] == [("post code 57130, page 1, record 2", made_up_id(4))]
    assert (report.read, report.rejected) == (3, 1)


def test_too_many_requests_are_waited_for(serve: Serve) -> None:
    server = serve([made_up(number) for number in range(350)], burst=2, refused=2)
    time = FakeTime()
    assert len(ids(pages(server, "57130", time=time))) == 350
    assert time.slept.count(4) == 1


def test_a_register_that_stays_busy_says_when_to_come_back(serve: Serve) -> None:
    server = serve([made_up(1)])
    server.next_replies = [too_many("600")]
    with pytest.raises(Unreachable, match="takes no more requests now"):
        pages(server, "57130")
    server.next_replies = [too_many()] * 4
    with pytest.raises(Unreachable, match="Try again later"):
        pages(server, "57130")


def test_a_filter_that_does_nothing_is_noticed(serve: Serve) -> None:
    server = serve([made_up(number) for number in range(150)])
    everything = json.dumps({"totalResults": 822_379, "companies": server.records[:100]}).encode()
    server.next_replies = [Reply(200, "application/json", everything)]
    with pytest.raises(BadInput, match="another form than its description"):
        pages(server, "92100")


@pytest.mark.parametrize(
    ("reply", "kind", "sentence"),
    [
        (error(400, "Invalid value: x", 1005), BadInput, r"does not accept the request: Invalid value: x 1005"),
        (error(500, "Internal\u202e error", 1000), Unreachable, r"\(500\): Internal error 1000"),
        (Reply(404, "text/html", b"<h1>Not Found</h1>"), Unreachable, r"\(404\): <h1>Not Found</h1>"),
        (Reply(500, "application/json", b"[" * 5000), Unreachable, r"\(500\)"),
        (Reply(500, "text/plain", b""), Unreachable, r"\(500\): –"),
        (Reply(200, "text/html", b"<html>maintenance</html>"), BadInput, "another form"),
        (Reply(200, "application/json", b'{"results": []}'), BadInput, "another form"),
        (Reply(200, "application/json", b'{"totalResults": "5", "companies": []}'), BadInput, "another form"),
        (Reply(200, "application/json", b'{"totalResults": -1, "companies": []}'), BadInput, "another form"),
        (Reply(200, "application/json", b"[]"), BadInput, "another form"),
    ],
)  # fmt: skip
def test_failures_of_the_register_are_one_sentence(
    serve: Serve, reply: Reply, kind: type[Exception], sentence: str
) -> None:
    server = serve([made_up(1)])
    server.next_replies = [reply]
    with pytest.raises(kind, match=sentence):
        pages(server, "57130")


def test_the_register_that_is_down_is_one_sentence(serve: Serve) -> None:
    server = serve([made_up(1)])
    server.next_replies = [error(503, "The server cannot process the request", 1001)] * 4
    with pytest.raises(Unreachable, match=r"answer 503\)\. Your data is unchanged"):
        pages(server, "57130")


def test_one_company_is_found_by_its_id_however_it_is_written(serve: Serve) -> None:
    server = serve([made_up(1), made_up(2)])
    with FakeTime().fetcher(server.port) as fetcher:
        found = company_by_id(fetcher, server.url, f" FI{made_up_id(2).replace('-', '')}")
    assert isinstance(found, RegisterCompany)
    assert found.business_id == made_up_id(2)
    assert server.asked[0][1] == {"businessId": made_up_id(2)}


def test_an_id_that_the_register_does_not_know_is_none(serve: Serve) -> None:
    server = serve([made_up(1)])
    with FakeTime().fetcher(server.port) as fetcher:
        assert company_by_id(fetcher, server.url, made_up_id(9)) is None


def test_a_wrong_id_is_not_asked(serve: Serve) -> None:
    server = serve([made_up(1)])
    with FakeTime().fetcher(server.port) as fetcher, pytest.raises(BadInput, match="check digit"):
        company_by_id(fetcher, server.url, "1234567-9")
    assert server.asked == []


def test_a_company_that_cannot_be_read_is_a_reject(serve: Serve) -> None:
    server = serve([made_up(1, names=[])])
    with FakeTime().fetcher(server.port) as fetcher:
        assert isinstance(company_by_id(fetcher, server.url, made_up_id(1)), Reject)


def test_post_codes_come_in_the_language_asked_for(serve: Serve) -> None:
    server = serve([])
    with FakeTime().fetcher(server.port) as fetcher:
        found = {code.code: code for code in post_codes(fetcher, server.url, "sv")}
    assert (found["92100"].city, found["92100"].municipality_code) == ("BRAHESTAD", "678")


def test_a_code_set_is_read_as_code_and_text(serve: Serve) -> None:
    server = serve([])
    with FakeTime().fetcher(server.port) as fetcher:
        assert description(fetcher, server.url, "YRMU", "sv")["OK"] == "Andelslag"


def test_a_code_set_that_is_unknown_is_told_although_the_register_answers_nothing(serve: Serve) -> None:
    server = serve([])
    with FakeTime().fetcher(server.port) as fetcher, pytest.raises(NotFound, match="no code set called OYJ"):
        description(fetcher, server.url, "OYJ", "fi")


def test_the_daily_file_is_fetched_once_and_then_only_when_it_is_new(serve: Serve, tmp_path: Path) -> None:
    server = serve([made_up(1), made_up(2, tradeRegisterStatus="4")])
    target = tmp_path / "all.zip"
    with FakeTime().fetcher(server.port) as fetcher:
        first = fetcher.download(bulk_url(server.url), target, profile=REGISTER)
        assert isinstance(first, Downloaded)
        assert scan_bulk(target) == 1
        again = fetcher.download(bulk_url(server.url), target, profile=REGISTER, etag=first.etag)
        assert isinstance(again, Unchanged)
        server.records.append(made_up(3))
        new = fetcher.download(bulk_url(server.url), target, profile=REGISTER, etag=first.etag)
    assert isinstance(new, Downloaded)
    assert scan_bulk(target) == 2


def test_the_address_of_the_register_is_the_official_one() -> None:
    assert bulk_url(BASE_URL + "/") == "https://avoindata.prh.fi/opendata-ytj-api/v3/all_companies"
