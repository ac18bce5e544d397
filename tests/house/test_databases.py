"""The databases that the tests run on: both engines, empty or ready, one for each test."""

from __future__ import annotations

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url


def test_each_engine_gives_an_empty_database_that_can_be_written(database_url: str) -> None:
    engine = create_engine(database_url)
    try:
        with engine.begin() as connection:
            connection.execute(text("create table note (words varchar(20))"))  # fails where a table is left over
            connection.execute(text("insert into note values ('ääkköset')"))
            assert connection.execute(text("select words from note")).scalar() == "ääkköset"
    finally:
        engine.dispose()


def test_a_ready_database_has_its_tables_and_no_rows(ready_database_url: str) -> None:
    engine = create_engine(ready_database_url)
    try:
        with engine.begin() as connection:
            assert connection.execute(text("select count(*) from organisation")).scalar() == 0
            assert connection.execute(text("select count(*) from alembic_version")).scalar() == 1
    finally:
        engine.dispose()


def test_the_postgresql_of_the_tests_has_what_search_needs(postgres_database_url: str) -> None:
    assert make_url(postgres_database_url).get_driver_name() == "psycopg"
    engine = create_engine(postgres_database_url)
    try:
        with engine.begin() as connection:
            connection.execute(text("create extension pg_trgm"))
            assert connection.execute(text("select similarity('konepaja', 'konepaja')")).scalar() == 1
    finally:
        engine.dispose()
