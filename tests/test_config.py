"""Settings: the file, the environment over it, the command line over both, and clear words for what cannot be used."""

from __future__ import annotations

import stat
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach import config, configfile
from outreach.errors import BadConfig
from outreach.terms.work import Stage
from tests.conftest import Home


def _written(home: Home, text: str) -> Path:
    path = home.config / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_everything_has_its_default(outreach_home: Home) -> None:
    loaded = config.load()
    assert loaded.language == ""
    assert loaded.ytj_interval == 2.0
    assert (loaded.link_auto, loaded.link_review) == (0.60, 0.03)
    assert loaded.stage_limits == {Stage.SELECTED: 14, Stage.CONTACTED: 14, Stage.IN_DIALOGUE: 30}
    assert loaded.folder == outreach_home.config
    assert loaded.data_folder == outreach_home.data
    assert {str(shown.origin) for shown in config.describe(loaded)} == {"default"}


def test_the_command_line_beats_the_environment_which_beats_the_file(outreach_home: Home) -> None:
    _written(outreach_home, 'language = "fi"\ntown = "740"\ntheme = "light"\nbackups_keep = 3\n')
    environ = {
        "OUTREACH_CONFIG_DIR": str(outreach_home.config),
        "OUTREACH_TOWN": "287",
        "OUTREACH_BACKUPS_KEEP": "5",
        "OUTREACH_THEME": "",
    }
    loaded = config.load(environ, {"backups_keep": 7, "adviser": None})
    assert (loaded.language, loaded.town, loaded.backups_keep, loaded.theme) == ("fi", "287", 7, "light")
    origins = {shown.key: str(shown.origin) for shown in config.describe(loaded)}
    assert origins["language"] == f"file {outreach_home.config / 'config.toml'}"
    assert origins["town"] == "environment variable OUTREACH_TOWN"
    assert origins["backups_keep"] == "command line"
    assert origins["adviser"] == "default"


def test_keys_of_ones_own_come_from_the_file(outreach_home: Home) -> None:
    _written(outreach_home, '[keys]\nlog_contact = "n"\nundo = "ctrl+z"\n')
    assert dict(config.load().keys) == {"log_contact": "n", "undo": "ctrl+z"}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('language = "de"', r'language cannot be de \(file .*config\.toml\)\. Wanted: one of: fi, sv, en, ""\.'),
        ("town = 740", "town cannot be 740 .*three digits in quotation marks"),
        ('town = "74"', "town cannot be 74 "),
        ("limit_contacted = 0", "limit_contacted cannot be 0 .*whole number, 1 or more"),
        ("backups_keep = true", "backups_keep cannot be True"),
        ("link_auto = 1.5", r"link_auto cannot be 1\.5 .*a number from 0 to 1"),
        ("link_auto = nan", "link_auto cannot be nan"),
        ('ytj_base_url = "avoindata"', "ytj_base_url cannot be avoindata"),
        ('database = "mysql://server/x"', "database cannot be mysql://server/x"),
        ('keys = "n"', "keys cannot be n .*a table"),
        ("link_auto = 0.1\nlink_review = 0.2", r"link_review \(0\.2\) is greater than link_auto \(0\.1\)"),
        ("langauge = 'fi'", r"langauge is not known \(file .*\)\. Did you mean: language\?"),
        ("zzz = 1", "zzz is not known .* Settings: language, adviser"),
        ("language = fi", r"cannot be read: .*config\.toml\. .*line 1.*Mend that line"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_with_what_is_wanted(outreach_home: Home, line: str, says: str) -> None:
    _written(outreach_home, line)
    with pytest.raises(BadConfig, match=says):
        config.load()


def test_a_bad_variable_is_named(outreach_home: Home) -> None:
    with pytest.raises(BadConfig, match=r"ytj_interval cannot be soon \(environment variable OUTREACH_YTJ_INTERVAL\)"):
        config.load({"OUTREACH_CONFIG_DIR": str(outreach_home.config), "OUTREACH_YTJ_INTERVAL": "soon"})


def test_a_file_from_notepad_is_read(outreach_home: Home) -> None:
    (outreach_home.config / "config.toml").write_bytes('﻿adviser = "Älli"\r\n'.encode())
    assert config.load().adviser == "Älli"


def test_a_file_that_is_not_utf_8_is_one_clear_sentence(outreach_home: Home) -> None:
    (outreach_home.config / "config.toml").write_bytes('adviser = "Älli"\n'.encode("latin-1"))
    with pytest.raises(BadConfig, match="not UTF-8"):
        config.load()


def test_saving_keeps_comments_order_and_what_is_not_named(outreach_home: Home) -> None:
    path = _written(
        outreach_home,
        '# Our office\nlanguage = "fi"  # for all of us\ntown = "740"\n\n# Keys we know\n[keys]\nundo = "z"\n',
    )
    assert config.save({"language": "sv", "adviser": "Maija", "town": None}) == path
    assert path.read_text(encoding="utf-8") == (
        '# Our office\nlanguage = "sv"  # for all of us\nadviser = "Maija"\n\n# Keys we know\n[keys]\nundo = "z"\n'
    )


def test_saving_keeps_a_setting_that_a_newer_program_wrote(outreach_home: Home) -> None:
    path = _written(outreach_home, 'colour_of_tomorrow = "blue"\n')
    config.save({"town": "740"})
    assert tomllib.loads(path.read_text(encoding="utf-8")) == {"colour_of_tomorrow": "blue", "town": "740"}


def test_saved_keys_replace_the_table(outreach_home: Home) -> None:
    _written(outreach_home, 'town = "740"\n[keys]\nundo = "z"\n')
    config.save({"keys": {"log_contact": "k"}})
    loaded = config.load()
    assert dict(loaded.keys) == {"log_contact": "k"}
    assert loaded.town == "740"


def test_the_first_save_makes_folder_and_file_for_the_user_only(tmp_path: Path) -> None:
    environ = {"OUTREACH_CONFIG_DIR": str(tmp_path / "new" / "outreach"), "OUTREACH_DATA_DIR": str(tmp_path)}
    path = config.save({"adviser": "Maija"}, environ)
    assert config.load(environ).adviser == "Maija"
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_bad_value_is_not_saved(outreach_home: Home) -> None:
    path = _written(outreach_home, 'town = "740"\n')
    for changes in ({"town": "Savonlinna"}, {"adviser": "Maija", "theme": "pink"}, {"adviserr": "Maija"}):
        with pytest.raises(BadConfig):
            config.save(changes)
    assert path.read_text(encoding="utf-8") == 'town = "740"\n'
    assert [p.name for p in outreach_home.config.iterdir()] == ["config.toml"]


def test_what_cannot_be_changed_by_line_is_written_anew_with_the_old_file_beside_it(outreach_home: Home) -> None:
    before = 'adviser = """Maija\nMeikäläinen"""\n# a comment\n'
    path = _written(outreach_home, before)
    config.save({"adviser": "Maija"})
    assert config.load().adviser == "Maija"
    assert path.with_name("config.toml.bak").read_text(encoding="utf-8") == before


_toml_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(first=_toml_text, second=_toml_text)
def test_any_text_comes_back_as_it_was_saved(tmp_path_factory: pytest.TempPathFactory, first: str, second: str) -> None:
    path = tmp_path_factory.mktemp("any") / "config.toml"
    path.write_text("# kept\nalpha = 1\n[table]\nbeta = 2\n", encoding="utf-8")
    configfile.write(path, {"adviser": first})
    configfile.write(path, {"adviser": second, "alpha": 3})
    assert configfile.read(path) == {"alpha": 3, "adviser": second, "table": {"beta": 2}}
    assert path.read_text(encoding="utf-8").startswith("# kept\n")


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("postgresql://anna@server/outreach", "postgresql+psycopg://anna@server/outreach"),
        ("postgres://server/outreach", "postgresql+psycopg://server/outreach"),
        ("postgresql+psycopg://server/outreach", "postgresql+psycopg://server/outreach"),
        ("sqlite:////srv/outreach.sqlite3", "sqlite:////srv/outreach.sqlite3"),
        ("/srv/outreach.sqlite3", "sqlite:////srv/outreach.sqlite3"),
    ],
)
def test_the_database_is_named_by_url_or_path(outreach_home: Home, written: str, url: str) -> None:
    assert config.database_url(config.load(overrides={"database": written})) == url


def test_without_a_database_setting_it_is_a_file_in_the_data_folder(outreach_home: Home) -> None:
    loaded = config.load()
    assert config.database_url(loaded) == f"sqlite:///{outreach_home.data.as_posix()}/outreach.sqlite3"
    assert config.key_file(loaded).parent == outreach_home.config


@pytest.mark.parametrize(
    "written",
    [
        "postgresql://anna:Sala!sana@server/outreach",
        "postgresql://anna:Sala!sana@x@server/outreach",
        "postgresql://server/outreach?user=anna&password=Sala!sana",
    ],
)
def test_a_password_is_never_shown(outreach_home: Home, written: str) -> None:
    shown = {line.key: str(line.value) for line in config.describe(config.load(overrides={"database": written}))}
    assert "Sala" not in shown["database"]
    assert "server/outreach" in shown["database"]
    with pytest.raises(BadConfig) as refused:
        config.load(overrides={"database": written.replace("postgresql", "mysql")})
    assert "Sala" not in str(refused.value)


def test_every_setting_is_documented_and_its_default_is_acceptable() -> None:
    assert len(config.settings()) >= 15
    for setting in config.settings():
        assert str(setting.doc).endswith(".")
        assert setting.check.read(setting.default) == setting.default


def test_the_language_is_the_set_one_else_the_systems(outreach_home: Home) -> None:
    assert config.language_of(config.load(overrides={"language": "sv"}), {"LANG": "fi_FI.UTF-8"}) == "sv"
    assert config.language_of(config.load(), {"LANG": "fi_FI.UTF-8"}) == "fi"
