"""A competence need as data: what the town wants, and what scoring reads of an actor."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from outreach.terms.candidate import ActorType, IndustrySet


@dataclass(frozen=True, slots=True)
class Place:
    """Where the actor should be: municipality codes and region codes; hard leaves others out."""

    municipalities: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    hard: bool = False


@dataclass(frozen=True, slots=True)
class Size:
    employer: bool = True  # in the employer register: the register's only hint of size
    hard: bool = False


@dataclass(frozen=True, slots=True)
class Age:
    """Years since registration, both ends included; None leaves an end open."""

    at_least: int | None = None
    at_most: int | None = None
    hard: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedSpec:
    """What a need asks for (DESIGN 6). Industry codes are prefixes of 2 to 5 digits in the edition `industry_set`.

    Keywords are found by their stems; *saha is also found inside compounds (höyläsaha), puuelement* finds what begins
    so; several words must stand side by side. `negative_keywords` leave an actor out.
    """

    industry_set: IndustrySet = IndustrySet.TOL2025
    industry_codes: tuple[str, ...] = ()
    industry_excluded: tuple[str, ...] = ()
    keywords_fi: tuple[str, ...] = ()
    keywords_sv: tuple[str, ...] = ()
    keywords_en: tuple[str, ...] = ()
    negative_keywords: tuple[str, ...] = ()
    competences: tuple[str, ...] = ()  # tags; confirmed ones dominate the score
    actor_types: tuple[ActorType, ...] = ()
    place: Place | None = None
    size: Size | None = None
    age: Age | None = None
    weights: dict[str, int] = field(
        default_factory=dict
    )  # component -> weight, where the town wants other than default


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    need_id: int
    town_code: str
    theme: str
    title_fi: str
    title_sv: str
    title_en: str
    spec: NeedSpec
    target_count: int
    deadline: date | None
    owner: str
    example: bool
    archived: bool
    version: int

    def title(self, language: str) -> str:
        """Title in a language, else in Finnish, Swedish, English in that order."""
        wanted = {"fi": self.title_fi, "sv": self.title_sv, "en": self.title_en}.get(language, "")
        return wanted or self.title_fi or self.title_sv or self.title_en


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedInput:
    """A need as a person or a file gives it."""

    town_code: str
    theme: str = ""
    title_fi: str = ""
    title_sv: str = ""
    title_en: str = ""
    spec: NeedSpec = NeedSpec()
    target_count: int = 0
    deadline: date | None = None
    owner: str = ""
    example: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorFacts:
    """What scoring knows of an actor. Empty or None is "not known", which is not zero."""

    actor_id: int
    names: tuple[str, ...]
    industry_code: str = ""
    industry_set: str = ""
    form_code: str = ""
    actor_type: ActorType | None = None
    municipality_codes: tuple[str, ...] = ()  # registered office and sites
    employer: bool | None = None
    registered: date | None = None
    texts: tuple[str, ...] = ()  # descriptions from pages, notes of competence offered
    competences_confirmed: tuple[str, ...] = ()
    competences_offered: tuple[str, ...] = ()
    active: bool = True
    ended: bool = False
    situation: str = ""
    suppressed: bool = False
