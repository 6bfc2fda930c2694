"""Networks as files of any format."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from likeness.errors import UsageError
from likeness.network.export.export import FORMATS, format_of, written
from likeness.types.network import NodeId
from tests.network.networks import HOSTILE, network, portraits

NOBODY: Mapping[NodeId, bytes] = {}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("count", [0, 1, 2, 5, 40])
def test_a_network_of_any_size_is_written_in_every_format(name: str, count: int) -> None:
    drawn = network(count, names=HOSTILE)
    assert len(written(drawn, name, portraits(drawn, every=2))) > 100


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_network_makes_the_same_bytes(name: str) -> None:
    drawn = network(30)
    faces = portraits(drawn, every=3)
    assert written(drawn, name, faces) == written(network(30), name, faces)


def test_another_process_makes_the_same_bytes(tmp_path: Path) -> None:
    code = (
        "import sys; from tests.network.networks import *; "
        "from likeness.network.export.export import FORMATS, written; n = network(30)\n"
        "for name in FORMATS: open(f'{sys.argv[1]}/{name}', 'wb').write("
        "written(n, name, portraits(n)))"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, timeout=120)
    drawn = network(30)
    for name in FORMATS:
        assert (tmp_path / name).read_bytes() == written(drawn, name, portraits(drawn)), name


@pytest.mark.parametrize("name", FORMATS)
def test_faces_are_written_as_people_are(name: str) -> None:
    assert written(network(5, of="faces"), name) != written(network(5), name)


def test_the_end_of_a_files_name_chooses_the_format() -> None:
    assert format_of("out/Family.SVG") == "svg"
    assert [format_of(f"a.b.{name}") for name in FORMATS] == list(FORMATS)


@pytest.mark.parametrize("file", ["network", "network.pdf", "svg", ".svg", "a.svg/b"])
def test_other_ends_are_refused_with_a_list_of_those_that_are_known(file: str) -> None:
    with pytest.raises(UsageError, match=r"\.html, \.json, \.graphml, \.cypher, \.svg, \.png"):
        format_of(file)


def test_an_unknown_format_is_refused_likewise() -> None:
    with pytest.raises(UsageError, match=r"There is no format 'pdf'\. Use one of: \.html"):
        written(network(2), "pdf", NOBODY)


@pytest.mark.parametrize("name", ["svg", "html"])
def test_what_is_no_portrait_is_refused(name: str) -> None:
    drawn = network(2)
    with pytest.raises(ValueError, match="JPEG or WebP"):
        written(drawn, name, {drawn.nodes[0].node: b"<svg/>"})
