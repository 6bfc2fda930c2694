from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.network.relatives import long_lost, look_alikes
from likeness.types.network import Network
from tests.network.small import name, network, networks


@settings(deadline=None)
@given(drawn=networks(minimum=0.3), limit=st.integers(0, 5))
def test_look_alikes_are_the_most_alike_pairs_of_different_people(
    drawn: Network, limit: int
) -> None:
    person = {node.node: node.person for node in drawn.nodes}
    wanted = sorted(
        (-edge.similarity, edge.one, edge.other, edge.photos)
        for edge in drawn.edges
        if edge.similarity is not None
        and edge.similarity >= 0.3
        and (person[edge.one] is None or person[edge.one] != person[edge.other])
    )
    found = [
        (-pair.similarity, pair.one, pair.other, pair.photos) for pair in look_alikes(drawn, limit)
    ]
    assert found == wanted[:limit]
    apart = [
        (-pair.similarity, pair.one, pair.other, pair.photos) for pair in long_lost(drawn, limit)
    ]
    assert apart == [pair for pair in wanted if pair[3] == 0][:limit]


def test_relatives_who_met_are_not_lost() -> None:
    drawn = network(3, {(0, 1): (0.9, 4), (0, 2): (0.6, 0), (1, 2): (0.6, 0)})
    assert [(pair.one, pair.other) for pair in long_lost(drawn, 9)] == [
        (name(0), name(2)),
        (name(1), name(2)),
    ]
    assert look_alikes(drawn, 1)[0].photos == 4


def test_neighbours_that_are_not_alike_are_no_relatives() -> None:
    drawn = network(2, {(0, 1): (0.1, 0)}, minimum=0.2)
    assert long_lost(drawn, 5) == look_alikes(drawn, 5) == []


def test_two_faces_of_one_person_are_no_look_alikes() -> None:
    drawn = network(3, {(0, 1): (0.9, 0), (1, 2): (0.5, 0)}, persons=["pa", "pa", None], of="faces")
    assert [(pair.one, pair.other) for pair in look_alikes(drawn, 5)] == [(name(1), name(2))]
