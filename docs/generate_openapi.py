"""Write the specification of the API: `python docs/generate_openapi.py`."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from likeness import Library
from likeness.rest.app import create_app
from likeness.rest.serving import make_server
from likeness.rest.specification import dumped

PAGE = Path(__file__).parent / "reference" / "openapi.json"


def page() -> str:
    """Return the specification: it says the same whatever the library holds."""
    with TemporaryDirectory() as folder, Library.open(folder) as library:
        return dumped(create_app(make_server(library, who="")).openapi())


def main() -> None:
    """Write the file."""
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
