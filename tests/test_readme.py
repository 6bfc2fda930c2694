"""What the README shows works as it stands there."""

import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest
import typer

from likeness.cli.app import PROGRAM, app

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PYTHON = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
AFTERWARDS = re.compile(r"\s+(?:#|\||&&)\s")  # a remark, or another command
TYPED = re.compile(r"^(?:\$ )?((?:likeness|make) .*)$", re.MULTILINE)
PAGES = sorted(
    path
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    if path.name not in {"cli.md", "python.md"}
)


def console_lines(page: Path) -> list[str]:
    """Return what a page tells its reader to type."""
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    return [line for block in blocks for line in TYPED.findall(block)]


LINES = sorted({(page.name, line) for page in PAGES for line in console_lines(page)})


def test_the_python_example_runs(
    photos: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "photos").mkdir()
    for name in ("001_A.jpg", "002_A.jpg", "003_A.jpg"):
        shutil.copy(photos / "scenes" / name, tmp_path / "photos")
    shutil.copy(photos / "scenes" / "004_A.jpg", tmp_path / "me.jpg")
    monkeypatch.chdir(tmp_path)
    (example,) = PYTHON
    exec(example, {})
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "3 photos, 3 faces"
    assert "found" in lines
    assert len([line for line in lines if line.startswith(str(tmp_path / "photos"))]) == 3


def test_pages_show_something_to_type() -> None:
    assert len(LINES) > 40


@pytest.mark.parametrize(("page", "line"), LINES)
def test_every_command_that_a_page_shows_exists(page: str, line: str) -> None:
    words = shlex.split(AFTERWARDS.split(line, maxsplit=1)[0])
    if words[0] == "make":
        makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
        assert re.search(rf"^{words[1]}:", makefile, re.MULTILINE)
        return
    command: Any = typer.main.get_command(app)
    for word in words[1:]:
        if word not in getattr(command, "commands", {}):
            break
        command = command.commands[word]
    assert command.name != PROGRAM, f"{line!r} names no command"
    known = {name for param in command.params for name in param.opts}
    used = {word for word in words if re.match(r"-[^0-9]", word)}
    assert used <= known, f"{line!r} has options that {command.name} does not know"
