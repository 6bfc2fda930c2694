"""The generated pages are what the code says today."""

import runpy
from pathlib import Path
from typing import Any

import pytest

from likeness import Library
from likeness.settings import LibrarySettings

DOCS = Path(__file__).resolve().parents[2] / "docs"


def generated(script: str) -> dict[str, Any]:
    return runpy.run_path(str(DOCS / script))


@pytest.mark.parametrize(
    "script", ["generate_python.py", "generate_settings.py", "generate_openapi.py"]
)
def test_the_page_is_fresh(script: str) -> None:
    made = generated(script)
    page: Path = made["PAGE"]
    assert page.read_text(encoding="utf-8") == made["page"](), "run: make docs"


def test_every_public_method_has_a_section_and_a_docstring() -> None:
    page = (DOCS / "reference" / "python.md").read_text(encoding="utf-8")
    names = [name for name in dir(Library) if not name.startswith("_")]
    assert [name for name in names if f".{name}`\n" not in page] == []
    assert [name for name in names if not getattr(Library, name).__doc__] == []


def test_every_setting_has_a_row() -> None:
    page = (DOCS / "reference" / "settings.md").read_text(encoding="utf-8")
    for section, value in LibrarySettings().model_dump().items():
        for name in value if isinstance(value, dict) else [""]:
            assert f"| `{section}{'.' + name if name else ''}` |" in page


def test_docstrings_become_lists() -> None:
    rendered = generated("generate_python.py")["rendered"]
    text = rendered("Do it.\n\n    Args:\n        a: One\n            thing.\n        b: Two.\n")
    assert text.split("\n") == [
        "Do it.",
        "",
        "*Args*",
        "",
        "- `a`: One thing.",
        "- `b`: Two.",
        "",
        "",
    ]


def test_long_declarations_are_broken_by_parameter() -> None:
    page = (DOCS / "reference" / "python.md").read_text(encoding="utf-8")
    assert "\nhide(person: str, *, hidden: bool = True, who: str = '') -> Edit\n" in page
    assert "\n    on_wait: Callable[[str], None] | None = None,\n" in page
