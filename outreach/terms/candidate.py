"""What importers hand over: candidates from any source, companies from the register, and what was not accepted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from outreach.terms.message import Message
from outreach.terms.work import Stage


class IndustrySet(StrEnum):
    """Industry classification of a code; the values are the register's `typeCodeSet` names (DESIGN 4, rule 1)."""

    TOL1995 = "TOIMI"
    TOL2002 = "TOIMI2"
    TOL2008 = "TOIMI3"
    TOL2025 = "TOIMI4"


class ActorType(StrEnum):
    COMPANY = "company"
    RESEARCH = "research"
    EDUCATION = "education"
    PUBLIC = "public"
    ASSOCIATION = "association"
    INVESTOR = "investor"
    INTERMEDIARY = "intermediary"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where a record was read: enough to find the very line again."""

    source: str  # short name of the source: "ytj", "jasenet.xlsx", "https://example.fi/jasenet"
    where: str  # place in the source: "row 12", "table 1, row 3", "JSON-LD 2"
    fetched_at: datetime  # UTC
    content_hash: str  # SHA-256 of the raw content, hexadecimal
    # Of files "columns", "values", "vcard"; of pages "source" (the source's own file says where the rows are),
    # "json-ld", "microdata", "rdfa", "hcard", "table", "repeated", "page", "prose".
    how: str = ""
    confidence: float = 1.0  # 0 to 1
    sheet: str = ""  # of a workbook
    row: int = 0  # of a file, from 1; a card of an address book counts as a row


class Trace(NamedTuple):
    """How one value of a candidate was found, where its record's provenance does not say it."""

    field: str  # of `Candidate`
    how: str  # "json-ld", "mailto", "label", "text", "column", "selector", "detail page", "fill"
    confidence: float  # 0 to 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A person named in a source. Personal data: kept apart from the facts of the organisation."""

    name: str
    role: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """State from before the program was taken into use: baseline, never activity of a period (DESIGN 5)."""

    stage: Stage
    since: date | None = None
    owner: str = ""
    last_contact: date | None = None
    need: str = ""  # title of the need in any language; empty: the town's only or first need is asked for
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One organisation as one source tells of it. Empty text means "the source does not say".

    Texts are cleaned of control characters (`rules.text.clean`) but otherwise as the source has them.
    `business_id` holds only an ID whose check digit is right, as `NNNNNNN-C`.
    """

    name: str
    provenance: Provenance
    business_id: str = ""
    other_names: tuple[str, ...] = ()
    legal_form: str = ""
    street: str = ""
    postcode: str = ""
    town: str = ""  # as the source says it: post town or municipality
    municipality_code: str = ""  # three digits, where the source gives it
    website: str = ""
    email: str = ""
    phone: str = ""
    industry_code: str = ""
    industry_set: IndustrySet | None = None
    description: str = ""
    actor_type: ActorType | None = None
    sole_trader: bool = False
    contact: Contact | None = None
    competences: tuple[str, ...] = ()
    opening: Opening | None = None
    traces: tuple[Trace, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """One record that was not accepted, and why, in a way that lets the source be mended."""

    where: str
    field: str
    reason: Message
    business_id: str = ""
    value: str = ""
    sheet: str = ""
    row: int = 0


class ColumnUse(NamedTuple):
    """What a column of a file was read as. `field` is a value of `importers.columns.Field`, "" when it is not read."""

    number: int  # from 1
    heading: str
    field: str
    filled: int
    rows: int
    samples: tuple[str, ...]  # the first three different ones


class ReadingStep(NamedTuple):
    """A step of reading a page and how many rows were left after it: tells which step lost everything."""

    step: Message
    left: int


@dataclass(frozen=True, slots=True)
class Parsed:
    """What `parse(raw)` of a page or file gives: nothing is lost between the two."""

    candidates: tuple[Candidate, ...]
    rejects: tuple[Reject, ...] = ()
    notes: tuple[Message, ...] = ()  # what the user should know: what kind of page it was, values that were left out
    mentioned: tuple[Candidate, ...] = ()  # named in running text: imported only when a person says so
    columns: tuple[ColumnUse, ...] = ()  # of a file
    layout: str = ""  # of a file: SHA-256 of its headings, by which a mapping of columns is remembered
    steps: tuple[ReadingStep, ...] = ()  # of a page


class NameKind(StrEnum):
    """Code set TLAJI of the register."""

    COMPANY = "1"
    PARALLEL = "2"
    AUXILIARY = "3"
    AUXILIARY_TRANSLATION = "4"


class AddressKind(StrEnum):
    VISITING = "1"
    POSTAL = "2"


class SituationKind(StrEnum):
    BANKRUPTCY = "KONK"
    LIQUIDATION = "SELTILA"
    RESTRUCTURING = "SANE"


class RegisterName(NamedTuple):
    name: str
    kind: NameKind
    version: int  # 1 is the current one of its kind
    registered: date | None = None
    ended: date | None = None


class RegisterAddress(NamedTuple):
    """`street` holds street, number, entrance and flat, or "PL n", or the free line of a foreign address."""

    kind: AddressKind
    street: str
    postcode: str
    city_fi: str
    city_sv: str
    municipality_code: str
    care_of: str = ""  # personal data (DESIGN 4, rule 7)
    country: str = ""
    registered: date | None = None


class RegisterForm(NamedTuple):
    code: str  # number of code set YRMU, "16" for Oy
    version: int
    registered: date | None = None
    ended: date | None = None


class RegisterSituation(NamedTuple):
    kind: SituationKind
    registered: date | None = None
    ended: date | None = None


class RegisterEntry(NamedTuple):
    register: str  # code set REK: "7" is the employer register
    code: str  # to be read with the register: "7_41"
    authority: str
    registered: date | None = None
    ended: date | None = None


class RegisterCompany(NamedTuple):
    """One company of the national register, as `importers.ytj` reads it. Code texts are not repeated here."""

    business_id: str
    id_registered: date | None
    name: str  # current: kind 1, version 1
    names: tuple[RegisterName, ...]
    euid: str = ""
    industry_code: str = ""
    industry_set: IndustrySet | None = None
    industry_since: date | None = None
    website: str = ""
    website_since: date | None = None
    forms: tuple[RegisterForm, ...] = ()
    situations: tuple[RegisterSituation, ...] = ()
    entries: tuple[RegisterEntry, ...] = ()
    addresses: tuple[RegisterAddress, ...] = ()
    trade_register_status: str = ""  # "1" registered ... "4" ceased
    status: str = ""
    registered: date | None = None  # Trade Register date: the one to count age from
    ended: date | None = None
    modified: str = ""  # Helsinki time without a zone, as the register writes it

    @property
    def form_code(self) -> str:
        """Code of the current legal form; empty when the register gives none."""
        for form in self.forms:
            if form.version == 1:
                return form.code
        return self.forms[0].code if self.forms else ""

    @property
    def open_situation(self) -> RegisterSituation | None:
        """Bankruptcy, liquidation or restructuring that has not ended."""
        return next((s for s in self.situations if s.ended is None), None)

    @property
    def employer(self) -> bool:
        """Open entry in the employer register: the only hint of size that the register gives."""
        return any(e.register == "7" and e.ended is None and e.code != "99" for e in self.entries)
