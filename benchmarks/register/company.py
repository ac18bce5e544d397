"""One made-up company of the register: drawn from its number, changed from night to night, written as the file has it.

A company is a function of the seed and its number alone, so that a register of any size needs no memory: only those
that changed since the first night are remembered. Its text has the keys of the real file in the order of the
interface's answers, with the file's nulls and its two further keys in `postOffices`.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from benchmarks.register.vocabulary import (
    COMMON_FI,
    COMMON_SV,
    DRAWS,
    ROADS,
    STREETS,
    SWEDISH_STREETS,
    Industry,
    Place,
    housing,
    industries,
    places,
    stems,
    texts,
    trades,
)

FIRST_NIGHT = date(2026, 11, 2)
_EPOCH = date(1970, 1, 1)
DAYS = tuple((_EPOCH + timedelta(days=n)).isoformat() for n in range((date(2028, 1, 1) - _EPOCH).days))
_IDS_BEGIN = 2996  # 1978-03-15: the day all older companies got their Business ID
_LAST = (FIRST_NIGHT - _EPOCH).days - 3
_FORMS = ("16",) * 70 + ("2",) * 14 + ("13",) * 5 + ("5",) * 2 + ("14",) * 2 + ("6",) * 5 + ("18", "10")
_SITUATIONS = ("KONK", "KONK", "SELTILA", "SANE")
_ENDINGS = {"16": ("Oy", "Ab"), "17": ("Oyj", "Abp"), "13": ("Ky", "Kb"), "5": ("Ay", "Öb"), "6": ("ry", "rf")}
_ENDINGS |= {"14": ("osk", "andelslag"), "18": ("sr", "sr"), "10": ("KOy", "KOy")}


@dataclass(slots=True)
class Name:
    text: str
    kind: str
    since: str
    ended: str
    version: int


@dataclass(slots=True)
class Form:
    code: str
    since: str
    ended: str
    version: int


@dataclass(slots=True)
class Situation:
    kind: str
    since: str
    ended: str


@dataclass(slots=True)
class Entry:
    kind: str
    register: str
    authority: str
    since: str
    ended: str


@dataclass(slots=True)
class Address:
    """`abroad` is a foreign address in one line; such a one has no place."""

    kind: int
    street: str
    number: str
    entrance: str
    flat: str
    box: str
    care_of: str
    place: Place
    since: str
    abroad: str = ""


@dataclass(slots=True)
class Company:
    business_id: str
    given: str  # day of the Business ID
    names: list[Name]
    industry: Industry | None
    website: str
    website_since: str
    forms: list[Form]
    situations: list[Situation]
    entries: list[Entry]
    addresses: list[Address]
    registered: str
    modified: str
    orders: int  # chance for the orders of descriptions and post towns
    swedish: bool
    industry_since: str = ""
    old_codes: bool = False  # TOL 2008 still
    extra: list[str] = field(default_factory=list)

    @property
    def place(self) -> Place:
        """Where it is: of the visiting address, else of the postal one."""
        return min(self.addresses, key=lambda address: address.kind).place

    @property
    def open_situation(self) -> Situation | None:
        return next((one for one in self.situations if not one.ended), None)


class Register:
    """Companies by number."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.rng = random.Random()

    def company(self, number: int, business_id: str, founded: str = "") -> Company:
        """The company with this number as it is on its first night; `founded` is the day, where that is recent."""
        self.rng.seed(self.seed * 1_000_000_007 + number)
        draw = self.rng.random
        began = DAYS.index(founded) if founded else _IDS_BEGIN + int((1 - draw() ** 2) * (_LAST - _IDS_BEGIN))
        day = DAYS[began]
        place = places()[int(draw() * DRAWS)]
        swedish = draw() < (0.6 if place.swedish else 0.04)
        form, chance = _FORMS[int(draw() * 100)], draw()
        industry = housing() if form in ("2", "10") else industries()[int(chance * DRAWS)]
        name = self.name(form, industry, place, swedish)
        names = [Name(name, "1", day, "", 1)]
        since = began
        while not founded and draw() < 0.38 and since < _LAST - 400 and len(names) < 5:
            since += 200 + int(draw() * (_LAST - since - 200) * 0.7)
            for one in names:
                one.version += 1
            names[0].ended = DAYS[since]
            names.insert(0, Name(self.name(form, industry, place, swedish), "1", DAYS[since], "", 1))
        if draw() < 0.1:
            names.append(Name(self.stem() + " " + COMMON_SV[int(draw() * len(COMMON_SV))], "2", day, "", 1))
        if draw() < 0.18:
            names.append(Name(self.stem() + COMMON_FI[int(draw() * len(COMMON_FI))], "3", DAYS[since], "", 1))
            if draw() < 0.15:
                names.append(Name(self.stem() + " " + COMMON_SV[int(draw() * len(COMMON_SV))], "4", DAYS[since], "", 1))
        forms = [Form(form, day, "", 1)]
        if not founded and draw() < 0.05:
            forms = [Form(form, DAYS[since], "", 1), Form("13" if form == "16" else "16", day, DAYS[since], 2)]
        situations = []
        if not founded and draw() < 0.015:
            opened = since + int(draw() * (_LAST - since))
            over = DAYS[opened + int(draw() * (_LAST - opened))] if draw() < 0.25 else ""
            situations.append(Situation(_SITUATIONS[int(draw() * 4)], DAYS[opened], over))
        website = f"www.{_label(name)}.example" if draw() < 0.06 else ""
        return Company(
            business_id=business_id,
            given=day,
            names=names,
            industry=industry if draw() < 0.96 else None,
            website=website,
            website_since=DAYS[since] if website else "",
            forms=forms,
            situations=situations,
            entries=self._entries(began, form, bool(founded)),
            addresses=self._addresses(place, swedish, since),
            registered=day,
            modified=DAYS[_LAST - int(draw() ** 3 * 900)] + ("T02:51:38" if draw() < 0.7 else "T10:04:06"),
            orders=self.rng.getrandbits(64),
            swedish=swedish,
        )

    def stem(self) -> str:
        found = stems()
        return found[int(self.rng.random() ** 2.8 * len(found))]

    def name(self, form: str, industry: Industry, place: Place, swedish: bool) -> str:
        """A name from the words of the trade."""
        draw = self.rng.random
        city = place.city_sv if swedish else place.city_fi
        if form == "2":
            return (
                f"{'Bostads Ab' if swedish else 'Asunto Oy'} {city.capitalize()} {self.stem()} {int(draw() * 60) + 1}"
            )
        words = trades().get(industry.new[:2], ((), ()))[swedish] if draw() < 0.75 else ()
        words = words or (COMMON_SV if swedish else COMMON_FI)
        trade, stem, way = words[int(draw() * len(words))], self.stem(), draw()
        if way < 0.4:
            first = f"{stem}{trade.lower()}"
        elif way < 0.8:
            first = f"{stem} {trade.capitalize()}"
        elif way < 0.9:
            first = f"{city.capitalize()} {trade.capitalize()}"
        else:
            first = f'"{stem}" & {self.stem()}' if way > 0.995 else f"{stem}-{self.stem()}"
        ending = _ENDINGS[form][swedish]
        return f"{ending} {first}" if form == "16" and way * 100 % 1 < 0.08 else f"{first} {ending}"

    def address(self, kind: int, place: Place, swedish: bool, since: str) -> Address:
        draw = self.rng.random
        if swedish:
            street = SWEDISH_STREETS[int(draw() * len(SWEDISH_STREETS))] + "gatan"
        else:
            street = STREETS[int(draw() * len(STREETS))] + ROADS[int(draw() ** 2 * len(ROADS))]
        number, way = str(int(draw() ** 4 * 120) + 1), draw()
        if kind == 2 and way < 0.08:
            return Address(kind, "", "", "", "", number, "", place, since)
        flat = str(int(draw() * 60) + 1) if way > 0.86 else ""
        care_of = f"c/o Tilitoimisto {self.stem()} Oy" if kind == 2 and draw() < 0.05 else ""
        return Address(kind, street, number, "ABC"[int(draw() * 3)] if flat else "", flat, "", care_of, place, since)

    def _addresses(self, place: Place, swedish: bool, since: int) -> list[Address]:
        draw = self.rng.random
        when, kinds = DAYS[since if draw() < 0.75 else since + int(draw() * (_LAST - since))], draw()
        if kinds < 0.003:
            made = self.address(2, place, swedish, when)
            made.abroad = f"{self.stem()} Street_{int(draw() * 90)}_{self.stem()}_AB1_2CD"
            return [made]
        if kinds < 0.56:
            return [self.address(2, place, swedish, when)]
        if kinds < 0.72:
            return [self.address(1, place, swedish, when)]
        return [self.address(1, place, swedish, when), self.address(2, place, swedish, when)]

    def _entries(self, began: int, form: str, new: bool) -> list[Entry]:
        draw = self.rng.random
        day = DAYS[began]
        soon = day if new or draw() < 0.7 else DAYS[began + int(draw() * 60)]
        made = [Entry("1", "1", "2", soon, ""), Entry("1", "4", "1", day, "")]
        if began > 15_500:
            made.insert(0, Entry("0", "1", "2", day, soon))
        lets = form in ("2", "10")
        late = began if draw() < 0.3 else began + int(draw() * (_LAST - began) * (not new))
        if not lets or draw() < 0.3:
            made.append(Entry("82" if lets else "80", "6", "1", DAYS[late] if draw() < 0.25 else soon, ""))
            if draw() < 0.12:
                made.append(Entry("80", "6", "1", soon, DAYS[late]))
            if draw() < 0.12:
                made.append(Entry("83" if draw() < 0.5 else "86", "6", "1", DAYS[late], ""))
        if not lets:
            if draw() < 0.75:
                made.append(Entry("55", "5", "1", soon, ""))
            if draw() < 0.15:
                made.append(Entry("55", "5", "1", day, soon))
            if draw() < 0.36:
                made.append(Entry("41", "7", "1", DAYS[late], ""))
            if draw() < 0.12:
                made.append(Entry("42", "7", "1", soon, DAYS[late]))
        return made


def written(company: Company) -> str:
    """The company's record as the file has it."""
    spin = company.orders
    lists = []
    if company.industry is None:
        line = "null"
    else:
        code_set, code = ("TOIMI3", company.industry.old) if company.old_codes else ("TOIMI4", company.industry.new)
        since = company.industry_since or (company.given if company.old_codes else "2026-01-01")
        line = (
            f'{{"type":"{code}","descriptions":{texts(code_set, code)[spin % 8]},"typeCodeSet":"{code_set}",'
            f'"registrationDate":"{since}","source":"2"}}'
        )
    spin //= 8
    for form in company.forms:
        lists.append(
            f'{{"type":"{form.code}","descriptions":{texts("YRMU", form.code)[spin % 8]},"registrationDate":'
            f'"{form.since}","endDate":{_day(form.ended)},"version":{form.version},"source":"1"}}'
        )
        spin //= 8
    forms, lists = ",".join(lists), []
    for entry in company.entries:
        lists.append(
            f'{{"type":"{entry.kind}","descriptions":{texts("REK_KDI", f"{entry.register}_{entry.kind}")[spin % 8]},'
            f'"registrationDate":"{entry.since}","endDate":{_day(entry.ended)},"register":"{entry.register}",'
            f'"authority":"{entry.authority}"}}'
        )
        spin //= 8
    entries, lists = ",".join(lists), []
    for address in company.addresses:
        lists.append(_address(address, spin % 2))
        spin //= 2
    names = ",".join(
        f'{{"name":"{_escaped(name.text)}","type":"{name.kind}","registrationDate":"{name.since}",'
        f'"endDate":{_day(name.ended)},"version":{name.version},"source":"1"}}'
        for name in company.names
    )
    situations = ",".join(
        f'{{"type":"{one.kind}","registrationDate":"{one.since}","endDate":{_day(one.ended)},"source":"1"}}'
        for one in company.situations
    )
    number, euid, website = company.business_id, "null", "null"
    if company.forms[0].code in ("16", "17"):
        euid = f'{{"value":"FIFPRO.{number}","source":"1"}}'
    if company.website:
        website = f'{{"url":"{company.website}","registrationDate":"{company.website_since}","source":"0"}}'
    return (
        f'{{"businessId":{{"value":"{number}","registrationDate":"{company.given}","source":"3"}},"euId":{euid},'
        f'"names":[{names}],"mainBusinessLine":{line},"website":{website},"companyForms":[{forms}],'
        f'"companySituations":[{situations}],"registeredEntries":[{entries}],"addresses":[{",".join(lists)}],'
        f'"tradeRegisterStatus":"1","status":"2","registrationDate":"{company.registered}","endDate":null,'
        f'"lastModified":"{company.modified}"}}'
    )


def _day(value: str) -> str:
    return f'"{value}"' if value else "null"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"') if '"' in text or "\\" in text else text


def _address(address: Address, order: int) -> str:
    code, offices = _offices(address.place)
    free, country = "null", "null"
    street, number = address.street, address.number
    if address.abroad:
        code, offices, free, country = "null", ("[]", "[]"), f'"{address.abroad}"', '"GB"'
        street = number = ""
    return (
        f'{{"type":{address.kind},"street":"{street}","postCode":{code},"postOffices":{offices[order]},'
        f'"postOfficeBox":"{address.box}","buildingNumber":"{number}","entrance":"{address.entrance}",'
        f'"apartmentNumber":"{address.flat}","apartmentIdSuffix":"","co":"{address.care_of}","country":{country},'
        f'"freeAddressLine":{free},"registrationDate":"{address.since}","source":"0"}}'
    )


@cache
def _offices(place: Place) -> tuple[str, tuple[str, str]]:
    """Postal code and post towns of a place as they are written, the towns in both orders."""
    code = f'"{place.postcode}"'
    towns = [
        f'{{"city":"{city}","active":true,"postCode":{code},"languageCode":"{language}",'
        f'"municipalityCode":"{place.municipality}"}}'
        for city, language in ((place.city_fi, "1"), (place.city_sv, "2"))
    ]
    return code, (f"[{towns[0]},{towns[1]}]", f"[{towns[1]},{towns[0]}]")


def _label(name: str) -> str:
    plain = name.lower().translate(str.maketrans("åäö", "aao"))
    return "".join(letter for letter in plain if letter.isascii() and letter.isalnum())
