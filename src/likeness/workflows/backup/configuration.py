"""The settings of a library as they go into a backup and come out of it."""

from __future__ import annotations

import tomllib
from typing import Any

from pydantic import SecretStr, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from likeness.settings import LibrarySettings, Section

PLACES = frozenset(
    {
        ("catalog", "url"),
        ("blobs", "url"),
        ("index", "url"),
        ("serve", "uploads"),
        ("serve", "tls_certificate"),  # its key is a secret, and neither is of use alone
    }
)
"""Where things lie. A backup comes back into its own folder, whatever was named before."""


def without_secrets(text: str) -> str:
    """Return a configuration file without secrets, places of stores, comments, and odd values.

    A comment may be a password that somebody took back. What this version does not know or take is
    left out, so that the library opens.
    """
    import tomlkit

    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError):
        return ""
    kept: dict[str, Any] = {}
    for name, field in LibrarySettings.model_fields.items():
        if name in values:
            value = _kept(name, field, values[name])
            if value not in (None, {}):
                kept[name] = value
    return tomlkit.dumps(kept)


def _kept(section: str, field: FieldInfo, value: Any) -> Any:
    kind = field.annotation
    if not (isinstance(kind, type) and issubclass(kind, Section)):
        return value if _is_usable(kind, value) else None
    if not isinstance(value, dict):
        return None
    kept = {
        name: value[name]
        for name, below in kind.model_fields.items()
        if name in value and not _is_secret(below) and (section, name) not in PLACES
    }
    return kept if _is_usable(kind, kept) else None


def _is_secret(field: FieldInfo) -> bool:
    return field.annotation is SecretStr or not field.repr


def _is_usable(kind: Any, value: Any) -> bool:
    try:
        TypeAdapter(kind).validate_python(value)
    except ValidationError:
        return False
    return True
