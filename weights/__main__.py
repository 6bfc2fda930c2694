"""`python -m weights`: build the models by hand, for whoever works on the conversion."""

from __future__ import annotations

import sys

from weights.build import OUTPUT, build_models
from weights.errors import WeightsError


def main() -> int:
    """Build what is outdated and return the exit status."""
    try:
        built = build_models()
    except WeightsError as exc:
        sys.stderr.write(f"{exc}\n")
        return 1
    sys.stdout.write(f"{'Built' if built else 'Up to date'}: {OUTPUT}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
