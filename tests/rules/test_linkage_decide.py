"""Same, ask, or new: what links two records and what never does."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rules.linkage.decide import Judgements, decide
from outreach.rules.linkage.evidence import labels, score_pair
from outreach.terms.linkage import Grade, LinkDecision, NameAgreement, Record
from outreach.terms.work import Judgement, LinkOutcome

ID, OTHER_ID = "0100002-9", "1234567-1"
NEW, REVIEW, SAME = LinkOutcome.NEW, LinkOutcome.REVIEW, LinkOutcome.SAME
PHONE = {"phone": "040 123 4567"}
STREET = {"street": "Kauppakatu 3", "postcode": "92100"}
SITE = {"website": "www.example.fi"}


def known(name: str = "Keksitty Konepaja Oy", key: str = "k", **values: object) -> Record:
    return replace(Record(key=key, names=(name,)), **values)  # type: ignore[arg-type]


def incoming(name: str = "Keksitty Konepaja", **values: object) -> Record:
    return replace(Record(key="r", names=(name,)), **values)  # type: ignore[arg-type]


def with_site(record: Record) -> Record:
    return replace(record, website="www.example.fi")


def judge(one: Record, *others: Record, said: Judgements | None = None) -> LinkDecision:
    return decide(one, others, said or {})


def outcome(one: Record, *others: Record) -> LinkOutcome:
    return judge(one, *others).outcome


def test_an_equal_business_id_decides_whatever_the_names() -> None:
    decision = judge(incoming("Aivan Toinen", business_id=ID), known(business_id=ID))
    assert (decision.outcome, decision.target) == (SAME, "k")
    assert str(decision.why) == "Same Business ID: 0100002-9"


def test_a_different_business_id_forbids_even_where_all_else_agrees() -> None:
    one = incoming(business_id=ID, **PHONE, **STREET, **SITE)
    decision = judge(one, known(business_id=OTHER_ID, **PHONE, **STREET, **SITE))
    assert (decision.outcome, decision.proposals) == (NEW, ())


def test_a_wrong_check_digit_is_no_business_id() -> None:
    assert outcome(incoming(business_id="0100002-8", **PHONE), known(business_id=OTHER_ID, **PHONE)) is SAME
    assert outcome(incoming("Muu Malli", business_id="0100002-8"), known(business_id="0100002-8")) is NEW


def test_a_name_alone_is_never_enough() -> None:
    decision = judge(incoming(), known())
    assert (decision.outcome, decision.target) == (REVIEW, None)
    assert [proposal.key for proposal in decision.proposals] == ["k"]


@pytest.mark.parametrize("support", [PHONE, STREET, SITE, {"email": "keksitty.konepaja@gmail.com"}])
def test_a_whole_name_and_one_strong_sign_link(support: dict[str, str]) -> None:
    decision = judge(incoming(**support), known(**support))
    assert (decision.outcome, decision.target) == (SAME, "k")


@pytest.mark.parametrize(
    "support",
    [
        {"town": "Raahe"},
        {"town": "Raahe", "postcode": "92100"},
        {"street": "Kauppakatu 3"},
        {"website": "facebook.com/keksitty"},
        {"email": "info@gmail.com", "website": "www.k-rauta.fi"},
    ],
)
def test_town_bare_street_and_shared_domains_are_no_strong_sign(support: dict[str, str]) -> None:
    theirs = dict(support) | ({"email": "toinen@gmail.com"} if "email" in support else {})
    assert outcome(incoming(**support), known(**theirs)) is REVIEW


def test_the_same_street_in_another_town_is_another_place() -> None:
    one = incoming(street="Kauppakatu 3", postcode="92100", town="Raahe")
    assert outcome(one, known(street="Kauppakatu 3", postcode="74100", town="Iisalmi")) is REVIEW


@pytest.mark.parametrize("sibling", ["Holding", "Kiinteistöt", "2", "II", "B", "Invest", "Raahen tehtaat"])
def test_family_names_are_never_linked_without_the_id(sibling: str) -> None:
    everything = {**PHONE, **STREET, **SITE, "town": "Raahe"}
    assert outcome(incoming(f"Keksitty {sibling} Oy", **everything), known("Keksitty Oy", **everything)) is REVIEW
    assert outcome(incoming("Keksitty Oy", **everything), known(f"Keksitty {sibling} Oy", **everything)) is REVIEW
    assert outcome(incoming(f"Keksitty {sibling} Oy"), known("Keksitty Oy")) is NEW


def test_the_town_in_a_name_is_explained_by_the_place_but_never_linked_by_it() -> None:
    one, other = (
        incoming("Keksitty Raahe", town="Raahe", **PHONE, **STREET),
        known("Keksitty Oy", town="RAAHE", **STREET),
    )
    assert score_pair(one, other).name is NameAgreement.LOOSE
    assert outcome(with_site(one), with_site(other)) is REVIEW
    assert outcome(incoming("Keksitty Raahe", town="Raahe"), known("Keksitty Oy", town="RAAHE")) is REVIEW


def test_numbers_set_siblings_apart() -> None:
    assert outcome(incoming("As Oy Koivu 54", **PHONE), known("As Oy Koivu 56", **PHONE)) is NEW
    assert outcome(incoming("As Oy Koivu 5 4"), known("As Oy Koivu 54")) is NEW


def test_words_of_one_chain_in_two_towns_are_not_alike() -> None:
    assert outcome(incoming("K-Market Iisalmi", town="Iisalmi"), known("K-Market Savonlinna", town="Savonlinna")) is NEW


def test_a_misspelt_name_wants_two_signs_or_a_person() -> None:
    one, other = incoming("Keksitty Vaneritehdat", **PHONE), known("Keksitty Vaneritehdas", **PHONE)
    assert outcome(one, other) is REVIEW
    assert outcome(with_site(one), with_site(other)) is REVIEW  # only the ending differs: it may be another word
    one, other = incoming("Keksitty Vanneritehdas", **PHONE), known("Keksitty Vaneritehdas", **PHONE)
    assert outcome(one, other) is REVIEW
    assert outcome(with_site(one), with_site(other)) is SAME


def test_a_counted_register_tells_misspellings_from_other_words() -> None:
    counts = {"keksitty": 2, "vaneritehdas": 3, "lahti": 400, "lehti": 90}
    one, other = incoming("Keksitty Vanneritehdas"), known("Keksitty Vaneritehdas")
    assert score_pair(one, other, frequency=lambda w: counts.get(w, 0)).name is NameAgreement.LOOSE
    one, other = incoming("Keksitty Lehti"), known("Keksitty Lahti")
    assert score_pair(one, other, frequency=lambda w: counts.get(w, 0)).name is NameAgreement.PARTIAL


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Byte Lab Oy", "ByteLab Oy"),
        ("Keksitty Hämeenpuu", "Hämeen Puu Keksitty Oy"),
        ("Keksitty oy", "Oy Keksitty Ab"),
    ],
)
def test_joined_and_split_words_are_the_same_words(one: str, other: str) -> None:
    assert outcome(incoming(one, **PHONE), known(other, **PHONE)) is SAME


def test_an_initial_stands_for_a_first_name_but_not_for_the_last_word() -> None:
    assert score_pair(incoming("K. Mallikas"), known("Kalle Mallikas")).name is NameAgreement.LOOSE
    assert score_pair(incoming("Mallikas B"), known("Mallikas Betoni")).name is NameAgreement.PARTIAL


def test_former_parallel_and_auxiliary_names_count() -> None:
    other = Record(key="k", names=("Uusi Nimi Oy", "Keksitty Verstad Ab", "Keksitty Konepaja Oy"), phone="0401234567")
    assert outcome(incoming("Keksitty Konepaja", **PHONE), other) is SAME
    assert outcome(incoming("Keksitty Verstad", **PHONE), other) is SAME


def test_another_legal_form_wants_a_second_sign() -> None:
    one, other = incoming("Raahen Keksijät ry", **PHONE), known("Raahen Keksijät Oy", **PHONE)
    assert outcome(one, other) is REVIEW
    assert outcome(with_site(one), with_site(other)) is SAME


def test_private_traders_have_namesakes() -> None:
    one = incoming("Tmi Maija Mallikas", town="Raahe", municipality_code="678", **PHONE)
    other = known("Tmi Maija Mallikas", town="Iisalmi", municipality_code="140", **PHONE)
    assert outcome(one, other) is REVIEW
    assert outcome(one, replace(other, town="Raahe", municipality_code="678")) is SAME


def test_different_names_behind_one_own_domain_are_asked_about() -> None:
    assert outcome(incoming("Aivan Muu", **SITE), known("Keksitty Konepaja", **SITE)) is REVIEW
    assert outcome(incoming("Aivan Muu", **STREET), known("Keksitty Konepaja", **STREET)) is NEW


def test_a_sign_that_many_share_supports_nothing() -> None:
    crowd = [known(f"Naapuri{'abcdefgh'[i]} Oy", key=f"n{i}", **PHONE) for i in range(8)]
    assert outcome(incoming(**PHONE), known(**PHONE), *crowd) is REVIEW


def test_two_equally_good_candidates_go_to_a_person() -> None:
    decision = judge(incoming(**PHONE), known(key="a", **PHONE), known(key="b", **PHONE))
    assert (decision.outcome, decision.target) == (REVIEW, None)
    assert {proposal.key for proposal in decision.proposals} == {"a", "b"}


def test_of_two_equally_good_candidates_the_only_active_one_is_taken() -> None:
    old, new = known(key="a", active=False, **PHONE), known(key="b", **PHONE)
    assert judge(incoming(**PHONE), old, new).target == "b"
    assert outcome(incoming(**PHONE), old, replace(new, active=False)) is REVIEW


def test_a_ceased_company_is_not_taken_while_a_living_one_bears_the_name() -> None:
    assert outcome(incoming(**PHONE), known(key="a", active=False, **PHONE), known(key="b")) is REVIEW
    assert outcome(incoming(**PHONE), known(key="a", active=False, **PHONE)) is SAME


def test_the_supported_candidate_wins_over_a_namesake() -> None:
    assert judge(incoming(**PHONE), known(key="a"), known(key="b", **PHONE)).target == "b"


@pytest.mark.parametrize("pair", [("r", "k"), ("k", "r")])
def test_what_a_person_has_said_counts_whichever_way_round(pair: tuple[str, str]) -> None:
    one, other = incoming(**PHONE), known(**PHONE)
    parted = judge(one, other, said={pair: Judgement.DIFFERENT})
    assert (parted.outcome, parted.proposals) == (NEW, ())
    assert judge(one, other, said={pair: Judgement.UNSURE}).outcome is REVIEW
    joined = judge(incoming("Aivan Muu"), known(), said={pair: Judgement.SAME})
    assert (joined.outcome, joined.target) == (SAME, "k")


def test_a_person_cannot_make_two_business_ids_one_but_is_told_so() -> None:
    one, other = incoming(business_id=ID), known(business_id=OTHER_ID)
    decision = judge(one, other, said={("r", "k"): Judgement.SAME})
    assert (decision.outcome, decision.target) == (REVIEW, None)
    assert "Business IDs differ" in str(decision.proposals[0].why)


def test_a_pair_that_a_person_parted_is_not_joined_by_its_business_id() -> None:
    decision = judge(incoming(business_id=ID), known(business_id=ID), said={("k", "r"): Judgement.DIFFERENT})
    assert (decision.outcome, decision.proposals) == (REVIEW, ())
    assert ID in str(decision.why)


def test_strangers_are_new() -> None:
    decision = judge(incoming("Keksitty Konepaja"), known("Toinen Vaneritehdas Oy", town="Raahe"))
    assert (decision.outcome, decision.target, decision.proposals) == (NEW, None, ())
    assert judge(incoming()).outcome is NEW


def test_common_words_alone_are_nothing_in_common() -> None:
    one, other = incoming("Suomen Rakennus Palvelu Oy", town="Raahe"), known("Suomen Rakennus Huolto Oy", town="Raahe")
    assert outcome(one, other) is NEW


def test_a_dropped_word_in_the_same_place_is_asked_about_when_the_rest_is_rare() -> None:
    one, other = incoming("Quarkola Oy", town="Raahe", postcode="92100"), known("Tosi Quarkola Oy", town="RAAHE")
    evidence = decide(one, [replace(other, postcode="92100")], {}, frequency=lambda w: {"tosi": 0}.get(w, 1))
    assert evidence.outcome is REVIEW


def test_at_most_five_proposals_best_first() -> None:
    crowd = [known(key=f"k{i}") for i in range(9)]
    decision = judge(incoming(town="Raahe"), *crowd, known(key="best", town="Raahe"))
    assert len(decision.proposals) == 5
    assert decision.proposals[0].key == "best"
    posteriors = [proposal.posterior for proposal in decision.proposals]
    assert posteriors == sorted(posteriors, reverse=True)
    assert sum(posteriors) <= 1


def test_the_evidence_tells_field_by_field_what_speaks_for_and_against() -> None:
    one = incoming(business_id=ID, town="Raahe", municipality_code="678", **PHONE)
    evidence = score_pair(one, known(town="Brahestad", municipality_code="678", phone="+358501234567"))
    grades = {row.field: row.grade for row in evidence.rows}
    assert grades["business_id"] is Grade.MISSING
    assert grades["name"] is Grade.EQUAL
    assert grades["town"] is Grade.EQUAL
    assert grades["phone"] is Grade.DIFFERS
    assert evidence.bits == pytest.approx(sum(row.bits for row in evidence.rows))
    assert all(str(row.words) for row in evidence.rows)
    assert [str(label) for label in labels(["name", "town"])] == ["Name", "Town"]


NAMES = st.sampled_from(
    ["Keksitty Oy", "Keksitty Holding Oy", "Koivu Ky", "As Oy Koivu 1", "Tmi Maija Mallikas", "Oy", ""]
)
RECORDS = st.builds(
    Record,
    key=st.sampled_from(["a", "b", "c", "d"]),
    names=st.lists(NAMES, max_size=2).map(tuple),
    business_id=st.sampled_from(["", ID, OTHER_ID, "0100002-8"]),
    town=st.sampled_from(["", "Raahe", "Iisalmi"]),
    postcode=st.sampled_from(["", "92100"]),
    street=st.sampled_from(["", "Kauppakatu 3"]),
    website=st.sampled_from(["", "www.example.fi", "facebook.com"]),
    phone=st.sampled_from(["", "040 123 4567"]),
    active=st.booleans(),
)
SAID = st.dictionaries(st.tuples(*[st.sampled_from("abcdr")] * 2), st.sampled_from(list(Judgement)), max_size=4)


@given(RECORDS, st.lists(RECORDS, max_size=4), SAID)
def test_two_valid_business_ids_are_never_one_and_judgements_have_no_direction(
    one: Record, others: list[Record], said: dict[tuple[str, str], Judgement]
) -> None:
    one = replace(one, key="r")
    decision = decide(one, others, said)
    turned = decide(one, others, {(b, a): judgement for (a, b), judgement in said.items()})
    assert decision == turned
    by_key = {record.key: record for record in others}
    if decision.outcome is SAME:
        assert decision.target is not None
        target = by_key[decision.target]
        assert not (one.business_id in {ID, OTHER_ID} and target.business_id in {ID, OTHER_ID} - {one.business_id})
        assert Judgement.DIFFERENT not in {said.get(("r", target.key)), said.get((target.key, "r"))}
    else:
        assert decision.target is None
    parted = {key for key in by_key if Judgement.DIFFERENT in {said.get(("r", key)), said.get((key, "r"))}}
    assert not parted & {proposal.key for proposal in decision.proposals}


@pytest.mark.parametrize(
    "name", ["[/] [bold] =1+1 \x1b]0;x", "a" * 10_000, "ab cd " * 2_000, "\u202e\ud800", "aaab aaac aaad " * 500, ""]
)
def test_hostile_names_are_decided_on_quickly(name: str) -> None:
    one = Record(
        key="r", names=tuple(f"{name}{i}" for i in range(6)), website=name, email=name, phone=name, street=name
    )
    other = Record(key="k", names=tuple(f"{name} {i}b" for i in range(6)), town=name, business_id=name, phone=name)
    decide(incoming(**PHONE), [known(business_id=ID)], {})  # loads what is loaded late
    began = time.perf_counter()
    decision = decide(one, [other], {})
    assert time.perf_counter() - began < 0.25
    assert decision.outcome in LinkOutcome
