"""Text out of bytes of unknown encoding."""

from __future__ import annotations

import codecs

from likeness.errors import UsageError

UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decoded(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Return the text of a label file, and a warning where its encoding had to be guessed.

    UTF-8 with or without a byte order mark and UTF-16 with one are recognised. Everything else is
    read as Windows-1252 (a superset of the printable Latin-1), or as Latin-1 where it uses one of
    the five bytes that Windows-1252 leaves open.

    Args:
        data: The whole file.
        name: What warnings and errors call the file.

    Raises:
        UsageError: It begins like UTF-16 and is not.
    """
    if data.startswith(UTF16):
        try:
            return data.decode("utf-16"), ()
        except UnicodeDecodeError as exc:
            raise UsageError(
                f"{name} begins like UTF-16 text and is not: save it again as UTF-8."
            ) from exc
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        pass
    try:
        text, encoding = data.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError:
        text, encoding = data.decode("latin-1"), "Latin-1"
    warning = (
        f"{name} is not UTF-8 and was read as {encoding}: where names with accents or in other "
        "scripts are not found, save the file again as UTF-8."
    )
    return text, (warning,)


def beginning(data: bytes) -> str:
    """Return the text of the first bytes of a file, which may end within a character."""
    return data.decode("utf-16" if data.startswith(UTF16) else "utf-8-sig", "replace")
