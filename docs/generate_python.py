"""Write docs/reference/python.md from the docstrings: `python docs/generate_python.py`."""

from __future__ import annotations

import dataclasses
import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from likeness import Evaluator, Library, errors, types
from likeness.network.graph_store import Pushed
from likeness.portrait.average_face import AverageFace, Voice
from likeness.workflows.average.kept import KeptPicture
from likeness.workflows.average.make import Averaged
from likeness.workflows.average.painting import PaintedPhoto
from likeness.workflows.average.periods import Period

PAGE = Path(__file__).parent / "reference" / "python.md"

INTRODUCTION = """# Python

This page is made from the docstrings by `docs/generate_python.py`.

`from likeness import Library` is the door to a collection, `from likeness import Evaluator` the one
to measuring. Their methods carry the names of the command line's commands and return the records
below, which are frozen. Every error is a `LikenessError` with one sentence that says what happened
and what to do. `likeness.evaluation` holds the yardsticks themselves, as functions over arrays.
"""

DOORS: tuple[tuple[type[Any], str], ...] = ((Library, "library"), (Evaluator, "evaluator"))

OTHERS: tuple[type[Any], ...] = (
    Averaged,
    KeptPicture,
    PaintedPhoto,
    Period,
    AverageFace,
    Voice,
    Pushed,
)
"""Records that lie with what makes them."""

SECTION = re.compile(
    r"^(Args|Returns|Raises|Yields|Attributes):\n((?:    .*\n?|\n)+)", re.MULTILINE
)
ENTRY = re.compile(r"^    (\S[^:\n]*): (.*(?:\n {8}.*)*)", re.MULTILINE)
FIELD = re.compile(r"^    (\w+): ([^=#\n]+?)(?: = ([^#\n]+?))?\s*(?:# (.*))?$", re.MULTILINE)
QUOTED = re.compile(r"(: |-> )'([^']*)'")  # annotations, which are strings in our source
SELF = re.compile(r"^(self|cls)(, )?")
PARAMETER = re.compile(r", (?=\*|\w+:)")
COMMA = ",\n    "
WIDTH = 90
WORD = re.compile(r"\w+")


def page() -> str:
    """Return the reference page."""
    parts = [INTRODUCTION]
    for door, instance in DOORS:
        parts += [f"## `{door.__name__}`\n", rendered(door.__doc__ or "")]
        parts += [method(door, instance, name, member) for name, member in methods(door)]
    parts += ["## Records\n", *(record(found) for found in records())]
    parts += ["## Errors\n", error_tree()]
    return "\n".join(part.rstrip() + "\n" for part in parts)


def methods(door: type[Any]) -> Iterator[tuple[str, Any]]:
    """Yield the public members of a door: those of its foundation first, then part by part."""
    *parts, foundation, _ = door.__mro__
    for part in (foundation, *parts):
        for name, member in vars(part).items():
            if not name.startswith("_"):
                yield name, member


def method(door: type[Any], instance: str, name: str, member: Any) -> str:
    """Return what the page says of one member."""
    function = unwrapped(member)
    signature = inspect.signature(function)
    text = rendered(function.__doc__ or "")
    if isinstance(member, property):
        shown = f"{name}: {signature.return_annotation}"
        return f"### `{instance}.{name}`\n\n```python\n{shown}\n```\n\n{text}"
    owner = door.__name__ if isinstance(member, classmethod) else instance
    return f"### `{owner}.{name}`\n\n```python\n{declared(name, signature)}\n```\n\n{text}"


def declared(name: str, signature: inspect.Signature) -> str:
    """Return a declaration, one parameter to a line if it is long."""
    shown = QUOTED.sub(r"\1\2", str(signature))
    inner = SELF.sub("", shown[1 : shown.rindex(") ->")])
    end = shown[shown.rindex(") ->") :]
    if len(name + shown) <= WIDTH:
        return f"{name}({inner}{end}"
    return f"{name}(\n    {PARAMETER.sub(COMMA, inner)},\n{end}"


def unwrapped(member: Any) -> Callable[..., Any]:
    """Return the function behind a property or class method."""
    found: Any = getattr(member, "fget", None) or getattr(member, "__func__", member)
    function: Callable[..., Any] = found
    return function


def rendered(docstring: str) -> str:
    """Return a Google docstring as Markdown."""
    text = inspect.cleandoc(docstring) + "\n"
    return SECTION.sub(_listed, text)


def _listed(match: re.Match[str]) -> str:
    title, body = match[1], match[2]
    entries = ENTRY.findall(body)
    if not entries:
        return f"*{title}*: {' '.join(body.split())}\n"
    lines = [f"- {_named(name)}: {' '.join(text.split())}" for name, text in entries]
    return "\n".join([f"*{title}*", "", *lines, "", ""])


def _named(names: str) -> str:
    return ", ".join(f"`{name}`" for name in names.split(", "))


def records() -> list[type[Any]]:
    """Return the records that the doors take or return, and those inside them, in order."""
    known = {
        name: found
        for name, found in vars(types).items()
        if isinstance(found, type) and dataclasses.is_dataclass(found)
    } | {found.__name__: found for found in OTHERS}
    wanted: set[str] = set()
    texts = [
        str(inspect.signature(unwrapped(member)))
        for door, _ in DOORS
        for _, member in methods(door)
    ]
    texts.append("Progress")  # behind `OnProgress`
    while texts:
        names = {word for word in WORD.findall(texts.pop()) if word in known} - wanted
        wanted |= names
        texts += [str(known[name].__annotations__) for name in names]
    return [found for name, found in known.items() if name in wanted]


def record(found: type[Any]) -> str:
    """Return what the page says of one record."""
    lines = [
        f"### `{found.__name__}`",
        "",
        rendered(found.__doc__ or ""),
        "| | | |",
        "|---|---|---|",
    ]
    for name, kind, _, comment in FIELD.findall(inspect.getsource(found)):
        shown = kind.replace("|", r"\|")
        lines.append(f"| `{name}` | `{shown}` | {comment} |")
    return "\n".join([*lines, ""])


def error_tree() -> str:
    """Return the tree that `likeness.errors` draws."""
    text = inspect.getdoc(errors) or ""
    return f"```text\n{text}\n```\n"


def main() -> None:
    """Write the page."""
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
