"""The pictures of the gallery, and a page to look at them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

TITLES = {
    "similarity": "similarity mean",
    "delaunay": "Delaunay mean",
    "tps": "thin-plate mean",
    "likeness": "Likeness",
}
STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem; background: #f4f4f2; color: #222 }
h2 { margin: 2.5rem 0 .3rem }
img { display: block; max-width: none }
.strip { overflow-x: auto }
table { border-collapse: collapse; margin: .4rem 0 }
td, th { text-align: right; padding: .1rem .8rem; border-bottom: 1px solid #ddd }
td:first-child, th:first-child { text-align: left; padding-left: 0 }
"""


def save(pictures: Mapping[str, NDArray[np.uint8]], file: Path) -> None:
    """Write pictures side by side, in the order of TITLES."""
    Image.fromarray(np.hstack([pictures[name] for name in TITLES])).save(file)


def write(rows: Sequence[Mapping[str, Any]], folder: Path) -> None:
    """Write index.html, which needs nothing but the pictures beside it."""
    parts = [section(row) for row in rows]
    head = f"<!doctype html><meta charset=utf-8><title>Averages</title><style>{STYLE}</style>"
    text = "\n".join([head, f"<h1>Averages: {', '.join(TITLES.values())}</h1>", *parts])
    (folder / "index.html").write_text(text, encoding="utf-8")


def section(row: Mapping[str, Any]) -> str:
    """Return one set: title, pictures and numbers."""
    cells = "".join(line(TITLES[name], row["methods"][name]) for name in TITLES)
    name = escape(row["set"])
    return (
        f"<h2>{escape(row['title'])}</h2>"
        f"<p>{row['faces']} faces, {row['people']} people; {row['shaped']} faces shape it, "
        f"{row['side']} px, photos {row['zoom']} px per pixel</p>"
        f'<div class=strip><img src="{name}.png" alt="{name}"></div>'
        "<table><tr><th>method<th>eyes<th>mouth<th>likeness<th>s<th>CPU s</tr>"
        f"{cells}</table>"
    )


def line(title: str, found: Mapping[str, Any]) -> str:
    """Return the numbers of one method as a row."""
    likeness = "no face" if found["likeness"] is None else f"{found['likeness']:.3f}"
    return (
        f"<tr><td>{title}<td>{found['eyes']:.2f}<td>{found['mouth']:.2f}<td>{likeness}"
        f"<td>{found['seconds']:.1f}<td>{found['cpu_seconds']:.1f}</tr>"
    )
