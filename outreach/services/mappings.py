"""What people have said that the columns of a file are, remembered by the file's headings."""

from __future__ import annotations

from collections.abc import Mapping

from db.models import ColumnMapping
from db.unit import Read, Write


def remembered(uow: Read, layout: str) -> Mapping[str, str] | None:
    """Heading -> field, as it was said of a file with these headings; None when nobody has said anything."""
    row = uow.session.get(ColumnMapping, layout) if layout else None
    return {str(heading): str(field) for heading, field in row.fields.items()} if row is not None else None


def remember(uow: Write, layout: str, fields: Mapping[str, str]) -> None:
    """Keeps it for the next file of the same headings, in the place of what was said before."""
    if layout:
        uow.session.merge(ColumnMapping(layout=layout, fields=dict(fields), saved_at=uow.now))
        uow.session.flush()


def forget(uow: Write, layout: str) -> bool:
    """Files of these headings are read by the program's own lights again; whether anything was remembered."""
    row = uow.session.get(ColumnMapping, layout) if layout else None
    if row is not None:
        uow.session.delete(row)
        uow.session.flush()
    return row is not None
