"""Names from anywhere, fit for each place where a file has them."""

from __future__ import annotations

from xml.dom.minidom import parseString

import pytest

from likeness.network.export.names import LOST, in_xml, shown, sound
from tests.network.networks import HOSTILE


@pytest.mark.parametrize("name", HOSTILE)
def test_xml_gives_a_name_back_whole_but_for_what_it_cannot_hold(name: str) -> None:
    text = in_xml(name)
    document = parseString(f'<a b="{text}">{text}</a>'.encode()).documentElement
    assert document is not None
    expected = "".join(LOST if letter in "\x00\x07\udcff\uffff" else letter for letter in name)
    assert document.getAttribute("b") == expected
    assert "".join(child.data for child in document.childNodes) == expected  # type: ignore[attr-defined]


def test_only_halves_of_characters_are_lost_where_all_others_can_be_held() -> None:
    assert sound("a\udcffb\x00\u202e\uffff😀") == f"a{LOST}b\x00\u202e\uffff😀"


def test_a_drawing_shows_a_name_short_on_one_line_and_in_its_own_direction() -> None:
    assert shown("\u202egnp.exe\u202c\n\u2066x") == "gnp.exe x"
    assert len(shown("A" * 10_000)) == 201
    assert "…" in shown("A" * 10_000)
    assert shown(None) == shown("  ") == ""
