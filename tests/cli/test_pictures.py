"""Pictures in terminals: told by the environment alone, and safe where nothing is known."""

from __future__ import annotations

import base64
import io

import numpy as np
import pytest
from PIL import Image

from likeness.cli.pictures import cells, iterm, kitty, show_picture, way

TRUE = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"TERM": "xterm-kitty"}, "kitty"),
        ({"TERM": "xterm-256color", "KITTY_WINDOW_ID": "1"}, "kitty"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, "iterm"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, "iterm"),
        (TRUE, "cells"),
        ({"TERM": "xterm-256color"}, "cells"),
        ({"TERM": "tmux-256color", "KITTY_WINDOW_ID": "1"}, "cells"),
        ({**TRUE, "TMUX": "/tmp/tmux", "TERM_PROGRAM": "iTerm.app"}, "cells"),
        ({**TRUE, "NO_COLOR": "1"}, "none"),
        ({"TERM": "dumb"}, "none"),
        ({"TERM": "vt100"}, "none"),
        ({}, "none"),
    ],
)
def test_the_environment_says_how_a_picture_is_shown(
    environment: dict[str, str], expected: str
) -> None:
    assert way(environment, encoding="utf-8") == expected


def test_a_terminal_that_cannot_write_blocks_gets_none() -> None:
    assert way(TRUE, encoding="ascii") == "none"


def test_each_cell_shows_two_pixels_of_the_picture() -> None:
    picture = np.zeros((40, 80, 3), np.uint8)
    picture[:20] = (250, 0, 0)
    lines = cells(picture, 20)

    assert [len(line.plain) for line in lines] == [20] * 5
    top, bottom = (lines[i].spans[0].style for i in (0, -1))
    assert "#fa0000" in str(top)
    assert "#fa0000" not in str(bottom)


def test_kitty_gets_the_file_in_pieces_and_is_asked_nothing() -> None:
    parts = list(kitty("A" * 10_000, 40))

    assert [part.split(";")[0] for part in parts] == [
        "\x1b_Ga=T,f=100,q=2,c=40,m=1",
        "\x1b_Gm=1",
        "\x1b_Gm=0",
    ]
    assert sum(len(part.split(";")[1]) - len("\x1b\\") for part in parts) == 10_000


def test_iterm_gets_a_picture_file_that_can_be_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert iterm("QUJD", 30).startswith("\x1b]1337;File=inline=1;width=30;")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("TERM_PROGRAM", "iTerm.app")
    for name in ("TMUX", "NO_COLOR", "KITTY_WINDOW_ID"):
        monkeypatch.delenv(name, raising=False)

    monkeypatch.setenv("FORCE_COLOR", "1")  # rich writes no sequences where nobody sits

    assert show_picture(np.full((20, 40, 3), 7, np.uint8))
    shown = capsys.readouterr().err
    data = shown.split(":", 1)[1].split("\x07")[0]
    assert Image.open(io.BytesIO(base64.b64decode(data))).size == (40, 20)


def test_nothing_is_written_where_no_picture_can_be_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TERM", "dumb")

    assert not show_picture(np.zeros((20, 40, 3), np.uint8))
    assert capsys.readouterr().err == ""
