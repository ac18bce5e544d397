"""Is an incoming record somebody we know? Looks up who shares something with it, and asks the rules of linkage."""

from __future__ import annotations

from dataclasses import dataclass, field

from rapidfuzz import fuzz

from db.queries import link_blocks, records
from db.unit import Read
from outreach.rules.identity import street_key
from outreach.rules.linkage.align import Frequency
from outreach.rules.linkage.blocking import blocks
from outreach.rules.linkage.decide import LINK_AT, REVIEW_AT, Judgements, decide
from outreach.rules.linkage.evidence import REGISTER_SIZE
from outreach.terms.linkage import EvidenceRow, LinkDecision, Record
from outreach.terms.work import Judgement

COUNTS_FROM = 100_000  # names of the mirror from which its own word counts are better than none
MOST_CANDIDATES = 120
MOST_BY_NAME = 12  # of those found by words alone; six good ones are as good as 25


@dataclass(frozen=True, slots=True)
class LinkSettings:
    """Probabilities from which a record is linked without asking, and from which a person is asked."""

    link_at: float = LINK_AT
    review_at: float = REVIEW_AT


@dataclass(slots=True)
class Linker:
    """Settings, and the word counts of one run: each word is counted once."""

    settings: LinkSettings = LinkSettings()
    names: int | None = None
    counts: dict[str, int] = field(default_factory=dict)

    def frequency(self, uow: Read) -> Frequency | None:
        """How many names of the mirror hold a word; None while the mirror is too small to tell."""
        if self.names is None:
            self.names = link_blocks.name_count(uow.session)
        if self.names < COUNTS_FROM:
            return None

        def count(word: str) -> int:
            if word not in self.counts:
                self.counts[word] = link_blocks.word_count(uow.session, word)
            return self.counts[word]

        return count


def link(uow: Read, record: Record, linker: Linker) -> LinkDecision:
    """The decision on a record. Keys of known records are actor numbers as text."""
    frequency = linker.frequency(uow)
    wanted = blocks(record, frequency)
    actors = link_blocks.actors_in_blocks(uow.session, wanted)
    if wanted.street_key and wanted.postcode:
        near = link_blocks.own_streets(uow.session, wanted.postcode)
        actors += [actor_id for actor_id, street in near if street_key(street) == wanted.street_key]
    actors += _nearest_names(uow, link_blocks.actors_by_words(uow.session, wanted.words), wanted.link_keys)
    candidates = [
        known_record(known, record.municipality_code)
        for known in link_blocks.known(uow.session, list(dict.fromkeys(actors))[:MOST_CANDIDATES])
    ]
    return decide(
        record,
        candidates,
        judgements_on(uow, record.key),
        frequency=frequency,
        total=linker.names if frequency and linker.names else REGISTER_SIZE,
        link_at=linker.settings.link_at,
        review_at=linker.settings.review_at,
    )


def _nearest_names(uow: Read, actors: list[int], keys: tuple[str, ...]) -> list[int]:
    """Of actors that share a word with the record, those whose names are most like its names: comparing costs most."""
    if len(actors) <= MOST_BY_NAME:
        return actors
    names = link_blocks.link_keys(uow.session, actors)

    def likeness(actor_id: int) -> float:
        return max((fuzz.ratio(mine, theirs) for mine in keys for theirs in names.get(actor_id, ())), default=0.0)

    return sorted(actors, key=lambda actor_id: (-likeness(actor_id), actor_id))[:MOST_BY_NAME]


def known_record(known: link_blocks.Known, municipality_code: str) -> Record:
    """An actor as linkage compares it: seen from its site in the municipality of the incoming record, if it has one."""
    here = [site for site in known.sites if site.municipality_code == municipality_code]
    site = here[0] if here and known.municipality_code != municipality_code else None
    return Record(
        key=str(known.actor_id),
        names=known.names,
        business_id=known.business_id,
        town=known.city if site is None else "",
        municipality_code=known.municipality_code if site is None else site.municipality_code,
        postcode=known.postcode if site is None else site.postcode,
        street=known.street if site is None else site.street,
        website=known.website,
        email=known.email,
        phone=known.phone,
        active=known.active,
    )


def judgements_on(uow: Read, key: str) -> Judgements:
    """What has been judged of a record, the newest counts. A link by rule is no person's word, so it does not."""
    found: dict[tuple[str, str], Judgement] = {}
    for actor_id, judgement, adviser_id in records.judgements_of(uow.session, key):
        if adviser_id is None and judgement == Judgement.SAME:
            continue
        found[key, str(actor_id)] = Judgement(judgement)
    return found


def evidence_to_plain(rows: tuple[EvidenceRow, ...]) -> list[object]:
    """The table of bits as it is stored with a proposal or decision."""
    return [
        {
            "field": row.field,
            "grade": row.grade.value,
            "bits": round(row.bits, 2),
            "incoming": row.incoming,
            "known": row.known,
            "words": row.words.to_plain(),
        }
        for row in rows
    ]
