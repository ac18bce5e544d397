"""One record of the register to a `RegisterCompany`; the daily file and the interface give the same records."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from importers.ytj.report import Report
from importers.ytj.shape import (
    LONGEST_TEXT,
    WRONG_TYPE,
    Wrong,
    code,
    day,
    first_wrong,
    kind,
    known_keys,
    list_of,
    number,
    object_of,
    text,
    unread_keys,
)
from outreach.rules.identity import business_id, business_id_of_actor
from outreach.rules.text import clean
from outreach.terms.candidate import (
    AddressKind,
    IndustrySet,
    NameKind,
    RegisterAddress,
    RegisterCompany,
    RegisterEntry,
    RegisterForm,
    RegisterName,
    RegisterSituation,
    Reject,
    SituationKind,
)
from outreach.terms.message import say

_NAME_KINDS = {member.value: member for member in NameKind}
_SITUATIONS = {member.value: member for member in SituationKind}
_INDUSTRY_SETS = {member.value: member for member in IndustrySet}
_ADDRESS_KINDS = {member.value: member for member in AddressKind}
_LANGUAGES = frozenset({"1", "2", "3"})  # code set KIELI: Finnish, Swedish, English

_COMPANY = known_keys()
_PARTS = [(key, known_keys(key)) for key in ("businessId", "euId", "mainBusinessLine", "website")]
_LISTS = [
    (key, known_keys(key)) for key in ("names", "companyForms", "companySituations", "registeredEntries", "addresses")
]
_OFFICE = known_keys("addresses", "postOffices")

_ID_FORM = re.compile(r"[0-9]{7}-[0-9]")
_MODIFIED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2}")  # with a blank until 2025

_NO_NAME = say("there is no current name (type 1, version 1)")
_NO_ID = say("there is no Business ID")
_BAD_ID = say("the Business ID is not right (check digit)")


def parse_company(raw: object, *, where: str = "", report: Report | None = None) -> RegisterCompany | Reject:
    """The company that a record tells of, or why it is not accepted. Never raises; `report` collects what was odd."""
    report = Report() if report is None else report
    report.read += 1
    try:
        company = _company(raw if type(raw) is dict else _as_dict(raw), report)
    except (Wrong, TypeError, AttributeError) as error:
        wrong = _explained(raw, error)
        report.rejected += 1
        return Reject(where=where, field=wrong.field, reason=wrong.reason, business_id=_id_of(raw), value=wrong.value)
    report.accepted += 1
    return company


def is_active(company: RegisterCompany) -> bool:
    """Whether a company is registered, has not ceased and is in neither bankruptcy nor liquidation.

    `status` is "2" for the living and the dead alike, and a bankrupt company stays registered; a company under
    restructuring goes on working.
    """
    closing = (SituationKind.BANKRUPTCY, SituationKind.LIQUIDATION)
    return (
        company.trade_register_status == "1"
        and company.ended is None
        and not any(s.ended is None and s.kind in closing for s in company.situations)
    )


def _company(raw: Mapping[str, Any], report: Report) -> RegisterCompany:
    get = raw.get
    given, euid = object_of(get("businessId")), object_of(get("euId"))
    line, website = object_of(get("mainBusinessLine")), object_of(get("website"))
    names = _names(list_of(get("names")), report)
    industry_code, industry_set = _industry(line, report)
    company = RegisterCompany(
        business_id=_business_id(given),
        id_registered=day(given.get("registrationDate")),
        name=_current_name(names, report),
        names=names,
        euid=text(euid.get("value")),
        industry_code=industry_code,
        industry_set=industry_set,
        industry_since=day(line.get("registrationDate")) if industry_code else None,
        website=text(website.get("url")),
        website_since=day(website.get("registrationDate")),
        forms=_forms(list_of(get("companyForms"))),
        situations=_situations(list_of(get("companySituations")), report),
        entries=_entries(list_of(get("registeredEntries"))),
        addresses=_addresses(list_of(get("addresses")), report),
        trade_register_status=code(get("tradeRegisterStatus")),
        status=code(get("status")),
        registered=day(get("registrationDate")),
        ended=day(get("endDate")),
        modified=_modified(get("lastModified"), report),
    )
    if _has_unread(raw):
        for path in unread_keys(raw):
            report.unread(path)
    return company


def _business_id(given: Mapping[str, Any]) -> str:
    found = text(given.get("value"))
    if not found:
        raise Wrong(_NO_ID, "businessId.value")
    if not _ID_FORM.fullmatch(found) or business_id_of_actor(int(found[:7] + found[8])) != found:
        raise Wrong(_BAD_ID, "businessId.value", found)
    return found


def _names(items: list[Mapping[str, Any]], report: Report) -> tuple[RegisterName, ...]:
    found = []
    for item in items:
        get = item.get
        name, name_kind = text(get("name")), _NAME_KINDS.get(code(get("type")))
        version = number(get("version"))
        if name_kind is None:
            report.unknown("names[].type", code(get("type")))
        elif name:
            found.append(RegisterName(name, name_kind, version, day(get("registrationDate")), day(get("endDate"))))
    return tuple(found)


def _current_name(names: tuple[RegisterName, ...], report: Report) -> str:
    """The name of type 1 and version 1; an end date does not count, since all names of a ceased company have one."""
    current = [n for n in names if n.version == 1 and n.kind is NameKind.COMPANY]
    if not current:
        raise Wrong(_NO_NAME, "names")
    if len(current) == 1:
        return current[0].name
    report.several_current_names += 1
    return max(current, key=lambda n: (n.ended is None, n.registered or date.min, n.name)).name


def _industry(line: Mapping[str, Any], report: Report) -> tuple[str, IndustrySet | None]:
    """Code and its code set; a code whose set is not known says nothing, and is left out."""
    found, set_name = code(line.get("type")), code(line.get("typeCodeSet"))
    known = _INDUSTRY_SETS.get(set_name)
    if found and known is None:
        report.unknown("mainBusinessLine.typeCodeSet", set_name)
        return "", None
    return found, known if found else None


def _forms(items: list[Mapping[str, Any]]) -> tuple[RegisterForm, ...]:
    return tuple(
        RegisterForm(
            code(item.get("type")),
            number(item.get("version")),
            day(item.get("registrationDate")),
            day(item.get("endDate")),
        )
        for item in items
    )


def _situations(items: list[Mapping[str, Any]], report: Report) -> tuple[RegisterSituation, ...]:
    found = []
    for item in items:
        situation = _SITUATIONS.get(code(item.get("type")))
        if situation is None:
            report.unknown("companySituations[].type", code(item.get("type")))
        else:
            found.append(RegisterSituation(situation, day(item.get("registrationDate")), day(item.get("endDate"))))
    return tuple(found)


def _entries(items: list[Mapping[str, Any]]) -> tuple[RegisterEntry, ...]:
    return tuple(
        [
            RegisterEntry(
                code(item.get("register")),
                code(item.get("type")),
                code(item.get("authority")),
                day(item.get("registrationDate")),
                day(item.get("endDate")),
            )
            for item in items
        ]
    )


def _addresses(items: list[Mapping[str, Any]], report: Report) -> tuple[RegisterAddress, ...]:
    found = []
    for item in items:
        get = item.get
        address_kind = _ADDRESS_KINDS.get(kind(get("type")))
        cities, municipality = _offices(list_of(get("postOffices")), report)
        if address_kind is None:
            report.unknown("addresses[].type", kind(get("type")))
            continue
        found.append(
            RegisterAddress(
                address_kind,
                _street(item),
                code(get("postCode")),
                cities.get("1", ""),
                cities.get("2", ""),
                municipality,
                text(get("co")),
                code(get("country")).upper(),
                day(get("registrationDate")),
            )
        )
    return tuple(found)


def _street(item: Mapping[str, Any]) -> str:
    """Street, number, entrance and flat; "PL n"; the free line of a foreign address, which has "_" for a space."""
    get = item.get
    flat = code(get("apartmentNumber")) + code(get("apartmentIdSuffix"))
    parts = (text(get("street")), code(get("buildingNumber")), code(get("entrance")), flat)
    line = " ".join(filter(None, parts))
    box, free = code(get("postOfficeBox")), text(get("freeAddressLine"))
    if not box and not free:
        return line
    return ", ".join(filter(None, (line, f"PL {box}" if box else "", clean(free.replace("_", " "), LONGEST_TEXT))))


def _offices(items: list[Mapping[str, Any]], report: Report) -> tuple[dict[str, str], str]:
    """Post towns by language code, and the municipality. Of several for a language the first by alphabet is taken."""
    cities: dict[str, str] = {}
    municipalities: dict[str, str] = {}
    for item in items:
        get = item.get
        language, city, municipality = code(get("languageCode")), code(get("city")), code(get("municipalityCode"))
        if language not in _LANGUAGES:
            report.unknown("addresses[].postOffices[].languageCode", language)
        if city:
            cities[language] = min(city, cities.get(language, city))
        if municipality:
            municipalities[language] = min(municipality, municipalities.get(language, municipality))
    return cities, municipalities[min(municipalities)] if municipalities else ""


def _modified(value: Any, report: Report) -> str:
    found = text(value)
    if found and not _MODIFIED.fullmatch(found):
        report.unknown("lastModified", found[:20])
        return ""
    return found


def _has_unread(raw: Mapping[str, Any]) -> bool:
    """Whether any key is outside the table; which ones is looked up only then."""
    if not _COMPANY.issuperset(raw):
        return True
    for key, known in _PARTS:
        if not known.issuperset(raw.get(key) or ()):
            return True
    for key, known in _LISTS:
        for item in raw.get(key) or ():
            if not known.issuperset(item):
                return True
    for address in raw.get("addresses") or ():
        for office in address.get("postOffices") or ():
            if not _OFFICE.issuperset(office):
                return True
    return False


def _as_dict(raw: object) -> dict[str, Any]:
    if not isinstance(raw, Mapping):
        raise Wrong(WRONG_TYPE, value=raw)
    return dict(raw)


def _explained(raw: object, error: Exception) -> Wrong:
    """What is wrong with the record, with the path of the field."""
    if isinstance(error, Wrong) and error.field:
        return error
    found = first_wrong(raw) if isinstance(raw, Mapping) else None
    return found or Wrong(WRONG_TYPE, value=raw)


def _id_of(raw: object) -> str:
    """Business ID of a record that is not accepted, where it has a right one."""
    given = raw.get("businessId") if isinstance(raw, Mapping) else None
    value = given.get("value") if isinstance(given, Mapping) else None
    return business_id(value[:100]) if isinstance(value, str) else ""
