"""What commands print: lines for people or data for programs, talk apart, and nothing that could harm a terminal."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable

import pytest

from outreach.cli import output
from tests.cli.conftest import ROOT, Done
from tests.conftest import Home

Run = Callable[..., Done]
READING = (
    ["today"],
    ["today", "--everybody", "--town", "all"],
    ["candidates", "--need", "1"],
    ["cases"],
    ["move", "3"],
    ["search", "puu"],
    ["show", "Puurobotiikka Esimerkki Oy"],
    ["need", "list"],
    ["coverage"],
    ["review", "list"],
    ["runs", "list"],
    ["runs", "show", "2"],
    ["history"],
    ["do-not-contact", "list"],
    ["config", "show"],
)
CODES = ("business_id", "town_code", "municipality_code", "stage", "state", "kind", "channel", "band", "grade", "key")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
HOSTILE = "[/] [bold] =1+1 \x1b]0;x\x07 \u202e Oy\x9b31m"


@pytest.fixture
def banned(practice: Home, outreach: Run) -> Home:
    """Practice data with a do-not-contact entry, so that every list has a row."""
    assert outreach("do-not-contact", "add", "--organisation", "9000074-0", "--reason", "pyysi").code == 0
    return practice


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_what_is_read_comes_as_lines_or_as_data(banned: Home, outreach: Run, command: list[str]) -> None:
    lines, data = outreach(*command), outreach(*command, "--json")
    assert (lines.code, data.code) == (0, 0)
    assert lines.out.strip()
    assert not lines.out.startswith(("{", "["))
    assert all(line == line.rstrip() for line in lines.out.splitlines())
    assert data.data
    assert data.err == ""


def test_codes_and_days_of_data_are_the_same_in_every_language(
    banned: Home, outreach: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for command in READING:
        shapes = []
        for language in ("en", "fi", "sv"):
            monkeypatch.setenv("OUTREACH_LANGUAGE", language)
            shapes.append(shape(outreach(*command, "--json").data))
        assert shapes[0] == shapes[1] == shapes[2], command


def shape(data: object, key: str = "") -> object:
    """Data without its sentences: keys, numbers, days and codes."""
    if isinstance(data, dict):
        return {name: shape(value, name) for name, value in data.items()}
    if isinstance(data, list):
        return [shape(value, key) for value in data]
    return "words" if isinstance(data, str) and key not in CODES and not DAY.match(data) else data


@pytest.mark.parametrize(
    "command",
    [
        ["verdict", "Lumiautomaatio Oy", "fits", "--need", "1"],
        ["task", "3", "Soita", "--due", "2026-03-12"],
        ["owner", "3", "Pekka Luonnos"],
        ["move", "3", "declined", "--reason", "ei aikaa"],
        ["need", "adopt", "1"],
        ["need", "edit", "1", "--target", "6"],
        ["organisation", "edit", "9000074-0", "phone", "015 555 0100"],
        ["review", "answer", "8", "same"],
        ["config", "set", "limit_selected", "21"],
        ["db", "check"],
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_talk_goes_to_standard_error_and_leaves_the_data_alone(
    practice: Home, outreach: Run, command: list[str]
) -> None:
    done = outreach(*command)
    assert (done.code, done.out) == (0, "")
    assert done.err.strip()


def test_what_is_new_gives_its_number_as_data(practice: Home, outreach: Run) -> None:
    need = outreach("need", "add", "--title-fi", "Liimat", "--industry", "2059")
    organisation = outreach("organisation", "add", "Aivan Muu Näyte", "--town", "Nyslott")
    contact = outreach("log", organisation.out.strip(), "call")
    person = outreach("person", "add", organisation.out.strip(), "Sampo Sepitetty", "--source", "puhelu")
    assert all(done.code == 0 and done.out.strip().isdecimal() for done in (need, organisation, contact, person))
    assert outreach("need", "edit", need.out.strip(), "--target", "3").code == 0
    assert outreach("show", organisation.out.strip()).out.startswith("Aivan Muu Näyte\n")
    assert f" #{contact.out.strip()} " in outreach("show", "Aivan Muu Näyte").out
    assert outreach("person", "informed", person.out.strip()).code == 0


def test_no_list_lets_a_terminal_s_commands_or_markup_through(practice: Home, outreach: Run) -> None:
    """A name that got past the door in some earlier version, in every place that a list takes a name from."""
    with sqlite3.connect(practice.data / "outreach.sqlite3") as database:
        for table in ("registry_company", "registry_name", "organisation"):
            database.execute(f"UPDATE {table} SET name = ?", (HOSTILE,))
        database.execute("UPDATE adviser SET name = name || ? WHERE name LIKE 'Pekka%'", (HOSTILE,))
        database.execute("UPDATE need SET title_fi = ?, title_en = ?", (HOSTILE, HOSTILE))
        database.execute("UPDATE task SET title = ?", (HOSTILE,))
        database.execute("UPDATE source_record SET source = ?, place = ?", (HOSTILE, HOSTILE))
        database.execute("UPDATE import_run SET source = ?", (HOSTILE,))
        database.execute("UPDATE touchpoint SET text = ?", (HOSTILE,))
    for command in READING:
        done = outreach(*([*command[:-1], "9000000-3"] if command[0] == "show" else command))
        assert done.code == 0, done.err
        shown = (done.out + done.err).replace("\n", "")
        assert not {sign for sign in shown if sign < " " or "\x7f" <= sign <= "\x9f" or sign == "\u202e"}, command


def test_names_of_organisations_are_never_translated(
    practice: Home, outreach: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sqlite3.connect(practice.data / "outreach.sqlite3") as database:
        database.execute("UPDATE registry_company SET name = 'Candidates'")
    monkeypatch.setenv("OUTREACH_LANGUAGE", "fi")
    shown = outreach("today").out
    assert "  Candidates: selvitystilassa" in shown
    assert "Ehdotukset" not in shown


def test_a_pipe_without_finnish_letters_loses_signs_and_not_the_command(practice: Home, program: Run) -> None:
    lines = program("history", PYTHONIOENCODING="ascii")
    assert lines.code == 0
    assert "Ensimm?inen puhelu" in lines.out
    data = program("cases", "--json", PYTHONIOENCODING="ascii")
    assert "Itä-Suomen Puu Näyte Oy" in {row["organisation"] for row in data.data["rows"]}


def test_a_reader_who_has_seen_enough_ends_the_command_quietly(practice: Home) -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "outreach", "candidates", "--need", "1", "--limit", "300", "--json"],
        cwd=ROOT,
        env=dict(os.environ),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert running.stdout is not None
    assert running.stderr is not None
    assert running.stdout.read(1) == b"{"
    running.stdout.close()
    assert running.stderr.read() == b""
    running.stderr.close()
    assert running.wait(timeout=60) != 0


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fi", ("Löydä toimijat", "Käytettävä tietokanta", "Mikä on myöhässä", "Ilman komentoa")),
        ("sv", ("Hitta, kontakta och följ", "Databas att använda", "Vad som är försenat", "Utan kommando")),
    ],
)
def test_the_help_is_in_the_user_s_language(
    outreach_home: Home, program: Run, language: str, words: tuple[str, ...]
) -> None:
    shown = program("--help", OUTREACH_LANGUAGE=language, COLUMNS="200")
    assert shown.code == 0
    assert [word for word in words if word not in shown.out] == []
    inner = program("need", "add", "--help", OUTREACH_LANGUAGE=language).out
    assert {"fi": "Lisää kunnan osaamistarve.", "sv": "Lägg till ett kompetensbehov för en kommun."}[language] in inner


def test_the_help_lists_every_command_and_each_is_found_under_its_word(outreach_home: Home, outreach: Run) -> None:
    from outreach.cli.app import MODULES, build

    whole = build()
    words = {word for words in MODULES.values() for word in words}
    assert set(whole.commands) == words  # type: ignore[attr-defined]
    for word in words:
        assert word in build(word).commands  # type: ignore[attr-defined]
        assert outreach(word, "--help").out.startswith(f"Usage: outreach {word} ")
    assert build("").commands == {}  # type: ignore[attr-defined]


def test_the_version_names_the_sources_without_a_day_that_is_not_known(outreach_home: Home, outreach: Run) -> None:
    from outreach import __version__

    first, *sources = outreach("--version").out.splitlines()
    assert first == f"outreach {__version__}"
    assert sources[0].endswith("CC BY 4.0")
    assert "Statistics Finland, CC BY 4.0" in sources[1]


def test_without_a_terminal_the_screens_are_refused_with_what_to_do(outreach_home: Home, program: Run) -> None:
    done = program(OUTREACH_LANGUAGE="en")
    assert (done.code, done.out) == (2, "")
    assert "outreach today" in done.err


def test_json_of_a_single_thing_parses_as_one_document(practice: Home, outreach: Run) -> None:
    shown = json.loads(outreach("show", "9000000-3", "--json").out)
    assert shown["facts"]["business_id"] == "9000000-3"
    assert {case["need_title"] for case in shown["cases"]} == {"Timber-construction automation", "Machine vision"}


@pytest.mark.parametrize(
    ("columns", "shown"),
    [
        (80, ["source                 read  kept  time", "ytj-all-companies.zip     1     2  0:03"]),
        (36, ["source                 read  time", "ytj-all-companies.zip     1  0:03"]),
        (26, ["source          read  time", "ytj-all-compa…     1  0:03"]),
    ],
)
def test_a_table_fits_the_terminal(
    columns: int, shown: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    row = ("ytj-all-companies.zip", 1, 2, "0:03")
    output.table(("source", "read", "kept", "time"), [row], spare=(2,), cut=0)
    assert capsys.readouterr().out.splitlines() == shown


def test_a_table_in_a_file_has_everything(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    output.table(("source", "read", "kept"), [("ytj-all-companies.zip", 1, 2)], spare=(2,), cut=0)
    assert capsys.readouterr().out.splitlines()[1] == "ytj-all-companies.zip     1     2"
