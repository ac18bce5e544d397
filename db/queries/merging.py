"""Merged organisations: which row stands for which, what their trees hold, and what was written since."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Row, and_, func, select
from sqlmodel import Session, col

from db.models import MergeRow, SourceRecord, metadata

t = metadata.tables
ORG, MERGE, MEMORY, RECORD = t["organisation"], t["merge"], t["merge_row"], t["source_record"]
JOURNAL, CHANGED, RUN, ADVISER = t["journal"], t["journal_row"], t["import_run"], t["adviser"]
# Tables of rows that belong to an organisation, in the order in which they are moved: what others point at first.
OF_ORGANISATIONS = (
    *("organisation_alias", "competence", "site", "person", "source_record", "need_verdict", "case"),
    *("touchpoint", "link_proposal"),
)
OF_CASES = ("transition", "task")
MERGING = ("merge", "unmerge")  # kinds of entries that move values and set none
IDS_AT_ONCE = 500


class Setter(NamedTuple):
    """Who last set a column of a row: the kind of the entry, and the import's kind and source if it was one."""

    kind: str
    who: str
    at: Any
    run_kind: str | None
    run_source: str | None


def standing_organisation(session: Session, organisation_id: int) -> int:
    """The organisation that stands for one now: itself unless it was merged into another."""
    while True:
        into = session.execute(select(ORG.c.merged_into).where(ORG.c.id == organisation_id)).scalar_one_or_none()
        if into is None:
            return organisation_id
        organisation_id = into


def standing_row(session: Session, table: str, row_id: int) -> int:
    """The row that stands for a case or person now: itself unless it was joined to another."""
    query = select(MEMORY.c.into_id).where(MEMORY.c.table_name == table)
    while True:
        into = session.execute(query.where(MEMORY.c.row_id == row_id)).scalar_one_or_none()
        if into is None:
            return row_id
        row_id = into


def joined_rows(session: Session, table: str, row_id: int) -> list[int]:
    """All rows that this one stands for, itself left out."""
    found, wanted = [], [row_id]
    while wanted:
        query = select(MEMORY.c.row_id).where(MEMORY.c.table_name == table, MEMORY.c.into_id.in_(wanted))
        wanted = list(session.execute(query).scalars())
        found += wanted
    return found


def merged_into(session: Session, organisation_ids: Iterable[int]) -> list[int]:
    """These organisations and all that were merged into them, at whatever remove."""
    found, wanted = [], sorted(set(organisation_ids))
    while wanted:
        found += wanted
        wanted = list(session.execute(select(ORG.c.id).where(ORG.c.merged_into.in_(wanted))).scalars())
    return found


def memories(session: Session, organisation_ids: Sequence[int]) -> list[MergeRow]:
    """What is remembered of the rows of these organisations."""
    return list(
        session.execute(
            select(MergeRow).where(col(MergeRow.origin_id).in_(organisation_ids)).order_by(col(MergeRow.id))
        ).scalars()
    )


def rows(session: Session, model: Any, row_ids: Sequence[int]) -> Iterator[Any]:
    """Rows of a table by key; those that are gone are left out."""
    for start in range(0, len(row_ids), IDS_AT_ONCE):
        part = row_ids[start : start + IDS_AT_ONCE]
        yield from session.execute(select(model).where(model.id.in_(part)).order_by(model.id)).scalars()


def of_organisation(session: Session, model: Any, organisation_id: int) -> list[Any]:
    """Rows of a table that point at an organisation, oldest first."""
    query = select(model).where(model.organisation_id == organisation_id).order_by(model.id)
    return list(session.execute(query).scalars())


def of_case(session: Session, model: Any, case_id: int) -> list[Any]:
    """Rows of a table that point at a case, oldest first."""
    return list(session.execute(select(model).where(model.case_id == case_id).order_by(model.id)).scalars())


def marks(session: Session) -> dict[str, int]:
    """Newest key of each table whose rows merges move."""
    return {
        name: int(session.execute(select(func.max(t[name].c.id))).scalar_one() or 0)
        for name in (*OF_ORGANISATIONS, *OF_CASES, "suppression")
    }


def keys_of(session: Session, table: str, column: str, values: Collection[int], *, after: int = 0) -> list[int]:
    """Keys of rows that point at one of these, newer than one key."""
    found: list[int] = []
    wanted = sorted(values)
    for start in range(0, len(wanted), IDS_AT_ONCE):
        part = wanted[start : start + IDS_AT_ONCE]
        query = select(t[table].c.id).where(t[table].c[column].in_(part), t[table].c.id > after)
        found += session.execute(query).scalars()
    return sorted(found)


def records(session: Session, organisation_id: int) -> Iterator[SourceRecord]:
    """What sources said of an organisation, newest first."""
    query = select(SourceRecord).where(col(SourceRecord.organisation_id) == organisation_id)
    order = col(SourceRecord.fetched_at).desc(), col(SourceRecord.id).desc()
    yield from session.execute(query.order_by(*order)).scalars()


def setters(session: Session, table: str, row_id: int) -> dict[str, Setter]:
    """Who last set each column of a row, merges aside; "*" is who made it."""
    query = (
        select(
            CHANGED.c.action,
            CHANGED.c.before,
            JOURNAL.c.kind,
            func.coalesce(ADVISER.c.name, ""),
            JOURNAL.c.written_at,
            RUN.c.kind,
            RUN.c.source,
        )
        .join(JOURNAL, JOURNAL.c.id == CHANGED.c.journal_id)
        .outerjoin(ADVISER, ADVISER.c.id == JOURNAL.c.adviser_id)
        .outerjoin(RUN, RUN.c.id == JOURNAL.c.run_id)
        .where(
            CHANGED.c.table_name == table,
            CHANGED.c.row_id == row_id,
            JOURNAL.c.undone_by.is_(None),
            JOURNAL.c.kind.not_in(("undo", *MERGING)),
        )
        .order_by(CHANGED.c.id)
    )
    found: dict[str, Setter] = {}
    for action, before, *who in session.execute(query):
        found.update(dict.fromkeys(before if action == "update" else ("*",), Setter(*who)))
    return found


def entry_of(session: Session, merge_id: int) -> int | None:
    """Key of the entry under which a merge was made."""
    query = select(func.max(CHANGED.c.journal_id)).where(
        CHANGED.c.table_name == "merge", CHANGED.c.row_id == merge_id, CHANGED.c.action == "insert"
    )
    return session.execute(query).scalar_one_or_none()


def written_since(session: Session, journal_id: int, keys: Collection[tuple[str, int]]) -> int:
    """How many of these rows later entries, not taken back, have written."""
    by_table: dict[str, list[int]] = {}
    for table, row_id in keys:
        by_table.setdefault(table, []).append(row_id)
    found: set[tuple[str, int]] = set()
    for table, ids in by_table.items():
        for start in range(0, len(ids), IDS_AT_ONCE):
            part = ids[start : start + IDS_AT_ONCE]
            query = _later(journal_id).where(CHANGED.c.table_name == table, CHANGED.c.row_id.in_(part))
            found |= {(table, row_id) for row_id in session.execute(query).scalars()}
    return len(found)


def made_since(session: Session, journal_id: int, organisation_ids: Sequence[int]) -> int:
    """How many rows of these organisations later entries, not taken back, have made."""
    made = 0
    for name in OF_ORGANISATIONS[:-1]:
        table = t[name]
        query = _later(journal_id).join(table, and_(CHANGED.c.table_name == name, CHANGED.c.row_id == table.c.id))
        query = query.where(CHANGED.c.action == "insert", table.c.organisation_id.in_(organisation_ids))
        made += len(set(session.execute(query).scalars()))
    case = t["case"]
    for name in OF_CASES:
        table = t[name]
        query = _later(journal_id).join(table, and_(CHANGED.c.table_name == name, CHANGED.c.row_id == table.c.id))
        query = query.join(case, case.c.id == table.c.case_id)
        query = query.where(CHANGED.c.action == "insert", case.c.organisation_id.in_(organisation_ids))
        made += len(set(session.execute(query).scalars()))
    return made


def listed(session: Session, organisation_ids: Sequence[int] | None, *, ended: bool) -> Sequence[Row[Any]]:
    """Merges with who made and ended them, newest first; of some organisations only on wish."""
    ender = ADVISER.alias()
    query = (
        select(MERGE, func.coalesce(ADVISER.c.name, "").label("who"), func.coalesce(ender.c.name, "").label("ender"))
        .outerjoin(ADVISER, ADVISER.c.id == MERGE.c.merged_by)
        .outerjoin(ender, ender.c.id == MERGE.c.ended_by)
        .order_by(MERGE.c.id.desc())
    )
    if not ended:
        query = query.where(MERGE.c.ended_at.is_(None))
    if organisation_ids is not None:
        query = query.where(MERGE.c.kept_id.in_(organisation_ids) | MERGE.c.away_id.in_(organisation_ids))
    return session.execute(query).all()


def astray(session: Session) -> list[int]:
    """Organisations that are merged away without a merge that stands, or named by one without being merged away."""
    standing = select(MERGE.c.away_id, MERGE.c.kept_id).where(MERGE.c.ended_at.is_(None)).subquery()
    query = (
        select(func.coalesce(ORG.c.id, standing.c.away_id))
        .select_from(ORG.outerjoin(standing, standing.c.away_id == ORG.c.id))
        .where(ORG.c.merged_into.is_distinct_from(standing.c.kept_id))
    )
    return sorted(set(session.execute(query).scalars()))


def _later(journal_id: int) -> Any:
    """Rows that entries after one have written, unless these were taken back."""
    return (
        select(CHANGED.c.row_id)
        .join(JOURNAL, JOURNAL.c.id == CHANGED.c.journal_id)
        .where(CHANGED.c.journal_id > journal_id, JOURNAL.c.undone_by.is_(None), JOURNAL.c.kind != "undo")
    )
