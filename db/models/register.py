"""Register mirror: written by register imports only, never by people (DESIGN 4)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, BigInteger, Column, ForeignKey, Index, text
from sqlmodel import Field, SQLModel

from db.models.base import OWN_KEY, SORT_KEY, UtcDateTime

NAME_SLOTS = 1024  # registry_name.id = company id * NAME_SLOTS + place in the company's list of names


class RegistryCompany(SQLModel, table=True):
    """One company of the register; the key is the Business ID's eight digits as a number."""

    __tablename__ = "registry_company"
    __table_args__ = (
        # The list of organisations reads its order, filters and counts from these alone, without the rows.
        Index("ix_registry_company_name_key_id_active", "name_key", "id", "active"),
        Index("ix_registry_company_municipality_code_name_key", "municipality_code", "name_key", "id", "active"),
        Index(
            "ix_registry_company_inactive", "id", sqlite_where=text("NOT active"), postgresql_where=text("NOT active")
        ),
        Index("ix_registry_company_industry_set_industry_code", "industry_set", "industry_code"),
        Index(
            "ix_registry_company_vanished_on",
            "vanished_on",
            sqlite_where=text("vanished_on IS NOT NULL"),
            postgresql_where=text("vanished_on IS NOT NULL"),
        ),
    )

    id: int = Field(sa_column=Column(OWN_KEY, primary_key=True, autoincrement=False))
    business_id: str = Field(max_length=9, unique=True)
    name: str
    name_key: str = Field(sa_column=Column(SORT_KEY, nullable=False))
    euid: str = ""
    id_registered: date | None = None
    registered: date | None = None
    ended: date | None = None
    form_code: str = ""
    employer: bool = False
    industry_code: str = ""
    industry_set: str = ""
    industry_since: date | None = None
    website: str = ""
    website_since: date | None = None
    domain: str = Field(default="", index=True)
    trade_register_status: str = ""
    status: str = ""
    situation: str = ""  # open one: KONK, SELTILA, SANE
    situation_since: date | None = None
    municipality_code: str = ""  # of the visiting address, else of the postal one
    postcode: str = ""
    city_fi: str = ""
    city_sv: str = ""
    street: str = ""
    active: bool = True  # registered, not ended, neither bankrupt nor in liquidation
    modified: str = ""
    changed_run_id: int = Field(foreign_key="import_run.id", index=True)
    vanished_on: date | None = None  # no longer in a complete bulk file; not the same as ceased
    asked_on: date | None = None  # when the interface was asked why


class RegistryHash(SQLModel, table=True):
    """Hashes of a company: of its record's text in the last file, 0 when nobody knows, and of what is kept of it."""

    __tablename__ = "registry_hash"

    company_id: int = Field(
        sa_column=Column(OWN_KEY, ForeignKey("registry_company.id"), primary_key=True, autoincrement=False)
    )
    raw_hash: int = Field(sa_type=BigInteger)
    content_hash: int = Field(sa_type=BigInteger)


class RegistryName(SQLModel, table=True):
    """Every name the register has given: current, parallel, auxiliary, former."""

    __tablename__ = "registry_name"

    id: int = Field(sa_column=Column(OWN_KEY, primary_key=True, autoincrement=False))
    company_id: int = Field(foreign_key="registry_company.id", index=True, sa_type=BigInteger)
    name: str
    name_fold: str
    link_key: str = Field(index=True)
    kind: str
    version: int
    registered: date | None = None
    ended: date | None = None


class RegistryAddress(SQLModel, table=True):
    __tablename__ = "registry_address"
    __table_args__ = (
        Index("ix_registry_address_postcode_street_key", "postcode", "street_key"),
        {"sqlite_with_rowid": False},
    )

    company_id: int = Field(foreign_key="registry_company.id", primary_key=True, sa_type=BigInteger)
    seq: int = Field(primary_key=True)
    kind: str
    street: str = ""
    street_key: str = ""
    postcode: str = ""
    city_fi: str = ""
    city_sv: str = ""
    municipality_code: str = Field(default="", index=True)
    care_of: str = ""
    country: str = ""
    registered: date | None = None


class RegistryForm(SQLModel, table=True):
    __tablename__ = "registry_form"
    __table_args__ = ({"sqlite_with_rowid": False},)

    company_id: int = Field(foreign_key="registry_company.id", primary_key=True, sa_type=BigInteger)
    seq: int = Field(primary_key=True)
    code: str
    version: int
    registered: date | None = None
    ended: date | None = None


class RegistrySituation(SQLModel, table=True):
    __tablename__ = "registry_situation"
    __table_args__ = ({"sqlite_with_rowid": False},)

    company_id: int = Field(foreign_key="registry_company.id", primary_key=True, sa_type=BigInteger)
    seq: int = Field(primary_key=True)
    kind: str
    registered: date | None = None
    ended: date | None = None


class RegistryEntry(SQLModel, table=True):
    __tablename__ = "registry_entry"
    __table_args__ = ({"sqlite_with_rowid": False},)

    company_id: int = Field(foreign_key="registry_company.id", primary_key=True, sa_type=BigInteger)
    seq: int = Field(primary_key=True)
    register_code: str
    code: str
    authority: str
    registered: date | None = None
    ended: date | None = None


class RegistryChange(SQLModel, table=True):
    """What changed in a company, seen by which run. `kind` is a `terms.ChangeKind`; `image` is what its rows held
    before the run, on one row of each company that it changed."""

    __tablename__ = "registry_change"

    id: int | None = Field(default=None, primary_key=True)
    run_id: int = Field(foreign_key="import_run.id", index=True)
    company_id: int = Field(foreign_key="registry_company.id", index=True, sa_type=BigInteger)
    kind: str
    before: str = ""
    after: str = ""
    seen_at: datetime = Field(sa_type=UtcDateTime)
    image: dict[str, object] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))


class RegistryPostcode(SQLModel, table=True):
    """Postal codes as the register's own service lists them, or as learnt from the mirror's addresses."""

    __tablename__ = "registry_postcode"
    __table_args__ = ({"sqlite_with_rowid": False},)

    postcode: str = Field(primary_key=True, max_length=5)
    municipality_code: str = Field(default="", index=True)
    city_fi: str = ""
    city_sv: str = ""


class ImportRun(SQLModel, table=True):
    """One run of an import; read = created + changed + unchanged + rejected, vanished apart."""

    __tablename__ = "import_run"

    id: int | None = Field(default=None, primary_key=True)
    kind: str  # terms.ImportKind
    source: str
    state: str  # terms.RunState
    started_at: datetime = Field(sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    adviser_id: int | None = Field(default=None, foreign_key="adviser.id")
    complete: bool = False  # a whole, guarded bulk file: absence means something
    content_hash: str = ""
    read: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    vanished: int = 0
    rejected: int = 0
    linked: int = 0
    review: int = 0
    resume: dict[str, object] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    notes: list[object] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    quality: dict[str, object] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class ImportReject(SQLModel, table=True):
    __tablename__ = "import_reject"

    id: int | None = Field(default=None, primary_key=True)
    run_id: int = Field(foreign_key="import_run.id", index=True)
    place: str
    field: str
    reason: dict[str, object] = Field(sa_column=Column(JSON, nullable=False))
    business_id: str = ""
    value: str = ""
