from __future__ import annotations

import subprocess
import sys

import pytest

SCRIPT = """
import logging, sys
from likeness.cli.logs import logging_to_stderr
with logging_to_stderr(sys.argv[1]):
    logging.getLogger("likeness.rest").info("GET /api/v1/people 200 3.1 ms")
    logging.getLogger("likeness.jobs").warning("A worker waits for the database.")
    logging.getLogger("uvicorn.error").error("broke at /home/anna/secret.jpg")
logging.getLogger("likeness.rest").info("behind the block")
"""


@pytest.mark.parametrize(
    ("level", "said", "unsaid"),
    [
        ("error", (), ("worker", "200", "secret", "behind")),
        ("warning", ("worker waits",), ("200", "secret", "behind")),
        ("info", ("worker waits", "GET /api/v1/people 200"), ("secret",)),
        ("debug", ("worker waits", "GET /api/v1/people 200", "secret"), ()),
    ],
)
def test_logs_say_what_the_level_asks_for_and_errors_of_others_only_at_debug(
    level: str, said: tuple[str, ...], unsaid: tuple[str, ...]
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, level], capture_output=True, text=True, check=True
    )
    assert done.stdout == ""
    assert all(text in done.stderr for text in said)
    assert not any(text in done.stderr for text in unsaid)
