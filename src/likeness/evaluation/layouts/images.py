"""Which files are photos, by the ending of their name; the decoder decides in the end."""

from __future__ import annotations

# Of the formats that `imaging.formats` knows by content; camera RAW: the endings in common use.
ENDINGS = frozenset(
    (
        *("jpg", "jpeg", "jpe", "jfif", "png", "webp", "avif", "tif", "tiff", "bmp", "gif"),
        *("heic", "heif", "hif"),
        *("dng", "cr2", "cr3", "crw", "nef", "nrw", "arw", "sr2", "raf", "rw2", "orf", "pef"),
        *("srw", "x3f", "mrw", "kdc", "dcr", "3fr", "erf", "iiq", "mos"),
    )
)


def is_image(path: str) -> bool:
    """Return whether the name ends like that of a photo, such as ".jpg" or ".HEIC"."""
    stem, dot, ending = path.rpartition("/")[2].rpartition(".")
    return bool(dot and stem) and ending.lower() in ENDINGS
