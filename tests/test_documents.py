"""The documents hang together, and nothing that is tracked names a machine or a registry."""

import os
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
LONG_DASHES = "\N{EM DASH}\N{EN DASH}"
TEXT_LIMIT = 2**20  # bytes; larger tracked files are no text of ours

# Put together here, so that this file does not find itself.
REGISTRIES = [
    "registry." + "npmjs.org/",
    "pypi.org/" + "simple",
    "files.python" + "hosted.org",
    '"resolved"' + ":",
]
# A clone in a folder such as /src has no path of its own to be recognised by.
OWN = [str(ROOT)] if len(ROOT.parts) > 2 else []
MACHINES = [*OWN, "/ro" + "ot/", "/home/" + "runner"]


@cache
def tracked() -> tuple[Path, ...]:
    """Return the files that git knows, and those that it would be told of next."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            check=True,
            capture_output=True,
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this is no clone of the repository")
    names = [os.fsdecode(name) for name in listed.split(b"\0") if name]
    return tuple(path for name in names if (path := ROOT / name).is_file())


def pages() -> list[Path]:
    return [path for path in tracked() if path.suffix == ".md"]


def anchors(page: Path) -> set[str]:
    """Return the names of a page's headings, as a forge makes them."""
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    kept = [re.sub(r"[^\w\- ]", "", title.lower()) for title in HEADING.findall(text)]
    return {title.strip().replace(" ", "-") for title in kept}


def test_relative_links_lead_somewhere() -> None:
    broken = []
    for page in pages():
        for link in LINK.findall(FENCE.sub("", page.read_text(encoding="utf-8"))):
            if re.match(r"[a-z]+:", link):
                continue
            name, _, anchor = link.partition("#")
            target = (page.parent / name).resolve() if name else page
            if not target.exists() or (anchor and anchor not in anchors(target)):
                broken.append(f"{page.relative_to(ROOT)}: {link}")
    assert not broken


def test_every_page_can_be_reached_from_the_readme() -> None:
    seen: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in seen or page.suffix != ".md" or not page.exists():
            continue
        seen.add(page)
        links = LINK.findall(page.read_text(encoding="utf-8"))
        waiting += [(page.parent / link.partition("#")[0]).resolve() for link in links]
    documents = {page for page in pages() if page.is_relative_to(ROOT / "docs")}
    assert {str(page.relative_to(ROOT)) for page in documents - seen} == set()


@pytest.mark.parametrize("words", [*REGISTRIES, *MACHINES])
def test_no_tracked_file_names_a_machine_or_a_registry(words: str) -> None:
    sought = words.encode()
    small = [path for path in tracked() if path.stat().st_size <= TEXT_LIMIT]
    found = [str(path.relative_to(ROOT)) for path in small if sought in path.read_bytes()]
    assert not found


def test_prose_has_no_long_dashes() -> None:
    found = [
        f"{page.relative_to(ROOT)}:{number}"
        for page in pages()
        for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1)
        if set(line) & set(LONG_DASHES)
    ]
    assert not found
