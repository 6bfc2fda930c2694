"""The page: a report as one self-contained file of HTML.

Nothing is loaded from anywhere. Every name comes from a folder that somebody else may have made, so
the page defends itself twice: the template escapes whatever it writes and makes it printable, and a
Content Security Policy lets run exactly the one style and the one script that this file puts there,
by their SHA-256. Plots are images (scripts inside an image do not run), and the data of interactive
pictures is inert JSON that the script only ever writes as text.

Sources: https://www.w3.org/TR/CSP3/ for hashes and for data blocks, which are no scripts to it;
https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements
for what may not stand in a script element.
"""

from __future__ import annotations

import json
import math
import re
from base64 import b64encode
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from likeness.evaluation.estimate import Estimate
from likeness.evaluation.report.cells import shown, size_of
from likeness.evaluation.report.model import (
    Block,
    Cell,
    FacePairs,
    Figure,
    HeatMap,
    PointMap,
    Report,
    Section,
    Table,
)
from likeness.evaluation.report.printable import paragraphs, printable
from likeness.web.policy import policy

if TYPE_CHECKING:
    from jinja2 import Environment

CONTENTS_FROM = 4
"""Sections from which on there is a table of contents."""

HALF = 510.0
"""Points (7.1 inches): of a plot that is no wider, two stand side by side on a wide screen."""

TALL = 16
"""Rows from which on a table scrolls on screen, its header staying in sight."""

WIDE = 8
"""Columns from which on a table is set smaller in print."""

ROOMY = 6
"""Columns up to which an interval may stand beside its figure, if there are few intervals."""

ESTIMATES = 3
"""Columns with intervals from which on these stand under their figures, to fit into the page."""

PER_POINT = {"": 1.0, "px": 0.75, "pt": 1.0, "in": 72.0, "cm": 28.3465, "mm": 2.83465}
"""Points per unit of an SVG's width (CSS: 96 px are one inch)."""

INERT = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}
"""What could end a script element or a line of it, as JSON escapes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Blocks that stand together: plots side by side, anything else alone."""

    kind: str  # "figures", "table", "pairs", "heat", "map"
    blocks: tuple[Block, ...]
    half: bool = False  # plots that two of fit into a line


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnView:
    """How a column is set."""

    numeric: bool  # it holds a number: then all of it is set to the right
    size: float  # of its largest number


def page(report: Report) -> str:
    """Return *report* as HTML; it always encodes to UTF-8.

    The value of a fact named "date" (in any case) also stands in the header.
    """
    from markupsafe import Markup

    style, script = _resource("page.css"), _resource("page.js")
    environment = _environment()
    template = environment.from_string(_resource("page.html.jinja"))
    text = template.render(
        report=report,
        policy=policy(style, script),
        style=Markup(style),  # noqa: S704 (our own file, and the policy names its hash)
        script=Markup(script),  # noqa: S704 (our own file, and the policy names its hash)
        date=next((value for name, value in report.facts if name.lower() == "date"), ""),
        contents=len(report.sections) >= CONTENTS_FROM,
    )
    return text.strip() + "\n"  # nothing may stand before the document type


def _resource(name: str) -> str:
    return files("likeness.evaluation.report").joinpath(name).read_text("utf-8").strip()


def _environment() -> Environment:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    environment.filters["shown"] = shown
    environment.filters["paragraphs"] = paragraphs
    environment.globals.update(
        groups=_groups,
        svg_uri=_svg_uri,
        webp_uri=_webp_uri,
        column_views=_column_views,
        heat_data=_heat_data,
        map_data=_map_data,
        has_figure=_has_figure,
        tall=TALL,
        setting=_setting,
    )
    return environment


def _finalize(value: Any) -> Any:
    """Make whatever the template writes printable; what is markup already, is ours."""
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return printable(value)
    return value


# ---------------------------------------------------------------- blocks


def _groups(section: Section) -> list[Group]:
    """Return the blocks of *section* in order, narrow plots that follow each other as one group."""
    groups: list[Group] = []
    for block in section.blocks:
        kind = _kind(block)
        half = isinstance(block, Figure) and _points_wide(block.svg) <= HALF
        if half and groups and groups[-1].half:
            last = groups.pop()
            groups.append(Group(kind=kind, blocks=(*last.blocks, block), half=True))
        else:
            groups.append(Group(kind=kind, blocks=(block,), half=half))
    return groups


def _kind(block: Block) -> str:
    match block:
        case Figure():
            return "figures"
        case Table():
            return "table"
        case FacePairs():
            return "pairs"
        case HeatMap():
            return "heat"
        case PointMap():
            return "map"


def _points_wide(svg: str) -> float:
    """Return the width that *svg* states, in points; infinite if it states none."""
    match = re.search(r"<svg\b[^>]*?\bwidth=[\"']([0-9.]+)(px|pt|in|cm|mm|)[\"']", svg[:4096])
    return float(match[1]) * PER_POINT[match[2]] if match else math.inf


def _has_figure(section: Section) -> bool:
    """Return whether print already shows a plot of what is interactive on screen."""
    return any(isinstance(block, Figure) for block in section.blocks)


def _setting(table: Table) -> str:
    """Return the classes of *table*: "stacked": intervals under figures; "wide": small in print."""
    columns = range(max([len(table.columns), *(len(row) for row in table.rows)]))
    ranged = sum(
        any(_ranged(row[column]) for row in table.rows if column < len(row)) for column in columns
    )
    stacked = ranged >= ESTIMATES or len(columns) > ROOMY
    names = (("stacked", stacked), ("wide", len(columns) >= WIDE))
    return " ".join(name for name, true in names if true)


def _ranged(cell: Cell) -> bool:
    return isinstance(cell, Estimate) and cell.value is not None and cell.low is not None


def _column_views(table: Table) -> list[ColumnView]:
    """Return how each column of *table* is set; rows may be longer than the header."""
    wide = max([len(table.columns), *(len(row) for row in table.rows)])
    return [
        _column_view([row[column] for row in table.rows if column < len(row)])
        for column in range(wide)
    ]


def _column_view(cells: list[Cell]) -> ColumnView:
    return ColumnView(
        numeric=any(isinstance(cell, int | float | Estimate) for cell in cells),
        # Counts are written whole in any case and take no decimals from what stands beside them.
        size=max((size_of(cell) for cell in cells if not isinstance(cell, int)), default=0.0),
    )


# ---------------------------------------------------------------- pictures and data


def _svg_uri(svg: str) -> str:
    data = svg.encode("utf-8", "replace")
    return "data:image/svg+xml;base64," + b64encode(data).decode()


def _webp_uri(picture: bytes) -> str:
    return "data:image/webp;base64," + b64encode(picture).decode()


def _heat_data(heat: HeatMap) -> Any:
    return _inert(
        {
            "names": [printable(name) for name in heat.names],
            "values": [[_rounded(value) for value in row] for row in heat.values],
            "label": printable(heat.label),
            "low": _rounded(heat.low),
            "high": _rounded(heat.high),
            "higherIsAlike": heat.higher_is_alike,
        }
    )


def _map_data(points: PointMap) -> Any:
    """Return the points that have a place; without one there is nothing to draw."""
    rows = [
        row
        for row, (x, y) in enumerate(zip(points.x, points.y, strict=True))
        if math.isfinite(x) and math.isfinite(y)
    ]
    crops = [points.crops[row] if row < len(points.crops) else None for row in rows]
    return _inert(
        {
            "x": [_rounded(points.x[row]) for row in rows],
            "y": [_rounded(points.y[row]) for row in rows],
            "people": [int(points.people[row]) for row in rows],
            "names": [printable(name) for name in points.names],
            "labels": [printable(points.labels[row]) for row in rows],
            "crops": [b64encode(crop).decode() if crop else None for crop in crops],
        }
    )


def _rounded(value: float | None) -> float | None:
    """Return *value* with the four digits that a picture can show; None for NaN and infinity."""
    if value is None or not math.isfinite(value):
        return None
    return float(f"{value:.4g}")


def _inert(data: object) -> Any:
    """Return *data* as JSON that may stand in a script element."""
    from markupsafe import Markup

    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Markup(text.translate(INERT))  # noqa: S704 (escaped in the line above)
