"""Fetch free photographs to try Likeness with, and make a small album of them.

    python examples/free_photos.py FOLDER

The photographs lie in two published packages, which pip downloads when this runs. They are checked
against their hashes; nothing of them is part of Likeness. FOLDER/photos holds the album,
FOLDER/TERMS.txt says for each picture what is known of its terms.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import tempfile
import textwrap
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps

HEIGHT = 640  # of a collage, pixels
TERMS_FILE = "TERMS.txt"

WHITE_HOUSE = (
    "Official White House photograph by Pete Souza: a work of the United States government, in "
    "the public domain in the United States (17 U.S.C. 105). The notice in the file asks that it "
    "is not manipulated and not used in commercial or political materials, or in any way that "
    "suggests approval or endorsement of the President, the First Family or the White House. "
    "The crops made here stay on your machine: do not publish them."
)
NASA = (
    "NASA portrait of the astronaut Eileen Collins: no known copyright restrictions, public "
    "domain (scikit-image's documentation of `skimage.data.astronaut`)."
)


@dataclass(frozen=True)
class Picture:
    """One photograph inside a package."""

    name: str
    member: str  # of the package's archive
    sha256: str
    terms: str
    portrait: tuple[float, float, float, float] | None = None  # crop, in shares of the sides


@dataclass(frozen=True)
class Package:
    """A package on PyPI, as pip is asked for it."""

    requirement: str
    option: str
    pictures: tuple[Picture, ...]


TESTS = "face_recognition-1.3.0/tests/test_images"
PACKAGES = (
    Package(
        "scikit-image==0.26.0",
        "--only-binary=:all:",
        (
            Picture(
                "astronaut.png",
                "skimage/data/astronaut.png",
                "88431cd9653ccd539741b555fb0a46b61558b301d4110412b5bc28b5e3ea6cb5",
                NASA,
                (0.15, 0.0, 0.75, 0.6),
            ),
            Picture(
                "cat.png",
                "skimage/data/chelsea.png",
                "596aa1e7cb875eb79f437e310381d26b338a81c2da23439704a73c4651e8c4bb",
                "A cat, CC0 by the photographer Stefan van der Walt.",
            ),
            Picture(
                "coffee.png",
                "skimage/data/coffee.png",
                "cc02f8ca188b167c775a7101b5d767d1e71792cf762c33d6fa15a4599b5a8de7",
                "A cup of coffee, CC0 by the photographer Rachel Michetti.",
            ),
        ),
    ),
    Package(
        "face_recognition==1.3.0",
        "--no-binary=face_recognition",
        (
            Picture(
                "vice-president.jpg",
                f"{TESTS}/biden.jpg",
                "3c17508bb91554c637a2eabddfae790e5bb1caba93130814fc2ac50be9760c4c",
                WHITE_HOUSE,
                (0.1, 0.0, 0.9, 0.4),
            ),
            Picture(
                "president-1.jpg",
                f"{TESTS}/obama.jpg",
                "0930e3aa8cae5920329c0c8cbc6a2ab70f47b0e67b432875beaa95cbf7e741f6",
                WHITE_HOUSE,
                (0.2, 0.0, 0.85, 0.5),
            ),
            Picture(
                "president-2.jpg",
                f"{TESTS}/obama2.jpg",
                "a7efcc907375274796f39646510704aa86672d59f6d5469d69af3c85590976a6",
                WHITE_HOUSE,
                (0.15, 0.05, 1.0, 0.65),
            ),
            Picture(
                "president-3.jpg",
                f"{TESTS}/obama3.jpg",
                "76ac6bf97c36dc2da0ad16a537d6a5ac1b10f48d49aac29a0cca9a17cdbc3ca3",
                WHITE_HOUSE,
                (0.2, 0.05, 0.85, 0.5),
            ),
        ),
    ),
)

# Different people side by side: nobody is twice in one photo.
COLLAGES = (
    ("astronaut.png", "president-1.jpg"),
    ("vice-president.jpg", "cat.png", "president-2.jpg"),
    ("president-3.jpg", "astronaut.png", "vice-president.jpg"),
)


def main() -> int:
    """Make the album, unless it is there."""
    if len(sys.argv) != 2:
        print("usage: python examples/free_photos.py FOLDER", file=sys.stderr)
        return 2
    folder = Path(sys.argv[1])
    if (folder / TERMS_FILE).exists():
        print(f"The free photographs are in {folder} already.")
        return 0
    try:
        pictures = [fetch(package) for package in PACKAGES]
    except (OSError, subprocess.CalledProcessError, KeyError, ValueError) as exc:
        print(f"The free photographs could not be fetched: {exc}", file=sys.stderr)
        return 1
    album = folder / "photos"
    album.mkdir(parents=True, exist_ok=True)
    originals = {name: data for found in pictures for name, data in found.items()}
    for name, data in originals.items():
        (album / name).write_bytes(data)
    make_variants(album, originals)
    make_collages(album, originals)
    terms = terms_text()
    (folder / TERMS_FILE).write_text(terms, encoding="utf-8")  # last: its presence means complete
    print(terms)
    return 0


def fetch(package: Package) -> dict[str, bytes]:
    """Let pip download *package* and return its pictures by our name, each checked."""
    print(f"Fetching {package.requirement} ...", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "download", "-qq", "--disable-pip-version-check"]
        subprocess.run(
            [*pip, "--no-deps", package.option, "--dest", folder, package.requirement], check=True
        )
        (archive,) = Path(folder).iterdir()
        return {picture.name: read(archive, picture) for picture in package.pictures}


def read(archive: Path, picture: Picture) -> bytes:
    """Return one picture out of a wheel or source archive. Raises `ValueError` if it differs."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            data = wheel.read(picture.member)
    else:
        with tarfile.open(archive) as source:
            member = source.extractfile(picture.member)
            data = member.read() if member else b""
    if hashlib.sha256(data).hexdigest() != picture.sha256:
        raise ValueError(f"{picture.member} is not the picture whose terms are known; not used")
    return data


def make_variants(folder: Path, originals: dict[str, bytes]) -> None:
    """Write a crop, a mirror image and a small version of each portrait."""
    for picture in (picture for package in PACKAGES for picture in package.pictures):
        if picture.portrait is None:
            continue
        image, exif = opened(originals[picture.name])
        stem = Path(picture.name).stem
        crop = cropped(image, picture.portrait)
        crop.save(folder / f"{stem}-crop.jpg", quality=92, exif=exif)
        ImageOps.mirror(image).save(folder / f"{stem}-mirrored.jpg", quality=92, exif=exif)
        small = image.resize((image.width // 2, image.height // 2), Image.Resampling.LANCZOS)
        small.save(folder / f"{stem}-small.jpg", quality=75, exif=exif)


def make_collages(folder: Path, originals: dict[str, bytes]) -> None:
    """Write pictures that show several people."""
    portraits = {p.name: p.portrait for package in PACKAGES for p in package.pictures}
    for number, names in enumerate(COLLAGES, 1):
        tiles = []
        for name in names:
            image, _ = opened(originals[name])
            tile = cropped(image, portraits[name] or (0, 0, 1, 1))
            tiles.append(tile.resize((tile.width * HEIGHT // tile.height, HEIGHT)))
        collage = Image.new("RGB", (sum(tile.width for tile in tiles), HEIGHT))
        left = 0
        for tile in tiles:
            collage.paste(tile, (left, 0))
            left += tile.width
        collage.save(folder / f"together-{number}.jpg", quality=90)


def opened(data: bytes) -> tuple[Image.Image, bytes]:
    """Return the picture in RGB, and its EXIF block: the notice of its terms stays with it."""
    image = Image.open(BytesIO(data))
    return image.convert("RGB"), image.info.get("exif", b"")


def cropped(image: Image.Image, box: tuple[float, float, float, float]) -> Image.Image:
    """Return a part of *image*; *box* in shares of its sides."""
    left, top, right, bottom = box
    width, height = image.size
    return image.crop(
        (round(left * width), round(top * height), round(right * width), round(bottom * height))
    )


def terms_text() -> str:
    """Say what is known of each picture's terms."""
    by_terms: dict[str, list[str]] = {}
    for package in PACKAGES:
        for picture in package.pictures:
            terms = f"From {package.requirement}. {picture.terms}"
            by_terms.setdefault(terms, []).append(f"{picture.name} ({picture.member})")
    lines = ["Where these photographs come from, and on what terms:", ""]
    for terms, origins in by_terms.items():
        lines += [*origins, *textwrap.wrap(terms, 78, initial_indent="  ", subsequent_indent="  ")]
        lines += [""]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
