"""An interactive picture on a page of its own is as safe as a report."""

from __future__ import annotations

from likeness.evaluation.report.explorer import heatmap_page, map_page
from tests.evaluation.report import reports
from tests.evaluation.report.reports import EVERYTHING, HOSTILE
from tests.evaluation.report.test_page import assert_harmless


def test_a_heat_map_stands_alone() -> None:
    text = heatmap_page(reports.heat_map(HOSTILE), title=EVERYTHING, dataset=EVERYTHING)

    (data,) = assert_harmless(text).data()

    assert len(data["names"]) == len(HOSTILE)
    assert data["names"][0] == HOSTILE[0]


def test_a_map_stands_alone() -> None:
    text = map_page(
        reports.point_map(HOSTILE), title="Map", typed=EVERYTHING, facts=(("seed", EVERYTHING),)
    )

    reader = assert_harmless(text)

    assert [found["data-kind"] for found in reader.all("figure")] == ["map"]
    assert len(reader.data()[0]["x"]) == 40
