"""Whether a merge, or the end of one, can be taken back by undo: as long as nothing has been built on it."""

from __future__ import annotations

from collections.abc import Collection

from db.models import Merge
from db.queries import merging as query
from db.unit import Read
from outreach.errors import Refused
from outreach.terms.message import Message, say, say_n


def refuse_if_built_on(uow: Read, journal_id: int, keys: Collection[tuple[str, int]]) -> None:
    """Refused when an entry has merged or parted organisations and something of theirs was written since.

    Undo puts rows back as they were; what came later belongs to one of the two, and only parting asks to which.
    """
    merges = [uow.session.get(Merge, row_id) for table, row_id in keys if table == "merge"]
    for merge in merges:
        if merge is None:
            continue
        roots = {query.standing_organisation(uow.session, one) for one in (merge.kept_id, merge.away_id)}
        organisations = query.merged_into(uow.session, roots)
        since = query.written_since(uow.session, journal_id, keys)
        since += query.made_since(uow.session, journal_id, organisations)
        if since:
            raise Refused(
                say_n(
                    "{n} thing of these organisations has been added or changed since: nothing was taken back.",
                    "{n} things of these organisations have been added or changed since: nothing was taken back.",
                    since,
                ),
                _instead(merge),
            )


def _instead(merge: Merge) -> Message:
    if merge.ended_at is not None:
        return say("Merge them again instead.")
    return say("Take them apart instead, which asks where each goes: outreach organisation unmerge {n}", n=merge.id)
