"""Records of the register for tests: the samples, and made-up companies in the two shapes of the real ones."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).parent.parent / "samples" / "ytj"
POST_CODES = {
    "57130": ("SAVONLINNA", "NYSLOTT", "740"),
    "92100": ("RAAHE", "BRAHESTAD", "678"),
    "64100": ("KRISTIINANKAUPUNKI", "KRISTINESTAD", "287"),
}
Record = dict[str, Any]


def sample(name: str) -> list[Record]:
    """Records of a sample file: the list, or what stands under "companies"."""
    loaded = json.loads((SAMPLES / name).read_text(encoding="utf-8"))
    records: list[Record] = loaded if isinstance(loaded, list) else loaded["companies"]
    return records


def made_up_id(number: int) -> str:
    """A Business ID from 9 000 000 up, where none has been given, with the right check digit."""
    while True:
        digits = f"{9_000_000 + number:07d}"
        rest = sum(int(digit) * weight for digit, weight in zip(digits, (7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
        if rest != 1:
            return f"{digits}-{0 if rest == 0 else 11 - rest}"
        number += 500_000


def made_up(number: int, name: str = "", postcode: str = "57130", **changes: Any) -> Record:
    """An active limited company, as the interface writes it; `changes` replace keys, None takes one out."""
    fi, sv, municipality = POST_CODES[postcode]
    record: Record = {
        "businessId": {"value": made_up_id(number), "registrationDate": "2015-03-02", "source": "3"},
        "names": [
            {
                "name": name or f"Malliyritys {number} Oy",
                "type": "1",
                "registrationDate": "2015-03-10",
                "version": 1,
                "source": "1",
            }
        ],
        "mainBusinessLine": {
            "type": "62100",
            "descriptions": [{"languageCode": "1", "description": "Ohjelmistojen suunnittelu"}],
            "typeCodeSet": "TOIMI4",
            "registrationDate": "2026-01-01",
            "source": "2",
        },
        "companyForms": [
            {
                "type": "16",
                "descriptions": [{"languageCode": "1", "description": "Osakeyhtiö"}],
                "registrationDate": "2015-03-10",
                "version": 1,
                "source": "1",
            }
        ],
        "companySituations": [],
        "registeredEntries": [
            {
                "type": "1",
                "descriptions": [{"languageCode": "1", "description": "Rekisterissä"}],
                "registrationDate": "2015-03-10",
                "register": "1",
                "authority": "2",
            }
        ],
        "addresses": [
            {
                "type": 2,
                "street": "Esimerkkikatu",
                "postCode": postcode,
                "postOffices": [
                    {"city": fi, "languageCode": "1", "municipalityCode": municipality},
                    {"city": sv, "languageCode": "2", "municipalityCode": municipality},
                ],
                "postOfficeBox": "",
                "buildingNumber": str(number % 90 + 1),
                "entrance": "",
                "apartmentNumber": "",
                "apartmentIdSuffix": "",
                "co": "",
                "registrationDate": "2015-03-10",
                "source": "0",
            }
        ],
        "tradeRegisterStatus": "1",
        "status": "2",
        "registrationDate": "2015-03-10",
        "lastModified": "2026-08-19T10:04:06",
    }
    record |= changes
    return {key: value for key, value in record.items() if value is not None}


def bulk_record(record: Record) -> Record:
    """A record as the daily file writes it: keys that are missing become null, post offices tell more."""
    made = deepcopy(record)
    for key in ("euId", "website", "endDate", "mainBusinessLine", "registrationDate", "lastModified"):
        made.setdefault(key, None)
    for item in (*made["names"], *made["companyForms"], *made["registeredEntries"]):
        item.setdefault("endDate", None)
    for address in made["addresses"]:
        for key in ("country", "freeAddressLine"):
            address.setdefault(key, None)
        for office in address.get("postOffices", ()):
            office |= {"active": True, "postCode": address.get("postCode")}
    return made


def bulk_zip(records: Sequence[Record], member: str = "data_20261124.json") -> bytes:
    """The daily file with these records."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        info = zipfile.ZipInfo(member, (2026, 11, 24, 3, 0, 0))
        info.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(info, json.dumps([bulk_record(r) for r in records], ensure_ascii=False))
    return held.getvalue()
