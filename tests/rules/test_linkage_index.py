"""The packed index of names: what it finds, from files too, and that it finds the same as the table that grows."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from outreach.rules.linkage.entry import Entry, entry_of, phone_key, query_of
from outreach.rules.linkage.index import Index
from outreach.rules.linkage.known import known_of
from outreach.rules.linkage.live import Live
from outreach.rules.linkage.pack import DOMAIN, identifier, pack
from outreach.rules.linkage.towns import forms_of
from outreach.terms.linkage import Record

WORDS = st.text(st.sampled_from("abdeikorsu"), min_size=4, max_size=9)
NAMES = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)


def index_of(*names: str) -> Index:
    return Index(pack(Entry(key, ((name, 0),)) for key, name in enumerate(names, start=1)))


def test_a_company_comes_back_as_it_went_in() -> None:
    entry = Entry(
        key=12345671,
        names=(("keksitty konepaja", 0), ("vanha nimi", 2)),
        form="16",
        business_id="1234567-1",
        towns=("iisalmi", "idensalmi"),
        postcodes=("74100",),
        streets=("74100 kauppakatu 3",),
        domains=("example.fi",),
        emails=("info@example.fi",),
        phones=("+358401234567",),
        active=False,
    )
    index = Index(pack([Entry(1, (("muu", 0),)), entry]))
    assert index.known(1) == known_of(entry)
    assert (len(index), index.names) == (2, 3)
    assert index.company(12345671) == 1
    assert index.company(99) is None
    assert index.owners(identifier(DOMAIN, "example.fi")).tolist() == [1]
    assert index.counts(["keksitty", "muu", "tuntematon"]) == [1, 1, 0]
    assert (index.town_size("idensalmi"), index.town_size("oulu")) == (1, 0)


def test_it_works_from_files_that_are_only_mapped(tmp_path: Path) -> None:
    arrays = pack(Entry(key, ((f"malli{key} konepaja", 0),)) for key in range(1, 50))
    for name, values in arrays.items():
        np.save(tmp_path / f"{name}.npy", values)
    mapped = {path.stem: np.load(path, mmap_mode="r") for path in tmp_path.glob("*.npy")}
    assert Index(mapped).nearest({"malli7": 1.0}, (), 3, 100.0) == Index(arrays).nearest({"malli7": 1.0}, (), 3, 100.0)


def test_an_empty_index_finds_nothing() -> None:
    index = Index(pack([]))
    assert index.nearest({"keksitty": 1.0}, ("oulu",), 5, 1.0) == []
    assert (index.alike("keksitty", harder=True), index.starting("kek", 5), index.counts(["a"])) == ([], [], [0])


@settings(max_examples=60)
@given(st.lists(WORDS, min_size=1, max_size=12, unique=True), st.data())
def test_a_word_with_one_wrong_letter_is_found(words: list[str], data: st.DataObject) -> None:
    index = index_of(*words)
    word = data.draw(st.sampled_from(words))
    at = data.draw(st.integers(0, len(word) - 2))
    wrong = data.draw(
        st.sampled_from(
            [
                word[:at] + word[at + 1 :],
                word[:at] + "x" + word[at:],
                word[:at] + "x" + word[at + 1 :],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            ]
        )
    )
    if wrong != word and len(wrong) >= 4 and OSA.normalized_similarity(wrong, word) >= 0.74:
        found = index.alike(wrong, harder=False)
        assert word in found or len(found) == 12


def test_two_wrong_letters_in_a_long_word_are_found_when_it_looks_harder() -> None:
    index = index_of("konepajapalvelu", "rakennuspalvelu", "kirjanpitopalvelu")
    assert index.alike("komepajapalbelu", harder=False) == []
    assert index.alike("komepajapalbelu", harder=True) == ["konepajapalvelu"]


def test_words_by_their_beginning_the_most_frequent_first_when_there_are_many() -> None:
    index = index_of("koneurakointi aho", "koneurakointi niemi", "konepaja", "kone", "konealfa")
    assert sorted(index.starting("kone", 10)) == ["konealfa", "konepaja", "koneurakointi"]
    assert index.starting("koneu", 1) == ["koneurakointi"]
    assert index.starting("kone", 1) == ["koneurakointi"]


@settings(max_examples=60)
@given(st.lists(NAMES, min_size=1, max_size=12), st.lists(WORDS, min_size=1, max_size=3))
def test_names_that_share_all_words_come_first_in_both_indexes(names: list[str], extra: list[str]) -> None:
    wanted = names[0]
    index, live = index_of(*names, *extra), Live()
    for key, name in enumerate([*names, *extra], start=1):
        live.add(Entry(key, ((name, 0),)))
    share = dict.fromkeys(wanted.split(), 1.0)
    packed = [index.known(number).names for number in index.nearest(share, (), 1, 1000.0)]
    growing = [known.names for known in live.nearest(share, (), 1, lambda word: 10.0)]
    for found in (packed, growing):
        assert set(wanted.split()) <= {word for words, _ in found[0] for word in words}


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("040 123 4567", "+358401234567"),
        ("puh. 045 895 0421", "+358458950421"),
        ("+358 (0)40 123 4567", "+358401234567"),
        ("00358 40 123 4567", "+358401234567"),
        ("Tel. +358-40-1234567 / Testi", "+358401234567"),
        ("(040) 123 4567", "+358401234567"),
        ("+46 8 123 456", "+468123456"),
        ("", ""),
        ("soita", ""),
        ("12", ""),
    ],
)
def test_spellings_of_a_phone_number_have_one_key(written: str, key: str) -> None:
    assert phone_key(written) == key


@pytest.mark.parametrize(
    ("town", "form"),
    [
        *[("helsinki", "helsingin"), ("iisalmi", "iisalmen"), ("raahe", "raahen"), ("seinajoki", "seinajoen")],
        *[("lahti", "lahden"), ("turku", "turun"), ("vasa", "vasas"), ("tampere", "tampereen"), ("oulu", "oulun")],
        *[("kajaani", "kajaanin"), ("uusikaupunki", "uusikaupungin"), ("jarvenpaa", "jarvenpaan")],
    ],
)
def test_a_town_is_known_in_the_forms_that_names_have_it_in(town: str, form: str) -> None:
    assert {town, form} <= forms_of(town)
    assert "konepaja" not in forms_of(town)


def test_a_name_is_read_whole_and_by_its_parts_and_from_the_web_address() -> None:
    record = Record(key="r", names=("Etusivu | Keksitty Oy - laatua jo vuodesta 1970",), website="www.keksittykone.fi")
    readings = {reading.words: reading for reading in query_of(record).readings}
    assert not readings["keksitty",].aside
    assert readings["laatua", "jo", "vuodesta", "1970"].aside
    assert readings["keksittykone",].domain
    assert ("etusivu",) not in readings


def test_a_known_record_keeps_its_names_with_their_kinds() -> None:
    record = Record(key="k", names=("Uusi Oy",), auxiliary=("Verstas",), former=("Vanha Oy", "Uusi Oy"), town="Raahe")
    assert entry_of(record, 5).names == (("uusi", 0), ("verstas", 1), ("vanha", 2))
    assert entry_of(record, 5).towns == ("raahe",)
