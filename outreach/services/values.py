"""Values that people enter for an organisation or a person, checked at the door and brought to the form we store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from outreach import codes
from outreach.errors import BadInput
from outreach.rules.identity import base_domain, check_business_id, domain_of, email_address, phone_e164, website_url
from outreach.rules.text import clean, clean_block, name_fold, name_key
from outreach.terms.candidate import ActorType, IndustrySet
from outreach.terms.message import Message, say

# What the fields are called, in the order of a form.
FIELDS: Mapping[str, Message] = {
    "name": say("Name"),
    "business_id": say("Business ID"),
    "actor_type": say("Type of actor"),
    "legal_form": say("Legal form"),
    "sole_trader": say("Sole trader"),
    "industry_code": say("Industry"),
    "industry_set": say("Classification"),
    "street": say("Street"),
    "postcode": say("Postal code"),
    "city": say("Post town"),
    "municipality_code": say("Town"),
    "website": say("Website"),
    "email": say("E-mail"),
    "phone": say("Phone"),
    "description": say("Description"),
    "email_consent_on": say("Consent to e-mail"),
}
PERSON_FIELDS: Mapping[str, Message] = {
    "name": say("Name"),
    "role": say("Area of responsibility"),
    "email": say("E-mail"),
    "phone": say("Phone"),
    "source": say("Where the data came from"),
    "email_consent_on": say("Consent to e-mail"),
}
_EDITIONS = (IndustrySet.TOL2025, IndustrySet.TOL2008)


def organisation_values(given: Mapping[str, Any]) -> dict[str, Any]:
    """Columns of `organisation` for the fields given, with what follows from them: sort key, domain, code set.

    None and blanks stand for "no own value". BadInput names the field and what is wanted.
    """
    unknown = [field for field in given if field not in FIELDS]
    if unknown:
        raise BadInput(
            say("There is no field {field}.", field=clean(unknown[0], 60)),
            say("Fields: {fields}", fields=", ".join(FIELDS)),
        )
    columns = {field: _checked(field, value) for field, value in given.items() if field != "industry_code"}
    if "name" in columns:
        columns["name_key"] = name_key(columns["name"]) if columns["name"] else ""
    if "website" in columns:
        columns["domain"] = base_domain(domain_of(columns["website"])) if columns["website"] else ""
    if "industry_code" in given:
        columns |= _industry(given["industry_code"], columns.get("industry_set", ""))
    elif "industry_set" in given:
        raise BadInput(say("A classification needs the code of the industry beside it."))
    return columns


def person_values(given: Mapping[str, Any]) -> dict[str, Any]:
    """Columns of `person` for the fields given; BadInput names the field and what is wanted."""
    unknown = [field for field in given if field not in PERSON_FIELDS]
    if unknown:
        raise BadInput(
            say("There is no field {field}.", field=clean(unknown[0], 60)),
            say("Fields: {fields}", fields=", ".join(PERSON_FIELDS)),
        )
    columns = {field: _checked(field, value) for field, value in given.items()}
    for field in ("name", "source"):
        if field in columns and not columns[field]:
            raise BadInput(say("{field} is missing.", field=PERSON_FIELDS[field]))
    return columns


def municipality(value: Any) -> str:
    """Code of a municipality given by code or by name; "" for nothing."""
    text = clean(value, 100)
    if not text:
        return ""
    found = codes.municipality(text) or codes.find_municipality(text)
    if found is None:
        raise BadInput(say("This is not a municipality: {value}", value=text), say("Write its name or its code."))
    return found.code


def postcode(value: Any) -> str:
    """Postal code of five digits; "" for nothing."""
    text = clean(value, 20).removeprefix("FI-")
    if text and not (len(text) == 5 and text.isascii() and text.isdigit()):
        raise BadInput(say("This is not a postal code: {value}", value=text), say("It has five digits."))
    return text


def _email(value: Any) -> str:
    text = clean(value, 300)
    found = email_address(text)
    if text and not found:
        raise BadInput(say("This is not an e-mail address: {value}", value=text[:80]))
    return found


def _phone(value: Any) -> str:
    text = clean(value, 100)
    found = phone_e164(text)
    if text and not found:
        raise BadInput(
            say("This is not a phone number: {value}", value=text),
            say("Write it like 040 123 4567 or +358 40 123 4567."),
        )
    return found


def _website(value: Any) -> str:
    text = clean(value, 500)
    found = website_url(text)
    if text and not found:
        raise BadInput(
            say("This is not the address of a website: {value}", value=text[:80]), say("Write it like www.example.fi.")
        )
    return found


def _business_id(value: Any) -> str | None:
    return check_business_id(clean(value, 60)) if clean(value, 60) else None


def _actor_type(value: Any) -> str:
    text = clean(value, 40).lower()
    if text and text not in set(ActorType):
        raise BadInput(
            say("This is not a type of actor: {value}", value=text), say("Types: {types}", types=", ".join(ActorType))
        )
    return text


def _legal_form(value: Any) -> str:
    text = clean(value, 80)
    if not text or codes.form_name(text, "fi"):
        return text
    fold = name_fold(text)
    found = {token.type_code for token in codes.legal_form_tokens() if name_fold(token.token) == fold}
    if len(found) != 1:
        raise BadInput(say("This is not a legal form: {value}", value=text), say("Write it like Oy or Ky."))
    return found.pop()


def _flag(value: Any) -> bool:
    if isinstance(value, str):
        text = value.strip().lower()
        if text not in ("", "0", "1", "false", "true", "no", "yes"):
            raise BadInput(say("Write yes or no, not {value}.", value=clean(value, 40)))
        return text in ("1", "true", "yes")
    return bool(value)


def _day(value: Any) -> date | None:
    if value is None or isinstance(value, date):
        return value
    text = clean(value, 20)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise BadInput(say("This is not a date: {value}", value=text), say("Write it like 2026-03-10.")) from error


def _industry_set(value: Any) -> str:
    text = clean(value, 20)
    if text and text not in _EDITIONS:
        raise BadInput(
            say("This is not a classification: {value}", value=text),
            say("Classifications: {sets}", sets=", ".join(_EDITIONS)),
        )
    return text


def _industry(value: Any, industry_set: str) -> dict[str, str]:
    """A code never stands without its classification: the one given, else the newest that has the code."""
    code = clean(value, 20).replace(".", "")
    if not code:
        return {"industry_code": "", "industry_set": ""}
    for edition in (IndustrySet(industry_set),) if industry_set else _EDITIONS:
        if codes.industry_title(edition, code, "fi"):
            return {"industry_code": code, "industry_set": edition.value}
    raise BadInput(
        say("This is not an industry code: {value}", value=code),
        say("Write two to five digits of TOL 2025 or TOL 2008."),
    )


def _checked(field: str, value: Any) -> Any:
    check = _CHECKS.get(field)
    return check(value) if check is not None else clean(value, 300)


_CHECKS: Mapping[str, Callable[[Any], Any]] = {
    "business_id": _business_id,
    "actor_type": _actor_type,
    "legal_form": _legal_form,
    "sole_trader": _flag,
    "industry_set": _industry_set,
    "postcode": postcode,
    "municipality_code": municipality,
    "website": _website,
    "email": _email,
    "phone": _phone,
    "description": clean_block,
    "email_consent_on": _day,
}
