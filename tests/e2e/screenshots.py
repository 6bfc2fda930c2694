"""Pictures of every page, to be looked at: `make screenshots`, into .screenshots/ (not in git).

Of the photos in $PHOTOS, else of the shared ones beside the repository, else of the free ones that
`make run` fetches. Pages in Korean need a font that has it (Debian: fonts-noto-cjk).
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from likeness import Library
from tests.e2e.browser import PHONE, WIDE, Visit, chromium, enter, started
from tests.e2e.pages import Place, every_place
from tests.e2e.serving import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / ".screenshots"
CHOICES = (ROOT.parent / "shared" / "photos", ROOT / ".demo" / "photos")
NAMES = ("Anna Berg", "Ben Ortiz", "Chloé Martin", "김민준", "Dana Whitfield")
MOST_PHOTOS = 400
PORTRAITS = 60
LABELLED = "drama"
"""A folder with one folder for each person, to be measured on; if it is there."""

SIZES: Mapping[str, dict[str, Any]] = {
    "wide": {"viewport": WIDE},
    "phone": {"viewport": PHONE, "is_mobile": True, "has_touch": True, "device_scale_factor": 2},
}
SCHEMES = ("light", "dark")


def photos_of(given: str | None) -> Path:
    """Return the folder of photos that are shown."""
    chosen = Path(given) if given else next((path for path in CHOICES if path.is_dir()), None)
    if chosen is None:
        sys.exit("There are no photos: PHOTOS=DIR make screenshots, or `make run` first.")
    return chosen


def copied(photos: Path, folder: Path) -> Path:
    """Copy photos and spread their times over three years, as a collection has them."""
    target = folder / "Pictures"
    files = sorted(path for path in photos.rglob("*") if path.suffix.lower() in {".jpg", ".png"})
    step = max(1, len(files) // MOST_PHOTOS)
    for number, path in enumerate(files[::step]):
        copy = target / path.relative_to(photos)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, copy)
        day = datetime(2022, 1, 1, 12, tzinfo=UTC) + timedelta(days=number * 367 % 1000)
        os.utime(copy, (day.timestamp(), day.timestamp()))
    return target


def prepared(photos: Path, folder: Path) -> Path:
    """Make a library whose pages all have something to show."""
    with Library.open(folder / "library") as library:
        library.add(copied(photos, folder), folders_as_collections=True)
        for person, name in zip(library.people(), NAMES, strict=False):
            library.name(person.person, name)
        library.keep_average(library.average(), "Everybody")
        library.make_face_map()
        library.network()
        for person in library.people()[:PORTRAITS]:
            for side in (128, 256, 512):
                library.portrait_file(person.person, side)
        library.jobs.ask("trust")
        labelled = photos / LABELLED
        if labelled.is_dir():
            library.jobs.ask("evaluate", {"command": "accuracy", "dataset": str(labelled)})
        library.work(once=True)
        library.open_round("Summer party", closes=datetime.now(UTC) + timedelta(hours=2))
        closed = library.open_round("Spring party", everyone=True)
        library.close_round(closed.round)
        library.round_average(closed.round)
    return folder / "library"


def visits(browser: Browser, base: str, link: Callable[[], str]) -> Iterator[tuple[str, Visit]]:
    """Yield a browser of each size in each scheme, in English, and one in Korean."""
    for size, wishes in SIZES.items():
        for scheme in SCHEMES:
            yield f"{size}-{scheme}", enter(browser, base, link(), color_scheme=scheme, **wishes)
    yield "phone-korean", enter(browser, base, link(), locale="ko-KR", **SIZES["phone"])


def shot(visit: Visit, place: Place, target: Path) -> None:
    """Take one picture."""
    page = visit.page(place.address)
    place.arrive(page)
    page.screenshot(path=target)
    page.close()


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", help="part of the name of a page")
    words = parser.parse_args()
    binary = chromium()
    if binary is None:
        sys.exit("There is no Chromium on this machine (Debian: apt-get install chromium).")
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir()
    with tempfile.TemporaryDirectory() as scratch:
        library = prepared(photos_of(os.environ.get("PHOTOS")), Path(scratch))
        with served(library, Path(scratch) / "server.log") as serving, started(binary) as browser:
            places = every_place(serving)
            for name, visit in visits(browser, serving.base, serving.another_link):
                for place in places:
                    if not words.only or words.only in place.name:
                        shot(visit, place, OUT / f"{place.name}-{name}.png")
                visit.context.close()
    print(f"{len(list(OUT.iterdir()))} pictures in {OUT}")


if __name__ == "__main__":
    main()
