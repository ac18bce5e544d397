"""A company of the register as rows of the mirror: keys, folded names, domains and the municipality it belongs to."""

from __future__ import annotations

from typing import Any

from db.bulk import CompanyRows
from db.models import NAME_SLOTS
from outreach.rules.identity import base_domain, domain_of, street_key
from outreach.rules.linkage.names import link_key
from outreach.rules.text import name_fold, name_key
from outreach.terms.candidate import AddressKind, RegisterAddress, RegisterCompany, SituationKind

# Which of several open situations is shown: the gravest.
GRAVITY = (SituationKind.BANKRUPTCY, SituationKind.LIQUIDATION, SituationKind.RESTRUCTURING)
_REGISTERED = "1"


def company_rows(company: RegisterCompany, content_hash: int, run_id: int) -> CompanyRows:
    """Rows of one company, ready to be stored."""
    key = key_of(company)
    address = main_address(company)
    situation = next((s for kind in GRAVITY for s in company.situations if s.kind is kind and s.ended is None), None)
    row: dict[str, Any] = {
        "id": key,
        "business_id": company.business_id,
        "name": company.name,
        "name_key": name_key(company.name),
        "euid": company.euid,
        "id_registered": company.id_registered,
        "registered": company.registered,
        "ended": company.ended,
        "form_code": company.form_code,
        "employer": company.employer,
        "industry_code": company.industry_code,
        "industry_set": company.industry_set or "",
        "industry_since": company.industry_since,
        "website": company.website,
        "website_since": company.website_since,
        "domain": base_domain(domain_of(company.website)) if company.website else "",
        "trade_register_status": company.trade_register_status,
        "status": company.status,
        "situation": situation.kind if situation else "",
        "situation_since": situation.registered if situation else None,
        "municipality_code": municipality_of(company),
        "postcode": address.postcode if address else "",
        "city_fi": address.city_fi if address else "",
        "city_sv": address.city_sv if address else "",
        "street": address.street if address else "",
        "active": is_active(company),
        "modified": company.modified,
        "content_hash": content_hash,
        "changed_run_id": run_id,
        "vanished_on": None,
    }
    return CompanyRows(
        company=row,
        names=[
            {
                "id": key * NAME_SLOTS + seq,
                "company_id": key,
                "name": name.name,
                "name_fold": name_fold(name.name),
                "link_key": link_key(name.name),
                "kind": name.kind,
                "version": name.version,
                "registered": name.registered,
                "ended": name.ended,
            }
            for seq, name in enumerate(company.names[:NAME_SLOTS])
        ],
        addresses=[_address(key, seq, found) for seq, found in enumerate(company.addresses)],
        forms=[
            {
                "company_id": key,
                "seq": seq,
                "code": form.code,
                "version": form.version,
                "registered": form.registered,
                "ended": form.ended,
            }
            for seq, form in enumerate(company.forms)
        ],
        situations=[
            {"company_id": key, "seq": seq, "kind": found.kind, "registered": found.registered, "ended": found.ended}
            for seq, found in enumerate(company.situations)
        ],
        entries=[
            {
                "company_id": key,
                "seq": seq,
                "register_code": entry.register,
                "code": entry.code,
                "authority": entry.authority,
                "registered": entry.registered,
                "ended": entry.ended,
            }
            for seq, entry in enumerate(company.entries)
        ],
    )


def key_of(company: RegisterCompany) -> int:
    """Key of a company in the mirror, which is its actor number. Its Business ID has been checked by the importer."""
    return int(company.business_id.replace("-", ""))


def is_active(company: RegisterCompany) -> bool:
    """In the Trade Register, not ended, and neither bankrupt nor in liquidation."""
    closing = (SituationKind.BANKRUPTCY, SituationKind.LIQUIDATION)
    return (
        company.trade_register_status == _REGISTERED
        and company.ended is None
        and not any(s.ended is None and s.kind in closing for s in company.situations)
    )


def main_address(company: RegisterCompany) -> RegisterAddress | None:
    """The visiting address, else the postal one: many companies have only the latter."""
    visiting = [a for a in company.addresses if a.kind is AddressKind.VISITING]
    return next(iter(visiting or company.addresses), None)


def municipality_of(company: RegisterCompany) -> str:
    """Municipality code of the visiting address, else of the postal one; "" when neither gives one."""
    ranked = sorted(company.addresses, key=lambda a: a.kind is not AddressKind.VISITING)
    return next((a.municipality_code for a in ranked if a.municipality_code), "")


def _address(key: int, seq: int, found: RegisterAddress) -> dict[str, Any]:
    return {
        "company_id": key,
        "seq": seq,
        "kind": found.kind,
        "street": found.street,
        "street_key": street_key(found.street),
        "postcode": found.postcode,
        "city_fi": found.city_fi,
        "city_sv": found.city_sv,
        "municipality_code": found.municipality_code,
        "care_of": found.care_of,
        "country": found.country,
        "registered": found.registered,
    }
