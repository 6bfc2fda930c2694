"""`python -m likeness` and the `likeness` script."""

from __future__ import annotations

import signal
import sys


def main() -> None:
    """Run the command line and end the process with its exit status."""
    from likeness.cli.app import run

    status = run(sys.argv[1:])
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # all is done: Ctrl-C ends without a traceback
    sys.exit(status)


if __name__ == "__main__":
    main()
