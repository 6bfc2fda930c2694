"""What rounds, series and those who join are called."""

from __future__ import annotations

import re
import unicodedata

from likeness.catalog.names import clean_name
from likeness.errors import JoinRefusedError, UsageError

SPACES = re.compile(" {2,}")

LONGEST_NICKNAME = 40  # characters
LONGEST_TITLE = 100

MOST_MARKS = 3
"""Combining marks on one letter: more pile up over the lines above and below."""

JOINED_IN = "Round: "
"""Begins the name of the collection of the photos that were brought to a round."""


def clean_nickname(nickname: str) -> str:
    """Return a nickname as it is kept: in normal form C, inner spaces single.

    Raises:
        JoinRefusedError: It is empty, too long, or holds characters that cannot be seen, that turn
            text around, or that pile up.
    """
    try:
        return _cleaned(nickname, "participant", LONGEST_NICKNAME)
    except UsageError as exc:
        why = str(exc).removeprefix("The name of a participant ")
        raise JoinRefusedError("nickname", f"A nickname {why}") from exc


def clean_title(title: str, of: str = "round") -> str:
    """Return the title of a round or series as it is kept. Raises `UsageError`."""
    try:
        return _cleaned(title, of, LONGEST_TITLE)
    except UsageError as exc:
        why = str(exc).removeprefix(f"The name of a {of} ")
        raise UsageError(f"The title of a {of} {why}") from exc


def folded(nickname: str) -> str:
    """Return what nicknames have in common that are read as the same: capitals, widths."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", nickname).casefold())


def photos_of(title: str) -> str:
    """Return the name of the collection for the photos that are brought to a round."""
    return f"{JOINED_IN}{title}"


def _cleaned(name: str, of: str, longest: int) -> str:
    _require_short(name, of, longest)
    cleaned = clean_name(SPACES.sub(" ", name), of)
    if len(cleaned) > longest:
        raise UsageError(
            f"The name of a {of} has at most {longest} characters, this one {len(cleaned)}."
        )
    marks = 0
    for char in unicodedata.normalize("NFD", cleaned):
        marks = marks + 1 if unicodedata.category(char).startswith("M") else 0
        if marks > MOST_MARKS:
            raise UsageError(f"The name of a {of} may have {MOST_MARKS} marks on one letter.")
    return cleaned


def _require_short(name: str, of: str, longest: int) -> None:
    """Refuse what is far too long before anything looks at every character of it."""
    if len(name) > longest * 4:
        raise UsageError(
            f"The name of a {of} has at most {longest} characters, this one {len(name)}."
        )
