"""Which of the register's daily files the database holds, so that the same one is not fetched and read again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from db.models import ImportRun, State
from db.unit import Read, Write
from outreach.terms.runs import ImportKind, RunState

KEY = "register_file"  # state key


def remember(uow: Write, file: Mapping[str, Any], run_id: int) -> None:
    """Notes that a run has taken in all of this file. `file` is JSON-ready: what its host told of it."""
    uow.session.merge(State(key=KEY, value=json.dumps({"file": dict(file), "run": run_id})))


def remembered(uow: Read) -> Mapping[str, Any] | None:
    """The file that the register mirror is made from; None when it is not known, or when another whole file has been
    read since, be it only to its middle, or that run has been taken back."""
    row = uow.session.get(State, KEY)
    try:
        stored = json.loads(row.value) if row is not None else {}
        file, run_id = stored.get("file"), stored.get("run")
    except (ValueError, AttributeError):
        return None
    newest = uow.session.execute(
        select(col(ImportRun.id), col(ImportRun.state))
        .where(col(ImportRun.kind) == ImportKind.YTJ_BULK, col(ImportRun.state) != RunState.REFUSED)
        .order_by(col(ImportRun.id).desc())
        .limit(1)
    ).first()
    if not isinstance(file, dict) or newest is None or tuple(newest) != (run_id, RunState.DONE.value):
        return None
    return file


def forget(uow: Write) -> None:
    """The next download is read whatever its host says of it."""
    row = uow.session.get(State, KEY)
    if row is not None:
        uow.session.delete(row)
        uow.session.flush()
