"""An adviser's day by commands: verdicts, contacts, next steps, stages, and taking them back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.cli.conftest import Done, case_of
from tests.conftest import Home

Run = Callable[..., Done]
ROBOT, SAW = "Puurobotiikka Esimerkki Oy", "Sahalaite Group Malli Oy"
FIRST, SECOND = "Lumiautomaatio Oy", "Orasautomaatio Oy"


def case(outreach: Run, number: str) -> Any:
    rows = outreach("cases", "--town", "all", "--json").data["rows"]
    return next(row for row in rows if str(row["case_id"]) == number)


def candidates(outreach: Run) -> list[str]:
    data = outreach("candidates", "--need", "1", "--limit", "10", "--json").data
    return [row["name"] for row in data["candidates"]]


def test_today_lists_what_is_overdue_due_without_a_step_and_new(practice: Home, outreach: Run) -> None:
    view = outreach("today", "--json").data
    names = {section: [row["organisation"] for row in view[section]] for section in ("overdue", "due", "no_next")}
    assert names == {
        "overdue": [ROBOT, SAW],
        "due": ["Nordic Fiber Design Malli Ab", "Kerimäen Konepaja Malli Oy"],
        "no_next": [
            "Elementtitekniikka Näyte Oy",
            "Saimaan Kuitulaboratorio (esimerkki)",
            "Itä-Suomen Puu Näyte Oy",
        ],
    }
    assert [row["organisation"] for row in view["news"]] == ["Itä-Suomen Puu Näyte Oy", SAW]
    assert (view["duplicates_waiting"], view["notice_due"]) == (1, 1)


def test_today_of_a_colleague_s_town_is_empty_until_everybody_s_is_asked(practice: Home, outreach: Run) -> None:
    mine, all_of_them = (outreach("today", "--town", "Iisalmi", *more, "--json").data for more in ([], ["--everybody"]))
    assert [row["organisation"] for row in mine["due"] + mine["no_next"]] == []
    assert [row["organisation"] for row in all_of_them["no_next"]] == ["Konenäkö Näyte Oy"]


def test_each_verdict_takes_the_candidate_off_the_list(practice: Home, outreach: Run) -> None:
    third = candidates(outreach)[2]
    assert outreach("verdict", FIRST, "fits", "--need", "1").code == 0
    assert outreach("verdict", SECOND, "does_not_fit", "--need", "1", "--reason", "Liian pieni").code == 0
    assert outreach("verdict", third, "later", "--need", "1", "--until", "1.4.2026").code == 0
    assert not {FIRST, SECOND, third} & {*candidates(outreach)}
    assert case(outreach, case_of(outreach, FIRST))["stage"] == "selected"
    assert "2026-04-01" in outreach("show", third).out
    assert outreach("undo").code == 0
    assert third in candidates(outreach)


def test_a_verdict_against_wants_a_reason_and_a_later_one_a_day_ahead(practice: Home, outreach: Run) -> None:
    refused = outreach("verdict", FIRST, "does_not_fit", "--need", "1")
    assert (refused.code, refused.out) == (2, "")
    assert "Too small" in refused.err
    unknown = outreach("verdict", FIRST, "does_not_fit", "--need", "1", "--reason", "no idea")
    assert (unknown.code, unknown.out) == (2, "")
    assert "too_small" in unknown.err
    assert outreach("verdict", SECOND, "does_not_fit", "--need", "1", "--reason", "too_small").code == 0
    assert outreach("verdict", FIRST, "later", "--need", "1", "--until", "9.3.2026").code == 2
    assert FIRST in candidates(outreach)


def test_a_contact_tells_the_case_when_there_are_several(practice: Home, outreach: Run) -> None:
    asked = outreach("log", ROBOT, "call")
    assert (asked.code, asked.out) == (2, "")
    assert "Which case?" in asked.err
    assert "Machine vision" in asked.err
    number = case_of(outreach, ROBOT, "Timber")
    assert outreach("log", ROBOT, "call", "--case", number, "--text", "Sovittu tapaaminen").code == 0
    assert outreach("log", SAW, "call", "--case", number).code == 2
    assert case(outreach, number)["last_contact"] == "2026-03-10"
    assert "Sovittu tapaaminen" in outreach("show", ROBOT).out


def test_a_contact_of_yesterday_is_logged_and_one_of_tomorrow_is_not(practice: Home, outreach: Run) -> None:
    assert outreach("log", SAW, "meeting", "--on", "9.3.2026", "--result", "interested", "--from-them").code == 0
    assert case(outreach, case_of(outreach, SAW))["last_contact"] == "2026-03-09"
    refused = outreach("log", SAW, "meeting", "--on", "11.3.2026")
    assert (refused.code, refused.out) == (2, "")
    assert "cannot be in the future" in refused.err
    assert "key" not in refused.err


def test_a_letter_counts_once_it_is_confirmed_as_sent(practice: Home, outreach: Run) -> None:
    number = case_of(outreach, SAW)
    draft = outreach("log", SAW, "letter", "--text", "Kutsu").out.strip()
    assert "draft" in outreach("show", SAW).out
    assert outreach("move", number, "contacted").code == 2
    assert outreach("sent", draft).code == 0
    assert outreach("sent", draft).code == 2
    assert outreach("move", number, "contacted").code == 0
    sent = outreach("log", SAW, "letter", "--text", "Toinen", "--sent").out.strip()
    assert f"sent #{sent}" in outreach("show", SAW).out


def test_a_refused_move_names_what_is_needed_and_where_the_case_can_go(practice: Home, outreach: Run) -> None:
    number = case_of(outreach, SAW)
    refused = outreach("move", number, "active")
    assert (refused.code, refused.out) == (2, "")
    assert "Cannot move from Selected to Active member. It can go to: Contacted; Not now" in refused.err
    assert "Press" not in refused.err
    assert "It is there already." in outreach("move", number, "selected").err
    assert "a reason" in outreach("move", number, "declined").err
    assert "date" in outreach("move", number, "not_now").err
    assert case(outreach, number)["stage"] == "selected"


def test_a_case_goes_aside_with_a_day_and_comes_back_with_a_reason(practice: Home, outreach: Run) -> None:
    number = case_of(outreach, ROBOT, "Timber")
    assert outreach("move", number, "not_now", "--return-on", "1.5.2026").code == 0
    assert case(outreach, number)["revisit_on"] == "2026-05-01"
    assert outreach("move", number, "contacted", "--reason", "soittivat itse").code == 0
    row = case(outreach, number)
    assert (row["stage"], row["revisit_on"]) == ("contacted", None)
    assert "soittivat itse" in outreach("show", ROBOT).out


def test_commitment_wants_the_agreed_role_in_words(practice: Home, outreach: Run) -> None:
    number = case_of(outreach, "Nordic Fiber Design Malli Ab")
    assert outreach("move", number, "committed").code == 2
    done = outreach("move", number, "committed", "--evidence", "Pilottikumppani", "--on", "9.3.2026")
    assert done.code == 0
    assert case(outreach, number)["stage_since"] == "2026-03-09"


def test_the_next_step_is_changed_kept_and_done(practice: Home, outreach: Run) -> None:
    number = case_of(outreach, ROBOT, "Timber")
    assert "Soita uudelleen" in outreach("task", number, "--due", "11.3.2026").err
    assert outreach("task", number, "Lähetä esite", "--due", "12.3.2026").code == 0
    assert case(outreach, number)["next_task"]["title"] == "Lähetä esite"
    assert outreach("task", number, "--done").code == 0
    assert case(outreach, number)["next_task"] is None
    assert "no next step" in outreach("task", number, "--done").err
    assert "--due" in outreach("task", number, "Soita").err


def test_cases_by_stage_and_by_who_is_responsible(practice: Home, outreach: Run) -> None:
    number = case_of(outreach, ROBOT, "Timber")
    assert outreach("owner", number, "pekka luonnos").code == 0
    mine = {str(row["case_id"]) for row in outreach("cases", "--mine", "--json").data["rows"]}
    assert number not in mine
    assert {row["owner"] for row in outreach("cases", "--mine", "--json").data["rows"]} == {"Maija Kokeilija"}
    assert number in {str(row["case_id"]) for row in outreach("cases", "--stage", "contacted", "--json").data["rows"]}
    unknown = outreach("owner", number, "Kalle Kukaan")
    assert (unknown.code, unknown.out) == (2, "")
    assert "Maija Kokeilija, Pekka Luonnos" in unknown.err


def test_undo_goes_back_step_by_step_and_history_marks_it(practice: Home, outreach: Run) -> None:
    number = case_of(outreach, ROBOT, "Timber")
    assert outreach("owner", number, "Pekka Luonnos").code == 0
    assert outreach("move", number, "declined", "--reason", "ei aikaa").code == 0
    assert "Declined" in outreach("undo").err
    assert "Pekka Luonnos" in outreach("undo").err
    row = case(outreach, number)
    assert (row["stage"], row["owner"]) == ("contacted", "Maija Kokeilija")
    rows = outreach("history", "--limit", "4", "--json").data["rows"]
    assert [entry["undone"] for entry in rows] == [False, False, True, True]
    assert outreach("history", "--limit", "4").out.count("taken back") == 2


def test_an_entry_that_was_changed_since_is_told_when_it_is_taken_back(practice: Home, outreach: Run) -> None:
    number = case_of(outreach, ROBOT, "Timber")
    outreach("move", number, "declined", "--reason", "ei aikaa")
    entry = outreach("history", "--limit", "1", "--json").data["rows"][0]["journal_id"]
    outreach("move", number, "contacted", "--reason", "mieli muuttui")
    done = outreach("undo", "--entry", str(entry))
    assert done.code == 0
    assert "stay as they were changed afterwards" in done.err
    assert case(outreach, number)["stage"] == "contacted"
    assert outreach("undo", "--entry", "1").code == 2


def test_a_contact_that_a_ban_forbids_is_refused(practice: Home, outreach: Run) -> None:
    assert outreach("do-not-contact", "add", "--organisation", SAW, "--channel", "phone", "--reason", "pyysi").code == 0
    refused = outreach("log", SAW, "call")
    assert (refused.code, refused.out) == (2, "")
    assert "Nothing was logged as sent" in refused.err
    assert outreach("log", SAW, "meeting").code == 0
