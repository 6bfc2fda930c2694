"""Names that humans give to people and collections."""

from __future__ import annotations

import unicodedata

from likeness.errors import UsageError

MAX_LENGTH = 200
"""Characters. The longest personal names on record are well below; a sentence is no name."""

JOINERS = frozenset("\u200c\u200d")
"""Zero width non-joiner and joiner: spelling in Persian and Indic scripts, and in emoji."""

REFUSED = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
"""Control, format (bidi overrides among them), unassigned, private, surrogate, line breaks."""

INVISIBLE = ("C", "M", "Z")


def clean_name(name: str, of: str = "person") -> str:
    """Return *name* trimmed and in normal form C.

    Args:
        name: What a human wrote.
        of: What carries it, for the message.

    Raises:
        UsageError: It is empty, too long, or holds characters that cannot be seen.
    """
    cleaned = unicodedata.normalize("NFC", name.strip())
    hidden = next((char for char in cleaned if not _may_stand(char)), None)
    if hidden is not None:
        raise UsageError(
            f"The name of a {of} may hold letters, marks, digits, signs and spaces, but not "
            f"U+{ord(hidden):04X} ({unicodedata.name(hidden, 'no printable character')})."
        )
    if not any(unicodedata.category(char)[0] not in INVISIBLE for char in cleaned):
        raise UsageError(f"The name of a {of} needs at least one visible character.")
    if len(cleaned) > MAX_LENGTH:
        raise UsageError(
            f"The name of a {of} has at most {MAX_LENGTH} characters, this one {len(cleaned)}."
        )
    return cleaned


def _may_stand(char: str) -> bool:
    return char in JOINERS or unicodedata.category(char) not in REFUSED
