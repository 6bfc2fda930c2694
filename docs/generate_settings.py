"""Write docs/reference/settings.md from the settings: `python docs/generate_settings.py`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from likeness.settings import LibrarySettings

PAGE = Path(__file__).parent / "reference" / "settings.md"

INTRODUCTION = """# Settings

This page is made from the code by `docs/generate_settings.py`.

Nothing has to be set. What is set is looked for in this order: arguments in Python, environment
variables, `config.toml` in the library folder, `config.toml` in the user's configuration folder,
the defaults below. `likeness config show` says which value holds and where it comes from.

```toml
# config.toml
[detect]
min_score = 0.8
```

The same as a variable: `LIKENESS_DETECT__MIN_SCORE=0.8`, two underscores between section and name.
`LIKENESS_LIBRARY` names the library folder.
"""

SIGNS = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than"}


def page() -> str:
    """Return the reference page."""
    lines = [INTRODUCTION, "| setting | default | limits | |", "|---|---|---|---|"]
    for name, field in settings(LibrarySettings):
        default = "empty" if field.default == "" else f"`{shown(field.default)}`"
        lines.append(f"| `{name}` | {default} | {limits(field)} | {field.description or ''} |")
    return "\n".join([*lines, ""])


def settings(model: type[BaseModel], prefix: str = "") -> Iterator[tuple[str, FieldInfo]]:
    """Yield every setting by its dotted name."""
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from settings(kind, f"{prefix}{name}.")
        else:
            yield prefix + name, field


def shown(value: Any) -> str:
    """Return a default as TOML has it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def limits(field: FieldInfo) -> str:
    """Return what a value has to keep to."""
    if choices := [value for value in get_args(field.annotation) if isinstance(value, str)]:
        return ", ".join(f"`{choice}`" for choice in choices)
    found = [
        f"{words} {getattr(rule, sign)}"
        for rule in field.metadata
        for sign, words in SIGNS.items()
        if getattr(rule, sign, None) is not None
    ]
    return ", ".join(found)


def main() -> None:
    """Write the page."""
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
