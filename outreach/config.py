"""Settings of one workplace: a TOML file in the user's config folder, and environment variables over it.

Every setting is declared once, in `Config`, with the sentence that documents it, the variable that overrides it and the
check that its values pass. Passwords belong to a database URL only and are never shown.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from outreach import configfile
from outreach.errors import BadConfig
from outreach.i18n import language_from_locale
from outreach.terms.message import Message, say
from outreach.terms.work import Stage

FILE_NAME = "config.toml"
CONFIG_DIR = "OUTREACH_CONFIG_DIR"
DATA_DIR = "OUTREACH_DATA_DIR"


class Check(NamedTuple):
    """What a setting accepts: `read` turns a value of the file or the environment into it, or raises ValueError."""

    read: Callable[[Any], Any]
    wanted: Message


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("not text")
    return value.strip()


def _one_of(*words: str) -> Check:
    def read(value: Any) -> str:
        if _text(value) not in words:
            raise ValueError("not one of the words")
        return _text(value)

    return Check(read, say("one of: {words}", words=", ".join(word or '""' for word in words)))


def _matching(pattern: str, wanted: Message) -> Check:
    def read(value: Any) -> str:
        text = _text(value)
        if not re.fullmatch(pattern, text):
            raise ValueError("wrong form")
        return text

    return Check(read, wanted)


def _whole(least: int) -> Check:
    def read(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int | str) or int(value) < least:
            raise ValueError("not a whole number in range")
        return int(value)

    return Check(read, say("a whole number, {least} or more", least=least))


def _number(least: float, most: float) -> Check:
    def read(value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float | str) or not least <= float(value) <= most:
            raise ValueError("not a number in range")
        return float(value)

    return Check(read, say("a number from {least} to {most}", least=least, most=most))


def _yes_or_no(value: Any) -> bool:
    word = value if isinstance(value, bool) else _text(value).lower()
    if word not in (True, False, "true", "false"):
        raise ValueError("neither true nor false")
    return word in (True, "true")


def _key_table(value: Any) -> Mapping[str, str]:
    if not isinstance(value, Mapping) or not all(isinstance(k, str) and k for k in value.values()):
        raise ValueError("not a table of keys")
    return MappingProxyType(dict(value))


_TEXT = Check(_text, say("text in quotation marks"))
_YES_OR_NO = Check(_yes_or_no, say("true or false"))
_KEYS = Check(_key_table, say('a table: [keys], then lines such as log_contact = "n"'))


def _setting(default: Any, check: Check, doc: Message, *, variable: bool = True) -> Any:
    made: dict[str, Any] = {"default": default}
    if isinstance(default, Mapping):
        made = {"default_factory": lambda: MappingProxyType(dict(default))}
    return field(**made, metadata={"check": check, "doc": doc, "variable": variable})


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The settings in force. `folder` holds the file and the key; `data_folder` the SQLite database and its backups."""

    folder: Path
    data_folder: Path
    origins: Mapping[str, Message]  # setting -> where its value comes from

    language: str = _setting(
        "",
        _one_of("fi", "sv", "en", ""),
        say("Language of the program: fi, sv or en. Empty: the system's own language."),
    )
    adviser: str = _setting("", _TEXT, say("Your name, as colleagues and the history of changes see it."))
    town: str = _setting(
        "",
        _matching(r"(\d{3})?", say("a municipality code of three digits in quotation marks")),
        say('Municipality code of your town, such as "740" for Savonlinna. Empty: all towns.'),
    )
    contact: str = _setting(
        "",
        _TEXT,
        say("E-mail or web address at which a website's keeper reaches you; imports tell it to the sites they read."),
    )
    use_proxy: bool = _setting(
        False,
        _YES_OR_NO,
        say("Whether websites are read through the proxy that HTTP_PROXY and HTTPS_PROXY name: true or false."),
    )
    database: str = _setting(
        "",
        _matching(
            r"(?:sqlite|postgres|postgresql|postgresql\+psycopg)://.*|(?!.*://).*",
            say("an address that starts with postgresql://, or the path of an SQLite file"),
        ),
        say("Address of a shared PostgreSQL database. Empty: an SQLite file in the data folder."),
    )
    ytj_base_url: str = _setting(
        "https://avoindata.prh.fi/opendata-ytj-api/v3",
        _matching(r"https?://\S+", say("an address that starts with https://")),
        say("Address of the business register's open interface."),
    )
    ytj_interval: float = _setting(
        2.0, _number(0, 3600), say("Seconds between two requests to the business register, which all users share.")
    )
    link_auto: float = _setting(
        0.60, _number(0, 1), say("Probability from which a record is linked to an organisation without asking.")
    )
    link_review: float = _setting(
        0.03, _number(0, 1), say("Probability from which a possible duplicate is shown to a person.")
    )
    limit_selected: int = _setting(
        14, _whole(1), say("Days after which a case at the stage Selected has waited too long.")
    )
    limit_contacted: int = _setting(
        14, _whole(1), say("Days after which a case at the stage Contacted has waited too long.")
    )
    limit_in_dialogue: int = _setting(
        30, _whole(1), say("Days after which a case at the stage In dialogue has waited too long.")
    )
    backups_keep: int = _setting(14, _whole(1), say("How many backups of the SQLite database are kept."))
    theme: str = _setting("dark", _one_of("dark", "light"), say("Colours of the screens: dark or light."))
    keys: Mapping[str, str] = _setting(
        {}, _KEYS, say("Keys of your own: the name of an action and its key, as the help lists them."), variable=False
    )

    @property
    def path(self) -> Path:
        """The settings file, whether it exists or not."""
        return self.folder / FILE_NAME

    @property
    def stage_limits(self) -> Mapping[Stage, int]:
        """Days after which a case has waited too long at a stage."""
        return {
            Stage.SELECTED: self.limit_selected,
            Stage.CONTACTED: self.limit_contacted,
            Stage.IN_DIALOGUE: self.limit_in_dialogue,
        }


class Setting(NamedTuple):
    """One setting as it is declared."""

    key: str
    default: Any
    variable: str  # "" when the environment cannot set it
    doc: Message
    check: Check


class Shown(NamedTuple):
    """One line of `outreach config show`; passwords are masked."""

    key: str
    value: Any
    origin: Message
    doc: Message


def settings() -> tuple[Setting, ...]:
    """All settings in the order of their declaration."""
    return tuple(
        Setting(
            f.name,
            f.default_factory() if callable(f.default_factory) else f.default,
            f"OUTREACH_{f.name.upper()}" if f.metadata["variable"] else "",
            f.metadata["doc"],
            f.metadata["check"],
        )
        for f in fields(Config)
        if f.metadata
    )


def load(environ: Mapping[str, str] | None = None, overrides: Mapping[str, Any] | None = None) -> Config:
    """Settings of the file, over them the environment (a variable set to "" counts as unset), over all `overrides`.

    BadConfig tells which setting is unknown or cannot be used, where it stands and what is wanted instead.
    """
    environ = os.environ if environ is None else environ
    folder, data_folder = _folders(environ)
    path = folder / FILE_NAME
    values: dict[str, Any] = {}
    origins: dict[str, Message] = {}
    stored = configfile.read(path)
    for key in stored:
        _known(key, say("file {path}", path=str(path)))
    for setting in settings():
        places = [
            (stored.get(setting.key), say("file {path}", path=str(path))),
            (environ.get(setting.variable) or None, say("environment variable {name}", name=setting.variable)),
            ((overrides or {}).get(setting.key), say("command line")),
        ]
        origins[setting.key] = say("default")
        for raw, origin in places:
            if raw is not None:
                values[setting.key] = checked(setting, raw, origin)
                origins[setting.key] = origin
    config = Config(folder=folder, data_folder=data_folder, origins=MappingProxyType(origins), **values)
    if config.link_review > config.link_auto:
        raise BadConfig(
            say(
                "link_review ({review}) is greater than link_auto ({auto}).",
                review=config.link_review,
                auto=config.link_auto,
            ),
            say("Give link_review the smaller number of the two."),
        )
    return config


def checked(setting: Setting, raw: Any, origin: Message) -> Any:
    """A value that the setting accepts; BadConfig otherwise."""
    try:
        return setting.check.read(raw)
    except (ValueError, OverflowError) as error:
        raise BadConfig(
            say(
                "The setting {key} cannot be {value} ({origin}).",
                key=setting.key,
                value=_masked(str(raw))[:60],
                origin=origin,
            ),
            say("Wanted: {wanted}.", wanted=setting.check.wanted),
        ) from error


def check(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Settings as they would be saved; BadConfig tells which one cannot be."""
    return {
        key: None if value is None else checked(_known(key, say("not saved")), value, say("not saved"))
        for key, value in changes.items()
    }


def save(changes: Mapping[str, Any], environ: Mapping[str, str] | None = None) -> Path:
    """Write settings to the file; None takes one back to its default. Checked first: a bad value changes nothing."""
    path = _folders(os.environ if environ is None else environ)[0] / FILE_NAME
    configfile.write(path, check(changes))
    return path


def language_of(config: Config, environ: Mapping[str, str] | None = None) -> str:
    """Language to show: the one set, else the system's."""
    return config.language or language_from_locale(os.environ if environ is None else environ)


def describe(config: Config) -> list[Shown]:
    """Every setting with its value, where the value comes from, and what it does."""
    return [
        Shown(s.key, _masked(value) if isinstance(value, str) else value, config.origins[s.key], s.doc)
        for s in settings()
        for value in [getattr(config, s.key)]
    ]


def data_folder(environ: Mapping[str, str] | None = None) -> Path:
    """Where the database and the log are kept, whether the settings can be read or not."""
    return _folders(os.environ if environ is None else environ)[1]


def database_url(config: Config) -> str:
    """Address for the database engine: psycopg for PostgreSQL, and a bare path is an SQLite file."""
    address = config.database
    if not address:
        return f"sqlite:///{(config.data_folder / 'outreach.sqlite3').as_posix()}"
    scheme, separator, rest = address.partition("://")
    if not separator:
        return f"sqlite:///{Path(address).expanduser().as_posix()}"
    return f"postgresql+psycopg://{rest}" if scheme in ("postgres", "postgresql") else address


def has_password(address: str) -> bool:
    """Whether the address of a database holds a password."""
    return _masked(address) != address


def key_file(config: Config) -> Path:
    """The key of the do-not-contact entries: outside the database, the same one at all workplaces."""
    return config.folder / "suppression.key"


def _folders(environ: Mapping[str, str]) -> tuple[Path, Path]:
    config, data = environ.get(CONFIG_DIR), environ.get(DATA_DIR)
    if config and data:
        return Path(config), Path(data)
    import platformdirs

    return (
        Path(config) if config else platformdirs.user_config_path("outreach", appauthor=False),
        Path(data) if data else platformdirs.user_data_path("outreach", appauthor=False),
    )


def _known(key: str, origin: Message) -> Setting:
    by_key = {setting.key: setting for setting in settings()}
    if key in by_key:
        return by_key[key]
    import difflib

    near = difflib.get_close_matches(key.lower(), by_key, n=1)
    raise BadConfig(
        say("The setting {key} is not known ({origin}).", key=key, origin=origin),
        say("Did you mean: {key}?", key=near[0]) if near else say("Settings: {keys}", keys=", ".join(by_key)),
    )


def _masked(text: str) -> str:
    """The text without the password of a database URL."""
    text = re.sub(r"(://[^:@/\s]*:).*@", r"\1***@", text)
    return re.sub(r"((?:password|sslpassword)=)[^&\s]*", r"\1***", text, flags=re.IGNORECASE)
