"""Taking back a whole import run, of whatever kind; the scores follow."""

from __future__ import annotations

from collections.abc import Callable

from outreach.services import registerfile, runs, scoring, undo
from outreach.services.session import Workplace
from outreach.services.turn import turn
from outreach.terms.runs import ImportKind, Progress
from outreach.terms.views import UndoResult

LISTS = (ImportKind.FILE, ImportKind.WEB)


def undo_run(place: Workplace, run_id: int, *, progress: Callable[[Progress], None] | None = None) -> UndoResult:
    """Puts back what a run has changed, as far as nobody has changed it since; the result names what stays.

    NotFound without such a run, Refused while an import is running or when it was taken back before.
    """
    with turn(place.database, now=place.now, adviser_id=place.adviser_id, whole=True):
        with place.read() as uow:
            kind = runs.run(uow, run_id).kind
        if kind in LISTS:
            with place.write() as uow:
                result = undo.undo_list(uow, run_id)
        else:
            from outreach.services.register import undo as register_undo

            with place.write() as uow:
                registerfile.forget(uow)  # first: what is taken back to its middle is not the file any more
            result = register_undo.undo_run(
                place.database, run_id, now=place.now, adviser_id=place.adviser_id, progress=progress
            )
        scoring.refresh(place.database, now=place.now, progress=progress)
    return result
