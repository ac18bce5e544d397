"""What a second core can do while the first fills an empty mirror: some lists and the search index are made in a
file beside the database, from which the engine copies them in a fraction of the time."""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from db import bulk
from db.bulk import NAME, Form
from db.scratch import Scratch, fill
from outreach.errors import Unusable
from outreach.terms.message import say

SCHEMA = "beside"  # name of the file where it is attached
LISTS = ("registry_address", "registry_entry")  # about half of the work
SEARCH = "registry_name_search"
SHADOWS = ("data", "idx", "docsize")  # tables in which FTS5 keeps an index of texts that lie elsewhere


class Beside:
    """A process that fills the file. `made_by` is the statement by which the database has made its search index.

    The file is attached late: a transaction holds what is attached when it begins.
    """

    def __init__(self, path: Path, scratches: Sequence[Scratch], form: Form, made_by: str) -> None:
        self._path, self._form = path, form
        fold = form.lists[NAME].index("name_fold")
        statements = [
            made_by,
            f"INSERT INTO {SEARCH} (rowid, name_fold)"
            f" SELECT r.id * {form.slots} + j.key, json_extract(j.value, '$[{fold}]')"
            f" FROM ({bulk.in_order(scratches, NAME)}) r, json_each(r.list) j",
        ]
        for table in LISTS:
            statements.append(f"CREATE TABLE {table} ({', '.join(form.list_columns(table))})")
            statements.append(bulk.unpacked(form, table, bulk.in_order(scratches, table)))
        attached = {scratch.schema: str(scratch.path) for scratch in scratches}
        context = multiprocessing.get_context("spawn")
        self._process = context.Process(target=fill, args=(str(path), attached, statements), daemon=True)
        self._process.start()

    def copy_in(self, session: Session) -> None:
        """Waits until the process is done and copies what it has made."""
        self._process.join()
        if self._process.exitcode:
            raise Unusable(
                say("The search index could not be made. Nothing was saved."),
                say("Make room on the disk and in memory, and run the import again."),
            )
        session.connection().exec_driver_sql(f"ATTACH ? AS {SCHEMA}", (str(self._path),))
        for table in LISTS:
            columns = ", ".join(self._form.list_columns(table))
            read = f"SELECT {columns} FROM {SCHEMA}.{table} ORDER BY rowid"
            bulk.run_statements(session, [f"INSERT INTO {table} ({columns}) {read}"])
        try:
            for shadow in SHADOWS:
                table = f"{SEARCH}_{shadow}"
                bulk.run_statements(
                    session, [f"DELETE FROM {table}", f"INSERT INTO {table} SELECT * FROM {SCHEMA}.{table}"]
                )
        except DatabaseError:  # an engine that lets nobody write there
            bulk.rebuild_index(session)

    def close(self) -> None:
        """Ends the process, done or not."""
        self._process.kill()
        self._process.join()
        self._process.close()
