"""A decoding process that says, with every answer, how long it was inside image codecs.

Started by `likeness_run.py` in place of `likeness.imaging.worker`, with the same arguments.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from codecs_clock import CodecClock
from likeness_run import CODEC_SECONDS

from likeness.imaging import worker


def main() -> int:
    """Run the worker."""
    codecs = CodecClock()
    send = worker.send_frame

    def send_with_seconds(handle: int, header: dict[str, Any], payloads: Any = ()) -> None:
        send(handle, {**header, CODEC_SECONDS: codecs.seconds}, payloads)

    worker.send_frame = send_with_seconds  # type: ignore[assignment]
    with codecs.running():
        return worker.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
