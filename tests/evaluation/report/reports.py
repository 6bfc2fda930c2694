"""Made-up reports to test with: no photos of people, and names that mean harm."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from likeness.evaluation.estimate import Estimate
from likeness.evaluation.report.model import (
    FacePair,
    FacePairs,
    Figure,
    Headline,
    HeatMap,
    PointMap,
    Report,
    Section,
    Table,
)

HOSTILE = (
    "<script>document.documentElement.dataset.owned='1'</script>",
    '"><img src=x onerror="document.documentElement.dataset.owned=1">',
    "</script><script>document.documentElement.dataset.owned='1'</script>",
    "</style><style>*{background:url(//evil.example)}",
    "<!--<script>",
    "{{ 7 * 7 }}{% raw %}",
    "caf\udce9 \udcff",
    "bell\x07 escape\x1b[31m null\x00",
    "photo\u202egpj.exe\u2066",
    "line\u2028end\u2029here\n",
    "javascript:alert(1)",
    "' onmouseover='alert(1)",
    "&lt;b&gt; &amp;",
)
EVERYTHING = " ".join(HOSTILE)

SVG = (
    '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="200pt">'
    '<script>document.documentElement.dataset.owned="svg"</script>'
    '<rect width="100%" height="100%" style="fill: #eee"/><text x="9" y="30">{text}</text></svg>'
)


def picture(colour: str = "teal") -> bytes:
    """Return a plain square as WebP."""
    kept = BytesIO()
    Image.new("RGB", (24, 24), colour).save(kept, "WEBP")
    return kept.getvalue()


def figure(name: str = "roc", *, width: int = 460, text: str = "a plot") -> Figure:
    return Figure(
        name=name,
        svg=SVG.format(width=width, text=text.replace("<", "&lt;")),
        png=b"",
        caption=f"caption of {text}",
        alt=f"picture of {text}",
    )


def heat_map(names: tuple[str, ...], still: Figure | None = None) -> HeatMap:
    count = len(names)
    values = tuple(
        tuple(
            None if row == column == 0 else (row * column % 17) / 17 - 0.2
            for column in range(count)
        )
        for row in range(count)
    )
    return HeatMap(
        names=names, values=values, label="mean cosine similarity", caption="who", still=still
    )


def point_map(names: tuple[str, ...], *, faces: int = 40) -> PointMap:
    rows = range(faces)
    return PointMap(
        x=tuple(float(row * 7 % 31) for row in rows),
        y=tuple(float(row * 11 % 29) for row in rows),
        people=tuple(row % len(names) for row in rows),
        names=names,
        labels=tuple(f"{names[row % len(names)]}/{row}.jpg" for row in rows),
        crops=tuple(picture() if row % 2 else None for row in rows),
        caption="map",
    )


def pairs(label: str = "Anna\nanna/1.jpg") -> FacePairs:
    return FacePairs(
        title=label,
        pairs=(
            FacePair(
                left=picture("navy"),
                right=None,
                left_label=label,
                right_label=label,
                note=f"distance 0.071 {label}",
            ),
        ),
        note=label,
    )


def table(text: str = "dlib") -> Table:
    return Table(
        columns=(text, "TAR", "pairs", "threshold"),
        rows=(
            (text, Estimate(value=0.973, low=0.951, high=0.988), 12345, 0.61),
            (text, Estimate.missing(f"Too few pairs. {text}"), None, float("nan")),
            (text, Estimate(value=0.5, note=text), 7, 0.5),
        ),
        caption=text,
        percent=frozenset({1}),
        marked=frozenset({0}),
        note=text,
    )


def report(text: str = "Anna") -> Report:
    """Return a report with every kind of block, and *text* wherever text can stand."""
    names = (text, *HOSTILE)
    return Report(
        command=text,
        title=text,
        dataset=text,
        typed=f"likeness evaluate accuracy {text}",
        facts=(("Date", f"2026-01-01 {text}"), (text, text), ("seed", "7")),
        warnings=(text, f"again {text}"),
        headlines=(
            Headline(label=text, value=Estimate(value=0.9, low=0.8, high=0.95), help=text),
            Headline(label="text", value=text),
            Headline(label="none", value=Estimate.missing(text), percent=True),
        ),
        sections=(
            Section(title=text, text=f"{text}\n\nsecond", blocks=(figure(text=text), figure())),
            Section(title="figures", blocks=(table(text), pairs(text))),
            Section(title="heat", blocks=(heat_map(names, figure(text=text)),)),
            Section(title="map", blocks=(point_map(names),)),
        ),
        record={"names": list(names), text: {"nan": float("nan")}},
    )


def empty() -> Report:
    return Report(command="accuracy", title="", dataset="", typed="", facts=())
