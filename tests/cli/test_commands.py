"""The commands as an adviser, an analyst and a project manager type them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Done, case_of
from tests.conftest import Home

Run = Callable[..., Done]
ROBOT, SAW = "Puurobotiikka Esimerkki Oy", "Sahalaite Group Malli Oy"


def test_a_workplace_is_made_ready_without_a_terminal(outreach_home: Home, outreach: Run) -> None:
    done = outreach("init", "--name", "Testi Henkilö", "--town", "Nyslott", "--language", "en")
    assert done.code == 0
    assert "Ready" in done.err
    needs = outreach("need", "list", "--json").data
    assert needs
    assert all(need["example"] and need["town_code"] == "740" for need in needs)


def test_commands_that_write_want_to_know_who_is_at_work(outreach_home: Home, outreach: Run) -> None:
    done = outreach("undo")
    assert (done.code, done.out) == (2, "")
    assert "outreach init --name" in done.err


def test_today_as_lines_and_as_data(practice: Home, outreach: Run) -> None:
    lines, data = outreach("today"), outreach("today", "--json").data
    assert lines.code == 0
    assert "OVERDUE" in lines.out
    assert ROBOT in lines.out
    assert [row["organisation"] for row in data["overdue"]] == [ROBOT, SAW]
    assert any("liquidation" in row["text"] for row in data["news"])


def test_candidates_come_with_reasons_and_a_verdict_makes_a_case(practice: Home, outreach: Run) -> None:
    page = outreach("candidates", "--need", "1", "--limit", "2", "--json").data
    best = page["candidates"][0]
    assert best["score"]["score"] >= page["candidates"][1]["score"]["score"]
    assert best["score"]["reasons"]
    done = outreach("verdict", str(best["actor_id"]), "fits", "--need", "1")
    assert (done.code, done.out) == (0, "")
    assert case_of(outreach, best["name"])
    assert outreach("undo").code == 0
    again = outreach("candidates", "--need", "1", "--limit", "1", "--json").data
    assert again["candidates"][0]["actor_id"] == best["actor_id"]


def test_a_move_is_refused_and_then_allowed(practice: Home, outreach: Run) -> None:
    case = case_of(outreach, SAW)
    refused = outreach("move", case, "contacted")
    assert refused.code == 2
    assert "Still needed: a contact from us" in refused.err
    assert outreach("log", SAW, "call", "--text", "Sovittu", "--case", case).code == 0
    assert outreach("move", case, "kontaktoitu").code == 0
    assert "Contacted" in outreach("cases", "--stage", "contacted").out


def test_moves_without_a_stage_lists_what_is_needed(practice: Home, outreach: Run) -> None:
    listed = outreach("move", case_of(outreach, SAW))
    assert "contacted" in listed.out
    assert "a contact from us" in listed.out


def test_next_steps_are_set_and_done(practice: Home, outreach: Run) -> None:
    case = case_of(outreach, ROBOT, "Timber")
    assert outreach("task", case, "Soita", "--due", "12.3.2026").code == 0
    assert outreach("task", case, "--done").code == 0
    assert outreach("task", case, "--done").code == 2
    assert outreach("task", case, "Soita", "--due", "huomenna").code == 2


def test_search_finds_a_swedish_former_name_and_show_tells_all(practice: Home, outreach: Run) -> None:
    row = outreach("search", "kustvind", "--json").data["rows"][0]
    assert row["matched_name"] == "Kustvind Exempel Ab"
    card = outreach("show", str(row["actor_id"]), "--json").data
    assert card["facts"]["former_names"]
    assert "CONTACT HISTORY" in outreach("show", ROBOT).out


def test_a_name_that_nobody_has_is_told_with_the_nearest(practice: Home, outreach: Run) -> None:
    done = outreach("show", "Puurobotikka")
    assert done.code == 2
    assert done.out == ""
    assert "Not found" in done.err


def test_a_sole_trader_may_not_be_written_to(practice: Home, outreach: Run) -> None:
    card = outreach("show", "Tmi Höylä Kokeilija", "--json").data
    rules = {rule["channel"]: rule["allowed"] for rule in card["channels"]}
    assert rules["email"] is False
    assert rules["phone"] is True


def test_a_helsinki_firm_with_a_plant_in_raahe_is_raahes_actor(practice: Home, outreach: Run) -> None:
    card = outreach("show", "Merivety Teknologia Malli Oy", "--json").data
    assert card["facts"]["municipality_code"] == "091"
    assert [site["municipality_code"] for site in card["sites"]] == ["678"]


def test_a_possible_duplicate_is_answered_and_taken_back(practice: Home, outreach: Run) -> None:
    first = outreach("review", "list", "--json").data["rows"][0]
    waiting = outreach("review", "list", "--json").data["total"]
    assert outreach("review", "answer", str(first["record_id"]), "same").code == 0
    assert outreach("review", "list", "--json").data["total"] == waiting - 1
    assert outreach("undo").code == 0
    assert outreach("review", "list", "--json").data["total"] == waiting


def test_needs_are_added_edited_and_imported(practice: Home, outreach: Run, tmp_path: Path) -> None:
    added = outreach("need", "add", "--title-fi", "Hiilijalanjälki", "--industry", "7120", "--target", "2")
    assert added.code == 0
    number = added.err.rsplit(maxsplit=1)[-1]
    assert outreach("need", "edit", number, "--words-fi", "hiilijalanjälki, päästö").code == 0
    wrong = outreach("need", "edit", number, "--industry", "9999")
    assert wrong.code == 2
    assert "9999" in wrong.err
    source = tmp_path / "needs.toml"
    source.write_text('[[need]]\ntown = "Nyslott"\ntitle_fi = "Liimat"\nindustry_codes = ["2059"]\n', encoding="utf-8")
    assert outreach("need", "import", str(source)).code == 0
    titles = [need["title_fi"] for need in outreach("need", "list", "--json").data]
    assert {"Hiilijalanjälki", "Liimat"} <= set(titles)


def test_coverage_counts_different_organisations(practice: Home, outreach: Run) -> None:
    rows = outreach("coverage", "--json").data
    timber = next(row for row in rows if row["active"])
    assert timber["gap"] == timber["target"] - timber["active"]


def test_a_list_is_imported_and_the_second_time_changes_nothing(practice: Home, outreach: Run, tmp_path: Path) -> None:
    source = tmp_path / "lista.csv"
    source.write_text(
        "Yritys;Y-tunnus;Kunta\nUusi Liima Näyte Oy;;Savonlinna\n;9000000-3;Savonlinna\n", encoding="cp1252"
    )
    first = outreach("import", "file", str(source))
    assert first.code == 1
    assert "Not accepted: 1" in first.out
    assert "row 3" in first.out
    again = outreach("import", "file", str(source), "--json").data
    assert (again["created"], again["changed"], again["unchanged"]) == (0, 0, 1)
    assert [run["source"] for run in outreach("runs", "list", "--json").data["rows"]][:1] == ["lista.csv"]


def test_undo_takes_a_whole_import_back(practice: Home, outreach: Run, tmp_path: Path) -> None:
    source = tmp_path / "lista.csv"
    source.write_text("Yritys;Kunta\nUusi Liima Oy;Savonlinna\nSinivuokko Oy;Savonlinna\n", encoding="utf-8")
    assert outreach("import", "file", str(source)).code == 0
    assert [outreach("search", word, "--json").data["total"] for word in ("liima", "sinivuokko")] == [1, 1]
    assert outreach("undo").code == 0
    assert [outreach("search", word, "--json").data["total"] for word in ("liima", "sinivuokko")] == [0, 0]


@pytest.mark.parametrize("kind", ["csv", "json", "md"])
def test_an_export_made_twice_has_the_same_bytes(practice: Home, outreach: Run, kind: str) -> None:
    target = practice.data / f"out.{kind}"
    done = outreach("export", "status", "--format", kind, "-o", str(target))
    assert done.code == 0
    assert str(target) in done.out
    before = target.read_bytes()
    outreach("export", "status", "--format", kind, "-o", str(target))
    assert target.read_bytes() == before


def test_do_not_contact_is_entered_listed_and_lifted_with_a_reason(practice: Home, outreach: Run) -> None:
    assert outreach("do-not-contact", "add", "--organisation", ROBOT, "--reason", "pyysi").code == 0
    assert outreach("log", ROBOT, "call", "--case", case_of(outreach, ROBOT, "Timber")).code == 2
    entry = outreach("do-not-contact", "list", "--json").data[0]
    number = str(entry["suppression_id"])
    assert outreach("do-not-contact", "lift", number, "--reason", "muutti mielensä").code == 0
    assert outreach("do-not-contact", "list", "--json").data == []


def test_a_person_is_added_told_and_erased(practice: Home, outreach: Run) -> None:
    added = outreach("person", "add", ROBOT, "Sampo Sepitetty", "--source", "puhelu", "--email", "sampo@example.fi")
    number = added.out.strip()
    assert outreach("person", "informed", number).code == 0
    assert outreach("person", "export", number).data
    assert outreach("person", "erase", number).code == 1
    assert outreach("person", "erase", number, "--yes").code == 0
    assert "Sepitetty" not in outreach("show", ROBOT, "--json").out


def test_an_organisation_with_a_likely_twin_is_not_added_unasked(practice: Home, outreach: Run) -> None:
    twin = outreach("organisation", "add", "Puurobotiikka Esimerkki", "--town", "Savonlinna")
    assert twin.code == 1
    assert ROBOT in twin.out
    assert outreach("organisation", "add", "Aivan Muu Näyte", "--town", "Savonlinna").code == 0
    assert outreach("organisation", "competence", "Aivan Muu Näyte", "liimaus", "--confirm").code == 0


def test_backups_and_checks(practice: Home, outreach: Run, tmp_path: Path) -> None:
    made = outreach("db", "backup", str(tmp_path / "copy.sqlite3"))
    assert made.code == 0
    assert outreach("db", "check").code == 0
    assert outreach("db", "upgrade").code == 0
    outreach("do-not-contact", "add", "--organisation", ROBOT)
    restored = outreach("db", "restore", str(tmp_path / "copy.sqlite3"))
    assert restored.code == 0
    assert len(outreach("do-not-contact", "list", "--json").data) == 1


def test_settings_are_shown_with_where_they_come_from(practice: Home, outreach: Run) -> None:
    assert outreach("config", "set", "limit_selected", "21").code == 0
    shown = {row["key"]: row for row in outreach("config", "show", "--json").data}
    assert shown["limit_selected"]["value"] == 21
    assert "config.toml" in shown["limit_selected"]["origin"]
    assert "OUTREACH_TOWN" in shown["town"]["origin"]
    assert outreach("config", "set", "limit_selcted", "2").code == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["move", "999", "contacted"],
        ["candidates", "--need", "999"],
        ["import", "ytj"],
        ["import", "ytj", "--town", "Atlantis"],
        ["import", "file", "missing.csv"],
        ["export", "status", "--format", "pdf"],
        ["verdict", ROBOT, "perhaps", "--need", "1"],
        ["log", ROBOT, "fax"],
        ["need", "add", "--title-fi", "Tyhjä"],
    ],
)
def test_bad_use_gets_a_sentence_on_standard_error_and_exit_code_2(
    practice: Home, outreach: Run, arguments: list[str]
) -> None:
    done = outreach(*arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.strip()
    assert "Traceback" not in done.err


def test_a_defect_is_one_sentence_and_a_log_without_data(
    practice: Home, outreach: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from outreach.services import today

    def broken(*_arguments: object, **_values: object) -> None:
        raise ZeroDivisionError("Maija Salainen")

    monkeypatch.setattr(today, "today", broken)
    done = outreach("today")
    assert done.code == 2
    assert "Something went wrong" in done.err
    log = (practice.data / "outreach.log").read_text(encoding="utf-8")
    assert "ZeroDivisionError" in log
    assert "Salainen" not in log


def test_the_version_names_the_sources(outreach_home: Home, outreach: Run) -> None:
    shown = outreach("--version").out
    assert "PRH" in shown
    assert "Statistics Finland" in shown
