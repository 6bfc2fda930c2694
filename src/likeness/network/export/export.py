"""Networks as files of any format, chosen by the end of the file's name."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from likeness.errors import UsageError
from likeness.types.network import Network, NodeId


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A kind of file."""

    name: str  # also what its files end with, after a dot
    media: str  # media type, as servers say it
    portraits: bool  # whether it shows them: others need none
    about: str  # one sentence


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        each.name: each
        for each in (
            Format(
                name="html",
                media="text/html; charset=utf-8",
                portraits=True,
                about="a page that needs nothing else: search, zoom, threshold",
            ),
            Format(
                name="json",
                media="application/json",
                portraits=False,
                about="nodes and edges, as NetworkX and D3 read them",
            ),
            Format(
                name="graphml",
                media="application/graphml+xml",
                portraits=False,
                about="for Gephi, yEd and Cytoscape",
            ),
            Format(
                name="cypher",
                media="text/plain; charset=utf-8",
                portraits=False,
                about="statements for Neo4j and LadybugDB",
            ),
            Format(
                name="svg",
                media="image/svg+xml",
                portraits=True,
                about="a drawing of lines and letters",
            ),
            Format(name="png", media="image/png", portraits=True, about="a picture"),
        )
    }
)


def format_of(file: str) -> str:
    """Return the name of the format that a file's name asks for.

    Raises:
        UsageError: It ends like none that is known.
    """
    suffix = os.path.splitext(file)[1].lower().removeprefix(".")
    if suffix not in FORMATS:
        given = f"ends with .{suffix[:20]}" if suffix else "has no end that says so"
        raise UsageError(
            f"What a network is written as shows in the end of the file's name; this one {given}. "
            f"Use one of: {_known()}."
        )
    return suffix


def written(
    network: Network,
    kind: str,
    portraits: Mapping[NodeId, bytes] | None = None,
) -> bytes:
    """Return the network as the bytes of a file; the same network makes the same bytes.

    Args:
        network: What to write.
        kind: A key of `FORMATS`.
        portraits: Small square pictures, as JPEG or WebP; nodes without one are drawn as dots.
            Formats that show none do not look at them.

    Raises:
        UsageError: There is no such format.
        ExportError: This network cannot be written so.
        ValueError: A portrait is neither JPEG nor WebP.
    """
    # Each is imported on first use: drawings bring matplotlib.
    from likeness.network.export import cypher, graphml, json_

    given = portraits or {}
    match kind:
        case "graphml":
            return graphml.written(network).encode()
        case "json":
            return json_.written(network).encode()
        case "cypher":
            return cypher.written(network).encode()
        case "svg":
            from likeness.network.export import svg

            return svg.written(network, given).encode()
        case "png":
            from likeness.network.export import png

            return png.written(network, given)
        case "html":
            from likeness.network.export import html

            return html.written(network, given).encode()
        case _:
            raise UsageError(f"There is no format {kind[:20]!r}. Use one of: {_known()}.")


def _known() -> str:
    return ", ".join(f".{name}" for name in FORMATS)
