"""Scores: finding actors through the indexes, reading what scoring wants of them in bulk, keeping `need_score`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import delete, insert, null, or_, select, text
from sqlmodel import Session

from db.models import NAME_SLOTS, metadata
from outreach.terms.candidate import ActorType
from outreach.terms.needs import ActorFacts

t = metadata.tables
COMPANY, NAME, ORG, ALIAS = t["registry_company"], t["registry_name"], t["organisation"], t["organisation_alias"]
COMPETENCE, SITE, RECORD, BAN = t["competence"], t["site"], t["source_record"], t["suppression"]
SCORE, CHANGE = t["need_score"], t["registry_change"]
IDS_AT_ONCE = 500

FACTS_VERSION = "facts_version"  # of all facts that scores rest on: a new one makes every score stale
EDITS = "score_edits"  # counts scores brought up to date one actor at a time, which a slow run must not overwrite

StoredScore = tuple[int, str, int]  # score, band, completeness


class CodedCompany(NamedTuple):
    """An active company of the register as its row alone tells of it. Many companies share the same values."""

    industry_set: str
    industry_code: str
    form_code: str
    municipality_code: str
    employer: bool
    situation: str
    registered: date | None

    def facts(self) -> ActorFacts:
        """What scoring wants of such a company, names left out."""
        return ActorFacts(
            actor_id=0,
            names=(),
            industry_code=self.industry_code,
            industry_set=self.industry_set,
            form_code=self.form_code,
            municipality_codes=(self.municipality_code,) if self.municipality_code else (),
            employer=self.employer,
            registered=self.registered,
            situation=self.situation,
        )


def counter(session: Session, key: str, *, hold: bool = False) -> int:
    """Value of a counter in the table of state; 0 when it was never counted up. `hold` keeps others from counting it up
    until this transaction ends, where the engine lets several write at once."""
    query = select(t["state"].c.value).where(t["state"].c.key == key)
    return int(session.execute(query.with_for_update() if hold else query).scalar_one_or_none() or 0)


def count_up(session: Session, key: str) -> None:
    session.execute(
        text(
            "INSERT INTO state (key, value) VALUES (:key, '1') "
            "ON CONFLICT (key) DO UPDATE SET value = CAST(CAST(state.value AS INTEGER) + 1 AS VARCHAR)"
        ),
        {"key": key},
    )


def codes_in_use(session: Session) -> list[tuple[str, str]]:
    """(code set, code) of the companies of the register, each once."""
    query = select(COMPANY.c.industry_set, COMPANY.c.industry_code).distinct().where(COMPANY.c.industry_code != "")
    return [(code_set, code) for code_set, code in session.execute(query)]


def companies_with_codes(
    session: Session, codes: Iterable[tuple[str, str]], *, ages: bool
) -> Iterator[tuple[int, CodedCompany]]:
    """Active companies with one of these industry codes, with all that a score wants beside names; `ages` asks for the
    day of registration too, which makes nearly every company different."""
    by_set: dict[str, list[str]] = defaultdict(list)
    for code_set, code in codes:
        by_set[code_set].append(code)
    columns = [COMPANY.c[name] for name in CodedCompany._fields if name != "registered"]
    for code_set, wanted in by_set.items():
        for part in _parts(wanted):
            query = select(COMPANY.c.id, *columns, COMPANY.c.registered if ages else null()).where(
                COMPANY.c.industry_set == code_set, COMPANY.c.industry_code.in_(part), COMPANY.c.active.is_(True)
            )
            for actor_id, *values in session.execute(query):
                yield actor_id, CodedCompany(*values)


def companies_with_words(session: Session, starts: Sequence[tuple[str, ...]], insides: Sequence[str]) -> set[int]:
    """Companies one of whose names has words that begin with all of one of `starts`, or holds one of `insides`; all
    folded. Through the full-text index, and through one pass over the folded names."""
    found: set[int] = set()
    for part in _parts(starts, 40):
        found.update(session.execute(*_words_query(session, part)).scalars())
    for pieces in _parts(insides, 40):
        query = select(NAME.c.company_id).where(or_(*(NAME.c.name_fold.contains(p, autoescape=True) for p in pieces)))
        found.update(session.execute(query).scalars())
    return found


def organisation_actors(session: Session) -> list[int]:
    """Every organisation of ours: their own texts, competences and places are in no index."""
    query = select(ORG.c.actor_id).where(ORG.c.actor_id.is_not(None), ORG.c.merged_into.is_(None))
    return list(session.execute(query.order_by(ORG.c.id)).scalars())


def actors_of_rows(session: Session, keys: Collection[tuple[str, int]]) -> set[int]:
    """Actors whose facts some rows hold: (table, key) of organisations, aliases, competences, sites, source records."""
    found: set[int] = set()
    for table in (ORG, ALIAS, COMPETENCE, SITE, RECORD):
        ids = sorted({row_id for name, row_id in keys if name == table.name})
        for part in _parts(ids):
            query = select(ORG.c.actor_id).where(table.c.id.in_(part), ORG.c.actor_id.is_not(None))
            found.update(
                session.execute(query if table is ORG else query.where(table.c.organisation_id == ORG.c.id)).scalars()
            )
    return found


def facts_of(session: Session, actor_ids: Iterable[int]) -> dict[int, ActorFacts]:
    """What scoring wants of actors: own value, else the register's. Actors that neither side knows are left out."""
    found: dict[int, ActorFacts] = {}
    for ids in _parts(sorted(set(actor_ids))):
        companies = {row.id: row for row in session.execute(select(*_COMPANY).where(COMPANY.c.id.in_(ids)))}
        names: dict[int, list[str]] = defaultdict(list)
        query = select(NAME.c.company_id, NAME.c.name).where(NAME.c.company_id.in_(ids)).order_by(NAME.c.id)
        for company_id, name in session.execute(query):
            names[company_id].append(name)
        ours = select(*_ORG).where(ORG.c.actor_id.in_(ids), ORG.c.merged_into.is_(None))
        organisations = {row.actor_id: row for row in session.execute(ours)}
        own = _own(session, [row.id for row in organisations.values()])
        for actor_id in ids:
            company, organisation = companies.get(actor_id), organisations.get(actor_id)
            if company is not None or organisation is not None:
                rest = own.get(organisation.id, _Own()) if organisation is not None else _Own()
                found[actor_id] = _facts(actor_id, company, organisation, names.get(actor_id, []), rest)
    return found


def actors_of_run(session: Session, run_id: int, most: int) -> list[int]:
    """Companies that a run of the register has written, or seen vanish, in order; at most so many."""
    written = select(COMPANY.c.id).where(COMPANY.c.changed_run_id == run_id)
    told = select(CHANGE.c.company_id).where(CHANGE.c.run_id == run_id)
    return list(session.execute(written.union(told).order_by("id").limit(most)).scalars())


def stored(session: Session, need_id: int, actor_ids: Sequence[int] | None = None) -> dict[int, StoredScore]:
    """Scores of a need as they are kept, by actor: of all, or of those given."""
    query = select(SCORE.c.actor_id, SCORE.c.score, SCORE.c.band, SCORE.c.completeness)
    query = query.where(SCORE.c.need_id == need_id)
    queries = [query] if actor_ids is None else [query.where(SCORE.c.actor_id.in_(p)) for p in _parts(actor_ids)]
    return {
        actor_id: (score, band, completeness)
        for part in queries
        for actor_id, score, band, completeness in session.execute(part)
    }


def replace(session: Session, need_id: int, scores: Mapping[int, StoredScore], gone: Iterable[int] = ()) -> None:
    """Writes scores of some actors for a need, and removes those of others."""
    for part in _parts([*scores, *gone]):
        session.execute(delete(SCORE).where(SCORE.c.need_id == need_id, SCORE.c.actor_id.in_(part)))
    if scores:
        session.execute(
            insert(SCORE),
            [
                {"need_id": need_id, "actor_id": actor_id, "score": score, "band": band, "completeness": complete}
                for actor_id, (score, band, complete) in scores.items()
            ],
        )


class _Own:
    """Lists that hang on an organisation."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.places: list[str] = []
        self.texts: list[str] = []
        self.confirmed: list[str] = []
        self.offered: list[str] = []
        self.suppressed = False


_COMPANY = tuple(
    COMPANY.c[name]
    for name in (
        "id",
        "name",
        "industry_code",
        "industry_set",
        "form_code",
        "municipality_code",
        "employer",
        "registered",
        "active",
        "ended",
        "situation",
    )
)
_ORG = tuple(
    ORG.c[name]
    for name in (
        "id",
        "actor_id",
        "name",
        "industry_code",
        "industry_set",
        "actor_type",
        "municipality_code",
        "description",
    )
)


def _own(session: Session, organisation_ids: Sequence[int]) -> dict[int, _Own]:
    found: dict[int, _Own] = defaultdict(_Own)
    if not organisation_ids:
        return found
    ids = list(organisation_ids)
    for key, name in session.execute(
        select(ALIAS.c.organisation_id, ALIAS.c.name).where(ALIAS.c.organisation_id.in_(ids)).order_by(ALIAS.c.id)
    ):
        found[key].names.append(name)
    for key, place in session.execute(
        select(SITE.c.organisation_id, SITE.c.municipality_code)
        .where(SITE.c.organisation_id.in_(ids))
        .order_by(SITE.c.id)
    ):
        found[key].places.append(place)
    for key, tag, note, confirmed_at in session.execute(
        select(COMPETENCE.c.organisation_id, COMPETENCE.c.tag, COMPETENCE.c.note, COMPETENCE.c.confirmed_at)
        .where(COMPETENCE.c.organisation_id.in_(ids))
        .order_by(COMPETENCE.c.id)
    ):
        (found[key].confirmed if confirmed_at is not None else found[key].offered).append(tag)
        found[key].texts += [note] if note else []
    for key, description in session.execute(
        select(RECORD.c.organisation_id, RECORD.c.candidate["description"].as_string())
        .where(RECORD.c.organisation_id.in_(ids), RECORD.c.state.in_(("linked", "new")))
        .order_by(RECORD.c.id)
    ):
        found[key].texts += [description] if description else []
    for key in session.execute(
        select(BAN.c.organisation_id).where(
            BAN.c.organisation_id.in_(ids),
            BAN.c.lifted_at.is_(None),
            BAN.c.kind == "organisation",
            BAN.c.channel == "any",
        )
    ).scalars():
        found[key].suppressed = True
    return found


def _facts(actor_id: int, company: Any, organisation: Any, names: list[str], own: _Own) -> ActorFacts:
    """`company` and `organisation` are rows, or None where there is none; one of them is there."""
    own_industry = organisation is not None and bool(organisation.industry_code)
    industry = organisation if own_industry else company
    own_place = organisation.municipality_code if organisation is not None else ""
    place = own_place or (company.municipality_code if company is not None else "")
    named = [organisation.name] if organisation is not None and organisation.name else []
    named += names or ([company.name] if company is not None else [])
    described = [organisation.description] if organisation is not None and organisation.description else []
    kind = organisation.actor_type if organisation is not None else ""
    return ActorFacts(
        actor_id=actor_id,
        names=tuple(dict.fromkeys((*named, *own.names))),
        industry_code=industry.industry_code if industry is not None else "",
        industry_set=industry.industry_set if industry is not None else "",
        form_code=company.form_code if company is not None else "",
        actor_type=ActorType(kind) if kind else None,
        municipality_codes=tuple(code for code in dict.fromkeys((place, *own.places)) if code),
        employer=company.employer if company is not None else None,
        registered=company.registered if company is not None else None,
        texts=tuple(dict.fromkeys((*described, *own.texts))),
        competences_confirmed=tuple(own.confirmed),
        competences_offered=tuple(own.offered),
        active=company.active if company is not None else True,
        ended=company is not None and company.ended is not None,
        situation=company.situation if company is not None else "",
        suppressed=own.suppressed,
    )


def _words_query(session: Session, starts: Sequence[tuple[str, ...]]) -> tuple[Any, dict[str, Any]]:
    """Names with words that begin with all of one of `starts`, by the full-text index of the engine."""
    if session.get_bind().dialect.name == "sqlite":
        match = " OR ".join("(" + " AND ".join(f'"{word}"*' for word in words) + ")" for words in starts)
        return (
            text("SELECT DISTINCT rowid / :slots FROM registry_name_search WHERE registry_name_search MATCH :match"),
            {"match": match, "slots": NAME_SLOTS},
        )
    match = " | ".join("(" + " & ".join(f"'{word}':*" for word in words) + ")" for words in starts)
    return (
        text(
            "SELECT company_id FROM registry_name "
            "WHERE to_tsvector('simple', name_fold) @@ to_tsquery('simple', :match)"
        ),
        {"match": match},
    )


def _parts(items: Sequence[Any], size: int = IDS_AT_ONCE) -> Iterator[list[Any]]:
    for start in range(0, len(items), size):
        yield list(items[start : start + size])
