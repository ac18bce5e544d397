"""Creating and migrating the database (Alembic), and the search indexes that models cannot declare."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from db.engine import Database, is_empty, private_file
from outreach.errors import Unusable
from outreach.terms.message import say

MIGRATIONS = Path(__file__).parent / "migrations"


def alembic_config(database: Database) -> AlembicConfig:
    """Alembic's settings for a database, without a file of its own."""
    config = AlembicConfig()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["database"] = database
    return config


def head() -> str:
    """Revision that this program works with."""
    script = ScriptDirectory(str(MIGRATIONS))
    return script.get_current_head() or ""


def revision(database: Database) -> str:
    """Revision that the database is at; empty when it has none."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""


def upgrade(database: Database) -> None:
    """Migrates to the newest revision."""
    command.upgrade(alembic_config(database), "head")


def is_older(database: Database) -> bool:
    """Whether the database is at an earlier revision of this program."""
    at = revision(database)
    return at != head() and at in {script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}


def prepare(database: Database) -> None:
    """Makes an empty database ready; leaves a current one alone; refuses an older one and one from a newer program."""
    if database.path is not None:
        private_file(database.path)
    if is_empty(database):
        upgrade(database)
        return
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
