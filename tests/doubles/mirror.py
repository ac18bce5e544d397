"""Companies straight into the register mirror, without an import."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from db import bulk
from db.models import RegistryCompany
from db.unit import table_of
from outreach.rules.registry import LISTS, company_rows, content_hash
from outreach.services.register.differences import FORM
from outreach.terms.candidate import RegisterCompany


def put(session: Session, company: RegisterCompany, values: Mapping[str, Any] | None = None, run_id: int = 1) -> None:
    """Stores a company, new or known, with its lists and its place in the search index; `values` over its own."""
    rows = company_rows(company)
    own: Mapping[str, Any] = rows.company._asdict() | {"changed_run_id": run_id} | dict(values or {})
    key, table = rows.company.id, table_of(RegistryCompany)
    if session.get(RegistryCompany, key) is None:
        session.connection().execute(table.insert().values(**bulk.typed(table, own)))
    else:
        bulk.set_companies(session, {key: own})
    session.expire_all()
    for name, text in zip(LISTS, rows.lists, strict=True):
        bulk.put_back(session, FORM, name, {key: json.loads(text)})
    bulk.put_hashes(session, [(key, 0, content_hash(rows))])
