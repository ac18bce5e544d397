"""Clusters from judgements: what may be joined, what may not, and that the same edges always give the same."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from hypothesis import assume, given
from hypothesis import strategies as st

from outreach.rules.linkage.clusters import Clusters, Edge, clusters, standing
from outreach.terms.linkage import actor_node, record_node
from outreach.terms.work import Judgement

SAME, DIFFERENT, UNSURE = Judgement.SAME, Judgement.DIFFERENT, Judgement.UNSURE
A, B = actor_node(12345671), actor_node(23456789)
R1, R2, R3 = (record_node("list.xlsx", f"name esimerkki {n}") for n in (1, 2, 3))
NODES = (A, B, R1, R2, R3, actor_node(1_000_000_001))
IDS = {A: "1234567-1", B: "2345678-9"}


def edge(one: str, other: str, judgement: Judgement = SAME, order: int = 1, **values: object) -> Edge:
    return replace(Edge(one, other, judgement, order), **values)  # type: ignore[arg-type]


def together(found: Clusters, one: str, other: str) -> bool:
    return other in found.around(one)


def test_links_join_records_and_actor() -> None:
    found = clusters([edge(A, R1, order=1), edge(R1, R2, order=2)], IDS)
    assert found.members == {A: (A, R1, R2)}
    assert found.conflicts == ()
    assert found.around(R3) == (R3,)


def test_two_business_ids_are_never_joined_and_the_weaker_edge_is_told() -> None:
    weak = edge(B, R1, order=2, posterior=0.7)
    found = clusters([weak, edge(A, R1, order=1, posterior=0.9)], IDS)
    assert together(found, A, R1)
    assert not together(found, B, R1)
    assert [(conflict.edge, conflict.blocked_by) for conflict in found.conflicts] == [(weak, (A, B))]


def test_different_blocks_every_path_whichever_way_round_it_comes() -> None:
    for one, other in ((R1, R3), (R3, R1)):
        said = edge(one, other, DIFFERENT, 3, person=True)
        found = clusters([edge(R1, R2, order=1, posterior=0.9), edge(R2, R3, order=2, posterior=0.8), said], {})
        assert together(found, R1, R2)
        assert not together(found, R1, R3)
        assert found.conflicts[0].blocked_by == (R1, R3)


def test_a_persons_word_beats_a_later_one_by_rule() -> None:
    said = edge(A, R1, DIFFERENT, 1, person=True)
    assert not together(clusters([said, edge(R1, A, order=9, posterior=1.0)], IDS), A, R1)


def test_the_newest_word_of_persons_counts() -> None:
    before, after = edge(A, R1, DIFFERENT, 1, person=True), edge(A, R1, SAME, 2, person=True)
    assert together(clusters([after, before], IDS), A, R1)
    assert not together(clusters([after, before, edge(A, R1, UNSURE, 3, person=True)], IDS), A, R1)


def test_a_node_and_itself_say_nothing() -> None:
    """Such an edge stays behind when an organisation is given the Business ID of the other one."""
    assert clusters([edge(A, A, DIFFERENT, person=True), edge(A, R1, order=2)], IDS).members == {A: (A, R1)}


edges_drawn = st.lists(
    st.builds(
        Edge,
        one=st.sampled_from(NODES),
        other=st.sampled_from(NODES),
        judgement=st.sampled_from(Judgement),
        order=st.just(0),
        person=st.booleans(),
        posterior=st.sampled_from((0.0, 0.6, 0.9, 1.0)),
    ),
    max_size=14,
).map(lambda edges: [replace(one, order=n) for n, one in enumerate(edges)])


@given(edges_drawn, st.randoms())
def test_the_order_in_which_edges_come_does_not_matter(edges: list[Edge], chance: object) -> None:
    shuffled = list(edges)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    turned = [replace(one, one=one.other, other=one.one) for one in shuffled]
    found, other = clusters(edges, IDS), clusters(turned, IDS)
    assert (found.keys, found.members) == (other.keys, other.members)
    assert [(c.edge.pair, c.blocked_by) for c in found.conflicts] == [
        (c.edge.pair, c.blocked_by) for c in other.conflicts
    ]


@given(edges_drawn)
def test_no_cluster_holds_two_business_ids_or_a_pair_judged_different(edges: list[Edge]) -> None:
    found = clusters(edges, IDS)
    counting = standing(edges)
    for members in found.members.values():
        assert len({IDS[node] for node in members if node in IDS}) <= 1
        for two in combinations(members, 2):
            judged = counting.get(two)
            assert judged is None or judged.judgement is not DIFFERENT


@given(edges_drawn)
def test_each_same_is_honoured_or_told_with_what_blocks_it(edges: list[Edge]) -> None:
    found = clusters(edges, IDS)
    told = {conflict.edge.pair: conflict.blocked_by for conflict in found.conflicts}
    counting = standing(edges)
    for two, one in counting.items():
        if one.judgement is SAME:
            assert together(found, *two) is (two not in told)
    for (here, there), (left, right) in told.items():
        sides = (found.around(here), found.around(there))
        assert (left in sides[0] and right in sides[1]) or (left in sides[1] and right in sides[0])
        judged = counting.get((left, right))
        both = left in IDS and right in IDS and IDS[left] != IDS[right]
        assert both or (judged is not None and judged.judgement is DIFFERENT)


@given(edges_drawn, st.sampled_from(NODES), st.booleans())
def test_a_new_member_leaves_clusters_and_keys_as_they_are(edges: list[Edge], node: str, person: bool) -> None:
    found = clusters(edges, IDS)
    assume(node in found.keys)
    new = record_node("later.xlsx", "name uusi")
    grown = clusters([*edges, edge(new, node, order=len(edges), person=person)], IDS)
    assert grown.keys == {**found.keys, new: found.keys[node]}


@given(edges_drawn, st.sampled_from(NODES), st.sampled_from(NODES), st.sampled_from(Judgement))
def test_a_retracted_edge_leaves_no_trace(edges: list[Edge], one: str, other: str, judgement: Judgement) -> None:
    found = clusters(edges, IDS)
    extra = edge(one, other, judgement, len(edges), person=True)
    grown = [*edges, extra]
    clusters(grown, IDS)
    assert clusters([kept for kept in grown if kept is not extra], IDS) == found


@given(edges_drawn)
def test_the_key_is_a_member_that_no_other_is_older_than(edges: list[Edge]) -> None:
    found = clusters(edges, IDS)
    first: dict[str, int] = {}
    for one in edges:
        for node in (one.one, one.other):
            first.setdefault(node, one.order)
    for key, members in found.members.items():
        assert first[key] == min(first[node] for node in members)
