"""Very many companies at once, for plans that an engine makes only of tables worth an index."""

from __future__ import annotations

from sqlalchemy import CTE, BigInteger, String, cast, insert, literal, select, text
from sqlmodel import Session

from db import bulk
from db.engine import Database
from db.models import NAME_SLOTS, RegistryCompany, RegistryName
from db.unit import table_of

FIRST = 50_000_000  # number of the first of them


def add_companies(session: Session, count: int) -> None:
    """Copies of a company that is there, in Helsinki, each with one name: "tehdas 1", "tehdas 2" and so on."""
    company, name = table_of(RegistryCompany), table_of(RegistryName)
    numbers = _numbers(count)
    n = numbers.c.n
    number = cast(n, String)
    given = {
        "id": FIRST + n,
        "business_id": cast(FIRST + n, String),
        "name": "Tehdas " + number,
        "name_key": "tehdas " + number,
        "municipality_code": literal("091"),
    }
    model = select(company).limit(1).subquery()
    values = {c.name: given.get(c.name, model.c[c.name]).label(c.name) for c in company.columns}
    rows = select(*values.values()).select_from(model.join(numbers, literal(True)))
    session.execute(insert(company).from_select(list(values), rows))
    texts = {
        "id": (FIRST + n) * NAME_SLOTS,
        "company_id": FIRST + n,
        "name": "Tehdas " + number,
        "name_fold": "tehdas " + number,
        "link_key": "tehdas " + number,
        "kind": literal("1"),
        "version": literal(1),
    }
    session.execute(insert(name).from_select(list(texts), select(*texts.values()).select_from(numbers)))
    bulk.rebuild_index(session)


def analyse(database: Database) -> None:
    """Lets the engine count what its tables hold."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def _numbers(count: int) -> CTE:
    more = select(literal(1, BigInteger).label("n")).cte("numbers", recursive=True)
    return more.union_all(select(more.c.n + 1).where(more.c.n < count))
