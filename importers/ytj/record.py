"""One record of the register to a `RegisterCompany`; the daily file and the interface give the same records."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import msgspec

from importers.ytj.report import Report
from importers.ytj.shape import (
    LONGEST_TEXT,
    WRONG_TYPE,
    Wrong,
    code,
    day,
    first_wrong,
    kind,
    number,
    record_type,
    text,
    unread_keys,
)
from outreach.rules.identity import business_id, is_business_id
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

_STRICT, _LENIENT = (msgspec.json.Decoder(record_type(strict=strict)) for strict in (True, False))
_UNREAD_LOOKED_AT = 200  # records with a field that nobody reads; after so many every hundredth is looked at
_NOTHING: Any = type("Nothing", (), {"__getattr__": lambda _self, _name: None})()  # an object that is missing

_MODIFIED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2}")  # with a blank until 2025

_NO_NAME = say("there is no current name (type 1, version 1)")
_NO_ID = say("there is no Business ID")
_BAD_ID = say("the Business ID is not right (check digit)")


class NotJson(ValueError):
    """A text that was taken for a record is not one JSON value."""


def parse_record(raw: bytes, *, where: str = "", report: Report | None = None) -> RegisterCompany | Reject:
    """The company that a record tells of, or why it is not accepted. `report` collects what was odd.

    NotJson when the text is not a JSON value at all, and only then.
    """
    report = Report() if report is None else report
    company: RegisterCompany | None
    try:
        company = _company(_decoded(raw, report), report)
    except (Wrong, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        plain = _plain(raw)
        company = _without_surrogates(plain, report) if type(error) is msgspec.DecodeError else None
        if company is None:
            wrong = _explained(plain, error)
            report.rejected += 1
            report.read += 1
            return Reject(
                where=where, field=wrong.field, reason=wrong.reason, business_id=_id_of(plain), value=wrong.value
            )
    report.read += 1
    report.accepted += 1
    return company


def _decoded(raw: bytes, report: Report) -> Any:
    """The record as `shape.record_type`; fields that nobody reads are told to the report."""
    try:
        return _STRICT.decode(raw)
    except msgspec.ValidationError as error:
        if "unknown field" not in str(error):
            raise
        found = _LENIENT.decode(raw)
    report.records_with_unread += 1
    if report.records_with_unread <= _UNREAD_LOOKED_AT or report.records_with_unread % 100 == 0:
        for path in unread_keys(_plain(raw)):
            report.unread(path)
    return found


def _company(raw: Any, report: Report) -> RegisterCompany:
    given, euid = raw.businessId or _NOTHING, raw.euId
    line, website = raw.mainBusinessLine or _NOTHING, raw.website or _NOTHING
    names = _names(raw.names or (), report)
    industry_code, industry_set = _industry(line, report)
    return RegisterCompany(
        _business_id(given),
        day(given.registrationDate),
        _current_name(names, report),
        names,
        text(euid.value) if euid else "",
        industry_code,
        industry_set,
        day(line.registrationDate) if industry_code else None,
        text(website.url),
        day(website.registrationDate),
        _forms(raw.companyForms or ()),
        _situations(raw.companySituations or (), report),
        tuple(
            [
                _entry(e.register, e.type, e.authority, e.registrationDate, e.endDate)
                for e in raw.registeredEntries or ()
            ]
        ),
        _addresses(raw.addresses or (), report),
        code(raw.tradeRegisterStatus),
        code(raw.status),
        day(raw.registrationDate),
        day(raw.endDate),
        _modified(raw.lastModified, report),
    )


def _business_id(given: Any) -> str:
    found = text(given.value)
    if not found:
        raise Wrong(_NO_ID, "businessId.value")
    if not is_business_id(found):
        raise Wrong(_BAD_ID, "businessId.value", found)
    return found


def _names(items: Sequence[Any], report: Report) -> tuple[RegisterName, ...]:
    found = []
    for item in items:
        name, name_kind, version = text(item.name), _NAME_KINDS.get(item.type), number(item.version)
        if name_kind is None:
            report.unknown("names[].type", code(item.type))
        elif name:
            found.append(RegisterName(name, name_kind, version, day(item.registrationDate), day(item.endDate)))
    return tuple(found)


def _current_name(names: tuple[RegisterName, ...], report: Report) -> str:
    """The name of type 1 and version 1; an end date does not count, since all names of a ceased company have one."""
    if names and names[0].kind is NameKind.COMPANY and names[0].version == 1 and len(names) == 1:
        return names[0].name
    current = [n for n in names if n.version == 1 and n.kind is NameKind.COMPANY]
    if not current:
        raise Wrong(_NO_NAME, "names")
    if len(current) == 1:
        return current[0].name
    report.several_current_names += 1
    return max(current, key=lambda n: (n.ended is None, n.registered or date.min, n.name)).name


def _industry(line: Any, report: Report) -> tuple[str, IndustrySet | None]:
    """Code and its code set; a code whose set is not known says nothing, and is left out."""
    found, set_name = code(line.type), code(line.typeCodeSet)
    known = _INDUSTRY_SETS.get(set_name)
    if found and known is None:
        report.unknown("mainBusinessLine.typeCodeSet", set_name)
        return "", None
    return found, known if found else None


@lru_cache(maxsize=16_384)
def _entry(
    register: str | None, kind_of: str | None, authority: str | None, begun: str | None, ended: str | None
) -> RegisterEntry:
    """The same entry again and again: many companies enter the registers on the same day."""
    return RegisterEntry(code(register), code(kind_of), code(authority), day(begun), day(ended))


def _forms(items: Sequence[Any]) -> tuple[RegisterForm, ...]:
    return tuple(
        [RegisterForm(code(f.type), number(f.version), day(f.registrationDate), day(f.endDate)) for f in items]
    )


def _situations(items: Sequence[Any], report: Report) -> tuple[RegisterSituation, ...]:
    found = []
    for item in items:
        situation = _SITUATIONS.get(code(item.type))
        if situation is None:
            report.unknown("companySituations[].type", code(item.type))
        else:
            found.append(RegisterSituation(situation, day(item.registrationDate), day(item.endDate)))
    return tuple(found)


def _addresses(items: Sequence[Any], report: Report) -> tuple[RegisterAddress, ...]:
    found = []
    for item in items:
        address_kind = _ADDRESS_KINDS.get(kind(item.type))
        finnish, swedish, municipality = _offices(item.postOffices or (), report)
        if address_kind is None:
            report.unknown("addresses[].type", kind(item.type))
            continue
        country = item.country
        found.append(
            RegisterAddress(
                address_kind,
                _street(item),
                code(item.postCode),
                finnish,
                swedish,
                municipality,
                text(item.co) if item.co else "",
                code(country).upper() if country else "",
                day(item.registrationDate),
            )
        )
    return tuple(found)


def _street(item: Any) -> str:
    """Street, number, entrance and flat; "PL n"; the free line of a foreign address, which has "_" for a space."""
    line, house = text(item.street), item.buildingNumber
    if house:
        line = f"{line} {code(house)}" if line else code(house)
    if item.entrance or item.apartmentNumber or item.apartmentIdSuffix:
        flat = code(item.apartmentNumber) + code(item.apartmentIdSuffix)
        line = " ".join(filter(None, (line, code(item.entrance), flat)))
    box, free = code(item.postOfficeBox), item.freeAddressLine
    if not box and not free:
        return line
    abroad = clean(text(free).replace("_", " "), LONGEST_TEXT)
    return ", ".join(filter(None, (line, f"PL {box}" if box else "", abroad)))


def _offices(items: Sequence[Any], report: Report) -> tuple[str, str, str]:
    """Post town in Finnish and in Swedish, and the municipality. Of several the first by alphabet is taken."""
    finnish = swedish = municipality = ""
    for item in items:
        language, city = item.languageCode, code(item.city)
        if language == "1":
            finnish = min(city, finnish) if finnish and city else city or finnish
        elif language == "2":
            swedish = min(city, swedish) if swedish and city else city or swedish
        elif code(language) not in _LANGUAGES:
            report.unknown("addresses[].postOffices[].languageCode", code(language))
        place = code(item.municipalityCode)
        if place and place != municipality:
            municipality = min(place, municipality) if municipality else place
    return finnish, swedish, municipality


def _modified(value: str | None, report: Report) -> str:
    found = text(value)
    if found and not _MODIFIED.fullmatch(found):
        report.unknown("lastModified", found[:20])
        return ""
    return found


def _plain(raw: bytes) -> Any:
    """The record as plain values, by a parser that takes all that JSON allows."""
    try:
        return json.loads(raw, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise NotJson from error


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _without_surrogates(plain: Any, report: Report) -> RegisterCompany | None:
    """The company of a record whose texts hold half a character ("\\ud800"), which no database takes: a question mark
    stands for it. None when that was not what is wrong."""
    try:
        return _company(_decoded(json.dumps(plain, ensure_ascii=False).encode("utf-8", "replace"), report), report)
    except (Wrong, msgspec.DecodeError, RecursionError):
        return None


def _explained(plain: Any, error: Exception) -> Wrong:
    """What is wrong with the record, with the path of the field."""
    if isinstance(error, Wrong) and error.field:
        return error
    found = first_wrong(plain) if isinstance(plain, dict) else None
    return found or Wrong(WRONG_TYPE, value=plain)


def _id_of(plain: Any) -> str:
    """Business ID of a record that is not accepted, where it has a right one."""
    given = plain.get("businessId") if isinstance(plain, dict) else None
    value = given.get("value") if isinstance(given, dict) else None
    return business_id(value[:100]) if isinstance(value, str) else ""
