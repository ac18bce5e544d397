"""Made-up companies of the register, and the mirror's contents laid out for comparing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from db.engine import Database
from db.models import (
    RegistryAddress,
    RegistryChange,
    RegistryCompany,
    RegistryEntry,
    RegistryForm,
    RegistryHash,
    RegistryName,
    RegistrySituation,
)
from db.unit import table_of
from outreach.services.runs import RunStart
from outreach.terms.candidate import (
    AddressKind,
    IndustrySet,
    NameKind,
    RegisterAddress,
    RegisterCompany,
    RegisterEntry,
    RegisterForm,
    RegisterName,
)
from outreach.terms.runs import ChangeKind, ImportKind

NOW = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)
NEXT_NIGHT = datetime(2026, 3, 11, 1, 0, tzinfo=UTC)
BULK = RunStart(kind=ImportKind.YTJ_BULK, source="data_20260310.zip", complete=True)
PART = RunStart(kind=ImportKind.YTJ_API, source="ytj", scope="740")
IDS = ("1234567-1", "2345678-0", "3456785-7", "2345671-3", "4567890-7", "3456786-5")
_DAY = date(2016, 5, 2)


def company(business_id: str, name: str, **values: Any) -> RegisterCompany:
    """A limited company in Savonlinna; anything else by keyword."""
    base = RegisterCompany(
        business_id=business_id,
        id_registered=_DAY,
        name=name,
        names=(RegisterName(name, NameKind.COMPANY, 1, _DAY),),
        industry_code="16230",
        industry_set=IndustrySet.TOL2025,
        industry_since=_DAY,
        forms=(RegisterForm("16", 1, _DAY),),
        entries=(RegisterEntry("1", "1_1", "2", _DAY), RegisterEntry("7", "7_41", "1", _DAY)),
        addresses=(address("57100", "SAVONLINNA", "NYSLOTT", "740"),),
        trade_register_status="1",
        status="2",
        registered=_DAY,
        modified="2026-03-09 02:00:00",
    )
    return base._replace(**values)


def address(postcode: str, city_fi: str, city_sv: str, municipality: str, **values: Any) -> RegisterAddress:
    kind = values.pop("kind", AddressKind.POSTAL)
    street = values.pop("street", "Olavinkatu 1")
    return RegisterAddress(kind, street, postcode, city_fi, city_sv, municipality, **values)


def mirror(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Everything the mirror holds but which run wrote it, in a fixed order."""
    tables = (
        RegistryCompany,
        RegistryName,
        RegistryAddress,
        RegistryForm,
        RegistrySituation,
        RegistryEntry,
        RegistryHash,
        RegistryChange,
    )
    found = {}
    with database.read() as uow:
        for model in tables:
            table = table_of(model)
            loose = {"changed_run_id", "run_id", "image"} | ({"id"} if model is RegistryChange else set())
            columns = [column for column in table.columns if column.name not in loose]
            rows = uow.session.execute(select(*columns)).all()
            found[table.name] = sorted((tuple(row) for row in rows), key=repr)
    return found


def changes_of(database: Database) -> list[tuple[str, str, str, str]]:
    """(Business ID, kind, before, after) of every change, in the order of the companies."""
    with database.read() as uow:
        rows = uow.session.execute(
            select(
                RegistryCompany.business_id,  # type: ignore[call-overload]
                RegistryChange.kind,
                RegistryChange.before,
                RegistryChange.after,
            )
            .join(RegistryChange, RegistryChange.company_id == RegistryCompany.id)
            .where(RegistryChange.kind != ChangeKind.RECORD)
            .order_by(RegistryChange.id)
        ).all()
        return [tuple(row) for row in rows]
