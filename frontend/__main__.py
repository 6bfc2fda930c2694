"""`python -m frontend [build | check | test]`: for whoever works on the page."""

from __future__ import annotations

import sys
from collections.abc import Callable

from frontend.build import OUTPUT, build_page, generate
from frontend.errors import FrontendError
from frontend.node import install_tool, node

BIOME = "@biomejs/biome@2.6.8"
TSC = "node_modules/typescript/bin/tsc"
VITEST = "node_modules/vitest/vitest.mjs"


def build() -> None:
    """Build what is outdated."""
    sys.stdout.write(f"{'Built' if build_page() else 'Up to date'}: {OUTPUT}\n")


def check() -> None:
    """Check style and types."""
    generate()
    biome = install_tool(BIOME) / "bin" / "biome"
    node([str(biome), "ci", "--colors=off", "--diagnostic-level=error"], shown=True)
    node([TSC], shown=True)


def test() -> None:
    """Run the tests that need neither server nor browser."""
    generate()
    node([VITEST, "run"], shown=True)


COMMANDS: dict[str, Callable[[], None]] = {"build": build, "check": check, "test": test}


def main(arguments: list[str]) -> int:
    """Do what is asked for and return the exit status."""
    if arguments[1:] or (arguments and arguments[0] not in COMMANDS):
        sys.stderr.write(f"Usage: python -m frontend [{' | '.join(COMMANDS)}]\n")
        return 2
    try:
        COMMANDS[arguments[0] if arguments else "build"]()
    except FrontendError as exc:
        sys.stderr.write(f"{exc}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
