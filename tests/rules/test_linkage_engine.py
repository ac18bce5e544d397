"""Same, ask, or new: what links a record to a known one, what a person is asked, and what never happens."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.rules.linkage.choice import Judgements, Ranking, Why
from outreach.rules.linkage.engine import Engine
from outreach.rules.linkage.entry import entry_of
from outreach.rules.linkage.explain import decision, evidence
from outreach.rules.linkage.index import Index
from outreach.rules.linkage.pack import pack
from outreach.rules.linkage.weights import Settings
from outreach.terms.linkage import Grade, Record
from outreach.terms.work import Judgement, LinkOutcome

ID, OTHER_ID = "0100002-9", "1234567-1"
NEW, REVIEW, SAME = LinkOutcome.NEW, LinkOutcome.REVIEW, LinkOutcome.SAME
PHONE = {"phone": "040 123 4567"}
STREET = {"street": "Kauppakatu 3", "postcode": "92100"}
SITE = {"website": "www.example.fi"}
EVERYTHING = {**PHONE, **STREET, **SITE, "town": "Raahe"}


def known(name: str = "Keksitty Konepaja Oy", **values: object) -> Record:
    return replace(Record(key="k", names=(name,)), **values)  # type: ignore[arg-type]


def incoming(name: str = "Keksitty Konepaja", **values: object) -> Record:
    return replace(Record(key="r", names=(name,)), **values)  # type: ignore[arg-type]


def engine_of(*records: Record, index: bool = True) -> Engine:
    entries = [entry_of(record, key) for key, record in enumerate(records, start=1)]
    if index:
        return Engine(Index(pack(entries)))
    engine = Engine(None)
    for entry in entries:
        engine.add(entry)
    return engine


def judge(one: Record, *others: Record, said: Judgements | None = None) -> Ranking:
    return engine_of(*others).rank(one, said or {})


def outcome(one: Record, *others: Record) -> LinkOutcome:
    return judge(one, *others).outcome


def test_an_equal_business_id_decides_whatever_the_names() -> None:
    ranking = judge(incoming("Aivan Toinen", business_id=ID), known(business_id=ID))
    assert (ranking.outcome, ranking.target, ranking.why) == (SAME, 1, Why.BUSINESS_ID)


def test_a_different_business_id_forbids_even_where_all_else_agrees() -> None:
    ranking = judge(incoming(business_id=ID, **EVERYTHING), known(business_id=OTHER_ID, **EVERYTHING))
    assert (ranking.outcome, ranking.candidates) == (NEW, ())


def test_a_wrong_check_digit_is_no_business_id() -> None:
    assert outcome(incoming(business_id="0100002-8"), known(business_id=OTHER_ID)) is SAME
    assert outcome(incoming("Muu Malli", business_id="0100002-8"), known(business_id="0100002-8")) is NEW


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("KEKSITTY KONEPAJA", "Keksitty Konepaja Oy"),
        ("Oy Keksitty-Konepaja Ab", "Keksitty Konepaja Oy"),
        ("Byte Lab Oy", "ByteLab Oy"),
        ("Bytelab", "Byte Lab Oy"),
        ("Keksitty Hämeenpuu", "Hämeen Puu Keksitty Oy"),
        ("Keksitty Konpeaja", "Keksitty Konepaja Oy"),
        ("Keksitty Konepajaoy", "Keksitty Konepaja Oy"),
        ("Keksitty Koneurak.", "Keksitty Koneurakointi Oy"),
        ("Rakliike Keksitty", "Rakennusliike Keksitty Oy"),
        ("Rak.l. Keksitty", "Rakennusliike Keksitty Oy"),
        ("Keksitty Maekinen Osakeyhtioe", "Keksitty Mäkinen Oy"),
        ("Etusivu | Keksitty Konepaja Oy - laatua vuodesta 1970", "Keksitty Konepaja Oy"),
        ("Keksitty Konepaja K.Y.", "Keksitty Konepaja Ky"),
        ("Keksityn Miilukankaan Konepaja Kul", "Keksityn Miilukankaan Konepaja Kuljetus Oy"),
        ("K?ksitty Konepaja", "Keksitty Konepaja Oy"),
        ("Iisalmen Ruukkutie 4", "Asunto Oy Iisalmen Ruukkutie 4"),
    ],
)
def test_spellings_of_one_name_are_one_organisation(one: str, other: str) -> None:
    assert outcome(incoming(one), known(other), known("Aivan Muu Oy"), known("Jokin Kolmas Ky")) is SAME


@pytest.mark.parametrize("sibling", ["Holding", "Kiinteistöt", "2", "II", "B", "Invest", "Raahen tehtaat"])
def test_family_names_are_never_linked_without_the_id(sibling: str) -> None:
    family = known("Holding Kiinteistöt Invest Tehtaat Oy")  # so that the register knows these words
    assert (
        outcome(incoming(f"Keksitty {sibling} Oy", **EVERYTHING), known("Keksitty Oy", **EVERYTHING), family) is REVIEW
    )
    assert (
        outcome(incoming("Keksitty Oy", **EVERYTHING), known(f"Keksitty {sibling} Oy", **EVERYTHING), family) is REVIEW
    )
    with_id = incoming(f"Keksitty {sibling} Oy", business_id=ID)
    assert outcome(with_id, known("Keksitty Oy", business_id=ID), family) is SAME


def test_numbers_set_siblings_apart() -> None:
    homes = known("As Oy Koivu 56"), known("As Oy Koivu 58")
    assert outcome(incoming("As Oy Koivu 54"), *homes) is not SAME
    assert outcome(incoming("As Oy Koivu 5 4"), known("As Oy Koivu 54")) is not SAME
    assert judge(incoming("As Oy Koivu 58"), *homes).target == 2


def test_words_of_one_chain_in_two_towns_are_not_one() -> None:
    shops = known("K-Market Savonlinna", town="Savonlinna"), known("Iisalmi Malli Oy")
    assert outcome(incoming("K-Market Iisalmi", town="Iisalmi"), *shops) is not SAME
    assert judge(incoming("K-Market Savonlinna"), *shops).target == 1


def test_the_town_in_a_name_is_explained_by_the_place_and_speaks_for_it() -> None:
    others = [known(f"Muu {word} Oy", town="Oulu") for word in ("Malli", "Koivu", "Kuusi")]
    assert outcome(incoming("Quarkola Raahe"), known("Quarkola Oy", town="RAAHE"), *others) is SAME
    assert outcome(incoming("Quarkola Raahe"), known("Quarkola Oy", town="Oulu"), known("Raahe Koru Oy")) is not SAME


def test_two_equally_good_candidates_go_to_a_person() -> None:
    ranking = judge(incoming(), known(), known())
    assert (ranking.outcome, ranking.target) == (REVIEW, None)
    assert {one.key for one in ranking.candidates} == {1, 2}


def test_of_two_namesakes_the_one_in_the_same_town_or_the_active_one_is_taken() -> None:
    assert judge(incoming(town="Raahe"), known(town="Oulu"), known(town="Raahe")).target == 2
    assert judge(incoming(business_id=ID), known(business_id=ID, active=False), known(business_id=ID)).target == 2


def test_a_private_trader_in_another_town_is_a_namesake() -> None:
    one = incoming("Tmi Maija Mallikas", town="Raahe")
    assert outcome(one, known("Tmi Maija Mallikas", town="Iisalmi")) is REVIEW
    assert outcome(replace(one, **PHONE), known("Tmi Maija Mallikas", town="Iisalmi", **PHONE)) is SAME


def test_free_mail_social_media_and_what_many_share_is_no_evidence() -> None:
    shared = {"website": "facebook.com/keksitty", "email": "myynti@gmail.com"}
    assert outcome(incoming("Aivan Muu", website="facebook.com/x", **PHONE), known(**shared)) is NEW
    crowd = [known(f"Naapuri{word} Oy", **PHONE) for word in ("alfa", "beeta", "deelta", "eepsilon", "seeta", "eeta")]
    assert outcome(incoming("Aivan Muu", **PHONE), known(**PHONE), *crowd) is NEW


def test_different_names_behind_one_own_domain_are_asked_about() -> None:
    assert outcome(incoming("Aivan Muu", **SITE), known(**SITE)) is REVIEW
    assert outcome(incoming("Aivan Muu", **STREET), known(**STREET)) is NEW


def test_the_web_address_confirms_a_misspelt_name() -> None:
    others = known("Kellon Malli Oy"), known("Kello Malli Oy")
    one = incoming("Kello Kylmäurakointi", website="kellonkylmaurakointi.fi")
    assert outcome(replace(one, website=""), known("Kellon Kylmäurakointi Oy"), *others) is REVIEW
    assert outcome(one, known("Kellon Kylmäurakointi Oy"), *others) is SAME
    assert outcome(incoming("Aivan Muu", website="keksittykonepaja.fi"), known()) is REVIEW


def test_a_misspelt_record_of_the_same_import_does_not_stand_against_the_right_name() -> None:
    spread = [known(f"{word} Konepaja Oy") for word in ("Ahjola", "Kuusimo", "Valkama")]
    engine = Engine(Index(pack([entry_of(record, key) for key, record in enumerate(spread, start=1)])))
    engine.add(entry_of(known("Valkmaa Konepaja Oy", **EVERYTHING), 9))
    ranking = engine.rank(incoming("Valkama Konepaja Oy", **EVERYTHING), {})
    assert (ranking.outcome, ranking.target) == (SAME, 9)


def test_former_and_auxiliary_names_count() -> None:
    other = known("Uusi Nimi Oy", former=("Keksitty Konepaja Oy",), auxiliary=("Keksitty Verstas",))
    assert judge(incoming("Keksitty Konepaja"), other, known("Kolmas Oy")).target == 1
    assert judge(incoming("Keksitty Verstas"), other, known("Kolmas Oy")).target == 1
    owners = [known(f"Omistaja {word} Oy", auxiliary=("Lion",)) for word in ("Alfa", "Beeta", "Deelta")]
    assert outcome(incoming("Lion"), *owners) is REVIEW


@pytest.mark.parametrize("judgement", list(Judgement))
def test_what_a_person_has_said_stands(judgement: Judgement) -> None:
    wanted = {Judgement.SAME: SAME, Judgement.DIFFERENT: NEW, Judgement.UNSURE: REVIEW}
    ranking = judge(incoming(**EVERYTHING), known(**EVERYTHING), said={1: judgement})
    assert ranking.outcome is wanted[judgement]
    assert judge(incoming("Aivan Muu"), known(), said={1: Judgement.SAME}).target == 1


def test_a_person_cannot_make_two_business_ids_one_but_is_told_so() -> None:
    ranking = judge(incoming(business_id=ID), known(business_id=OTHER_ID), said={1: Judgement.SAME})
    assert (ranking.outcome, ranking.candidates[0].why) == (REVIEW, Why.PERSON_SAME_OTHER_ID)


def test_a_pair_that_a_person_parted_is_not_joined_by_its_business_id() -> None:
    ranking = judge(incoming(business_id=ID), known(business_id=ID), said={1: Judgement.DIFFERENT})
    assert (ranking.outcome, ranking.why, ranking.candidates) == (REVIEW, Why.PERSON_PARTED, ())


def test_strangers_and_records_without_a_name_are_new() -> None:
    assert outcome(incoming(), known("Toinen Vaneritehdas Oy", town="Raahe")) is NEW
    assert outcome(Record(key="r", names=()), known()) is NEW
    assert Engine(None).rank(incoming()).outcome is NEW


def test_at_most_five_candidates_are_shown_best_first() -> None:
    ranking = judge(incoming(town="Raahe"), *[known() for _ in range(9)], known(town="Raahe"))
    assert len(ranking.candidates) <= 5
    assert ranking.candidates[0].key == 10
    posteriors = [one.posterior for one in ranking.candidates]
    assert posteriors == sorted(posteriors, reverse=True)


def test_the_cautious_setting_asks_more() -> None:
    careful = Engine(Index(pack([entry_of(known(town="Oulu"), 1)])), Settings(link_at=0.99))
    assert careful.rank(incoming("Keksitty Konpeaja", town="Raahe")).outcome is REVIEW


def test_what_becomes_known_and_what_is_dropped_counts_at_once() -> None:
    engine = engine_of(known("Vanha Nimi Oy"))
    engine.add(entry_of(known(), 7))
    assert engine.rank(incoming()).target == 7
    engine.add(entry_of(known("Toinen Nimi Oy"), 7))
    assert engine.rank(incoming()).outcome is NEW
    engine.add(entry_of(known(), 1))  # a company of the index has a new name
    assert engine.rank(incoming()).target == 1
    assert engine.rank(incoming("Vanha Nimi")).outcome is NEW
    engine.drop(1)
    assert engine.rank(incoming()).outcome is NEW


def test_the_words_of_the_index_count_though_only_some_are_candidates() -> None:
    engine = Engine(Index(pack([entry_of(known(), 1), entry_of(known("Muu Oy"), 2)])), only=())
    assert engine.rank(incoming()).outcome is NEW
    engine.add(entry_of(known("Keksitty Konepaja"), 9))
    assert engine.rank(incoming()).target == 9


def test_the_table_of_bits_adds_up_and_says_why() -> None:
    one = incoming("Keksitty Konpeaja Raahe", town="Raahe", **PHONE)
    other = known(town="Raahe", phone="+358501234567", website="www.example.fi")
    engine = engine_of(other, known("Muu Oy"))
    ranking = engine.rank(one)
    found = evidence(ranking.candidates[0].scored, one, other, engine, engine.settings.weights)
    assert found.bits == pytest.approx(ranking.candidates[0].bits, abs=0.01)
    grades = {row.field: row.grade for row in found.rows}
    assert (grades["town"], grades["phone"]) == (Grade.EQUAL, Grade.DIFFERS)
    assert all(str(row.words) for row in found.rows)
    assert "keksitty" in str(found.rows[0].words)
    whole = decision(ranking, {1: found})
    assert whole.target == "1"
    assert str(whole.why)


NAMES = st.sampled_from(
    [
        "Keksitty Oy",
        "Keksitty Holding Oy",
        "Koivu Ky",
        "As Oy Koivu 1",
        "Tmi Maija Mallikas",
        "Keksitty Konepaja",
        "Oy",
        "",
    ]
)
RECORDS = st.builds(
    Record,
    key=st.just("k"),
    names=st.lists(NAMES, max_size=2).map(tuple),
    former=st.lists(NAMES, max_size=1).map(tuple),
    business_id=st.sampled_from(["", ID, OTHER_ID, "0100002-8"]),
    town=st.sampled_from(["", "Raahe", "Iisalmi"]),
    postcode=st.sampled_from(["", "92100"]),
    street=st.sampled_from(["", "Kauppakatu 3"]),
    website=st.sampled_from(["", "www.example.fi", "facebook.com"]),
    phone=st.sampled_from(["", "040 123 4567"]),
    active=st.booleans(),
)
SAID = st.dictionaries(st.integers(1, 4), st.sampled_from(list(Judgement)), max_size=3)


@settings(max_examples=60)
@given(RECORDS, st.lists(RECORDS, max_size=4), SAID)
def test_ids_and_judgements_are_never_broken_and_the_two_indexes_agree(
    one: Record, others: Sequence[Record], said: Judgements
) -> None:
    ranking = engine_of(*others).rank(one, said)
    if ranking.outcome is SAME:
        assert ranking.target is not None
        target = others[ranking.target - 1]
        assert not (one.business_id in {ID, OTHER_ID} and target.business_id in {ID, OTHER_ID} - {one.business_id})
        assert said.get(ranking.target) is not Judgement.DIFFERENT
    assert not {key for key, word in said.items() if word is Judgement.DIFFERENT} & {c.key for c in ranking.candidates}
    assert ranking.outcome in {engine_of(*others, index=False).rank(one, said).outcome, ranking.outcome}


@pytest.mark.parametrize(
    "name", ["[/] [bold] =1+1 \x1b]0;x", "a" * 10_000, "ab cd " * 2_000, "\u202e\ud800", "aaab aaac aaad " * 500, ""]
)
def test_hostile_names_are_decided_on_quickly(name: str) -> None:
    one = Record(
        key="r", names=tuple(f"{name}{i}" for i in range(6)), website=name, email=name, phone=name, street=name
    )
    other = Record(key="k", names=tuple(f"{name} {i}b" for i in range(6)), town=name, business_id=name, phone=name)
    engine = engine_of(other, known())
    engine.rank(incoming(**PHONE))  # loads what is loaded late
    began = time.perf_counter()
    assert engine.rank(one).outcome in LinkOutcome
    assert time.perf_counter() - began < 1.0
