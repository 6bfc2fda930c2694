"""Networks as SVG: lines, discs, portraits in circles, and names that can be selected.

The file holds no script, no style sheet and no address of anything outside.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from likeness.network.export.names import in_xml
from likeness.network.export.palette import GREY, INK, PAPER
from likeness.network.export.plan import (
    DASH,
    MARGIN,
    TEXT_SIZE,
    TITLE_SIZE,
    Disc,
    Key,
    Plan,
    Strokes,
    plan,
)
from likeness.network.export.portraits import uri
from likeness.types.network import Network, NodeId

FAMILY = "DejaVu Sans, Noto Sans, Noto Sans CJK KR, Verdana, sans-serif"
RIM = 2.0  # pixels of paper around a disc
RING = 0.09  # of a portrait's radius: the rim in its community's colour


def written(network: Network, portraits: Mapping[NodeId, bytes]) -> str:
    """Return the drawing as SVG 1.1.

    Raises:
        ValueError: A portrait is neither JPEG nor WebP.
    """
    return "\n".join(_lines(plan(network), portraits)) + "\n"


def _lines(drawing: Plan, portraits: Mapping[NodeId, bytes]) -> Iterator[str]:
    wide, high = f"{drawing.width:g}", f"{drawing.height:g}"
    yield (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{wide}" height="{high}" viewBox="0 0 {wide} {high}" role="img" '
        f'aria-label="{in_xml(drawing.title.text)}. {in_xml(drawing.caption.text)}" '
        f'font-family="{FAMILY}">'
    )
    yield f"<title>{in_xml(drawing.title.text)}</title>"
    yield '<clipPath id="round"><circle r="1"/></clipPath>'
    yield f'<rect width="{wide}" height="{high}" fill="{PAPER}"/>'
    yield from (_strokes(each) for each in drawing.strokes)
    for disc in drawing.discs:
        yield from _disc(disc, portraits.get(disc.node))
    yield (
        f'<g text-anchor="middle" fill="{INK}" stroke="{PAPER}" stroke-width="3" '
        'stroke-linejoin="round" paint-order="stroke">'
    )
    for label in drawing.labels:
        yield _text(label.x, label.y, label.size, label.text.text)
    yield "</g>"
    yield _text(
        MARGIN, MARGIN + 12, TITLE_SIZE, drawing.title.text, f'fill="{INK}" font-weight="700"'
    )
    yield _text(MARGIN, MARGIN + 40, TEXT_SIZE, drawing.caption.text, f'fill="{GREY}"')
    for key in drawing.keys:
        yield from _key(key, drawing.key_y)
    yield "</svg>"


def _strokes(strokes: Strokes) -> str:
    ways = "".join(f"M{a:g} {b:g}L{c:g} {d:g}" for a, b, c, d in strokes.ends)
    dashes = f' stroke-dasharray="{DASH[0]:g} {DASH[1]:g}"' if strokes.dashed else ""
    return (
        f'<path fill="none" stroke="{strokes.colour}" stroke-width="{strokes.width:g}" '
        f'stroke-opacity="{strokes.opacity:g}"{dashes} d="{ways}"/>'
    )


def _disc(disc: Disc, portrait: bytes | None) -> Iterator[str]:
    place = f'cx="{disc.x:g}" cy="{disc.y:g}"'
    named = f"<title>{in_xml(disc.name)}</title>" if disc.name else ""
    yield (
        f'<circle {place} r="{disc.radius:g}" fill="{disc.colour}" stroke="{PAPER}" '
        f'stroke-width="{_rim(disc):g}">{named}</circle>'
    )
    if portrait is not None:
        inner = disc.radius * (1 - RING)
        yield (
            f'<g transform="translate({disc.x:g} {disc.y:g}) scale({inner:.3f})" '
            f'clip-path="url(#round)"><image x="-1" y="-1" width="2" height="2" '
            f'preserveAspectRatio="xMidYMid slice" xlink:href="{uri(portrait)}">{named}</image></g>'
        )


def _rim(disc: Disc) -> float:
    return round(min(RIM, 0.2 * disc.radius), 2)


def _key(key: Key, y: float) -> Iterator[str]:
    if key.mark == "disc":
        yield f'<circle cx="{key.x + 6.5:g}" cy="{y:g}" r="6.5" fill="{key.colour}"/>'
    elif key.mark:
        dashes = f' stroke-dasharray="{DASH[0]:g} {DASH[1]:g}"' if key.mark == "dashes" else ""
        yield (
            f'<path fill="none" stroke="{key.colour}" stroke-width="2"{dashes} '
            f'd="M{key.x:g} {y:g}h34"/>'
        )
    yield _text(key.text_x, y + 5, TEXT_SIZE, key.text.text, f'fill="{GREY}"')


def _text(x: float, y: float, size: int, text: str, looks: str = "") -> str:
    return f'<text x="{x:g}" y="{y:g}" font-size="{size}" {looks}>{in_xml(text)}</text>'
