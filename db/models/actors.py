"""Outreach data about organisations and persons: written by people and intake, through services."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, BigInteger, Column, Index
from sqlmodel import Field, SQLModel

from db.models.base import SORT_KEY, UtcDateTime


class Adviser(SQLModel, table=True):
    """A person who works with the program: behind every owner, verdict and journal entry."""

    __tablename__ = "adviser"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    language: str = ""
    role: str = "adviser"
    town_code: str = ""
    version: int = 1


class Controller(SQLModel, table=True):
    """Legal person that answers for personal data; one may serve several towns."""

    __tablename__ = "controller"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    version: int = 1


class Town(SQLModel, table=True):
    __tablename__ = "town"

    code: str = Field(primary_key=True, max_length=3)
    name_fi: str
    name_sv: str
    controller_id: int | None = Field(default=None, foreign_key="controller.id")


class Organisation(SQLModel, table=True):
    """An organisation somebody decided on or a source named. Own values; empty means "take the register's"."""

    __tablename__ = "organisation"
    __table_args__ = (Index("ix_organisation_name_key_id", "name_key", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    actor_id: int | None = Field(default=None, sa_column=Column(BigInteger, unique=True, nullable=True))
    business_id: str | None = Field(default=None, max_length=9, unique=True)
    name: str = ""
    name_key: str = Field(default="", sa_column=Column(SORT_KEY, nullable=False))
    actor_type: str = ""
    legal_form: str = ""
    sole_trader: bool = False
    industry_code: str = ""
    industry_set: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    municipality_code: str = Field(default="", index=True)
    website: str = ""
    domain: str = Field(default="", index=True)
    email: str = ""
    phone: str = Field(default="", index=True)  # E.164 where it could be read, else as given
    description: str = ""
    email_consent_on: date | None = None  # a natural person's consent to e-mail (917/2014 section 200)
    created_at: datetime = Field(sa_type=UtcDateTime)
    # Merged into another one: this row only says where it has gone, and holds what it was for the day they part.
    merged_into: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    version: int = 1


class OrganisationAlias(SQLModel, table=True):
    """A name of an organisation that the register does not give: its own name too, so that one index finds all."""

    __tablename__ = "organisation_alias"

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    name: str
    name_fold: str
    link_key: str = Field(index=True)
    source: str = ""
    version: int = 1


class Competence(SQLModel, table=True):
    """Know-how of an organisation; it counts in scores once a person has confirmed it."""

    __tablename__ = "competence"

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    tag: str
    note: str = ""
    source: str = ""
    confirmed_by: int | None = Field(default=None, foreign_key="adviser.id")
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    version: int = 1


class Site(SQLModel, table=True):
    """Where an organisation works, apart from its registered office: a plant, an office."""

    __tablename__ = "site"

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    municipality_code: str = Field(index=True)
    street: str = ""
    postcode: str = ""
    note: str = ""
    source: str = ""
    version: int = 1


class Person(SQLModel, table=True):
    """A contact person. Personal data of one controller; `notice_due` is the day by which to inform (GDPR Art. 14)."""

    __tablename__ = "person"

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    controller_id: int | None = Field(default=None, foreign_key="controller.id")
    name: str
    role: str = ""
    email: str = ""
    phone: str = ""
    source: str
    obtained_on: date
    notice_due: date | None = None
    informed_on: date | None = None
    email_consent_on: date | None = None  # consent to e-mail at a private address
    version: int = 1


class SourceRecord(SQLModel, table=True):
    """What one source said of one organisation, as read; linked, waiting for a person, or a new organisation."""

    __tablename__ = "source_record"
    __table_args__ = (Index("ix_source_record_source_identity", "source", "identity"),)

    id: int | None = Field(default=None, primary_key=True)
    run_id: int = Field(foreign_key="import_run.id", index=True)
    source: str
    place: str
    identity: str  # Business ID, else link key and place: says "the same row of the same source" from run to run
    fetched_at: datetime = Field(sa_type=UtcDateTime)
    content_hash: str  # of the raw page or file
    fingerprint: str = Field(index=True)  # of the candidate's values
    candidate: dict[str, object] = Field(sa_column=Column(JSON, nullable=False))
    state: str = Field(index=True)  # linked, review, new
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    later_until: date | None = None
    how: str = ""  # found on the page or in the file: see `terms.candidate.Provenance`
    confidence: float = 1.0
    traces: list[object] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))  # terms.Trace
    gone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # since when its source lists it no more
    version: int = 1


class Suppression(SQLModel, table=True):
    """Do-not-contact entry. Only a keyed hash of whom it is about, so that it outlives erasure and re-import."""

    __tablename__ = "suppression"

    id: int | None = Field(default=None, primary_key=True)
    key_hash: str = Field(index=True)
    kind: str  # organisation, person, email, phone
    channel: str
    reason: str = ""
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    entered_at: datetime = Field(sa_type=UtcDateTime)
    entered_by: int | None = Field(default=None, foreign_key="adviser.id")
    lifted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    lifted_by: int | None = Field(default=None, foreign_key="adviser.id")
    lift_reason: str = ""


class PrivacyLog(SQLModel, table=True):
    """What was done to personal data: informed, erased, entered or lifted a do-not-contact entry. No names."""

    __tablename__ = "privacy_log"

    id: int | None = Field(default=None, primary_key=True)
    done_at: datetime = Field(sa_type=UtcDateTime)
    done_by: int | None = Field(default=None, foreign_key="adviser.id")
    action: str
    subject_hash: str
    detail: str = ""
