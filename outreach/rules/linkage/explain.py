"""The table of bits in words: for each field what was compared, what it weighs and why."""

from __future__ import annotations

from collections.abc import Iterator

from outreach.rules.identity import base_domain, domain_of
from outreach.rules.linkage.align import Left
from outreach.rules.linkage.choice import Ranked, Ranking, Why
from outreach.rules.linkage.entry import query_of
from outreach.rules.linkage.scoring import Bar, Line, NameMatch, Register, Scored, left_cost, name_costs
from outreach.rules.linkage.weights import Weights
from outreach.rules.text import clean
from outreach.terms.linkage import Evidence, EvidenceRow, Grade, LinkDecision, LinkProposal, NameAgreement, Record
from outreach.terms.message import Message, say, say_n

UNKNOWN = say("Not known on both sides")


def evidence(scored: Scored, record: Record, known: Record, register: Register, weights: Weights) -> Evidence:
    """The lines of a comparison, whose bits add up to `scored.bits`; values as the two records have them."""
    name = scored.name
    rows: list[EvidenceRow] = []
    for line in scored.lines:
        if line.field == "name" and name is not None:
            rows += _name_rows(name, line, record, known, register, weights)
        else:
            rows.append(_row(line, record, known, register))
    over = (*name.alignment.ours, *name.alignment.theirs) if name else ()
    return Evidence(
        rows=tuple(rows),
        name=name.agreement if name else NameAgreement.NONE,
        left_over=tuple(word for word, left in over if left > Left.CUT),
        supports=scored.supports,
        nearby=any(line.field in ("town", "postcode") and line.grade is Grade.EQUAL for line in scored.lines),
    )


def decision(ranking: Ranking, evidences: dict[int, Evidence]) -> LinkDecision:
    """A decision with its reasons in words; `evidences` by key of the candidate."""
    proposals = tuple(
        LinkProposal(str(one.key), one.posterior, evidences[one.key], why_pair(one))
        for one in ranking.candidates
        if one.key in evidences
    )
    target = str(ranking.target) if ranking.target is not None else None
    return LinkDecision(ranking.outcome, target, proposals, why_ranking(ranking))


def why_ranking(ranking: Ranking) -> Message:
    """The rule by which a record was decided."""
    best = ranking.candidates[0] if ranking.candidates else None
    if ranking.why in (Why.NOTHING, Why.RIVAL, Why.PERSON_PARTED) or best is None:
        return _RULES[ranking.why]
    return why_pair(best)


def why_pair(one: Ranked) -> Message:
    """Why a candidate is linked, asked about or left aside."""
    if one.why is Why.BARRED:
        return why_barred(one.scored)
    if one.why is Why.SIGN:
        return _BARS[Bar.NO_NAME]
    return _RULES[one.why]


def why_barred(scored: Scored) -> Message:
    """What keeps a pair from being linked without asking."""
    name = scored.name
    if name is None or scored.bar not in (Bar.OUR_WORD, Bar.THEIR_WORD, Bar.UNKNOWN_WORD):
        return _BARS[scored.bar]
    side = name.alignment.theirs if scored.bar is Bar.THEIR_WORD else name.alignment.ours
    words = ", ".join(word for word, left in side if left > Left.CUT)
    if scored.bar is Bar.THEIR_WORD:
        return say("Never linked without asking: only the known name has ”{words}”", words=words)
    return say("Never linked without asking: only the name of the record has ”{words}”", words=words)


_RULES = {
    Why.NOTHING: say("No known organisation resembles it"),
    Why.BUSINESS_ID: say("Same Business ID"),
    Why.PERSON_SAME: say("A person has said that these are the same"),
    Why.PERSON_SAME_OTHER_ID: say("A person has said that these are the same, but their Business IDs differ"),
    Why.PERSON_UNSURE: say("A person has put this off until later"),
    Why.PERSON_PARTED: say("A person has said that this is not the holder of the Business ID"),
    Why.PROBABLE: say("Every word is explained, and no other known organisation comes near"),
    Why.UNCERTAIN: say("Not certain enough to be linked without asking"),
    Why.RIVAL: say("More than one known organisation fits equally well"),
}
_BARS = {
    Bar.NONE: say("Nothing stands in the way"),
    Bar.OTHER_WORD: say("Never linked without asking: the word that resembles is a word of other names"),
    Bar.NAMESAKE: say("Never linked without asking: many people bear one name, and the towns differ"),
    Bar.DOMAIN_WORD: say("Never linked without asking: only the web address gives the name"),
    Bar.NO_NAME: say("The names differ, but a strong sign agrees"),
    Bar.PART: say("Never linked without asking: only a later part of the text gives the name"),
}


def _name_rows(
    name: NameMatch, line: Line, record: Record, known: Record, register: Register, weights: Weights
) -> Iterator[EvidenceRow]:
    ours = _first(record.names)
    theirs = _written(name, known)
    yield EvidenceRow("name", line.grade, name.gross, ours, theirs, _name_words(name, register))
    costs = name_costs(name.alignment, name.reading, name.kind, weights)
    if name.agreement is NameAgreement.NONE:
        return
    unlike = [(met.ours, met.word) for met in name.alignment.met if met.how != "equal"]
    if unlike or costs["spelling"]:
        pairs = ", ".join(f"{one} – {other}" for one, other in unlike)
        words = say("Written otherwise: {words}", words=pairs) if unlike else say("The words stand in another order")
        yield EvidenceRow("spelling", Grade.SIMILAR, -costs["spelling"], "", "", words)
    for side, is_ours in ((name.alignment.ours, True), (name.alignment.theirs, False)):
        if side:
            over = ", ".join(word for word, _ in side)
            explained = all(left <= Left.CUT for _, left in side)
            words = say("Left over, but explained: {words}", words=over) if explained else _left_over(over, is_ours)
            cost = sum(left_cost(left, is_ours, weights) for _, left in side)
            grade = Grade.SIMILAR if explained else Grade.DIFFERS
            yield EvidenceRow("left_over", grade, -cost, over if is_ours else "", "" if is_ours else over, words)
    if costs["former"]:
        yield EvidenceRow("former_name", Grade.SIMILAR, -costs["former"], "", theirs, say("A former name"))
    if costs["reading"]:
        part = " ".join(name.reading.words)
        words = say("Read from the web address: {words}", words=part)
        if not name.reading.domain:
            words = say("Read from a part of the text: {words}", words=part)
        yield EvidenceRow("reading", Grade.SIMILAR, -costs["reading"], part, "", words)


def _left_over(words: str, ours: bool) -> Message:
    if ours:
        return say("Only the name of the record has: {words}", words=words)
    return say("Only the known name has: {words}", words=words)


def _name_words(name: NameMatch, register: Register) -> Message:
    if name.agreement is NameAgreement.NONE:
        return say("The names have no telling word in common")
    counted = ", ".join(
        f"”{word}” {register.count(word)}"
        for met in name.alignment.met
        if met.how != "initial"
        for word in met.word.split()
    )
    total = max(register.known_names, 1)
    if name.person:
        return say("A private trader's name; of {total} names hold: {words}", words=counted, total=total)
    if name.agreement is NameAgreement.PARTIAL:
        return say("Words in common; of {total} names hold: {words}", words=counted, total=total)
    return say("All words agree; of {total} names hold: {words}", words=counted, total=total)


def _written(name: NameMatch, known: Record) -> str:
    """The known name that was compared, as it is written."""
    for raw in (*known.names, *known.former):
        readings = query_of(Record(key="", names=(raw,))).readings
        if any(reading.words == name.words for reading in readings):
            return clean(raw, 200)
    return " ".join(name.words)


def _row(line: Line, record: Record, known: Record, register: Register) -> EvidenceRow:
    ours, theirs = _values(line.field, record, known)
    return EvidenceRow(line.field, line.grade, line.bits, ours, theirs, _words(line, ours, theirs, register))


def _values(field: str, record: Record, known: Record) -> tuple[str, str]:
    match field:
        case "domain" | "domain_word":
            return _domain(record), _domain(known)
        case "legal_form":
            return clean(record.names[0] if record.names else "", 200), clean(
                known.names[0] if known.names else "", 200
            )
        case "active":
            return "", ""
        case "town":
            return clean(record.town, 100), clean(known.town, 100)
        case _:
            return clean(getattr(record, field), 200), clean(getattr(known, field), 200)


def _first(names: tuple[str, ...]) -> str:
    return clean(names[0], 200) if names else ""


def _domain(record: Record) -> str:
    return base_domain(domain_of(record.website) or domain_of(record.email))


def _words(line: Line, ours: str, theirs: str, register: Register) -> Message:
    if line.grade is Grade.MISSING:
        return UNKNOWN
    if line.field == "town" and line.grade is Grade.EQUAL:
        return say_n(
            "Same town: {n} of {total} organisations are there",
            "Same town: {n} of {total} organisations are there",
            line.shared_by,
            total=max(register.known_companies, line.shared_by),
        )
    if line.grade is Grade.EQUAL:
        same = _SAME[line.field]
        if line.shared_by > 1:
            return say_n("{same}, which {n} share", "{same}, which {n} share", line.shared_by, same=same)
        return same
    return _DIFFERENT[line.field]


_SAME = {
    "business_id": say("Same Business ID"),
    "postcode": say("Same postcode"),
    "street": say("Same address"),
    "domain": say("Same website or mail domain"),
    "email": say("Same e-mail address"),
    "domain_word": say("The web address says the name too"),
    "phone": say("Same phone number"),
}
_DIFFERENT = {
    "business_id": say("Different Business IDs"),
    "legal_form": say("Different legal forms"),
    "town": say("Different towns"),
    "postcode": say("Different postcodes"),
    "street": say("Different addresses"),
    "domain": say("Different website or mail domains"),
    "phone": say("Different phone numbers"),
    "active": say("The known organisation has ceased or is not in the register any more"),
}
