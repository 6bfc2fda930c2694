"""The plan of a drawing."""

from __future__ import annotations

import dataclasses
from collections import Counter

import pytest

from likeness.network.export import plan as planning
from likeness.network.export.palette import BETWEEN, TOGETHER
from likeness.network.export.plan import Plan, caption_of, plan
from tests.network.networks import network


def strokes(drawing: Plan, *, dashed: bool) -> int:
    return sum(len(each.ends) for each in drawing.strokes if each.dashed == dashed)


def test_each_likeness_is_a_line_and_each_pair_on_a_photo_a_dashed_one() -> None:
    drawn = network(100)
    drawing = plan(drawn)
    assert strokes(drawing, dashed=False) == sum(e.similarity is not None for e in drawn.edges)
    assert strokes(drawing, dashed=True) == sum(e.photos > 0 for e in drawn.edges)
    assert {each.colour for each in drawing.strokes if each.dashed} == {TOGETHER}


def test_stronger_lines_are_thicker_less_faint_and_drawn_later() -> None:
    lines = [each for each in plan(network(100)).strokes if not each.dashed]
    assert [line.width for line in lines] == sorted(line.width for line in lines)
    assert [line.opacity for line in lines] == sorted(line.opacity for line in lines)
    assert lines[0].width < lines[-1].width


def test_lines_within_a_community_have_its_colour_and_others_are_grey() -> None:
    drawn = network(100)
    drawing = plan(drawn)
    where = {(disc.x, disc.y): disc.colour for disc in drawing.discs}
    near = {(round(x, 1), round(y, 1)): colour for (x, y), colour in where.items()}
    for each in drawing.strokes:
        for a, b, c, d in each.ends:
            colours = {near[a, b], near[c, d]}
            if not each.dashed and each.colour != BETWEEN:
                assert colours == {each.colour}


def test_more_edges_are_fainter() -> None:
    few, many = plan(network(40)), plan(network(3000))
    assert max(each.opacity for each in many.strokes) < max(each.opacity for each in few.strokes)


def test_of_very_many_edges_the_strongest_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = network(300)
    alike = sorted((e.similarity for e in drawn.edges if e.similarity is not None), reverse=True)
    most = len(alike) // 2
    monkeypatch.setattr(planning, "MOST_LINES", most)

    drawing = plan(drawn)

    assert strokes(drawing, dashed=False) == most
    assert f"the strongest {most} drawn" in drawing.caption.text
    monkeypatch.undo()
    assert "drawn" not in plan(drawn).caption.text


def test_the_legend_says_how_large_the_largest_groups_are() -> None:
    drawn = network(300)
    sizes = Counter(node.community for node in drawn.nodes)
    drawing = plan(drawn)
    told = [key.text.text for key in drawing.keys if key.mark == "disc"]
    assert told[0].startswith("group of ")
    numbers = [int("".join(filter(str.isdigit, each))) for each in told]
    assert numbers == sorted(sizes.values(), reverse=True)[:7]
    assert drawing.keys[-1].text.text == f"and {len(sizes) - 7} smaller groups"


def test_the_caption_says_what_there_is() -> None:
    drawn = network(5)
    told = caption_of(dataclasses.replace(drawn, left_out=1234))
    alike = [edge.similarity for edge in drawn.edges if edge.similarity is not None]
    assert told.startswith(
        f"5 people · {len(alike)} likenesses (cosine {min(alike):.2f} to {max(alike):.2f}) · "
    )
    assert "1,234 left out" in told
    assert caption_of(network(1)).startswith("1 person · 0 likenesses · ")
