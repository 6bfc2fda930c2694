"""Networks as a page: one self-contained file to move through, search, and thin out.

Nothing is loaded from anywhere. Names are from anywhere, so the page defends itself twice: they are
escaped, in markup and in the data, and a Content Security Policy lets run exactly the one style and
the one script that this file puts there, by their SHA-256 (https://www.w3.org/TR/CSP3/).
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from importlib.resources import files

import numpy as np

from likeness.network.export.names import shown
from likeness.network.export.palette import COMMUNITIES, OTHERS, colours
from likeness.network.export.places import places
from likeness.network.export.plan import caption_of, title_of
from likeness.network.export.portraits import uri
from likeness.types.network import Network, NodeId
from likeness.web.policy import policy

# What could end the element or be read as anything but data inside it.
_INSIDE_SCRIPT = {
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
}


def written(network: Network, portraits: Mapping[NodeId, bytes]) -> str:
    """Return the page; it always encodes to UTF-8.

    Raises:
        ValueError: A portrait is neither JPEG nor WebP.
    """
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    style, script = _resource("page.css"), _resource("page.js")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    text = environment.from_string(_resource("page.html.jinja")).render(
        title=title_of(network),
        caption=caption_of(network),
        things=network.of,
        policy=policy(style, script),
        style=Markup(style),  # noqa: S704 (our own file, and the policy names its hash)
        script=Markup(script),  # noqa: S704 (our own file, and the policy names its hash)
        network=Markup(_data(network, portraits)),  # noqa: S704 (JSON without any markup)
    )
    return text.strip() + "\n"  # nothing may stand before the document type


def _data(network: Network, portraits: Mapping[NodeId, bytes]) -> str:
    """Return what the page shows as JSON by columns, fit to stand inside a script element."""
    lying = places(network)
    palette, colour_of = [*COMMUNITIES, OTHERS], colours(network)
    at = {node.node: number for number, node in enumerate(network.nodes)}
    nodes, edges = network.nodes, network.edges
    alike = [edge.similarity for edge in edges if edge.similarity is not None]
    text = json.dumps(
        {
            "of": network.of,
            "unnamed": "Unnamed person" if network.of == "people" else "A face",
            "colours": palette,
            # Down to whole hundredths, in which the slider counts, so that nothing is left out.
            "start": math.floor(round(100 * min(alike, default=0.0), 6)) / 100,
            "width": lying.width,
            "height": lying.height,
            "nodes": {
                "name": [shown(node.name) or None for node in nodes],
                "faces": [max(node.faces, 1) for node in nodes],
                "colour": [palette.index(colour_of[node.community]) for node in nodes],
                "community": [node.community for node in nodes],
                "x": np.round(lying.centres[:, 0], 1).tolist(),
                "y": np.round(lying.centres[:, 1], 1).tolist(),
                "radius": np.round(lying.radii, 1).tolist(),
                "portrait": [
                    uri(portraits[node.node]) if node.node in portraits else None for node in nodes
                ],
            },
            "edges": {
                "one": [at[edge.one] for edge in edges],
                "other": [at[edge.other] for edge in edges],
                "similarity": [edge.similarity for edge in edges],
                "photos": [edge.photos for edge in edges],
            },
        },
        ensure_ascii=False,
        allow_nan=False,
        separators=(",", ":"),
    )
    for letter, escaped in _INSIDE_SCRIPT.items():
        text = text.replace(letter, escaped)
    return text


def _resource(name: str) -> str:
    return files("likeness.network.export").joinpath(name).read_text("utf-8").strip()
