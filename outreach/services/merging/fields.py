"""Own values of two organisations side by side: what each says, where from, since when, and whose counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.models import ImportRun, Organisation, RegistryCompany
from db.queries import card as card_query
from db.queries import merging as query
from db.unit import Read
from outreach import clock
from outreach.errors import BadInput
from outreach.rules.merging import FIELDS, OWNER, Said, Trust, default
from outreach.rules.text import clean
from outreach.services.intake.emptying import BY_HAND
from outreach.services.intake.filling import values_of
from outreach.services.intake.records import from_row, place_of
from outreach.services.merging.memory import Memory, plain
from outreach.services.values import FIELDS as LABELS
from outreach.services.values import organisation_values
from outreach.terms.merging import FieldChoice, Part, SideValue
from outreach.terms.message import say
from outreach.terms.runs import ImportKind

REGISTER = say("register")
BY_MERGE = say("given when merging")
# Columns of the register that stand in where an organisation has no own value.
OF_REGISTER = {
    "name": "name",
    "legal_form": "form_code",
    "industry_code": "industry_code",
    "municipality_code": "municipality_code",
    "website": "website",
}
_TRUST = {ImportKind.FILE.value: Trust.FILE, ImportKind.WEB.value: Trust.WEB}


@dataclass(frozen=True, slots=True)
class Subject:
    """One of the two: a company of the register, an organisation of ours, or both."""

    actor_id: int
    organisation: Organisation | None
    company: RegistryCompany | None
    memory: Memory | None

    @property
    def name(self) -> str:
        own = self.organisation.name if self.organisation is not None else ""
        return own or (self.company.name if self.company is not None else "") or self.business_id

    @property
    def business_id(self) -> str:
        own = self.organisation.business_id if self.organisation is not None else None
        return own or (self.company.business_id if self.company is not None else "")


def choices(uow: Read, kept: Subject, away: Subject) -> tuple[FieldChoice, ...]:
    """Each field that either of the two has, with the default; the Business ID first."""
    found = []
    if kept.business_id or away.business_id:
        found.append(
            FieldChoice(
                field="business_id",
                label=LABELS["business_id"],
                kept=SideValue(kept.business_id, "", None),
                away=SideValue(away.business_id, "", None),
                taken=Part.KEPT if kept.business_id else Part.AWAY,
                equal=kept.business_id == away.business_id,
                choosable=False,
            )
        )
    mine, theirs = _values(uow, kept), _values(uow, away)
    for field in FIELDS:
        (one, said_one), (other, said_other) = mine[field], theirs[field]
        if one.value or other.value:
            taken = default(said_one, said_other)
            found.append(FieldChoice(field, LABELS[field], one, other, taken, one.value == other.value))
    return tuple(found)


def resolve(found: tuple[FieldChoice, ...], wanted: Mapping[str, str], kept: Subject, away: Subject) -> dict[str, Any]:
    """What is to be stored of the choices: for each field a side, or columns with values given by hand.

    BadInput for a field that there is none of, and for a value that cannot be used.
    """
    known = {*FIELDS, OWNER}
    unknown = [field for field in wanted if field not in known]
    if unknown:
        raise BadInput(
            say("There is no such choice: {field}", field=clean(unknown[0], 60)),
            say("Choices: {fields}", fields=tuple(sorted(known))),
        )
    made: dict[str, Any] = {choice.field: choice.taken.value for choice in found if choice.choosable}
    for field, value in wanted.items():
        if value in (Part.KEPT, Part.AWAY):
            made[field] = str(value)
        elif field == OWNER:
            raise BadInput(say("Say whose: kept or away. This is neither: {value}", value=clean(value, 60)))
        else:
            taken = away if made.get(field) == Part.AWAY else kept
            made[field] = plain(_by_hand(field, value, taken))
    return made


def _by_hand(field: str, value: str, taken: Subject) -> dict[str, Any]:
    """Columns of a field for a value that was typed; the rest of an address is that of the side taken."""
    rest = {column: getattr(taken.organisation, column, "") for column in FIELDS[field]}
    given = organisation_values({field: value})
    return {column: given.get(column, rest[column]) for column in FIELDS[field]}


def _values(uow: Read, subject: Subject) -> dict[str, tuple[SideValue, Said]]:
    found = {}
    own = _Own(uow, subject)
    read_on = _register_day(uow, subject.company)
    for field, columns in FIELDS.items():
        shown = own.shown(field)
        if shown:
            found[field] = own.told(field, columns, shown)
            continue
        shown = _of_register(subject.company, field)
        trust = Trust.REGISTER if shown else Trust.UNKNOWN
        found[field] = (
            SideValue(shown, REGISTER if shown else "", read_on if shown else None),
            Said(shown, trust, read_on),
        )
    return found


class _Own:
    """Own values of one side and what is known of where they come from, read once."""

    def __init__(self, uow: Read, subject: Subject) -> None:
        self.uow = uow
        self.row, self.memory = subject.organisation, subject.memory
        self._setters: dict[int, dict[str, query.Setter]] = {}
        self._said: list[tuple[Mapping[str, Any], str, Trust, date]] | None = None

    def shown(self, field: str) -> str:
        row = self.row
        if row is None:
            return ""
        if field == "street":
            return _address(row.street, row.postcode, row.city)
        value = getattr(row, field)
        if isinstance(value, date):
            return value.isoformat()
        return ("yes" if value else "") if isinstance(value, bool) else str(value or "")

    def told(self, field: str, columns: tuple[str, ...], shown: str) -> tuple[SideValue, Said]:
        """A value with its source: a person, else the newest record that says it, else the import that set it."""
        assert self.row is not None
        supplier = self._supplier(self.row.id or 0, columns)
        if supplier is None:
            return self._by_merge(columns, shown)
        setter = self._setter(supplier, columns)
        on = clock.today(setter.at) if setter is not None else clock.today(self.row.created_at)
        if setter is not None and setter.kind in BY_HAND:
            # Every row has a name: only one that was changed is somebody's choice.
            added = columns == FIELDS["name"] and not self._edited(supplier, columns)
            trust = Trust.FILE if added else Trust.PERSON
            return SideValue(shown, "", on, setter.who), Said(shown, trust, on)
        value = getattr(self.row, columns[0])
        for values, source, trust, day in self._records():
            if value and values.get(columns[0]) == value:
                return SideValue(shown, source, day), Said(shown, trust, day)
        trust = _TRUST.get(setter.run_kind or "", Trust.UNKNOWN) if setter is not None else Trust.UNKNOWN
        source = setter.run_source or "" if setter is not None else ""
        return SideValue(shown, source, on), Said(shown, trust, on)

    def _supplier(self, organisation_id: int, columns: tuple[str, ...]) -> int | None:
        """The organisation whose value is shown; None for one that was given by hand in a merge."""
        memory, found = self.memory, organisation_id
        if memory is None or not memory.joined("organisation", organisation_id):
            return organisation_id
        row = memory.row("organisation", organisation_id)
        if getattr(row, columns[0]) != memory.joint("organisation", organisation_id)[columns[0]]:
            return organisation_id  # edited since
        field = next(name for name, own in FIELDS.items() if own == columns)
        known = memory.of("organisation", organisation_id)
        for one in memory.joined("organisation", organisation_id):
            if known is not None and (one.merge_id or 0) <= known.settled.get(columns[0], 0):
                continue
            choice = memory.merge(one.merge_id or 0).choices.get(field)
            if choice == Part.AWAY:
                found = self._supplier(one.row_id, columns) or 0
            elif isinstance(choice, Mapping):
                found = 0
        return found or None

    def _by_merge(self, columns: tuple[str, ...], shown: str) -> tuple[SideValue, Said]:
        assert self.memory is not None and self.row is not None  # noqa: PT018
        field = next(name for name, own in FIELDS.items() if own == columns)
        made = [self.memory.merge(one.merge_id or 0) for one in self.memory.joined("organisation", self.row.id or 0)]
        on = max((clock.today(m.merged_at) for m in made if isinstance(m.choices.get(field), Mapping)), default=None)
        return SideValue(shown, BY_MERGE, on), Said(shown, Trust.PERSON, on)

    def _edited(self, organisation_id: int, columns: tuple[str, ...]) -> bool:
        return bool(set(columns) & self._setters[organisation_id].keys())

    def _setter(self, organisation_id: int, columns: tuple[str, ...]) -> query.Setter | None:
        if organisation_id not in self._setters:
            self._setters[organisation_id] = query.setters(self.uow.session, "organisation", organisation_id)
        known = self._setters[organisation_id]
        return next((known[column] for column in columns if column in known), known.get("*"))

    def _records(self) -> list[tuple[Mapping[str, Any], str, Trust, date]]:
        """What each source record says: values, source, trust and day; newest first."""
        if self._said is None:
            self._said = []
            for record in query.records(self.uow.session, self.row.id or 0 if self.row is not None else 0):
                candidate, _ = from_row(record)
                run = self.uow.session.get(ImportRun, record.run_id)
                place = place_of(self.uow, candidate)
                values = {**values_of(candidate), "name": candidate.name, "municipality_code": place}
                trust = _TRUST.get(run.kind if run is not None else "", Trust.UNKNOWN)
                self._said.append((values, record.source, trust, clock.today(record.fetched_at)))
        return self._said


def _of_register(company: RegistryCompany | None, field: str) -> str:
    if company is None:
        return ""
    if field == "street":
        return _address(company.street, company.postcode, company.city_fi or company.city_sv)
    return str(getattr(company, OF_REGISTER[field])) if field in OF_REGISTER else ""


def _address(street: str, postcode: str, city: str) -> str:
    return ", ".join(part for part in (street, f"{postcode} {city}".strip()) if part)


def _register_day(uow: Read, company: RegistryCompany | None) -> date | None:
    read_at = card_query.register_read_at(uow.session, company.changed_run_id) if company is not None else None
    return clock.today(read_at) if read_at is not None else None
