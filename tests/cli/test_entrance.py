"""The file that leads a browser to the one-time link."""

from __future__ import annotations

import os
import stat
from contextlib import ExitStack
from pathlib import Path

import pytest

from likeness.assembly import OWN
from likeness.cli import serve
from likeness.cli.entrance import NAME, entrance

LINK = "http://127.0.0.1:8420/enter?token=a-token"


def test_it_leads_to_the_link_without_a_script_and_is_its_owners_only(tmp_path: Path) -> None:
    with entrance(tmp_path, LINK) as file:
        page = file.read_text("utf-8")
        assert f'content="0; url={LINK}"' in page
        assert f'<a href="{LINK}">' in page
        assert "<script" not in page
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert os.listdir(tmp_path) == [NAME]
    assert os.listdir(tmp_path) == []


def test_a_link_that_was_planted_there_is_replaced_and_not_followed(tmp_path: Path) -> None:
    library, elsewhere = tmp_path / "library", tmp_path / "elsewhere"
    library.mkdir()
    elsewhere.write_text("mine")
    (library / NAME).symlink_to(elsewhere)
    with entrance(library, LINK) as file:
        assert not file.is_symlink()
    assert elsewhere.read_text() == "mine"


def test_what_an_earlier_server_left_is_replaced(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("old")
    (tmp_path / NAME).chmod(0o644)
    with entrance(tmp_path, LINK) as file:
        assert LINK in file.read_text("utf-8")
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_file_of_a_later_server_stays(tmp_path: Path) -> None:
    with ExitStack() as later:
        with entrance(tmp_path, LINK):
            file = later.enter_context(entrance(tmp_path, LINK + "2"))
        assert f"{LINK}2" in file.read_text("utf-8")


def test_a_folder_in_its_place_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    with pytest.raises(OSError), entrance(tmp_path, LINK):  # noqa: PT011 - which, is the system's
        pass
    assert os.listdir(tmp_path) == [NAME]


def test_what_a_link_holds_does_not_become_part_of_the_page(tmp_path: Path) -> None:
    with entrance(tmp_path, LINK + '"><script>') as file:
        assert "<script>" not in file.read_text("utf-8")


def test_it_may_lie_in_a_library_folder() -> None:
    assert {NAME, "tls", "uploads", "worker.lock"} <= OWN


# ---------------------------------------------------------------- opening it


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a browser is started with."""
    found: list[str] = []
    monkeypatch.setattr("webbrowser.open", found.append)
    monkeypatch.setenv("DISPLAY", ":0")
    return found


def test_no_command_line_shows_the_link(tmp_path: Path, opened: list[str]) -> None:
    with ExitStack() as kept:
        serve._open(tmp_path, LINK, kept)
        assert opened == [(tmp_path / NAME).as_uri()]
        assert LINK in (tmp_path / NAME).read_text("utf-8")
    assert not (tmp_path / NAME).exists()


def test_a_folder_that_cannot_be_written_opens_nothing(
    tmp_path: Path, opened: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / NAME).mkdir()
    with ExitStack() as kept:
        serve._open(tmp_path, LINK, kept)
    assert opened == []
    assert "No browser is opened" in capsys.readouterr().err
