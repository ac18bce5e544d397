"""Whose value counts when two organisations become one, and where joint cases stand, then and apart again."""

from __future__ import annotations

from datetime import date

import pytest

from outreach.rules.merging import Join, Move, Said, Stand, Trust, belongs, default, replay, same_person
from outreach.terms.merging import Part

EARLY, LATE = date(2026, 3, 1), date(2026, 3, 9)


def stand(stage: str) -> Stand:
    return Stand(stage, EARLY)


@pytest.mark.parametrize(
    ("kept", "away", "taken"),
    [
        (Said("a", Trust.FILE, EARLY), Said("b", Trust.PERSON, EARLY), Part.AWAY),
        (Said("a", Trust.PERSON, EARLY), Said("b", Trust.REGISTER, LATE), Part.KEPT),
        (Said("a", Trust.REGISTER, EARLY), Said("b", Trust.FILE, LATE), Part.KEPT),
        (Said("a", Trust.WEB, EARLY), Said("b", Trust.FILE, EARLY), Part.AWAY),
        (Said("a", Trust.PERSON, EARLY), Said("b", Trust.PERSON, LATE), Part.AWAY),
        (Said("a", Trust.PERSON, EARLY), Said("b", Trust.PERSON, EARLY), Part.KEPT),
        (Said("a", Trust.WEB, None), Said("", Trust.PERSON, LATE), Part.KEPT),
        (Said("", Trust.PERSON, LATE), Said("b", Trust.UNKNOWN, None), Part.AWAY),
        (Said("a", Trust.WEB, EARLY), Said("a", Trust.PERSON, LATE), Part.KEPT),
    ],
)
def test_the_newest_of_the_most_trusted_source_counts(kept: Said, away: Said, taken: Part) -> None:
    assert default(kept, away) is taken


def test_joint_cases_stand_where_the_furthest_stands_and_apart_each_where_it_stood() -> None:
    history = replay({1: stand("contacted"), 2: stand("committed")}, {}, [Join(10, 1, 2)], [])
    assert history.stand([1, 2]).stage == "committed"
    assert (history.stand([1]).stage, history.stand([2]).stage) == ("contacted", "committed")
    closed = replay({1: stand("declined"), 2: stand("selected")}, {}, [Join(10, 1, 2)], [])
    assert closed.stand([1, 2]).stage == "selected"


def test_a_later_move_is_that_of_the_leading_case_and_stands_over_all_of_them() -> None:
    own = {1: stand("contacted"), 2: stand("committed")}
    history = replay(own, {}, [Join(10, 1, 2)], [Move(11, None, 1, stand("not_now"))])
    assert history.moves == {11: 2}
    assert history.stand([1, 2]).stage == "not_now"
    assert (history.stand([1]).stage, history.stand([2]).stage) == ("contacted", "not_now")


def test_a_move_may_be_given_to_another_case() -> None:
    own = {1: stand("contacted"), 2: stand("committed")}
    history = replay(own, {}, [Join(10, 1, 2)], [Move(11, 1, 1, stand("active"))])
    assert (history.stand([1]).stage, history.stand([2]).stage) == ("active", "committed")


def test_a_case_that_joins_after_a_move_is_weighed_again() -> None:
    own = {1: stand("contacted"), 2: stand("committed"), 3: stand("in_dialogue")}
    joins = [Join(10, 1, 2), Join(12, 1, 3)]
    history = replay(own, {}, joins, [Move(11, None, 1, stand("declined"))])
    assert history.stand([1, 2, 3]).stage == "in_dialogue"


def test_two_rows_are_one_person_unless_address_or_number_says_otherwise() -> None:
    one = {"name": "testi henkilo", "email": "a@example.com", "phone": ""}
    assert same_person(one, {"name": "testi henkilo", "email": "", "phone": "+358155550100"})
    assert not same_person(one, {"name": "testi henkilo", "email": "b@example.com", "phone": ""})
    assert not same_person(one, {"name": "toinen henkilo", "email": "a@example.com", "phone": ""})
    assert not same_person({**one, "name": ""}, {**one, "name": ""})


def test_a_record_belongs_to_whom_its_number_names_else_its_name() -> None:
    ids = {Part.KEPT: {"1000001-0"}, Part.AWAY: {"1000002-8"}}
    names = {Part.KEPT: {"puujaloste"}, Part.AWAY: {"tehdas", "puujaloste"}}
    assert belongs("1000002-8", "puujaloste", ids, names) is Part.AWAY
    assert belongs("", "tehdas", ids, names) is Part.AWAY
    assert belongs("", "puujaloste", ids, names) is None
    assert belongs("", "", ids, names) is None
