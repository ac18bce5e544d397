"""Organisations by hand, contact persons and their rights, and do-not-contact entries."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.cli.conftest import Done
from tests.conftest import Home

Run = Callable[..., Done]
ROBOT, OWN = "Puurobotiikka Esimerkki Oy", "Aivan Muu Näyte"


@pytest.fixture
def own(practice: Home, outreach: Run) -> Home:
    """Practice data and an organisation that somebody added by hand."""
    assert outreach("organisation", "add", OWN, "--town", "Nyslott", "--email", "info@muu.example").code == 0
    return practice


def test_an_organisation_added_by_hand_is_found_and_shown_with_all_that_is_known(own: Home, outreach: Run) -> None:
    for command in (
        ["edit", OWN, "phone", "015 555 0100"],
        ["edit", OWN, "description", "Liimaa puuta"],
        ["edit", OWN, "street", "Esimerkkikatu 1"],
        ["competence", OWN, "liimaus", "--note", "näyte", "--confirm"],
        ["competence", OWN, "hionta"],
        ["site", OWN, "Brahestad", "--street", "Mallitie 2", "--note", "halli"],
    ):
        done = outreach("organisation", *command)
        assert (done.code, done.out, done.err) == (0, "", "Saved\n")
    shown = outreach("show", OWN).out
    for words in (
        "+358155550100",
        "Liimaa puuta",
        "liimaus ✓ Maija Kokeilija",
        "  hionta\n",
        "Raahe, Mallitie 2, halli",
    ):
        assert words in shown
    assert outreach("search", "aivan", "--ours", "--json").data["total"] == 1


def test_the_register_s_value_shows_again_when_the_own_one_is_emptied(practice: Home, outreach: Run) -> None:
    before = outreach("show", "Laivasähkö Näyte Oy", "--json").data["facts"]["website"]
    assert outreach("organisation", "edit", "Laivasähkö Näyte Oy", "website", "www.muu.example").code == 0
    facts = outreach("show", "Laivasähkö Näyte Oy", "--json").data["facts"]
    assert (facts["website"] != before, "website" in facts["own"]) == (True, True)
    assert outreach("organisation", "edit", "Laivasähkö Näyte Oy", "website", "").code == 0
    assert outreach("show", "Laivasähkö Näyte Oy", "--json").data["facts"]["website"] == before


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["add", ""], "The name is missing."),
        (["add", "Uusi", "--business-id", "1234567-0"], "The Business ID is not right: 1234567-0"),
        (["add", "Uusi", "--website", "javascript:x"], "not the address of a website"),
        (["add", "Uusi", "--email", "x"], "not an e-mail address"),
        (["add", "Uusi", "--town", "Atlantis"], "Not found, town: Atlantis"),
        (["edit", ROBOT, "phoney", "1"], "There is no field phoney. Fields: name"),
        (["edit", ROBOT, "version", "1"], "There is no field version."),
        (["edit", ROBOT, "email", "x"], "not an e-mail address"),
        (["competence", ROBOT, " "], "Write the competence"),
        (["site", ROBOT, "Atlantis"], "Not found, town: Atlantis"),
        (["edit", "Olematon Oy", "phone", "1"], "Not found"),
    ],
)
def test_what_an_organisation_cannot_be_is_refused(
    practice: Home, outreach: Run, command: list[str], said: str
) -> None:
    done = outreach("organisation", *command)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_a_likely_twin_is_listed_and_added_all_the_same_when_forced(practice: Home, outreach: Run) -> None:
    twin = outreach("organisation", "add", "Puurobotiikka Esimerkki", "--town", "Savonlinna")
    assert twin.code == 1
    assert twin.out == "90000003: Puurobotiikka Esimerkki Oy 9000000-3\n"
    assert "--force" in twin.err
    forced = outreach("organisation", "add", "Puurobotiikka Esimerkki", "--town", "Savonlinna", "--force")
    assert forced.code == 0
    assert forced.out.strip().isdecimal()


def test_a_person_wants_a_source_and_is_informed_on_a_day_that_has_been(practice: Home, outreach: Run) -> None:
    assert outreach("person", "add", ROBOT, "Sampo Sepitetty").code == 2
    number = outreach("person", "add", ROBOT, "Sampo Sepitetty", "--source", "puhelu", "--role", "tj").out.strip()
    assert outreach("person", "export", number).data["inform_by"] == "2026-04-10"
    assert outreach("person", "informed", number, "--on", "1.4.2026").code == 2
    assert outreach("person", "informed", number, "--on", "9.3.2026").code == 0
    assert outreach("person", "export", number).data["informed_on"] == "2026-03-09"


def test_erasing_a_person_wants_yes_and_leaves_no_trace_that_undo_could_bring_back(
    practice: Home, outreach: Run
) -> None:
    number = outreach(
        "person", "add", ROBOT, "Sampo Sepitetty", "--source", "puhelu", "--email", "sampo@example.fi"
    ).out.strip()
    asked = outreach("person", "erase", number)
    assert (asked.code, asked.out) == (1, "")
    assert "--yes" in asked.err
    assert outreach("person", "export", number).code == 0
    erased = outreach("person", "erase", number, "--yes")
    assert (erased.code, erased.out) == (0, "")
    assert outreach("person", "export", number).code == 2
    outreach("undo")
    assert "Sepitetty" not in outreach("show", ROBOT, "--json").out + outreach("history", "--json").out
    assert "sampo@example.fi" not in outreach("show", ROBOT, "--json").out


def test_entries_are_listed_for_people_and_for_programs(practice: Home, outreach: Run) -> None:
    assert (
        outreach("do-not-contact", "add", "--organisation", ROBOT, "--channel", "email", "--reason", "pyysi").code == 0
    )
    assert outreach("do-not-contact", "add", "--value", "015 555 0133").code == 0
    table = outreach("do-not-contact", "list").out.splitlines()
    assert table[0].split() == ["Entry", "Whom", "Channel", "Reason", "When", "Who"]
    assert "a phone number" in table[1]
    assert ROBOT in table[2]
    assert "pyysi" in table[2]
    rows = outreach("do-not-contact", "list", "--json").data
    assert [(row["kind"], row["channel"]) for row in rows] == [("phone", "any"), ("organisation", "email")]
    assert not any("0133" in str(row) for row in rows)


def test_an_entry_bars_its_channel_until_it_is_lifted_with_a_reason(practice: Home, outreach: Run) -> None:
    def allowed() -> dict[str, bool]:
        card = outreach("show", ROBOT, "--json").data
        return {rule["channel"]: rule["allowed"] for rule in card["channels"]}

    outreach("do-not-contact", "add", "--organisation", ROBOT, "--channel", "phone", "--reason", "pyysi")
    assert allowed() == {"email": True, "phone": False, "post": True}
    number = str(outreach("do-not-contact", "list", "--json").data[0]["suppression_id"])
    assert outreach("do-not-contact", "lift", number).code == 2
    assert outreach("do-not-contact", "lift", number, "--reason", " ").code == 2
    assert outreach("undo").err != ""
    assert allowed()["phone"] is False
    assert outreach("do-not-contact", "lift", number, "--reason", "muutti mielensä").code == 0
    assert allowed()["phone"] is True
    assert outreach("do-not-contact", "lift", number, "--reason", "taas").code == 2


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--organisation", ROBOT, "--value", "a@example.fi"],
        ["--value", "x"],
        ["--person", "999"],
        ["--organisation", "Olematon Oy"],
    ],
)
def test_an_entry_wants_exactly_one_that_exists(practice: Home, outreach: Run, arguments: list[str]) -> None:
    done = outreach("do-not-contact", "add", *arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.strip()
    assert outreach("do-not-contact", "list", "--json").data == []
