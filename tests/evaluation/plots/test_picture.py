from __future__ import annotations

import io
import random
from concurrent.futures import ThreadPoolExecutor

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure
from PIL import Image

from likeness.evaluation.plots.answers import answers
from likeness.evaluation.plots.picture import Picture, drawn
from tests.evaluation.plots.pictures import HOSTILE, called, check, words


def some(count: int) -> Picture:
    return answers({name: {"right": count, "wrong": 1} for name in called(5)}, title=HOSTILE)


def test_a_picture_is_a_png_of_200_dpi() -> None:
    image = Image.open(io.BytesIO(some(3).png))
    assert image.format == "PNG"
    assert image.info["dpi"] == pytest.approx((200, 200), abs=0.1)
    assert image.width == 1440


def test_a_png_of_an_endless_figure_stays_openable() -> None:
    image = Image.open(io.BytesIO(drawn(Figure(figsize=(2, 200))).png))
    assert image.height == 12_000


def test_the_svg_bears_the_title_as_its_name() -> None:
    assert 'aria-label="&lt;script&gt;alert(1)&lt;/script&gt; $x$ &amp;"' in some(3).svg


def test_two_pictures_on_one_page_do_not_share_names_of_parts() -> None:
    first, second = some(3).svg, some(4).svg
    names = {part.split('"')[0] for part in first.split(' id="')[1:]}
    assert names
    assert names.isdisjoint(part.split('"')[0] for part in second.split(' id="')[1:])


def test_the_metadata_tells_neither_date_nor_versions() -> None:
    picture = some(3)
    assert b"Software" not in picture.png
    assert mpl.__version__ not in picture.svg
    assert "metadata" not in picture.svg


def test_pictures_drawn_by_many_threads_are_those_of_one() -> None:
    counts = [random.Random(at).randrange(1, 99) for at in range(12)]
    alone = [some(count) for count in counts]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(some, counts)) == alone


def test_nothing_global_changes() -> None:
    before = dict(mpl.rcParams)
    some(3)
    assert dict(mpl.rcParams) == before


def test_names_that_look_like_markup_stay_text(figures: list[Figure]) -> None:
    name = 'id="p1" url(#p1) style="x:y" --!>'
    picture = check(lambda: answers({"found": {HOSTILE: 3, name: 1}}, title=name), figures)
    assert HOSTILE in words(picture)
    assert name in words(picture)
