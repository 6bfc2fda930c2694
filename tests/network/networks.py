"""Networks for tests: circles of people around a few who bridge them, the same for each seed."""

from __future__ import annotations

import io
import math
import random
from collections.abc import Mapping, Sequence
from functools import cache

from PIL import Image, ImageDraw

from likeness.types import Contract, FaceId, PersonId
from likeness.types.network import (
    Network,
    NetworkEdge,
    NetworkNode,
    NodeId,
    NodeKind,
    SimilarityScale,
)

FIRST = (
    "Anna",
    "Jonas",
    "Mia",
    "Paul",
    "Lea",
    "Nora",
    "Ali",
    "Ida",
    "Zoë",
    "Björn",
    "서연",
    "Олег",
    "Kofi",
)
LAST = ("Berg", "Kim", "Costa", "Okafor", "Lindqvist", "Novák", "Haddad", "Sato", "Iyer", "Petrov")
HOSTILE = (
    "</title><script>alert(1)</script>",
    "'; MATCH (n) DETACH DELETE n; //",
    "\\u0027}) DETACH DELETE n //",
    "\u202egnp.exe\u202c \u2066left",
    "A" * 10_000,
    "zero\x00 bell\x07 line\nend\u2028 tab\t",
    "quotes \" and ' & ]]> --> {{ 7*7 }}",
    "half \udcff of a character \uffff",
    "   ",
    "שלום עולם",
)


def network(
    count: int,
    *,
    seed: int = 0,
    of: NodeKind = "people",
    names: Sequence[str | None] | None = None,
) -> Network:
    """Return a network of *count* nodes; the first ones bear *names*, others made up ones."""
    chance = random.Random(seed)
    groups = max(1, min(12, round(math.sqrt(count) / 1.6)))
    prefix = "p" if of == "people" else "f"
    shares = sorted((chance.random() ** 1.5 + 0.1 for _ in range(groups)), reverse=True)
    group_of = sorted(chance.choices(range(groups), shares, k=count))
    centres = [
        (
            0.72 * math.cos(2.399963 * group) * math.sqrt((group + 0.3) / groups),
            0.72 * math.sin(2.399963 * group) * math.sqrt((group + 0.3) / groups),
        )
        for group in range(groups)
    ]
    spread = 0.62 / math.sqrt(groups)
    places = [
        (
            centres[group][0] + chance.gauss(0, spread / 2),
            centres[group][1] + chance.gauss(0, spread / 2),
        )
        for group in group_of
    ]
    most = max((abs(part) for place in places for part in place), default=1) or 1
    ids = sorted(f"{prefix}{chance.getrandbits(64):016x}" for _ in range(count))
    nodes = tuple(
        NetworkNode(
            node=NodeId(ids[at]),
            person=PersonId(ids[at]) if of == "people" else None,
            name=_name(at, names, chance),
            face=FaceId(f"f{at:016x}"),
            faces=1 + int(chance.expovariate(0.08)) if of == "people" else 1,
            community=group_of[at],
            x=round(places[at][0] / most, 6),
            y=round(places[at][1] / most, 6),
        )
        for at in range(count)
    )
    return Network(
        of=of,
        made="2026-11-22T01:00:00+00:00",
        contract=Contract("arcface"),
        minimum=0.2,
        nearest=8,
        seed=seed,
        left_out=0,
        nodes=nodes,
        edges=_edges(nodes, chance),
        scale=SimilarityScale(
            contract=Contract("arcface"), minimum=0.2, false_match_rate=0.001, source="a test"
        ),
    )


def _name(at: int, names: Sequence[str | None] | None, chance: random.Random) -> str | None:
    made_up = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
    if names is not None and at < len(names):
        return names[at]
    return None if chance.random() < 0.1 else made_up


def _edges(nodes: Sequence[NetworkNode], chance: random.Random) -> tuple[NetworkEdge, ...]:
    """Return edges to some near nodes of the same group, and to a few of other groups."""
    found: dict[tuple[NodeId, NodeId], NetworkEdge] = {}
    groups: dict[int, list[NetworkNode]] = {}
    for node in nodes:
        groups.setdefault(node.community, []).append(node)
    for node in nodes:
        near = [other for other in groups[node.community] if other is not node]
        picked = chance.sample(near, min(len(near), 12))
        picked.sort(key=lambda other: math.dist((node.x, node.y), (other.x, other.y)))
        others = picked[:4] + (chance.sample(nodes, 1) if chance.random() < 0.15 else [])
        for other in others:
            if other is node:
                continue
            one, two = sorted((node.node, other.node))
            alike = node.community == other.community
            similarity = round(min(0.95, max(0.2, chance.gauss(0.45 if alike else 0.27, 0.12))), 4)
            photos = int(chance.expovariate(0.4)) if chance.random() < 0.3 else 0
            only_together = photos > 0 and chance.random() < 0.3
            found[one, two] = NetworkEdge(
                one=one,
                other=two,
                similarity=None if only_together else similarity,
                photos=photos,
            )
    return tuple(found[ends] for ends in sorted(found))


def portraits(network: Network, *, every: int = 1) -> Mapping[NodeId, bytes]:
    """Return a drawn face, as WebP of 96 pixels, for each *every*-th node."""
    return {
        node.node: _portrait(at % 24) for at, node in enumerate(network.nodes) if at % every == 0
    }


@cache
def _portrait(number: int) -> bytes:
    chance = random.Random(number)
    skin = chance.choice(
        [(244, 208, 177), (224, 172, 130), (166, 112, 74), (110, 72, 48), (250, 224, 200)]
    )
    hair = chance.choice(
        [(40, 30, 26), (96, 60, 30), (190, 150, 90), (150, 150, 155), (150, 60, 30)]
    )
    back = chance.choice([(206, 220, 230), (226, 214, 200), (200, 216, 200), (216, 206, 226)])
    picture = Image.new("RGB", (384, 384), back)
    draw = ImageDraw.Draw(picture)
    draw.ellipse((60, 300, 324, 560), fill=tuple(part // 2 + 40 for part in back))
    draw.ellipse((88, 40, 296, 300), fill=hair)
    draw.ellipse((108, 84, 276, 316), fill=skin)
    for x in (156, 228):
        draw.ellipse((x - 12, 180, x + 12, 200), fill=(30, 30, 34))
    draw.arc((156, 220, 228, 270), 20, 160, fill=(150, 70, 60), width=8)
    file = io.BytesIO()
    picture.resize((96, 96), Image.Resampling.LANCZOS).save(file, "WEBP", quality=80)
    return file.getvalue()
