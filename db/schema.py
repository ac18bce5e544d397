"""Creating and migrating the database, and telling whether it is the one this program works with.

Alembic is loaded only when there is something to migrate: every start would pay a third of a second for it otherwise.
"""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text

from db.engine import Database, connected, is_empty, is_ours, not_ours, private_file
from outreach.errors import Unusable
from outreach.terms.message import say

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"
# Revisions in their order; the last one is what this program works with. A test compares them with the scripts.
REVISIONS = ("0001", "0002", "0003", "0004", "0005")


def alembic_config(database: Database) -> Config:
    """Alembic's settings for a database, without a file of its own; what it has to say is not for the user's screen."""
    from alembic.config import Config

    config = Config(stdout=StringIO())
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["database"] = database
    return config


def head() -> str:
    """Revision that this program works with."""
    return REVISIONS[-1]


def revision(database: Database) -> str:
    """Revision that the database is at; empty when it has none."""
    with connected(database) as connection:
        if not database.engine.dialect.has_table(connection, "alembic_version"):
            return ""
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


def upgrade(database: Database) -> None:
    """Migrates to the newest revision."""
    from alembic import command

    command.upgrade(alembic_config(database), "head")


def is_older(database: Database) -> bool:
    """Whether the database is at an earlier revision of this program."""
    return revision(database) in REVISIONS[:-1]


def prepare(database: Database) -> None:
    """Makes an empty database ready; leaves a current one alone. Unusable: an older one, one of a newer program, one of
    another program."""
    if database.path is not None:
        private_file(database.path)
    if is_empty(database):
        upgrade(database)
        return
    if not is_ours(database):
        raise not_ours(database)
    if revision(database) == head():
        return
    if is_older(database):
        raise Unusable(
            say("The database is from an older version of this program."),
            say("Bring it up to date: outreach db upgrade"),
        )
    raise Unusable(
        say("The database was made by a newer version of this program."),
        say("Update the program, then start it again."),
    )
