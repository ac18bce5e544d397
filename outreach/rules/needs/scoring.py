"""The score of an actor for a need: 100 times the weighted mean of the components that have data, with reasons.

Unknown is not zero: a component without data is left out of the mean and lowers the completeness instead. Confirmed
competence takes part only where a person has confirmed it, and then outweighs the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial

from outreach.rules.contactability import actor_type_by_form
from outreach.rules.needs import gates
from outreach.rules.needs.industry import IndustryMatch, IndustryTable, match_industry
from outreach.rules.text import name_fold
from outreach.rules.words import LANGUAGES, Hit, Keyword, Matcher, different, keyword, keywords
from outreach.terms.candidate import ActorType
from outreach.terms.labels import label
from outreach.terms.message import Message, say
from outreach.terms.needs import ActorFacts, NeedSpec
from outreach.terms.views import Reason, ScoreView
from outreach.terms.work import Band

WEIGHTS: Mapping[str, int] = {
    "industry": 40,
    "words": 30,
    "place": 20,
    "size": 10,
    "age": 5,
    "actor_type": 10,
    "competence": 100,
}
FLOOR = 30
RULES_VERSION = "1"  # change it with the weights or the rules: stored scores become stale
CONTENT = frozenset({"industry", "words", "competence"})  # one of these must speak for an actor: place alone does not
_SATURATION = (0.0, 0.6, 0.8, 1.0)
_SHOWN_WORDS = 6

# Component, share (None: not known), and its sentence, made only when somebody reads it.
Part = tuple[str, float | None, Callable[[], Message]]


@dataclass(frozen=True, slots=True)
class Grade:
    """A score without its reasons: what is kept of many actors. No band: no candidate."""

    score: int
    band: Band | None
    completeness: int


def score(need: NeedSpec, facts: ActorFacts, industry: IndustryTable, today: date) -> ScoreView:
    """Score of one actor; for many actors make one `Scorer`."""
    return Scorer(need, industry, today).score(facts)


def band_of(points: int) -> Band | None:
    """A from 70, B from 50, C from the floor; None below it."""
    return Band.A if points >= 70 else Band.B if points >= 50 else Band.C if points >= FLOOR else None


class Scorer:
    """One need made ready for scoring many actors."""

    def __init__(self, need: NeedSpec, industry: IndustryTable, today: date) -> None:
        self.need = need
        self.table = industry
        self.today = today
        self.weights = {component: need.weights.get(component, weight) for component, weight in WEIGHTS.items()}
        languages = {"fi": need.keywords_fi, "sv": need.keywords_sv, "en": need.keywords_en}
        self.keywords = keywords(languages)
        self._words = Matcher(self.keywords)
        self._by_language = tuple(Matcher([k for k in self.keywords if k.language == code]) for code in languages)
        self.negative = _in_every_language(need.negative_keywords)
        self._negative = Matcher(self.negative)
        self._tags = {name_fold(tag): tag for tag in need.competences}
        self._industries: dict[tuple[str, str], IndustryMatch] = {}
        self._titles: dict[tuple[str, str], tuple[Hit, ...]] = {}

    def score(self, facts: ActorFacts) -> ScoreView:
        """Score, band, completeness in per cent and ordered reasons; or why the actor is left out."""
        judged = self._judge(facts)
        if isinstance(judged, Message):
            return ScoreView(0, None, 0, (), judged)
        grade = self._weigh(judged)
        reasons = [
            Reason(name, None if share is None else round(self.weights[name] * share), self.weights[name], text())
            for name, share, text in judged
        ]
        reasons.sort(key=lambda reason: (reason.points is None, -(reason.points or 0)))
        return ScoreView(grade.score, grade.band, grade.completeness, tuple(reasons))

    def grade(self, facts: ActorFacts) -> Grade | None:
        """The same without sentences; None for an actor that is left out."""
        judged = self._judge(facts)
        return None if isinstance(judged, Message) else self._weigh(judged)

    def find_words(self, text: str) -> tuple[Hit, ...]:
        """Keywords of the need that a text holds."""
        return self._words.find(text)

    def industry(self, code_set: str, code: str) -> IndustryMatch:
        """How a code answers the need; remembered, since few codes serve many actors."""
        found = self._industries.get((code_set, code))
        if found is None:
            wanted, unwanted = self.need.industry_codes, self.need.industry_excluded
            found = match_industry(self.table, wanted, unwanted, code_set, code)
            self._industries[code_set, code] = found
        return found

    def ceiling(self, code_set: str, code: str) -> int:
        """The most that an actor with this code can reach by the code alone: its names hold no keyword and nobody has
        confirmed a competence. 0 when the code brings nothing, so that it need not be looked up."""
        match = self.industry(code_set, code)
        titles = self._title_hits(code_set, code)
        if match.excluded is not None or not (match.share or titles):
            return 0
        sure = [("words", _SATURATION[min(3, different(titles))])] if self.keywords else []
        if self.need.industry_codes and match.share is not None:
            sure.append(("industry", match.share))
        return self._mean([*sure, *((component, 1.0) for component in self._circumstances)])

    @cached_property
    def _circumstances(self) -> tuple[str, ...]:
        need = self.need
        asked = {"place": need.place, "size": need.size, "age": need.age, "actor_type": need.actor_types}
        return tuple(component for component, wish in asked.items() if wish)

    def _mean(self, shares: list[tuple[str, float]]) -> int:
        total = sum(self.weights[component] for component, _ in shares)
        reached = sum(self.weights[component] * share for component, share in shares)
        return int(100 * reached / total + 0.5) if total else 0

    def _judge(self, facts: ActorFacts) -> list[Part] | Message:
        """The components that the need asks for, or what leaves the actor out."""
        need, where = self.need, ""
        place = size = age = None
        if need.place:
            place, where = gates.place_share(need.place, facts.municipality_codes, self.table.regions)
        if need.size:
            size = gates.size_share(need.size, facts.employer)
        if need.age:
            age = gates.age_share(need.age, facts.registered, self.today)
        excluded = gates.standing_gate(facts) or gates.hard_gate(need, place=place, size=size, age=age)
        excluded = excluded or self._excluded(facts)
        if excluded is not None:
            return excluded
        parts: list[Part] = []
        if need.industry_codes:
            match = self.industry(facts.industry_set, facts.industry_code)
            parts.append(("industry", match.share, lambda: match.text))
        parts += self._words_part(facts)
        if need.place:
            parts.append(("place", place, partial(self._place_text, place, where)))
        if need.size:
            parts.append(("size", size, partial(_size_text, facts.employer)))
        if need.age:
            parts.append(("age", age, partial(_age_text, facts.registered, self.today)))
        if need.actor_types:
            parts.append(_actor_type(need, facts))
        if need.competences:
            parts.append(self._competence(facts))
        return [part for part in parts if self.weights[part[0]] > 0]

    def _weigh(self, parts: list[Part]) -> Grade:
        known = [(name, share) for name, share, _ in parts if share is not None]
        points = self._mean(known)
        # A competence that nobody has confirmed is no missing fact: it would make every company of the register look
        # half unknown.
        asked = sum(self.weights[name] for name, share, _ in parts if name != "competence" or share is not None)
        completeness = round(100 * sum(self.weights[name] for name, _ in known) / asked) if asked else 0
        speaks = any(share for name, share in known if name in CONTENT)
        return Grade(points, band_of(points) if speaks else None, completeness)

    def _excluded(self, facts: ActorFacts) -> Message | None:
        if self.need.industry_excluded:
            excluded = self.industry(facts.industry_set, facts.industry_code).excluded
            if excluded is not None:
                return excluded
        for text in (*facts.names, *facts.texts):
            hits = self._negative.find(text)
            if hits:
                return say("the word “{word}”", word=hits[0].words)
        return None

    def _words_part(self, facts: ActorFacts) -> list[Part]:
        offered = [self._tags[tag] for tag in map(name_fold, facts.competences_offered) if tag in self._tags]
        if not self.keywords and not offered:
            return []
        named = [hit for name in facts.names for hit in self._words.find(name)]
        titled = self._title_hits(facts.industry_set, facts.industry_code)
        texts = (*facts.texts, *facts.competences_offered)
        described = [hit for text in texts for hit in self._words.find(text)]
        count = different((*named, *titled, *described)) + len(set(offered))
        text = partial(_words_text, named, titled, described, offered)
        return [("words", _SATURATION[min(3, count)], text)]

    def _title_hits(self, code_set: str, code: str) -> tuple[Hit, ...]:
        found = self._titles.get((code_set, code))
        if found is None:
            entry = self.table.entries.get((code_set, code))
            texts = entry.texts if entry else ("", "", "")
            found = tuple(
                hit for matcher, text in zip(self._by_language, texts, strict=True) for hit in matcher.find(text)
            )
            self._titles[code_set, code] = found
        return found

    def _place_text(self, share: float | None, where: str) -> Message:
        if share is None:
            return say("place: not known, not counted")
        name = self.table.places.get(where, where)
        return say("place: {place}", place=name) if share else say("place: {place}, not asked for", place=name)

    def _competence(self, facts: ActorFacts) -> Part:
        confirmed = tuple(tag for tag in facts.competences_confirmed if name_fold(tag) in self._tags)
        return "competence", 1.0 if confirmed else None, partial(_competence_text, confirmed)


def _in_every_language(texts: tuple[str, ...]) -> tuple[Keyword, ...]:
    made = (keyword(text, language) for text in texts for language in LANGUAGES)
    return tuple(found for found in made if found is not None)


def _words_text(
    named: Sequence[Hit], titled: Sequence[Hit], described: Sequence[Hit], offered: Sequence[str]
) -> Message:
    """The words found, each once, with the first place that holds it."""
    shown = {tag.casefold(): say("“{word}” offered, not confirmed", word=tag) for tag in offered}
    for hit in named:
        shown.setdefault(hit.words.casefold(), say("“{word}” in the name", word=hit.words))
    for hit in titled:
        shown.setdefault(hit.words.casefold(), say("“{word}” in the title of the industry", word=hit.words))
    for hit in described:
        shown.setdefault(hit.words.casefold(), say("“{word}” in a description", word=hit.words))
    if not shown:
        return say("words: none found")
    return say("words: {words}", words=tuple(shown.values())[:_SHOWN_WORDS])


def _competence_text(confirmed: tuple[str, ...]) -> Message:
    if not confirmed:
        return say("competence: not confirmed by a person, not counted")
    return say("competence confirmed: {tags}", tags=confirmed)


def _size_text(employer: bool | None) -> Message:
    if employer is None:
        return say("size: not known, not counted")
    return say("size: in the employer register") if employer else say("size: not in the employer register")


def _age_text(registered: date | None, today: date) -> Message:
    if registered is None:
        return say("age: not known, not counted")
    return say("age: registered {on}, {years} years", on=registered, years=gates.years_since(registered, today))


def _actor_type(need: NeedSpec, facts: ActorFacts) -> Part:
    told = facts.actor_type or actor_type_by_form(facts.form_code)
    kind = ActorType(told) if told else None
    return "actor_type", None if kind is None else float(kind in need.actor_types), partial(_type_text, kind)


def _type_text(kind: ActorType | None) -> Message:
    if kind is None:
        return say("type of organisation: not known, not counted")
    return say("type of organisation: {type}", type=label(kind))
