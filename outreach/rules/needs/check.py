"""Checking a need that a person or a file gives: codes exist, keywords are usable, something is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from outreach.errors import BadInput
from outreach.rules.needs.industry import edition_name
from outreach.rules.needs.scoring import WEIGHTS
from outreach.rules.text import clean
from outreach.rules.words import keyword
from outreach.terms.candidate import IndustrySet
from outreach.terms.message import say
from outreach.terms.needs import NeedInput, NeedSpec, Place

MOST_KEYWORDS = 100  # per list
HIGHEST_WEIGHT = 1000
SHORTEST_INSIDE = 3  # letters after a leading *: fewer would be found in any word


@dataclass(frozen=True, slots=True)
class CodeBook:
    """Codes that a need may name. `successors` answers what a code of one edition has become in another."""

    codes: Mapping[IndustrySet, Mapping[str, str]]  # edition -> code -> title
    municipalities: Mapping[str, str]  # code -> name
    regions: Mapping[str, str]
    successors: Callable[[IndustrySet, str, IndustrySet], Sequence[str]]


def check_need(need: NeedInput, book: CodeBook) -> NeedInput:
    """The need cleaned: codes without dots, keywords without blanks and repetitions. BadInput says what to mend."""
    fi, sv, en = (clean(title, 200) for title in (need.title_fi, need.title_sv, need.title_en))
    if not (fi or sv or en):
        raise BadInput(say("The need has no title."), say("Give it one in at least one language."))
    if need.town_code not in book.municipalities:
        raise BadInput(say("Not found, town: {name}", name=clean(need.town_code, 60)))
    if need.target_count < 0:
        raise BadInput(say("The target cannot be below zero: {n}", n=need.target_count))
    return replace(
        need,
        theme=clean(need.theme, 200),
        title_fi=fi,
        title_sv=sv,
        title_en=en,
        owner=clean(need.owner, 80),
        spec=check_spec(need.spec, book),
    )


def check_spec(spec: NeedSpec, book: CodeBook) -> NeedSpec:
    """What the need asks for, cleaned; BadInput for codes that do not exist and words that nothing can be found by."""
    checked = replace(
        spec,
        industry_codes=_codes(spec.industry_codes, spec.industry_set, book),
        industry_excluded=_codes(spec.industry_excluded, spec.industry_set, book),
        keywords_fi=_words(spec.keywords_fi, "fi"),
        keywords_sv=_words(spec.keywords_sv, "sv"),
        keywords_en=_words(spec.keywords_en, "en"),
        negative_keywords=_words(spec.negative_keywords, "fi"),
        competences=_unique(clean(tag, 100) for tag in spec.competences),
        place=_place(spec.place, book),
        weights=_weights(spec.weights),
    )
    asked = (checked.industry_codes, checked.keywords_fi, checked.keywords_sv, checked.keywords_en, checked.competences)
    if not any(asked):
        raise BadInput(
            say("The need asks for nothing that an organisation could be found by."),
            say("Give it an industry code, a keyword or a competence."),
        )
    return checked


def _codes(texts: Sequence[str], edition: IndustrySet, book: CodeBook) -> tuple[str, ...]:
    known = book.codes.get(edition)
    if known is None:
        raise BadInput(
            say("Industry codes cannot be given in {edition}.", edition=edition_name(edition)),
            say("Use TOL 2025 or TOL 2008."),
        )
    return _unique(_code(text, edition, known, book) for text in texts)


def _code(text: str, edition: IndustrySet, known: Mapping[str, str], book: CodeBook) -> str:
    code = clean(text, 20).replace(".", "").replace(" ", "").rstrip("*x")
    if not code:
        return ""
    sentence = say("Industry code {code} is not in {edition}.", code=code, edition=edition_name(edition))
    if not (code.isdigit() and 2 <= len(code) <= 5):
        raise BadInput(sentence, say("Write 2 to 5 digits, for example 2899."))
    if code in known:
        return code
    for other, codes in book.codes.items():
        if other is not edition and code in codes:
            successors = tuple(book.successors(other, code, edition))
            hint = say(
                "It is a code of {other}, and there: {title}. In {edition}: {codes}.",
                other=edition_name(other),
                edition=edition_name(edition),
                title=codes[code],
                codes=successors or "–",
            )
            raise BadInput(sentence, hint)
    stem = next((code[:n] for n in range(len(code) - 1, 1, -1) if code[:n] in known), "")
    if stem:
        raise BadInput(sentence, say("Did you mean: {code} {title}?", code=stem, title=known[stem]))
    raise BadInput(sentence, say("Write 2 to 5 digits, for example 2899."))


def _words(texts: Sequence[str], language: str) -> tuple[str, ...]:
    cleaned = _unique(clean(text, 100).strip(" ,;\"'”“") for text in texts)
    for text in cleaned:
        found = keyword(text, language)
        letters = min((len(part.probe) for part in found.parts), default=0) if found else 0
        inside = any(part.inside for part in found.parts) if found else False
        if letters == 0 or (
            found is not None and len(found.parts) == 1 and letters < (SHORTEST_INSIDE if inside else 2)
        ):
            raise BadInput(
                say("The keyword is too short: {word}", word=text), say("Write at least two letters, three after a *.")
            )
    if len(cleaned) > MOST_KEYWORDS:
        raise BadInput(say("Too many keywords in one list: {n}, at most {most}.", n=len(cleaned), most=MOST_KEYWORDS))
    return cleaned


def _place(place: Place | None, book: CodeBook) -> Place | None:
    if place is None or not (place.municipalities or place.regions):
        return None
    for code in place.municipalities:
        if code not in book.municipalities:
            raise BadInput(say("Municipality code {code} does not exist.", code=code), say("Write three digits: 740."))
    for code in place.regions:
        if code not in book.regions:
            names = tuple(f"{key} {name}" for key, name in book.regions.items())
            raise BadInput(say("Region code {code} does not exist.", code=code), say("Regions: {names}", names=names))
    return place


def _weights(weights: Mapping[str, int]) -> dict[str, int]:
    for component, weight in weights.items():
        if component not in WEIGHTS:
            raise BadInput(
                say("The score has no part called {name}.", name=clean(component, 40)),
                say("Its parts: {names}", names=tuple(WEIGHTS)),
            )
        if not 0 <= weight <= HIGHEST_WEIGHT:
            raise BadInput(say("The weight of {name} must be 0 to {most}.", name=component, most=HIGHEST_WEIGHT))
    return dict(weights)


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    kept: dict[str, str] = {}
    for text in texts:
        if text:
            kept.setdefault(text.casefold(), text)
    return tuple(kept.values())
