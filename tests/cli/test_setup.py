"""Making a workplace ready without the screens, its settings, and practice data."""

from __future__ import annotations

import sqlite3
import tomllib
from collections.abc import Callable

import pytest

from tests.cli.conftest import Done
from tests.conftest import Home

Run = Callable[..., Done]


def settings(home: Home) -> dict[str, object]:
    return tomllib.loads((home.config / "config.toml").read_text(encoding="utf-8"))


def test_init_keeps_what_was_given_and_the_next_command_knows_who_works(outreach_home: Home, outreach: Run) -> None:
    done = outreach("init", "--name", " Aada  Testi ", "--town", "Kristinestad", "--contact", "aada@example.fi")
    assert (done.code, done.out) == (0, "")
    assert settings(outreach_home) == {"adviser": "Aada Testi", "town": "287", "contact": "aada@example.fi"}
    assert outreach("organisation", "add", "Aivan Muu Näyte").code == 0
    entry = outreach("history", "--json").data["rows"][0]
    assert (entry["who"], "Aivan Muu Näyte" in entry["text"]) == ("Aada Testi", True)


def test_init_without_examples_and_a_second_time(outreach_home: Home, outreach: Run) -> None:
    assert outreach("init", "--name", "Aada Testi", "--town", "Rauma", "--examples", "empty").code == 0
    assert outreach("need", "list", "--json").data == []
    again = outreach("init", "--name", "Aada Testi", "--town", "Rauma")
    assert "Example needs were put in" in again.err
    first = outreach("need", "list", "--json").data
    assert outreach("init", "--name", "Bo Exempel", "--town", "Rauma").code == 0
    assert outreach("need", "list", "--json").data == first


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Your name is needed."),
        (["--name", "  "], "Your name is needed."),
        (["--name", "A", "--language", "xx"], "The setting language cannot be xx"),
        (["--name", "A", "--town", "Atlantis"], "Not found, town: Atlantis"),
        (["--name", "A", "--examples", "maybe"], "write keep or empty, not maybe"),
    ],
)
def test_what_init_refuses_leaves_nothing_behind(
    outreach_home: Home, outreach: Run, arguments: list[str], said: str
) -> None:
    done = outreach("init", *arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert not (outreach_home.config / "config.toml").exists()
    assert outreach("history", "--json").data["rows"] == []


def test_init_goes_on_in_the_language_it_was_given(outreach_home: Home, outreach: Run) -> None:
    assert "Ready" not in outreach("init", "--name", "Aada Testi", "--language", "fi").err
    assert outreach("need", "adopt", "999").err.startswith("Ei löytynyt")


def test_commands_that_only_read_need_no_name(outreach_home: Home, outreach: Run) -> None:
    for command in (["today"], ["cases"], ["need", "list"], ["runs", "list"], ["history"], ["coverage"]):
        assert outreach(*command).code == 0
    for command in (["cases", "--mine"], ["undo"], ["log", "x", "call"], ["need", "adopt", "1"]):
        done = outreach(*command)
        assert (done.code, done.out) == (2, "")
        assert "outreach init --name" in done.err


def test_settings_come_back_to_their_defaults(outreach_home: Home, outreach: Run) -> None:
    assert outreach("config", "set", "limit_selected", "21").code == 0
    assert settings(outreach_home) == {"limit_selected": 21}
    assert outreach("config", "set", "limit_selected", "").code == 0
    assert settings(outreach_home) == {}


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("limit_selcted", "2", "Did you mean: limit_selected?"),
        ("limit_selected", "soon", "Wanted: a whole number, 1 or more."),
        ("town", "Savonlinna", "a municipality code of three digits"),
        ("language", "de", "one of: fi, sv, en"),
        ("link_auto", "1.5", "a number from 0 to 1"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_and_the_file_stays(
    outreach_home: Home, outreach: Run, key: str, value: str, said: str
) -> None:
    outreach("config", "set", "theme", "light")
    before = (outreach_home.config / "config.toml").read_bytes()
    done = outreach("config", "set", key, value)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert (outreach_home.config / "config.toml").read_bytes() == before


def test_a_password_is_shown_nowhere(outreach_home: Home, outreach: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUTREACH_DATABASE", "postgresql://maija:salaisuus@127.0.0.1:1/outreach")
    shown = outreach("config", "show")
    assert shown.code == 0
    refused = outreach("today")
    assert (refused.code, refused.out) == (2, "")
    assert "salaisuus" not in shown.out + shown.err + refused.err
    assert "127.0.0.1:1/outreach" in shown.out


def test_a_settings_file_that_cannot_be_read_is_told_with_its_place(outreach_home: Home, outreach: Run) -> None:
    (outreach_home.config / "config.toml").write_text("theme = [", encoding="utf-8")
    done = outreach("today")
    assert (done.code, done.out) == (2, "")
    assert "config.toml" in done.err


def test_practice_data_is_made_once_and_lives_beside_the_real_data(
    outreach_home: Home, outreach: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTREACH_NOW", "2026-03-10T08:00")
    first = outreach("demo", "--no-screens")
    assert first.code == 0
    assert "PRACTICE DATA" in first.out
    assert "2990" in first.out
    path = outreach_home.data / "practice.sqlite3"
    with sqlite3.connect(path) as database:
        database.execute("UPDATE adviser SET name = 'Toinen Nimi' WHERE name = 'Maija Kokeilija'")
    again = outreach("demo", "--no-screens")
    assert again.out == first.out
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT count(*) FROM adviser WHERE name = 'Toinen Nimi'").fetchone() == (1,)
    assert not (outreach_home.data / "outreach.sqlite3").exists()


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_summary_of_practice_data_fits_a_terminal(
    practice: Home, outreach: Run, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    (practice.data / "outreach.sqlite3").rename(practice.data / "practice.sqlite3")
    monkeypatch.setenv("OUTREACH_LANGUAGE", language)
    shown = outreach("demo", "--no-screens")
    assert shown.code == 0
    assert max(map(len, shown.out.splitlines())) <= 80


def test_another_database_is_used_for_one_command(practice: Home, outreach: Run) -> None:
    other = practice.data / "other.sqlite3"
    assert outreach("--database", str(other), "cases", "--json").data["rows"] == []
    assert outreach("cases", "--json").data["rows"]
    letter = practice.data / "letter.txt"
    letter.write_text("this is a letter, not a database", encoding="utf-8")
    refused = outreach("--database", str(letter), "cases")
    assert (refused.code, refused.out) == (2, "")
    assert "not a database of this program" in refused.err
    assert letter.read_text(encoding="utf-8").startswith("this is a letter")
