"""likeness config: the settings that hold, and where each comes from."""

from __future__ import annotations

import json as jsonlib
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from likeness.cli.context import Session
from likeness.cli.options import Json
from likeness.cli.output import print_message, print_rows
from likeness.cli.table import Column
from likeness.workflows.masking import flat, masked

ENV_PREFIX = "LIKENESS_"
app = typer.Typer(help="Settings.\n\nExample: likeness config show")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One value that holds."""

    setting: str  # "detect.min_score"
    value: Any
    origin: str  # a file, an environment variable, or "default"


@app.command()
def show(context: typer.Context, json: Json = False) -> None:
    """Show every setting and where its value comes from; passwords are masked.

    Example: likeness config show
    """
    from likeness.settings import user_config_file

    folder = Session.of(context).library_folder()
    print_rows(settings_in(folder), COLUMNS, json=json, empty="No settings.")
    if not json:
        print_message("")
        print_message(f"Library: {folder}")
        print_message(f"Set in {folder / 'config.toml'} or {user_config_file()}.")


def settings_in(folder: Path) -> list[Setting]:
    """Return all settings that hold for the library in *folder*. Raises `SettingsError`."""
    from likeness.settings import load_settings

    values = load_settings(folder).model_dump(mode="json")  # before `origins_in`, which trusts it
    origins = origins_in(folder)
    return [
        Setting(setting=key, value=masked(key, value), origin=origins.get(key, "default"))
        for key, value in flat(values)
    ]


def origins_in(folder: Path) -> dict[str, str]:
    """Return, for each setting that is not a default, the place that wins.

    The files are valid: `load_settings` has read them.
    """
    from likeness.settings import CONFIG_FILE, user_config_file

    origins: dict[str, str] = {}
    for file in (user_config_file(), folder / CONFIG_FILE):
        if file.is_file():
            content = tomllib.loads(file.read_text(encoding="utf-8"))
            origins.update(dict.fromkeys((key for key, _ in flat(content)), str(file)))
    for variable, value in sorted(os.environ.items()):
        if variable.upper().startswith(ENV_PREFIX):
            origins.update(dict.fromkeys(keys_of(variable, value), variable))
    return origins


def keys_of(variable: str, value: str) -> list[str]:
    """Return the settings that an environment variable sets: one, or a section as JSON."""
    key = variable[len(ENV_PREFIX) :].lower().replace("__", ".")
    try:
        section = jsonlib.loads(value)
    except ValueError:
        return [key]
    return [below for below, _ in flat({key: section})]


def shown(setting: Setting) -> str:
    """Return the value as a configuration file would have it."""
    return jsonlib.dumps(setting.value, ensure_ascii=False)


COLUMNS: list[Column[Setting]] = [
    Column("setting", lambda setting: setting.setting),
    Column(
        "from",
        lambda setting: setting.origin,
        style=lambda setting: "dim" if setting.origin == "default" else "",
    ),
    Column("value", shown, style="bold"),  # last: a URL may be long
]
