"""Alembic's environment: runs on the connection of an open `db.engine.Database`."""

from __future__ import annotations

from typing import Literal

from alembic import context
from sqlalchemy import Connection
from sqlmodel.sql.sqltypes import AutoString

from db.models import metadata

SEARCH_OBJECTS = ("registry_name_search", "ix_registry_name_search", "ix_registry_name_fold_trgm")
MIGRATING = 20_260_310  # PostgreSQL's lock number: of two programs that migrate at once one waits and finds it done


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    """Leaves the search objects out of comparisons: models cannot declare them."""
    return not (name or "").startswith(SEARCH_OBJECTS)


def render_item(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Writes SQLModel's text type as SQLAlchemy's own, which is all it is in the database."""
    if kind == "type" and isinstance(item, AutoString):
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    return False


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        include_name=include_name,
        compare_type=True,
        render_item=render_item,
    )
    with context.begin_transaction():
        context.run_migrations()


database = context.config.attributes["database"]
with database.engine.connect() as connection:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATING})")
    run(connection)
    connection.commit()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA foreign_keys = ON")
