"""Small networks for tests of what is asked of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hypothesis import strategies as st

from likeness.types import Contract, FaceId, PersonId
from likeness.types.network import (
    Network,
    NetworkEdge,
    NetworkNode,
    NodeId,
    NodeKind,
    SimilarityScale,
)

Edges = Mapping[tuple[int, int], tuple[float | None, int]]
"""Both ends, the smaller first; the cosine and the photos."""


def name(number: int) -> NodeId:
    return NodeId(f"p{number:02}")


def network(
    count: int,
    edges: Edges,
    *,
    communities: Sequence[int] = (),
    persons: Sequence[str | None] | None = None,
    minimum: float = 0.0,
    of: NodeKind = "people",
) -> Network:
    """Return a network of nodes p00, p01 and so on."""
    people = persons if persons is not None else [name(at) for at in range(count)]
    contract = Contract("arcface")
    return Network(
        of=of,
        made="2026-11-22T01:00:00+00:00",
        contract=contract,
        minimum=minimum,
        nearest=8,
        seed=0,
        left_out=0,
        nodes=tuple(
            NetworkNode(
                node=name(at),
                person=None if people[at] is None else PersonId(str(people[at])),
                name=None,
                face=FaceId(f"f{at:016x}"),
                faces=1,
                community=communities[at] if communities else 0,
                x=0.0,
                y=0.0,
            )
            for at in range(count)
        ),
        edges=tuple(
            NetworkEdge(one=name(one), other=name(other), similarity=similarity, photos=photos)
            for (one, other), (similarity, photos) in sorted(edges.items())
        ),
        scale=SimilarityScale(
            contract=contract, minimum=minimum, false_match_rate=None, source="a test"
        ),
    )


@st.composite
def networks(draw: st.DrawFn, most: int = 7, minimum: float = 0.0) -> Network:
    """Draw a network of few nodes, with many ties among its cosines."""
    count = draw(st.integers(1, most))
    pairs = [(one, other) for other in range(count) for one in range(other)]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    values = st.sampled_from([None, 0.2, 0.3, 0.5, 0.8])
    edges = {pair: (draw(values), draw(st.integers(0, 2))) for pair in chosen}
    groups = [draw(st.integers(0, 2)) for _ in range(count)]
    persons = [draw(st.sampled_from([None, "pa", "pb", f"p{at:02}"])) for at in range(count)]
    return network(count, edges, communities=groups, persons=persons, minimum=minimum)


def similarities(drawn: Network) -> dict[frozenset[NodeId], float]:
    """Return the cosine of each edge that has one."""
    return {
        frozenset((edge.one, edge.other)): edge.similarity
        for edge in drawn.edges
        if edge.similarity is not None
    }
