"""The plan of a drawing: what lies where, in pixels, for whoever draws it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from likeness.imaging.lettering import Line, line
from likeness.network.export.labels import Label, labels
from likeness.network.export.names import shown
from likeness.network.export.palette import BETWEEN, COMMUNITIES, TOGETHER, colours
from likeness.network.export.places import places
from likeness.types.network import Network, NetworkEdge, NodeId

MARGIN = 48.0  # pixels; names at the edge stand in it
EDGE = 6.0  # no letter comes nearer to the edge of the sheet
HEAD, FOOT = 78.0, 40.0  # what the title and the legend need
TITLE_SIZE, TEXT_SIZE = 24, 14
LEVELS = 4  # of strength: lines of one level look alike
THIN, THICK = 0.7, 2.4  # pixels
FAINT, STRONG = 0.16, 0.6  # opacity
BUSY = 500  # edges; with more of them each is fainter
MOST_LINES = 40_000  # more of them are one grey, and take minutes
DASH = (5.0, 4.0)  # pixels

_MARKS = {"disc": 20.0, "line": 41.0, "dashes": 41.0, "": 0.0}  # pixels from a mark to its text


@dataclass(frozen=True, slots=True, kw_only=True)
class Disc:
    """A node."""

    node: NodeId
    name: str  # as it is shown; empty: none
    x: float
    y: float
    radius: float
    colour: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Strokes:
    """Lines that look alike."""

    colour: str
    width: float  # pixels
    opacity: float
    dashed: bool
    ends: tuple[tuple[float, float, float, float], ...]  # x and y of one end, then of the other


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One entry of the legend."""

    x: float  # where its mark begins
    text: Line
    text_x: float
    colour: str
    mark: str  # "disc", "line", "dashes" or nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A drawing, from its lowest layer to its topmost."""

    width: float
    height: float
    strokes: tuple[Strokes, ...]
    discs: tuple[Disc, ...]
    labels: tuple[Label, ...]
    title: Line
    caption: Line
    keys: tuple[Key, ...]
    key_y: float  # the middle of the legend


def plan(network: Network) -> Plan:
    """Return the plan of a network's drawing; the same network has the same one."""
    lying = places(network)
    width = lying.width + 2 * MARGIN
    height = lying.height + HEAD + FOOT + 2 * MARGIN
    centres = lying.centres + np.array([MARGIN, HEAD + MARGIN])
    colour_of = colours(network)
    names = [shown(node.name) for node in network.nodes]
    room = width - 2 * MARGIN
    within = (EDGE, HEAD + MARGIN / 2, width - EDGE, height - FOOT - MARGIN / 2)
    return Plan(
        width=width,
        height=height,
        strokes=_strokes(network, centres.tolist(), colour_of),
        discs=tuple(
            Disc(
                node=node.node,
                name=name,
                x=round(x, 2),
                y=round(y, 2),
                radius=radius,
                colour=colour_of[node.community],
            )
            for node, name, (x, y), radius in zip(
                network.nodes, names, centres.tolist(), lying.radii.tolist(), strict=True
            )
        ),
        labels=tuple(labels(names, _order(network), centres, lying.radii, within)),
        title=line(title_of(network), TITLE_SIZE, room=room, bold=True),
        caption=line(caption_of(network), TEXT_SIZE, room=room),
        keys=_keys(network, colour_of, room),
        key_y=height - MARGIN / 2 - FOOT / 2,
    )


def title_of(network: Network) -> str:
    """Return what a drawing is called."""
    return "Who resembles whom" if network.of == "people" else "Faces that resemble each other"


def caption_of(network: Network) -> str:
    """Return one line on what a drawing shows."""
    alike = [edge.similarity for edge in network.edges if edge.similarity is not None]
    together = sum(1 for edge in network.edges if edge.photos)
    thing = ("person", "people") if network.of == "people" else ("face", "faces")
    told = [_counted(len(network.nodes), *thing), _counted(len(alike), "likeness", "likenesses")]
    if alike:
        told[-1] += f" (cosine {min(alike):.2f} to {max(alike):.2f})"
    if together:
        told.append(f"{_counted(together, 'pair', 'pairs')} on photos together")
    if len(network.edges) > MOST_LINES:
        told.append(f"the strongest {MOST_LINES:,} drawn")
    if network.left_out:
        told.append(f"{network.left_out:,} left out")
    return " · ".join([*told, shown(network.made)[:10], shown(network.contract)])


def _counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"


def _order(network: Network) -> list[int]:
    """Return the numbers of the nodes, those first whose names matter most."""
    degree: Counter[NodeId] = Counter()
    for edge in network.edges:
        degree.update((edge.one, edge.other))
    return sorted(
        range(len(network.nodes)),
        key=lambda at: (
            -network.nodes[at].faces,
            -degree[network.nodes[at].node],
            network.nodes[at].node,
        ),
    )


def _lines(network: Network) -> tuple[NetworkEdge, ...]:
    """Return the edges that are drawn: of very many the most alike, then who was together most."""
    if len(network.edges) <= MOST_LINES:
        return network.edges
    none = -2.0  # below every cosine
    strongest = sorted(
        network.edges,
        key=lambda edge: (
            -(none if edge.similarity is None else edge.similarity),
            -edge.photos,
            edge.one,
            edge.other,
        ),
    )
    return tuple(strongest[:MOST_LINES])


def _strokes(
    network: Network, centres: list[list[float]], colour_of: Mapping[int, str]
) -> tuple[Strokes, ...]:
    """Return the lines: faint ones first, those of togetherness last and dashed."""
    at = {node.node: number for number, node in enumerate(network.nodes)}
    community = [node.community for node in network.nodes]
    lines = _lines(network)
    level = _levels(lines)
    fewer = min(1.0, (BUSY / max(len(lines), 1)) ** 0.3)
    found: dict[tuple[bool, int, str], list[tuple[float, float, float, float]]] = {}
    for edge in lines:
        one, other = at[edge.one], at[edge.other]
        ends = (*centres[one], *centres[other])
        way = (round(ends[0], 1), round(ends[1], 1), round(ends[2], 1), round(ends[3], 1))
        if edge.similarity is not None:
            same = community[one] == community[other]
            colour = colour_of[community[one]] if same else BETWEEN
            found.setdefault((False, level[edge.one, edge.other], colour), []).append(way)
        if edge.photos:
            found.setdefault((True, 0, TOGETHER), []).append(way)
    return tuple(
        Strokes(
            colour=colour,
            width=1.0 if dashed else round(THIN + (THICK - THIN) * strength / (LEVELS - 1), 2),
            opacity=round(
                fewer * (0.5 if dashed else FAINT + (STRONG - FAINT) * strength / (LEVELS - 1)), 3
            ),
            dashed=dashed,
            ends=tuple(ways),
        )
        for (dashed, strength, colour), ways in sorted(found.items())
    )


def _levels(edges: tuple[NetworkEdge, ...]) -> dict[tuple[NodeId, NodeId], int]:
    """Return how strong each likeness is among all of them, from 0 to LEVELS - 1."""
    alike = [edge for edge in edges if edge.similarity is not None]
    values = np.array([edge.similarity for edge in alike], np.float64)
    if not len(values):
        return {}
    low, high = values.min(), values.max()
    shares = (values - low) / (high - low) if high > low else np.ones_like(values)
    numbers = np.minimum((shares * LEVELS).astype(int), LEVELS - 1).tolist()
    return {(edge.one, edge.other): each for edge, each in zip(alike, numbers, strict=True)}


def _keys(network: Network, colour_of: Mapping[int, str], room: float) -> tuple[Key, ...]:
    """Return the legend: what lines mean, then how large the communities are."""
    entries = [("line", BETWEEN, "alike, the thicker the more")]
    if any(edge.photos for edge in network.edges):
        entries.append(("dashes", TOGETHER, "on photos together"))
    sizes = Counter(node.community for node in network.nodes)
    largest = sorted(sizes, key=lambda community: (-sizes[community], community))
    for community in largest[: len(COMMUNITIES)]:
        before = "group of " if community == largest[0] else ""
        entries.append(("disc", colour_of[community], f"{before}{sizes[community]:,}"))
    if len(largest) > len(COMMUNITIES):
        entries.append(("", "", f"and {len(largest) - len(COMMUNITIES):,} smaller groups"))
    keys: list[Key] = []
    x = MARGIN
    for mark, colour, told in entries:
        text = line(told, TEXT_SIZE)
        start = x + _MARKS[mark]
        end = start + text.width
        if end > MARGIN + room:
            break
        keys.append(Key(x=x, text=text, text_x=start, colour=colour, mark=mark))
        x = end + 20
    return tuple(keys)
