"""What people type wrong or otherwise: numbers, days, towns and words of three languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.cli.conftest import Done, case_of
from tests.conftest import Home

Run = Callable[..., Done]
ROBOT, SAW = "Puurobotiikka Esimerkki Oy", "Sahalaite Group Malli Oy"


@pytest.mark.parametrize("number", ["0", "-3", "x", "1.5", "", "99999999999999999999", "²"])
@pytest.mark.parametrize(
    "command",
    [
        ["candidates", "--need", "{}"],
        ["candidates", "--need", "1", "--limit={}"],
        ["task", "--done", "--", "{}"],
        ["owner", "--", "{}", "Maija Kokeilija"],
        ["undo", "--entry={}"],
        ["runs", "show", "--", "{}"],
        ["review", "answer", "--", "{}", "same"],
        ["person", "export", "--", "{}"],
        ["need", "adopt", "--", "{}"],
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_a_number_that_names_nothing_is_refused_in_a_sentence(
    practice: Home, outreach: Run, command: list[str], number: str
) -> None:
    done = outreach(*(word.format(number) for word in command))
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("This number cannot be used:")
    assert "Write a whole number from 1 to 2,147,483,647." in done.err


def test_paging_goes_on_where_the_page_before_ended(practice: Home, outreach: Run) -> None:
    whole = outreach("candidates", "--need", "1", "--limit", "5", "--json").data["candidates"]
    rest = outreach("candidates", "--need", "1", "--limit", "3", "--offset", "2", "--json").data
    assert [row["actor_id"] for row in rest["candidates"]] == [row["actor_id"] for row in whole[2:]]
    assert (rest["offset"], rest["total"] > 5) == (2, True)
    assert outreach("candidates", "--need", "1", "--offset=-1").code == 2


@pytest.mark.parametrize("text", ["huomenna", "32.1.2026", "1.13.2026", "2026-02-30", "10.3", "1.1.1.1", "²"])
def test_what_is_no_day_is_told_with_how_to_write_one(practice: Home, outreach: Run, text: str) -> None:
    for command in (
        ["log", SAW, "call", "--on", text],
        ["task", "1", "Soita", "--due", text],
        ["need", "edit", "1", "--deadline", text],
        ["export", "status", "--to", text],
    ):
        done = outreach(*command)
        assert (done.code, done.out) == (2, "")
        assert f"{command[-2]} {text}" in done.err
        assert "2026-03-10 or 10.3.2026" in done.err


@pytest.mark.parametrize("text", ["2026-03-12", "12.3.2026", "12.03.2026", " 12.3.2026 "])
def test_a_day_is_read_in_the_ways_that_people_write_it(practice: Home, outreach: Run, text: str) -> None:
    case = case_of(outreach, ROBOT, "Timber")
    assert outreach("task", case, "Soita", "--due", text).code == 0
    row = next(row for row in outreach("cases", "--json").data["rows"] if str(row["case_id"]) == case)
    assert row["next_task"]["due_on"] == "2026-03-12"


@pytest.mark.parametrize(
    ("town", "code"),
    [
        ("Kristiinankaupunki", "287"),
        ("kristinestad", "287"),
        ("287", "287"),
        ("BRAHESTAD", "678"),
        ("Raumo", "684"),
        ("Idensalmi", "140"),
    ],
)
def test_a_town_goes_by_its_name_in_either_language_or_its_code(
    practice: Home, outreach: Run, town: str, code: str
) -> None:
    needs = outreach("need", "list", "--town", town, "--json").data
    assert needs
    assert {need["town_code"] for need in needs} == {code}


@pytest.mark.parametrize("word", ["all", "kaikki", "Alla"])
def test_all_towns_go_by_a_word_of_each_language(practice: Home, outreach: Run, word: str) -> None:
    assert len({need["town_code"] for need in outreach("need", "list", "--town", word, "--json").data}) == 10


def test_a_town_outside_the_program_is_told_with_those_in_it(practice: Home, outreach: Run) -> None:
    for command in (["today"], ["cases"], ["need", "list"], ["coverage"], ["search", "puu"], ["export", "status"]):
        done = outreach(*command, "--town", "Atlantis")
        assert (done.code, done.out) == (2, "")
        assert "Not found, town: Atlantis. Towns in the program: Heinola, Iisalmi" in done.err


@pytest.mark.parametrize("stage", ["contacted", "Contacted", "Kontaktoitu", "KONTAKTAD"])
def test_a_stage_goes_by_its_word_in_every_language(practice: Home, outreach: Run, stage: str) -> None:
    rows = outreach("cases", "--stage", stage, "--json").data["rows"]
    assert {row["stage"] for row in rows} == {"contacted"}
    assert len(rows) == 2


def test_a_word_that_is_not_allowed_is_told_with_those_that_are(practice: Home, outreach: Run) -> None:
    for command, allowed in (
        (["cases", "--stage", "soon"], "identified, selected, contacted"),
        (["verdict", SAW, "perhaps", "--need", "1"], "fits, does_not_fit, later"),
        (["log", SAW, "fax"], "call, email, letter"),
        (["log", SAW, "call", "--result", "fine"], "replied, no_answer"),
        (["review", "answer", "3", "maybe"], "same, different, unsure"),
        (["do-not-contact", "add", "--value", "a@example.fi", "--channel", "fax"], "any, email, phone, post"),
    ):
        done = outreach(*command)
        assert (done.code, done.out) == (2, "")
        assert allowed in done.err


def test_an_unknown_need_or_case_is_named(practice: Home, outreach: Run) -> None:
    for command, said in (
        (["candidates", "--need", "999"], "Not found, competence need: 999"),
        (["verdict", SAW, "fits", "--need", "999"], "Not found, competence need: 999"),
        (["need", "edit", "999", "--target", "2"], "Not found, competence need: 999"),
        (["move", "999", "contacted"], "Not found: outreach case 999"),
        (["log", SAW, "call", "--case", "999"], "Not found: outreach case 999"),
        (["sent", "999"], "Not found: contact 999"),
        (["undo", "--entry", "999"], "Not found: entry of the history 999"),
        (["runs", "show", "999"], "Not found: import 999"),
        (["review", "answer", "999", "same"], "Not found: record 999"),
        (["person", "informed", "999"], "Not found: person 999"),
        (["do-not-contact", "lift", "999", "--reason", "x"], "Not found: do-not-contact entry 999"),
    ):
        done = outreach(*command)
        assert (done.code, done.out) == (2, "")
        assert said in done.err


def test_a_name_that_several_have_is_asked_back(practice: Home, outreach: Run) -> None:
    done = outreach("show", "Puu")
    assert (done.code, done.out) == (2, "")
    assert f"{ROBOT} (9000000-3)" in done.err
    assert "Business ID" in done.err


def test_commands_that_are_none_and_options_too_many_are_refused(practice: Home, outreach: Run) -> None:
    for command in (["nonsense"], ["today", "extra"], ["today", "--nonsense"], ["import"], ["need", "nonsense"]):
        done = outreach(*command)
        assert (done.code, done.out) == (2, "")
        assert "Usage: outreach" in done.err
