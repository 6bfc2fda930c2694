"""Explorers: pages that hold one interactive picture and nothing else."""

from __future__ import annotations

from likeness.evaluation.report.model import HeatMap, PointMap, Report, Section
from likeness.evaluation.report.page import page


def heatmap_page(
    heat: HeatMap,
    *,
    title: str,
    dataset: str = "",
    typed: str = "",
    facts: tuple[tuple[str, str], ...] = (),
) -> str:
    """Return one interactive matrix as a page of its own, self-contained as `page.page` makes it.

    Args:
        heat: The matrix.
        title: Its heading.
        dataset: Name of the data set, for people; "" leaves it out.
        typed: The exact command; "" leaves it out.
        facts: Name and value: models, licences, versions, date, seed.
    """
    return page(
        Report(
            command="similarity",
            title=title,
            dataset=dataset,
            typed=typed,
            facts=facts,
            sections=(Section(title="", blocks=(heat,)),),
        )
    )


def map_page(
    points: PointMap,
    *,
    title: str,
    dataset: str = "",
    typed: str = "",
    facts: tuple[tuple[str, str], ...] = (),
) -> str:
    """Return one interactive map of faces as a page of its own; arguments as in `heatmap_page`."""
    return page(
        Report(
            command="map",
            title=title,
            dataset=dataset,
            typed=typed,
            facts=facts,
            sections=(Section(title="", blocks=(points,)),),
        )
    )
