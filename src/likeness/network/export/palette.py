"""Colours of communities, and of the paper they are drawn on.

Colours: M. Okabe and K. Ito, "Color Universal Design", 2008 (https://jfly.uni-koeln.de/color/),
which stay apart for people with each kind of colour blindness; its yellow, too faint on white, is
darker here, and one violet is added. All are at least 2.5 : 1 against white and against the dark
page.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import fmean

from likeness.types.network import Network

COMMUNITIES = (
    "#0072b2",
    "#d55e00",
    "#009e73",
    "#c96a9f",
    "#3a9fd8",
    "#b07d00",
    "#8c64c8",
)
OTHERS = "#7a7f87"  # tiny communities
INK = "#1b1f24"
GREY = "#59616b"  # 6.2 : 1 on white
PAPER = "#fcfcfa"
TOGETHER = "#3c444e"  # lines between people on photos together
BETWEEN = "#8a929c"  # lines from one community to another


LEAST_COLOURED = 3  # nodes of a community: smaller ones are grey


def colours(network: Network) -> dict[int, str]:
    """Return the colour of each community.

    The largest ones have one each. There are not enough colours that everybody can tell apart for
    all others, so each of them, in order, gets the one whose bearers lie farthest away: communities
    beside each other look different.
    """
    members: dict[int, list[tuple[float, float]]] = {}
    for node in network.nodes:
        members.setdefault(node.community, []).append((node.x, node.y))
    found: dict[int, str] = {}
    bearers: dict[str, list[tuple[float, float]]] = {colour: [] for colour in COMMUNITIES}
    for community in sorted(members, key=lambda each: (-len(members[each]), each)):
        places = members[community]
        if len(places) < LEAST_COLOURED and len(members) > len(COMMUNITIES):
            found[community] = OTHERS
            continue
        middle = (fmean(x for x, _ in places), fmean(y for _, y in places))
        # The first of equals: as long as a colour has no bearer, it is infinitely far.
        colour = max(COMMUNITIES, key=lambda each: _away(middle, bearers[each]))
        bearers[colour].append(middle)
        found[community] = colour
    return found


def _away(place: tuple[float, float], others: Sequence[tuple[float, float]]) -> float:
    return min((math.dist(place, other) for other in others), default=math.inf)
