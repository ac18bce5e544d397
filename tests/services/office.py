"""A small office for tests: made-up companies in the register, an adviser in Savonlinna, a need, an organisation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from db.engine import Database
from db.models import Adviser, Case, Controller, ImportRun, Need, SourceRecord, Town, metadata
from db.unit import Write
from outreach.services import organisations
from outreach.terms.candidate import NameKind, RegisterCompany, RegisterName
from outreach.terms.message import say
from tests.doubles import mirror
from tests.services.register_samples import address, company

NOW = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)
TODAY = date(2026, 3, 10)
KEY = bytes(range(32))
SAVONLINNA, RAAHE = "740", "678"
PLACES = {SAVONLINNA: ("57100", "SAVONLINNA", "NYSLOTT"), RAAHE: ("92100", "RAAHE", "BRAHESTAD")}


def business_ids(count: int, start: int = 1_000_000) -> list[str]:
    """Business IDs with right check digits, in order."""
    found: list[str] = []
    number = start
    while len(found) < count:
        number += 1
        rest = sum(int(d) * w for d, w in zip(f"{number:07d}", (7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
        if rest != 1:
            found.append(f"{number:07d}-{(11 - rest) % 11}")
    return found


def registered(
    business_id: str, name: str, *, former: str = "", swedish: str = "", town: str = SAVONLINNA, **values: Any
) -> RegisterCompany:
    """A company of the register with a former and a Swedish name, in one of two towns."""
    names = [RegisterName(name, NameKind.COMPANY, 1, date(2019, 1, 1))]
    if former:
        names.append(RegisterName(former, NameKind.COMPANY, 2, date(2010, 1, 1), date(2018, 12, 31)))
    if swedish:
        names.append(RegisterName(swedish, NameKind.PARALLEL, 1, date(2019, 1, 1)))
    postcode, city_fi, city_sv = PLACES[town]
    where = (address(postcode, city_fi, city_sv, town),)
    return company(business_id, name, **{"names": tuple(names), "addresses": where, **values})


def open_office(database: Database, companies: Iterable[RegisterCompany] = ()) -> int:
    """Fills an empty database with towns, an adviser, and these companies; returns the adviser's key."""
    with database.write(now=NOW) as uow:
        run = ImportRun(
            kind="ytj-bulk", source="data.zip", state="done", started_at=NOW, finished_at=NOW, complete=True
        )
        uow.session.add(run)
        controller = Controller(name="Savonlinnan kaupunki")
        uow.session.add(controller)
        uow.session.flush()
        uow.session.add(Town(code=SAVONLINNA, name_fi="Savonlinna", name_sv="Nyslott", controller_id=controller.id))
        uow.session.add(Town(code=RAAHE, name_fi="Raahe", name_sv="Brahestad"))
        adviser = Adviser(name="Maija Kokeilija", language="fi", town_code=SAVONLINNA)
        uow.session.add(adviser)
        uow.session.flush()
        import_companies(uow, companies)
        return adviser.id or 0


def import_companies(uow: Write, companies: Iterable[RegisterCompany]) -> None:
    """Puts companies into the register mirror and its search index."""
    for one in companies:
        mirror.put(uow.session, one)


def working(database: Database, adviser_id: int | None = 1, now: datetime = NOW) -> Any:
    """A unit of work of the adviser."""
    return database.write(now=now, adviser_id=adviser_id)


def actor(business_id: str) -> int:
    return int(business_id.replace("-", ""))


def ours(uow: Write, business_id: str) -> int:
    """Makes a company of the register an organisation; returns its row's key."""
    uow.entry("organisation", say("Added"))
    return organisations.ensure_organisation(uow, actor(business_id)).id or 0


def add_case(uow: Write, organisation_id: int, stage: str, *, title: str = "Puurakentaminen") -> int:
    """A case at a stage, for a need of its own."""
    need = Need(town_code=SAVONLINNA, title_fi=title, title_sv="", title_en="Timber construction", spec={})
    uow.session.add(need)
    uow.session.flush()
    case = Case(
        organisation_id=organisation_id,
        need_id=need.id or 0,
        town_code=SAVONLINNA,
        stage=stage,
        stage_since=date(2026, 2, 15),
        owner_id=uow.adviser_id,
        opened_at=NOW,
    )
    uow.session.add(case)
    uow.session.flush()
    return case.id or 0


def add_record(uow: Write, organisation_id: int | None, candidate: dict[str, Any], **values: Any) -> int:
    """A line of a list, linked to an organisation."""
    row = SourceRecord(
        run_id=1,
        source="jasenet.xlsx",
        place="row 12",
        identity=candidate.get("business_id", "") or "esimerkki@row 12",
        fetched_at=NOW,
        content_hash="0" * 64,
        fingerprint="1" * 64,
        candidate=candidate,
        state="linked",
        organisation_id=organisation_id,
        **values,
    )
    uow.session.add(row)
    uow.session.flush()
    return row.id or 0


def dump(database: Database) -> str:
    """Everything that all tables hold, as text; escapes of stored JSON resolved."""
    lines: list[str] = []
    with database.read() as uow:
        for table in metadata.sorted_tables:
            lines += [f"{table.name}: {tuple(row)!r}" for row in uow.session.execute(select(table))]
    return "\n".join(lines)
