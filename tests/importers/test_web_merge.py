"""One candidate for each organisation, whichever ways of reading told of it."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from importers.web.merge import filled_from, merged, overlap
from outreach.terms.candidate import Candidate, Provenance, Trace
from tests.importers.pages import NOW


def record(name: str, how: str = "table", **values: Any) -> Candidate:
    provenance = Provenance(source="x", where=name, fetched_at=NOW, content_hash="", how=how, confidence=0.8)
    return Candidate(name=name, provenance=provenance, **values)


def test_a_name_with_and_without_its_form_is_one_and_two_forms_are_two() -> None:
    found = merged(
        [record("Sorvi"), record("SORVI OY", "json-ld", phone="+35821"), record("Sorvi Ky"), record("Oy Sorvi Ab")]
    )
    assert [(each.name, each.phone) for each in found] == [("SORVI OY", "+35821"), ("Sorvi Ky", "")]
    assert found[0].other_names == ("Sorvi", "Oy Sorvi Ab")


def test_the_same_number_is_one_and_two_numbers_are_two() -> None:
    one = record("Sorvi Oy", business_id="9000005-4")
    assert len(merged([one, record("Aivan Muu Oy", business_id="9000005-4")])) == 1
    assert len(merged([one, record("Sorvi Oy", business_id="9000006-2")])) == 2


def test_two_towns_and_two_streets_of_one_way_are_two_places() -> None:
    assert len(merged([record("Kioski", town="Rauma"), record("Kioski", town="Raahe")])) == 2
    assert len(merged([record("Kioski", street="Katu 1"), record("Kioski", street="Tie 2")])) == 2
    assert len(merged([record("Kioski", street="Katu 1"), record("Kioski", "json-ld", street="Katu 1 A")])) == 1


def test_a_website_joins_two_ways_whose_names_have_a_word_in_common() -> None:
    site = "https://sorvi.example/"
    assert len(merged([record("Sorvi ja Hitsaus Oy", website=site), record("Sorvi", "json-ld", website=site)])) == 1
    assert len(merged([record("Sorvi Rauma", website=site), record("Sorvi Raahe", website=site)])) == 2


def test_a_value_from_another_way_has_a_trace_and_addresses_are_not_mixed() -> None:
    one = record("Sorvi Oy", street="Katu 1")
    other = record("Sorvi Oy", "hcard", street="Tie 2", town="Raahe", email="info@x.example")
    filled = filled_from(one, other)
    assert (filled.street, filled.town, filled.email) == ("Katu 1", "", "info@x.example")
    assert filled.traces == (Trace("email", "hcard", 0.8),)


_RECORDS = st.lists(
    st.builds(
        record,
        st.sampled_from(["Sorvi Oy", "Sorvi", "Jyrsin Ab", "Oy", "  "]),
        st.sampled_from(["table", "json-ld"]),
        town=st.sampled_from(["", "Rauma", "Raahe"]),
        business_id=st.sampled_from(["", "9000005-4", "9000006-2"]),
    ),
    max_size=8,
)


@given(_RECORDS)
def test_merging_again_changes_nothing_in_number_and_loses_no_number(records: list[Candidate]) -> None:
    found = merged(records)
    assert {each.business_id for each in records} - {""} == {each.business_id for each in found} - {""}
    assert len(found) <= len(records)
    assert overlap(found, []) == 0
