"""Imports as an analyst runs them: the register by town, and a web page, against doubles on this machine."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from importers.fetch import Fetcher
from tests.cli.conftest import Done
from tests.conftest import Home
from tests.doubles.site import Site, answer
from tests.doubles.ytj_records import bulk_zip, made_up
from tests.doubles.ytj_server import YtjServer, error

Run = Callable[..., Done]
NOW = datetime(2026, 3, 10, 6, tzinfo=UTC)
SAMPLES = Path(__file__).resolve().parents[1] / "samples" / "web"


def fetcher(port: int) -> Fetcher:
    """One that may reach this port of the loopback, and never waits."""
    return Fetcher("testi@example.fi", allow=[("127.0.0.1", port)], sleep=lambda seconds: None, clock=lambda: NOW)


def test_a_town_is_asked_for_by_its_postal_codes(
    practice: Home, outreach: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with YtjServer([made_up(300_000 + number) for number in range(120)]) as server:
        monkeypatch.setenv("OUTREACH_YTJ_BASE_URL", server.url)
        monkeypatch.setenv("OUTREACH_YTJ_INTERVAL", "0")
        port = int(server.url.split(":")[2].split("/")[0])
        done = outreach("import", "ytj", "--town", "Savonlinna", "--json", fetcher=fetcher(port))
        asked = {parameters.get("postCode") for path, parameters in server.asked if path.endswith("/companies")}
    assert done.code == 0, done.err
    assert done.data["created"] == 120
    assert done.data["kind"] == "ytj-api"
    assert done.data["state"] == "done"
    assert {"57130", "57100"} <= asked


def test_the_whole_register_is_downloaded_once_and_told_to_be_the_same_after(
    practice: Home, outreach: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with YtjServer([made_up(300_000 + number) for number in range(50)]) as server:
        monkeypatch.setenv("OUTREACH_YTJ_BASE_URL", server.url)
        door = fetcher(server.port)
        refused = outreach("import", "ytj", fetcher=door)
        first = outreach("import", "ytj", "--force", "--json", fetcher=door)
        again = outreach("import", "ytj", "--json", fetcher=door)
        words = outreach("import", "ytj", fetcher=door)
    assert (refused.code, refused.out) == (2, "")
    assert "--force" in refused.err
    assert (first.code, first.data["state"], first.data["created"]) == (0, "done", 50)
    assert (again.code, again.data["state"]) == (0, "unchanged")
    assert again.data["since"].startswith("2026-03-10T")
    assert (words.code, words.out) == (0, "")
    assert "The register's file is the same as on 2026-03-10 08:00: nothing to do." in words.err
    assert len([run for run in outreach("runs", "--json").data["rows"] if run["kind"] == "ytj-bulk"]) >= 2


def test_a_download_that_breaks_off_is_told_and_gone_on_with(
    practice: Home, outreach: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with YtjServer(
        [made_up(300_000 + number, note=Random(number).randbytes(8000).hex()) for number in range(30)]
    ) as server:
        monkeypatch.setenv("OUTREACH_YTJ_BASE_URL", server.url)
        server.cuts = [100_000]
        broken = outreach("import", "ytj", fetcher=fetcher(server.port))
        done = outreach("import", "ytj", "--force", "--json", fetcher=fetcher(server.port))
        ranges = [asked.get("range") for asked in server.file_asked]
    assert (broken.code, broken.out) == (2, "")
    assert broken.err == "The answer of 127.0.0.1 broke off. Your data is unchanged. Try again later.\n"
    assert ranges == [None, "bytes=100000-"]
    assert (done.code, done.data["created"]) == (0, 30)


def test_runs_alone_lists_them_and_rejects_are_told_by_reason(practice: Home, outreach: Run, tmp_path: Path) -> None:
    source = tmp_path / "lista.csv"
    rows = "".join(f"Näyte {number} Oy;123{number};Savonlinna\n" for number in range(5))
    source.write_text(f"Yritys;Y-tunnus;Kunta\n{rows};9000000-3;Savonlinna\n", encoding="utf-8")
    done = outreach("import", "file", str(source))
    assert (done.code, done.out.count("name: ")) == (1, 1)
    number = done.out.split()[1].rstrip(":")
    assert outreach("runs").out == outreach("runs", "list").out
    assert "2026-03-10 08:00  lista.csv" in outreach("runs", "--limit", "1").out
    assert outreach("runs", "--limit", "1", "--json").data["rows"][0]["source"] == "lista.csv"
    shown = outreach("runs", "show", number)
    assert shown.code == 0
    assert shown.out.strip() == done.out.strip()


def test_the_import_of_a_list_is_taken_back_by_the_number_of_its_run(
    practice: Home, outreach: Run, tmp_path: Path
) -> None:
    source = tmp_path / "lista.csv"
    source.write_text("Yritys;Kunta\nAivan Oma Näyte Oy;Savonlinna\n", encoding="utf-8")
    number = str(outreach("import", "file", str(source), "--json").data["run_id"])
    assert outreach("search", "aivan oma", "--json").data["total"] == 1
    undone = outreach("undo", "run", number)
    assert (undone.code, undone.out) == (0, "")
    assert "Undone: Import: lista.csv" in undone.err
    assert outreach("search", "aivan oma", "--json").data["total"] == 0
    again = outreach("undo", "run", number)
    assert again.code == 2
    assert "already taken back" in again.err
    for wrong in ("99999", "0", "x"):
        assert outreach("undo", "run", wrong).code == 2


def test_a_run_of_the_register_is_taken_back_and_the_next_night_brings_it_again(
    practice: Home, outreach: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with YtjServer([made_up(300_000 + number) for number in range(50)]) as server:
        monkeypatch.setenv("OUTREACH_YTJ_BASE_URL", server.url)
        door = fetcher(server.port)
        assert outreach("import", "ytj", "--force", fetcher=door).code == 0
        server.records = [made_up(300_007, "Aivan Uusi Nimi Oy"), *(made_up(300_000 + n) for n in range(50) if n != 7)]
        number = str(outreach("import", "ytj", "--json", fetcher=door).data["run_id"])
        assert outreach("search", "aivan uusi nimi", "--json").data["total"] == 1
        undone = outreach("undo", "run", number)
        gone = outreach("search", "aivan uusi nimi", "--json").data["total"]
        again = outreach("import", "ytj", "--json", fetcher=door)
    assert (undone.code, undone.out) == (0, "")
    assert f"Undone: Import {number}: ytj-all-companies.zip" in undone.err
    assert gone == 0
    assert (again.code, again.data["changed"]) == (0, 1)
    assert "already taken back" in outreach("undo", "run", number).err


def test_a_page_is_fetched_and_the_second_time_changes_nothing(practice: Home, outreach: Run) -> None:
    page = (SAMPLES / "jasentaulukko.html").read_bytes()
    with Site() as site:
        site.pages["/jasenet"] = answer(page, headers={"Content-Type": "text/html; charset=utf-8"})
        door = fetcher(site.port)
        first = outreach("import", "web", f"{site.url}/jasenet", "--json", fetcher=door)
        again = outreach("import", "web", f"{site.url}/jasenet", "--json", fetcher=fetcher(site.port))
    assert first.data["created"] > 0
    assert (again.data["created"], again.data["changed"]) == (0, 0)
    assert again.data["unchanged"] == again.data["read"] - again.data["rejected"]


def test_a_page_of_this_machine_is_not_fetched(practice: Home, outreach: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUTREACH_CONTACT", "testi@example.fi")
    done = outreach("import", "web", "http://127.0.0.1/jasenet")
    assert (done.code, done.out) == (2, "")
    assert "not on the open internet" in done.err


def test_nothing_is_asked_of_others_before_they_can_know_who_asks(practice: Home, outreach: Run) -> None:
    done = outreach("import", "ytj", "--town", "Savonlinna")
    assert done.code == 2
    assert "contact" in done.err


def test_a_row_that_cannot_be_is_named_and_the_rest_is_taken_in(practice: Home, outreach: Run, tmp_path: Path) -> None:
    source = tmp_path / "lista.csv"
    source.write_text(
        "Yritys;Y-tunnus;Kunta\nUusi Liima Näyte Oy;;Savonlinna\n;9000000-3;Savonlinna\nToinen Näyte Oy;123;Raahe\n",
        encoding="utf-8",
    )
    done = outreach("import", "file", str(source))
    assert done.code == 1
    assert "Not accepted: 1" in done.out
    assert "! row 3 9000000-3 name" in done.out
    assert "Row 4, column Y-tunnus: The Business ID is not right: 123" in done.out
    assert outreach("search", "liima", "--json").data["total"] == 1
    shown = outreach("runs", "show", done.out.split()[1].rstrip(":"), "--json").data
    assert [(reject["where"], reject["business_id"]) for reject in shown["rejects"]] == [("row 3", "9000000-3")]


def test_a_record_like_a_known_organisation_waits_for_an_answer(practice: Home, outreach: Run, tmp_path: Path) -> None:
    source = tmp_path / "lista.csv"
    source.write_text("Yritys;Kunta\nSahalaite Malli Kuitulaboratorio;Savonlinna\n", encoding="utf-8")
    first = outreach("import", "file", str(source))
    assert first.code == 1
    assert "outreach review list" in first.err
    again = outreach("import", "file", str(source))
    assert again.code == 0
    assert "Nothing changed" in again.out
    listed = outreach("review", "list", "--json").data["rows"]
    record = next(row for row in listed if row["source"] == "lista.csv")
    shown = outreach("review", "list").out
    assert f"{record['record_id']}: Sahalaite Malli Kuitulaboratorio (lista.csv, row 2)" in shown
    assert "Never linked without asking: only the known name has" in shown
    wrong = outreach("review", "answer", str(record["record_id"]), "same", "--organisation", "12")
    assert (wrong.code, wrong.out) == (2, "")
    for _ in record["proposals"]:
        assert outreach("review", "answer", str(record["record_id"]), "different").code == 0
    assert outreach("search", "sahalaite kuitulab", "--json").data["total"] == 1
    assert outreach("review", "answer", str(record["record_id"]), "same").code == 2


def test_an_answer_may_wait_until_a_day(practice: Home, outreach: Run) -> None:
    record = str(outreach("review", "list", "--json").data["rows"][0]["record_id"])
    assert outreach("review", "answer", record, "unsure", "--until", "1.3.2026").code == 2
    assert "2026-04-01" in outreach("review", "answer", record, "unsure", "--until", "1.4.2026").err
    assert outreach("undo").code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ytj", "--bulk", "x.zip", "--town", "740"], "Say what to import"),
        (["ytj", "--bulk", "none.zip"], "none.zip"),
        (["ytj", "--bulk", "broken.zip"], "damaged or broken off"),
        (["ytj", "--town", "Atlantis"], "Not found, town: Atlantis"),
        (["ytj", "--town", "all"], "Say which town"),
        (["file", "none.csv"], "none.csv"),
        (["file", "."], "folder"),
        (["file", "empty.csv"], "It is empty"),
        (["file", "letter.csv"], "No column holds names"),
        (["file", "letter.csv", "--sheet", "Taul1"], "no sheets"),
        (["web", "none.html"], "There is no such file: none.html. A web address begins with https://"),
        (["web", "ftp://example.fi/"], "ftp://example.fi/"),
    ],
)
def test_what_cannot_be_imported_is_told_and_changes_nothing(
    practice: Home,
    outreach: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OUTREACH_CONTACT", "testi@example.fi")
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 broken off")
    (tmp_path / "empty.csv").touch()
    (tmp_path / "letter.csv").write_text("Hei, tässä kirje.\n", encoding="utf-8")
    before = outreach("search", "", "--json").data["total"]
    done = outreach("import", *arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert outreach("search", "", "--json").data["total"] == before


def test_a_register_file_with_far_fewer_companies_is_refused_until_it_is_forced(
    practice: Home, outreach: Run, tmp_path: Path
) -> None:
    path = tmp_path / "small.zip"
    path.write_bytes(bulk_zip([made_up(300_000 + number) for number in range(5)]))
    refused = outreach("import", "ytj", "--bulk", str(path))
    assert (refused.code, refused.out) == (2, "")
    assert "--force" in refused.err
    run = outreach("runs", "list", "--limit", "1", "--json").data["rows"][0]
    assert (run["state"], run["source"]) == ("refused", "small.zip")
    assert "Refused" in outreach("runs", "list").out
    assert "State: Refused" in outreach("runs", "show", str(run["run_id"])).out
    assert outreach("show", "9000000-3").code == 0
    forced = outreach("import", "ytj", "--bulk", str(path), "--force", "--json")
    assert forced.code == 0
    assert (forced.data["created"], forced.data["vanished"]) == (5, 2990)


def test_a_register_file_read_twice_changes_nothing_the_second_time(
    practice: Home, outreach: Run, tmp_path: Path
) -> None:
    path = tmp_path / "night.zip"
    records = [made_up(300_000 + number) for number in range(40)]
    path.write_bytes(bulk_zip(records))
    first = outreach("import", "ytj", "--bulk", str(path), "--force", "--json")
    again = outreach("import", "ytj", "--bulk", str(path), "--json")
    assert (first.code, first.data["created"]) == (0, 40)
    assert (again.code, again.data["created"], again.data["changed"], again.data["unchanged"]) == (0, 0, 0, 40)
    records[0] = made_up(300_000, "Aivan Uusi Nimi Oy")
    path.write_bytes(bulk_zip(records[:-1]))
    changed = outreach("import", "ytj", "--bulk", str(path), "--json").data
    assert (changed["changed"], changed["unchanged"], changed["vanished"]) == (1, 38, 1)
    assert outreach("search", "aivan uusi", "--json").data["total"] == 1


def test_a_page_that_answers_with_an_error_leaves_the_data_alone(practice: Home, outreach: Run) -> None:
    with Site() as site:
        site.pages["/jasenet"] = answer(b"gone", status=410)
        done = outreach("import", "web", f"{site.url}/jasenet", fetcher=fetcher(site.port))
    assert (done.code, done.out) == (2, "")
    assert "410" in done.err
    assert "Your data is unchanged" in done.err


def test_a_register_that_does_not_answer_can_be_asked_again(
    practice: Home, outreach: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with YtjServer([made_up(300_000 + number) for number in range(120)]) as server:
        monkeypatch.setenv("OUTREACH_YTJ_BASE_URL", server.url)
        monkeypatch.setenv("OUTREACH_YTJ_INTERVAL", "0")
        server.next_replies = [error(500, "Internal error", 1)] * 20
        failed = outreach("import", "ytj", "--town", "Nyslott", fetcher=fetcher(server.port))
        server.next_replies = []
        done = outreach("import", "ytj", "--town", "Nyslott", "--json", fetcher=fetcher(server.port))
    assert (failed.code, failed.out) == (2, "")
    assert failed.err.strip()
    assert (done.code, done.data["created"]) == (0, 120)


def test_a_saved_page_needs_no_network(practice: Home, outreach: Run) -> None:
    done = outreach("import", "web", str(SAMPLES / "jasentaulukko.html"), "--town", "Raahe", "--json")
    assert done.data["source"] == "jasentaulukko.html"
    assert (done.data["created"], done.data["kind"]) == (3, "web")
