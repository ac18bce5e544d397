"""Merging two organisations and taking them apart again, from the command line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.cli.conftest import Done
from tests.conftest import Home

Run = Callable[..., Done]
ROBOT, SLIP = "9000000-3", "Puurobotiikan tehdas"


@pytest.fixture
def slip(practice: Home, outreach: Run) -> str:
    """Number of an organisation that somebody has added a second time by a slip."""
    done = outreach("organisation", "add", SLIP, "--town", "Nyslott", "--website", "www.tehdas.example", "--force")
    assert done.code == 0
    return done.out.strip()


def facts(outreach: Run, organisation: str) -> Any:
    return outreach("show", organisation, "--json").data["facts"]


def test_a_preview_shows_both_sides_and_writes_nothing(outreach: Run, slip: str) -> None:
    done = outreach("organisation", "merge", ROBOT, slip, "--preview", "--take", "website=away")
    assert done.code == 0
    lines = [line.split() for line in done.out.splitlines()]
    assert lines[0][:3] == ["Choice", "Field", "Taken"]
    assert ["business_id", "Business", "ID", "kept", ROBOT, "–", "Only", "one"] in lines
    (website,) = [line for line in lines if line[0] == "website"]
    assert website[:3] == ["website", "Website", "away"]
    assert website[-1] == "Differs"
    (town,) = [line for line in lines if line[0] == "municipality_code"]
    assert (town[2], town[3], town[-1]) == ("=", "Savonlinna", "Equal")
    data = outreach("organisation", "merge", ROBOT, slip, "--preview", "--json").data
    assert {"kept", "away", "fields", "brings", "joins", "notes", "refused", "different"} == set(data)
    assert outreach("organisation", "merges", "--json").data == []


def test_two_are_merged_by_choice_and_undo_takes_it_back(outreach: Run, slip: str) -> None:
    before = facts(outreach, ROBOT)["website"]
    taken = ("--take", "name=kept", "--take", "website=away", "--take", "phone=015 555 0123")
    done = outreach("organisation", "merge", ROBOT, SLIP, *taken)
    assert (done.code, done.out) == (0, "1\n")
    assert done.err.startswith(f"Merged: {SLIP} is Puurobotiikka Esimerkki Oy now.")
    merged = facts(outreach, slip)
    assert (merged["business_id"], merged["phone"]) == (ROBOT, "+358155550123")
    assert "tehdas" in merged["website"]
    listed = outreach("organisation", "merges", ROBOT).out.splitlines()
    assert listed[0].split()[0] == "Merge"
    assert [SLIP in line and "Maija Kokeilija" in line for line in listed[1:]] == [True]
    assert outreach("undo").code == 0
    assert facts(outreach, ROBOT)["website"] == before
    assert facts(outreach, slip)["name"] == SLIP
    assert outreach("organisation", "merges").err == "No organisations have been merged.\n"


def test_they_part_again_and_each_thing_added_since_goes_where_it_is_sent(outreach: Run, slip: str) -> None:
    assert outreach("organisation", "merge", ROBOT, slip, "--json").data["merge"] == 1
    assert outreach("organisation", "competence", ROBOT, "liimaus").code == 0
    shown = outreach("organisation", "unmerge", "1", "--preview")
    assert f"Leaves: {SLIP}" in shown.out
    (line,) = [line for line in shown.out.splitlines() if "Competence: liimaus" in line]
    key = line.split()[0]
    assert line.split()[-1] == "yes"
    assert outreach("organisation", "unmerge", "1", "--preview", "--json").data["lines"][0]["key"] == key
    done = outreach("organisation", "unmerge", "1", "--take", f"{key}=away")
    assert done.code == 0
    assert f"{SLIP} and Puurobotiikka Esimerkki Oy are two organisations again." in done.err
    assert "liimaus" in outreach("show", slip).out
    assert "liimaus" not in outreach("show", ROBOT).out
    assert outreach("organisation", "merges").out == ""
    ended = outreach("organisation", "merges", "--ended", "--json").data
    assert [(row["merge_id"], row["ended_by"]) for row in ended] == [(1, "Maija Kokeilija")]
    assert outreach("db", "check").code == 0
    again = outreach("organisation", "unmerge", "1")
    assert (again.code, SLIP in again.err) == (2, True)


def test_what_was_parted_is_merged_again_only_when_that_is_said(outreach: Run, slip: str) -> None:
    outreach("organisation", "merge", ROBOT, slip)
    outreach("organisation", "unmerge", "1")
    preview = outreach("organisation", "merge", ROBOT, slip, "--preview")
    assert (preview.code, "Judged different by Maija Kokeilija" in preview.err) == (0, True)
    refused = outreach("organisation", "merge", ROBOT, slip)
    assert (refused.code, "Judged different by Maija Kokeilija" in refused.err) == (2, True)
    assert outreach("organisation", "merge", ROBOT, slip, "--although-different").code == 0


@pytest.mark.parametrize("more", [[], ["--preview"]])
def test_two_business_ids_are_refused(practice: Home, outreach: Run, more: list[str]) -> None:
    done = outreach("organisation", "merge", ROBOT, "9000148-7", *more)
    assert done.code == 2
    assert "The Business IDs differ: 9000000-3 and 9000148-7." in done.err
    assert outreach("organisation", "merges", "--json").data == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["merge", ROBOT, "Olematon Oy"], "Not found"),
        (["merge", ROBOT, SLIP, "--take", "website"], "This is no choice: website"),
        (["merge", ROBOT, SLIP, "--take", "colour=away"], "There is no such choice: colour"),
        (["merge", ROBOT, ROBOT], "These are one organisation already"),
        (["unmerge", "x"], "This number cannot be used: MERGE x"),
        (["unmerge", "99"], "Not found: merge of organisations 99"),
        (["merges", "Aivan tuntematon Zzz"], "Not found"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(outreach: Run, slip: str, arguments: list[str], said: str) -> None:
    done = outreach("organisation", *arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
