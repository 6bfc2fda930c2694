"""File names that are safe everywhere, in any script, and never clash."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

from likeness.errors import ExportError

MAX_BYTES = 140
"""Of UTF-8. eCryptfs (encrypted homes, encrypted NAS shares) allows 143, all others more."""

MAX_SUFFIX_BYTES = 12
"""Longer endings are held to be part of the name."""

# Forbidden by Windows; "/" and NUL are all that POSIX forbids.
FORBIDDEN = frozenset('<>:"/\\|?*')

# Between letters, zero width non-joiner and joiner are spelling in Persian and Indic scripts.
JOINERS = frozenset("\u200c\u200d")

# "." hides a file, "-" turns it into an option, "~" into a home folder.
LEADING = (".", "-", "~")

# learn.microsoft.com/windows/win32/fileio/naming-a-file, superscript digits included.
RESERVED = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$", "clock$"]
    + [device + digit for device in ("com", "lpt") for digit in "0123456789¹²³"]
)

SUFFIX = re.compile(r"\.[0-9A-Za-z]+\Z")


def safe_name(text: str, fallback: str = "_") -> str:
    """Return *text* as one path component that Linux, macOS and Windows take as it is.

    Letters of all scripts stay. Separators and forbidden characters become "_"; line breaks and
    other white space become a space; control, bidi and other invisible characters go; names that
    Windows reserves get a "_"; the result is NFC and at most `MAX_BYTES` long, its ending kept.

    Args:
        text: A person's or file's name; may hold surrogate escapes.
        fallback: Returned when nothing is left; must be safe itself.
    """
    cleaned = "".join(_clean(char) for char in unicodedata.normalize("NFC", text))
    name = unicodedata.normalize("NFC", " ".join(cleaned.split()).lstrip("\u200c\u200d "))
    name = _strip_end(name)
    if name.startswith(LEADING):
        name = "_" + name[1:]
    return _shorten(_unreserve(name), MAX_BYTES) or fallback


def with_tag(name: str, tag: str) -> str:
    """Return *name* with " (tag)" before its ending, still within `MAX_BYTES`."""
    suffix = _suffix(name)
    stem = name[: len(name) - len(suffix)]
    addition = f" ({tag}){suffix}"
    return _cut(stem, MAX_BYTES - len(addition.encode())) + addition


def clash_key(name: str) -> str:
    """Return what two names share that some file system holds to be the same.

    Covers file systems that ignore case, normal form or invisible joiners.
    """
    folded = name.translate(dict.fromkeys(map(ord, JOINERS))).upper().casefold()
    return unicodedata.normalize("NFC", folded)


class Namer:
    """Gives out the names of one folder, each only once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def name(
        self,
        wanted: str,
        tags: Iterable[str],
        is_free: Callable[[str], bool] = lambda _name: True,
    ) -> str:
        """Return *wanted*, or else *wanted* with the first of *tags* that makes it free.

        Args:
            wanted: A safe name.
            tags: From short to surely unique, such as prefixes of an id.
            is_free: Whether a name may be used as far as the folder itself goes: nothing lies
                there, or nothing that must be kept.

        Raises:
            ExportError: No tag made it free.
        """
        for name in (wanted, *(with_tag(wanted, tag) for tag in tags)):
            key = clash_key(name)
            if key not in self._taken and is_free(name):
                self._taken.add(key)
                return name
        raise ExportError(
            f"No free name like {wanted!r} in the target folder: files that Likeness did not "
            "write have all of them. Choose another folder."
        )


def _clean(char: str) -> str:
    if char in JOINERS:
        return char
    if char in FORBIDDEN:
        return "_"
    if char.isspace():
        return " "
    category = unicodedata.category(char)
    if category in {"Cc", "Cf"}:
        return ""
    # Surrogates are bytes that were no UTF-8; private and unassigned code points are refused by
    # some file systems and mean nothing to anybody else.
    return "_" if category.startswith("C") else char


def _strip_end(name: str) -> str:
    """Remove what Windows would drop in silence."""
    return name.rstrip(". \u200c\u200d")


def _unreserve(name: str) -> str:
    stem, dot, rest = name.partition(".")
    if stem.rstrip().casefold() in RESERVED:
        return f"{stem.rstrip()}_{dot}{rest}"
    return name


def _suffix(name: str) -> str:
    match = SUFFIX.search(name)
    if match is None or match.start() == 0 or len(match[0]) > MAX_SUFFIX_BYTES:
        return ""
    return match[0]


def _shorten(name: str, limit: int) -> str:
    if len(name.encode()) <= limit:
        return name
    suffix = _suffix(name)
    return _cut(name[: len(name) - len(suffix)], limit - len(suffix)) + suffix


def _cut(text: str, limit: int) -> str:
    """Cut to at most *limit* bytes of UTF-8, between characters."""
    return _strip_end(text.encode()[:limit].decode(errors="ignore"))
