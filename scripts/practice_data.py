"""Makes the practice data: two nights of a register file in the register's own shape, a directory page, a spreadsheet.

    python scripts/practice_data.py            writes outreach/data/practice/

All organisations and persons are made up. Business IDs are from a range that the register has not given out
(9000000 and up), with right check digits. The same seed gives the same bytes.
"""

from __future__ import annotations

import io
import json
import random
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from outreach import codes
from outreach.terms.candidate import IndustrySet
from scripts.practice_story import (
    IN_LIQUIDATION,
    NEW_NAMES,
    SHEET,
    SHEET_HEADINGS,
    STORY,
    directory_page,
)
from scripts.practice_words import (
    FIRST_FI,
    FIRST_SV,
    HOUSING_FI,
    HOUSING_SV,
    INDUSTRIES,
    MIDDLE,
    SOCIETIES,
    STREETS_FI,
    STREETS_SV,
)

TARGET = Path(__file__).resolve().parent.parent / "outreach" / "data" / "practice"
SEED = 20260310
COUNT = 3000
FIRST_ID = 9_000_000
WEIGHTS = (7, 9, 10, 5, 8, 4, 2)
LAST_DAY = date(2026, 3, 8)
ZIP_DAY = (2026, 3, 9, 0, 0, 0)
# Share of companies by place: the ten towns by size, and a part of the country around them.
TOWNS = {"740": 17, "140": 11, "678": 12, "287": 5, "111": 10, "232": 8, "249": 5, "305": 9, "832": 3, "684": 20}
ELSEWHERE = {  # municipality code: (post code, fi, sv, weight)
    "091": ("00100", "HELSINKI", "HELSINGFORS", 7),
    "837": ("33100", "TAMPERE", "TAMMERFORS", 4),
    "564": ("90100", "OULU", "ULEÅBORG", 4),
    "853": ("20100", "TURKU", "ÅBO", 3),
    "179": ("40100", "JYVÄSKYLÄ", "JYVÄSKYLÄ", 2),
    "398": ("15110", "LAHTI", "LAHTIS", 2),
    "905": ("65100", "VAASA", "VASA", 3),
}
FORMS = {"16": 70, "2": 14, "13": 5, "5": 2, "14": 2, "6": 5, "18": 1, "10": 1}
Record = dict[str, Any]


def business_id(number: int) -> str:
    """Business ID of a seven-digit number; "" where the check digit would be 10."""
    digits = f"{number:07d}"
    rest = sum(int(d) * w for d, w in zip(digits, WEIGHTS, strict=True)) % 11
    return "" if rest == 1 else f"{digits}-{0 if rest == 0 else 11 - rest}"


def numbers() -> Iterator[str]:
    number = FIRST_ID
    while True:
        made = business_id(number)
        if made:
            yield made
        number += 37


def texts(rng: random.Random, in_language: Callable[[str], str]) -> list[Record]:
    """Descriptions in three languages, in varying order as in the register."""
    rows = [
        {"languageCode": code, "description": in_language(lang)}
        for code, lang in (("1", "fi"), ("2", "sv"), ("3", "en"))
    ]
    rng.shuffle(rows)
    return rows


def _code_text(code: str) -> Callable[[str], str]:
    return lambda lang: codes.register_code_text("REK_KDI", code, lang)


class Maker:
    """Makes records one after another from one source of chance."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.ids = numbers()
        self.taken: set[str] = set()

    def day(self, first: int = 1985, last: date = LAST_DAY) -> str:
        start = date(first, 1, 1)
        return (start + timedelta(days=self.rng.randrange((last - start).days))).isoformat()

    def name(self, ends: tuple[str, ...], firsts: tuple[str, ...], form: str) -> str:
        while True:
            rng = self.rng
            first, middle, end = rng.choice(firsts), rng.choice(MIDDLE), rng.choice(ends)
            if middle:
                stem = f"{first}{middle} {end}"
            elif rng.random() < 0.2:
                stem = f"{first}-{rng.choice(firsts)} {end}"
            else:
                stem = f"{first} {end}" if rng.random() < 0.4 else f"{first}{end.lower()}"
            made = form.format(stem)
            if made not in self.taken:
                self.taken.add(made)
                return made

    def company(
        self,
        *,
        town: str,
        code: str = "",
        name: str = "",
        form: str = "",
        former: str = "",
        founded: str = "",
        website: str = "",
    ) -> Record:
        rng = self.rng
        swedish = rng.random() < (0.75 if town == "287" else 0.04)
        form = form or rng.choices(list(FORMS), list(FORMS.values()))[0]
        code = code or ("94994" if form == "6" else "")
        code = code or (
            "68202" if form in ("2", "10") else rng.choices(list(INDUSTRIES), [w for w, *_ in INDUSTRIES.values()])[0]
        )
        name = name or self._name(form, code, swedish)
        number = next(self.ids)
        day = founded or self.day()
        names = [self._row(name, "1", day, 1)]
        if former or rng.random() < 0.16:
            changed = self.day(int(day[:4]) + 1) if int(day[:4]) < 2024 else LAST_DAY.isoformat()
            names[0]["registrationDate"] = changed
            old = former or self._name(form, code, swedish)
            names.append(self._row(old, "1", day, 2, ended=changed))
        if town == "287" and rng.random() < 0.3 and form == "16":
            _, fi, sv = INDUSTRIES.get(code, (0, ("Palvelu",), ("Service",)))
            names.append(
                self._row(self.name(fi if swedish else sv, FIRST_FI if swedish else FIRST_SV, "{}"), "2", day, 1)
            )
        if rng.random() < 0.1:
            names.append(self._row(self.name(("Paja", "Studio", "Keidas"), FIRST_FI, "{}"), "3", day, 1))
        located = self._place(town, swedish)
        record: Record = {
            "businessId": {"value": number, "registrationDate": day, "source": "3"},
            "euId": {"value": f"FIFPRO.{number}", "source": "1"} if form == "16" else None,
            "names": names,
            "mainBusinessLine": {
                "type": code,
                "descriptions": texts(rng, lambda lang: codes.industry_title(IndustrySet.TOL2025, code, lang)),
                "typeCodeSet": "TOIMI4",
                "registrationDate": "2026-01-01",
                "source": "2",
            },
            "website": {"url": website, "registrationDate": self.day(2015), "source": "0"} if website else None,
            "companyForms": [
                {
                    "type": form,
                    "descriptions": texts(rng, lambda lang: codes.form_name(form, lang)),
                    "registrationDate": day,
                    "endDate": None,
                    "version": 1,
                    "source": "1",
                }
            ],
            "companySituations": [],
            "registeredEntries": self._entries(day, form),
            "addresses": located,
            "tradeRegisterStatus": "1",
            "status": "2",
            "registrationDate": day,
            "endDate": None,
            "lastModified": f"{self.day(2024)}T02:51:38",
        }
        if not website and rng.random() < 0.15 and form == "16":
            label = "".join(
                c for c in name.lower().translate(str.maketrans("åäö", "aao")) if c.isascii() and c.isalnum()
            )
            record["website"] = {"url": f"www.{label}.example", "registrationDate": self.day(2015), "source": "0"}
        if rng.random() < 0.012:
            record["companySituations"] = [
                {
                    "type": rng.choice(["KONK", "KONK", "SELTILA", "SANE"]),
                    "registrationDate": self.day(2025),
                    "endDate": None,
                    "source": "1",
                }
            ]
        return record

    def _name(self, form: str, code: str, swedish: bool) -> str:
        rng = self.rng
        if form == "2":
            homes, pattern = (HOUSING_SV, "Bostads Ab {}") if swedish else (HOUSING_FI, "Asunto Oy {}")
            return f"{pattern.format(rng.choice(homes))} {rng.randrange(1, 400)}"
        if form == "10":
            return f"Kiinteistö Oy {rng.choice(HOUSING_FI)} {rng.randrange(400, 500)}"
        _, fi, sv = SOCIETIES if form == "6" else INDUSTRIES.get(code, (0, ("Palvelu",), ("Service",)))
        ends, firsts = (sv, FIRST_SV) if swedish else (fi, FIRST_FI)
        pattern = {
            "13": "{} Kb" if swedish else "{} Ky",
            "5": "{} Öb" if swedish else "{} Ay",
            "14": "Andelslaget {}" if swedish else "Osuuskunta {}",
            "6": "{} rf" if swedish else "{} ry",
            "18": "{} sr",
        }.get(form) or rng.choice(["{} Ab", "Oy {} Ab"] if swedish else ["{} Oy", "{} Oy", "{} Oy", "Oy {} Ab"])
        return self.name(ends, firsts, pattern)

    @staticmethod
    def _row(name: str, kind: str, day: str, version: int, ended: str | None = None) -> Record:
        return {
            "name": name,
            "type": kind,
            "registrationDate": day,
            "endDate": ended,
            "version": version,
            "source": "1",
        }

    def _entries(self, day: str, form: str) -> list[Record]:
        rng = self.rng
        rows = [("1", "1", "2"), ("1", "4", "1")]
        if form not in ("2", "10"):
            rows.append(("80", "6", "1"))
            if rng.random() < 0.7:
                rows.append(("55", "5", "1"))
            if rng.random() < 0.38:
                rows.append(("41", "7", "1"))
        return [
            {
                "type": kind,
                "descriptions": texts(rng, _code_text(f"{register}_{kind}")),
                "registrationDate": day,
                "endDate": None,
                "register": register,
                "authority": authority,
            }
            for kind, register, authority in rows
        ]

    def _place(self, town: str, swedish: bool) -> list[Record]:
        rng = self.rng
        known = codes.municipality(town)
        if known is None:
            raise ValueError(f"no municipality {town}")
        if known.participating:
            postcode = rng.choice(known.postcodes)
            fi, sv = known.name_fi.upper(), known.name_sv.upper()
        else:
            postcode, fi, sv, _ = ELSEWHERE[town]
        street = f"{rng.choice(STREETS_SV)}gatan" if swedish else f"{rng.choice(STREETS_FI)}katu"
        offices = [
            {"city": city, "active": True, "postCode": postcode, "languageCode": lang, "municipalityCode": town}
            for city, lang in rng.sample([(fi, "1"), (sv, "2")], 2)
        ]
        kinds = [2] if rng.random() < 0.45 else [1] if rng.random() < 0.6 else [1, 2]
        return [
            {
                "type": kind,
                "street": street,
                "postCode": postcode,
                "postOffices": offices,
                "postOfficeBox": "",
                "buildingNumber": str(rng.randrange(1, 99)),
                "entrance": rng.choice(["", "", "", "A"]),
                "apartmentNumber": "",
                "apartmentIdSuffix": "",
                "co": "",
                "country": None,
                "freeAddressLine": None,
                "registrationDate": self.day(2010),
                "source": "0",
            }
            for kind in kinds
        ]


def first_night(maker: Maker) -> list[Record]:
    """All companies of the first night, by Business ID as in the real file."""
    places = {**TOWNS, **{code: row[3] for code, row in ELSEWHERE.items()}}
    records = [
        maker.company(town=town, code=code, name=name, form="16", former=former, founded=founded, website=website)
        for town, code, name, former, website, founded in STORY
    ]
    for record in records:
        record["companySituations"] = []
    towns = maker.rng.choices(list(places), list(places.values()), k=COUNT - len(records))
    records += [maker.company(town=town) for town in towns]
    return sorted(records, key=lambda record: str(record["businessId"]["value"]))


def second_night(maker: Maker, before: list[Record]) -> list[Record]:
    """The morning after: some changed, some vanished, some founded."""
    rng = maker.rng
    records = []
    for old in before:
        record = json.loads(json.dumps(old))
        name = record["names"][0]["name"]
        if name in NEW_NAMES:
            _rename(record, NEW_NAMES[name])
        elif name in IN_LIQUIDATION:
            record["companySituations"] = [
                {"type": "SELTILA", "registrationDate": "2026-03-06", "endDate": None, "source": "1"}
            ]
        elif name not in {row[2] for row in STORY}:
            chance = rng.random()
            if chance < 0.004:
                continue
            if chance < 0.008 and record["companyForms"][0]["type"] == "16":
                _rename(record, maker.name(("Yhtiöt", "Ryhmä"), FIRST_FI, "{} Oy"))
            elif chance < 0.013:
                for address in record["addresses"]:
                    address["street"], address["buildingNumber"] = "Muuttokatu", str(rng.randrange(1, 50))
        records.append(record)
    records += [
        maker.company(town=town, founded="2026-03-05") for town in rng.choices(list(TOWNS), list(TOWNS.values()), k=6)
    ]
    return records


def _rename(record: Record, name: str) -> None:
    current = record["names"][0]
    former = {**current, "version": 2, "endDate": "2026-03-08"}
    for row in record["names"]:
        if row["type"] == "1" and row["version"] > 1:
            row["version"] += 1
    current |= {"name": name, "registrationDate": "2026-03-08"}
    record["names"].insert(1, former)


def register_zip(records: list[Record], day: str) -> bytes:
    """The register's whole file: one member, one bare array, nulls written out."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        member = zipfile.ZipInfo(f"data_{day}.json", ZIP_DAY)
        text = json.dumps(records, ensure_ascii=False, separators=(",", ":"))
        target.writestr(member, text, zipfile.ZIP_DEFLATED, compresslevel=9)
    return out.getvalue()


def spreadsheet(ids: dict[str, str]) -> bytes:
    """The town's own list as an office would keep it."""
    from datetime import datetime

    from openpyxl import Workbook

    from outreach.services.reports.write import same_bytes

    book = Workbook()
    stamp = datetime(2026, 3, 9, 8)  # noqa: DTZ001 - a spreadsheet's own dates have no zone
    book.properties.created = book.properties.modified = stamp
    sheet = book[book.sheetnames[0]]
    sheet.title = "Toimijat"
    sheet.append(["Ekosysteemin toimijat, harjoitusaineisto (keksittyjä)"])
    sheet.append(list(SHEET_HEADINGS))
    for row in SHEET:
        sheet.append([ids.get(cell, cell) if place == 1 else cell for place, cell in enumerate(row)])
    for cells in sheet.iter_rows(min_row=3):
        for cell in cells:
            if isinstance(cell.value, date):
                cell.number_format = "d.m.yyyy"
    out = io.BytesIO()
    book.save(out)
    return same_bytes(out.getvalue(), stamp)


def build() -> dict[str, bytes]:
    """All files by name."""
    maker = Maker(SEED)
    night = first_night(maker)
    ids = {record["names"][0]["name"]: record["businessId"]["value"] for record in night}
    return {
        "register-night-1.zip": register_zip(night, "20260308"),
        "register-night-2.zip": register_zip(second_night(maker, night), "20260309"),
        "puualan-toimijat.html": directory_page(ids).encode(),
        "toimijat.xlsx": spreadsheet(ids),
    }


if __name__ == "__main__":
    TARGET.mkdir(parents=True, exist_ok=True)
    for file_name, content in build().items():
        (TARGET / file_name).write_bytes(content)
        print(f"{file_name}: {len(content)} bytes")
