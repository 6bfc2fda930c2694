"""Writing where a library lies into its configuration file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from likeness.errors import SettingsError, StoreUnavailableError
from likeness.settings import CONFIG_FILE, load_settings
from likeness.workflows.destinations import STORES, Destination, Store
from likeness.workflows.files import settled


def write_urls(folder: Path, where: Destination) -> list[str]:
    """Write the new URLs into the configuration of the library that was moved from *folder*.

    All else in the file, comments too, stays as it is. A URL may hold a password: the file is
    readable by its owner alone from now on.

    Returns:
        The settings that something else overrides: an environment variable wins over the file.

    Raises:
        SettingsError: The file cannot be understood.
        StoreUnavailableError: The file cannot be written.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        text = _read(folder / CONFIG_FILE)
        document = tomlkit.parse(text)
        for store, url in where.urls.items():
            _set(document, store, url)
        changed = tomlkit.dumps(document)
        if changed != text or (text and where.folder != folder):
            _write(where.folder / CONFIG_FILE, changed)
    except TOMLKitError as exc:
        raise SettingsError(f"{folder / CONFIG_FILE} is not valid TOML: {exc}. Mend it.") from exc
    except OSError as exc:
        raise StoreUnavailableError(
            f"{where.folder / CONFIG_FILE} cannot be written: {exc.strerror}. Everything is "
            "copied; make it writable and run the same command again."
        ) from exc
    return _overridden(where)


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def _set(document: Any, store: Store, url: str) -> None:
    """Set one URL; the default is said by saying nothing."""
    if url:
        document.setdefault(store, {})["url"] = url
        return
    section = document.get(store)
    if isinstance(section, Mapping) and "url" in section:
        del document[store]["url"]
        if not section:
            del document[store]


def _write(file: Path, text: str) -> None:
    with settled(file) as partial:
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())


def _overridden(where: Destination) -> list[str]:
    settings = load_settings(where.folder)
    return [
        f"{store}.url"
        for store in STORES
        if store in where.moved and getattr(settings, store).url != where.urls[store]
    ]
