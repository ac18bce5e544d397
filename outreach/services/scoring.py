"""Scores of actors for needs: found through the indexes, kept with a stamp of what they were made from.

A score is fresh while its need, the facts and the rules are those of the stamp. Imports make all scores stale
(`bump_facts`) and end with `refresh`, those of the register with `refresh_after`, which scores what has changed alone;
an edit of one organisation brings its own scores up to date in the same unit of work (`rescore_actor`) and leaves the
others fresh.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import islice

from db.engine import Database
from db.queries import needs as need_queries
from db.queries import scores as query
from db.queries.scores import CodedCompany, StoredScore
from db.unit import Read, Write
from outreach import clock
from outreach.errors import NotFound
from outreach.rules.needs import FLOOR, RULES_VERSION, Grade, Scorer
from outreach.rules.words import Keyword, lookup
from outreach.services.codebook import industry_table
from outreach.terms.message import say
from outreach.terms.needs import ActorFacts, Need, NeedSpec
from outreach.terms.runs import Progress
from outreach.terms.views import ScoreView

ROWS_AT_ONCE = 3000  # changed scores of one transaction: holds the write lock for well under 100 ms
ATTEMPTS = 3  # somebody edits while scores are being made
MOST_ONE_BY_ONE = 30_000  # actors of a run: from here on it is quicker to score the whole register anew
ACTORS_AT_ONCE = 1000  # whose facts are in memory


@dataclass(frozen=True, slots=True)
class Moment:
    """Versions of the facts that scores rest on: `facts` counts changes in bulk, `edits` those of single actors."""

    facts: int
    edits: int


def refresh(
    database: Database,
    need_ids: Iterable[int] | None = None,
    *,
    now: datetime,
    progress: Callable[[Progress], None] | None = None,
) -> int:
    """Brings the scores of the needs in use up to date, or of those given; returns how many were stale.

    Reading and scoring hold no lock. A need that is edited all the while stays stale, and is said to be.
    """
    today = clock.today(now)
    with database.read() as uow:
        stale = [need.need_id for need in _in_use(uow, need_ids) if not _fresh(uow, need, today)]
    organisations = _Organisations()
    done = 0
    for index, need_id in enumerate(stale):
        if progress is not None:
            progress(Progress(index, len(stale), say("Scoring candidates")))
        done += any(_refresh_one(database, need_id, now, today, organisations) for _ in range(ATTEMPTS))
    return done


def moment(uow: Read) -> Moment:
    """The versions now: what `refresh_after` wants to know of the moment before a run's first write."""
    return _moment(uow)


def refresh_after(
    database: Database,
    before: Moment,
    *,
    bumps: int,
    run_id: int,
    now: datetime,
    progress: Callable[[Progress], None] | None = None,
) -> int:
    """Brings scores up to date after a run of the register; returns how many needs were stale.

    `before` is the moment before the run's first write, `bumps` how often the run has called `bump_facts`. Needs whose
    scores were fresh then get only those of the run's companies made anew. The rest is refreshed whole: needs that were
    stale before, and all of them when the run changed very much, when somebody else has changed facts meanwhile, or
    when an earlier one of these was killed.
    """
    done = 0
    if bumps:
        done = _refresh_some(database, before, Moment(before.facts + bumps, before.edits), run_id, now, progress)
    return done + refresh(database, now=now, progress=progress)


def is_fresh(uow: Read, need_id: int, *, today: date | None = None) -> bool:
    """Whether the scores of a need rest on what is known now. `today` matters for needs that ask for an age."""
    need = need_queries.need(uow.session, need_id)
    return need is not None and _fresh(uow, need, today)


def rescore_actor(uow: Write, actor_id: int) -> None:
    """Brings the scores of one actor up to date for every need in use, after a change to its facts."""
    rescore_actors(uow, (actor_id,))


def rescore_actors(uow: Write, actor_ids: Iterable[int]) -> None:
    """The same for a few actors at once; after a change to very many, `bump_facts` and `refresh` are quicker.

    Needs whose scores are stale are left to `refresh`.
    """
    wanted = sorted(set(actor_ids))
    uow.session.flush()
    query.count_up(uow.session, query.EDITS)  # before the scores, in the order in which `refresh` takes its locks
    facts = query.facts_of(uow.session, wanted)
    today = clock.today(uow.now)
    for need in need_queries.needs(uow.session):
        if not _fresh(uow, need, None):
            continue
        scores = _scores(scorer_of(need.spec, today), facts.values())
        query.replace(uow.session, need.need_id, scores, [key for key in wanted if key not in scores])


def actors_behind(uow: Read, keys: Collection[tuple[str, int]]) -> set[int]:
    """Actors whose scores rest on rows, given as (table, key)."""
    return query.actors_of_rows(uow.session, keys)


def bump_facts(uow: Write) -> None:
    """Says that facts have changed in bulk: every score is stale until `refresh`."""
    uow.session.flush()
    query.count_up(uow.session, query.FACTS_VERSION)


def explain(uow: Read, need_id: int, actor_id: int, *, today: date, language: str = "en") -> ScoreView:
    """Score with reasons, made anew from what is known now; titles of codes and names of places in `language`."""
    need = need_queries.need(uow.session, need_id)
    facts = query.facts_of(uow.session, [actor_id]).get(actor_id)
    if need is None or facts is None:
        raise NotFound(say("Not found: {what}", what=str(need_id if need is None else actor_id)))
    return scorer_of(need.spec, today, language).score(facts)


def scorer_of(spec: NeedSpec, today: date, language: str = "en") -> Scorer:
    """The specification made ready for scoring; remembered, since lists ask for it row by row."""
    return _scorer(json.dumps(need_queries.spec_to_plain(spec), sort_keys=True), today, language)


@lru_cache(maxsize=128)
def _scorer(plain: str, today: date, language: str) -> Scorer:
    spec = need_queries.spec_from_plain(json.loads(plain))
    return Scorer(spec, industry_table(spec.industry_set, language), today)


class _Organisations:
    """Facts of all organisations of ours, read once for many needs while nothing changes."""

    def __init__(self) -> None:
        self._moment: Moment | None = None
        self._facts: dict[int, ActorFacts] = {}

    def facts(self, uow: Read) -> dict[int, ActorFacts]:
        now_at = _moment(uow)
        if now_at != self._moment:
            self._facts = query.facts_of(uow.session, query.organisation_actors(uow.session))
            self._moment = now_at
        return self._facts


def _refresh_one(database: Database, need_id: int, now: datetime, today: date, organisations: _Organisations) -> bool:
    """Whether stale scores were made fresh. False: something was edited meanwhile, try again."""
    with database.read() as uow:
        need = need_queries.need(uow.session, need_id)
        if need is None:
            return False
        stamp, made_at = _stamp(uow, need, today), _moment(uow)
        scores = _all_scores(uow, need.spec, today, organisations)
        before = query.stored(uow.session, need_id)
    return _write(database, need_id, now, stamp, made_at, before, scores)


def _refresh_some(
    database: Database,
    before: Moment,
    after: Moment,
    run_id: int,
    now: datetime,
    progress: Callable[[Progress], None] | None,
) -> int:
    """The needs that were fresh before a run, with the run's companies scored anew; how many were made fresh."""
    today = clock.today(now)
    with database.read() as uow:
        if _moment(uow) != after:
            return 0
        actors = query.actors_of_run(uow.session, run_id, MOST_ONE_BY_ONE + 1)
        found = [need for need in _in_use(uow, None) if _kept_stamp(uow, need) == _stamp_of(need, before.facts, today)]
        if len(actors) > MOST_ONE_BY_ONE or not found:
            return 0
        scorers = {need.need_id: scorer_of(need.spec, today) for need in found}
        scores: dict[int, dict[int, StoredScore]] = {need_id: {} for need_id in scorers}
        for start in range(0, len(actors), ACTORS_AT_ONCE):
            if progress is not None:
                progress(Progress(start, len(actors), say("Scoring candidates")))
            facts = query.facts_of(uow.session, actors[start : start + ACTORS_AT_ONCE]).values()
            for need_id, scorer in scorers.items():
                scores[need_id] |= _scores(scorer, _spoken_for(scorer, facts))
        kept = {need_id: query.stored(uow.session, need_id, actors) for need_id in scorers}
    stamps = {need.need_id: _stamp_of(need, after.facts, today) for need in found}
    return sum(
        _write(database, need_id, now, stamp, after, kept[need_id], scores[need_id])
        for need_id, stamp in stamps.items()
    )


def _write(
    database: Database,
    need_id: int,
    now: datetime,
    stamp: str,
    made_at: Moment,
    before: Mapping[int, StoredScore],
    scores: Mapping[int, StoredScore],
) -> bool:
    """Puts scores in place of those of `before`; False when the need or the facts have changed since `made_at`.

    One transaction where the changes fit; otherwise several, and the need counts as stale until the last.
    """
    changed = {key: score for key, score in scores.items() if before.get(key) != score}
    gone = [key for key in before if key not in scores]
    waiting = iter([*changed.items(), *((key, None) for key in gone)])
    left, today = len(changed) + len(gone), clock.today(now)
    while True:
        part = list(islice(waiting, ROWS_AT_ONCE))
        left -= len(part)
        with database.write(now=now) as uow:
            now_at = _moment(uow, hold=True)
            need = need_queries.need(uow.session, need_id)
            if need is None or (_stamp(uow, need, today), now_at) != (stamp, made_at):
                return False
            query.replace(
                uow.session,
                need_id,
                {key: score for key, score in part if score is not None},
                [key for key, score in part if score is None],
            )
            need_queries.set_stamp(uow.session, need_id, "" if left else stamp)
        if not left:
            return True


def _all_scores(uow: Read, spec: NeedSpec, today: date, organisations: _Organisations) -> dict[int, StoredScore]:
    """Scores of every actor at or above the floor: all organisations of ours, and of the register those that a code,
    the title of a code or a word of a name speaks for. No other company can score.

    The names of a company are read only where the word index finds a keyword or a negative one in them.
    """
    scorer = scorer_of(spec, today)
    own = organisations.facts(uow)
    codes = [pair for pair in query.codes_in_use(uow.session) if scorer.ceiling(*pair) >= FLOOR]
    coded = dict(query.companies_with_codes(uow.session, codes, ages=spec.age is not None))
    named = _with_words(uow, scorer.keywords) | (_with_words(uow, scorer.negative) & coded.keys())
    named -= own.keys()
    scores = _scores(scorer, own.values()) | _scores(scorer, query.facts_of(uow.session, named).values())
    grades: dict[CodedCompany, StoredScore | None] = {}
    for actor_id, company in coded.items():
        if actor_id in named or actor_id in own:
            continue
        if company not in grades:
            grades[company] = _kept(scorer.grade(company.facts()))
        score = grades[company]
        if score is not None:
            scores[actor_id] = score
    return scores


def _with_words(uow: Read, keywords: Iterable[Keyword]) -> set[int]:
    """Companies whose names can hold one of the keywords."""
    found = [lookup(keyword) for keyword in keywords]
    starts = sorted({entry.starts for entry in found if entry.starts})
    insides = sorted({entry.inside for entry in found if entry.inside})
    return query.companies_with_words(uow.session, starts, insides)


def _spoken_for(scorer: Scorer, facts: Iterable[ActorFacts]) -> Iterator[ActorFacts]:
    """Those of the actors that a code, a word, a text or a competence speaks for. No other can score."""
    by_code: dict[tuple[str, str], bool] = {}
    for actor in facts:
        code = actor.industry_set, actor.industry_code
        if code not in by_code:
            by_code[code] = scorer.ceiling(*code) >= FLOOR
        told = actor.texts or actor.competences_confirmed or actor.competences_offered
        if by_code[code] or told or any(map(scorer.find_words, actor.names)):
            yield actor


def _scores(scorer: Scorer, facts: Iterable[ActorFacts]) -> dict[int, StoredScore]:
    graded = ((actor.actor_id, _kept(scorer.grade(actor))) for actor in facts)
    return {actor_id: score for actor_id, score in graded if score is not None}


def _kept(grade: Grade | None) -> StoredScore | None:
    """A grade as it is stored; None for what is no candidate."""
    return (grade.score, grade.band.value, grade.completeness) if grade is not None and grade.band else None


def _moment(uow: Read, *, hold: bool = False) -> Moment:
    """The versions now; `hold` keeps both as they are to the end of the write."""
    session = uow.session
    return Moment(
        query.counter(session, query.FACTS_VERSION, hold=hold), query.counter(session, query.EDITS, hold=hold)
    )


def _in_use(uow: Read, need_ids: Iterable[int] | None) -> list[Need]:
    chosen = None if need_ids is None else set(need_ids)
    return [need for need in need_queries.needs(uow.session) if chosen is None or need.need_id in chosen]


def _fresh(uow: Read, need: Need, today: date | None) -> bool:
    """Without a day the scores of a need that asks for an age pass for fresh whatever the day they were made."""
    kept = _kept_stamp(uow, need)
    wanted = _stamp(uow, need, today)
    return kept == wanted or (today is None and kept.startswith(f"{wanted}:"))


def _kept_stamp(uow: Read, need: Need) -> str:
    return need_queries.stamp(uow.session, need.need_id)


def _stamp(uow: Read, need: Need, today: date | None) -> str:
    return _stamp_of(need, query.counter(uow.session, query.FACTS_VERSION), today)


def _stamp_of(need: Need, facts: int, today: date | None) -> str:
    """What scores rest on: the need's wishes, the version of the facts, the rules, and the day where age counts."""
    plain = json.dumps(need_queries.spec_to_plain(need.spec), sort_keys=True)
    digest = hashlib.sha256(plain.encode()).hexdigest()[:16]
    day = f":{today}" if need.spec.age and today else ""
    return f"{digest}:{facts}:{RULES_VERSION}{day}"
