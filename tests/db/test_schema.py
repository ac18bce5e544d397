"""Making, migrating and refusing databases, on both engines."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from db import schema
from db.engine import Database, open_database
from db.models import Organisation, SourceRecord, metadata
from outreach.errors import Unusable


@pytest.fixture
def ready(ready_database_url: str) -> Iterator[Database]:
    opened = open_database(ready_database_url)
    yield opened
    opened.close()


def test_the_models_are_what_the_migrations_make(ready: Database) -> None:
    command.check(schema.alembic_config(ready))


def test_the_list_of_revisions_is_that_of_the_scripts() -> None:
    scripts = ScriptDirectory(str(schema.MIGRATIONS))
    assert tuple(s.revision for s in reversed(list(scripts.walk_revisions()))) == schema.REVISIONS


def test_an_empty_database_is_made_ready_and_a_ready_one_left_alone(database_url: str) -> None:
    database = open_database(database_url)
    schema.prepare(database)
    schema.prepare(database)
    assert schema.revision(database) == schema.head()
    assert set(metadata.tables) <= set(inspect(database.engine).get_table_names())
    database.close()


def test_a_database_of_a_newer_program_is_refused(ready: Database) -> None:
    with ready.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Unusable, match="newer version"):
        schema.prepare(ready)


def test_an_older_database_names_the_command(ready: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "REVISIONS", (schema.head(), "9998"))
    assert schema.is_older(ready)
    with pytest.raises(Unusable, match="outreach db upgrade"):
        schema.prepare(ready)


def test_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{(tmp_path / 'own.sqlite3').as_posix()}")
    schema.prepare(database)
    assert (tmp_path / "own.sqlite3").stat().st_mode & 0o777 == 0o600
    database.close()


def test_lists_are_in_the_same_order_of_names_on_both_engines(ready: Database) -> None:
    keys = ["a", "aa", "b c", "b", "z", "{", "|", "}", "a b", "0000002", "0000010"]
    with ready.write(now=datetime(2026, 3, 10, tzinfo=UTC)) as uow:
        for number, key in enumerate(keys):
            uow.session.add(Organisation(name=str(number), name_key=key, created_at=uow.now))
    with ready.read() as uow:
        found = uow.session.execute(text("SELECT name_key FROM organisation ORDER BY name_key")).scalars().all()
    assert found == sorted(keys)


def test_small_tables_have_no_row_numbers_and_names_have_a_search_index(tmp_path: Path) -> None:
    path = tmp_path / "own.sqlite3"
    database = open_database(f"sqlite:///{path.as_posix()}")
    schema.prepare(database)
    database.close()
    with sqlite3.connect(path) as connection:
        made = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall())
    bare = {name for name, sql in made.items() if "WITHOUT ROWID" in sql}
    assert {name for name in bare if name in metadata.tables} == {
        "need_score",
        "registry_address",
        "registry_entry",
        "registry_form",
        "registry_postcode",
        "registry_situation",
    }
    assert "fts5" in made["registry_name_search"]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("nonsense", "address is not right"),
        ("mysql://server/base", "must be SQLite or PostgreSQL"),
        ("postgresql://nobody@127.0.0.1:1/none", "cannot be used"),
    ],
)
def test_an_address_that_cannot_be_used_is_told_in_a_sentence(address: str, words: str) -> None:
    with pytest.raises(Unusable, match=words):
        schema.prepare(open_database(address))


def test_a_file_that_is_no_database_is_told_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Hyvä vastaanottaja, " * 100, encoding="utf-8")
    with pytest.raises(Unusable, match="not a database of this program"):
        schema.prepare(open_database(f"sqlite:///{path.as_posix()}"))


@pytest.mark.parametrize("table", ["journal", "moz_places"])
def test_a_database_of_another_program_is_left_alone(tmp_path: Path, table: str) -> None:
    path = tmp_path / "places.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.execute(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY)")
    database = open_database(f"sqlite:///{path.as_posix()}")
    with pytest.raises(Unusable, match="not a database of this program"):
        schema.prepare(database)
    assert inspect(database.engine).get_table_names() == [table]
    database.close()


def test_a_place_where_no_file_can_be_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").touch()
    with pytest.raises(Unusable, match="cannot be used"):
        schema.prepare(open_database(f"sqlite:///{(tmp_path / 'letter.txt' / 'own.sqlite3').as_posix()}"))


def test_sort_keys_compare_byte_by_byte_and_names_are_searched_through_an_index(postgres_database_url: str) -> None:
    database = open_database(postgres_database_url)
    schema.prepare(database)
    with database.engine.connect() as connection:
        collations = connection.execute(
            text("SELECT table_name, collation_name FROM information_schema.columns WHERE column_name = 'name_key'")
        ).all()
        indexes = connection.execute(text("SELECT indexdef FROM pg_indexes WHERE indexname LIKE '%name%'")).scalars()
        gin = [made for made in indexes if "USING gin" in made]
    assert sorted(map(tuple, collations)) == [("organisation", "C"), ("registry_company", "C")]
    assert len(gin) == 2
    database.close()


def _migrates_a_company_of_the_first_version(database: Database) -> None:
    command.upgrade(schema.alembic_config(database), "0001")
    assert schema.is_older(database)
    texts = "name name_key euid form_code industry_code industry_set website domain trade_register_status status"
    texts += " situation municipality_code postcode city_fi city_sv street modified"
    empty = dict.fromkeys(texts.split(), "")
    with database.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN")
        connection.execute(
            text(
                "INSERT INTO import_run (id, kind, source, state, started_at, complete, content_hash, read,"
                " created, changed, unchanged, vanished, rejected, linked, review, resume, notes)"
                " VALUES (1, 'ytj-bulk', 'a.zip', 'done', '2026-03-10 06:00:00',"
                " true, '', 1, 1, 0, 0, 0, 0, 0, 0, '{}', '[]')"
            )
        )
        columns, marks = ", ".join(empty), ", ".join(f":{name}" for name in empty)
        connection.execute(
            text(
                "INSERT INTO registry_company (id, business_id, employer, active, content_hash,"
                f" changed_run_id, {columns}) VALUES (12345671, '1234567-1', true, true, 99, 1, {marks})"
            ),
            empty | {"name": "Puu Malli Oy"},
        )
    schema.upgrade(database)
    assert schema.revision(database) == schema.head()
    with database.engine.connect() as connection:
        assert connection.execute(text("SELECT company_id, raw_hash FROM registry_hash")).all() == [(12345671, 0)]
        assert connection.execute(text("SELECT name FROM registry_company")).scalar_one() == "Puu Malli Oy"
    command.check(schema.alembic_config(database))
    database.close()


def test_a_filled_database_of_the_first_version_is_brought_up_to_date(tmp_path: Path) -> None:
    _migrates_a_company_of_the_first_version(open_database(f"sqlite:///{(tmp_path / 'old.sqlite3').as_posix()}"))


def test_a_filled_postgresql_of_the_first_version_is_brought_up_to_date(postgres_database_url: str) -> None:
    _migrates_a_company_of_the_first_version(open_database(postgres_database_url))


def _migrates_a_record_of_the_version_before_sources(database: Database) -> None:
    command.upgrade(schema.alembic_config(database), "0004")
    with database.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN")
        connection.execute(
            text(
                "INSERT INTO import_run (id, kind, source, state, started_at, complete, content_hash, read, created,"
                " changed, unchanged, vanished, rejected, linked, review, resume, notes, quality)"
                " VALUES (1, 'file', 'a.csv', 'done', '2026-03-10 06:00:00',"
                " false, '', 1, 1, 0, 0, 0, 0, 0, 0, '{}', '[]', '{}')"
            )
        )
        connection.execute(
            text(
                "INSERT INTO source_record (id, run_id, source, place, identity, fetched_at, content_hash, fingerprint,"
                " candidate, state, version) VALUES (7, 1, 'a.csv', 'row 2', 'name puu 740', '2026-03-10 06:00:00',"
                " '', 'f', '{}', 'review', 1)"
            )
        )
        connection.execute(
            text(
                "INSERT INTO link_proposal (record_id, actor_id, rank, posterior, evidence, version)"
                " VALUES (7, 12345671, 0, 0.5, '[]', 1)"
            )
        )
    schema.upgrade(database)
    with database.read() as uow:
        record = uow.find(SourceRecord, 7)
        assert (record.how, record.confidence, record.traces, record.gone_at) == ("", 1.0, [], None)
        assert uow.session.execute(text("SELECT record_id FROM link_proposal")).scalar_one() == 7
    command.check(schema.alembic_config(database))
    database.close()


def test_records_of_the_version_before_sources_are_kept(tmp_path: Path) -> None:
    _migrates_a_record_of_the_version_before_sources(
        open_database(f"sqlite:///{(tmp_path / 'old.sqlite3').as_posix()}")
    )


def test_records_of_a_postgresql_of_the_version_before_sources_are_kept(postgres_database_url: str) -> None:
    _migrates_a_record_of_the_version_before_sources(open_database(postgres_database_url))
