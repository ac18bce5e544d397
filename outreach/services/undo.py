"""Taking back what was written: my last, any entry, a whole import. What somebody has edited since stays."""

from __future__ import annotations

from db import journal
from db.models import Journal
from db.unit import Read, Write
from outreach.errors import NotFound, Refused
from outreach.rules.identity import actor_of_organisation
from outreach.services import scoring
from outreach.services.merging.undoing import refuse_if_built_on
from outreach.terms.message import Message, say, say_n
from outreach.terms.views import JournalRowView, Page, UndoResult

# A do-not-contact entry is lifted by an act of its own, never by undo (DESIGN 4, rule 3).
NEVER_UNDONE = frozenset({"suppression", "privacy_log"})
SCORED = frozenset({"organisation", "organisation_alias", "competence", "site", "source_record"})
FEW = 50  # organisations whose scores are brought up to date at once; after more, all scores count as stale


def history(uow: Read, *, offset: int = 0, limit: int = 50) -> Page[JournalRowView]:
    """What was written, newest first."""
    rows = journal.views(uow.session, offset=offset, limit=limit)
    return Page(tuple(rows), offset, journal.count(uow.session))


def last_undoable(uow: Read, adviser_id: int | None) -> JournalRowView | None:
    """What `undo_last` would take back."""
    entry = journal.last_undoable(uow.session, adviser_id)
    return journal.view(entry, "") if entry else None


def undo_last(uow: Write) -> UndoResult:
    """Takes back my newest entry that still stands; again goes further back. NotFound when nothing is left."""
    entry = journal.last_undoable(uow.session, uow.adviser_id)
    if entry is None:
        raise NotFound(say("There is nothing of yours to take back."))
    return undo(uow, entry.id or 0)


def undo_list(uow: Write, run_id: int) -> UndoResult:
    """Takes back what the import of a page or file wrote. NotFound when it wrote nothing."""
    entry = journal.entry_of_run(uow.session, run_id)
    if entry is None:
        raise NotFound(say("Import {n} has changed nothing: there is nothing to take back.", n=run_id))
    return undo(uow, entry)


def undo(uow: Write, journal_id: int) -> UndoResult:
    """Takes back one entry as a whole.

    Rows that later entries have changed keep those columns; rows that other work now rests on stay; do-not-contact
    entries stay. Each of these is named in the result. Refused for an entry that is not to be, or was already, undone,
    and for a merge on which something has been built since.
    """
    target = uow.find(Journal, journal_id)
    what = Message.from_plain(target.message)
    if target.undone_by is not None:
        raise Refused(say("This was already taken back: {what}", what=what))
    if not target.undoable:
        raise Refused(say("This cannot be taken back: {what}", what=what))
    own = uow.entry("undo", say("Undone: {what}", what=what), undoable=False)
    entry = journal.read_entry(uow.session, journal_id)
    refuse_if_built_on(uow, journal_id, [*entry.inserted, *entry.updated, *entry.deleted])
    touched = {key for key in [*entry.inserted, *entry.updated, *entry.deleted] if key[0] in SCORED}
    actors = scoring.actors_behind(uow, touched)
    kept = _put_back(uow, entry, journal_id)
    journal.mark_undone(uow.session, journal_id, own.id or 0)
    uow.session.expire_all()
    actors |= scoring.actors_behind(uow, touched)
    if len(actors) > FEW:
        scoring.bump_facts(uow)
    elif actors:
        scoring.rescore_actors(uow, actors)
    return UndoResult(journal_id, what, kept)


def _put_back(uow: Write, entry: journal.Entry, journal_id: int) -> tuple[Message, ...]:
    later = journal.edited_since(uow.session, journal_id, [*entry.inserted, *entry.updated])
    removable = {key for key in entry.inserted if key[0] not in NEVER_UNDONE and "*" not in later.get(key, ())}
    held = journal.unnamed(uow.session, removable)
    journal.bring_back(uow.session, {key: row for key, row in entry.deleted.items() if key[0] not in NEVER_UNDONE})
    kept_columns = 0
    for key, before in reversed(entry.updated.items()):  # what was freed last is taken back first
        if key[0] in NEVER_UNDONE or "*" in later.get(key, ()):
            continue
        stays = later.get(key, set()) & set(before)
        kept_columns += len(stays)
        values = {column: value for column, value in before.items() if column not in stays}
        if values:
            journal.restore(uow.session, *key, values)
    kept_rows = _rested_on(uow, removable, {key for key in removable if later.get(key)})
    for key in kept_rows & held.keys():
        if "actor_id" in journal.named_again(uow.session, key, held[key]):  # its Business ID is another one's again
            journal.restore(uow.session, *key, {"actor_id": actor_of_organisation(key[1])})
    journal.remove(uow.session, removable - kept_rows)
    return _sentences(
        columns=kept_columns,
        rows=len(kept_rows),
        bans=any(key[0] == "suppression" for key in entry.inserted),
    )


def _rested_on(uow: Write, removable: set[journal.RowKey], edited: set[journal.RowKey]) -> set[journal.RowKey]:
    """Rows that stay: edited since, pointed at from outside, their parents, and what belongs to a kept organisation."""
    edges = list(journal.references(uow.session, removable))
    kept = set(edited) | {parent for child, parent in edges if child not in removable}
    while True:
        up = {parent for child, parent in edges if child in kept}
        of_kept = {child for child, parent in edges if parent in kept and parent[0] == "organisation"}
        grown = kept | ((up | of_kept) & removable)
        if grown == kept:
            return kept
        kept = grown


def _sentences(*, columns: int, rows: int, bans: bool) -> tuple[Message, ...]:
    said = []
    if columns:
        said.append(
            say_n(
                "{n} value stays as it was changed afterwards.",
                "{n} values stay as they were changed afterwards.",
                columns,
            )
        )
    if rows:
        said.append(
            say_n(
                "{n} record stays, since later work rests on it.",
                "{n} records stay, since later work rests on them.",
                rows,
            )
        )
    if bans:
        said.append(say("The do-not-contact entry stays: lift it separately, with a reason."))
    return tuple(said)
