"""Names of accounts and keys: what they may look like, and when two are the same."""

from __future__ import annotations

import re
import unicodedata

from likeness.errors import UsageError

MAX_LENGTH = 64
"""Characters, in normal form KC."""

MAX_TYPED = 4 * MAX_LENGTH
"""Characters as typed: marks apart from their letters, before the normal form joins them."""

REFUSED = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
"""Control, format (joiners and bidi overrides among them), unassigned, private, surrogate, breaks.
Unlike people's names these are typed to come in: two that look alike must not differ."""

BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | {
    chr(code) for code in (*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
}
"""Letters, marks and signs that are drawn as nothing: fillers, variation selectors."""

INVISIBLE = ("C", "M", "Z")

ID = re.compile(r"a[0-9a-f]{16}|k[0-9a-f]{8}")
"""What accounts and keys are called by Likeness itself."""


KEY = "key "
"""Before the name of a key, where the history says who did something: no account begins so."""


def clean(name: str, of: str) -> str:
    """Return *name* as it is kept: in normal form KC, with single spaces inside only.

    Args:
        name: What a human wrote.
        of: What carries it, for the message: "account" or "key".

    Raises:
        UsageError: It is empty, too long, looks like an id, or cannot be seen in full.
    """
    cleaned = " ".join(unicodedata.normalize("NFKC", name[: MAX_TYPED + 1]).split(" ")).strip()
    cleaned = re.sub(" +", " ", cleaned)
    if len(name) > MAX_TYPED or len(cleaned) > MAX_LENGTH:
        raise UsageError(f"The name of an account or key has at most {MAX_LENGTH} characters.")
    hidden = next((char for char in cleaned if not _may_stand(char)), None)
    if hidden is not None:
        raise UsageError(
            f"The name of this {of} may hold letters, marks, digits, signs and spaces, but not "
            f"U+{ord(hidden):04X} ({unicodedata.name(hidden, 'no printable character')})."
        )
    if not any(unicodedata.category(char)[0] not in INVISIBLE for char in cleaned):
        raise UsageError(f"The name of this {of} needs at least one visible character.")
    if of == "account" and folded(cleaned).startswith(KEY):
        raise UsageError(f"{cleaned} looks like a key in the history: choose another name.")
    if ID.fullmatch(folded(cleaned)):
        raise UsageError(f"{cleaned} looks like an id: choose another name for this {of}.")
    return cleaned


def folded(name: str) -> str:
    """Return what two names share that are the same but for capitals and ways of writing.

    This is the caseless matching for compatibility of the Unicode standard (D146), and spaces as
    `clean` leaves them.
    """
    once = unicodedata.normalize("NFKC", unicodedata.normalize("NFD", name).casefold()).casefold()
    return " ".join(unicodedata.normalize("NFKC", once).split())


def _may_stand(char: str) -> bool:
    return char not in BLANK and unicodedata.category(char) not in REFUSED
